//! Rename.

use std::path::Path;

use project::Snapshot;
use project::docker::Target;
use syntax::{TextEdit, TextRange, TextSize};

use crate::accounts;
use crate::entity::{self, Entity};
use crate::types::SourceChange;
use crate::{cursor, kubernetes, yaml};

/// The name at `offset` that can be renamed, with its range; `None` where there is none.
#[must_use]
pub fn prepare(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Option<(TextRange, String)> {
    let document = cursor::document(snapshot, path)?;
    if let Some(tree) = document.yaml() {
        return yaml::anchors::prepare(tree, offset).or_else(|| kubernetes::prepare(snapshot, path, tree, offset));
    }
    let model = document.dockerfile()?;
    let place = cursor::at(model, offset)?;
    let entity = entity::under(model, &place, offset)?;
    let occurrences = entity::occurrences(model, &entity);
    occurrences.iter().find(|occurrence| occurrence.is_write)?;
    let here = occurrences.iter().find(|occurrence| occurrence.range().contains_inclusive(offset))?;
    Some((here.range(), model.text[here.range()].to_owned()))
}

/// The edits that give the thing at `offset` another name.
///
/// # Errors
/// A sentence for the user: nothing to rename here, or the builder would refuse the name.
pub fn rename(snapshot: &Snapshot, path: &Path, offset: TextSize, name: &str) -> Result<SourceChange, String> {
    let nothing = || "There is nothing to rename here".to_owned();
    let document = cursor::document(snapshot, path).ok_or_else(nothing)?;
    if let Some(tree) = document.yaml() {
        return match yaml::anchors::prepare(tree, offset) {
            Some(_) => yaml::anchors::rename(tree, path, offset, name),
            None => kubernetes::rename(snapshot, path, tree, offset, name),
        };
    }
    let model = document.dockerfile().ok_or_else(nothing)?;
    let place = cursor::at(model, offset).ok_or_else(nothing)?;
    let entity = entity::under(model, &place, offset).ok_or_else(nothing)?;
    prepare(snapshot, path, offset).ok_or_else(nothing)?;
    refuse(&entity, name, model)?;
    let edits = entity::occurrences(model, &entity)
        .into_iter()
        // A stage that is referred to by number keeps its number.
        .filter(|occurrence| {
            !(matches!(entity, Entity::Stage(_))
                && model.text[occurrence.range()].bytes().all(|byte| byte.is_ascii_digit()))
        })
        .map(|occurrence| TextEdit::replace(occurrence.range(), name))
        .collect();
    Ok(SourceChange { edits: vec![(path.to_owned(), edits)], creates: Vec::new() })
}

/// A variable that the builder itself gives a value, by this name only.
fn is_predefined(name: &str) -> bool {
    schema::dockerfile::predefined_argument(name).is_some()
}

fn refuse(entity: &Entity, name: &str, model: &project::docker::Model) -> Result<(), String> {
    let word = |first: fn(char) -> bool, rest: fn(char) -> bool| {
        name.chars().next().is_some_and(first) && name.chars().all(rest)
    };
    let line = |at: TextSize| model.lines.line(at) + 1;
    match entity {
        Entity::Stage(stage) => {
            let valid =
                word(|c| c.is_ascii_alphabetic(), |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
            if !valid {
                return Err(format!(
                    "`{name}` is no stage name: a letter first, then letters, digits, `-`, `_` and `.`"
                ));
            }
            if ["scratch", "context"].contains(&name.to_ascii_lowercase().as_str()) {
                return Err(format!("`{name}` is reserved by the builder"));
            }
            if model.stage_named(name).is_some_and(|other| other != *stage) {
                return Err(format!("There is already a stage `{name}`"));
            }
            let dependencies = model.stages.iter().flat_map(|stage| &stage.dependencies);
            let image = dependencies
                .into_iter()
                .find(|it| !matches!(it.target, Target::Stage(_)) && it.text.eq_ignore_ascii_case(name));
            if let Some(image) = image {
                let line = line(image.node.range().start());
                return Err(format!("The image `{name}` of line {line} would then mean the stage"));
            }
        }
        Entity::Variable(old, scopes) => {
            if is_predefined(old) {
                return Err(format!("`{old}` is given by the builder; under another name it is empty"));
            }
            if is_predefined(name) {
                return Err(format!("`{name}` belongs to the builder, which would set it"));
            }
            if !word(|c| c.is_ascii_alphabetic() || c == '_', |c| c.is_ascii_alphanumeric() || c == '_') {
                return Err(format!("`{name}` is no variable name: letters, digits and `_`, no digit first"));
            }
            let other = model.scope(0).all().into_iter().find(|binding| {
                binding.name == name && name != old && scopes.contains(&model.stage_of(binding.instruction))
            });
            if let Some(other) = other {
                return Err(format!(
                    "There is already a variable `{name}`, in line {}",
                    line(other.node.range().start())
                ));
            }
        }
        Entity::Heredoc(start) => {
            let heredocs = model.syntax.instructions.iter().flat_map(|instruction| &instruction.trigger().heredocs);
            let body = heredocs.into_iter().find(|heredoc| heredoc.start.start() == *start);
            let body = body.map_or("", |heredoc| &model.text[heredoc.body]);
            if body.lines().any(|line| line.trim_start_matches('\t') == name) {
                return Err(format!("A line of the text is `{name}`, and would end it"));
            }
            if name.is_empty()
                || name.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '\'' | '\\' | '$'))
            {
                return Err(format!("`{name}` cannot end a heredoc: no blanks, quotes, `<`, `\\` or `$`"));
            }
        }
        Entity::User(old) => {
            if name != old && accounts::mentions(model).iter().any(|mention| mention.name == name) {
                return Err(format!("There is already a user or group `{name}`"));
            }
            if !word(
                |c| c.is_ascii_lowercase() || c == '_',
                |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'),
            ) {
                return Err(format!(
                    "`{name}` is no user name: a small letter first, then letters, digits, `-`, `_` and `.`"
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::check::{Case, check_refused, check_rename};

    #[test]
    fn there_and_back() {
        check_rename(
            "FROM golang AS bui<|>ld\nFROM alpine\nCOPY --from=build /a /b\nCOPY --from=0 /a /b\nRUN --mount=from=build,target=/x y\n",
            "compile",
            "FROM golang AS compile\nFROM alpine\nCOPY --from=compile /a /b\nCOPY --from=0 /a /b\nRUN --mount=from=compile,target=/x y\n",
        );
        check_rename("FROM a AS one\nFROM on<|>e AS two\n", "base", "FROM a AS base\nFROM base AS two\n");
        check_rename(
            "ARG V=1\nFROM a:${V<|>}\nARG V\nRUN echo \"${V#v}\" $V\nENV W=${V:-$V}\n",
            "VERSION",
            "ARG VERSION=1\nFROM a:${VERSION}\nARG VERSION\nRUN echo \"${VERSION#v}\" $VERSION\nENV W=${VERSION:-$VERSION}\n",
        );
        check_rename("FROM a\nCOPY <<-'EO<|>F' /x\nb\n\tEOF\n", "END", "FROM a\nCOPY <<-'END' /x\nb\n\tEND\n");
        check_rename("FROM a\nRUN <<EOF\nb\nEO<|>F\n", "END", "FROM a\nRUN <<END\nb\nEND\n");
        check_rename(
            "FROM a\nRUN groupadd app && useradd -g app app\nCOPY --chown=app:app a b\nUSER ap<|>p\n",
            "web",
            "FROM a\nRUN groupadd web && useradd -g web web\nCOPY --chown=web:web a b\nUSER web\n",
        );
        check_rename("FROM a\r\nARG <|>A\r\nENV B=$A\r\n", "C", "FROM a\r\nARG C\r\nENV B=$C\r\n");
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let stages = "FROM a AS o<|>ne\nFROM b AS two\nFROM redis\n";
        check_refused(stages, "1st", "`1st` is no stage name: a letter first, then letters, digits, `-`, `_` and `.`");
        check_refused(stages, "", "`` is no stage name: a letter first, then letters, digits, `-`, `_` and `.`");
        check_refused(stages, "Scratch", "`Scratch` is reserved by the builder");
        check_refused(stages, "Two", "There is already a stage `Two`");
        check_refused(stages, "redis", "The image `redis` of line 3 would then mean the stage");
        let variables = "FROM a\nARG A<|>\nARG B\nARG TARGETOS\n";
        check_refused(variables, "1", "`1` is no variable name: letters, digits and `_`, no digit first");
        check_refused(variables, "B", "There is already a variable `B`, in line 3");
        check_refused(variables, "TARGETARCH", "`TARGETARCH` belongs to the builder, which would set it");
        check_refused(
            "FROM a\nARG TARGET<|>OS\n",
            "OS",
            "`TARGETOS` is given by the builder; under another name it is empty",
        );
        let heredoc = "FROM a\nRUN <<EO<|>F\nend\nEOF\n";
        check_refused(heredoc, "a b", "`a b` cannot end a heredoc: no blanks, quotes, `<`, `\\` or `$`");
        check_refused(heredoc, "end", "A line of the text is `end`, and would end it");
        let users = "FROM a\nRUN useradd on<|>e && useradd two\n";
        check_refused(
            users,
            "One",
            "`One` is no user name: a small letter first, then letters, digits, `-`, `_` and `.`",
        );
        check_refused(users, "two", "There is already a user or group `two`");
        for nothing in [
            "FROM a<|>\n",
            "FROM a\nUSER nob<|>ody\n",
            "FROM a\nRUN ec<|>ho\n",
            "FROM a\nFROM b\nCOPY --from=<|>0 a b\n",
        ] {
            check_refused(nothing, "x", "There is nothing to rename here");
        }
    }

    #[test]
    fn the_range_is_the_name_alone() {
        for (fixture, name) in [
            ("FROM a\nARG A\nRUN echo ${A<|>:-b}\n", Some("A")),
            ("FROM a\nRUN <<\"EO<|>F\"\nEOF\n", Some("EOF")),
            ("FROM a AS x\nCOPY --from=<|>x a b\n", Some("x")),
            ("FROM a\nRUN echo $NOBODY<|>\n", None),
        ] {
            let case = Case::new(fixture);
            let (path, offset) = case.cursor();
            let found = super::prepare(&case.snapshot, &path, offset);
            assert_eq!(found.as_ref().map(|(_, name)| name.as_str()), name, "{fixture}");
            if let Some((range, name)) = found {
                assert_eq!(&case.text(&path)[range], name);
            }
        }
    }
}
