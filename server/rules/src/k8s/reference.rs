//! References: names in an object that another object should have.

use project::graph::{Definition, Edge, Identity, Lookup, Object, Part, Reference};
use syntax::spelling;
use syntax::yaml::{Data, Node, Operation};
use syntax::{TextRange, TextSize};

use crate::fix::Fix;
use crate::grain::Known;
use crate::report::{Found, Report};

/// ``Deployment `web` ``.
pub(super) fn title(object: &Object) -> String {
    format!("{} `{}`", object.identity.kind, object.identity.name)
}

/// `` in `shop` ``, where an object ends up in one namespace and no other; else nothing.
pub(super) fn in_namespace(known: &Known<'_>) -> String {
    match known.file.inquiry.namespaces(known.fact).as_slice() {
        [one] => format!(" in `{one}`"),
        _ => String::new(),
    }
}

/// The references of an object for one of `edges`, with what each leads to; each place once for each part it names. What is
/// found far away is left out: it may be another one of that name.
pub(super) fn all<'a>(known: &Known<'a>, edges: &[Edge]) -> Vec<(&'a Reference, Lookup<'a>)> {
    let inquiry = known.file.inquiry;
    let references = known.fact.references.iter().filter(|reference| edges.contains(&reference.edge));
    let looked_up = references.map(|reference| (reference, inquiry.lookup(known.fact, reference)));
    let is_near = |lookup: &Lookup<'a>| lookup.definitions().iter().all(|it| inquiry.is_near(known.fact, it));
    looked_up.filter(|(_, lookup)| is_near(lookup)).collect()
}

/// The references of an object for one of `edges` that lead nowhere where something ought to be; each place once.
pub(super) fn missing<'a>(known: &Known<'a>, edges: &[Edge]) -> Vec<&'a Reference> {
    let mut found: Vec<&Reference> = all(known, edges)
        .into_iter()
        .filter(|(_, lookup)| *lookup == Lookup::Missing)
        .map(|(reference, _)| reference)
        .collect();
    found.sort_by_key(|reference| reference.range.start());
    found.dedup_by_key(|reference| reference.range);
    found
}

/// The references for one of `edges` whose object is there without the key or port they name, with that object.
pub(super) fn without_part<'a>(known: &Known<'a>, edges: &[Edge]) -> Vec<(&'a Reference, Definition<'a>)> {
    let part = |(reference, lookup): (&'a Reference, Lookup<'a>)| match known.file.inquiry.part(reference, &lookup) {
        Part::Missing(definition) => Some((reference, definition)),
        Part::Whole | Part::Found(..) | Part::Unknown => None,
    };
    all(known, edges).into_iter().filter_map(part).collect()
}

/// The scalar of the file that a range of the graph is about.
pub(super) fn node<'a>(known: &Known<'a>, range: TextRange) -> Option<Node<'a>> {
    known.file.manifest.yaml.node_at(range.start()).filter(|node| node.range().contains_range(range))
}

/// Reports that what a reference means is in no manifest. `consequence` is what comes of it: `so the Pod does not start`.
pub(super) fn report_missing<'r>(
    known: &Known<'_>,
    reference: &Reference,
    consequence: &str,
    report: &'r mut Report<'_>,
) -> &'r mut Found {
    let (kind, name) = (&reference.kind, &reference.name);
    let stated = reference.namespace.as_ref().map(|namespace| format!(" in `{namespace}`"));
    let place = match stated {
        _ if is_cluster_wide(known, reference) => String::new(),
        Some(stated) => stated,
        None => in_namespace(known),
    };
    let near = nearest(known, reference);
    let what = near.as_ref().map_or_else(|| "create it".to_owned(), |near| format!("use `{near}`"));
    let found =
        at(known, reference.range, format!("{kind} `{name}` is in no manifest{place}, {consequence}; {what}"), report);
    if let Some(near) = near
        && let Some(fix) = rename(known, reference.range, name, &near)
    {
        found.fix(fix);
    }
    found
}

/// Whether objects of the kind that is meant belong to no namespace.
fn is_cluster_wide(known: &Known<'_>, reference: &Reference) -> bool {
    Identity { kind: reference.kind.clone(), ..known.fact.identity.clone() }.is_cluster_wide()
}

/// Whether two objects are together: in one file, or in one folder.
pub(super) fn are_together(known: &Known<'_>, other: &Definition<'_>) -> bool {
    other.path.parent() == known.file.path.parent()
}

/// Reports at what a range of the graph is about: at the scalar with its quotes.
pub(super) fn at<'r>(
    known: &Known<'_>,
    range: TextRange,
    message: String,
    report: &'r mut Report<'_>,
) -> &'r mut Found {
    report.found(node(known, range).map_or(range, Node::range), message)
}

/// The StatefulSets whose Pods the Service names.
pub(super) fn governed<'a>(known: &Known<'a>) -> Vec<(Definition<'a>, &'a Reference)> {
    let inquiry = known.file.inquiry;
    let is_it = |(by, reference): &(Definition<'a>, &'a Reference)| {
        reference.edge == Edge::GoverningService
            && by.object.identity.kind.as_ref() == "StatefulSet"
            && inquiry.is_near(known.fact, by)
    };
    inquiry.referrers(known.fact).into_iter().filter(is_it).collect()
}

/// Writes `near` where `name` stands; `None` where more than the name stands there.
pub(super) fn rename(known: &Known<'_>, range: TextRange, name: &str, near: &str) -> Option<Fix> {
    let node = node(known, range).filter(|node| node.is(name))?;
    let value = if near.parse::<u16>().is_ok() { Data::plain(near) } else { Data::text(near) };
    Some(Fix::suggested(format!("Use `{near}`")).edit(Operation::Replace { at: node.address(), value }))
}

/// The name of an object of the kind that is meant, near enough to be it.
fn nearest(known: &Known<'_>, reference: &Reference) -> Option<String> {
    let inquiry = known.file.inquiry;
    let others = match &reference.namespace {
        Some(namespace) => inquiry.within(namespace, &reference.kind),
        None => inquiry.beside(known.fact, &reference.kind),
    };
    let names = others.iter().map(|it| it.object.identity.name.as_ref());
    spelling::nearest(&reference.name, names.filter(|name| !name.is_empty())).map(ToOwned::to_owned)
}

/// A range as short as it can be: the beginning of another one, for labels on whole objects.
pub(super) fn start(range: TextRange) -> TextRange {
    TextRange::at(range.start(), TextSize::new(0))
}
