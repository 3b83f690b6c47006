//! Hover on a name that refers to something: what it leads to, in words.

use std::path::Path;

use project::Snapshot;
use project::graph::{Definition, Lookup, Maker, Part, Reference, Unknown};
use syntax::TextSize;
use syntax::yaml::Yaml;

use super::entity::At;
use crate::types::Hover;

/// How many places, keys and ports are named.
const MOST: usize = 8;

/// What the reference at `offset` leads to; `None` where none is.
pub(super) fn hover(snapshot: &Snapshot, path: &Path, yaml: &Yaml, offset: TextSize) -> Option<Hover> {
    let at = At::new(snapshot, path, yaml, offset);
    let (own, reference, on_part) = at.reference()?;
    let lookup = at.inquiry.lookup(own.object, reference);
    let mut title = format!("**{} `{}`**", reference.kind, reference.name);
    let (mark, words) = answer(&at, reference, &lookup);
    title.push_str(&mark);
    let part = at.inquiry.part(reference, &lookup);
    let part = reference.part.as_ref().and_then(|(name, _)| self::part(name, &part));
    let markdown = [Some(title), words, part].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let range = match &reference.part {
        Some((_, range)) if on_part => *range,
        Some(_) | None => reference.range,
    };
    Some(Hover { range, markdown })
}

/// What stands behind the name, and a sentence of its own.
fn answer(at: &At<'_>, reference: &Reference, lookup: &Lookup<'_>) -> (String, Option<String>) {
    let file = |definition: &Definition<'_>| format!("`{}`", shown(at, definition.path));
    let made_by = |definition: &Definition<'_>| {
        let identity = &definition.object.identity;
        format!("{} `{}`, in {}", identity.kind, identity.name, file(definition))
    };
    match lookup {
        Lookup::Found(definition) if definition.path.as_ref() == at.path => (" · in this file".to_owned(), None),
        Lookup::Found(definition) => (format!(" · in {}", file(definition)), None),
        Lookup::Ambiguous(definitions) => {
            let files: Vec<String> = definitions.iter().take(MOST).map(file).collect();
            let words = format!("Which one depends on what is built: {}.", files.join(", "));
            (format!(" · one of {}", definitions.len()), Some(words))
        }
        Lookup::Produced(makers) => match makers.first() {
            Some(Maker::Object(definition, _)) => (format!(" · made by {}", made_by(definition)), None),
            Some(Maker::Release(definition)) => (format!(" · most likely of release {}", made_by(definition)), None),
            Some(Maker::Cluster) | None => (" · every cluster has it".to_owned(), None),
        },
        Lookup::Optional => (
            " · optional".to_owned(),
            Some("Nothing in the workspace is called so, and the Pod starts without it.".to_owned()),
        ),
        Lookup::Missing => {
            let words = format!("**Nothing here is called so.** {}", without(reference));
            (" · missing".to_owned(), Some(words))
        }
        Lookup::Unknown(why) => (String::new(), Some(doubt(*why, reference))),
    }
}

/// A path as people say it.
fn shown(at: &At<'_>, path: &Path) -> String {
    let inside = at.snapshot.root_of(path).and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// What happens without the thing.
fn without(reference: &Reference) -> &'static str {
    use project::graph::Edge as E;
    match reference.edge {
        E::EnvKey | E::EnvFrom => "The container does not start: `CreateContainerConfigError`.",
        E::Volume | E::Claim | E::VolumeSecret => "The Pod waits for the volume and does not start.",
        E::ServiceAccount => "No Pod is made until it is there.",
        E::ImagePullSecret => "Images are pulled without it: a private registry refuses them.",
        E::PriorityClass | E::RuntimeClass => "The API server refuses the Pod.",
        E::ResourceClaim => "The Pod is not scheduled until it is there.",
        E::Backend => "The controller answers with an error page for it.",
        E::TlsSecret => "The controller serves its own certificate, which no browser trusts.",
        E::ScaleTarget => "There is nothing to scale.",
        E::RoleRef => "The binding grants nothing.",
        E::StorageClass | E::Binding | E::DataSource => "The claim stays pending.",
        E::Namespace => "The API server refuses the object until it is there.",
        E::Owner
        | E::GoverningService
        | E::IngressClass
        | E::GatewayClass
        | E::Parent
        | E::Filter
        | E::PolicyTarget
        | E::Subject
        | E::Webhook
        | E::Policy
        | E::Parameters
        | E::Issuer
        | E::CaInjection
        | E::SecretStore
        | E::TriggerAuthentication
        | E::Source
        | E::DependsOn
        | E::ValuesFrom
        | E::Project
        | E::Host
        | E::Subset
        | E::Credentials
        | E::Configuration => "It has to be in the cluster before.",
    }
}

/// Why nobody can say.
fn doubt(why: Unknown, reference: &Reference) -> String {
    let kind = &reference.kind;
    match why {
        Unknown::Template => "The name is filled in later.".to_owned(),
        Unknown::Kind => format!("The workspace has no {kind}: they live elsewhere."),
        Unknown::Far => format!("The workspace has no {kind} of that name near here; it may live elsewhere."),
        Unknown::Namespace => "The workspace has nothing in that namespace.".to_owned(),
        Unknown::Patched => "Only patches of it are here; what they change lies elsewhere.".to_owned(),
        Unknown::Unseen => "What takes in this file takes in a URL or a chart, too, which may have it.".to_owned(),
        Unknown::Controller => "A controller or an operator may make it.".to_owned(),
        Unknown::Release => "A chart is released into the namespace and may have it.".to_owned(),
        Unknown::Unread => "The workspace is still being read.".to_owned(),
    }
}

/// What a key or a port leads to; `None` where nothing is to be said.
fn part(name: &str, part: &Part<'_>) -> Option<String> {
    match part {
        Part::Whole | Part::Unknown => None,
        Part::Found(definition, _) => {
            let port = definition.object.ports.iter().find(|port| port.is(name))?;
            let target = port.target.as_deref().unwrap_or_default();
            Some(format!("Port `{name}`: {} → `{target}` of the Pods.", port.number))
        }
        Part::Missing(definition) => {
            let ports = definition.object.ports.iter().map(|port| match &port.name {
                Some(name) => format!("`{name}` ({})", port.number),
                None => format!("`{}`", port.number),
            });
            let keys = definition.object.keys.iter().map(|key| format!("`{}`", key.name));
            let all: Vec<String> = ports.chain(keys).collect();
            let there = all.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
            let more = if all.len() > MOST { format!(" and {} more", all.len() - MOST) } else { String::new() };
            let there = if all.is_empty() { "none".to_owned() } else { there + &more };
            Some(format!("**It has no `{name}`**; there: {there}."))
        }
    }
}
