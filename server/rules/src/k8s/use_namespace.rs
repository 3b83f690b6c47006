//! An object that names no namespace, or `default`.

use project::Profile;
use schema::kubernetes::Scope;
use syntax::yaml::{Data, Operation};

use super::{presence, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an object that names no namespace, or `default`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// It lands wherever the context of who applies it points to. Quotas, network policies and rights go by namespaces,
    /// and in `default` there are none.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    ///   namespace: shop
    /// ```
    ///
    /// ## When to ignore it
    /// Where a tool puts the namespace in: Kustomize, Argo CD, `kubectl -n`.
    "k8s/use-namespace" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/use-namespace",
            "checkov/CKV_K8S_21",
            "trivy/KSV-0110",
            "kubescape/pods-in-default-namespace",
            "kubescape/service-in-default-namespace",
            "datree/WORKLOAD_INCORRECT_NAMESPACE_VALUE_DEFAULT",
            "kyverno/disallow-default-namespace",
        ],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let is_namespaced = object.kind.is_some_and(|kind| kind.scope() == Some(Scope::Namespaced));
    // What the cluster itself puts there.
    let is_given = ["Service", "ServiceAccount"]
        .iter()
        .zip(["kubernetes", "default"])
        .any(|(kind, name)| object.is_one_of(&[kind]) && object.name().is_some_and(|own| own == name));
    let Some(metadata) =
        object.find("metadata").filter(|_| is_namespaced && !is_given && !presence::is_partial(object))
    else {
        return;
    };
    let node = scalar::get(metadata, "namespace");
    let (place, message) = match node {
        Some(node) if node.is("default") => (
            node,
            format!(
                "{} is in namespace `default`; give it one of \
            its own",
                workload::title(object)
            ),
        ),
        None if presence::lacks(metadata, "namespace") => (
            object.head(),
            format!(
                "{} lands in whatever namespace the context says; \
                name one",
                workload::title(object)
            ),
        ),
        Some(_) | None => return,
    };
    let found = report.on(place, message);
    if let Some(namespace) = file.file.neighbours.only_namespace() {
        let edit = Operation::Set { at: object.address("metadata.namespace"), value: Data::text(namespace) };
        found.fix(Fix::suggested(format!("Put it into namespace `{namespace}`")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn none_and_default() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
      ^^^^^^^^^ ConfigMap `web` lands in whatever namespace the context says; name one
metadata:
  name: web
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  namespace: default
             ^^^^^^^ ConfigMap `web` is in namespace `default`; give it one of its own
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  namespace: shop
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
",
        );
    }

    #[test]
    fn the_only_one() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
",
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  namespace: shop
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
",
        );
    }
}
