//! Heredocs, directives, comments.

use expect_test::expect;

use crate::check::check_hover;

#[test]
fn heredocs_directives_comments() {
    check_hover(
        "FROM x\nRUN <<E<|>OF\na\nb\nEOF\n",
        &expect![[r#"
        Dockerfile:2 `EOF`
        **`EOF`** · heredoc

        The lines up to `EOF` alone on a line. The builder leaves the text alone; a shell that reads it expands variables when it runs.

        *Here:* 2 lines.
    "#]],
    );
    check_hover(
        "FROM x\nCOPY <<-\"E<|>OF\" /a\na\nEOF\n",
        &expect![[r#"
        Dockerfile:2 `"EOF"`
        **`EOF`** · heredoc

        The lines up to `EOF` alone on a line. The word is quoted, so the builder copies the text as it stands. Tabs at the start of its lines are dropped.

        *Here:* one line.
    "#]],
    );
    check_hover(
        "FROM x\nCOPY <<E<|>OF /a\na\n",
        &expect![[r#"
        Dockerfile:2 `EOF`
        **`EOF`** · heredoc

        The lines up to `EOF` alone on a line. The builder replaces `$variables` in the text; quote the word (`<<"EOF"`) to keep them.

        *Here:* no line is `EOF` alone, so it takes the rest of the file.
    "#]],
    );
    check_hover(
        "# syn<|>tax=docker/dockerfile:1\nFROM x\n",
        &expect![[r#"
        Dockerfile:1 `# syntax=docker/dockerfile:1`
        **`# syntax=`** · parser directive

        Names the image that reads this file: the Dockerfile frontend. With `docker/dockerfile:1` every builder, old or new, fetches the latest stable syntax of version 1, so that the file means the same everywhere and fixes arrive without an upgrade of Docker. Without the line the frontend built into the builder is used, which may be years old; builders without network need it bundled or mirrored. It must stand before every instruction and comment.
    "#]],
    );
    check_hover(
        "# syntax=docker/<|>dockerfile:1\nFROM x\n",
        &expect![[r#"
        Dockerfile:1 `# syntax=docker/dockerfile:1`
        **`# syntax=docker/dockerfile:1`**

        The latest stable version 1. The usual choice: features and fixes arrive by themselves, and nothing in version 1 breaks.
    "#]],
    );
    check_hover(
        "# check=skip=InvalidBase<|>ImagePlatform\nFROM x\n",
        &expect![[r#"
        Dockerfile:1 `InvalidBaseImagePlatform`
        **`InvalidBaseImagePlatform`** · build check of BuildKit

        The base image that was pulled is for another platform than the one asked for.

        *Here:* switched off in the whole file.
    "#]],
    );
    check_hover(
        "FROM x\n# plimsoll: ignore[docker/add-instead<|>-of-copy] it is an archive\nADD a b\n",
        &expect![[r#"
            Dockerfile:2 `docker/add-instead-of-copy`
            **`docker/add-instead-of-copy`** · warning by default · style · every finding has a fix · since 0.1.0

            Flags `ADD` when every source is a plain file or folder of the build context.

            `ADD` also downloads URLs, clones repositories and unpacks local archives. A reader has to rule all of that out before knowing that the line only copies, and a file that happens to be named `data.tar.gz` one day is silently unpacked. `COPY` copies, whatever the name.

            Also known as `hadolint/DL3020`, `trivy/DS-0005`, `checkov/CKV_DOCKER_4`, `semgrep/prefer-copy-over-add`.

            *Here:* switched off in line 3.
        "#]],
    );
    check_hover(
        "FROM x\n# hadolint ignore=DL3020<|>\nADD a b\n",
        &expect![[r#"
            Dockerfile:2 `DL3020`
            **`docker/add-instead-of-copy`** · warning by default · style · every finding has a fix · since 0.1.0

            Flags `ADD` when every source is a plain file or folder of the build context.

            `ADD` also downloads URLs, clones repositories and unpacks local archives. A reader has to rule all of that out before knowing that the line only copies, and a file that happens to be named `data.tar.gz` one day is silently unpacked. `COPY` copies, whatever the name.

            Also known as `hadolint/DL3020`, `trivy/DS-0005`, `checkov/CKV_DOCKER_4`, `semgrep/prefer-copy-over-add`.

            *Here:* switched off in line 3.
        "#]],
    );
    check_hover(
        "FROM x\n# hadolint ignore=DL99<|>99\nADD a b\n",
        &expect![[r#"
        Dockerfile:2 `DL9999`
        **`DL9999`** · unknown rule

        No rule here has this name, so it changes nothing here.
    "#]],
    );
    check_hover(
        "FROM x\n# plimsoll: ignore[docker/ad-instead-of-copy<|>]\nADD a b\n",
        &expect![[r#"
        Dockerfile:2 `docker/ad-instead-of-copy`
        **`docker/ad-instead-of-copy`** · unknown rule

        No rule has this name; the nearest is `docker/add-instead-of-copy`.
    "#]],
    );
    check_hover(
        "FROM x\n# plain <|>comment\nADD a b\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check_hover(
        "FROM x\n<|>\nADD a b\n",
        &expect![[r#"
        nothing
    "#]],
    );
}
