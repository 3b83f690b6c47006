//! Sources and destinations, patterns of an ignore file.

use expect_test::expect;

use super::at;
use crate::check::check_hover;

#[test]
fn sources_and_destinations() {
    check_hover(
        &at("go.mod", 0),
        &expect![[r#"
        Dockerfile:6 `go.mod`
        **`go.mod`** · file of the build context

        *Here:* in the workspace folder. A change of it also repeats the `RUN` behind this step.
    "#]],
    );
    check_hover(
        &at("./\n", 0),
        &expect![[r#"
        Dockerfile:6 `./`
        **`./`** · folder in the image

        *Here:* `go.mod` becomes `/src/go.mod`, owned by `root`.
    "#]],
    );
    check_hover(
        &at("/out/api bin", 0),
        &expect![[r#"
        Dockerfile:14 `/out/api`
        **`/out/api`** · path in stage `build`

        Paths with `--from` start at the root of that file system, not at its `WORKDIR`.
    "#]],
    );
    check_hover(
        &at("bin/\n", 0),
        &expect![[r#"
        Dockerfile:14 `bin/`
        **`bin/`** · folder in the image

        *Here:* `/out/api` goes to `/srv/bin/`, owned by `app:app`.
    "#]],
    );
    let files = "#- web/.dockerignore\n*.log\n#- web/a.log\n#- web/src/x.js\n#- web/src/y.js\n#- web/app.tar.gz\n";
    let with = |line: &str| format!("#- web/Dockerfile\nFROM x\nWORKDIR /app\nCOPY src/x.js .\n{line}\n{files}");
    check_hover(
        &with("COPY src<|> /b"),
        &expect![[r#"
        web/Dockerfile:4 `src`
        **`src`** · folder of the build context

        What is in it is copied, not the folder itself.

        *Here:* `x.js`, `y.js`.
    "#]],
    );
    check_hover(
        &with("COPY a<|>.log /b"),
        &expect![[r#"
        web/Dockerfile:4 `a.log`
        **`a.log`** · left out of the build context

        *Here:* the pattern `*.log` of `.dockerignore` leaves it out: the builder never sees it, and the build fails.
    "#]],
    );
    check_hover(
        &with("COPY none<|>.txt /b"),
        &expect![[r#"
        web/Dockerfile:4 `none.txt`
        **`none.txt`** · not in the build context

        *Here:* nothing of that name is in `web/`, and the build would fail.
    "#]],
    );
    check_hover(
        &with("COPY .<|> ."),
        &expect![[r#"
        web/Dockerfile:4 `.`
        **`.`** · the whole build context

        A change of any file in it repeats this step.

        *Here:* `web/`: `.dockerignore`, `Dockerfile`, `app.tar.gz`, `src/`. 1 pattern leaves things out, in `.dockerignore`.
    "#]],
    );
    check_hover(
        &with("COPY *.<|>js ."),
        &expect![[r#"
        web/Dockerfile:4 `*.js`
        **`*.js`** · pattern of the build context

        *Here:* nothing in `web/` matches, and the build would fail.
    "#]],
    );
    check_hover(
        &with("ADD app.<|>tar.gz ."),
        &expect![[r#"
        web/Dockerfile:4 `app.tar.gz`
        **`app.tar.gz`** · file of the build context

        `ADD` unpacks it; `COPY` would not.

        *Here:* in `web/`.
    "#]],
    );
    check_hover(
        &with("ADD https://example.com/<|>a ."),
        &expect![[r#"
        web/Dockerfile:4 `https://example.com/a`
        **`https://example.com/a`** · downloaded by the builder

        Nothing checks what arrives: add `--checksum=sha256:…`, or whoever controls the server controls the image.
    "#]],
    );
    check_hover(
        &with("COPY src/x.js src/y.js /b<|>"),
        &expect![[r#"
        web/Dockerfile:4 `/b`
        **`/b`** · folder in the image

        *Here:* everything goes to `/b`, owned by `root`. With several sources the builder wants a `/` at the end.
    "#]],
    );
    check_hover(
        "#- Dockerfile\nFROM x\nCOPY no<|>ne /b\n",
        &expect![[r#"
        Dockerfile:2 `none`
        **`none`** · not found

        *Here:* nothing of that name is in the workspace folder; the file may be built from another folder.
    "#]],
    );
}

#[test]
fn patterns_of_an_ignore_file() {
    let with = |text: &str| {
        format!("#- .dockerignore\n{text}\n#- a.log\n#- b.log\n#- src/c.log\n#- src/x.js\n#- node_modules/y/z.js\n")
    };
    check_hover(
        &with("*.l<|>og"),
        &expect![[r#"
        .dockerignore:1 `*.log`
        **`*.log`** · leaves out what matches

        Matches at the root of the build context only; `**/*.log` matches in every folder.

        *Here:* it leaves out: `a.log`, `b.log`.
    "#]],
    );
    check_hover(
        &with("**/*.log\n!src/<|>c.log"),
        &expect![[r#"
        .dockerignore:2 `!src/c.log`
        **`!src/c.log`** · brings back what matches

        *Here:* it brings back: `src/c.log`.
    "#]],
    );
    check_hover(
        &with("node_<|>modules/"),
        &expect![[r#"
        .dockerignore:1 `node_modules/`
        **`node_modules/`** · leaves out what matches

        Matches at the root of the build context only; `**/node_modules` matches in every folder.

        *Here:* it leaves out: `node_modules/`.
    "#]],
    );
    check_hover(
        &with("dist<|>"),
        &expect![[r#"
        .dockerignore:1 `dist`
        **`dist`** · leaves out what matches

        Matches at the root of the build context only; `**/dist` matches in every folder.

        *Here:* it decides nothing: no file matches, or a later pattern overrules it.
    "#]],
    );
    check_hover(
        &with("# x<|>"),
        &expect![[r#"
        nothing
    "#]],
    );
}
