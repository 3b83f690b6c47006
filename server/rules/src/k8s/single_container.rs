//! A Pod with many containers.

use project::Profile;
use project::kubernetes::ContainerRole;

use super::{scalar, workload};

use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod with many containers: more than 4, unless the settings say another number. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Containers of one Pod are scheduled, scaled and replaced together. What could run apart then costs the resources
    /// of all, and the restart of one takes the others out of service.
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
    ///         - name: part-0
    ///           image: part:1.0.0
    ///         - name: part-1
    ///           image: part:1.0.1
    ///         - name: part-2
    ///           image: part:1.0.2
    ///         - name: part-3
    ///           image: part:1.0.3
    ///         - name: part-4
    ///           image: part:1.0.4
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
    ///
    /// ## Settings
    /// `containers`: how many a Pod may have, as in `rules: { k8s/single-container: { options: { containers: 2 } } }`.
    "k8s/single-container" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &["kyverno/limit-containers-per-pod"],
        check: Check::Pod(check),
    }
}

/// Where the settings say nothing.
const MOST: i64 = 4;

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let most = report.option("containers").and_then(serde_json::Value::as_i64).unwrap_or(MOST);
    let number = file.pod.containers().filter(|container| container.role == ContainerRole::Regular).count();
    let Some(list) =
        scalar::get(file.pod.spec, "containers").filter(|_| i64::try_from(number).is_ok_and(|it| it > most))
    else {
        return;
    };
    let message = format!(
        "{} has {number} containers, which are scaled and replaced together; keep \
        to {most}",
        workload::title(file.pod.object)
    );
    report.on(list, message);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn many() {
        check(
            &RULE,
            "
#- a.yaml
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
      ^^^^^^^^^^ Deployment `web` has 5 containers, which are scaled and replaced together; keep to 4
        - name: part-0
          image: part:1.0.0
        - name: part-1
          image: part:1.0.1
        - name: part-2
          image: part:1.0.2
        - name: part-3
          image: part:1.0.3
        - name: part-4
          image: part:1.0.4
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
          image: web:1.4.2
",
        );
    }
}
