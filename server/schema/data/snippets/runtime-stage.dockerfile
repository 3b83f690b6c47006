FROM ${1:debian:trixie-slim} AS ${2:runtime}
WORKDIR /app
COPY --link --from=${3:build} /out ./
USER 10001:10001
EXPOSE ${4:8080}
ENTRYPOINT ["/app/${5:app}"]
