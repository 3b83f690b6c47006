//! Services that take over addresses.

use syntax::yaml::Operation;

use super::group;
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Services with `externalIPs`.
    ///
    /// ## Why is this bad?
    /// Every node sends what goes to these addresses to the Pods of this Service, whoever owns them: who may write a
    /// Service can read the traffic of others (CVE-2020-8554). Nothing checks that an address is yours, and many
    /// clusters refuse the field.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   externalIPs:
    ///     - 203.0.113.7
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
    ///   type: LoadBalancer
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ```
    "k8s/service-external-ips" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["trivy/KSV-0108", "kyverno/restrict-service-external-ips", "gatekeeper/externalip"],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    if !group::is_of(it.object, &[""]) {
        return;
    }
    let Some(node) = it.object.find("spec.externalIPs").filter(|node| node.effective().items().next().is_some()) else {
        return;
    };
    report
        .on(node, "`externalIPs` takes over these addresses on every node, and nothing checks whose they are; use a load balancer")
        .fix(Fix::suggested("Remove `externalIPs`").edit(Operation::Remove { at: node.address() }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn removed() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  externalIPs: [203.0.113.7]
  ports:
    - port: 80
"#,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
"#,
        );
    }
}
