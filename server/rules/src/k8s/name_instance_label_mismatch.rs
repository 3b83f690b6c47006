//! A workload whose label `app.kubernetes.io/instance` is not its name.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::scalar;

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a workload whose label `app.kubernetes.io/instance` is not its name. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Who looks for an instance by its name finds the label of another one. Mostly a manifest was copied and only half
    /// of it renamed.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app.kubernetes.io/instance: api
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
    "k8s/name-instance-label-mismatch" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &["polaris/metadataAndInstanceMismatched"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let object = file.pod.object;
    let label = object.find("metadata.labels").and_then(|labels| scalar::get(labels, "app.kubernetes.io/instance"));
    let (Some(label), Some(node)) = (label, object.find("metadata.name")) else { return };
    let (Some(instance), Some(name)) = (scalar::text(label), scalar::text(node)) else { return };
    if instance == name {
        return;
    }
    let edit = Operation::Replace { at: label.address(), value: Data::text(name.clone()) };
    report
        .on(label, format!("The label says `{instance}` and the name `{name}`; let them agree"))
        .label_on(node, "the name")
        .fix(Fix::suggested(format!("Write `{name}`")).edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn different() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app.kubernetes.io/instance: api
                                ^^^ The label says `api` and the name `web`; let them agree
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
    fn as_the_name() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app.kubernetes.io/instance: api
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
  name: web
  labels:
    app.kubernetes.io/instance: web
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
