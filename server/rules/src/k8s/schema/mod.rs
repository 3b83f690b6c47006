//! What the schema of a kind says against an object: one walk finds every fault, and each rule reports its own.

mod alternatives;
mod belongs;
mod enforced;
mod pattern;
mod plan;
mod repeated;
mod skeleton;
mod value;
mod walk;
mod words;

use project::kubernetes::Manifest;
use schema::kubernetes::{Field, Schema, Types};
use syntax::yaml::{Entry, Node, Resolved};

pub(crate) use belongs::{Belonging, belonging};
pub(crate) use skeleton::skeleton;
pub(crate) use value::Limit;
pub(crate) use words::{address, described, is_plain_data, owner, path, quoted, shortened};

/// Something that the schema of a kind does not allow.
#[derive(Debug, Clone)]
pub(crate) struct Fault<'a> {
    /// What is wrong.
    pub(crate) kind: FaultKind<'a>,
    /// Where: the key, the value or the mapping.
    pub(crate) node: Node<'a>,
    /// The innermost object around it.
    pub(crate) object: Node<'a>,
    /// The collections around it with what they may be, from the inside out; the first one is what the fault is in.
    pub(crate) way: Vec<(Node<'a>, Schema<'a>)>,
    /// Whose word the schema is.
    pub(crate) trust: Trust,
}

/// What is wrong.
#[derive(Debug, Clone)]
pub(crate) enum FaultKind<'a> {
    /// A field that the schema does not have in this version; the field as another version has it.
    UnknownField {
        /// The entry.
        entry: Entry<'a>,
        /// The field in other versions.
        elsewhere: Option<Field<'a>>,
    },
    /// A value of another type than the schema takes.
    WrongType {
        /// What is taken.
        wanted: Schema<'a>,
    },
    /// A field that must be there is not, or is empty.
    Missing {
        /// Its name.
        name: &'a str,
        /// What it takes; `None`: unknown.
        schema: Option<Schema<'a>>,
        /// The entry without a value.
        written: Option<Entry<'a>>,
    },
    /// None of several groups of fields is there, and one must be.
    MissingOneOf {
        /// The groups.
        groups: Vec<Vec<&'a str>>,
    },
    /// Fields that must not stand together; with one of them alone, it must not be there.
    Excluding {
        /// Their entries.
        entries: Vec<Entry<'a>>,
    },
    /// A value of the right type that is not taken.
    InvalidValue {
        /// What takes it.
        schema: Schema<'a>,
        /// Why not.
        limit: Limit<'a>,
    },
    /// A key that its mapping has twice.
    RepeatedKey {
        /// The entry that loses.
        first: Entry<'a>,
        /// The entry that counts.
        last: Entry<'a>,
    },
    /// An item that its list has twice.
    RepeatedItem {
        /// The first one.
        first: Node<'a>,
        /// The fields that tell items apart; none: the whole item.
        keys: Vec<&'a str>,
    },
}

/// Whose word a schema is, which says how sure a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Kubernetes' own, at the version that counts.
    Core,
    /// Of a custom resource as the workspace defines it.
    Workspace,
    /// Of a custom resource as it was bundled: the installed one may be newer.
    Bundled,
}

/// Whether a scalar is of a type and within the limits that `schema` sets.
#[must_use]
pub(crate) fn takes(schema: Schema<'_>, value: &Resolved<'_>, trust: Trust) -> bool {
    let types = schema.types();
    let is_of_type = match value {
        Resolved::Null => false,
        Resolved::Bool(_) => types.takes(Types::BOOLEAN),
        Resolved::Int(_) => types.takes(Types::INTEGER) || schema.is_quantity(),
        Resolved::Float(_) => types.takes(Types::NUMBER) || schema.is_quantity(),
        Resolved::Str(_) => types.takes(Types::STRING) || schema.is_quantity() || schema.is_int_or_string(),
    };
    is_of_type && value::limit(schema, value, trust).is_none()
}

/// Every fault of the objects of `manifest`, in no particular order.
#[must_use]
pub(crate) fn faults<'a>(manifest: &Manifest<'a>) -> Vec<Fault<'a>> {
    let mut found = walk::faults(manifest);
    found.extend(repeated::keys(manifest));
    found
}
