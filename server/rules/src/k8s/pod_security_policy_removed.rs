//! Policies of a kind that is gone.

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a PodSecurityPolicy for a cluster of 1.25 or later.
    ///
    /// ## Why is this bad?
    /// The kind is gone: applying the file fails, and where it is passed over nothing holds the Pods that the policy
    /// was for. What it forbade is what labels of the namespace say today.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1beta1
    /// kind: PodSecurityPolicy
    /// metadata:
    ///   name: restricted
    /// spec:
    ///   privileged: false
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: restricted
    /// ```
    "k8s/pod-security-policy-removed" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[
            "checkov/CKV_K8S_1",
            "checkov/CKV_K8S_2",
            "checkov/CKV_K8S_3",
            "checkov/CKV_K8S_4",
            "checkov/CKV_K8S_5",
            "checkov/CKV_K8S_6",
            "checkov/CKV_K8S_7",
            "checkov/CKV_K8S_24",
            "checkov/CKV_K8S_32",
            "checkov/CKV_K8S_36",
            "kubescape/psp-deny-privileged-container",
        ],
        check: Check::Kinds(&["PodSecurityPolicy"], check),
    }
}

/// The first minor version without it.
const GONE_SINCE: u8 = 25;

fn check(policy: &ObjectIn<'_>, report: &mut Report<'_>) {
    let is_it = policy.object.api_version().is_some_and(|it| matches!(&*it, "policy/v1beta1" | "extensions/v1beta1"));
    let version = policy.file.manifest.version;
    if is_it && version.minor() >= GONE_SINCE {
        let message = format!(
            "PodSecurityPolicy is gone since Kubernetes 1.{GONE_SINCE}, and this is for {version}; \
             label namespaces with `pod-security.kubernetes.io/enforce`"
        );
        report.on(policy.object.head(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn the_kind_of_that_group() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
      ^^^^^^^^^^^^^^^^^ PodSecurityPolicy is gone since Kubernetes 1.25, and this is for 1.37; label namespaces with …
metadata:
  name: a
---
apiVersion: example.com/v1
kind: PodSecurityPolicy
metadata:
  name: a
",
        );
    }
}
