//! Folding: stages, instructions over several lines with their heredocs, runs of comments.

use std::path::Path;

use project::Snapshot;
use syntax::{TextRange, TextSize};

use crate::cursor;
use crate::types::{Fold, FoldKind};

/// Everything in the file that spans lines and can be folded away below its first.
#[must_use]
pub fn folds(snapshot: &Snapshot, path: &Path) -> Vec<Fold> {
    let Some(model) = cursor::dockerfile(snapshot, path) else { return Vec::new() };
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

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::check::Case;

    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        let case = Case::new(fixture);
        let model = crate::cursor::dockerfile(&case.snapshot, &case.path());
        let mut out = String::new();
        for fold in folds(&case.snapshot, &case.path()) {
            let model = model.as_ref().expect("a Dockerfile");
            let line = |at| model.lines.line(at) + 1;
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
}
