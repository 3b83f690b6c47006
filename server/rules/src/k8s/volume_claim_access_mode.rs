//! A claim template of a StatefulSet whose access mode lets other nodes use the volume.

use project::Profile;
use project::kubernetes::pods;
use syntax::yaml::Operation;

use super::{scalar, volumes, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a claim template of a StatefulSet whose access mode lets other nodes use the volume. On in profile `all`
    /// only.
    ///
    /// ## Why is this bad?
    /// Each Pod has its own claim, so nobody else has to reach it. `ReadWriteMany` needs a network file system, which
    /// is slower, and on which most databases must not run.
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
    ///       spec:
    ///         accessModes:
    ///           - ReadWriteMany
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
    "k8s/volume-claim-access-mode" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kubesec/VolumeClaimAccessModeReadWriteOnce", "kyverno/enforce-readwriteonce-pod"],
        check: Check::Kinds(&["StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for pod in pods(file.object).filter(|_| workload::is_one_of(file.object, &["StatefulSet"])) {
        for spec in volumes::claim_templates(pod).filter_map(|template| scalar::get(template, "spec")) {
            for mode in
                scalar::items(spec, "accessModes").filter(|mode| mode.is("ReadWriteMany") || mode.is("ReadOnlyMany"))
            {
                let text = mode.effective().text().unwrap_or_default();
                let edit = Operation::Replace { at: mode.address(), value: "ReadWriteOnce".into() };
                report
                    .on(
                        mode,
                        format!(
                            "Each Pod has its own claim, so `{text}` asks for more than is \
                        needed; write `ReadWriteOnce`"
                        ),
                    )
                    .fix(Fix::suggested("Write `ReadWriteOnce`").edit(edit));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn for_many() {
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
          - ReadWriteMany
            ^^^^^^^^^^^^^ Each Pod has its own claim, so `ReadWriteMany` asks for more than is needed; write `ReadWriteOnce`
        resources:
          requests:
            storage: 10Gi
",
        );
    }

    #[test]
    fn once() {
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
      spec:
        accessModes:
          - ReadWriteMany
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
