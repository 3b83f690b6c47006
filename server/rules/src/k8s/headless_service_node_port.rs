//! Fields of a Service that its type does not have.

use project::Profile;
use schema::kubernetes::values::name::{self, NameRule};
use syntax::yaml::{Node, Operation};

use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags fields of a Service that its type does not have: `nodePort` with `ClusterIP`, `clusterIP: None` with `NodePort`,
    /// `loadBalancerClass` without `LoadBalancer`, and others.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Service.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: ClusterIP
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    ///       nodePort: 30080
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: NodePort
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    ///       nodePort: 30080
    /// ```
    "k8s/headless-service-node-port" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &[""]) && !presence::is_partial(object))
    else {
        return;
    };
    let type_node = scalar::get(spec, "type");
    // A Service without type and selector may be a patch, or one whose type is filled in.
    if type_node.is_none() && (presence::is_open(spec) || scalar::get(spec, "selector").is_none()) {
        return;
    }
    let Some(kind) = type_node.map_or(Some("ClusterIP".into()), scalar::text) else { return };
    let service = Service { spec, kind: &kind, type_node };
    let is_on_nodes = matches!(&*kind, "NodePort" | "LoadBalancer");
    let is_balanced = kind == "LoadBalancer";
    let cluster_ip = scalar::get(spec, "clusterIP");
    if !is_on_nodes {
        for port in scalar::items(spec, "ports").filter_map(|port| scalar::get(port, "nodePort")) {
            if scalar::int(port).is_some_and(|number| number != 0) {
                service.has_no(port, "nodePort", report);
            }
        }
    }
    if let Some(none) = cluster_ip.filter(|node| is_on_nodes && node.effective().is("None")) {
        report.on(none, format!("A Service without an address cannot be a `{kind}`; leave one of them out"));
    }
    if kind == "ExternalName" {
        if let Some(node) = cluster_ip.filter(|node| !node.effective().is("")) {
            service.has_no(node, "clusterIP", report);
        }
        external_name(spec, report);
    }
    let has_external = scalar::items(spec, "externalIPs").next().is_some();
    let policy = scalar::get(spec, "externalTrafficPolicy");
    if let Some(node) = policy.filter(|_| !is_on_nodes && !has_external) {
        service.has_no(node, "externalTrafficPolicy", report);
    }
    let is_local = is_balanced && policy.is_some_and(|node| node.effective().is("Local"));
    let health =
        scalar::get(spec, "healthCheckNodePort").filter(|node| scalar::int(*node).is_some_and(|number| number != 0));
    if let Some(node) = health.filter(|_| !is_local) {
        report.on(
            node,
            "`healthCheckNodePort` is for a `LoadBalancer` with `externalTrafficPolicy: Local` only; \
             leave it out",
        );
    }
    for field in ["loadBalancerSourceRanges", "loadBalancerClass", "allocateLoadBalancerNodePorts"] {
        if let Some(node) = scalar::get(spec, field).filter(|_| !is_balanced) {
            service.has_no(node, field, report);
        }
    }
    let affinity = scalar::get(spec, "sessionAffinity");
    let by_client = affinity.is_some_and(|node| node.effective().is("ClientIP") || scalar::text(node).is_none());
    if let Some(node) = scalar::get(spec, "sessionAffinityConfig").filter(|_| !by_client) {
        report.on(node, "`sessionAffinityConfig` is for `sessionAffinity: ClientIP` only; set that, or leave it out");
    }
}

struct Service<'a, 'y> {
    spec: Node<'y>,
    kind: &'a str,
    type_node: Option<Node<'y>>,
}

impl Service<'_, '_> {
    /// Reports a field that the type does not have.
    fn has_no(&self, node: Node<'_>, field: &str, report: &mut Report<'_>) {
        let found = report.on(
            node,
            format!("A Service of type `{}` has no `{field}`; leave it out, or choose another type", self.kind),
        );
        if let Some(type_node) = self.type_node {
            found.label_on(type_node, "the type");
        }
        if field == "nodePort"
            && self.kind == "ClusterIP"
            && !scalar::get(self.spec, "clusterIP").is_some_and(|node| node.is("None"))
        {
            let mut at = self.spec.address();
            at.route = at.route.then("type");
            found.fix(Fix::suggested("Make it a NodePort").edit(Operation::Set { at, value: "NodePort".into() }));
        }
        found.fix(Fix::suggested(format!("Remove `{field}`")).edit(Operation::Remove { at: node.address() }));
    }
}

fn external_name(spec: Node<'_>, report: &mut Report<'_>) {
    match scalar::get(spec, "externalName") {
        Some(node) => {
            // A point at the end is taken, as in a zone file.
            let mistake = scalar::text(node)
                .and_then(|text| name::mistake(text.strip_suffix('.').unwrap_or(&text), NameRule::SUBDOMAIN));
            if let Some(mistake) = mistake {
                report.on(node, mistake.to_string());
            }
        }
        None if presence::lacks(spec, "externalName") => {
            report.on(spec, "A Service of type `ExternalName` needs a host; name it in `externalName`");
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn by_type() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: NodePort
  clusterIP: None
             ^^^^ A Service without an address cannot be a `NodePort`; leave one of them out
  loadBalancerClass: a
                     ^ A Service of type `NodePort` has no `loadBalancerClass`; leave it out, or choose another type
  externalTrafficPolicy: Local
  sessionAffinityConfig:
  ^^^^^^^^^^^^^^^^^^^^^ `sessionAffinityConfig` is for `sessionAffinity: ClientIP` only; set that, or leave it out
    clientIP: {timeoutSeconds: 5}
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector: {app: a}
  externalTrafficPolicy: Local
                         ^^^^^ A Service of type `ClusterIP` has no `externalTrafficPolicy`…
  healthCheckNodePort: 30000
                       ^^^^^ `healthCheckNodePort` is for a `LoadBalancer`…
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: ExternalName
  externalName: http://example.org
                ^^^^^^^^^^^^^^^^^^ …
",
        );
    }
    #[test]
    fn node_port() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: ClusterIP
  selector:
    app: api
  ports:
    - port: 80
      nodePort: 30080
",
            "#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: NodePort
  selector:
    app: api
  ports:
    - port: 80
      nodePort: 30080
",
        );
    }
}
