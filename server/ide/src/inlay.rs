//! Inlay hints: what an image reference means in full, and the user from the line on where it changes; what the values
//! of Secrets are; what holds of objects that is not written, what they select, their quality of service.

use std::path::Path;

use project::docker::{Base, Model, Origin};
use project::graph::Asked;
use project::settings::Hints;
use project::{Content, Snapshot};
use syntax::dockerfile::Body;
use syntax::{TextRange, TextSize};

use crate::types::InlayHint;
use crate::{cursor, kubernetes, yaml};

/// The hints of those lines `range` touches, in order. Each kind is switched off by its name under `hints`.
#[must_use]
pub fn hints(snapshot: &Snapshot, path: &Path, range: TextRange) -> Vec<InlayHint> {
    hints_with_questions(snapshot, path, range).0
}

/// The same, with what was asked about other files: while that holds, other files change none of the hints.
#[must_use]
pub fn hints_with_questions(snapshot: &Snapshot, path: &Path, range: TextRange) -> (Vec<InlayHint>, Vec<Asked>) {
    let Some(document) = cursor::document(snapshot, path) else { return (Vec::new(), Vec::new()) };
    let shown = snapshot.settings(path).hints;
    let mut asked = Vec::new();
    let mut found = match &document.content {
        Content::Dockerfile(model) => dockerfile(model, shown),
        Content::Yaml(tree) => {
            let mut found = if shown.secret_data { yaml::hints::hints(tree) } else { Vec::new() };
            if shown.defaulted_fields || shown.probe_budget || shown.schedule {
                found.extend(kubernetes::lines(snapshot, path, tree, &document.lines(), shown));
            }
            if shown.selected_pods || shown.quality_of_service {
                let of_objects;
                (of_objects, asked) = kubernetes::hints(snapshot, path, shown);
                found.extend(of_objects);
            }
            found
        }
        Content::Dockerignore(_) | Content::Text(_) => Vec::new(),
    };
    found.retain(|hint| range.contains_inclusive(hint.offset));
    found.sort_by_key(|hint| hint.offset);
    (found, asked)
}

fn dockerfile(model: &Model, shown: Hints) -> Vec<InlayHint> {
    let mut found = Vec::new();
    for stage in &model.stages {
        let Some(from) = model.from_of(stage.index) else { continue };
        if shown.image_reference
            && let (Base::Image(image), Some(word)) = (&stage.base, &from.image)
            && word.has_variables()
            && image.errors.is_empty()
        {
            found.push(InlayHint {
                offset: word.range.end(),
                label: format!("= {}", image.familiar()),
                tooltip: Some(format!("With the defaults of the file: `{}`", image.canonical())),
            });
        }
        if shown.effective_user {
            user_hints(model, stage.index, &mut found);
        }
    }
    found
}

/// At FROM the user the stage starts as, when it is not root and no USER says it; at USER the value of a variable.
fn user_hints(model: &Model, stage: usize, found: &mut Vec<InlayHint>) {
    let owner = &model.stages[stage];
    let first = &model.syntax.instructions[owner.instructions.start];
    if let Some(user) = model.user_name(stage, owner.instructions.start + 1)
        && user.value != "root"
        && user.value != "0"
        && !user.value.is_empty()
    {
        let why = match user.origin {
            Origin::Image => "the image's own".to_owned(),
            Origin::Stage(other, _) => format!("set in stage `{}`", model.stages[other].label()),
            Origin::Here(_) => "set here".to_owned(),
        };
        found.push(hint(
            first.range.end(),
            format!("user {}", user.value),
            &format!("The user of this stage until a `USER` changes it: {why}"),
        ));
    }
    for index in owner.instructions.clone() {
        let Body::User(Some(word)) = &model.syntax.instructions[index].body else { continue };
        if !word.has_variables() {
            continue;
        }
        if let Some(value) = model.scope(index).expand(word) {
            found.push(hint(word.range.end(), format!("= {value}"), "With the defaults of the file"));
        }
    }
}

fn hint(offset: TextSize, label: String, tooltip: &str) -> InlayHint {
    InlayHint { offset, label, tooltip: Some(tooltip.to_owned()) }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use project::settings::{Flags, SettingsTree};
    use syntax::apply;

    use super::*;
    use crate::check::Case;

    /// The text with the hints where the editor shows them.
    fn shown(case: &Case, range: Option<TextRange>) -> String {
        let path = case.path();
        let text = case.text(&path);
        let range = range.unwrap_or(TextRange::up_to(TextSize::of(text)));
        let edits: Vec<_> = hints(&case.snapshot, &path, range)
            .into_iter()
            .map(|hint| syntax::TextEdit::insert(hint.offset, format!(" «{}»", hint.label)))
            .collect();
        apply(text, &edits).expect("hints lie inside the text")
    }

    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        expected.assert_eq(&shown(&Case::new(fixture), None));
    }

    #[test]
    fn references_and_users_in_full() {
        check(
            "ARG V=3.22\nARG U=10001\nFROM alpine:$V AS base\nUSER app\nFROM base\nARG U\nUSER $U\nFROM base:1\nFROM alpine:$NONE\n",
            &expect![[r#"
                ARG V=3.22
                ARG U=10001
                FROM alpine:$V «= alpine:3.22» AS base
                USER app
                FROM base «user app»
                ARG U
                USER $U «= 10001»
                FROM base:1
                FROM alpine:$NONE
            "#]],
        );
        check(
            "FROM gcr.io/distroless/static-debian13:nonroot\nFROM alpine\nFROM scratch\n",
            &expect![[r#"
            FROM gcr.io/distroless/static-debian13:nonroot «user 65532»
            FROM alpine
            FROM scratch
        "#]],
        );
        check(
            "FROM alpine\nARG U\nUSER $U\nUSER root\n",
            &expect![[r#"
            FROM alpine
            ARG U
            USER $U
            USER root
        "#]],
        );
        check(
            "FROM\nUSER\n",
            &expect![[r#"
            FROM
            USER
        "#]],
        );
    }

    #[test]
    fn only_the_lines_that_are_seen() {
        let case = Case::new("ARG V=1\nFROM a:$V\nFROM b:$V\n");
        let first = TextRange::up_to(TextSize::of("ARG V=1\nFROM a:$V\n"));
        assert_eq!(shown(&case, Some(first)), "ARG V=1\nFROM a:$V «= a:1»\nFROM b:$V\n");
    }

    #[test]
    fn each_kind_can_be_switched_off() {
        let fixture = "ARG V=1\nFROM a:$V AS x\nUSER app\nFROM x\n";
        let with = |settings: serde_json::Value| {
            let case = Case::with(fixture, |world| {
                let files = project::files::Memory::default();
                world.set_settings(SettingsTree::read(&files, &[], &[(None, settings)], &Flags::default()));
            });
            shown(&case, None)
        };
        let json = |text: &str| serde_json::from_str(text).expect("JSON");
        let both = "ARG V=1\nFROM a:$V «= a:1» AS x\nUSER app\nFROM x «user app»\n";
        assert_eq!(with(json("{}")), both);
        assert_eq!(with(json("{\"hints\": {\"effectiveUser\": false}}")), both.replace(" «user app»", ""));
        assert_eq!(with(json("{\"hints\": {\"imageReference\": false}}")), both.replace(" «= a:1»", ""));
    }
}
