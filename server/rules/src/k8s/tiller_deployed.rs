//! Tiller, the part of Helm 2 that ran in the cluster.

use project::kubernetes::{Pod, pods};
use syntax::image_reference::ImageReference;
use syntax::yaml::Node;

use super::scalar;

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Tiller, the part of Helm 2 that ran in the cluster.
    ///
    /// ## Why is this bad?
    /// Tiller carries out what anybody asks who reaches its port, mostly with the rights of an administrator, and asks
    /// nobody for a name. Helm 2 has had no fixes since 2020. Helm 3 and later need nothing in the cluster.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: tiller-deploy
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: tiller:v2.16.9
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/tiller-deployed" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "checkov/CKV_K8S_34",
            "checkov/CKV_K8S_44",
            "checkov/CKV_K8S_45",
            "trivy/KSV-0102",
            "kyverno/disallow-helm-tiller",
        ],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    const MESSAGE: &str = "Tiller does what anybody asks who reaches it; remove it and use Helm 3 or later";
    let images = pods(object).flat_map(Pod::containers).filter_map(|container| scalar::get(container.node, "image"));
    let mut images =
        images.filter(|node| scalar::text(*node).is_some_and(|image| is_tiller(&ImageReference::parse(&image))));
    if let Some(image) = images.next() {
        report.on(image, MESSAGE);
        return;
    }
    let is_workload = pods(object).next().is_some();
    let is_service = object.is_one_of(&["Service"]);
    let named = |node: Node<'_>| {
        scalar::text(node)
            .is_some_and(|text| text == "tiller" || text == "tiller-deploy" || is_workload && has_word(&text))
    };
    if !is_workload && !is_service {
        return;
    }
    let labels = ["metadata.labels", "spec.selector", "spec.template.metadata.labels"]
        .into_iter()
        .filter_map(|route| object.find(route));
    let labelled = labels
        .flat_map(|labels| labels.effective().entries())
        .filter(|label| label.is("name") || label.is("app"))
        .map(|label| label.value);
    let names = ["metadata.name", "spec.template.metadata.name"].into_iter().filter_map(|route| object.find(route));
    if let Some(node) = names.chain(labelled).find(|node| named(*node)) {
        report.on(node, MESSAGE);
    }
}

fn is_tiller(image: &ImageReference) -> bool {
    image.path().rsplit('/').next() == Some("tiller")
}

/// Whether `tiller` is one of the words of a name.
fn has_word(name: &str) -> bool {
    name.split('-').any(|word| word == "tiller")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn by_image_or_name() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: helm
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: gcr.io/kubernetes-helm/tiller:v2.16.9
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Tiller does what anybody asks who reaches it; remove it and use Helm 3 or later
---
apiVersion: v1
kind: Service
metadata:
  name: tiller-deploy
        ^^^^^^^^^^^^^ Tiller does…
spec:
  selector:
    app: web
  ports:
    - port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: example.org/not-a-tiller-image:1.0.0
",
        );
    }
}
