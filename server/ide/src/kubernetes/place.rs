//! What a place in a manifest is: of which object, which field, and what it takes.

use schema::kubernetes::{Field, Kind, Schema, Version, kind};
use syntax::yaml::{Node, Role};

/// An object in a manifest whose kind is known: a document, an item of a list, or an object inside another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'y> {
    /// The mapping with `apiVersion` and `kind`.
    pub(super) node: Node<'y>,
    pub(super) kind: Kind,
}

/// A value in an object, by the fields that lead there.
#[derive(Debug, Clone)]
pub(super) struct Place<'y> {
    pub(super) object: Object<'y>,
    /// From the object, as [`Kind::defaults`] takes it: `spec.template.spec.containers[].image`.
    pub(super) path: String,
    /// The same without lists: `spec.template.spec.containers.image`.
    pub(super) plain_path: String,
    /// The last field on the way, with the schema that has it. `None`: this is the object itself.
    pub(super) member: Option<Member>,
    /// What the value itself may be. `None`: nothing is known of the object but that it exists or existed.
    pub(super) schema: Option<Schema>,
}

/// A field with what has it.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) owner: Schema,
    pub(super) field: Field,
    /// The keys of maps behind the field: `cpu` of `limits.cpu`; mostly none.
    pub(super) keys: Vec<String>,
}

impl Member {
    /// `limits.cpu`: the field and the keys of maps behind it.
    pub(super) fn name(&self) -> String {
        let keys = self.keys.iter().map(String::as_str);
        std::iter::once(self.field.name).chain(keys).collect::<Vec<_>>().join(".")
    }
}

/// The object that `mapping` is, by its `apiVersion` and `kind`; `None` where they are missing or unknown.
pub(super) fn object(mapping: Node<'_>) -> Option<Object<'_>> {
    let text = |key| mapping.get(key).and_then(Node::text);
    let kind = kind(text("apiVersion")?.trim(), text("kind")?.trim())?;
    Some(Object { node: mapping, kind })
}

/// `shop/api`, `api`; `None` without a name.
pub(super) fn named(object: Node<'_>) -> Option<String> {
    let metadata = object.get("metadata")?;
    let text = |key| metadata.get(key).and_then(Node::text).filter(|text| !text.is_empty());
    let name = text("name")?;
    Some(text("namespace").map_or_else(|| name.clone().into_owned(), |namespace| format!("{namespace}/{name}")))
}

/// What `node` is to its object: the value of which field. `None` where no object is, and below what its schema does not
/// know.
pub(super) fn place(node: Node<'_>, version: Version) -> Option<Place<'_>> {
    match node.parent() {
        Some(outer) => around(outer, version)?.step(node),
        None => object(node).map(|object| Place::of(object, version)),
    }
}

/// The object that the entries of `node` belong to, and the place of `node` in it. An object may be inside another one.
pub(super) fn around(node: Node<'_>, version: Version) -> Option<Place<'_>> {
    let mut way: Vec<Node<'_>> = node.ancestors().collect();
    let root = way.pop()?;
    let mut place = object(root).map(|object| Place::of(object, version));
    for inner in way.into_iter().rev() {
        place = place.and_then(|place| place.step(inner));
        let is_embedded = place.as_ref().and_then(|place| place.schema).is_some_and(Schema::is_embedded_resource);
        if is_embedded || is_listed(inner) {
            place = object(inner).map(|object| Place::of(object, version)).or(place);
        }
    }
    place
}

/// Whether `node` is one of the objects of a `kind: List`, or of a list of one kind.
fn is_listed(node: Node<'_>) -> bool {
    let Some(items) = node.parent().filter(|_| node.role() == Role::Item) else { return false };
    let list = items.parent().filter(|_| items.key().is_some_and(|key| key.is("items")));
    let kind = list.and_then(|list| list.get("kind")).and_then(Node::text);
    kind.is_some_and(|kind| kind.ends_with("List"))
}

impl<'y> Place<'y> {
    fn of(object: Object<'y>, version: Version) -> Self {
        let schema = object.kind.schema(version);
        Self { object, path: String::new(), plain_path: String::new(), member: None, schema }
    }

    /// One step down, to `node`; `None` where the schema knows nothing of it.
    fn step(mut self, node: Node<'_>) -> Option<Self> {
        let schema = self.schema?;
        if node.role() == Role::Item {
            self.schema = Some(schema.items()?);
            self.path.push_str("[]");
            return Some(self);
        }
        let name = node.as_entry()?.name();
        if let Some(field) = schema.field_in_any_version(&name) {
            self.schema = Some(field.schema);
            self.member = Some(Member { owner: schema, field, keys: Vec::new() });
        } else {
            self.schema = Some(schema.values()?);
            self.member.as_mut()?.keys.push(name.clone().into_owned());
        }
        for path in [&mut self.path, &mut self.plain_path] {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&name);
        }
        Some(self)
    }
}
