//! What of the graph stands under the cursor: an object, a key or a port of one, something that is made, a name within
//! a Pod, a label that is selected.

use std::path::Path;

use project::Snapshot;
use project::graph::{Completeness, Definition, Graph, Inquiry, Lookup, Made, Maker, Object, Part, Reference};
use syntax::yaml::{Node, Yaml};
use syntax::{TextRange, TextSize};

use super::label::{self, Label};
use super::pod_name::{self, PodName};

/// Something that has a name, and that others name.
#[derive(Debug, Clone)]
pub(super) enum Entity<'g> {
    /// An object; several where nobody can say which of them is meant: overlays that each make their own.
    Objects(Vec<Definition<'g>>),
    /// A key of a ConfigMap or Secret, a port of a Service: the object, and where the part stands.
    Part(Definition<'g>, TextRange),
    /// What an object makes that has no manifest.
    Made(Definition<'g>, &'g Made),
    /// A container, a volume or a port of a Pod.
    PodName(PodName<'g>),
    /// A label that a selector asks for.
    Label(Label<'g>),
}

/// A place in a file, with the file of the graph.
#[derive(Debug)]
pub(super) struct At<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) inquiry: Inquiry<'s>,
    pub(super) path: &'s Path,
    pub(super) yaml: &'s Yaml,
    pub(super) offset: TextSize,
}

impl<'s> At<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, path: &'s Path, yaml: &'s Yaml, offset: TextSize) -> Self {
        Self { snapshot, inquiry: snapshot.graph().inquire(path), path, yaml, offset }
    }

    pub(super) fn graph(&self) -> &'s Graph {
        self.snapshot.graph()
    }

    /// The object of the graph around the cursor.
    pub(super) fn definition(&self) -> Option<Definition<'s>> {
        let file = self.graph().file(self.path)?;
        let (index, _) = file.object_at(self.offset)?;
        self.graph().definition(self.path, index)
    }

    /// What is under the cursor.
    pub(super) fn entity(&self) -> Option<Entity<'s>> {
        let own = self.definition()?;
        self.referred(own).or_else(|| self.declared(own)).or_else(|| {
            let node = self.yaml.node_at(self.offset)?;
            let pod = || pod_name::under(self, own, node).map(Entity::PodName);
            label::under(self, own, node).map(Entity::Label).or_else(pod)
        })
    }

    /// The reference under the cursor, with the object that has it, and whether the cursor is on its key or port.
    pub(super) fn reference(&self) -> Option<(Definition<'s>, &'s Reference, bool)> {
        let own = self.definition()?;
        let reference = own.object.reference_at(self.offset)?;
        let on_part = reference.part.as_ref().is_some_and(|(_, range)| range.contains_inclusive(self.offset));
        Some((own, reference, on_part))
    }

    fn referred(&self, own: Definition<'s>) -> Option<Entity<'s>> {
        let (_, reference, on_part) = self.reference()?;
        let lookup = self.inquiry.lookup(own.object, reference);
        if on_part && !matches!(lookup, Lookup::Produced(_)) {
            return match self.inquiry.part(reference, &lookup) {
                Part::Found(definition, range) => Some(Entity::Part(definition, range)),
                Part::Whole | Part::Unknown | Part::Missing(_) => None,
            };
        }
        match lookup {
            Lookup::Found(definition) => Some(Entity::Objects(vec![definition])),
            Lookup::Ambiguous(definitions) => Some(Entity::Objects(definitions)),
            Lookup::Produced(makers) => makers.into_iter().find_map(|maker| match maker {
                Maker::Object(definition, made) => Some(Entity::Made(definition, made)),
                Maker::Release(_) | Maker::Cluster => None,
            }),
            Lookup::Optional | Lookup::Missing | Lookup::Unknown(_) => None,
        }
    }

    fn declared(&self, own: Definition<'s>) -> Option<Entity<'s>> {
        let object = own.object;
        let touches = |range: TextRange| range.contains_inclusive(self.offset);
        if !object.identity.name.is_empty() && touches(object.site.name) {
            let is_patch = self.inquiry.completeness(object) == Completeness::Patch;
            let patched = if is_patch { self.inquiry.counterparts(object) } else { Vec::new() };
            return Some(Entity::Objects(if patched.is_empty() { vec![own] } else { patched }));
        }
        if let Some(key) = object.keys.iter().find(|key| touches(key.range)) {
            return Some(Entity::Part(own, key.range));
        }
        if let Some(made) = object.makes.iter().find(|made| touches(made.range)) {
            return Some(Entity::Made(own, made));
        }
        let port = object.ports.iter().find(|port| touches(port.range))?;
        let node = self.yaml.node_at(self.offset)?;
        let is_named = node.key().is_some_and(|key| key.is("name") || key.is("port"));
        (is_named && node.parent()?.range() == port.range).then_some(Entity::Part(own, port.range))
    }
}

/// The name of a part, where it stands: of a port its name, else its number.
pub(super) fn part_name(
    snapshot: &Snapshot,
    definition: &Definition<'_>,
    part: TextRange,
) -> Option<(String, TextRange)> {
    if let Some(key) = definition.object.keys.iter().find(|key| key.range == part) {
        return Some((key.name.to_string(), key.range));
    }
    let document = snapshot.document(definition.path).ok()?;
    let node = node_of(document.yaml()?, part)?;
    let name = ["name", "port"].into_iter().find_map(|key| node.get(key))?;
    Some((name.text()?.into_owned(), name.inner_range()))
}

/// The collection with just that range.
pub(super) fn node_of(yaml: &Yaml, range: TextRange) -> Option<Node<'_>> {
    let node = yaml.node_at(range.start())?;
    node.ancestors().find(|node| node.range() == range && (node.is_mapping() || node.is_sequence()))
}

/// The Pod of the object of the graph, in the tree of its file.
pub(super) fn pod_of<'y>(yaml: &'y Yaml, object: &Object) -> Option<Node<'y>> {
    let pod = object.pod.as_ref()?;
    node_of(yaml, pod.range)
}
