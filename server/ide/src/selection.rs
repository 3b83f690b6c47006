//! Selection ranges: from the word outwards to the whole file.

use std::path::Path;

use project::Snapshot;
use syntax::yaml::{Document, Node};
use syntax::{TextRange, TextSize};

use crate::cursor;

/// For each offset the ranges around it, innermost first; each contains the one before and is larger.
#[must_use]
pub fn ranges(snapshot: &Snapshot, path: &Path, offsets: &[TextSize]) -> Vec<Vec<TextRange>> {
    let Some(document) = cursor::document(snapshot, path) else { return vec![Vec::new(); offsets.len()] };
    let whole = TextRange::up_to(TextSize::of(&*document.text));
    let tree = document.dockerfile().map(|model| (model, model.syntax.tree()));
    offsets
        .iter()
        .map(|offset| {
            let mut found: Vec<TextRange> = Vec::new();
            found.extend(word(&document.text, *offset));
            if let Some(yaml) = document.yaml() {
                found.extend(yaml.comment_at(*offset));
                for node in yaml.node_at(*offset).into_iter().flat_map(Node::ancestors) {
                    found.extend([node.range(), node.extent()]);
                    found.extend(node.as_entry().map(|entry| entry.range()));
                }
                found.extend(yaml.document_at(*offset).map(Document::range));
            } else if let Some((model, tree)) = &tree {
                found.extend(tree.around(*offset).into_iter().rev().map(|node| node.range));
                found.extend(
                    model
                        .stage_at(*offset)
                        .map(|stage| model.stages[stage].range)
                        .filter(|range| range.contains_inclusive(*offset)),
                );
            } else {
                let lines = document.lines();
                let line = lines.range(lines.line(*offset));
                found
                    .extend(line.map(|line| TextRange::at(line.start(), TextSize::of(document.text[line].trim_end()))));
                found.extend(line);
            }
            found.push(whole);
            let mut nested: Vec<TextRange> = Vec::new();
            for range in found {
                let grows = nested.last().is_none_or(|inner| range.contains_range(*inner) && range != *inner);
                if grows && range.contains_inclusive(*offset) && (nested.is_empty() || !range.is_empty()) {
                    nested.push(range);
                }
            }
            nested
        })
        .collect()
}

/// The run of letters, digits and `_` around the offset.
fn word(text: &str, offset: TextSize) -> Option<TextRange> {
    let at = usize::from(offset).min(text.len());
    if !text.is_char_boundary(at) {
        return None;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = at - text[..at].chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let end = at + text[at..].chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let size = |offset| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    (start < end).then(|| TextRange::new(size(start), size(end)))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::check::Case;

    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        let case = Case::new(fixture);
        let (path, offset) = case.cursor();
        let found = ranges(&case.snapshot, &path, &[offset]).remove(0);
        for pair in found.windows(2) {
            assert!(pair[1].contains_range(pair[0]) && pair[0] != pair[1], "{found:?}");
        }
        let lines = found.iter().map(|range| format!("{:?}\n", &case.text(&path)[*range]));
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn from_the_word_outwards() {
        check(
            "FROM a AS x\nRUN apt-get update && apt-get install cu<|>rl\n",
            &expect![[r#"
            "curl"
            "apt-get install curl"
            "apt-get update && apt-get install curl"
            "RUN apt-get update && apt-get install curl"
            "FROM a AS x\nRUN apt-get update && apt-get install curl"
            "FROM a AS x\nRUN apt-get update && apt-get install curl\n"
        "#]],
        );
        check(
            "FROM a\nRUN --mount=type=cache,target=/ro<|>ot x\nFROM b\n",
            &expect![[r#"
            "root"
            "/root"
            "target=/root"
            "--mount=type=cache,target=/root"
            "RUN --mount=type=cache,target=/root x"
            "FROM a\nRUN --mount=type=cache,target=/root x"
            "FROM a\nRUN --mount=type=cache,target=/root x\nFROM b\n"
        "#]],
        );
        check(
            "FROM a\nENV A=\"x ${V<|>:-y} z\" B=1\n",
            &expect![[r#"
            "V"
            "${V:-y}"
            "\"x ${V:-y} z\""
            "A=\"x ${V:-y} z\""
            "ENV A=\"x ${V:-y} z\" B=1"
            "FROM a\nENV A=\"x ${V:-y} z\" B=1"
            "FROM a\nENV A=\"x ${V:-y} z\" B=1\n"
        "#]],
        );
        check(
            "FROM a\nCMD [\"a\", \"b<|>\"]\n",
            &expect![[r#"
            "b"
            "\"b\""
            "[\"a\", \"b\"]"
            "CMD [\"a\", \"b\"]"
            "FROM a\nCMD [\"a\", \"b\"]"
            "FROM a\nCMD [\"a\", \"b\"]\n"
        "#]],
        );
        check(
            "FROM a\n<|>\nRUN b\n",
            &expect![[r#"
            "FROM a\n\nRUN b"
            "FROM a\n\nRUN b\n"
        "#]],
        );
        check(
            "<|>",
            &expect![[r#"
            ""
        "#]],
        );
        check(
            "#- a.yaml\nspec:\n  containers:\n  - name: w<|>eb\n    image: x\n---\na: b\n",
            &expect![[r#"
            "web"
            "name: web"
            "name: web\n    image: x"
            "- name: web\n    image: x"
            "containers:\n  - name: web\n    image: x"
            "spec:\n  containers:\n  - name: web\n    image: x"
            "spec:\n  containers:\n  - name: web\n    image: x\n"
            "spec:\n  containers:\n  - name: web\n    image: x\n---\na: b\n"
        "#]],
        );
        check(
            "#- a.yaml\na: b # why no<|>t\n",
            &expect![[r##"
            "not"
            "# why not"
            "a: b # why not\n"
        "##]],
        );
        check(
            "#- a.yaml\na:\n- &x [b, <|>c]\n",
            &expect![[r#"
            "c"
            "[b, c]"
            "&x [b, c]"
            "- &x [b, c]"
            "a:\n- &x [b, c]"
            "a:\n- &x [b, c]\n"
        "#]],
        );
        check(
            "#- a.yaml\na: b\n\n<|>\nc: d\n",
            &expect![[r#"
            "a: b\n\n\nc: d"
            "a: b\n\n\nc: d\n"
        "#]],
        );
        check(
            "#- .dockerignore\na\nnode_mod<|>ules/x\n",
            &expect![[r#"
            "node_modules"
            "node_modules/x"
            "node_modules/x\n"
            "a\nnode_modules/x\n"
        "#]],
        );
    }
}
