//! Annotations that a field, a label or another annotation has replaced.

use project::kubernetes::pods;
use syntax::yaml::{Node, Operation, Route};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags annotations that a field, a label or another annotation has replaced.
    ///
    /// ## Why is this bad?
    /// Newer versions of Kubernetes no longer read most of them: a seccomp profile in an annotation has protected nothing
    /// since 1.27. The API server warns of them.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    ///   annotations:
    ///     kubernetes.io/ingress.class: nginx
    /// spec:
    ///   defaultBackend:
    ///     service:
    ///       name: api
    ///       port:
    ///         number: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: nginx
    ///   defaultBackend:
    ///     service:
    ///       name: api
    ///       port:
    ///         number: 80
    /// ```
    "k8s/deprecated-annotation" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Object(check),
    }
}

/// An annotation that is no longer the way.
struct Former {
    /// Its key, or with a `/` at the end the start of it.
    key: &'static str,
    /// What to use instead.
    instead: &'static str,
    /// Where its value goes as it is.
    to: To,
}

enum To {
    /// To this field of the object of one of these kinds.
    Field(&'static [&'static str], &'static str),
    /// To this annotation.
    Annotation(&'static str),
    /// To the label of the same key.
    Label,
    /// Nowhere: the value is written in another way.
    Nowhere,
}

const FORMER: &[Former] = &[
    Former {
        key: "kubernetes.io/ingress.class",
        instead: "`spec.ingressClassName`",
        to: To::Field(&["Ingress"], "spec.ingressClassName"),
    },
    Former {
        key: "volume.beta.kubernetes.io/storage-class",
        instead: "`spec.storageClassName`",
        to: To::Field(&["PersistentVolumeClaim", "PersistentVolume"], "spec.storageClassName"),
    },
    Former { key: "volume.beta.kubernetes.io/mount-options", instead: "`spec.mountOptions`", to: To::Nowhere },
    Former {
        key: "storageclass.beta.kubernetes.io/is-default-class",
        instead: "`storageclass.kubernetes.io/is-default-class`",
        to: To::Annotation("storageclass.kubernetes.io/is-default-class"),
    },
    Former {
        key: "seccomp.security.alpha.kubernetes.io/pod",
        instead: "`securityContext.seccompProfile`",
        to: To::Nowhere,
    },
    Former {
        key: "container.seccomp.security.alpha.kubernetes.io/",
        instead: "`securityContext.seccompProfile`",
        to: To::Nowhere,
    },
    Former {
        key: "container.apparmor.security.beta.kubernetes.io/",
        instead: "`securityContext.appArmorProfile`",
        to: To::Nowhere,
    },
    Former { key: "security.alpha.kubernetes.io/sysctls", instead: "`securityContext.sysctls`", to: To::Nowhere },
    Former {
        key: "security.alpha.kubernetes.io/unsafe-sysctls",
        instead: "`securityContext.sysctls`",
        to: To::Nowhere,
    },
    Former { key: "scheduler.alpha.kubernetes.io/critical-pod", instead: "`priorityClassName`", to: To::Nowhere },
    Former { key: "scheduler.alpha.kubernetes.io/tolerations", instead: "`tolerations`", to: To::Nowhere },
    Former { key: "scheduler.alpha.kubernetes.io/affinity", instead: "`affinity`", to: To::Nowhere },
    Former { key: "pod.beta.kubernetes.io/init-containers", instead: "`initContainers`", to: To::Nowhere },
    Former {
        key: "service.alpha.kubernetes.io/tolerate-unready-endpoints",
        instead: "`spec.publishNotReadyAddresses`",
        to: To::Nowhere,
    },
    Former {
        key: "service.kubernetes.io/topology-aware-hints",
        instead: "`spec.trafficDistribution`",
        to: To::Nowhere,
    },
    Former { key: "sidecar.istio.io/inject", instead: "the label of the same name", to: To::Label },
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let templates = pods(object).filter(|pod| pod.template != object.node).map(|pod| pod.template);
    for (metadata, is_own) in object
        .find("metadata")
        .map(|metadata| (metadata, true))
        .into_iter()
        .chain(templates.filter_map(|template| Some((scalar::get(template, "metadata")?, false))))
    {
        for entry in scalar::get(metadata, "annotations").into_iter().flat_map(|it| it.effective().entries()) {
            let key = entry.name();
            let is_it = |former: &&Former| {
                if former.key.ends_with('/') { key.starts_with(former.key) } else { key == former.key }
            };
            let Some(former) = FORMER.iter().find(is_it) else { continue };
            let fix = fix(former, metadata, entry.value, is_own.then_some(object));
            let found =
                report.on(entry.key, format!("This annotation is deprecated; use {}", former.instead)).deprecated();
            if let Some(fix) = fix {
                found.fix(fix);
            }
        }
    }
}

/// Moves the value where it belongs, if nothing is there.
fn fix(
    former: &Former,
    metadata: Node<'_>,
    value: Node<'_>,
    object: Option<project::kubernetes::Object<'_>>,
) -> Option<Fix> {
    let from = value.address();
    match former.to {
        To::Field(kinds, field) => {
            let object = object.filter(|object| object.is_one_of(kinds) && group::is_built_in(*object))?;
            if object.find(field).is_some() || object.find("spec").is_none() {
                return None;
            }
            let to = object.address(field).route;
            Some(Fix::suggested(format!("Move it to `{field}`")).edit(Operation::Move { from, to }))
        }
        To::Annotation(key) => {
            Some(Fix::safe(format!("Write `{key}`")).edit(Operation::Rename { at: from, key: key.to_owned() }))
        }
        To::Label => {
            let route = Route::new().then("labels").then(former.key);
            if metadata.find(&route).is_some() {
                return None;
            }
            let to = metadata.route().then("labels").then(former.key);
            Some(Fix::suggested("Make it a label").edit(Operation::Move { from, to }))
        }
        To::Nowhere => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn of_objects_and_templates() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  annotations:
    kubernetes.io/description: x
spec:
  template:
    metadata:
      annotations:
        container.apparmor.security.beta.kubernetes.io/api: runtime/default
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This annotation is deprecated; use `securityContext.appArmorProfile`
    spec: {}
",
        );
    }
    #[test]
    fn the_class() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    kubernetes.io/ingress.class: nginx
    other: x
spec:
  rules: []
",
            "#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    other: x
spec:
  rules: []
  ingressClassName: nginx
",
        );
    }
}
