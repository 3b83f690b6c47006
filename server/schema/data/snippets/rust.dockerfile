# syntax=docker/dockerfile:1

FROM rust:${1:1.98-slim-trixie} AS build
WORKDIR /src
RUN --mount=type=bind,target=/src \\
    --mount=type=cache,target=/usr/local/cargo/registry \\
    --mount=type=cache,target=/usr/local/cargo/git \\
    --mount=type=cache,target=/target,sharing=locked \\
    cargo build --release --locked --target-dir /target && \\
    install -D /target/release/${2:app} /out/$2

FROM gcr.io/distroless/cc-debian13:nonroot
COPY --link --from=build /out/$2 /$2
USER 65532:65532
EXPOSE ${3:8080}
ENTRYPOINT ["/$2"]
