//! What is proposed where.

use expect_test::expect;

use crate::check::{Case, check_completion, check_insertion, completions, listed};

/// Each row: a file with a cursor, and the labels wanted there (see [`check_completion`]).
#[track_caller]
fn table(rows: &[(&str, &str)]) {
    for (fixture, expected) in rows {
        check_completion(fixture, expected);
    }
}

#[test]
fn keywords() {
    table(&[
        ("<|>", "ARG | FROM | …"),
        ("F<|>", "ARG | FROM | …"),
        ("# comment\n<|>\nFROM alpine\n", "ARG | FROM"),
        ("ARG A=1\n<|>", "ARG | FROM | !RUN"),
        ("FROM alpine\n<|>", "ARG | COPY | ENV | FROM | RUN | WORKDIR | ADD | …"),
        ("FROM alpine\nCO<|>", "ARG | COPY | … | ~MAINTAINER"),
        ("FROM alpine\nRUN a\n\n  <|>\n", "ARG | COPY | …"),
        ("from alpine\nrun x\n<|>", "arg | copy | env | from | run | workdir | …"),
        ("from alpine\nrun x\nCO<|>", "arg | copy | …"),
        ("FROM alpine\nONBUILD <|>", "ARG | COPY | ENV | RUN | … | !FROM | !ONBUILD | !MAINTAINER"),
        ("FROM alpine\nONBUILD CO<|>", "ARG | COPY | … | !stage-build"),
        ("FROM alpine\nRUN <<EOF\n<|>\nEOF\n", "apk | !COPY"),
        ("FROM alpine\nCOPY <<EOF /x\n<|>\nEOF\n", ""),
        ("FROM alpine\n# RU<|>", ""),
        ("FROM alpine\nRUN echo \"\\\n<|>\"\n", ""),
        ("FROM alpine\nRUN <<EOF\nx\nEOF\n<|>", "ARG | COPY | …"),
        ("FROM alpine\r\n<|>\r\nRUN x\r\n", "ARG | COPY | …"),
    ]);
    check_insertion("FROM alpine\nCO<|>", "COPY", "FROM alpine\nCOPY ");
    check_insertion("FROM alpine\nCO<|> a b\n", "COPY", "FROM alpine\nCOPY a b\n");
    check_insertion("FROM alpine\nONBUILD R<|>", "RUN", "FROM alpine\nONBUILD RUN ");
}

#[test]
fn snippets_stand_where_they_fit() {
    table(&[
        ("#- Dockerfile\n<|>\n#- go.mod\nmodule x\n", "ARG | FROM | go | dotnet | …"),
        ("FROM alpine\n<|>", "… | ~apk | ~stage-runtime | !apt | !go | !cache"),
        ("FROM debian:13\n<|>", "… | ~apt | !apk | !node"),
        ("FROM registry.example.com/base:1\n<|>", "… | ~apt | ~apk"),
        ("FROM alpine\n<|> RUN x", "… | !apk"),
        ("# escape=`\nFROM alpine\n<|>", "… | !apk"),
    ]);
    check_insertion(
        "# syntax=docker/dockerfile:1\n\n<|>",
        "static-site",
        &format!("# syntax=docker/dockerfile:1\n\n{}", {
            let snippet = schema::dockerfile::snippets().iter().find(|it| it.label == "static-site");
            let item = completions(&Case::new("<|>")).into_iter().find(|it| it.label == "static-site");
            assert!(snippet.is_some_and(|it| it.body.starts_with("# syntax=")));
            item.map(|it| it.plain.split_once("\n\n").expect("a line for the syntax").1.to_owned()).unwrap_or_default()
        }),
    );
}

