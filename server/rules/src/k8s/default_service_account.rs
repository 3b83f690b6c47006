//! Pods that run as everyone.

use syntax::yaml::Node;

use super::presence;
use super::security_context::value;
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod that runs as the ServiceAccount `default`, named or not.
    ///
    /// ## Why is this bad?
    /// All Pods of the namespace that say nothing share it. A right that one of them needs is everyone's then, and the
    /// audit log cannot tell them apart.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   serviceAccountName: web
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For Pods that get no token (`automountServiceAccountToken: false`): these are not reported.
    "k8s/default-service-account" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/default-service-account",
            "checkov/CKV_K8S_41",
            "kubesec/ServiceAccountName",
            "kubescape/ensure-default-service-accounts-has-only-default-roles",
            "datree/ARGO_WORKFLOW_INCORRECT_SERVICE_ACCOUNT_NAME_VALUE_DEFAULT",
            "kyverno/restrict-service-account",
        ],
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = pod.pod.spec;
    let name = ["serviceAccountName", "serviceAccount"].into_iter().find_map(|field| value(spec, field));
    let is_empty = |node: Node<'_>| node.text().is_some_and(|text| text.is_empty());
    match name {
        Some(node) if node.is("default") || is_empty(node) => {
            report.on(
                node,
                "The Pod runs as `default`, as every other that says nothing; give it a ServiceAccount of its own",
            );
        }
        Some(_) => {}
        None if presence::is_partial_pod(pod.pod) => {}
        None if value(spec, "automountServiceAccountToken").is_some_and(|node| node.is("false")) => {}
        None => {
            let message = "The Pod names no ServiceAccount, so it runs as `default`; give it one of its own";
            report.on(spec, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn named_or_not() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
^^^^ The Pod names no ServiceAccount, so it runs as `default`; give it one of its own
  containers:
    - {name: web, image: web:1.0.0}
---
apiVersion: v1
kind: Pod
metadata:
  name: b
spec:
  serviceAccountName: default
                      ^^^^^^^ The Pod runs as `default`, as every other that says nothing; give it a ServiceAccount of its own
---
apiVersion: v1
kind: Pod
metadata:
  name: c
spec:
  serviceAccountName: web
---
apiVersion: v1
kind: Pod
metadata:
  name: d
spec:
  automountServiceAccountToken: false
  containers:
    - {name: web, image: web:1.0.0}
",
        );
    }
}
