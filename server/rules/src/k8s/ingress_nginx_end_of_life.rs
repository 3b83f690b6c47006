//! The retired ingress-nginx controller.

use super::scalar;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags containers that run the image of the ingress-nginx controller.
    ///
    /// ## Why is this bad?
    /// The project was retired in March 2026: no more releases, and no more fixes for holes in something that stands
    /// before all else and reads every certificate.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: controller
    ///       image: registry.k8s.io/ingress-nginx/controller:v1.12.1
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: controller
    ///       image: envoyproxy/gateway:v1.5.0
    /// ```
    "k8s/ingress-nginx-end-of-life" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kubescape/detect-nginx-ingress-controller-eol", "kyverno/check-ingress-nginx-controller-version-and-annotation-policy"],
        check: Check::Container(check),
    }
}

fn check(it: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(node) = scalar::get(it.container.node, "image") else { return };
    let Some(image) = scalar::text(node) else { return };
    let repository = image.split(['@', ':']).next().unwrap_or_default();
    // A registry's port would end it early.
    let is_it = |repository: &str| {
        repository.ends_with("ingress-nginx/controller") || repository.ends_with("nginx-ingress-controller")
    };
    if is_it(repository)
        || image.rsplit_once('/').is_some_and(|(before, last)| {
            is_it(&format!("{before}/{}", last.split(['@', ':']).next().unwrap_or_default()))
        })
    {
        report.on(node, "ingress-nginx was retired in March 2026 and gets no more fixes; move to a Gateway API implementation or another controller");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn images() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: a
      image: example.org:5000/ingress-nginx/controller:v1
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ingress-nginx was retired in March 2026 and gets no more fixes; move to a Gateway API implementation or another controller
    - name: b
      image: quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ingress-nginx was retired in March 2026 and gets no more fixes; move to a Gateway API implementation or another controller
    - name: c
      image: nginx/nginx-ingress:3.0
"#,
        );
    }
}