#[test]
fn flags() {
    table(&[
        ("FROM alpine\nCOPY -<|>", "--chmod | --chown | --exclude | --from | --link | --parents"),
        ("FROM alpine\nCOPY --<|>", "--chmod | --chown | …"),
        ("FROM alpine\nCOPY --fr<|>", "--chmod | --chown | --exclude | --from | …"),
        ("FROM alpine\nCOPY --link <|>", "Dockerfile | . | --chmod | … | !--link"),
        ("FROM alpine\nCOPY --link --<|> a b", "--chmod | --chown | --exclude | --from | --parents"),
        ("FROM alpine\nCOPY --exclude=a --ex<|> a b", "… | ~--exclude"),
        ("FROM alpine\nADD --<|>", "… | ~--checksum | ~--keep-git-dir | ~--unpack | !--from"),
        ("FROM --<|>", "--platform"),
        ("FROM alpine\nRUN --<|>", "--device | --mount | --network | --security | bind | …"),
        ("FROM alpine\nRUN --network=none --mount=type=cache,target=/x --<|>", "… | ~--mount | !--network"),
        ("FROM alpine\nHEALTHCHECK --<|>", "--interval | --retries | --start-interval | --start-period | --timeout"),
        ("FROM alpine\nUSER --<|>", "10001:10001 | root"),
        ("FROM alpine\nONBUILD COPY --<|>", "--chmod | …"),
        ("FROM alpine\nRUN --network=<|>", "default | host | none"),
        ("FROM alpine\nRUN --security=<|>", "insecure | sandbox"),
        ("FROM alpine\nCOPY --link=<|>", "false | true"),
        ("FROM --platform=<|>", "$BUILDPLATFORM | linux/amd64 | linux/arm64 | …"),
        ("FROM --platform=$<|>", "… | ~BUILDPLATFORM | ~TARGETPLATFORM"),
        ("FROM alpine\nHEALTHCHECK --interval=<|>", "30s | 10s | 1m"),
        ("FROM alpine\nHEALTHCHECK --retries=<|>", "3 | 5 | 2"),
        ("FROM alpine\nCOPY --chmod=<|> a b", "444 | 555 | 644 | 755"),
        ("FROM alpine\nADD --checksum=<|>", "sha256:"),
    ]);
    check_insertion("FROM alpine\nCOPY --fr<|>", "--from", "FROM alpine\nCOPY --from=");
    check_insertion("FROM alpine\nCOPY --fr<|>om=x a b", "--from", "FROM alpine\nCOPY --from=x a b");
    check_insertion("FROM alpine\nCOPY --li<|> a b", "--link", "FROM alpine\nCOPY --link a b");
    check_insertion("FROM alpine\nCOPY -<|>", "--link", "FROM alpine\nCOPY --link ");
    check_insertion("FROM --platform=$B<|> alpine", "BUILDPLATFORM", "FROM --platform=$BUILDPLATFORM alpine");
}

#[test]
fn mounts() {
    let debian = |rest: &str| format!("FROM debian:13\nRUN {rest}");
    table(&[
        (&debian("--mount=<|>"), "type=bind | type=cache | type=secret | type=ssh | type=tmpfs | target | …"),
        (
            &debian("--mount=<|> npm ci"),
            "type=bind | type=cache | type=cache,target=/root/.npm | type=secret | type=ssh | type=tmpfs | …",
        ),
        (&debian("--mount=type=<|>"), "bind | cache | secret | ssh | tmpfs"),
        (&debian("--mount=type=cache,<|>"), "target | id | sharing | …"),
        (&debian("--mount=type=cache,target=/x,<|>"), "id | sharing | … | !target | !type"),
        (&debian("--mount=type=cache,dst=/x,<|>"), "id | … | !target"),
        (&debian("--mount=type=cache,<|>,target=/x ls"), "id | … | !target"),
        (&debian("--mount=type=bind,<|>"), "target | source | from | readwrite | readonly"),
        (&debian("--mount=type=secret,<|>"), "id | target | env | required | …"),
        (&debian("--mount=type=cache,sharing=<|>"), "locked | private | shared"),
        (&debian("--mount=type=cache,target=<|> apt-get update"), "/var/cache/apt | /var/lib/apt | /root/.cache"),
        (&debian("--mount=type=cache,target=<|>"), "/var/cache/apt | /var/lib/apt | /root/.cache"),
        (
            &debian("--mount=type=cache,target=/var/cache/apt --mount=type=cache,target=<|> apt-get update"),
            "/var/lib/apt | /root/.cache",
        ),
        (&debian("--mount=type=secret,required=<|>"), "false | true"),
        (&debian("--mount=type=secret,target=<|>"), "… | ~/root/.npmrc"),
        ("FROM a AS one\nFROM b AS two\nRUN --mount=type=bind,from=<|>", "one | …"),
        (
            "#- Dockerfile\nFROM a\nRUN --mount=type=bind,source=<|>\n#- go.mod\n#- cmd/x.go\n",
            "go.mod | cmd/ | Dockerfile",
        ),
        ("FROM a\nWORKDIR /app\nRUN --mount=type=bind,source=go.mod,target=<|>", "go.mod | /app"),
    ]);
    check_insertion(
        &debian("--mount=type=cache,target=<|> apt-get update"),
        "/var/cache/apt",
        &debian("--mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update"),
    );
    check_insertion(&debian("--mount=type=cache,ta<|>"), "target", &debian("--mount=type=cache,target="));
    check_insertion(&debian("--mount=type=secret,re<|>"), "required", &debian("--mount=type=secret,required"));
    check_insertion(&debian("--mount=ty<|>"), "type=cache", &debian("--mount=type=cache,"));
}

