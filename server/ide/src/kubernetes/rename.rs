//! Rename what others refer to, in every file that names it.

use std::path::{Path, PathBuf};

use project::Snapshot;
use project::graph::{Definition, Edge, Lookup, Maker, Name, Object, Reference};
use schema::kubernetes::values::name::NameRule;
use schema::kubernetes::values::{config_key, label, name, port_name};
use syntax::yaml::{Flavour, Resolved, Yaml};
use syntax::{LineIndex, TextEdit, TextRange, TextSize};

use super::entity::{At, Entity, part_name};
use super::occurrences::{Occurrence, Places, is_made_by};
use super::pod_name::{Named, PodName};
use crate::types::SourceChange;

/// The name at `offset` that can be renamed, with its range; `None` where there is none.
pub(crate) fn prepare(snapshot: &Snapshot, path: &Path, yaml: &Yaml, offset: TextSize) -> Option<(TextRange, String)> {
    let at = At::new(snapshot, path, yaml, offset);
    let entity = at.entity()?;
    let places = Places::of(&at, &entity).into_list();
    let here = places.iter().find(|place| place.path == path && place.range.contains_inclusive(offset))?;
    Some((here.range, yaml.text()[here.range].to_owned()))
}

/// The edits that give the thing at `offset` another name, in every file that names it.
///
/// # Errors
/// A sentence for the user: the API server would refuse the name, somebody else gives it, or not all places can be edited.
pub(crate) fn rename(
    snapshot: &Snapshot,
    path: &Path,
    yaml: &Yaml,
    offset: TextSize,
    name: &str,
) -> Result<SourceChange, String> {
    let at = At::new(snapshot, path, yaml, offset);
    let entity = at.entity().ok_or_else(|| "There is nothing to rename here".to_owned())?;
    let old = old_name(&at, &entity).ok_or_else(|| "There is nothing to rename here".to_owned())?;
    refuse(&at, &entity, name)?;
    let mut places = Places::of(&at, &entity);
    if let Entity::Objects(definitions) = &entity {
        for definition in definitions {
            of_made(&at, definition, &mut places)?;
        }
    }
    if let Some(why) = places.unreachable.take() {
        return Err(why);
    }
    if places.is_cut {
        return Err(format!("`{old}` is named in too many places to rename it"));
    }
    let mut edits: Vec<(PathBuf, Vec<TextEdit>)> = Vec::new();
    for Occurrence { path, range, .. } in places.into_list() {
        let Ok(document) = snapshot.document(&path) else {
            return Err(format!("{} cannot be read, and it names `{old}`", shown(snapshot, &path)));
        };
        let written = document.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
        if written != old {
            // A port by its number goes on to mean the same port.
            if written.parse::<u16>().is_ok() && matches!(entity, Entity::Part(..)) {
                continue;
            }
            let line = LineIndex::new(&document.text).line(range.start()) + 1;
            let place = format!("{}:{line}", shown(snapshot, &path));
            return Err(format!("{place} says `{written}` for `{old}`: a prefix, a suffix or a quotation makes it so"));
        }
        let edit = TextEdit::replace(range, name);
        match edits.last_mut().filter(|(last, _)| *last == path) {
            Some((_, edits)) => edits.push(edit),
            None => edits.push((path, vec![edit])),
        }
    }
    Ok(SourceChange { edits, creates: Vec::new() })
}

/// A path as people say it.
fn shown(snapshot: &Snapshot, path: &Path) -> String {
    let inside = snapshot.root_of(path).and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

fn old_name(at: &At<'_>, entity: &Entity<'_>) -> Option<String> {
    match entity {
        Entity::Objects(definitions) => Some(definitions.first()?.object.identity.name.to_string()),
        Entity::Part(own, part) => part_name(at.snapshot, own, *part).map(|(name, _)| name),
        Entity::Made(_, made) => Some(made.name.to_string()),
        Entity::PodName(PodName { name, .. }) => Some(name.clone()),
        Entity::Label(label) => Some(if label.is_key { label.key.clone() } else { label.value.clone() }),
    }
}

/// Why the thing cannot be called so.
fn refuse(at: &At<'_>, entity: &Entity<'_>, new: &str) -> Result<(), String> {
    let tree = syntax::yaml::parse(new);
    let root = tree.documents().next().map(syntax::yaml::Document::root);
    let read = root.filter(|root| root.source() == new).and_then(|root| root.resolved(Flavour::Kubernetes));
    let refused = |mistake: Option<String>| mistake.map_or(Ok(()), Err);
    match entity {
        Entity::Objects(definitions) => definitions.iter().try_for_each(|it| refuse_object(at, it, new))?,
        Entity::Part(own, _) if !own.object.ports.is_empty() => {
            refused(name::mistake(new, NameRule::LABEL).map(|it| it.to_string()))?;
            taken(own.object.ports.iter().filter_map(|port| port.name.as_ref()), new, "port", own.object)?;
        }
        Entity::Part(own, _) => {
            refused(config_key::mistake(new).map(|it| it.to_string()))?;
            taken(own.object.keys.iter().map(|key| &key.name), new, "key", own.object)?;
        }
        Entity::Made(maker, made) if maker.object.site.name == made.range => {
            let Object { identity, .. } = maker.object;
            return Err(format!(
                "{} `{}` is made by {} `{}`, whose name it has: rename that",
                made.kind, made.name, identity.kind, identity.name
            ));
        }
        Entity::Made(_, made) => {
            refused(name::mistake(new, name::rule_for("", &made.kind)).map(|it| it.to_string()))?;
        }
        Entity::PodName(it) => refuse_pod_name(it, new)?,
        Entity::Label(it) if it.is_key => {
            refused(label::mistake_in_key(new, label::Owner::Label).map(|it| it.to_string()))?;
        }
        Entity::Label(_) => refused(label::mistake_in_value(new).map(|it| it.to_string()))?,
    }
    match read {
        Some(Resolved::Str(_)) => Ok(()),
        Some(Resolved::Null | Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_)) | None => {
            Err(format!("`{new}` is no text in YAML unless it is quoted; take another name"))
        }
    }
}

