//! What would be typed where.

use std::fmt::Write as _;

use testing::Fixture;

use super::super::{Position, parse};

/// The answer at the fixture's cursor: position, route, keys, in words.
fn answer(fixture: &str) -> String {
    let fixture = Fixture::parse(fixture);
    let cursor = fixture.cursor();
    let text = &fixture.files[0].text;
    let yaml = parse(text.as_str());
    let Some(found) = yaml.cursor(u32::try_from(cursor.offset).unwrap().into()) else { return "none".to_owned() };
    let mut out = match found.position {
        Position::Key => "key".to_owned(),
        Position::Value => "value".to_owned(),
        Position::Item { index, needs_dash } => format!("item {index}{}", if needs_dash { " behind `- `" } else { "" }),
    };
    let _ = write!(out, " of {:?}", found.route.to_string());
    if let Some(document) = found.document.filter(|document| document.index() > 0) {
        let _ = write!(out, " in document {}", document.index());
    }
    for (word, there) in [("opens", found.opens), ("flow", found.flow), ("there", found.node.is_some())] {
        if there {
            let _ = write!(out, ", {word}");
        }
    }
    if !found.keys.is_empty() {
        let _ = write!(out, ", beside {}", found.keys.join(" "));
    }
    if !found.word.is_empty() {
        let _ = write!(out, ", for {:?}", &text[found.word]);
    }
    out
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(fixture, expected)| answer(fixture) != *expected)
        .map(|(fixture, expected)| format!("{fixture}\n  expected {expected}\n  found    {}\n", answer(fixture)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn on_words() {
    check(&[
        ("a: 1\nki<|>\n", "key of \"\", there, beside a, for \"ki\""),
        ("ki<|>\n", "value of \"\", opens, there, for \"ki\""),
        ("a: 1\nb<|>c: 2\n", "key of \"\", there, beside a, for \"bc\""),
        ("a: x<|>y # z\n", "value of \"a\", there, for \"xy\""),
        ("spec:\n  na<|>\n", "value of \"spec\", opens, there, for \"na\""),
        ("spec:\n  na<|>\n  b: 1\n", "key of \"spec\", there, beside b, for \"na\""),
        ("spec:\n  \"na<|>\"\n", "value of \"spec\", opens, there, for \"\\\"na\\\"\""),
        ("l:\n- na<|>\n", "item 0 of \"l\", opens, there, for \"na\""),
        ("l:\n- na<|>\n  b: 1\n", "key of \"l[0]\", there, beside b, for \"na\""),
        ("a: \"x<|>\nb: 1\n", "value of \"a\", there, for \"\\\"x\""),
        ("a: *x<|>\n", "value of \"a\", there, for \"*x\""),
        ("a: |\n  x<|>\n", "none"),
        ("a: 1 # x<|>\n", "none"),
        ("--<|>-\na: 1\n", "none"),
        ("%YAML<|> 1.2\n---\na: 1\n", "none"),
    ]);
}

#[test]
fn behind_signs() {
    check(&[
        ("a: <|>\nb: 1\n", "value of \"a\""),
        ("a:<|>\nb: 1\n", "value of \"a\""),
        ("a: <|> # c\n", "value of \"a\""),
        ("spec: <|>\n  a: 1\n", "value of \"spec\", there"),
        ("l:\n- <|>\n- b\n", "item 0 of \"l\", opens, there"),
        ("l:\n- a: 1\n- <|>\n", "item 1 of \"l\", opens, there"),
        ("l:\n  - a:\n    b: <|>\n", "value of \"l[0].b\""),
    ]);
}

#[test]
fn in_brackets() {
    check(&[
        ("a: [<|>]\n", "item 0 of \"a\", flow, there"),
        ("a: [b, <|>]\n", "item 1 of \"a\", flow, there"),
        ("a: [b<|>]\n", "item 0 of \"a\", flow, there, for \"b\""),
        ("a: [b, <|>\nc: 1\n", "item 1 of \"a\", flow, there"),
        ("a: {<|>}\n", "key of \"a\", flow, there"),
        ("a: {b: 1, <|>}\n", "key of \"a\", flow, there, beside b"),
        ("a: {b: <|>}\n", "value of \"a.b\", flow"),
        ("a: {b: 1, c<|>}\n", "key of \"a\", flow, there, beside b, for \"c\""),
        ("a: {b: <|>\nc: 1\n", "value of \"a.b\", flow"),
        ("{\n  \"a\": {\n    \"b\": 1,\n    <|>\n  }\n}\n", "key of \"a\", flow, there, beside b"),
        ("{\n  \"a\": \"<|>\"\n}\n", "value of \"a\", flow, there, for \"\\\"\\\"\""),
        ("a: [b] <|>\nc: 1\n", "value of \"a\", there"),
    ]);
}

#[test]
fn on_empty_lines() {
    check(&[
        ("<|>", "value of \"\", opens"),
        ("# c\n<|>\n", "value of \"\", opens"),
        ("a: 1\n<|>\n", "key of \"\", there, beside a"),
        ("<|>\na: 1\n", "key of \"\", there, beside a"),
        ("spec:\n  a: 1\n  <|>\n  b: 2\n", "key of \"spec\", there, beside a b"),
        ("spec:\n  a: 1\n<|>\n  b: 2\n", "key of \"\", there, beside spec"),
        ("spec:\n  <|>\n", "value of \"spec\", opens"),
        ("spec:\n  <|>\n  a: 1\n", "key of \"spec\", there, beside a"),
        ("spec:\n<|>\n  a: 1\n", "key of \"\", there, beside spec"),
        ("spec:\n  t:\n    <|>\n  u: 1\n", "value of \"spec.t\", opens"),
        ("spec:\n  t:\n  <|>\n  u: 1\n", "key of \"spec\", there, beside t u"),
        ("l:\n  - name: a\n    <|>\n", "key of \"l[0]\", there, beside name"),
        ("l:\n  - name: a\n  <|>\n", "item 1 behind `- ` of \"l\", opens, there"),
        ("l:\n- name: a\n<|>\n", "key of \"\", there, beside l"),
        ("l:\n- name: a\n  <|>\n- name: b\n", "key of \"l[0]\", there, beside name"),
        ("- a\n<|>\n- b\n", "item 1 behind `- ` of \"\", opens, there"),
        ("a: 1\n---\n<|>\n", "value of \"\" in document 1, opens"),
        ("a: 1\n---\nb: 2\n<|>\n---\nc: 3\n", "key of \"\" in document 1, there, beside b"),
        ("a:\n  b:\n    c: 1\n   <|>\n", "key of \"a.b\", there, beside c"),
        ("a:\n  b: 1\n      <|>\n", "key of \"a\", there, beside b"),
    ]);
}

#[test]
fn on_text_that_belongs_to_nothing() {
    check(&[
        ("spec:\n  containers:\n  res<|>\n    - name: a\n", "key of \"spec\", there, beside containers, for \"res\""),
        ("a: \"x\"\n    wo<|>rd\nb: 1\n", "key of \"\", there, beside a b, for \"word\""),
    ]);
}
