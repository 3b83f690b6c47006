//! Operations: the fewest bytes, and none where they would do harm.

use proptest::prelude::*;

use super::properties::dockerfile_text;
use super::*;
use crate::apply;
use crate::shell::Pipeline;

/// `text` after the operation that `operation` makes of its parts; `None` where it is refused.
fn after(text: &str, operation: impl Fn(&Parts) -> Operation) -> Option<String> {
    let file = parse(text);
    let edits = file.resolve(text, &[operation(&Parts { file: &file, text })])?;
    apply(text, &edits)
}

/// Parts of a file by what they say.
struct Parts<'a> {
    file: &'a Dockerfile,
    text: &'a str,
}

impl Parts<'_> {
    /// The instruction with this index.
    fn instruction(&self, index: usize) -> Node {
        self.file.instructions[index].node()
    }

    /// The first part of the tree with this text; instructions are none of them.
    fn says(&self, text: &str) -> Node {
        let tree = self.file.tree();
        let mut found = tree.nodes().iter().filter(|node| node.kind != SyntaxKind::Instruction);
        let node = found.find(|node| &self.text[node.range] == text).expect(text);
        Node { kind: node.kind, range: node.range }
    }

    /// The pipeline that starts with this text.
    fn statement(&self, text: &str) -> Node {
        let mut pipelines =
            self.file.instructions.iter().flat_map(|it| it.trigger().scripts()).flat_map(Script::pipelines);
        pipelines.find(|it| self.text[it.range].starts_with(text)).map(Pipeline::node).expect(text)
    }
}

#[track_caller]
fn check_after(text: &str, operation: impl Fn(&Parts) -> Operation, expected: Option<&str>) {
    assert_eq!(after(text, operation).as_deref(), expected);
}

#[test]
fn words_go_with_the_blanks_before_them() {
    for (text, expected) in [
        ("RUN a b c\n", Some("RUN a c\n")),
        ("RUN a  b\n", Some("RUN a\n")),
        ("RUN a \\\n  b \\\n  c\n", Some("RUN a \\\n  c\n")),
        ("RUN a \\\r\n  c \\\r\n  b\r\n", Some("RUN a \\\r\n  c\r\n")),
        ("RUN a \\\n  b c\n", Some("RUN a \\\n  c\n")),
        ("RUN x=$(b c)\n", Some("RUN x=$(c)\n")),
    ] {
        check_after(text, |it| Operation::RemoveWord { node: it.says("b") }, expected);
    }
}

#[test]
fn instructions_go_with_all_their_lines() {
    for (text, expected) in [
        ("FROM a\nRUN b \\\n # c\n d\nUSER e\n", "FROM a\nUSER e\n"),
        ("FROM a\nRUN <<EOF\nb\nEOF\nUSER e\n", "FROM a\nUSER e\n"),
        ("FROM a\n\nRUN b", "FROM a"),
        ("FROM a\n  RUN b \\\n\n", "FROM a\n"),
    ] {
        check_after(text, |it| Operation::RemoveInstruction { node: it.instruction(1) }, Some(expected));
    }
}

#[test]
fn lines_go_in_before_and_behind() {
    let before = |it: &Parts| Operation::InsertLinesBefore { node: it.instruction(0), text: "ARG b\nARG c".to_owned() };
    check_after("# d\n  FROM a\r\n", before, Some("# d\nARG b\nARG c\n  FROM a\r\n"));
    check_after("\u{feff}FROM a\r\n", before, Some("\u{feff}ARG b\r\nARG c\r\nFROM a\r\n"));
    let behind = |it: &Parts| Operation::InsertLinesAfter { node: it.instruction(0), text: "ARG b".to_owned() };
    check_after("RUN a \\\n  # c\n  d\nUSER e\n", behind, Some("RUN a \\\n  # c\n  d\nARG b\nUSER e\n"));
    check_after("RUN <<EOF\na\nEOF", behind, Some("RUN <<EOF\na\nEOF\nARG b"));
    check_after("FROM a", behind, Some("FROM a\nARG b"));
    check_after("RUN a \\", behind, None);
    check_after("RUN a \\\n\n", behind, None);
    check_after("RUN <<EOF\na\n", behind, None);
}

