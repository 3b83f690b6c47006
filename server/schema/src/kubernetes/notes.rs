//! The specialist's notes: what a field does to the running system, what to choose, and the trap in it.
//!
//! The texts lie in `server/schema/notes/`, one file for each theme. A heading names one or more targets, separated by
//! ` · `; the text below it holds for each of them:
//!
//! ```text
//! ## Deployment                                      a kind
//! ## Probe.tcpSocket · HTTPGetAction.port            fields, by the short name of their OpenAPI definition
//! ## Container.imagePullPolicy=Always                one value of a field
//! ## ResourceRequirements.limits.cpu                 one key of a map
//! ## Gateway.spec.listeners.tls.mode                 a field of a custom resource, by its path below the kind
//! ```
//!
//! A paragraph stands on one line, since editors show a line break as one. The tests hold every target against
//! `notes/targets.txt`, which lists what exists.

use std::sync::LazyLock;

/// What the specialist has to say about a field, a value or a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// What it is about, as in the heading: `Container.readinessProbe`, `Container.imagePullPolicy=Always`, `Deployment`.
    pub target: &'static str,
    /// Markdown: whole sentences in one or more paragraphs, which are separated by an empty line; at most 90 words.
    pub text: &'static str,
    /// The theme, which is the name of the file without `.md`: `containers`.
    pub file: &'static str,
}

/// Between the targets of a heading.
const SEPARATOR: &str = " · ";

/// Names the files and embeds them.
macro_rules! files {
    ($($theme:literal),+ $(,)?) => {
        &[$(($theme, include_str!(concat!("../../notes/", $theme, ".md")))),+]
    };
}

/// Theme and text of every file in `notes/`.
const FILES: &[(&str, &str)] = files![
    "admission",
    "autoscaling",
    "config",
    "containers",
    "disruption",
    "gateway",
    "ingress",
    "jobs",
    "metadata",
    "network-policies",
    "pods",
    "probes",
    "quotas",
    "rbac",
    "resources",
    "scheduling",
    "security",
    "services",
    "storage",
    "volumes",
    "workloads",
];

/// Every note, in the order of the targets' bytes.
static NOTES: LazyLock<Vec<Note>> = LazyLock::new(|| {
    let mut notes: Vec<Note> = FILES.iter().flat_map(|(file, text)| sections(file, text)).collect();
    notes.sort_unstable_by_key(|note| note.target);
    notes
});

/// The notes of one file, in its order. A heading without a text gives none.
fn sections(file: &'static str, text: &'static str) -> impl Iterator<Item = Note> {
    let sections = text.strip_prefix("## ").unwrap_or_default().split("\n## ");
    sections.filter_map(|section| section.split_once('\n')).flat_map(move |(heading, text)| {
        heading.trim_end().split(SEPARATOR).map(move |target| Note { target, text: text.trim_end(), file })
    })
}

/// The note whose target is the parts one after the other.
fn find(parts: &[&str]) -> Option<&'static Note> {
    let notes = all();
    let place = notes.binary_search_by(|note| note.target.bytes().cmp(parts.iter().flat_map(|part| part.bytes())));
    place.ok().and_then(|index| notes.get(index))
}

/// The note on a field. `definition` is the short name of the OpenAPI definition that has the field: `Container`,
/// `RollingUpdateDeployment`; `field` its name, or name and key where a key of a map has words of its own: `limits.cpu`.
/// For custom resources it is the kind and the path below it: `HTTPRoute`, `spec.parentRefs`. `None` when there is none:
/// for a key of a map ask for the map itself then.
#[must_use]
pub fn note(definition: &str, field: &str) -> Option<&'static Note> {
    find(&[definition, ".", field])
}

/// The note on a kind (`Deployment`) or on a definition as a whole (`Probe`).
#[must_use]
pub fn kind_note(kind: &str) -> Option<&'static Note> {
    find(&[kind])
}

/// The note on one value of a field: `Container`, `imagePullPolicy`, `Always`. `None` when nothing more is to be said
/// than [`note`] does.
#[must_use]
pub fn value_note(definition: &str, field: &str, value: &str) -> Option<&'static Note> {
    find(&[definition, ".", field, "=", value])
}

/// Every note, in the order of the targets' bytes. Notes that share a heading share their text.
#[must_use]
pub fn all() -> &'static [Note] {
    &NOTES
}

#[cfg(test)]
mod tests;
