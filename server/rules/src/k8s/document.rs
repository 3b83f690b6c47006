//! New objects, as fixes add them to a file.

use project::kubernetes::Object;
use syntax::yaml::Flavour;

use super::scalar;

/// The `metadata` of a new object called `name`, in the namespace that `beside` states, if it does.
pub(super) fn metadata(name: &str, beside: Object<'_>) -> String {
    let namespace = beside.find("metadata.namespace").and_then(scalar::text);
    let namespace = namespace.map(|namespace| format!("  namespace: {}\n", quoted(&namespace))).unwrap_or_default();
    format!("metadata:\n  name: {}\n{namespace}", quoted(name))
}

/// The `metadata` of a new object called `name` in that namespace.
pub(super) fn metadata_in(name: &str, namespace: &str) -> String {
    format!("metadata:\n  name: {}\n  namespace: {}\n", quoted(name), quoted(namespace))
}

/// Labels, one a line, indented by `indent`.
pub(super) fn labels<'l>(labels: impl IntoIterator<Item = (&'l str, &'l str)>, indent: usize) -> String {
    let line = |(key, value): (&str, &str)| format!("{:indent$}{}: {}\n", "", quoted(key), quoted(value));
    labels.into_iter().map(line).collect()
}

/// A name or label as YAML: in quotes where it would be read as something else. What it may hold needs no escapes.
fn quoted(text: &str) -> String {
    if text.is_empty() || Flavour::Kubernetes.misreads(text) { format!("\"{text}\"") } else { text.to_owned() }
}
