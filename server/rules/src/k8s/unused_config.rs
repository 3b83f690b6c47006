//! What nothing refers to.

use project::Profile;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags ConfigMaps, Secrets, claims and ServiceAccounts that no object of the workspace refers to.
    ///
    /// ## Why is this bad?
    /// What nobody uses is kept up, rotated and backed up all the same, and nobody dares to take it away. Programs that
    /// read it by name over the API are not seen here.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
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
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
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
    ///           env:
    ///             - name: MODE
    ///               valueFrom:
    ///                 configMapKeyRef:
    ///                   name: app
    ///                   key: mode
    /// ```
    "k8s/unused-config" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let inquiry = known.file.inquiry;
    // Without any Pods it is whoever takes the folder in that uses things.
    let is_alone = inquiry.pods_beside(known.fact).is_empty();
    let is_found_by_label = !known.fact.labels.is_empty() && it.object.is_one_of(&["ConfigMap", "Secret"]);
    if is_alone
        || is_found_by_label
        || !inquiry.referrers(known.fact).is_empty()
        || known.fact.identity.name.as_ref() == "default"
    {
        return;
    }
    let Some(name) = it.object.find("metadata.name") else { return };
    report
        .on(
            name,
            format!("No object here refers to {}; take it out if no program reads it", reference::title(known.fact)),
        )
        .unnecessary();
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn labelled_ones_apart() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
  labels: {grafana_dashboard: "1"}
data:
  mode: fast
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
"#,
        );
    }
}
