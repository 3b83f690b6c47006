//! Kubernetes and its custom resources: kinds, their fields over fourteen minor versions, and what surrounds them.
//!
//! ```
//! use schema::kubernetes::{Version, kind};
//!
//! let pod = kind("v1", "Pod").unwrap();
//! let spec = pod.schema(Version::newest()).unwrap().field("spec").unwrap().schema;
//! assert_eq!(spec.definition_name(), Some("PodSpec"));
//! assert_eq!(spec.field("hostUsers").unwrap().since, Version::parse("1.25"));
//! ```
//!
//! Everything here is a small `Copy` handle into bytes that are unpacked once, when they are first asked for: those of
//! Kubernetes, those of custom resources and those of other formats apart. A [`Schema`] carries the version it was
//! asked for, and answers for that version.
//!
//! The facts lie as text in `server/schema/facts` (see [`text`]), made by `cargo xtask schemas build`.

mod alternatives;
mod catalog;
mod definitions;
mod field;
mod formats;
mod kind;
mod kinds;
mod layout;
mod library;
pub mod notes;
mod pack;
pub mod read;
mod schema;
pub mod snippets;
mod stated;
mod store;
mod tables;
pub mod text;
pub mod values;
mod version;

pub use alternatives::{Alternative, Combination};
pub use catalog::{Catalog, Layer};
pub use definitions::Definitions;
pub use field::{Choice, Field, Literal};
pub use formats::Format;
pub use kind::{Component, Kind, Scope, api_versions_of, custom_kinds, group_of, is_known_group, kind, kinds};
pub use layout::Types;
pub use library::{Library, Volume};
pub use schema::{Schema, Shape};
pub use stated::{ListType, Validation};
#[doc(hidden)]
pub use store::unpack;
pub use tables::constraint::{Constraint, Tag, constraints};
pub use tables::default::{AppliedBy, FieldDefault, defaults};
pub use tables::immutable::{Immutable, immutable};
pub use tables::usage::usage;
pub use tables::well_known::{Form, WellKnown, well_known, well_known_keys};
pub use version::Version;

#[cfg(test)]
mod tests;
