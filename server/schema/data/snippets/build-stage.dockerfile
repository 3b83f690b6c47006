FROM ${1:debian:trixie-slim} AS ${2:build}
WORKDIR /src
COPY . .
RUN $0
