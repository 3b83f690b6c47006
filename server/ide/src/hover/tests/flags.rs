//! Flags, mounts and their values.

use expect_test::expect;

use super::at;
use crate::check::check_hover;

#[test]
fn flags_and_their_values() {
    check_hover(
        &at("--link", 0),
        &expect![[r#"
        Dockerfile:14 `--link`
        **`COPY --link`** · a layer that does not depend on the layers below · since Dockerfile 1.4

        Puts the files into a layer of their own that does not look at the layers before it: when the base image changes, the layer is reused as it is and only stacked anew. It pays for `COPY --from` and for large files late in a stage. In return, symbolic links in the target path are not followed but replaced by directories.
    "#]],
    );
    check_hover(
        &at("--platform", 0),
        &expect![[r#"
        Dockerfile:3 `--platform`
        **`FROM --platform`** · the platform of the base image

        Takes the base image for this platform instead of the one being built for. `$BUILDPLATFORM` is the use that pays: a build stage then runs natively and cross-compiles, many times faster than under emulation. A fixed platform makes an image that runs on that one only; `$TARGETPLATFORM` says what is the default anyway.
    "#]],
    );
    check_hover(
        &at("app:app", 0),
        &expect![[r#"
        Dockerfile:14 `app:app`
        **`--chown=app:app`** · owner of the new files

        *Here:* user `app`, uid 10001 (made in line 12); group `app`, gid 10001 (made in line 12).

        Owning its own files lets the process change itself; what it only reads may stay with root.
    "#]],
    );
    check_hover(
        &at("0755", 0),
        &expect![[r#"
        Dockerfile:14 `0755`
        **`--chmod=0755`** · `rwxr-xr-x`

        The owner may read, write, execute; the group read, execute; everybody else read, execute. Programs and folders want `755`, files that are only read `644`.
    "#]],
    );
    check_hover(
        &at("--mount", 0),
        &expect![[r#"
        Dockerfile:7 `--mount`
        **`RUN --mount`** · files, caches, secrets for this step only · may be repeated · since Dockerfile 1.2

        Makes something visible to this one step without putting it into the image: a `cache` that outlives the build, a `bind` of files from the context or a stage, a `secret`, the caller's `ssh` agent, or a `tmpfs`. May be given several times; without `type=` it is a `bind`.
    "#]],
    );
    check_hover(
        &at("cache,", 0),
        &expect![[r#"
        Dockerfile:7 `cache`
        **`--mount=type=cache`** · since Dockerfile 1.2

        A directory that outlives the build: the next run of this step finds what the last one left there. Made for the download and compile caches of package managers; nothing in it reaches the image, so there is nothing to clean up. It lives on the builder and may be empty at any time, so a build must also work without it, and a result that is needed later has to be copied out in the same `RUN`.
    "#]],
    );
    check_hover(
        &at("target=", 0),
        &expect![[r#"
        Dockerfile:7 `target`
        **`target`** · of a `cache` mount · required

        Where the mount appears in the build container. A relative path starts at the `WORKDIR` in force.
    "#]],
    );
    check_hover(
        &at("/go/pkg/mod", 0),
        &expect![[r#"
        Dockerfile:7 `/go/pkg/mod`
        **`target`** · of a `cache` mount · required

        Where the mount appears in the build container. A relative path starts at the `WORKDIR` in force.

        *Here:* the cache of `go`.
    "#]],
    );
    check_hover(
        &at("locked", 0),
        &expect![[r#"
        Dockerfile:7 `locked`
        **`sharing=locked`** · of a `cache` mount

        The second waits until the first is done.

        What happens when two steps want the same cache at once. `locked` for tools that lock or corrupt their own directory (apt, dnf, Gradle, Maven); `shared` for those built for it (npm, pip, Go, Cargo).
    "#]],
    );
    check_hover(
        "FROM x\nRUN --network=no<|>ne make\n",
        &expect![[r#"
        Dockerfile:2 `none`
        **`RUN --network=none`** · the network of this step

        No network at all, only a loopback of its own.

        Chooses the network of this step. `none` proves that a step works with what was fetched before, and keeps a compromised dependency from calling home; `host` needs a permission of the builder.
    "#]],
    );
    check_hover(
        "FROM --platform=linux/<|>arm64 x\n",
        &expect![[r#"
        Dockerfile:1 `linux/arm64`
        **`linux/arm64`** · platform

        64-bit ARM: Apple silicon, AWS Graviton, Ampere, Raspberry Pi 3 and later.
    "#]],
    );
    check_hover(
        "FROM x\nCOPY --chown=1000 --from=a<|> b c\n",
        &expect![[r#"
        Dockerfile:2 `a`
        **`a`** · image

        In full `docker.io/library/a:latest`. The built-in list does not know it, so nothing is known of what is in it.
    "#]],
    );
    check_hover(
        "FROM x\nCOPY --chown=10<|>00 b c\n",
        &expect![[r#"
        Dockerfile:2 `1000`
        **`--chown=1000`** · owner of the new files

        *Here:* user number `1000`, whether or not it has a name; the group has the same number.

        Owning its own files lets the process change itself; what it only reads may stay with root.
    "#]],
    );
}
