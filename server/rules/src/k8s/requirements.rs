//! Requirements of selectors: `matchExpressions` of labels and of nodes.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use syntax::yaml::Node;

use super::{presence, scalar};
use crate::report::Report;

/// Reports what the API server refuses in a requirement on labels.
pub(super) fn check_label(requirement: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    check(requirement, is_whole, false, report);
}

/// Reports what the API server refuses in a requirement on nodes, which may compare numbers as well.
pub(super) fn check_node(requirement: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    check(requirement, is_whole, true, report);
}

fn check(requirement: Node<'_>, is_whole: bool, is_of_node: bool, report: &mut Report<'_>) {
    let requirement = requirement.effective();
    let Some(node) = scalar::get(requirement, "operator") else { return };
    let Some(operator) = scalar::text(node) else { return };
    let values = scalar::get(requirement, "values").map(Node::effective);
    let Some(items) = values.map_or(Some(Vec::new()), |values| values.is_sequence().then(|| values.items().collect()))
    else {
        return;
    };
    match &*operator {
        "In" | "NotIn" if items.is_empty() && is_whole && !presence::is_open(requirement) => {
            report.on(node, format!("`{operator}` compares with values; write them in `values`"));
        }
        "Exists" | "DoesNotExist" if !items.is_empty() => {
            report.on(values.unwrap_or(node), format!("`{operator}` takes no values; leave them out"));
        }
        "Gt" | "Lt" if !is_of_node => {
            report.on(
                node,
                format!("`{operator}` is for nodes only; write one of `In`, `NotIn`, `Exists`, `DoesNotExist`"),
            );
        }
        "Gt" | "Lt" if items.len() != 1 && is_whole => {
            report.on(values.unwrap_or(node), format!("`{operator}` compares with one value; write one"));
        }
        "Gt" | "Lt" => {
            let text = items.first().and_then(|item| Some((*item, scalar::text(*item)?)));
            if let Some((item, _)) = text.filter(|(_, text)| text.parse::<i64>().is_err()) {
                report.on(item, format!("`{operator}` compares with a whole number; write one"));
            }
        }
        _ => {}
    }
}

/// Whether labels meet a requirement; `None` where either is filled in later, or the requirement is none.
pub(super) fn holds(requirement: Node<'_>, labels: &FxHashMap<Cow<'_, str>, Node<'_>>) -> Option<bool> {
    let requirement = requirement.effective();
    let (key, operator) = (scalar::text_of(requirement, "key")?, scalar::text_of(requirement, "operator")?);
    let own = match labels.get(&key) {
        Some(label) => Some(scalar::text(*label)?),
        None => None,
    };
    let values: Option<Vec<_>> = scalar::items(requirement, "values").map(scalar::text).collect();
    let is_one = |own: &str| values.as_ref().map(|values| values.iter().any(|value| value == own));
    match (&*operator, own) {
        ("In", Some(own)) => is_one(&own),
        ("NotIn", Some(own)) => is_one(&own).map(|is_one| !is_one),
        ("In" | "Exists", None) | ("DoesNotExist", Some(_)) => Some(false),
        ("NotIn" | "DoesNotExist", None) | ("Exists", Some(_)) => Some(true),
        _ => None,
    }
}
