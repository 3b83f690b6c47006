//! Labels that selectors ask for: those of Pods, Services, Namespaces.

use project::graph::{Definition, Object, Selected, Selector};
use syntax::TextRange;
use syntax::yaml::{Node, Role, Yaml};

use super::entity::{At, node_of};
use super::occurrences::{Occurrence, Places};

/// Objects and selectors that a label is followed through.
const LIMIT: usize = 256;

/// A label with its value.
#[derive(Debug, Clone)]
pub(super) struct Label<'g> {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) selects: Selected,
    /// Whether the key is meant rather than the value.
    pub(super) is_key: bool,
    /// Where the search begins.
    start: Side<'g>,
}

/// What has a label, or asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side<'g> {
    Labelled(Definition<'g>),
    Selector(Definition<'g>, usize),
}

/// The label at `node`, a scalar of `own`.
pub(super) fn under<'g>(at: &At<'g>, own: Definition<'g>, node: Node<'_>) -> Option<Label<'g>> {
    let entry = node.as_entry()?;
    let mapping = node.parent()?;
    let (key, value) = (entry.name().into_owned(), entry.value.text()?.into_owned());
    let label = |selects, start| {
        let is_key = node.role() == Role::Key;
        Some(Label { key: key.clone(), value: value.clone(), selects, is_key, start })
    };
    for (index, selector) in own.object.selectors.iter().enumerate() {
        if labels_of(at.yaml, selector).is_some_and(|labels| labels == mapping) {
            return label(selector.selects, Side::Selector(own, index));
        }
    }
    if pod_labels(at.yaml, &own).is_some_and(|labels| labels == mapping) {
        return label(Selected::Pods, Side::Labelled(own));
    }
    if own_labels(at.yaml, &own).is_some_and(|labels| labels == mapping) {
        let found = at.inquiry.selecting(own.object).into_iter();
        let mut kinds = found.map(|(by, selector)| by.object.selectors[selector].selects);
        let selects = kinds.find(|selects| *selects != Selected::Pods)?;
        return label(selects, Side::Labelled(own));
    }
    None
}

fn labels_of<'y>(yaml: &'y Yaml, selector: &Selector) -> Option<Node<'y>> {
    let node = node_of(yaml, selector.range)?;
    Some(node.get("matchLabels").filter(|labels| labels.is_mapping()).unwrap_or(node))
}

fn pod_labels<'y>(yaml: &'y Yaml, own: &Definition<'_>) -> Option<Node<'y>> {
    node_of(yaml, own.object.pod.as_ref()?.labels_range?)
}

fn own_labels<'y>(yaml: &'y Yaml, own: &Definition<'_>) -> Option<Node<'y>> {
    node_of(yaml, own.object.site.range)?.get("metadata")?.get("labels")
}

impl Label<'_> {
    fn is_asked_by(&self, selector: &Selector) -> bool {
        selector.selects == self.selects && self.is_among(&selector.labels)
    }

    fn is_among(&self, labels: &[(project::graph::Name, project::graph::Name)]) -> bool {
        labels.iter().any(|(key, value)| (key.as_ref(), value.as_ref()) == (self.key.as_str(), self.value.as_str()))
    }
}

/// Every place with the label that hangs together: the selectors that ask for it, what they select, and who else selects
/// that.
pub(super) fn occurrences(at: &At<'_>, label: &Label<'_>, places: &mut Places<'_>) {
    let mut waiting = vec![label.start];
    let mut seen: Vec<Side<'_>> = Vec::new();
    while let Some(side) = waiting.pop() {
        if seen.contains(&side) {
            continue;
        }
        if seen.len() == LIMIT {
            places.is_cut = true;
            return;
        }
        seen.push(side);
        match side {
            Side::Labelled(own) => {
                let inquiry = at.graph().inquire(own.path);
                let by = inquiry.selecting(own.object);
                for (by, index) in &by {
                    let mut asked = by.object.selectors[*index].expressions.iter();
                    if asked.any(|expression| expression.key.as_ref() == label.key) {
                        let Object { identity, .. } = by.object;
                        let (kind, name) = (&identity.kind, &identity.name);
                        places.unreachable = Some(format!(
                            "{kind} `{name}` asks for `{}` by an expression: change that first",
                            label.key
                        ));
                    }
                }
                let by = by.into_iter();
                let own_selectors = (0..own.object.selectors.len()).map(|index| (own, index));
                let all = by.chain(own_selectors).filter(|(by, index)| label.is_asked_by(&by.object.selectors[*index]));
                waiting.extend(all.map(|(by, index)| Side::Selector(by, index)));
                let patches = inquiry.counterparts(own.object).into_iter();
                waiting.extend(patches.map(Side::Labelled));
                put(own, label, places, &|yaml| match label.selects {
                    Selected::Pods => pod_labels(yaml, &own),
                    Selected::Kind(_) => own_labels(yaml, &own),
                });
            }
            Side::Selector(by, index) => {
                let selector = &by.object.selectors[index];
                let selected = at.graph().inquire(by.path).selected(by.object, selector).into_iter();
                waiting.extend(selected.map(Side::Labelled));
                put_selector(by, selector, label, places);
            }
        }
    }
}

fn put(own: Definition<'_>, label: &Label<'_>, places: &mut Places<'_>, labels: &dyn Fn(&Yaml) -> Option<Node<'_>>) {
    let Some(document) = places.document(own.path) else { return };
    let Some(range) = document.yaml().and_then(|yaml| range_in(labels(yaml)?, label)) else { return };
    let is_patch = places.is_patch(&own);
    places.extend([Occurrence { path: own.path.to_path_buf(), range, is_write: !is_patch }]);
}

fn put_selector(by: Definition<'_>, selector: &Selector, label: &Label<'_>, places: &mut Places<'_>) {
    let Some(document) = places.document(by.path) else { return };
    let Some(range) = document.yaml().and_then(|yaml| range_in(labels_of(yaml, selector)?, label)) else { return };
    places.extend([Occurrence { path: by.path.to_path_buf(), range, is_write: false }]);
}

/// Where the label stands in a mapping: its key or its value, as the cursor has it.
fn range_in(labels: Node<'_>, label: &Label<'_>) -> Option<TextRange> {
    let entry = labels.entry(&label.key).filter(|entry| entry.value.is(&label.value))?;
    Some(if label.is_key { entry.key } else { entry.value }.inner_range())
}
