//! An object without an annotation that the settings ask for.

use super::{names, workload};
use project::Profile;

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an object without an annotation that the settings ask for. Without settings it is silent.
    ///
    /// ## Why is this bad?
    /// Tools that bill, back up or page go by annotations, and leave out what has none.
    ///
    /// ## Example
    /// ```settings
    /// rules: { k8s/required-annotations: { options: { annotations: [example.com/email] } } }
    /// ```
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
    /// Use instead:
    /// ```settings
    /// rules: { k8s/required-annotations: { options: { annotations: [example.com/email] } } }
    /// ```
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    ///   annotations:
    ///     example.com/email: shop@example.com
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
    ///
    /// ## Settings
    /// `annotations`: the annotations that are wanted, as in `rules: { k8s/required-annotations: { options: {
    /// annotations: [example.com/email] } } }`.
    "k8s/required-annotations" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/required-annotation-email",
            "kyverno/require-annotations",
            "gatekeeper/requiredannotations",
        ],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let names = names::option(report, "annotations").unwrap_or_default();
    for (place, name) in names::missing(file.object, "annotations", &names) {
        report.on(place, format!("{} has no annotation `{name}`; add it", workload::title(file.object)));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_the_settings_want() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
      ^^^^^^^^^ ConfigMap `web` has no annotation `a/b`; add it
metadata:
  name: web
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  annotations:
    a/b: c
#- plimsoll.yaml
rules: { k8s/required-annotations: { options: { annotations: [a/b] } } }
",
        );
    }

    #[test]
    fn without_settings() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
",
        );
    }
}