#[test]
fn images_and_stages() {
    let two = "FROM golang:1.25 AS build\nFROM alpine AS tools\n";
    table(&[
        ("FROM <|>", "alpine | debian | eclipse-temurin | …"),
        ("FROM al<|>", "alpine | … | ~almalinux | !adoptopenjdk"),
        (
            "#- Dockerfile\nFROM <|>\n#- go.mod\n",
            "gcr.io/distroless/static-debian13:nonroot | golang:1.27-trixie | alpine | …",
        ),
        (&format!("{two}FROM <|>"), "build | tools | golang:1.25 | alpine | … | ~scratch"),
        ("#- a/Dockerfile\nFROM <|>\n#- b/Dockerfile\nFROM redis:8\n", "redis:8 | alpine | …"),
        ("FROM python:<|>", "3.14-slim-trixie | 3.14-slim-bookworm | 3.14-alpine3.24 | …"),
        ("FROM python:3.14-<|>", "… | ~3.14-slim-trixie"),
        ("FROM docker.io/library/python:<|>", "… | ~3.14-slim-trixie"),
        ("#- a/Dockerfile\nFROM redis:<|>\n#- b/Dockerfile\nFROM redis:7.2\n", "7.2 | …"),
        ("FROM registry.example.com/x:<|>", ""),
        ("FROM python@<|>", ""),
        ("FROM alpine <|>", "AS"),
        ("FROM alpine a<|>", "AS"),
        ("FROM alpine AS <|>", "base | build | deps | runtime | test"),
        (&format!("{two}FROM x AS bu<|>"), "base | deps | runtime | test"),
        ("FROM alpine AS x <|>", ""),
        ("ARG V=1.27\nFROM golang:${V}<|>", "… | ~-trixie"),
        ("ARG V=1.27\nFROM golang:${V}-al<|>", "… | ~-alpine3.24"),
        (&format!("{two}FROM scratch\nCOPY --from=<|>"), "build | tools | golang:1.25 | …"),
        (&format!("{two}FROM scratch\nCOPY --from=bu<|> /a /b"), "build | tools | …"),
        ("FROM a\nFROM b\nCOPY --from=<|>", "0 | a | …"),
        ("FROM a AS one\nCOPY --from=<|>\nFROM b AS two\n", "… | !one | !two"),
    ]);
    check_insertion("FROM al<|>", "alpine", "FROM alpine:");
    check_insertion("FROM al<|>pine:3.22 AS x", "almalinux", "FROM almalinux:3.22 AS x");
    check_insertion("FROM python:3.1<|>", "3.14-slim-trixie", "FROM python:3.14-slim-trixie");
    check_insertion("FROM a AS one\nFROM on<|>", "one", "FROM a AS one\nFROM one");
    check_insertion("ARG V=1.27\nFROM golang:${V}-<|>", "-trixie", "ARG V=1.27\nFROM golang:${V}-trixie");
    check_insertion("FROM alpine <|>", "AS", "FROM alpine AS ");
}

