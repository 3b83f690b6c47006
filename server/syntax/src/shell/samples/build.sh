make -j "$(nproc)" CC=gcc 2>&1 | tee /tmp/log || { cat /tmp/log; exit 1; }
CGO_ENABLED=0 GOOS=${TARGETOS:-linux} go build -ldflags="-s -w -X main.version=$(git describe --tags | sed 's/^v//')" -o /out/app ./cmd/app
find / -xdev \( -name '*.pyc' -o -name __pycache__ \) -exec rm -rf {} + > /dev/null
