//! Selections: what an object selects by labels, and what it should have.

use project::graph::{Definition, Labels, Name, Purpose, Selected, Selector, Within};
use syntax::spelling;
use syntax::yaml::{Data, Node, Operation};

use super::reference;
use crate::fix::Fix;
use crate::grain::Known;
use crate::report::Report;

/// The selectors of an object for one of `purposes` that ask for something and select nothing, where there is something to
/// select.
pub(super) fn dangling<'a>(known: &Known<'a>, purposes: &[Purpose]) -> Vec<&'a Selector> {
    let inquiry = known.file.inquiry;
    let selectors = known.fact.selectors.iter().filter(|it| purposes.contains(&it.purpose) && !it.is_empty());
    let is_dangling =
        |it: &&Selector| inquiry.selected(known.fact, it).is_empty() && inquiry.doubt(known.fact, it).is_none();
    selectors.filter(is_dangling).collect()
}

/// Reports a selector that selects nothing; `what` says what comes of it: ``Service `web` selects no Pod``.
pub(super) fn report(known: &Known<'_>, selector: &Selector, what: &str, report: &mut Report<'_>) {
    let (whom, place) = match selector.selects {
        Selected::Pods => ("workload", reference::in_namespace(known)),
        Selected::Kind("Namespace") => ("Namespace", String::new()),
        Selected::Kind(kind) => (kind, reference::in_namespace(known)),
    };
    let place = if selector.within == Within::Own { place } else { String::new() };
    let message = format!("{what}: no {whom}{place} has {}", labels(selector));
    let node = node(known, selector);
    let found = match node {
        Some(node) => report.on(node, message),
        None => report.found(selector.range, message),
    };
    let Some((candidate, own)) = candidate(known, selector) else { return };
    let place = candidate.object.pod.as_ref().and_then(|pod| pod.labels_range).unwrap_or(candidate.object.site.name);
    found.label_in(
        known.file,
        candidate.path,
        reference::start(place),
        format!("the labels of {}", reference::title(candidate.object)),
    );
    if let Some(fix) = node.and_then(|node| copy(node, selector, own, &reference::title(candidate.object))) {
        found.fix(fix);
    }
}

/// What a selector asks for, in words: ``the label `app=web` ``.
pub(super) fn labels(selector: &Selector) -> String {
    let mut asked: Vec<String> = selector.labels.iter().map(|(key, value)| format!("`{key}={value}`")).collect();
    asked.extend(selector.expressions.iter().map(|it| format!("`{}` as asked", it.key)));
    match asked.as_slice() {
        [one] => format!("the label {one}"),
        [before @ .., last] => format!("the labels {} and {last}", before.join(", ")),
        [] => "labels".to_owned(),
    }
}

/// The node that a selector stands in.
pub(super) fn node<'a>(known: &Known<'a>, selector: &Selector) -> Option<Node<'a>> {
    let inner = known.file.manifest.yaml.node_at(selector.range.start())?;
    inner.ancestors().find(|node| node.range() == selector.range)
}

/// The object that a selector most likely means, with its labels: one that shares a label with it, or its object's name.
fn candidate<'a>(known: &Known<'a>, selector: &Selector) -> Option<(Definition<'a>, &'a Labels)> {
    let inquiry = known.file.inquiry;
    let beside = match selector.selects {
        Selected::Pods => inquiry.pods_beside(known.fact),
        Selected::Kind("Namespace") => return None,
        Selected::Kind(kind) => inquiry.beside(known.fact, kind),
    };
    let value =
        |labels: &'a Labels, key: &str| labels.iter().find(|(own, _)| own.as_ref() == key).map(|(_, value)| value);
    let likeness = |definition: &Definition<'a>, labels: &'a Labels| {
        let like = |(key, asked): &(Name, Name)| match value(labels, key) {
            Some(own) if own == asked => 4,
            Some(own) if spelling::nearest(asked, [own.as_ref()]).is_some() => 3,
            Some(_) | None => 0,
        };
        let is_namesake = definition.object.identity.name == known.fact.identity.name;
        selector.labels.iter().map(like).sum::<usize>() + if is_namesake { 2 } else { 0 }
    };
    let mut best: Option<(usize, Definition<'a>, &'a Labels)> = None;
    for definition in beside {
        let labels = match selector.selects {
            Selected::Pods => definition.object.pod.as_ref().map(|pod| &pod.labels),
            Selected::Kind(_) => Some(&definition.object.labels),
        };
        let Some(labels) = labels.filter(|labels| !labels.is_empty()) else { continue };
        let likeness = likeness(&definition, labels);
        if likeness > best.as_ref().map_or(0, |(best, ..)| *best) {
            best = Some((likeness, definition, labels));
        }
    }
    best.map(|(_, definition, labels)| (definition, labels))
}

/// Makes the labels asked for those of `own`: other values for the keys both have, and nothing for the others.
fn copy(node: Node<'_>, selector: &Selector, own: &Labels, whose: &str) -> Option<Fix> {
    let asked = node.get("matchLabels").filter(|it| it.is_mapping()).unwrap_or(node);
    if !selector.expressions.is_empty() {
        return None;
    }
    let mut fix = Fix::suggested(format!("Copy the labels of {whose}"));
    let mut kept = 0;
    let mut entries = Vec::new();
    for entry in asked.entries() {
        let key = entry.name();
        entries.push((entry, own.iter().find(|(own, _)| *own.as_ref() == *key).map(|(_, value)| value)));
    }
    for (entry, value) in &entries {
        let at = entry.value.address();
        match value {
            Some(value) if entry.value.is(value) => kept += 1,
            Some(value) => {
                kept += 1;
                fix = fix.edit(Operation::Replace { at, value: Data::text(value.as_ref()) });
            }
            None => fix = fix.edit(Operation::Remove { at }),
        }
    }
    if kept > 0 {
        return Some(fix);
    }
    let (key, value) = ["app.kubernetes.io/name", "app", "k8s-app", "name"]
        .iter()
        .find_map(|key| own.iter().find(|(own, _)| own.as_ref() == *key))?;
    let value = Data::map([(key.as_ref(), Data::text(value.as_ref()))]);
    Some(Fix::suggested(format!("Copy the labels of {whose}")).edit(Operation::Replace { at: asked.address(), value }))
}
