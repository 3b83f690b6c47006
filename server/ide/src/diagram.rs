//! The graph of a workspace as a drawing has it: nodes and edges.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use project::Snapshot;
use project::graph::{Completeness, Definition, Edge, Graph, Inquiry, Lookup, Maker, Reference};
use syntax::TextRange;

/// What stands behind a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A manifest, in that file at that place.
    Written(PathBuf, u32),
    /// An object makes it.
    Made,
    /// Nothing, and nobody can say whether it is elsewhere.
    Elsewhere,
    /// Nothing, where something ought to be.
    Missing,
}

/// A node: an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// The namespace it ends up in, where there is just one; else the one that is written, if any.
    pub namespace: Option<String>,
    /// Its kind.
    pub kind: String,
    /// Its name; empty where none is written.
    pub name: String,
    /// What stands behind it.
    pub standing: Standing,
}

/// What the one has to do with the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The place of the one among the nodes.
    pub from: usize,
    /// The place of the other.
    pub to: usize,
    /// What the one does to the other: `mounts`, `selects`.
    pub verb: &'static str,
}

/// Nodes by namespace, kind and name, and the arrows between them in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagram {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The arrows, each once.
    pub arrows: Vec<Arrow>,
}

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Only objects of these kinds, in whatever case, and what they are connected with; empty: all.
    pub kinds: Vec<String>,
    /// Only objects in these namespaces, and what they are connected with; empty: all.
    pub namespaces: Vec<String>,
}

/// The graph of the files in `within`: what their objects refer to and select. That an object is in a namespace is no arrow.
#[must_use]
pub fn diagram(snapshot: &Snapshot, within: &[PathBuf], choice: &Choice) -> Diagram {
    let graph = snapshot.graph();
    let mut arrows: BTreeSet<(Node, Node, &'static str)> = BTreeSet::new();
    let mut nodes: BTreeSet<Node> = BTreeSet::new();
    for path in within {
        let inquiry = graph.inquire(path);
        let count = graph.file(path).map_or(0, |file| file.objects.len());
        for own in (0..count).filter_map(|index| graph.definition(path, index)) {
            if inquiry.completeness(own.object) == Completeness::Whole {
                nodes.insert(node(graph, &own));
                leads(graph, &inquiry, &own, &mut arrows);
            }
        }
    }
    let is_chosen = |node: &Node| {
        let is_kind = |kind: &String| kind.eq_ignore_ascii_case(&node.kind);
        (choice.kinds.is_empty() || choice.kinds.iter().any(is_kind))
            && (choice.namespaces.is_empty() || node.namespace.iter().any(|name| choice.namespaces.contains(name)))
    };
    arrows.retain(|(from, to, _)| is_chosen(from) || is_chosen(to));
    nodes.retain(is_chosen);
    nodes.extend(arrows.iter().flat_map(|(from, to, _)| [from.clone(), to.clone()]));
    let places: BTreeMap<&Node, usize> = nodes.iter().zip(0..).collect();
    let arrows = arrows.iter().map(|(from, to, verb)| Arrow { from: places[from], to: places[to], verb });
    let arrows = arrows.collect();
    Diagram { arrows, nodes: nodes.into_iter().collect() }
}

fn node(graph: &Graph, own: &Definition<'_>) -> Node {
    let identity = &own.object.identity;
    let namespace = match graph.inquire(own.path).namespaces(own.object).as_slice() {
        [one] => Some(one.to_string()),
        _ => identity.namespace.as_ref().map(ToString::to_string),
    };
    let range: TextRange = own.object.site.range;
    Node {
        namespace,
        kind: identity.kind.to_string(),
        name: identity.name.to_string(),
        standing: Standing::Written(Path::to_path_buf(own.path), range.start().into()),
    }
}

/// The arrows that go out from an object.
fn leads(
    graph: &Graph,
    inquiry: &Inquiry<'_>,
    own: &Definition<'_>,
    arrows: &mut BTreeSet<(Node, Node, &'static str)>,
) {
    let from = node(graph, own);
    for reference in own.object.references.iter().filter(|it| it.edge != Edge::Namespace) {
        let verb = reference.edge.verb();
        let lookup = inquiry.lookup(own.object, reference);
        for to in lookup.definitions() {
            arrows.insert((from.clone(), node(graph, to), verb));
        }
        let standing = match &lookup {
            Lookup::Found(_) | Lookup::Ambiguous(_) => continue,
            Lookup::Produced(makers) => {
                let to = nameless(&from, reference, Standing::Made);
                for maker in makers {
                    match maker {
                        Maker::Object(by, _) | Maker::Release(by) => {
                            arrows.insert((node(graph, by), to.clone(), "makes"));
                        }
                        Maker::Cluster => {}
                    }
                }
                Standing::Made
            }
            Lookup::Missing => Standing::Missing,
            Lookup::Optional | Lookup::Unknown(_) => Standing::Elsewhere,
        };
        arrows.insert((from.clone(), nameless(&from, reference, standing), verb));
    }
    for selector in &own.object.selectors {
        for to in inquiry.selected(own.object, selector).iter().filter(|to| *to != own) {
            arrows.insert((from.clone(), node(graph, to), selector.purpose.verb()));
        }
    }
}

/// What a reference names, where no manifest is.
fn nameless(from: &Node, reference: &Reference, standing: Standing) -> Node {
    let namespace = reference.namespace.as_ref().map(ToString::to_string);
    Node {
        namespace: if reference.is_cluster_wide() { None } else { namespace.or_else(|| from.namespace.clone()) },
        kind: reference.kind.to_string(),
        name: reference.name.to_string(),
        standing,
    }
}