fn refuse_object(at: &At<'_>, own: &Definition<'_>, new: &str) -> Result<(), String> {
    let Object { identity, .. } = own.object;
    let kind = &identity.kind;
    if kind.as_ref() == "Namespace" {
        return Err("A Namespace is named by every object in it and by its labels; move the objects instead".to_owned());
    }
    if let Some(mistake) = name::mistake(new, name::rule_for(&identity.group, kind)) {
        return Err(mistake.to_string());
    }
    // What a reference to the new name would find from here.
    let reference = Reference {
        edge: Edge::Owner,
        kind: kind.clone(),
        group: Some(identity.group.clone()),
        namespace: None,
        name: new.into(),
        part: None,
        is_optional: true,
        range: own.object.site.name,
    };
    let inquiry = at.graph().inquire(own.path);
    let lookup = inquiry.lookup(own.object, &reference);
    let is_taken = lookup.definitions().iter().any(|other| inquiry.is_near(own.object, other));
    if is_taken || matches!(&lookup, Lookup::Produced(makers) if !matches!(makers[..], [Maker::Cluster])) {
        return Err(format!("There is already a {kind} `{new}`"));
    }
    Ok(())
}

fn taken<'n>(mut names: impl Iterator<Item = &'n Name>, new: &str, what: &str, object: &Object) -> Result<(), String> {
    if names.any(|name| name.as_ref() == new) {
        return Err(format!("{} `{}` has already a {what} `{new}`", object.identity.kind, object.identity.name));
    }
    Ok(())
}

fn refuse_pod_name(it: &PodName<'_>, new: &str) -> Result<(), String> {
    let mistake = match it.named {
        Named::Port => port_name::mistake(new).map(|it| it.to_string()),
        Named::Container | Named::Volume => name::mistake(new, NameRule::LABEL).map(|it| it.to_string()),
        Named::Claim => {
            return Err(format!(
                "The claims of the Pods are called after `{}`: under another name the Pods begin with empty volumes",
                it.name
            ));
        }
    };
    if let Some(mistake) = mistake {
        return Err(mistake);
    }
    for own in &it.pods {
        let Some(pod) = &own.object.pod else { continue };
        let (what, is_taken) = match it.named {
            Named::Container => ("container", pod.containers.iter().any(|container| container.name.as_ref() == new)),
            Named::Port => ("port", pod.ports(new).next().is_some()),
            Named::Volume | Named::Claim => ("volume", pod.volumes.iter().any(|name| name.as_ref() == new)),
        };
        if is_taken {
            let identity = &own.object.identity;
            return Err(format!("{} `{}` has already a {what} `{new}`", identity.kind, identity.name));
        }
    }
    Ok(())
}

/// Adds who names what an object makes under its own name. What is called so only in part cannot follow.
fn of_made<'s>(at: &At<'s>, own: &Definition<'s>, places: &mut Places<'s>) -> Result<(), String> {
    let inquiry = at.graph().inquire(own.path);
    for made in own.object.makes.iter().filter(|made| made.range == own.object.site.name && !made.is_stem) {
        for (by, reference) in inquiry.referring(&made.kind, &made.name) {
            if !is_made_by(at, by, reference, own) {
                continue;
            }
            if made.name != own.object.identity.name {
                let Object { identity, .. } = by.object;
                return Err(format!(
                    "{} `{}` is made by it, and {} `{}` names that",
                    made.kind, made.name, identity.kind, identity.name
                ));
            }
            let path = by.path.to_path_buf();
            places.extend([Occurrence { path, range: reference.range, is_write: false }]);
        }
    }
    Ok(())
}
