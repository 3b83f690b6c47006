//! The graph of the workspace: its Kubernetes objects, who refers to whom, who selects whom, and who makes what.
//!
//! [`File::read`] keeps of a file what others ask for, a few kilobytes for each object and no tree. [`Graph`] is the
//! index of all files: immutable for whoever holds one, a few counters to clone, and changed file by file at a cost that
//! depends on that file alone. Questions are asked from a file's place, through an [`Inquiry`]: what is near counts before
//! what is far, so that the folders of two environments are not one muddle. What was asked is written down with a digest of
//! the answer ([`Asked`]), so that only what read a changed key need be worked out again.
//!
//! What fields mean to others stands in tables: a new kind is a row in one of them.

mod attribute;
mod builtin;
mod doubt;
mod edge;
mod index;
mod inquiry;
mod key;
mod kustomize;
mod lookup;
mod object;
mod place;
mod pod;
mod read;
mod selecting;
mod selector;
mod table;
mod tree;
mod walk;

#[cfg(test)]
mod tests;

pub use attribute::Attribute;
pub use doubt::Unknown;
pub use edge::Edge;
pub use index::{Changes, Graph};
pub use inquiry::{Asked, Completeness, Inquiry};
pub use kustomize::{
    ImageChange, KUSTOMIZATION_FILES, Kustomization, Listed, ListedPath, Patched, is_kustomization_file,
};
pub use lookup::{Lookup, Maker, Part};
pub use object::{DataKey, Identity, Labels, Made, Name, Noted, Object, Origin, Port, Reference, Site};
pub use place::{Definition, Nearness};
pub use pod::{Amounts, Container, Pod, Quality, Role};
pub use read::File;
pub use selector::{Condition, Expression, Purpose, Selected, Selector, Within};
