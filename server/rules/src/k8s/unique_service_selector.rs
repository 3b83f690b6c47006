//! Two Services for the same Pods.

use project::Profile;
use project::graph::{Attribute, Object, Purpose};

use super::{reference, selection};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Service whose selector is that of another Service in its namespace.
    ///
    /// ## Why is this bad?
    /// Two names for one thing are two things to keep alike: ports, policies and monitors of the one are forgotten for
    /// the other. A headless Service beside a plain one is left alone.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: shop
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ---
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
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: shop
    /// spec:
    ///   selector:
    ///     app: shop
    ///   ports:
    ///     - port: 80
    /// ---
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
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: shop
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: shop
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: shop
    ///     spec:
    ///       containers:
    ///         - name: shop
    ///           image: shop:1.4.2
    /// ```
    "k8s/unique-service-selector" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &["kyverno/require-unique-service-selector", "gatekeeper/uniqueserviceselector"],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let Some(selector) = known.fact.selectors.iter().find(|it| it.purpose == Purpose::Service) else { return };
    let is_headless = |service: &Object| service.noted(Attribute::ClusterIp) == Some("None");
    let alike = known.file.inquiry.selecting_alike(known.fact, selector);
    let alike = alike.into_iter().find(|other| {
        is_headless(other.object) == is_headless(known.fact) && known.file.inquiry.is_near(known.fact, other)
    });
    let (Some(other), Some(node)) = (alike, selection::node(&known, selector)) else { return };
    report
        .on(node, format!("{} selects the same Pods; one of the two is enough", reference::title(other.object)))
        .label_in(it.file, other.path, other.object.site.name, "the other one");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn headless_ones_apart() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
  ^^^^^^^^ Service `shop` selects the same Pods; one of the two is enough
    app: web
  ports:
    - port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
  ^^^^^^^^ Service `web` selects the same Pods; one of the two is enough
    app: web
  ports:
    - port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: headless
spec:
  clusterIP: None
  selector:
    app: web
  ports:
    - port: 80
"#,
        );
    }
}
