//! A Pod on the node's network that cannot find Services.

use syntax::yaml::{Data, Operation};

use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Pods with `hostNetwork: true` whose `dnsPolicy` is `ClusterFirst` or not written.
    ///
    /// ## Why is this bad?
    /// On the node's network `ClusterFirst` falls back to the node's own resolver: names of Services are unknown,
    /// though everything else works. `ClusterFirstWithHostNet` asks the cluster.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   hostNetwork: true
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
    ///   hostNetwork: true
    ///   dnsPolicy: ClusterFirstWithHostNet
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For agents of the node that never ask for a Service.
    "k8s/host-network-dns-policy" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(it: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = it.pod.spec;
    let Some(network) = scalar::get(spec, "hostNetwork").filter(|_| scalar::is_true(spec, "hostNetwork")) else {
        return;
    };
    let policy = scalar::get(spec, "dnsPolicy");
    if presence::is_partial_pod(it.pod)
        || presence::is_open(spec)
        || policy.is_some_and(|policy| !policy.is("ClusterFirst"))
    {
        return;
    }
    let mut at = spec.address();
    at.route = at.route.then("dnsPolicy");
    report
        .on(policy.unwrap_or(network), "On the node's network `ClusterFirst` does not ask the cluster's DNS; write `dnsPolicy: ClusterFirstWithHostNet`")
        .fix(Fix::suggested("Use `ClusterFirstWithHostNet`").edit(Operation::Set { at, value: Data::plain("ClusterFirstWithHostNet") }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn replaced() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: true
  dnsPolicy: ClusterFirst
  containers:
    - name: web
      image: web:1.4.2
"#,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  containers:
    - name: web
      image: web:1.4.2
"#,
        );
    }
}
