//! Find references, and the highlights of the same things.

use std::path::Path;

use project::docker::Model;
use project::{Content, Snapshot};
use syntax::TextSize;

use crate::types::Reference;
use crate::{cursor, entity, kubernetes, yaml};

/// Every use of the thing at `offset`; with its declarations when asked for.
#[must_use]
pub fn references(snapshot: &Snapshot, path: &Path, offset: TextSize, include_declaration: bool) -> Vec<Reference> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    let mut found = match &document.content {
        Content::Dockerfile(model) => dockerfile(model, path, offset),
        Content::Yaml(tree) => match yaml::anchors::references(tree, path, offset) {
            anchors if anchors.is_empty() => kubernetes::references(snapshot, path, tree, offset),
            anchors => anchors,
        },
        Content::Dockerignore(_) | Content::Text(_) => Vec::new(),
    };
    found.retain(|reference| include_declaration || !reference.is_write);
    found
}

fn dockerfile(model: &Model, path: &Path, offset: TextSize) -> Vec<Reference> {
    let Some(entity) = cursor::at(model, offset).and_then(|place| entity::under(model, &place, offset)) else {
        return Vec::new();
    };
    entity::occurrences(model, &entity)
        .into_iter()
        .map(|occurrence| Reference { path: path.to_owned(), range: occurrence.range(), is_write: occurrence.is_write })
        .collect()
}

/// Every place of this file that names the thing at `offset`.
#[must_use]
pub fn highlight(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Vec<Reference> {
    let mut found = references(snapshot, path, offset, true);
    found.retain(|reference| reference.path == path);
    found
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::check::check_references;

    #[test]
    fn stages() {
        check_references(
            "FROM golang AS bui<|>ld\nFROM build AS test\nRUN --mount=type=bind,from=build,target=/x y\nFROM alpine\nCOPY --from=Build /a /b\nCOPY --from=0 /a /b\n",
            &expect![[r#"
                Dockerfile:1 `build` declares
                Dockerfile:2 `build`
                Dockerfile:3 `build`
                Dockerfile:5 `Build`
                Dockerfile:6 `0`
            "#]],
        );
        check_references(
            "FROM a\nFROM b\nCOPY --from=<|>0 /a /b\n",
            &expect![[r#"
            Dockerfile:3 `0`
        "#]],
        );
        // The builder takes the latest stage of a name.
        check_references(
            "FROM a AS x\nFROM b AS x\nFROM c\nCOPY --from=<|>x /a /b\n",
            &expect![[r#"
                Dockerfile:2 `x` declares
                Dockerfile:4 `x`
            "#]],
        );
    }

    #[test]
    fn variables() {
        check_references(
            "ARG V<|>=1\nFROM alpine:$V AS one\nARG V\nRUN echo $V ${V:-2}\nFROM one\nENV W=$V\nFROM alpine\nRUN echo $V\nENV V=3\n",
            &expect![[r#"
                Dockerfile:1 `V` declares
                Dockerfile:2 `V`
                Dockerfile:3 `V` declares
                Dockerfile:4 `V`
                Dockerfile:4 `V`
                Dockerfile:6 `V`
            "#]],
        );
        check_references(
            "FROM a AS base\nFROM base AS one\nENV X<|>=1\nRUN echo $X\nFROM base AS two\nENV X=2\n",
            &expect![[r#"
            Dockerfile:3 `X` declares
            Dockerfile:4 `X`
        "#]],
        );
        check_references(
            "FROM a AS base\nENV X=1\nFROM base\nENV X<|>=2\nRUN echo $X\n",
            &expect![[r#"
            Dockerfile:2 `X` declares
            Dockerfile:4 `X` declares
            Dockerfile:5 `X`
        "#]],
        );
        check_references(
            "FROM a\nENV X<|>=1\nRUN for X in a b; do echo $X; done\nRUN X=1 make $X\n",
            &expect![[r#"
            Dockerfile:2 `X` declares
            Dockerfile:4 `X`
        "#]],
        );
        check_references(
            "FROM a\nARG X<|>\nRUN <<EOF\necho $X\nEOF\nCOPY <<EOF /x\n$X\nEOF\n",
            &expect![[r#"
            Dockerfile:2 `X` declares
            Dockerfile:4 `X`
            Dockerfile:7 `X`
        "#]],
        );
        check_references("FROM a\nRUN echo $NO<|>BODY\n", &expect![[""]]);
    }

    #[test]
    fn heredocs_and_users() {
        check_references(
            "FROM a\nCOPY <<\"EN<|>D\" /x\na\nEND\n",
            &expect![[r#"
            Dockerfile:2 `END` declares
            Dockerfile:4 `END`
        "#]],
        );
        check_references(
            "FROM a\nRUN groupadd app && useradd --gid=app app && install -o app -g app -d /srv && chown app:app,x /srv\nCOPY --chown=app:app a b\nUSER ap<|>p\n",
            &expect![[r#"
                Dockerfile:2 `app` declares
                Dockerfile:2 `app`
                Dockerfile:2 `app` declares
                Dockerfile:2 `app`
                Dockerfile:2 `app`
                Dockerfile:2 `app`
                Dockerfile:2 `app`
                Dockerfile:3 `app`
                Dockerfile:3 `app`
                Dockerfile:4 `app`
            "#]],
        );
        check_references(
            "FROM a\nUSER no<|>body\n",
            &expect![[r#"
            Dockerfile:2 `nobody`
        "#]],
        );
        check_references("FROM a\nUSER 10<|>001\n", &expect![[""]]);
    }
}
