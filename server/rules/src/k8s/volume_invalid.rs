//! Volumes of a Pod that the API server refuses.

use project::Profile;
use schema::kubernetes::values::path::{self, Use};
use syntax::yaml::Node;

use super::{scalar, volumes};
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags volumes of a Pod that the API server refuses: two sources in one, paths of items that lead out
    /// of the volume.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
    ///       configMap:
    ///         name: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   volumes:
    ///     - name: data
    ///       configMap:
    ///         name: api
    /// ```
    "k8s/volume-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// Sources with a list of items that are put at paths of the volume.
const WITH_ITEMS: [&str; 3] = ["configMap", "secret", "downwardAPI"];

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for volume in volumes::of(file.pod) {
        one(volume, report);
    }
}

fn one(volume: Node<'_>, report: &mut Report<'_>) {
    let is_source = |entry: &syntax::yaml::Entry<'_>| {
        !entry.is("name") && !entry.key.is_merge_key() && scalar::is_written(entry.value)
    };
    let mut sources = volume.entries().filter(is_source).filter(|entry| !entry.name().starts_with('$'));
    if let (Some(first), Some(second)) = (sources.next(), sources.next()) {
        let message =
            format!("A volume has one source, and `{}` stands beside `{}`; keep one", second.name(), first.name());
        report.on(second.key, message).label_on(first.key, "the first one");
    }
    let projected = scalar::get(volume, "projected").into_iter().flat_map(|source| scalar::items(source, "sources"));
    let inside: Vec<Node<'_>> = WITH_ITEMS
        .into_iter()
        .filter_map(|field| scalar::get(volume, field))
        .chain(projected.flat_map(|source| WITH_ITEMS.into_iter().filter_map(move |field| scalar::get(source, field))))
        .collect();
    for item in inside.into_iter().flat_map(|source| scalar::items(source, "items")) {
        let Some(node) = scalar::get(item, "path") else { continue };
        if let Some(mistake) = scalar::text(node).and_then(|text| path::mistake(&text, Use::Item)) {
            report.on(node, mistake.to_string());
        }
    }
    let host = scalar::get(volume, "hostPath").and_then(|source| scalar::get(source, "path"));
    if let Some((node, mistake)) = host.and_then(|node| Some((node, path::mistake(&scalar::text(node)?, Use::Host)?))) {
        report.on(node, mistake.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn names_sources_and_paths() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  volumes:
    - name: a
      emptyDir: {}
      configMap:
      ^^^^^^^^^ A volume has one source, and `configMap` stands beside `emptyDir`; keep one
        items:
          - {key: a, path: ../a}
                           ^^^^ …
    - name: a
      secret:
        secretName: a
    - name: c
      hostPath:
        path: /var/../etc
              ^^^^^^^^^^^ …
",
        );
    }
}
