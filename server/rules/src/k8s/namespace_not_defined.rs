//! A namespace without a manifest.

use project::Profile;
use project::graph::Edge;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags objects in a namespace that no manifest defines, where manifests define others.
    ///
    /// ## Why is this bad?
    /// Applied to a new cluster the object is refused, for its namespace is not there.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    ///   namespace: shpo
    /// data:
    ///   mode: fast
    /// ---
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    ///   namespace: shop
    /// data:
    ///   mode: fast
    /// ---
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ```
    "k8s/namespace-not-defined" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Reproducibility,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, &[Edge::Namespace]) {
        reference::report_missing(&known, reference, "so a new cluster refuses the object", report);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_clusters_have() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
  namespace: kube-system
data:
  mode: fast
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
"#,
        );
    }
}
