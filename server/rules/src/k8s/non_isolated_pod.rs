//! Pods that every Pod can reach.

use project::Profile;
use project::graph::Purpose;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags workloads whose Pods no NetworkPolicy selects.
    ///
    /// ## Why is this bad?
    /// Without a policy any Pod of the cluster can connect to any port of these, and these to everything: one hole in
    /// one program is a hole in all.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: web
    ///   policyTypes: [Ingress]
    /// ```
    "k8s/non-isolated-pod" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/non-isolated-pod", "kube-score/pod-networkpolicy", "polaris/missingNetworkPolicy", "checkov/CKV2_K8S_6", "kubescape/ingress-and-egress-blocked", "kubescape/ensure_network_policy_configured_in_labels", "kyverno/require-netpol", "kyverno/add-network-policy"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let Some(pod) = known.fact.pod.as_ref().filter(|pod| !pod.is_on_host_network) else { return };
    let selecting = known.file.inquiry.selecting(known.fact);
    if pod.containers.is_empty()
        || selecting.iter().any(|(by, index)| by.object.selectors[*index].purpose == Purpose::NetworkPolicy)
    {
        return;
    }
    let place = it.object.find("metadata.name").unwrap_or_else(|| it.object.head());
    report.on(
        place,
        format!(
            "No NetworkPolicy selects the Pods of {}, so every Pod can reach them; add one",
            reference::title(known.fact)
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn one_for_all() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
#- b.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec: {podSelector: {}}
"#,
        );
    }
}
