//! Lenses above objects: whom they select, who refers to them.

use std::path::Path;

use project::Snapshot;
use project::graph::{Asked, Completeness, Definition, Edge, Inquiry, Purpose};
use syntax::TextRange;

use super::tally;
use crate::types::{Lens, Reference};

/// Objects of a file that have lenses; more are no text that anybody reads.
const OBJECT_LIMIT: usize = 256;

/// The lenses of a file, in the order of the text, with what was asked for them.
pub(crate) fn lenses(snapshot: &Snapshot, path: &Path) -> (Vec<Lens>, Vec<Asked>) {
    let graph = snapshot.graph();
    let inquiry = graph.inquire(path);
    let mut lenses = Vec::new();
    let count = graph.file(path).map_or(0, |file| file.objects.len()).min(OBJECT_LIMIT);
    for own in (0..count).filter_map(|index| graph.definition(path, index)) {
        if inquiry.completeness(own.object) == Completeness::Whole {
            lenses.extend(selects(snapshot, &inquiry, own));
            lenses.extend(referred(&inquiry, own));
        }
    }
    lenses.sort_by_key(|lens| lens.range.start());
    (lenses, inquiry.into_asked())
}

fn place(of: &Definition<'_>, range: TextRange) -> Reference {
    Reference { path: of.path.to_path_buf(), range, is_write: false }
}

/// `selects 3 Pods`
fn selects(snapshot: &Snapshot, inquiry: &Inquiry<'_>, own: Definition<'_>) -> Option<Lens> {
    let selector = own.object.selectors.iter().find(|selector| is_shown(selector.purpose))?;
    let selected = inquiry.selected(own.object, selector);
    let is_of_pods = selected.iter().all(|it| it.object.pod.is_some());
    let title = match tally::pods(&selected, snapshot.graph()).filter(|_| is_of_pods) {
        Some(pods) => format!("selects {pods}"),
        None if !selected.is_empty() => format!("selects {}", tally::counted(selected.len() as i64, "object")),
        None if inquiry.doubt(own.object, selector).is_none() => "selects nothing".to_owned(),
        None => return None,
    };
    let places = selected.iter().map(|it| place(it, it.object.site.name)).collect();
    Some(Lens { range: own.object.site.kind, title, places })
}

/// Whether what a selector selects is what its object is for.
pub(super) fn is_shown(purpose: Purpose) -> bool {
    match purpose {
        Purpose::Service
        | Purpose::DisruptionBudget
        | Purpose::NetworkPolicy
        | Purpose::Monitor
        | Purpose::Policy
        | Purpose::Gateway => true,
        Purpose::Workload
        | Purpose::NetworkPeer
        | Purpose::NetworkPeerNamespace
        | Purpose::Affinity
        | Purpose::Spread
        | Purpose::Volume
        | Purpose::Aggregation => false,
    }
}

/// `referenced by 4`: how many objects; none for a Namespace, which everything in it refers to.
fn referred(inquiry: &Inquiry<'_>, own: Definition<'_>) -> Option<Lens> {
    let by: Vec<_> = inquiry.referrers(own.object);
    let by = by.into_iter().filter(|(_, reference)| reference.edge != Edge::Namespace);
    let by: Vec<_> = by.collect();
    let mut objects: Vec<Definition<'_>> = Vec::new();
    for (by, _) in &by {
        if !objects.contains(by) {
            objects.push(*by);
        }
    }
    let places = by.iter().map(|(by, reference)| place(by, reference.range)).collect();
    let title = format!("referenced by {}", objects.len());
    (!objects.is_empty()).then_some(Lens { range: own.object.site.kind, title, places })
}
