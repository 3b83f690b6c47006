//! Services that are open to the world outside.

use project::Profile;
use project::kubernetes::Object;
use syntax::yaml::{Data, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Services of type `NodePort` and `LoadBalancer`. A load balancer that an annotation keeps inside the
    /// network is left alone.
    ///
    /// ## Why is this bad?
    /// Each opens a port on every node, or an address of its own that costs money each month, beside the Ingress or
    /// Gateway where TLS, names and logs are.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   type: NodePort
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   type: ClusterIP
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ```
    "k8s/service-type-exposed" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["kube-linter/exposed-services", "kube-score/service-type", "kubescape/exposure-to-internet", "datree/SERVICE_INCORRECT_TYPE_VALUE_NODEPORT", "kyverno/restrict-node-port", "kyverno/restrict-loadbalancer", "gatekeeper/block-nodeport-services", "gatekeeper/block-loadbalancer-services"],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(node) = it.object.find("spec.type").filter(|_| group::is_of(it.object, &[""])) else { return };
    let opens = match scalar::text(node).as_deref() {
        Some("NodePort") => "a port on every node",
        Some("LoadBalancer") if !is_internal(it.object) => "an address of its own",
        Some(_) | None => return,
    };
    report
        .on(node, format!("This Service opens {opens} to whoever can reach it; write `ClusterIP` and put an Ingress or Gateway before it"))
        .fix(Fix::suggested("Keep it inside: `ClusterIP`").edit(Operation::Replace { at: node.address(), value: Data::plain("ClusterIP") }));
}

/// Whether an annotation keeps a load balancer inside the provider's network.
fn is_internal(object: Object<'_>) -> bool {
    let annotations = object.find("metadata.annotations").into_iter().flat_map(|it| it.effective().entries());
    annotations.into_iter().any(|entry| {
        let value = entry.value.effective().text().unwrap_or_default();
        entry.name().contains("internal") && value != "false" || value.eq_ignore_ascii_case("internal")
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn types() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
        ^^^^^^^^^^^^ This Service opens an address of its own to whoever can reach it; write `ClusterIP` and put an Ingress or Gateway before it
---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    networking.gke.io/load-balancer-type: Internal
spec:
  type: LoadBalancer
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
"#,
        );
    }
}
