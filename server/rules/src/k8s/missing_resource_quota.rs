//! A namespace that may take all.

use project::Profile;

use super::document;
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Namespaces in which no manifest puts a ResourceQuota.
    ///
    /// ## Why is this bad?
    /// Whoever may create Pods there can fill the cluster, by intent or by a loop, and the Pods of everybody else stay
    /// pending.
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
    /// kind: ResourceQuota
    /// metadata:
    ///   name: quota
    ///   namespace: shop
    /// spec:
    ///   hard:
    ///     limits.memory: 8Gi
    /// ```
    "k8s/missing-resource-quota" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["trivy/KSV-0040", "kyverno/add-ns-quota"],
        check: Check::Kinds(&["Namespace"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let namespace = &known.fact.identity.name;
    let Some(name) = it.object.find("metadata.name") else { return };
    if !known.file.inquiry.within(namespace, "ResourceQuota").is_empty() {
        return;
    }
    let metadata = document::metadata_in("quota", namespace);
    let hard = "spec:\n  hard:\n    requests.cpu: \"4\"\n    requests.memory: 8Gi\n    pods: \"40\"\n";
    report
        .on(
            name,
            format!("Namespace `{namespace}` has no ResourceQuota, so its Pods may take the whole cluster; add one"),
        )
        .fix(
            Fix::suggested("Add a ResourceQuota, its amounts to be checked")
                .add_document(format!("apiVersion: v1\nkind: ResourceQuota\n{metadata}{hard}")),
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
kind: ResourceQuota
metadata:
  name: quota
  namespace: shop
spec:
  hard:
    requests.cpu: "4"
    requests.memory: 8Gi
    pods: "40"
"#,
        );
    }
}
