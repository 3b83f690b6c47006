//! `metadata.namespace` on an object that is in no namespace.

use schema::kubernetes::Scope;
use syntax::yaml::Operation;

use super::scalar;
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `metadata.namespace` on an object that is in no namespace.
    ///
    /// ## Why is this bad?
    /// `kubectl` drops it, other clients are refused. Whoever reads the file looks for the object where it is not.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: api
    ///   namespace: shop
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: api
    /// ```
    "k8s/namespace-on-cluster-scoped" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(kind) = object.kind.filter(|kind| kind.scope() == Some(Scope::Cluster)) else { return };
    let Some(node) =
        object.find("metadata.namespace").filter(|node| scalar::is_written(*node) && !node.effective().is(""))
    else {
        return;
    };
    report
        .on(node, format!("A {} is in no namespace; leave `namespace` out", kind.name()))
        .unnecessary()
        .fix(Fix::safe("Remove `namespace`").edit(Operation::Remove { at: node.address() }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn by_scope() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: a
  namespace: b
             ^ A Namespace is in no namespace; leave `namespace` out
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  namespace: b
",
        );
    }
    #[test]
    fn removed() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: a
  namespace: b
",
            "#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: a
",
        );
    }
}
