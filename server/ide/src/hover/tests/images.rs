//! Stages and images.

use expect_test::expect;

use super::at;
use crate::check::check_hover;

#[test]
fn stages_and_images() {
    check_hover(
        &at("build\n", 0),
        &expect![[r#"
        Dockerfile:3 `build`
        **`build`** · stage 0 · from `golang:1.27-trixie`

        *Here:* stage `runtime` copies from it. At its end: user `root`, working directory `/src`.
    "#]],
    );
    check_hover(
        &at("build ", 1),
        &expect![[r#"
        Dockerfile:14 `build`
        **`build`** · stage 0 · from `golang:1.27-trixie`

        *Here:* stage `runtime` copies from it. At its end: user `root`, working directory `/src`.
    "#]],
    );
    check_hover(
        &at("runtime", 0),
        &expect![[r#"
        Dockerfile:9 `runtime`
        **`runtime`** · stage 1 · from `debian:13-slim`

        *Here:* the image that is built by default. At its end: user `app`, working directory `/srv`.

        A container starts `["/srv/bin/api"]` with the default arguments `["--verbose"]`.
    "#]],
    );
    check_hover(
        &at("golang", 0),
        &expect![[r#"
        Dockerfile:3 `golang:${GO_VERSION}-trixie`
        **`golang:1.27-trixie`** · image · build tools

        Debian 13, glibc, shell `bash`, package manager `apt`. Starts as `root` in `/go`.

        Smaller: `golang:1.27-alpine`.

        `docker.io/library/golang:1.27-trixie`, as of 2026-08-21.
    "#]],
    );
    check_hover(
        &at("debian", 0),
        &expect![[r#"
        Dockerfile:9 `debian:13-slim`
        **`debian:13-slim`** · image · operating system base

        Debian 13 slim, glibc, shell `bash`, package manager `apt`. Starts as `root` in `/`.

        `docker.io/library/debian:13-slim`, as of 2026-08-21.
    "#]],
    );
    check_hover(
        "FROM node<|>\n",
        &expect![[r#"
        Dockerfile:1 `node`
        **`node`** · image · runtime

        Debian 13, glibc, shell `bash`, package manager `apt`. Starts as `root` in `/` through `["docker-entrypoint.sh"]`.

        To run without root take its user `node`: `USER 1000:1000`.

        Without a tag it is `latest`, whatever that means on the day of the build: pin one, `node:26-trixie-slim`.

        `docker.io/library/node:latest`, as of 2026-08-21.
    "#]],
    );
    check_hover(
        "FROM gcr.io/distroless/static-debian13:non<|>root\n",
        &expect![[r#"
        Dockerfile:1 `gcr.io/distroless/static-debian13:nonroot`
        **`gcr.io/distroless/static-debian13:nonroot`** · image · runtime

        Distroless Debian 13, no libc (static binaries only), no shell (`RUN` and `CMD` in shell form cannot work), no package manager. Starts as `65532` in `/home/nonroot`.

        `gcr.io/distroless/static-debian13:nonroot`, as of 2026-08-21.
    "#]],
    );
    check_hover(
        "FROM postgres:18<|>\n",
        &expect![[r#"
        Dockerfile:1 `postgres:18`
        **`postgres:18`** · image · database

        Debian 13 slim, glibc, shell `bash`, package manager `apt`. Starts as `root` in `/` through `["docker-entrypoint.sh"]`. Exposes 5432.

        Its entrypoint drops to a user of its own, so the process is not root for long. Keeps its data in /var/lib/postgresql (18+); /var/lib/postgresql/data (17 and older): mount a volume there, or it is gone with the container. Stops on `SIGINT`.

        Smaller: `postgres:18-alpine`.

        `docker.io/library/postgres:18`, as of 2026-08-21.
    "#]],
    );
    check_hover(
        "FROM python:3.14-trixie<|>\n",
        &expect![[r#"
        Dockerfile:1 `python:3.14-trixie`
        **`python:3.14-trixie`** · image · language tools and runtime

        Debian 13, glibc, shell `bash`, package manager `apt`. Starts as `root` in `/`.

        Smaller: `python:3.14-slim-trixie`.

        `docker.io/library/python:3.14-trixie`, as of 2026-08-21.
    "#]],
    );
    check_hover(
        "FROM registry.example.com/base:<|>1\n",
        &expect![[r#"
        Dockerfile:1 `registry.example.com/base:1`
        **`registry.example.com/base:1`** · image

        The built-in list does not know it, so nothing is known of what is in it.
    "#]],
    );
    check_hover(
        "FROM Reg.example.com/Base<|>:1\n",
        &expect![[r#"
        Dockerfile:1 `Reg.example.com/Base:1`
        **`Reg.example.com/Base:1`** · no valid reference

        The path must be in lower case.
    "#]],
    );
    check_hover(
        "FROM scratch<|>\n",
        &expect![[r#"
        Dockerfile:1 `scratch`
        **`scratch`** · the empty image

        Nothing is in it: no shell, no libc, no CA certificates, no `/tmp`, no users. A static binary and what it reads are copied in; `RUN` in shell form cannot work.
    "#]],
    );
    check_hover(
        "FROM a AS one<|>\nFROM b\n",
        &expect![[r#"
        Dockerfile:1 `one`
        **`one`** · stage 0 · from `a`

        *Here:* no other stage uses it, so it is built only when asked for with `--target`.
    "#]],
    );
    check_hover(
        "FROM $BASE\nCOPY --from=$NO<|>NE a b\n",
        &expect![[r#"
        Dockerfile:2 `$NONE`
        **`NONE`** · not declared

        Nothing in this file declares it: unless the base image has an `ENV` of that name it is empty here.
    "#]],
    );
}
