FROM ubuntu:24.04
RUN cd /tmp && wget https://deploy:change-me@files.shop.example.com/ioncube.tar.gz && tar xzf ioncube.tar.gz
RUN wget https://deploy:s3cr3t@files.shop.example.com/ioncube.tar.gz
RUN cd /tmp && make
USER 1
