//! What reading costs: whole files of three sizes, RUN bodies of three sizes, shell alone, and what is made of the result.
//!
//! Growth is what to look at: bytes a second should stay the same from the smallest to the largest.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use syntax::{TextSize, dockerfile, shell};

fn main() {
    divan::main();
}

/// An application's image in one stage, with most of what instructions can hold.
const STAGE: &str = r#"# Build the application.
FROM --platform=$BUILDPLATFORM docker.io/library/golang:1.25-bookworm@sha256:0f0e5f3f6f1c7a2b4e9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b4a3f2e1d0c9b8a7f AS build

ARG TARGETOS
ARG TARGETARCH=amd64
ARG VERSION="0.0.0-dev"
ENV CGO_ENABLED=0 \
    GOFLAGS="-trimpath -mod=readonly" \
    PATH=/usr/local/go/bin:/go/bin:$PATH

SHELL ["/bin/bash", "-o", "pipefail", "-c"]

# Packages first: they change least.
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates \
        curl=7.88.* \
        git \
        # for the signature
        gnupg \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /src
COPY --link go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN set -eux; \
    arch="$(dpkg --print-architecture)"; \
    case "${arch##*-}" in \
        amd64) url='https://example.org/tool-amd64.tgz' ;; \
        arm64) url='https://example.org/tool-arm64.tgz' ;; \
        *) echo >&2 "error: unsupported architecture ($arch)"; exit 1 ;; \
    esac; \
    curl -fsSL "$url" | tar -xz -C /usr/local/bin; \
    if [ -n "${VERSION:-}" ] && [ "$TARGETARCH" = amd64 ]; then \
        for f in cmd/*; do go build -ldflags "-s -w -X main.version=$VERSION" -o "/out/${f##*/}" "./$f"; done; \
    fi
RUN <<EOF
useradd --system --uid 10001 app
install -d -o app -g app /srv/app
EOF
COPY --from=build --chown=10001:10001 --chmod=0555 /out/app /usr/local/bin/app
EXPOSE 8080/tcp 9090
USER 10001:10001
LABEL org.opencontainers.image.source="https://example.org/app" org.opencontainers.image.version=$VERSION
HEALTHCHECK --interval=30s --timeout=3s CMD curl -f http://localhost:8080/healthz || exit 1
ENTRYPOINT ["/usr/local/bin/app"]
CMD ["serve", "--listen", ":8080"]
"#;

/// A line of a long RUN.
const COMMAND: &str = "    && curl -fsSL \"https://example.org/${VERSION}/tool-$(uname -m).tgz\" | tar -xz --strip-components=1 -C /opt \\\n";

/// A Dockerfile of `lines` lines.
fn file(lines: usize) -> String {
    STAGE.lines().cycle().take(lines).flat_map(|line| [line, "\n"]).collect()
}

/// A RUN of `lines` lines.
fn run(lines: usize) -> String {
    format!("FROM debian:13-slim\nRUN set -eux \\\n{}    && true\n", COMMAND.repeat(lines))
}

#[divan::bench(args = [24, 294, 511])]
fn dockerfile_lines(bencher: Bencher, lines: usize) {
    let text = file(lines);
    bencher.counter(BytesCount::of_str(&text)).bench(|| dockerfile::parse(black_box(&text)));
}

#[divan::bench(args = [10, 100, 1000])]
fn run_lines(bencher: Bencher, lines: usize) {
    let text = run(lines);
    bencher.counter(BytesCount::of_str(&text)).bench(|| dockerfile::parse(black_box(&text)));
}

#[divan::bench(args = [10, 100, 1000])]
fn shell_lines(bencher: Bencher, lines: usize) {
    let text = run(lines);
    let script = text.split_once("RUN ").map_or("", |(_, script)| script);
    bencher.counter(BytesCount::of_str(script)).bench(|| shell::parse(black_box(script), TextSize::new(0)));
}

#[divan::bench(args = [24, 294, 511])]
fn tree_of_lines(bencher: Bencher, lines: usize) {
    let text = file(lines);
    let file = dockerfile::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| black_box(&file).tree().leaves());
}

#[divan::bench(args = [24, 294, 511])]
fn meaning_of_lines(bencher: Bencher, lines: usize) {
    let text = file(lines);
    let file = dockerfile::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| black_box(&file).meaning(&text));
}
