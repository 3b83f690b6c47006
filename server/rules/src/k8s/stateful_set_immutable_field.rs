//! A label that changes with each release in a place that a StatefulSet cannot change.

use project::kubernetes::pods;
use syntax::yaml::Operation;

use super::{scalar, volumes, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a label that changes with each release in a place that a StatefulSet cannot change: its selector and its
    /// `volumeClaimTemplates`.
    ///
    /// ## Why is this bad?
    /// The API server takes the first version and refuses the next one: `updates to statefulset spec for fields other
    /// than 'replicas', 'template' … are forbidden`. The only way out is to delete the StatefulSet and make it again.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
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
    ///   volumeClaimTemplates:
    ///     - metadata:
    ///         name: data
    ///         labels:
    ///           helm.sh/chart: db-1.4.2
    ///       spec:
    ///         accessModes:
    ///           - ReadWriteOnce
    ///         resources:
    ///           requests:
    ///             storage: 10Gi
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
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
    ///   volumeClaimTemplates:
    ///     - metadata:
    ///         name: data
    ///       spec:
    ///         accessModes:
    ///           - ReadWriteOnce
    ///         resources:
    ///           requests:
    ///             storage: 10Gi
    /// ```
    ///
    /// ## When to ignore it
    /// For a StatefulSet that exists already: what it has now cannot be taken out either, short of making it again
    /// (`kubectl delete --cascade=orphan`, then apply).
    "k8s/stateful-set-immutable-field" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["StatefulSet"], check),
    }
}

/// Labels that name a version, and not a thing.
const CHANGING: [&str; 4] = ["app.kubernetes.io/version", "helm.sh/chart", "chart", "version"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !workload::is_one_of(object, &["StatefulSet"]) {
        return;
    }
    let selector = object.find("spec.selector.matchLabels");
    let templates = pods(object).flat_map(volumes::claim_templates);
    let labels = templates.filter_map(|template| scalar::get(scalar::get(template, "metadata")?, "labels"));
    let places = selector
        .map(|labels| (labels, "The selector"))
        .into_iter()
        .chain(labels.map(|labels| (labels, "A claim template")));
    for (labels, place) in places {
        for label in labels.effective().entries().filter(|label| CHANGING.iter().any(|name| label.is(name))) {
            let name = label.name();
            report
                .on(
                    label.key,
                    format!(
                        "{place} cannot be changed later, and `{name}` changes with each \
                    release, which is refused then; leave the label out"
                    ),
                )
                .fix(
                    Fix::suggested(format!(
                        "Remove label \
                    `{name}`"
                    ))
                    .edit(Operation::Remove { at: label.value.address() }),
                );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn selector_and_templates() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
      version: "2"
      ^^^^^^^ The selector cannot be changed later, and `version` changes with each release, which is refused then; leave the label out
  template:
    metadata:
      labels:
        app: web
        version: "2"
    spec:
      containers:
        - name: web
          image: web:1.4.2
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          app: web
          chart: web-1
          ^^^^^ A claim template cannot be changed later, and `chart` changes with each release, which is refused then; leave the label out
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 10Gi
"#,
        );
    }

    #[test]
    fn removed() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
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
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          app: web
          chart: web-1
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 10Gi
",
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
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
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          app: web
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 10Gi
",
        );
    }
}
