//! An object without a label that the settings ask for.

use super::{names, workload};
use project::Profile;

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an object without a label that the settings ask for; where they say nothing, `owner`. On in profile `all`
    /// only.
    ///
    /// ## Why is this bad?
    /// Who is called at night, who pays and what may be deleted is found by labels. An object without them is
    /// everybody's, and nobody's.
    ///
    /// ## Example
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
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    ///   labels:
    ///     owner: shop
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
    /// `labels`: the labels that are wanted, as in `rules: { k8s/required-labels: { options: { labels: [owner, env] } }
    /// }`.
    "k8s/required-labels" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/required-label-owner",
            "kubescape/label-usage-for-resources",
            "datree/WORKLOAD_MISSING_LABEL_OWNER_VALUE",
            "datree/DEPLOYMENT_MISSING_LABEL_ENV_VALUE",
            "kyverno/require-labels",
            "gatekeeper/requiredlabels",
        ],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let names = names::option(report, "labels").unwrap_or_else(|| vec!["owner".to_owned()]);
    for (place, name) in names::missing(file.object, "labels", &names) {
        report.on(place, format!("{} has no label `{name}`; add it", workload::title(file.object)));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn where_the_settings_say_nothing() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
      ^^^^^^^^^ ConfigMap `web` has no label `owner`; add it
metadata:
  name: web
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  labels:
    owner: shop
",
        );
    }

    #[test]
    fn what_the_settings_want() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  labels:
  ^^^^^^ ConfigMap `web` has no label `env`; add it
    owner: shop
#- plimsoll.yaml
rules: { k8s/required-labels: { options: { labels: [owner, env] } } }
",
        );
    }
}
