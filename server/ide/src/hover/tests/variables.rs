//! Variables.

use expect_test::expect;

use super::at;
use crate::check::check_hover;

#[test]
fn variables_have_the_value_of_their_place() {
    check_hover(
        &at("GO_VERSION=", 0),
        &expect![[r#"
        Dockerfile:2 `GO_VERSION`
        **`GO_VERSION`** = `1.27` unless `--build-arg` says otherwise · ARG before `FROM`, line 2

        Seen by `FROM` lines; a stage sees it only after an `ARG` of its own.

        *Here:* read in line 3.
    "#]],
    );
    check_hover(
        &at("GO_VERSION}", 0),
        &expect![[r#"
        Dockerfile:3 `${GO_VERSION}`
        **`GO_VERSION`** = `1.27` unless `--build-arg` says otherwise · ARG before `FROM`, line 2

        Seen by `FROM` lines; a stage sees it only after an `ARG` of its own.

        *Here:* with it the word is `golang:1.27-trixie`.
    "#]],
    );
    check_hover(
        &at("BUILDPLATFORM", 0),
        &expect![[r#"
        Dockerfile:3 `$BUILDPLATFORM`
        **`BUILDPLATFORM`** · build argument of the builder · such as `linux/amd64`

        The platform of the builder itself. `FROM --platform=$BUILDPLATFORM` runs a build stage natively, at full speed, while the image is for another platform. A stage sees it after `ARG BUILDPLATFORM`.
    "#]],
    );
    check_hover(
        &at("TARGETOS", 0),
        &expect![[r#"
        Dockerfile:4 `TARGETOS`
        **`TARGETOS`** · build argument of the builder · such as `linux`

        The operating system of the image being built. A stage sees it after `ARG TARGETOS`; made for cross-compiling: `GOOS=$TARGETOS`.
    "#]],
    );
    check_hover(
        &at("GO_VERSION\n", 0),
        &expect![[r#"
        Dockerfile:10 `GO_VERSION`
        **`GO_VERSION`** = `1.27` unless `--build-arg` says otherwise · ARG, line 10

        For the build only: gone in the container, but readable in the image's history.
    "#]],
    );
    check_hover(
        &at("PORT=", 0),
        &expect![[r#"
        Dockerfile:11 `PORT`
        **`PORT`** = `8080` · ENV, line 11

        Stays in the image: every process of a container sees it.
    "#]],
    );
    check_hover(
        &at("PORT ", 0),
        &expect![[r#"
        Dockerfile:11 `$PORT`
        **`PORT`** · empty here

        All of an `ENV` sees the values from before it: the `PORT` of this line counts from the next instruction on.
    "#]],
    );
    check_hover(
        &at("API_TOKEN", 0),
        &expect![[r#"
        Dockerfile:11 `API_TOKEN`
        **`API_TOKEN`** = `•••` · ENV, line 11

        Stays in the image: every process of a container sees it.
    "#]],
    );
    check_hover(
        "ARG A=1\nFROM x\nRUN echo $<|>A\n",
        &expect![[r#"
        Dockerfile:3 `$A`
        **`A`** · empty here

        `ARG A` in line 1 stands before the first `FROM`: a stage sees it only after an `ARG A` of its own.
    "#]],
    );
    check_hover(
        "FROM x\nARG A=1\nENV A=2\nRUN echo ${A<|>}\n",
        &expect![[r#"
        Dockerfile:4 `${A}`
        **`A`** = `2` · ENV, line 3

        Stays in the image: every process of a container sees it. It wins over the `ARG` of line 2.
    "#]],
    );
    check_hover(
        "FROM x AS one\nENV A=1\nFROM one\nRUN echo $A<|>\n",
        &expect![[r#"
        Dockerfile:4 `$A`
        **`A`** = `1` · ENV, line 2

        Stays in the image: every process of a container sees it.
    "#]],
    );
    check_hover(
        "FROM x\nARG V=1.2.3\nENV W=/opt/v${V<|>%.*}\n",
        &expect![[r#"
        Dockerfile:3 `${V%.*}`
        **`V`** = `1.2.3` unless `--build-arg` says otherwise · ARG, line 2

        For the build only: gone in the container, but readable in the image's history.

        `${name%pattern}`: The value without the shortest match of `pattern` at its end: `${version%.*}` drops the last part.

        *Here:* with it the word is `/opt/v1.2`.
    "#]],
    );
    check_hover(
        "FROM x\nRUN a=1; echo $a<|>\n",
        &expect![[r#"
        Dockerfile:2 `$a`
        **`a`** · variable of the script

        Set by the commands of this step, and gone behind it.
    "#]],
    );
    check_hover(
        "FROM x\nRUN GOARCH=$TARGET<|>ARCH go build\n",
        &expect![[r#"
        Dockerfile:2 `$TARGETARCH`
        **`TARGETARCH`** · build argument of the builder · such as `arm64`

        The processor architecture of the image being built, in Go's spelling (`amd64`, not `x86_64`). A stage sees it after `ARG TARGETARCH`; made for cross-compiling (`GOARCH=$TARGETARCH`) and for picking a download, where `uname -m` names the emulated machine instead.

        *Here:* empty, since no `ARG TARGETARCH` stands above in this stage.
    "#]],
    );
    check_hover(
        "FROM x\nRUN echo $NOBODY<|>\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check_hover(
        "FROM x\nARG V\nWORKDIR /$V<|>\n",
        &expect![[r#"
        Dockerfile:3 `$V`
        **`V`** · no default: empty unless `--build-arg` gives it · ARG, line 2

        For the build only: gone in the container, but readable in the image's history.
    "#]],
    );
    check_hover(
        "FROM x\nARG B=2\nENV A=1$<|>B\n",
        &expect![[r#"
        Dockerfile:3 `$B`
        **`B`** = `2` unless `--build-arg` says otherwise · ARG, line 2

        For the build only: gone in the container, but readable in the image's history.

        *Here:* with it the word is `12`.
    "#]],
    );
    check_hover(
        "FROM x\nENV E<|>=\n",
        &expect![[r#"
        Dockerfile:2 `E`
        **`E`** · empty · ENV, line 2

        Stays in the image: every process of a container sees it.
    "#]],
    );
    check_hover(
        "FROM x\nENV T='`a`'\nRUN echo $T<|>\n",
        &expect![[r#"
        Dockerfile:3 `$T`
        **`T`** = `` `a` `` · ENV, line 2

        Stays in the image: every process of a container sees it.
    "#]],
    );
}
