//! Namespaces that ask nothing of their Pods.

use syntax::yaml::{Data, Node, Operation};

use super::scalar;
use super::security_context::value;
use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};
use project::settings::PodSecurityLevel;

declare_rule! {
    /// ## What it does
    /// Flags a Namespace without a label that says which level of the Pod Security Standards its Pods have to meet, or
    /// with one that nothing can be read from.
    ///
    /// ## Why is this bad?
    /// Without it the API server takes any Pod, a privileged one with the node's disk in it as well. Pod Security
    /// admission is in every cluster and needs no more than this label; `warn` says beforehand what a stricter level
    /// would refuse.
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
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: baseline
    ///     pod-security.kubernetes.io/warn: restricted
    /// ```
    ///
    /// ## When to ignore it
    /// Where another admission controller has its own policies for Pods.
    "k8s/pod-security-namespace-label" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kubescape/pod-security-admission-applied-1",
            "kubescape/pod-security-admission-baseline-applied-1",
            "kubescape/pod-security-admission-restricted-applied-1",
        ],
        check: Check::Kinds(&["Namespace"], check),
    }
}

/// What begins the labels.
const LABELS: &str = "pod-security.kubernetes.io/";

/// Namespaces of the cluster itself, whose Pods come from its distribution.
const SYSTEM: [&str; 3] = ["kube-system", "kube-public", "kube-node-lease"];

fn check(namespace: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = namespace.object;
    let is_namespace = object.api_version().is_some_and(|version| version == "v1");
    let Some(name) = object.name().filter(|name| is_namespace && !SYSTEM.contains(&&**name)) else { return };
    let labels = object.find("metadata").and_then(|metadata| value(metadata, "labels"));
    let of_admission = |entry: &syntax::yaml::Entry<'_>| entry.name().starts_with(LABELS);
    let modes = labels.into_iter().flat_map(Node::entries).filter(of_admission);
    for entry in modes.filter(|entry| !entry.name().ends_with("-version")) {
        let Some(level) = scalar::text(entry.value) else { continue };
        if PodSecurityLevel::named(&level).is_none() {
            let message = format!("`{level}` is no Pod Security level; write `privileged`, `baseline` or `restricted`");
            report.on(entry.value, message);
        }
    }
    let has_mode = |mode: &str| labels.and_then(|labels| value(labels, &format!("{LABELS}{mode}"))).is_some();
    if ["enforce", "warn", "audit"].into_iter().any(has_mode) {
        return;
    }
    let mut fix = Fix::suggested("Enforce `baseline`, warn of `restricted`");
    for (mode, level) in [("enforce", "baseline"), ("warn", "restricted")] {
        let at = object.address(&format!("metadata.labels[\"{LABELS}{mode}\"]"));
        fix = fix.edit(Operation::Set { at, value: Data::text(level) });
    }
    let message = format!(
        "Namespace `{name}` does not say what its Pods may do, so it takes privileged ones; \
         add the label `{LABELS}enforce`"
    );
    report.on(object.find("metadata.name").unwrap_or(object.node), message).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn any_mode_will_do() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
        ^^^^ Namespace `shop` does not say what its Pods may do, so it takes privileged ones; add the label …
  labels:
    app: shop
---
apiVersion: v1
kind: Namespace
metadata:
  name: store
  labels:
    pod-security.kubernetes.io/warn: strict
                                     ^^^^^^ `strict` is no Pod Security level; write `privileged`, `baseline` or `restricted`
    pod-security.kubernetes.io/warn-version: v1.30
---
apiVersion: v1
kind: Namespace
metadata:
  name: kube-system
",
        );
    }

    #[test]
    fn the_fix_adds_labels() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n",
            "#- a.yaml\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    \
             pod-security.kubernetes.io/enforce: baseline\n    pod-security.kubernetes.io/warn: restricted\n",
        );
    }
}
