//! A claim template of a StatefulSet without an annotation that the settings ask for.

use project::Profile;
use project::kubernetes::pods;
use syntax::yaml::Node;

use super::{presence, scalar, volumes, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a claim template of a StatefulSet without an annotation that the settings ask for. Without settings it is
    /// silent.
    ///
    /// ## Why is this bad?
    /// Backup and storage operators go by annotations of the claim, and a template cannot be changed once the
    /// StatefulSet exists: what is forgotten is added to each claim by hand.
    ///
    /// ## Example
    /// ```settings
    /// rules: { k8s/volume-claim-template-annotation: { options: { annotations: [backup.example.com/plan] } } }
    /// ```
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
    /// Use instead:
    /// ```settings
    /// rules: { k8s/volume-claim-template-annotation: { options: { annotations: [backup.example.com/plan] } } }
    /// ```
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
    ///         annotations:
    ///           backup.example.com/plan: daily
    ///       spec:
    ///         accessModes:
    ///           - ReadWriteOnce
    ///         resources:
    ///           requests:
    ///             storage: 10Gi
    /// ```
    ///
    /// ## Settings
    /// `annotations`: the names that every claim template needs.
    "k8s/volume-claim-template-annotation" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &["kube-linter/statefulset-volumeclaimtemplate-annotation"],
        check: Check::Kinds(&["StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let wanted = report.option("annotations").and_then(|names| names.as_array()).into_iter().flatten();
    let wanted: Vec<&str> = wanted.filter_map(|name| name.as_str()).collect();
    for pod in pods(file.object).filter(|_| workload::is_one_of(file.object, &["StatefulSet"])) {
        for template in volumes::claim_templates(pod) {
            let Some(metadata) = scalar::get(template, "metadata").map(Node::effective) else { continue };
            let annotations = scalar::get(metadata, "annotations").map(Node::effective);
            if presence::is_open(metadata) || annotations.is_some_and(presence::is_open) {
                continue;
            }
            for name in wanted.iter().filter(|name| annotations.is_none_or(|all| all.get(name).is_none())) {
                report.on(
                    metadata,
                    format!(
                        "The claim template lacks the annotation `{name}`, and cannot \
                    be given it later; add it"
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_the_settings_ask_for() {
        check(
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
      ^^^^^^^^ The claim template lacks the annotation `a/b`, and cannot be given it later; add it
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 10Gi
#- plimsoll.yaml
rules: { k8s/volume-claim-template-annotation: { options: { annotations: [a/b] } } }
",
        );
    }

    #[test]
    fn without_settings() {
        check(
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
