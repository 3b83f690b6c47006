//! A namespace without bounds for a container.

use project::Profile;

use super::document;
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Namespaces in which no manifest puts a LimitRange.
    ///
    /// ## Why is this bad?
    /// A container that states no requests or limits gets none: one of them can take the memory of a node. A LimitRange
    /// gives what is left out, and refuses what is absurd.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ---
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata:
    ///   name: limits
    ///   namespace: shop
    /// spec:
    ///   limits:
    ///     - type: Container
    ///       max:
    ///         memory: 1Gi
    /// ```
    "k8s/missing-limit-range" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["trivy/KSV-0039", "kyverno/add-ns-quota"],
        check: Check::Kinds(&["Namespace"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let namespace = &known.fact.identity.name;
    let Some(name) = it.object.find("metadata.name") else { return };
    if !known.file.inquiry.within(namespace, "LimitRange").is_empty() {
        return;
    }
    let metadata = document::metadata_in("limits", namespace);
    let limits = "spec:\n  limits:\n    - type: Container\n      defaultRequest:\n        cpu: 100m\n        memory: 128Mi\n      default:\n        memory: 512Mi\n";
    report
        .on(name, format!("Namespace `{namespace}` has no LimitRange, so what states no requests gets none; add one"))
        .fix(
            Fix::suggested("Add a LimitRange, its amounts to be checked")
                .add_document(format!("apiVersion: v1\nkind: LimitRange\n{metadata}{limits}")),
        );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn added() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
"#,
            r#"
#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: v1
kind: LimitRange
metadata:
  name: limits
  namespace: shop
spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: 100m
        memory: 128Mi
      default:
        memory: 512Mi
"#,
        );
    }
}
