//! Folding: stages, instructions over several lines with their heredocs, runs of comments; keys and items of YAML.

use std::path::Path;

use project::Snapshot;
use syntax::yaml::{Kind, Role, Yaml};
use syntax::{LineIndex, TextRange, TextSize};

use crate::cursor;
use crate::types::{Fold, FoldKind};

/// Everything in the file that spans lines and can be folded away below its first.
#[must_use]
pub fn folds(snapshot: &Snapshot, path: &Path) -> Vec<Fold> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    if let Some(yaml) = document.yaml() {
        return manifest(yaml, &document.lines());
    }
    let Some(model) = document.dockerfile() else { return Vec::new() };
    // A range that ends behind a line end does not reach into the next line.
    let lines = |range: TextRange| {
        let end = if model.text[range].ends_with('\n') { range.end() - TextSize::of('\n') } else { range.end() };
        (model.lines.line(range.start()), model.lines.line(end))
    };
    let mut folds: Vec<Fold> = Vec::new();
    let mut add = |range: TextRange, kind| {
        let (first, last) = lines(range);
        if first < last {
            let end = model.text[range].trim_end_matches(['\n', '\r']);
            folds.push(Fold { range: TextRange::at(range.start(), TextSize::of(end)), kind });
        }
    };
    for stage in &model.stages {
        add(stage.range, FoldKind::Region);
    }
    for outer in &model.syntax.instructions {
        add(outer.range, FoldKind::Region);
    }
    let mut block: Option<TextRange> = None;
    for comment in model.syntax.comments.iter().filter(|comment| !comment.inside_instruction) {
        let adjacent =
            block.filter(|block| model.lines.line(block.end()) + 1 == model.lines.line(comment.range.start()));
        if adjacent.is_none()
            && let Some(block) = block
        {
            add(block, FoldKind::Comment);
        }
        block = Some(adjacent.map_or(comment.range, |block| block.cover(comment.range)));
    }
    if let Some(block) = block {
        add(block, FoldKind::Comment);
    }
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    folds
}

/// The folds of YAML: documents where there are several, keys and items over several lines, runs of comments. Of what begins
/// on one line the largest.
fn manifest(yaml: &Yaml, lines: &LineIndex) -> Vec<Fold> {
    let text = yaml.text();
    let several = yaml.documents().len() > 1;
    let documents = yaml.documents().filter(|_| several).map(|document| {
        let start = document.start_marker().map_or(document.root().extent().start(), TextRange::start);
        TextRange::new(start, document.root().range().end().max(start))
    });
    let nodes = yaml.nodes().filter_map(|node| match (node.role(), node.kind()) {
        (Role::Value, Kind::Mapping | Kind::Sequence | Kind::Scalar(_)) => node.as_entry().map(|entry| entry.range()),
        (Role::Item, Kind::Mapping | Kind::Sequence | Kind::Scalar(_)) => Some(node.extent()),
        (Role::Root, Kind::Mapping | Kind::Sequence) if node.is_flow() => Some(node.extent()),
        (Role::Root | Role::Key, _) | (Role::Value | Role::Item, Kind::Alias | Kind::Null) => None,
    });
    let mut blocks: Vec<TextRange> = Vec::new();
    for comment in yaml.comments() {
        let line = lines.line(comment.start());
        let start = lines.range(line).map_or(comment.start(), TextRange::start);
        if !text[TextRange::new(start, comment.start())].trim().is_empty() {
            continue;
        }
        match blocks.last_mut() {
            Some(block) if lines.line(block.end()) + 1 == line => *block = block.cover(*comment),
            Some(_) | None => blocks.push(*comment),
        }
    }
    let regions = documents.chain(nodes).map(|range| (range, FoldKind::Region));
    let all = regions.chain(blocks.into_iter().map(|range| (range, FoldKind::Comment)));
    let mut folds: Vec<Fold> = all
        .filter_map(|(range, kind)| {
            let end = TextSize::of(text[range].trim_end());
            let range = TextRange::at(range.start(), end);
            (lines.line(range.start()) < lines.line(range.end())).then_some(Fold { range, kind })
        })
        .collect();
    folds.sort_by_key(|fold| (lines.line(fold.range.start()), std::cmp::Reverse(fold.range.end())));
    folds.dedup_by_key(|fold| lines.line(fold.range.start()));
    folds
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::check::Case;

    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        let case = Case::new(fixture);
        let lines = LineIndex::new(case.text(&case.path()));
        let mut out = String::new();
        for fold in folds(&case.snapshot, &case.path()) {
            let line = |at| lines.line(at) + 1;
            let (first, last) = (line(fold.range.start()), line(fold.range.end()));
            assert!(first < last, "{fold:?}");
            let text = case.text(&case.path()).lines().nth(first as usize - 1).unwrap_or_default();
            let _ = writeln!(out, "{first}–{last} {:?} {text}", fold.kind);
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn what_spans_lines_folds() {
        check(
            "# one\n# two\n\n# three\nFROM a\nRUN a && \\\n    # why\n    b\nCOPY <<A <<B /x/\n1\nA\n2\nB\n\nFROM b\nENV A=1\n",
            &expect![[r#"
                1–2 Comment # one
                5–13 Region FROM a
                6–8 Region RUN a && \
                9–13 Region COPY <<A <<B /x/
                15–16 Region FROM b
            "#]],
        );
        check("FROM a\n", &expect![[""]]);
        check(
            "FROM a\nRUN <<EOF\nx\n",
            &expect![[r#"
            1–3 Region FROM a
            2–3 Region RUN <<EOF
        "#]],
        );
        check(
            "FROM a\r\nRUN a \\\r\n  b\r\n",
            &expect![[r#"
            1–3 Region FROM a
            2–3 Region RUN a \
        "#]],
        );
        check("#- .dockerignore\na\nb\n", &expect![[""]]);
    }

    #[test]
    fn what_spans_lines_folds_in_yaml() {
        check(
            "#- a.yaml\n# one\n# two\na:\n  b: 1 # x\n  # alone\n  c: |\n    text\n\n    more\n\n  d:\n  - e: 1\n    f: 2\n  - [g,\n    h]\n  - i\n---\nj: {\n  k: l\n}\n",
            &expect![[r#"
                1–2 Comment # one
                3–16 Region a:
                6–9 Region   c: |
                11–16 Region   d:
                12–13 Region   - e: 1
                14–15 Region   - [g,
                17–20 Region ---
                18–20 Region j: {
            "#]],
        );
        check(
            "#- a.json\n{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n",
            &expect![[r#"
                1–6 Region {
                2–4 Region   "a": [
            "#]],
        );
        check("#- a.yaml\na: b\nc:\n", &expect![]);
        check("#- a.yaml\n", &expect![]);
    }
}
