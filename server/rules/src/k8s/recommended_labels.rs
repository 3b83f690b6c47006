//! A workload without the labels `app.kubernetes.io/name` and `app.kubernetes.io/instance`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{names, scalar, workload};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a workload without the labels `app.kubernetes.io/name` and `app.kubernetes.io/instance`. On in profile
    /// `all` only.
    ///
    /// ## Why is this bad?
    /// Dashboards, policies and tools know these names: what has them is found and grouped without being told how.
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
    ///     app.kubernetes.io/name: web
    ///     app.kubernetes.io/instance: web
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
    "k8s/recommended-labels" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &["kubescape/k8s-common-labels-usage", "kyverno/require-labels"],
        check: Check::Pod(check),
    }
}

const WANTED: [&str; 2] = ["app.kubernetes.io/name", "app.kubernetes.io/instance"];

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let object = file.pod.object;
    let wanted = WANTED.map(str::to_owned);
    let missing: Vec<_> = names::missing(object, "labels", &wanted).collect();
    let (Some((place, _)), Some(name)) = (missing.first(), object.name()) else { return };
    let listed: Vec<String> = missing.iter().map(|(_, label)| format!("`{label}`")).collect();
    let message = format!(
        "{} has no label {}; add what tools \
        look for",
        workload::title(object),
        listed.join(" and ")
    );
    let own = workload::labels(file.pod);
    let app = own.and_then(|labels| {
        ["app.kubernetes.io/name", "app", "k8s-app"].iter().find_map(|key| scalar::text_of(labels, key))
    });
    let mut fix = Fix::suggested("Add the labels");
    for (_, label) in &missing {
        let value = if label.ends_with("/name") { app.as_deref().unwrap_or(&name) } else { &name };
        let mut at = object.address("metadata.labels");
        at.route = at.route.then(label.as_str());
        fix = fix.edit(Operation::Set { at, value: Data::text(value) });
    }
    report.on(*place, message).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_is_missing() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ Deployment `web` has no label `app.kubernetes.io/name` and `app.kubernetes.io/instance`; add what tools look for
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
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
  ^^^^^^ Deployment `web` has no label `app.kubernetes.io/instance`; add what tools look for
    app.kubernetes.io/name: web
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
          image: web:1.4.2
",
        );
    }

    #[test]
    fn added() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-1
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
          image: web:1.4.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-1
  labels:
    app.kubernetes.io/name: web
    app.kubernetes.io/instance: web-1
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
          image: web:1.4.2
",
        );
    }
}
