( cd /tmp && make -j"$(nproc)" ) > /dev/null 2>&1
