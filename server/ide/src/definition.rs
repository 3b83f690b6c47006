//! Go to definition.

use std::path::{Path, PathBuf};

use project::Snapshot;
use project::docker::BindingKind;
use syntax::{TextRange, TextSize};

use crate::entity::{self, Entity};
use crate::types::Target;
use crate::{cursor, kubernetes, links, yaml};

/// Where the thing at `offset` is declared: stage, variable, heredoc word, user, or the file a COPY source names; of
/// YAML an anchor, or the file that is named.
#[must_use]
pub fn definition(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Vec<Target> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    if let Some(tree) = document.yaml() {
        let anchor = yaml::anchors::definition(tree, path, offset);
        let named = kubernetes::definition(snapshot, path, tree, offset);
        if anchor.is_none() && !named.is_empty() {
            return named;
        }
        let named = || yaml::links::files(snapshot, path, tree).into_iter();
        let file = || named().find(|(range, _)| range.contains_inclusive(offset)).map(|(_, file)| beginning(file));
        return anchor.or_else(file).into_iter().collect();
    }
    let Some(model) = document.dockerfile() else { return Vec::new() };
    let Some(place) = cursor::at(model, offset) else { return Vec::new() };
    if let cursor::Cursor::Source(word) = place.cursor {
        return links::source_file(snapshot, path, model, place.index, word).map(beginning).into_iter().collect();
    }
    let Some(entity) = entity::under(model, &place, offset) else { return Vec::new() };
    let target = |range, focus| Target { path: path.to_owned(), range, focus };
    match &entity {
        Entity::Stage(stage) => {
            let stage = &model.stages[*stage];
            let from = model.instructions(stage.index)[0].range;
            vec![target(stage.range, stage.name.as_ref().map_or(from, |name| name.range))]
        }
        Entity::Variable(name, _) => {
            let scope = model.scope(place.index.unwrap_or_default());
            // On a declaration itself: that one, unless it only hands down the value of another.
            let own = scope.all().into_iter().find(|binding| binding.node.range() == place.range);
            let bound = match own {
                Some(own) if own.kind == BindingKind::Arg && !own.has_value => scope.global(name).or(Some(own)),
                Some(own) => Some(own),
                None => scope.binding(name),
            };
            bound
                .map(|binding| target(model.syntax.instructions[binding.instruction].range, binding.node.range()))
                .into_iter()
                .collect()
        }
        Entity::Heredoc(_) | Entity::User(_) => entity::occurrences(model, &entity)
            .into_iter()
            .filter(|occurrence| occurrence.is_write)
            .map(|occurrence| target(occurrence.range(), occurrence.range()))
            .collect(),
    }
}

/// A file as a whole.
fn beginning(path: PathBuf) -> Target {
    Target { path, range: TextRange::default(), focus: TextRange::default() }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::check::check_definition;

    #[test]
    fn stages() {
        let file = "FROM golang AS build\nFROM alpine\nFROM build\n";
        check_definition(
            &format!("{file}COPY --from=bu<|>ild /a /b\n"),
            &expect![[r#"
            Dockerfile:1 `build`
        "#]],
        );
        check_definition(
            &format!("{file}COPY --from=<|>1 /a /b\n"),
            &expect![[r#"
            Dockerfile:2 `FROM alpine`
        "#]],
        );
        check_definition(
            &format!("{file}RUN --mount=from=BUI<|>LD,target=/x y\n"),
            &expect![[r#"
            Dockerfile:1 `build`
        "#]],
        );
        check_definition(
            "FROM golang AS build\nFROM bui<|>ld\n",
            &expect![[r#"
            Dockerfile:1 `build`
        "#]],
        );
        check_definition(
            "FROM golang AS bui<|>ld\n",
            &expect![[r#"
            Dockerfile:1 `build`
        "#]],
        );
        check_definition("FROM gol<|>ang AS build\n", &expect![[""]]);
        check_definition(&format!("{file}COPY --from=nob<|>ody /a /b\n"), &expect![[""]]);
    }

    #[test]
    fn variables() {
        let file = "ARG V=1\nFROM alpine:$V\nARG V\nENV V=2 W=$V\n";
        check_definition(
            "ARG V=1\nFROM alpine:$<|>V\nARG V\n",
            &expect![[r#"
            Dockerfile:1 `V`
        "#]],
        );
        check_definition(
            "ARG V=1\nFROM alpine\nARG <|>V\n",
            &expect![[r#"
            Dockerfile:1 `V`
        "#]],
        );
        check_definition(
            "ARG V=1\nFROM alpine\nARG <|>V=2\n",
            &expect![[r#"
            Dockerfile:3 `V`
        "#]],
        );
        check_definition(
            &file.replace("W=$V", "W=$<|>V"),
            &expect![[r#"
            Dockerfile:3 `V`
        "#]],
        );
        check_definition(
            &format!("{file}RUN echo \"${{V<|>:-x}}\"\n"),
            &expect![[r#"
            Dockerfile:4 `V`
        "#]],
        );
        check_definition(&format!("{file}RUN V=3; echo $V<|>\n"), &expect![[""]]);
        check_definition(
            "FROM a AS one\nENV X=1\nFROM one\nWORKDIR /$X<|>\n",
            &expect![[r#"
            Dockerfile:2 `X`
        "#]],
        );
        check_definition("FROM a\nENV X=1\nFROM b\nWORKDIR /$X<|>\n", &expect![[""]]);
        check_definition(
            "FROM a\nENV X=1\nENV <|>X=2\n",
            &expect![[r#"
            Dockerfile:3 `X`
        "#]],
        );
        check_definition(
            "FROM a\nARG V\nCOPY <<EOF /x\n$V<|>\nEOF\n",
            &expect![[r#"
            Dockerfile:2 `V`
        "#]],
        );
    }

    #[test]
    fn heredocs_users_files() {
        check_definition(
            "FROM a\nRUN <<END\nx\nEN<|>D\n",
            &expect![[r#"
            Dockerfile:2 `END`
        "#]],
        );
        let file = "FROM a\nRUN addgroup -S app && adduser -S -G app web\n";
        check_definition(
            &format!("{file}USER w<|>eb:app\n"),
            &expect![[r#"
            Dockerfile:2 `web`
        "#]],
        );
        check_definition(
            &format!("{file}COPY --chown=web:a<|>pp a b\n"),
            &expect![[r#"
            Dockerfile:2 `app`
        "#]],
        );
        check_definition(
            &format!("{file}RUN chown -R we<|>b /srv\n"),
            &expect![[r#"
            Dockerfile:2 `web`
        "#]],
        );
        check_definition(
            &file.replace("-G app", "-G a<|>pp"),
            &expect![[r#"
            Dockerfile:2 `app`
        "#]],
        );
        check_definition(
            "#- web/Dockerfile\nFROM a\nCOPY src/ma<|>in.js /b\n#- web/src/main.js\nx\n",
            &expect![[r#"
            web/src/main.js:1 ``
        "#]],
        );
        check_definition("#- web/Dockerfile\nFROM a\nCOPY sr<|>c /b\n#- web/src/main.js\nx\n", &expect![[""]]);
    }
}