#[test]
fn variables() {
    let file = "ARG BASE=3.22\nFROM alpine:$BASE\nARG VERSION=1\nENV HOME_DIR=/srv TOKEN=abc\n";
    let with = |rest: &str| format!("{file}{rest}");
    table(&[
        ("ARG BASE=1\nFROM $<|>", "BASE | BUILDARCH | BUILDOS | …"),
        (&with("WORKDIR $<|>"), "HOME_DIR | TOKEN | VERSION | PATH"),
        (&with("WORKDIR ${<|>"), "HOME_DIR | TOKEN | VERSION | PATH"),
        (&with("ENV A=$<|>"), "HOME_DIR | TOKEN | VERSION | PATH"),
        (&with("ENV A=\"$VER<|>"), "HOME_DIR | TOKEN | VERSION | PATH"),
        (&with("ENV A='$<|>'"), ""),
        (&with("ENV A=\\$<|>"), ""),
        (&with("COPY $<|> /x"), "HOME_DIR | TOKEN | VERSION | PATH"),
        (&with("COPY <<EOF /x\n$<|>\nEOF\n"), "HOME_DIR | TOKEN | VERSION | PATH"),
        (&with("COPY <<\"EOF\" /x\n$<|>\nEOF\n"), ""),
        (&with("RUN echo $<|>"), "HOME_DIR | TOKEN | VERSION | HOME | PATH | …"),
        (&with("RUN x=1 && for f in *; do echo \"$<|>"), "HOME_DIR | TOKEN | VERSION | f | x | …"),
        (&with("RUN echo '$<|>'"), ""),
        (&with("CMD [\"$<|>\"]"), ""),
        (&with("WORKDIR ${VERSION<|>"), "… | ~VERSION | ~:- | ~%%"),
        (&with("WORKDIR ${VERSION:<|>"), ":- | - | :+ | …"),
        (&with("EXPOSE $<|>"), "HOME_DIR | …"),
        (&with("USER $<|>"), "HOME_DIR | …"),
        (&with("LABEL a=$<|>"), "HOME_DIR | …"),
        (&with("FROM scratch\nENV A=$<|>"), "PATH"),
        (&with("FROM scratch AS x\nFROM $<|>"), "BASE | …"),
    ]);
    check_insertion(&with("WORKDIR ${HO<|>"), "HOME_DIR", &with("WORKDIR ${HOME_DIR}"));
    check_insertion(&with("WORKDIR ${HO<|>}/x"), "HOME_DIR", &with("WORKDIR ${HOME_DIR}/x"));
    check_insertion(&with("WORKDIR $HO<|>ME/x"), "HOME_DIR", &with("WORKDIR $HOME_DIR/x"));
    check_insertion(&with("WORKDIR ${VERSION<|>}"), ":-", &with("WORKDIR ${VERSION:-value}"));
    check_insertion(&with("WORKDIR ${VERSION:<|>"), ":-", &with("WORKDIR ${VERSION:-value}"));
    let items = completions(&Case::new(&with("WORKDIR $<|>")));
    expect![[r#"
        HOME_DIR  /srv
        TOKEN  •••
        VERSION  1
        PATH  where programs are looked for
    "#]]
    .assert_eq(&listed(&items));
}

#[test]
fn arguments_and_labels() {
    table(&[
        ("ARG <|>\nFROM golang:${GO_VERSION}\n", "GO_VERSION | SOURCE_DATE_EPOCH | …"),
        ("ARG A=1\nARG B=2\nFROM x\nARG B\nARG <|>", "A | BUILDARCH | BUILDOS | … | !B"),
        ("FROM x\nARG TARGETOS\nARG TARGET<|>", "BUILDARCH | … | ~TARGETARCH | !TARGETOS"),
        ("FROM x\nARG TARGETOS <|>", "… | ~TARGETARCH | !TARGETOS"),
        ("FROM x\nARG <|>\nENV A=$UNKNOWN\n", "UNKNOWN | …"),
        ("FROM x\nARG V=1\nENV <|>", "V"),
        ("FROM x\nENV <|>", ""),
        ("FROM x\nLABEL <|>", "org.opencontainers.image.source | org.opencontainers.image.revision | …"),
        (
            "FROM x\nLABEL org.opencontainers.image.source=a \\\n      <|>",
            "org.opencontainers.image.revision | … | !org.opencontainers.image.source",
        ),
        ("FROM x\nLABEL a=<|>", ""),
    ]);
    check_insertion("FROM x\nARG V=1\nENV <|>", "V", "FROM x\nARG V=1\nENV V=$V");
    check_insertion(
        "FROM x\nLABEL org.op<|>",
        "org.opencontainers.image.title",
        "FROM x\nLABEL org.opencontainers.image.title=\"app\"",
    );
}

#[test]
fn paths() {
    let files = "\
#- .dockerignore
node_modules
*.log
secret
!secret/public
#- package.json
#- package-lock.json
#- a b.txt
#- debug.log
#- node_modules/x/index.js
#- secret/key
#- secret/public/cert
#- src/main.js
#- src/lib/util.js
#- README.md
";
    let with = |rest: &str| format!("#- Dockerfile\nFROM node\nWORKDIR /app\n{rest}\n{files}");
    table(&[
        (
            &with("COPY <|>"),
            "package-lock.json | package.json | README.md | a b.txt | secret/ | src/ | Dockerfile | . | --chmod | …",
        ),
        (&with("COPY pack<|>"), "package-lock.json | package.json | README.md | a b.txt | secret/ | src/ | Dockerfile"),
        (&with("COPY package.json <|>"), "./ | /app/ | package-lock.json | … | !a b.txt"),
        (&with("COPY src/<|>"), "lib/ | main.js"),
        (&with("COPY ./src/<|> ./"), "lib/ | main.js"),
        (&with("COPY secret/<|>"), "public/"),
        (&with("COPY [\"<|>"), "package-lock.json | … | ~a b.txt"),
        (&with("COPY [\"src/<|>\", \"./\"]"), "lib/ | main.js"),
        (&with("COPY [<|>"), ""),
        (&with("COPY src/ <|>"), "./ | ./src/ | /app/ | …"),
        (&with("COPY *.<|>"), ""),
        (&with("ADD <|>"), "package-lock.json | … | ~https://"),
        (&with("ADD https://ex<|>"), ""),
        (&with("WORKDIR <|>"), "/app | /src"),
        (&with("VOLUME <|>"), "/app/data | /data"),
        (&with("VOLUME [\"<|>\"]"), "/app/data | /data"),
        (
            "FROM golang AS build\nWORKDIR /src\nRUN go build -o /out/api .\nFROM scratch\nCOPY --from=build <|>",
            "/out/api | /src/ | --chmod | …",
        ),
        (
            "FROM golang AS build\nRUN go build -o /out/api .\nFROM alpine\nCOPY --from=build /out/api <|>",
            "./ | /usr/local/bin/ | …",
        ),
    ]);
    check_insertion("#- Dockerfile\nFROM x\nCOPY sr<|>\n#- src/a\n", "src/", "FROM x\nCOPY src/\n");
    check_insertion("#- Dockerfile\nFROM x\nCOPY sr<|>c/a /b\n#- src/a\n", "src/", "FROM x\nCOPY src//a /b\n");
    check_insertion("#- Dockerfile\nFROM x\nCOPY a<|>\n#- a b\n", "a b", "FROM x\nCOPY [\"a b\", \"./\"]\n");
    check_insertion(
        "#- Dockerfile\nFROM x\nCOPY [\"a<|>\", \"c\"]\n#- a b\n",
        "a b",
        "FROM x\nCOPY [\"a b\", \"c\"]\n",
    );
}

#[test]
fn users_ports_signals_shells() {
    let user = "FROM debian:13\nRUN groupadd --gid 10002 app && useradd --uid 10001 --gid app app\n";
    let with = |rest: &str| format!("{user}{rest}");
    table(&[
        (&with("USER <|>"), "10001:10002 | app | root"),
        (&with("USER app:<|>"), "10002 | app"),
        (&with("COPY --chown=<|> a b"), "10001:10002 | app:app"),
        (&with("COPY --chown=app:<|> a b"), "10002 | app"),
        ("FROM node:24\nUSER <|>", "1000:1000 | node | 10001:10001 | root"),
        ("FROM debian:13 AS base\nRUN useradd app\nFROM base\nUSER <|>", "app | 10001:10001 | root"),
        ("FROM debian:13\nUSER <|>\nRUN useradd app\n", "10001:10001 | root"),
        ("FROM alpine\nENV PORT=8123\nEXPOSE <|>", "8123 | 3000 | …"),
        ("FROM nginx\nEXPOSE <|>", "80 | 3000 | 5000 | 8000 | 8080 | 8443 | 9090 | 21 | 22 | …"),
        ("FROM alpine\nEXPOSE 80 <|>", "… | !80"),
        ("FROM alpine\nEXPOSE 53/<|>", "tcp | udp"),
        (
            "FROM alpine\nSTOPSIGNAL <|>",
            "SIGTERM | SIGINT | SIGQUIT | SIGRTMIN+3 | SIGUSR1 | SIGWINCH | SIGHUP | SIGUSR2 | SIGKILL",
        ),
        ("FROM alpine\nSHELL <|>", "[\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"] | …"),
        ("FROM debian:13\nSHELL [<|>", "[\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] | …"),
    ]);
    check_insertion("FROM alpine\nEXPOSE 53/u<|>", "udp", "FROM alpine\nEXPOSE 53/udp");
    check_insertion(
        "FROM debian:13\nSHELL [\"/bin<|>\"]\n",
        "[\"/bin/bash\", \"-c\"]",
        "FROM debian:13\nSHELL [\"/bin/bash\", \"-c\"]\n",
    );
    check_insertion(&with("USER app:<|>x"), "app", &with("USER app:app"));
}

#[test]
fn what_a_container_starts() {
    let file = "FROM golang AS build\nFROM debian:13\nCOPY --from=build /out/api /usr/local/bin/api\n";
    let with = |rest: &str| format!("{file}{rest}");
    table(&[
        (&with("ENTRYPOINT <|>"), "[\"/usr/local/bin/api\"] | [\"program\", \"argument\"]"),
        (&with("ENTRYPOINT [\"<|>\"]"), "/usr/local/bin/api"),
        (&with("ENTRYPOINT [\"/usr/local/bin/api\"]\nCMD <|>"), "[\"/usr/local/bin/api\"] | [\"--flag\"]"),
        ("FROM node:24\nCMD <|>", "[\"node\", \"server.js\"] | [\"program\", \"argument\"]"),
        ("FROM python:3.14\nCMD <|>", "[\"python\", \"-m\", \"app\"] | …"),
        (&with("HEALTHCHECK <|>"), "CMD […] | CMD wget | CMD curl | NONE | --interval | …"),
        (&with("HEALTHCHECK --interval=10s <|>"), "CMD […] | … | !--interval | ~--timeout"),
        (&with("HEALTHCHECK C<|>"), "CMD […] | … | !--interval"),
        (&with("HEALTHCHECK CMD <|>"), "[\"/usr/local/bin/api\"] | …"),
        (&with("HEALTHCHECK CMD cu<|>"), "… | ~curl"),
        (&with("CMD [\"a\", <|>"), ""),
        (&with("CMD api $<|>"), "PATH | !TARGETOS"),
    ]);
    check_insertion(
        &with("HEALTHCHECK <|>"),
        "CMD […]",
        &with("HEALTHCHECK CMD [\"/usr/local/bin/api\", \"healthcheck\"]"),
    );
}

#[test]
fn inside_run() {
    let debian = |rest: &str| format!("FROM debian:13\nRUN {rest}");
    table(&[
        (&debian("<|>"), "apt-get | script | --device | …"),
        (&debian("ap<|>"), "apt-get | … | ~apk | !curl"),
        (&debian("set -e; cur<|>"), "apt-get | … | ~curl"),
        (&debian("apt-get <|>"), "install | update | build-dep | …"),
        (&debian("apt-get update && apt-get <|>"), "install | update | build-dep | …"),
        (&debian("apt-get update && \\\n    apt-get <|>"), "install | update | build-dep | …"),
        (&debian("apt-get update && \\\n    <|>"), "apt-get"),
        (&debian("apt-get install <|>"), "--no-install-recommends | -y"),
        (&debian("apt-get install -y \\\n    <|>"), "--no-install-recommends"),
        (&debian("apt-get install -y \\\n    # tools\n    -<|>"), "… | ~--no-install-recommends | !-y"),
        (&debian("apt-get install --<|>"), "… | ~--no-install-recommends | ~--yes | !-y"),
        (&debian("apt-get install -y --no-install-recommends cu<|>"), ""),
        (&debian("curl -<|>"), "-L | -f | -s"),
        (&debian("echo $(apt-get <|>"), "install | update | …"),
        (&debian("echo $(date) <|>"), ""),
        (&debian("if apt-get <|>"), "install | update | …"),
        (&debian("if true; then <|>"), "apt-get"),
        (&debian("for f in <|>"), ""),
        (&debian("true; fi <|>"), ""),
        (&debian("echo \"apt-get <|>"), ""),
        (&debian("echo 'apt-get <|>"), ""),
        (&debian("x && # apt-get <|>"), ""),
        (&debian("echo x > <|>"), ""),
        (&debian("[\"apt-get\", \"<|>"), ""),
        (&debian("<<EOF\napt-get <|>\nEOF\n"), "install | update | …"),
        (&debian("<<EOF\nset -e\n<|>\nEOF\n"), "apt-get"),
        (&debian("python3 <<EOF\n<|>\nEOF\n"), ""),
        (&debian("npm <|>"), "ci | clean-install | …"),
        (&debian("pip install <|>"), "--no-cache-dir"),
        (&debian("--mount=type=cache,target=/root/.cache/pip pip install <|>"), ""),
        (&debian("uv pip <|>"), "install | sync | uninstall"),
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\", \"-Command\"]\nRUN apt<|>", ""),
        ("FROM node:24-alpine\nRUN <|>", "apk | npm | …"),
    ]);
    check_insertion(&debian("apt-g<|>"), "apt-get", &debian("apt-get "));
    check_insertion(&debian("apt-get ins<|>"), "install", &debian("apt-get install"));
    check_insertion(
        &debian("apt-get install --no<|> curl"),
        "--no-install-recommends",
        &debian("apt-get install --no-install-recommends curl"),
    );
    check_insertion(&debian("<|>"), "cache", &debian("--mount=type=cache,target=/root/.cache "));
}

#[test]
fn comments_and_directives() {
    table(&[
        ("#<|>", "syntax= | escape= | check="),
        ("# s<|>", "syntax= | escape= | check="),
        ("# syntax=<|>", "docker/dockerfile:1 | docker/dockerfile:1-labs | …"),
        ("# syntax=docker/dockerfile:1\n# <|>\nFROM x\n", "escape= | check="),
        ("# escape=<|>", "\\ | `"),
        ("# check=<|>", "skip= | skip=all | error=true | …"),
        ("# check=skip=<|>", "ConsistentInstructionCasing | … | ~all"),
        ("# check=skip=JSONArgsRecommended,<|>", "ConsistentInstructionCasing | … | !JSONArgsRecommended | !all"),
        ("# check=skip=all;<|>", "skip= | … | ~error=true"),
        ("FROM x\n# <|>", ""),
        ("FROM x\n# see the manual <|>", ""),
        ("FROM x\n# p<|>", "plimsoll: ignore-file[] | plimsoll: ignore[]"),
        ("FROM x\n# had<|>", "hadolint ignore="),
        ("FROM x\n# plimsoll: ignore[<|>]\nRUN x\n", "… | ~docker/add-instead-of-copy"),
        ("FROM x\n# plimsoll: ignore[docker/add-instead-of-copy, <|>", "… | !docker/add-instead-of-copy"),
        ("FROM x\n# plimsoll: ignore[docker/add-instead-of-copy] because <|>", ""),
        ("FROM x\n# hadolint ignore=<|>", "… | ~DL3020"),
        ("FROM x\n# hadolint ignore=DL3020 <|>", ""),
        ("FROM x\nRUN a && \\\n  # plimsoll: ignore[<|>\n  b", "… | ~docker/add-instead-of-copy"),
    ]);
    check_insertion("# sy<|>", "syntax=", "# syntax=");
    check_insertion("# syntax=doc<|>", "docker/dockerfile:1", "# syntax=docker/dockerfile:1");
    check_insertion("FROM x\n# pli<|>", "plimsoll: ignore[]", "FROM x\n# plimsoll: ignore[]");
    check_insertion("FROM x\n# plimsoll: ign<|>", "plimsoll: ignore[]", "FROM x\n# plimsoll: ignore[]");
    check_insertion("# check=skip=JSON<|>", "JSONArgsRecommended", "# check=skip=JSONArgsRecommended");
}

#[test]
fn ignore_files() {
    let files = "#- package.json\n#- src/main.js\n#- src/a/b.js\n#- .env\n";
    let with = |rest: &str| format!("#- .dockerignore\n{rest}\n{files}");
    table(&[
        (&with("<|>"), "*.md | .DS_Store | .dockerignore | .env | … | ~node_modules | ~src/ | ~!"),
        (&with("node_modules\n<|>"), "… | !node_modules"),
        (&with("src/<|>"), "a/ | main.js"),
        (&with("*\n!<|>"), "src/ | .dockerignore | .env | package.json"),
        (&with("# <|>"), ""),
        (&with("**/<|>"), ""),
    ]);
    check_insertion(&with("src/m<|>"), "main.js", "src/main.js\n");
    check_insertion(&with("*\n!pa<|>"), "package.json", "*\n!package.json\n");
    check_insertion(&with("node<|>"), "node_modules", "node_modules\n");
}
