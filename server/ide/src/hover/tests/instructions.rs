//! Keywords.

use expect_test::expect;

use super::at;
use crate::check::check_hover;

#[test]
fn keywords_say_what_they_do_and_what_it_comes_to_here() {
    check_hover(
        &at("FROM", 0),
        &expect![[r#"
        Dockerfile:3 `FROM`
        **`FROM`** · starts a stage from a base image

        Everything that follows, up to the next `FROM`, is built on this image or on an earlier stage. Several stages keep compilers and sources out of what ships: build in one, `COPY --from` the result into a small one, and only the last stage (or the one named by `--target`) becomes the image. Pin a tag that says the version and the release of the distribution, and a digest where the build must not change by itself; the price is that somebody has to renew it. `FROM scratch` starts with nothing: no shell, no certificates, no time zones.

        *Here:* stage `runtime` copies from it.
    "#]],
    );
    check_hover(
        &at("ARG", 0),
        &expect![[r#"
        Dockerfile:2 `ARG`
        **`ARG`** · declares a variable for the build

        The caller may set it with `--build-arg`; otherwise the default counts. Declared before the first `FROM` it is known to `FROM` lines only, and a stage that wants it says `ARG NAME` again. It is gone in the running container, where `ENV` would stay, but it can be read in the image's history: a secret belongs into `RUN --mount=type=secret`. A changed value repeats every `RUN` after the declaration, so declare it as late as possible.
    "#]],
    );
    check_hover(
        &at("WORKDIR", 0),
        &expect![[r#"
        Dockerfile:5 `WORKDIR`
        **`WORKDIR`** · sets the working directory

        Instructions that follow and the container start in this directory; it is created when it is missing, and belongs to root even after `USER`. It holds to the end of the stage, where a `cd` lasts for one `RUN`. A relative path starts at the previous `WORKDIR`, ultimately at the base image's, so an absolute one is the one to rely on.

        *Here:* relative paths start at `/src` from this line to the end of stage `build`.
    "#]],
    );
    check_hover(
        &at("RUN", 0),
        &expect![[r#"
        Dockerfile:7 `RUN`
        **`RUN`** · runs a command and keeps what it changes

        Executes the command in a container of the stage so far and stores every changed file as a new layer. What a later `RUN` deletes still ships in the earlier layer, so make and clean up in the same one, or keep caches out with `--mount=type=cache`. The step is repeated only when its text, an `ARG` or `ENV` it can see, or something before it changes; the network is never asked. In shell form it runs through `/bin/sh -c`, which does not notice a failure on the left of a pipe unless `pipefail` is set.

        *Here:* runs as `root` in `/src`.
    "#]],
    );
    check_hover(
        &at("COPY", 1),
        &expect![[r#"
        Dockerfile:14 `COPY`
        **`COPY`** · copies files into the image

        Takes files and directories from the build context, or with `--from` from another stage or image, and adds them as one layer. The layer is rebuilt only when the content of a source changes, so copy what changes rarely (lock files) first, install, and copy the sources last. Of a directory the contents are copied, not the directory itself; a target ending in `/` is a directory and is created. Use it rather than `ADD` wherever nothing has to be downloaded or unpacked.

        *Here:* to `/srv/bin/`, owned by `app:app`.
    "#]],
    );
    check_hover(
        &at("HEALTHCHECK", 0),
        &expect![[r#"
        Dockerfile:17 `HEALTHCHECK`
        **`HEALTHCHECK`** · tells Docker how to see that the program works

        Docker runs the command inside the container: exit code 0 is healthy, 1 is not. Docker itself only shows the state; Swarm replaces the container and Compose can wait for it (`condition: service_healthy`). Kubernetes ignores it and has its own probes. The program it calls has to be in the image: a subcommand of your own binary costs less than installing curl. Without options it runs every 30 s, waits at most 30 s, and gives up after 3 failures.

        *Here:* a program that hangs counts as unhealthy after 39 s at most (3 × (10 s + 3 s until the check is given up)).
    "#]],
    );
    check_hover(
        &at("USER", 0),
        &expect![[r#"
        Dockerfile:18 `USER`
        **`USER`** · sets the user that everything runs as

        From here on `RUN`, `CMD` and `ENTRYPOINT`, and with them the container, run as this user. An image that never says it runs as root: a hole in the program is then root in the container. Write a number (`USER 10001:10001`): it needs no entry in `/etc/passwd`, and Kubernetes can check `runAsNonRoot` only for numbers. Put it after the last step that installs, and leave the program's files to root so that the process cannot change itself.

        *Here:* everything runs as `app` from this line to the end of stage `runtime`.
    "#]],
    );
    check_hover(
        &at("CMD", 1),
        &expect![[r#"
        Dockerfile:20 `CMD`
        **`CMD`** · sets what the container runs by default

        With an `ENTRYPOINT` in exec form it gives the default arguments, without one the whole command; what stands behind the image in `docker run`, or `args` in Kubernetes, takes its place. Nothing runs during the build. Write it in exec form: in shell form a shell is process 1 and swallows the stop signal. Only the last one of a stage counts.

        *Here:* a container starts `["/srv/bin/api"]` with the default arguments `["--verbose"]`.
    "#]],
    );
    check_hover(
        "FROM x\nSHELL<|> [\"/bin/bash\", \"-c\"]\n",
        &expect![[r#"
        Dockerfile:2 `SHELL`
        **`SHELL`** · sets the shell for the shell form

        `RUN`, `CMD` and `ENTRYPOINT` in shell form go through this from here to the end of the stage; the default is `["/bin/sh", "-c"]`. The usual reason is `pipefail`, so that a failed download on the left of a pipe fails the step: `["/bin/bash", "-o", "pipefail", "-c"]` on Debian and Ubuntu, `/bin/ash` on Alpine, which has no Bash. Images built on this one inherit it.

        *Here:* every command in shell form is read by it from this line to the end of stage `0`.
    "#]],
    );
    check_hover(
        "FROM x\nMAINTAINER<|> me\n",
        &expect![[r#"
        Dockerfile:2 `MAINTAINER`
        **`MAINTAINER`** · names the author of the image

        Fills the image's author field. A label says the same, can be read with the other labels, and is inherited visibly.

        Deprecated: write `LABEL org.opencontainers.image.authors="…"`.
    "#]],
    );
    check_hover(
        "FROM x\nONBUILD RUN<|> make\n",
        &expect![[r#"
        Dockerfile:2 `RUN`
        **`RUN`** · runs a command and keeps what it changes

        Executes the command in a container of the stage so far and stores every changed file as a new layer. What a later `RUN` deletes still ships in the earlier layer, so make and clean up in the same one, or keep caches out with `--mount=type=cache`. The step is repeated only when its text, an `ARG` or `ENV` it can see, or something before it changes; the network is never asked. In shell form it runs through `/bin/sh -c`, which does not notice a failure on the left of a pipe unless `pipefail` is set.
    "#]],
    );
    check_hover(
        "FROM x\nFRBO<|> make\n",
        &expect![[r#"
        nothing
    "#]],
    );
}
