//! A namespace where everything is open that no policy closes.

use project::Profile;
use project::graph::{Attribute, Definition, Purpose};

use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Namespaces without a NetworkPolicy that selects every Pod and lets nothing in.
    ///
    /// ## Why is this bad?
    /// Policies add up: what none of them selects stays open. With a policy that closes all, what somebody forgets is
    /// closed.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    ///   namespace: shop
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: web
    ///   policyTypes: [Ingress]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: deny
    ///   namespace: shop
    /// spec:
    ///   podSelector: {}
    ///   policyTypes: [Ingress]
    /// ```
    "k8s/network-policy-default-deny" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["kubescape/internal-networking", "kyverno/add-network-policy"],
        check: Check::Kinds(&["Namespace"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let namespace = &known.fact.identity.name;
    let denies = |policy: &Definition<'_>| {
        let is_for_all = policy.object.selectors.iter().any(|it| it.purpose == Purpose::NetworkPolicy && it.is_empty());
        let mut types = policy.object.all_noted(Attribute::PolicyType).peekable();
        is_for_all && (types.peek().is_none() || types.any(|noted| noted.text.as_ref() == "Ingress"))
    };
    if known.file.inquiry.within(namespace, "NetworkPolicy").iter().any(denies) {
        return;
    }
    let Some(name) = it.object.find("metadata.name") else { return };
    let metadata = format!("metadata:\n  name: default-deny\n  namespace: {namespace}\n");
    report.on(name, format!("No NetworkPolicy closes namespace `{namespace}`, so what none selects is open; add one that lets nothing in")).fix(
        Fix::suggested("Add a policy that lets nothing in").add_document(format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n{metadata}spec:\n  podSelector: {{}}\n  policyTypes:\n    - Ingress\n"
        )),
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
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
    - Ingress
"#,
        );
    }
}
