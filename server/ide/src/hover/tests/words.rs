//! Words of instructions, commands of RUN.

use expect_test::expect;

use super::at;
use crate::check::check_hover;

#[test]
fn words_of_instructions() {
    check_hover(
        &at("8080\n", 0),
        &expect![[r#"
        Dockerfile:15 `8080`
        **`8080`** · port

        HTTP without root: Tomcat, Spring Boot, ASP.NET Core, unprivileged nginx.
    "#]],
    );
    check_hover(
        &at("SIGINT", 0),
        &expect![[r#"
        Dockerfile:16 `SIGINT`
        **`SIGINT`** · signal 2

        What Ctrl-C sends. PostgreSQL takes it as a fast shutdown: it rolls back, disconnects clients and writes its data, where SIGTERM waits for clients to leave. Most other programs treat it as SIGTERM.

        Stops gracefully: `postgres`, `sonarqube`.
    "#]],
    );
    check_hover(
        &at("app\nENTRY", 0),
        &expect![[r#"
        Dockerfile:18 `app`
        **`USER app`** · uid 10001 (made in line 12) · from here to the end of stage `runtime`

        Kubernetes can verify `runAsNonRoot` only for a number: write `USER 10001`.
    "#]],
    );
    check_hover(
        &at("/srv\n", 0),
        &expect![[r#"
        Dockerfile:13 `/srv`
        **`/srv`** · working directory · from here to the end of stage `runtime`

        `RUN`, `CMD` and relative `COPY` targets start here; it is created if it is not there.
    "#]],
    );
    check_hover(
        "FROM x\nUSER ro<|>ot\n",
        &expect![[r#"
        Dockerfile:2 `root`
        **`USER root`** · from here to the end of stage `0`

        A hole in the program is root in the container. Switch back to another user behind the steps that need it.
    "#]],
    );
    check_hover(
        "FROM x\nUSER 10<|>001:10001\n",
        &expect![[r#"
        Dockerfile:2 `10001:10001`
        **`USER 10001:10001`** · from here to the end of stage `0`

        A number needs no entry in `/etc/passwd`, and Kubernetes can verify `runAsNonRoot` with it.
    "#]],
    );
    check_hover(
        "FROM x\nWORKDIR /a\nWORKDIR b<|>\n",
        &expect![[r#"
        Dockerfile:3 `b`
        **`/a/b`** · working directory · from here to the end of stage `0`

        `RUN`, `CMD` and relative `COPY` targets start here; it is created if it is not there. Joined to `/a`, which is in force before.
    "#]],
    );
    check_hover(
        "FROM x\nEXPOSE 99<|>/udp\n",
        &expect![[r#"
        Dockerfile:2 `99/udp`
        **`99`** · port

        Below 1024: some hosts let only root listen there.
    "#]],
    );
    check_hover(
        "FROM x\nVOLUME [\"/da<|>ta\"]\n",
        &expect![[r#"
        Dockerfile:2 `"/data"`
        **`/data`** · volume

        A container without a mount there gets an anonymous volume, which outlives it and is rarely found again.
    "#]],
    );
    check_hover(
        "FROM x\nLABEL org.opencontainers.image.sou<|>rce=a\n",
        &expect![[r#"
        Dockerfile:2 `org.opencontainers.image.source`
        **`org.opencontainers.image.source`** · label of the image · such as `https://github.com/example/app`

        The URL of the sources. GitHub's registry links the package to the repository by it, and update bots find the release notes through it. The key that pays most.
    "#]],
    );
    check_hover(
        "FROM x\nLABEL team<|>=a\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check_hover(
        "FROM x\nSHELL [\"/bin/bash\", \"-o\", \"pipe<|>fail\", \"-c\"]\n",
        &expect![[r#"
        Dockerfile:2 `"pipefail"`
        **`["/bin/bash", "-o", "pipefail", "-c"]`** · a failing pipe fails the step

        Bash that fails when any command of a pipe fails. Debian, Ubuntu, Fedora and Red Hat images have it; Alpine does not.
    "#]],
    );
}

#[test]
fn commands_and_their_flags() {
    check_hover(
        &at("useradd", 0),
        &expect![[r#"
        Dockerfile:12 `useradd`
        **`useradd`** · in the package `passwd`

        Makes a user, on Debian and Red Hat systems. Give the number, `useradd --system --uid 10001 --no-log-init app`, and use it in `USER`; with a high number `--no-log-init` (`-l`) keeps a huge sparse log file out of the layer.
    "#]],
    );
    check_hover(
        &at("app\nWORK", 0),
        &expect![[r#"
        Dockerfile:12 `app`
        **`app`** · group · gid 10001 (made in line 12)
    "#]],
    );
    check_hover(
        "FROM debian\nRUN apt-get<|> update\n",
        &expect![[r#"
        Dockerfile:2 `apt-get`
        **`apt-get`** · packages of the distribution

        Installs packages on Debian and Ubuntu. Update and install in one `RUN`, or a stale index is taken from the cache; add `-y --no-install-recommends`. Mount `/var/cache/apt` and `/var/lib/apt` as caches with `sharing=locked`, or remove `/var/lib/apt/lists/*` in the same step.
    "#]],
    );
    check_hover(
        "FROM debian\nRUN apt-get install --no-install-<|>recommends curl\n",
        &expect![[r#"
        Dockerfile:2 `--no-install-recommends`
        **`apt-get --no-install-recommends`**

        Leaves out what packages merely recommend; often half of the size. If something is missing afterwards, name it.
    "#]],
    );
    check_hover(
        "FROM debian\nRUN curl -fs<|>SL https://example.com\n",
        &expect![[r#"
        Dockerfile:2 `-fsSL`
        **`curl -fsSL`**

        - `-f`: A failed transfer fails the command; without it an error page counts as success.
        - `-s`: Keeps progress bars out of the build's log.
        - `-S`: Shows the reason of a failure although `-s` is given.
        - `-L`: Follows redirects; without it the answer of a server that moved is saved instead of the file.
    "#]],
    );
    check_hover(
        "FROM debian\nRUN curl -k<|> https://example.com\n",
        &expect![[r#"
        Dockerfile:2 `-k`
        **`curl -k`**

        Switches off a check of identity or integrity: whoever sits on the way decides what arrives. Install the missing certificate or key instead.
    "#]],
    );
    check_hover(
        "FROM debian\nRUN pip3 install --no-<|>cache-dir x\n",
        &expect![[r#"
        Dockerfile:2 `--no-cache-dir`
        **`pip3 --no-cache-dir`**

        Keeps downloads out of the layer. Leave it out with a cache mount on `/root/.cache/pip`, which makes the next build faster.
    "#]],
    );
    check_hover(
        "FROM debian\nRUN my-own<|>-tool\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check_hover(
        "FROM debian\nRUN [\"apt-g<|>et\", \"update\"]\n",
        &expect![[r#"
        Dockerfile:2 `"apt-get"`
        **`apt-get`** · packages of the distribution

        Installs packages on Debian and Ubuntu. Update and install in one `RUN`, or a stale index is taken from the cache; add `-y --no-install-recommends`. Mount `/var/cache/apt` and `/var/lib/apt` as caches with `sharing=locked`, or remove `/var/lib/apt/lists/*` in the same step.
    "#]],
    );
}
