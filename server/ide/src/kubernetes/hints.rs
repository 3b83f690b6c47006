//! Inlay hints of objects: the Pods that are selected, the quality of service.

use std::path::Path;
use std::sync::Arc;

use project::Snapshot;
use project::graph::{Asked, Completeness, Definition, Graph, Inquiry};
use project::settings::Hints;
use syntax::TextSize;

use super::lens::is_shown;
use super::tally;
use crate::types::InlayHint;

/// Objects of a file that have hints.
const OBJECT_LIMIT: usize = 256;

/// Hints behind the kinds of workloads and of what selects them, with what was asked for them.
pub(crate) fn hints(snapshot: &Snapshot, path: &Path, shown: Hints) -> (Vec<InlayHint>, Vec<Asked>) {
    let graph = snapshot.graph();
    let inquiry = graph.inquire(path);
    let mut hints = Vec::new();
    let text = snapshot.document(path).map(|document| Arc::clone(&document.text)).unwrap_or_default();
    let count = graph.file(path).map_or(0, |file| file.objects.len()).min(OBJECT_LIMIT);
    for own in (0..count).filter_map(|index| graph.definition(path, index)) {
        if inquiry.completeness(own.object) != Completeness::Whole {
            continue;
        }
        if shown.selected_pods {
            hints.extend(selected(graph, &inquiry, own, behind_kind(&text, &own)));
        }
        if shown.quality_of_service {
            hints.extend(quality(&inquiry, own, behind_kind(&text, &own)));
        }
    }
    (hints, inquiry.into_asked())
}

/// Where the value of `kind` ends, its quotes included.
fn behind_kind(text: &str, own: &Definition<'_>) -> TextSize {
    let end = own.object.site.kind.end();
    let is_quoted = text.get(usize::from(end)..).is_some_and(|rest| rest.starts_with(['"', '\'']));
    if is_quoted { end + TextSize::new(1) } else { end }
}

fn selected(graph: &Graph, inquiry: &Inquiry<'_>, own: Definition<'_>, offset: TextSize) -> Option<InlayHint> {
    let selector = own.object.selectors.iter().find(|selector| is_shown(selector.purpose))?;
    let selected = inquiry.selected(own.object, selector);
    let names: Vec<String> = selected.iter().take(2).map(tally::title).collect();
    let label = match selected.len() {
        0 => return None,
        1 | 2 => names.join(", "),
        all => format!("{} and {} more", names.join(", "), all - names.len()),
    };
    let is_of_pods = selected.iter().all(|it| it.object.pod.is_some());
    let pods = tally::pods(&selected, graph).filter(|_| is_of_pods);
    Some(InlayHint { offset, label: format!("→ {label}"), tooltip: pods.map(|pods| format!("Selects {pods}.")) })
}

fn quality(inquiry: &Inquiry<'_>, own: Definition<'_>, offset: TextSize) -> Option<InlayHint> {
    let quality = tally::quality(inquiry, &own)?;
    Some(InlayHint {
        offset,
        label: quality.name().to_owned(),
        tooltip: Some(
            "The quality of service of its Pods: who is killed first when a node runs out of memory.".to_owned(),
        ),
    })
}