#[test]
fn flags_go_behind_flags() {
    let add = |it: &Parts| Operation::AddFlag { node: it.instruction(0), text: "--x=y".to_owned() };
    check_after("RUN  a\n", add, Some("RUN --x=y  a\n"));
    check_after("COPY --a \\\n  --b c d\n", add, Some("COPY --a \\\n  --b --x=y c d\n"));
    check_after("ONBUILD RUN a\n", add, Some("ONBUILD RUN --x=y a\n"));
}

#[test]
fn statements_go_with_the_right_joint() {
    for (text, expected) in [
        ("RUN x && b\n", Some("RUN b\n")),
        ("RUN a && x && b\n", Some("RUN a && b\n")),
        ("RUN a && x; b\n", Some("RUN a; b\n")),
        ("RUN a; x && b\n", Some("RUN a; b\n")),
        ("RUN a; x\n", Some("RUN a\n")),
        ("RUN a; x;\n", Some("RUN a;\n")),
        ("RUN a \\\n  && x \\\n  && b\n", Some("RUN a \\\n  && b\n")),
        ("RUN a \\\n  && b \\\n  && x\n", Some("RUN a \\\n  && b\n")),
        ("RUN x && \\\n  # why\n  b\n", Some("RUN \\\n  # why\n  b\n")),
        ("RUN if a; then b; x; fi\n", Some("RUN if a; then b; fi\n")),
        ("RUN <<EOF\na\nx\nb\nEOF\n", Some("RUN <<EOF\na\nb\nEOF\n")),
        ("RUN x\n", None),
        ("RUN a || x\n", None),
        ("RUN x || a\n", None),
        ("RUN x <<EOF && a\nb\nEOF\n", None),
    ] {
        check_after(text, |it| Operation::RemoveStatement { node: it.statement("x") }, expected);
    }
}

#[test]
fn statements_come_in_the_style_of_the_list() {
    for (text, expected) in [
        ("RUN x\n", "RUN x && y\n"),
        ("RUN a && x; b\n", "RUN a && x && y; b\n"),
        ("RUN a \\\n && x\n", "RUN a \\\n && x \\\n && y\n"),
        ("RUN a && \\\n    x\n", "RUN a && \\\n    x && \\\n    y\n"),
        ("RUN x \\\n    b\n", "RUN x \\\n    b \\\n    && y\n"),
        ("RUN x <<EOF\na\nEOF\n", "RUN x <<EOF && y\na\nEOF\n"),
    ] {
        let append = |it: &Parts| Operation::AppendStatement { node: it.statement("x"), text: "y".to_owned() };
        check_after(text, append, Some(expected));
    }
}

#[test]
fn runs_are_joined_where_nothing_is_lost() {
    for (text, expected) in [
        ("RUN a\nRUN b\n", Some("RUN a \\\n    && b\n")),
        ("RUN a \\\r\n b\r\n\r\nRUN c\r\n", Some("RUN a \\\r\n b \\\r\n    && c\r\n")),
        ("RUN --mount=x a\nRUN --mount=x b\n", Some("RUN --mount=x a \\\n    && b\n")),
        ("RUN a\nRUN --mount=x b\n", None),
        ("RUN a\nRUN [\"b\"]\n", None),
        ("RUN a\nUSER b\n", None),
        ("RUN <<EOF\na\nEOF\nRUN b\n", None),
    ] {
        let join = |it: &Parts| Operation::JoinRuns { first: it.instruction(0), second: it.instruction(1) };
        check_after(text, join, expected);
    }
    check_after(
        "RUN a\nRUN b\n",
        |it| Operation::JoinRuns { first: it.instruction(1), second: it.instruction(0) },
        None,
    );
}

/// Every part of `file` that can be named.
fn nodes(file: &Dockerfile) -> Vec<Node> {
    let mut nodes: Vec<Node> =
        file.tree().nodes().iter().map(|node| Node { kind: node.kind, range: node.range }).collect();
    let pipelines = file.instructions.iter().flat_map(|it| it.trigger().scripts()).flat_map(Script::pipelines);
    nodes.extend(pipelines.map(Pipeline::node));
    nodes
}

