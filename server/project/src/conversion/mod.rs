//! Conversion of objects between versions of their API, as the API server's own functions convert them.
//!
//! What the API server did to an old manifest on its way in, this does to its text: fields get their new names and places,
//! defaults that have changed since are written out, comments and the order of entries stay. Where the text does not say
//! enough, or says something that the new version has no place for, there is a [`Reason`] instead.
//!
//! Every result is held against the schema of the new version: no field is written that it does not have.

mod autoscaler;
mod cert_manager;
mod definition;
mod draft;
mod endpoints;
mod flow_control;
mod ingress;
mod lines;
mod note;
mod operations;
mod reason;
mod resource_claim;
mod role;
mod structure;
mod way;
mod webhook;
mod workload;

#[cfg(test)]
mod tests;

use schema::kubernetes::{Catalog, Kind, Schema, Version};
use syntax::yaml::{Data, Operation, Route};

pub use note::{Change, Note};
pub use reason::{Problem, Reason};

use crate::kubernetes::Object;
use draft::Map;
use structure::Structure;
use way::Way;

/// What a conversion comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conversion {
    /// It can be done.
    Steps {
        /// The operations that do it, in order; empty for an object that is of that kind already.
        operations: Vec<Operation>,
        /// What somebody should know; empty when the object means what it meant.
        notes: Vec<Note>,
    },
    /// It cannot be done, or not without knowing more.
    Impossible(Reason),
}

/// Converts an object, which may stand in a list, to another version of its kind or to the kind that succeeds it. Linear in
/// the object.
#[must_use]
pub fn convert(object: Object<'_>, to: Kind<'_>) -> Conversion {
    match steps(object, to) {
        Ok(conversion) => conversion,
        Err(reason) => Conversion::Impossible(reason.within(&object.node.route())),
    }
}

/// The kind that objects of `kind` should be written as for `version`; `None` when it is fine as it is, or nothing
/// succeeds it. Beyond what [`Kind::replacement`] names: the group that a custom resource moved to, and the stable version
/// of one whose older versions are only served.
#[must_use]
pub fn target<'s>(kind: Kind<'s>, catalog: &'s Catalog, version: Version) -> Option<Kind<'s>> {
    if let Some(named) = kind.replacement(version) {
        // The API names the list of IngressClass where it means the class.
        let is_list = named.name().strip_suffix("List") == Some(kind.name());
        let meant = if is_list { catalog.kind(named.api_version(), kind.name()) } else { Some(named) };
        return meant.filter(|meant| *meant != kind);
    }
    if let Some((group, name)) = way::successor(kind.group(), kind.name()) {
        let all = catalog.api_versions_of(name).into_iter();
        return all.filter(|it| it.group() == group).find(|it| it.is_served_in(version));
    }
    let same = catalog.api_versions_of(kind.name()).into_iter().filter(|it| it.group() == kind.group());
    let best = same.filter(|it| !it.is_experimental()).find(|it| it.is_served_in(version))?;
    let is_older = Stability::of(kind.group_version()) < Stability::of(best.group_version());
    (kind.is_custom() && is_older).then_some(best)
}

/// Why objects of `kind` cannot be written as another kind for good, where that is known; `None` for every kind that has a
/// [`target`] or needs none.
#[must_use]
pub fn dead_end(kind: Kind<'_>) -> Option<Problem> {
    let is_policy = matches!(kind.group(), "extensions" | "policy") && kind.name() == "PodSecurityPolicy";
    is_policy.then_some(Problem::PodSecurityPolicy)
}

/// How far a version has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stability {
    Alpha,
    Beta,
    Stable,
}

impl Stability {
    fn of(version: &str) -> Self {
        if version.contains("alpha") {
            Stability::Alpha
        } else if version.contains("beta") {
            Stability::Beta
        } else {
            Stability::Stable
        }
    }
}

fn steps(object: Object<'_>, to: Kind<'_>) -> Result<Conversion, Reason> {
    let (api_version, name) = (object.api_version().unwrap_or_default(), object.kind_name().unwrap_or_default());
    let (api_version, name) = (api_version.trim(), name.trim());
    if api_version == to.api_version() && name == to.name() {
        return Ok(Conversion::Steps { operations: Vec::new(), notes: Vec::new() });
    }
    let at = object.node.route();
    let own = object.kind.and_then(newest_schema);
    let (Some(way), Some(schema)) = (Way::of(object, to), newest_schema(to)) else {
        let (from, to) = (format!("{api_version} {name}"), format!("{} {}", to.api_version(), to.name()));
        return Err(Reason::new(at, Problem::Unknown { from, to }));
    };
    let mut draft = Map::open(object.node)?;
    let mut notes = Vec::new();
    way.convert(&mut draft, api_version, &mut notes)?;
    draft.set("apiVersion", Data::text(to.api_version()));
    if name != to.name() {
        draft.set("kind", Data::text(to.name()));
    }
    drop_status(&mut draft, schema, to, &mut notes);
    let held = |schema| {
        let mut structure = Structure::new(to.api_version(), &at);
        structure.object(&draft, schema, own).map(|()| structure.notes)
    };
    let defaults = held(schema).or_else(|reason| {
        // The experimental channel has more fields under the same name.
        to.experimental().and_then(newest_schema).and_then(|more| held(more).ok()).ok_or(reason)
    })?;
    let operations = operations::operations(object.node, &draft)?;
    let notes = notes.into_iter().chain(defaults).map(|note| note.within(&at)).collect();
    Ok(Conversion::Steps { operations, notes })
}

/// What an object of the kind holds, by the newest version that has it.
fn newest_schema(kind: Kind<'_>) -> Option<Schema<'_>> {
    kind.schema(Version::newest())
}

/// Takes a status out that the new version cannot have: the cluster writes it, nobody else.
fn drop_status(draft: &mut Map<'_>, schema: Schema<'_>, to: Kind<'_>, notes: &mut Vec<Note>) {
    let Some(status) = draft.get("status").cloned() else { return };
    if Structure::new(to.api_version(), &Route::new()).status(&status, schema).is_err() {
        notes.push(Note { at: draft.route("status"), change: Change::Dropped });
        draft.take("status");
    }
}
