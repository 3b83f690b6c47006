//! Files of schemas as JSON values, whichever of both they are written in.

use serde_json::{Map, Number, Value};
use syntax::yaml::{self, Flavour, Node, Resolved, Yaml};

/// Values that one document may unfold to: a few lines of aliases can stand for billions. The largest public file has a
/// fifth.
const MOST: usize = 1_000_000;

/// Levels of values; a schema of more is not read.
const DEEPEST: usize = 200;

/// The documents of a text, JSON or YAML, as values. A document that unfolds to too much is `None`, and so is a text that
/// begins as JSON and is none.
pub(super) fn values(text: &str) -> Vec<Option<Value>> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && let Ok(value) = serde_json::from_str(text.trim_start_matches('\u{feff}'))
    {
        return vec![Some(value)];
    }
    of_yaml(&yaml::parse(text))
}

/// The documents of a tree as values.
pub(super) fn of_yaml(yaml: &Yaml) -> Vec<Option<Value>> {
    yaml.documents().map(|document| value(document.root())).collect()
}

/// A node and all in it, aliases and merge keys replaced by what they stand for; of two equal keys the last one counts.
/// `None`: it is too much.
#[must_use]
pub fn value(node: Node<'_>) -> Option<Value> {
    // What is written out may be as long as it is; only what aliases add is bounded.
    unfold(node, &mut { MOST.max(node.tree().text().len()) }, DEEPEST)
}

fn unfold(node: Node<'_>, left: &mut usize, depth: usize) -> Option<Value> {
    *left = left.checked_sub(1)?;
    let depth = depth.checked_sub(1)?;
    let node = node.effective();
    if node.is_mapping() {
        let mut map = Map::new();
        for entry in node.merged_entries() {
            map.insert(entry.name().into_owned(), unfold(entry.value, left, depth)?);
        }
        return Some(Value::Object(map));
    }
    if node.is_sequence() {
        return node.items().map(|item| unfold(item, left, depth)).collect::<Option<_>>().map(Value::Array);
    }
    Some(match node.resolved(Flavour::Kubernetes) {
        Some(Resolved::Bool(holds)) => Value::Bool(holds),
        Some(Resolved::Int(number)) => Value::Number(number.into()),
        Some(Resolved::Float(number)) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Some(Resolved::Str(text)) => Value::String(text.into_owned()),
        Some(Resolved::Null) | None => Value::Null,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::values;

    #[test]
    fn yaml_and_json_give_values() {
        let text = "a: &a {x: 1, y: on}\nb:\n  <<: *a\n  x: 2.5\n  x: 3\nc: [~, '1', 0o7]\n---\n- 2\n";
        let expected = json!({"a": {"x": 1, "y": true}, "b": {"x": 3, "y": true}, "c": [null, "1", 7]});
        let found = values(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].as_ref().map(|it| &it["b"]), Some(&expected["b"]));
        assert_eq!(found[0].as_ref().map(|it| &it["c"][1]), Some(&json!("1")));
        assert_eq!(values("\u{feff}{\"on\": \"on\"}"), [Some(json!({"on": "on"}))]);
        assert_eq!(values("# nothing\n"), []);
    }

    #[test]
    fn aliases_that_stand_for_too_much_give_nothing() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..20 {
            let below = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
        }
        assert_eq!(values(&text), [None]);
    }
}
