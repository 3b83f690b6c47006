//! A second opinion: where a conforming parser and ours both take a text, they see the same tree.

use granit_parser::{Event, Parser};
use proptest::prelude::*;

use super::super::{Kind, Node, parse};

/// Values in the order of the text, with brackets around collections.
fn ours(text: &str) -> Option<Vec<String>> {
    fn walk(node: Node<'_>, out: &mut Vec<String>) {
        match node.kind() {
            Kind::Mapping | Kind::Sequence => {
                out.push(if node.is_mapping() { "{" } else { "[" }.to_owned());
                node.children().for_each(|child| walk(child, out));
                out.push("end".to_owned());
            }
            Kind::Scalar(_) => out.push(format!("={}", node.text().unwrap_or_default())),
            Kind::Alias => out.push("*".to_owned()),
            Kind::Null => out.push("=".to_owned()),
        }
    }
    let yaml = parse(text);
    let mut out = Vec::new();
    for document in yaml.documents() {
        out.push("document".to_owned());
        walk(document.root(), &mut out);
    }
    yaml.errors().is_empty().then_some(out)
}

fn theirs(text: &str) -> Option<Vec<String>> {
    let options = granit_parser::options! { emit_comments: false };
    let mut out = Vec::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.ok()?;
        match event {
            Event::DocumentStart(..) => out.push("document".to_owned()),
            Event::MappingStart(..) => out.push("{".to_owned()),
            Event::SequenceStart(..) => out.push("[".to_owned()),
            Event::MappingEnd | Event::SequenceEnd => out.push("end".to_owned()),
            // It writes `~` where nothing stands.
            Event::Scalar(..) if span.start.index() == span.end.index() => out.push("=".to_owned()),
            Event::Scalar(text, ..) => out.push(format!("={text}")),
            Event::Alias(_) => out.push("*".to_owned()),
            _ => {}
        }
    }
    Some(out)
}

/// Lines as people write them, right ones mostly.
fn manifest() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "x",
        "1",
        "true",
        "'it''s'",
        "\"a\\nb\"",
        "[a, b]",
        "{c: d}",
        "[]",
        "{}",
        "",
        "~",
        "a b c",
        "http://x:80/y",
        "&n v",
        "!!str 5",
        "|\n$  text\n$  more",
        ">-\n$  text\n$  more",
        "x # comment",
        "\"two\n$  lines\"",
        "two\n$  lines",
        "{a: [1, {b: c}],\n$  d: e}",
    ]);
    let line = (
        0usize..4,
        prop::sample::select(vec!["a", "b", "name", "\"q\"", "k.io/x"]),
        any::<bool>(),
        any::<bool>(),
        value,
    );
    prop::collection::vec(line, 1..12).prop_map(|lines| {
        let mut text = String::new();
        let mut depth = 0;
        for (level, key, dash, opens, value) in lines {
            let level = level.min(depth);
            let indent = "  ".repeat(level);
            let dash = if dash && level > 0 { "- " } else { "" };
            let value = value.replace('$', &format!("{indent}{}", if dash.is_empty() { "" } else { "  " }));
            if opens {
                text.push_str(&format!("{indent}{dash}{key}:\n"));
                depth = level + 1 + usize::from(!dash.is_empty());
            } else {
                text.push_str(&format!("{indent}{dash}{key}: {value}\n"));
                depth = level;
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn both_see_one_tree(text in manifest()) {
        match (ours(&text), theirs(&text)) {
            (Some(ours), Some(theirs)) => prop_assert_eq!(ours, theirs, "{}", text),
            (Some(_), None) => prop_assert!(false, "only we take {:?}", text),
            (None, Some(_)) => prop_assert!(false, "only we refuse {:?}: {:?}", text, parse(text.as_str()).errors()),
            (None, None) => {}
        }
    }
}
