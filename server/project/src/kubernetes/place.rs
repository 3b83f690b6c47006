//! What a place in a manifest is: of which object, which field, and what it takes.

use schema::kubernetes::{Catalog, Field, Kind, Schema, Version};
use syntax::yaml::{Node, Role};

use super::object::{Object, is_listed};

/// A value in an object, by the fields that lead there.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The innermost object around it.
    pub object: Object<'a>,
    /// The kind of that object.
    pub kind: Kind<'a>,
    /// From the object, as [`Kind::defaults`] takes it: `spec.template.spec.containers[].image`.
    pub path: String,
    /// The same without lists: `spec.template.spec.containers.image`.
    pub plain_path: String,
    /// The last field on the way, with the schema that has it. `None`: this is the object itself.
    pub member: Option<Member<'a>>,
    /// What the value itself may be. `None`: nothing is known of the object but that it exists or existed.
    pub schema: Option<Schema<'a>>,
}

/// A field with what has it.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The schema that has the field.
    pub owner: Schema<'a>,
    /// The field.
    pub field: Field<'a>,
    /// The keys of maps behind the field: `cpu` of `limits.cpu`; mostly none.
    pub keys: Vec<String>,
}

impl Member<'_> {
    /// `limits.cpu`: the field and the keys of maps behind it.
    #[must_use]
    pub fn name(&self) -> String {
        let keys = self.keys.iter().map(String::as_str);
        std::iter::once(self.field.name).chain(keys).collect::<Vec<_>>().join(".")
    }
}

/// What `node` is to its object: the value of which field. `None` where no object is, and below what its schema does not
/// know.
#[must_use]
pub fn place<'a>(node: Node<'a>, catalog: &'a Catalog, version: Version) -> Option<Place<'a>> {
    match node.parent() {
        Some(outer) => around(outer, catalog, version)?.step(node),
        None => Place::of(Object::new(node, catalog), version),
    }
}

/// The object that the entries of `node` belong to, and the place of `node` in it. An object may be inside another one.
#[must_use]
pub fn around<'a>(node: Node<'a>, catalog: &'a Catalog, version: Version) -> Option<Place<'a>> {
    let mut way: Vec<Node<'a>> = node.ancestors().collect();
    let root = way.pop()?;
    let mut place = Place::of(Object::new(root, catalog), version);
    for inner in way.into_iter().rev() {
        place = place.and_then(|place| place.step(inner));
        let is_embedded = place.as_ref().and_then(|place| place.schema).is_some_and(Schema::is_embedded_resource);
        if is_embedded || is_listed(inner) {
            place = Place::of(Object::new(inner, catalog), version).or(place);
        }
    }
    place
}

impl<'a> Place<'a> {
    /// The object itself; `None`: its kind is unknown.
    #[must_use]
    pub fn of(object: Object<'a>, version: Version) -> Option<Self> {
        let kind = object.kind?;
        let schema = kind.schema(version);
        Some(Self { object, kind, path: String::new(), plain_path: String::new(), member: None, schema })
    }

    /// One step down, to `node`; `None` where the schema knows nothing of it.
    #[must_use]
    pub fn step(mut self, node: Node<'_>) -> Option<Self> {
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