/// An operation on parts picked by number.
fn operation(nodes: &[Node], which: u8, one: usize, other: usize, text: String) -> Option<Operation> {
    let node = *nodes.get(one.checked_rem(nodes.len())?)?;
    let second = nodes[other % nodes.len()];
    Some(match which % 12 {
        0 => Operation::Replace { node, text },
        1 => Operation::InsertBefore { node, text },
        2 => Operation::InsertAfter { node, text },
        3 => Operation::RemoveWord { node },
        4 => Operation::RemoveWords { first: node, last: second },
        5 => Operation::RemoveInstruction { node },
        6 => Operation::InsertLinesBefore { node, text },
        7 => Operation::InsertLinesAfter { node, text },
        8 => Operation::AddFlag { node, text },
        9 => Operation::RemoveStatement { node },
        10 => Operation::AppendStatement { node, text },
        _ => Operation::JoinRuns { first: node, second },
    })
}

/// Files as people write them: each instruction whole, in many layouts.
fn tidy_text() -> impl Strategy<Value = String> {
    let instruction = prop::sample::select(vec![
        "FROM a AS b\n",
        "ARG c=d\n",
        "ENV e=f g=\"h i\"\n",
        "# why\n",
        "\n",
        "RUN a\n",
        "RUN a && b; c || d\n",
        "RUN --mount=type=cache,target=/x a \\\n    && b \\\n    # why\n    && c\n",
        "RUN if a; then b; c; fi && d | e\n",
        "RUN <<EOF\na\nb && c\nEOF\n",
        "COPY --from=b c d /e/\n",
        "COPY <<F /g\nh\nF\n",
        "CMD [\"a\", \"b\"]\n",
        "ONBUILD RUN a && b\n",
        "LABEL a=b \\\n      c=d\n",
        "HEALTHCHECK CMD a || exit 1\n",
        "RUN case a in b) c; d ;; esac\n",
    ]);
    prop::collection::vec(instruction, 1..8).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text and the parts: nothing, or edits that apply.
    #[test]
    fn operations_on_any_text_resolve_or_refuse(
        text in dockerfile_text(),
        picks in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>(), "[a \n]{0,4}"), 1..4),
    ) {
        let file = parse(&text);
        let nodes = nodes(&file);
        let operations: Vec<Operation> =
            picks.into_iter().filter_map(|(which, one, other, text)| operation(&nodes, which, one, other, text)).collect();
        if let Some(edits) = file.resolve(&text, &operations) {
            prop_assert!(apply(&text, &edits).is_some());
        }
    }

    /// On whole files an operation on one instruction leaves the others as they were, and breaks nothing.
    #[test]
    fn operations_touch_nothing_else(text in tidy_text(), which in 3..12u8, one in any::<usize>()) {
        let file = parse(&text);
        prop_assert_eq!(&file.errors, &[]);
        let statements: Vec<Node> = nodes(&file).into_iter().filter(|node| node.kind == SyntaxKind::Statement).collect();
        let instructions: Vec<Node> = file.instructions.iter().map(Instruction::node).collect();
        // What a part may be asked: only what makes sense for it.
        let (nodes, insert) = match which {
            5 => (&instructions, ""),
            6 | 7 => (&instructions, "USER added"),
            9 | 10 => (&statements, "added"),
            _ => return Ok(()),
        };
        let Some(operation) = operation(nodes, which, one, one, insert.to_owned()) else { return Ok(()) };
        let Some(after) = file.resolve(&text, &[operation]).and_then(|edits| apply(&text, &edits)) else { return Ok(()) };
        let result = parse(&after);
        prop_assert_eq!(&result.errors, &[], "{}", after);
        let says = |file: &Dockerfile, text: &str| -> Vec<String> {
            file.instructions.iter().map(|it| text[it.range].to_owned()).collect()
        };
        let (before, behind) = (says(&file, &text), says(&result, &after));
        let same = before.iter().zip(&behind).take_while(|(left, right)| left == right).count();
        let same_behind = before.iter().rev().zip(behind.iter().rev()).take_while(|(left, right)| left == right).count();
        prop_assert!(same + same_behind + 1 >= before.len().max(behind.len()), "{:?} {:?}", before, behind);
        for script in result.instructions.iter().flat_map(|it| it.trigger().scripts()) {
            prop_assert_eq!(&script.errors, &[], "{}", after);
        }
    }
}
