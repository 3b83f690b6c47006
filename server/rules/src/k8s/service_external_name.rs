//! Services that stand for a host they should not.

use schema::kubernetes::values::ip;

use super::{group, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Services of type `ExternalName` whose name is `localhost`, an address, a host that gives out credentials
    /// of the node, or a Service of the cluster.
    ///
    /// ## Why is this bad?
    /// An Ingress or proxy before such a Service sends requests from outside to itself, to the cloud's metadata, or
    /// past the policies of another namespace. For a Service of the cluster the alias also breaks TLS and virtual
    /// hosts, since clients ask for the alias' name.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   type: ExternalName
    ///   externalName: localhost
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   type: ExternalName
    ///   externalName: db.example.org
    /// ```
    "k8s/service-external-name" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kyverno/disallow-localhost-services"],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    let is_alias = object.find("spec.type").is_some_and(|node| node.is("ExternalName")) && group::is_of(object, &[""]);
    let Some(node) = object.find("spec.externalName").filter(|_| is_alias) else { return };
    let Some(text) = scalar::text(node) else { return };
    let host = text.trim_end_matches('.').to_ascii_lowercase();
    let is_within = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    let message = if is_within("localhost") || is_within("localdomain") {
        "it is the machine that asks; name the host that is meant"
    } else if ["metadata.google.internal", "instance-data", "instance-data.ec2.internal"].iter().any(|it| is_within(it))
    {
        "it gives out the node's credentials; leave it out"
    } else if ip::parse(&host).is_ok() {
        "DNS takes it for a name and not for an address; write a Service without a selector and an EndpointSlice"
    } else if is_within("svc.cluster.local") || is_within("svc") {
        "it is a Service of the cluster, which clients can ask for by that name; leave the alias out"
    } else {
        return;
    };
    report.on(node, format!("This Service stands for `{text}`, and {message}"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn hosts() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ExternalName
  externalName: 127.0.0.1
                ^^^^^^^^^ This Service stands for `127.0.0.1`, and DNS takes it for a name and not for an address; write a Service without a selector and an EndpointSlice
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ExternalName
  externalName: api.shop.svc.cluster.local
                ^^^^^^^^^^^^^^^^^^^^^^^^^^ This Service stands for `api.shop.svc.cluster.local`, and it is a Service of the cluster, which clients can ask for by that name; leave the alias out
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ExternalName
  externalName: metadata.google.internal
                ^^^^^^^^^^^^^^^^^^^^^^^^ This Service stands for `metadata.google.internal`, and it gives out the node's credentials; leave it out
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ExternalName
  externalName: localhost.example.org
"#,
        );
    }
}
