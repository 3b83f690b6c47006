//! A StatefulSet with several Pods that all mount one PersistentVolumeClaim.

use project::kubernetes::{Pod, pods};
use syntax::yaml::{Node, Operation};

use super::workload::{self, Scale};
use super::{claim_template, scalar, volumes};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a StatefulSet with several Pods that all mount one PersistentVolumeClaim.
    ///
    /// ## Why is this bad?
    /// A volume that one node may write to keeps the Pods of other nodes waiting for ever; one that all may write to
    /// lets them overwrite each other. `volumeClaimTemplates` gives each Pod a claim of its own.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       volumes:
    ///         - name: data
    ///           persistentVolumeClaim:
    ///             claimName: data
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
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
    "k8s/stateful-set-shared-claim" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let scale = workload::scale(object, &file.file.neighbours);
    if !workload::is_one_of(object, &["StatefulSet"]) || !scale.may_be_several() {
        return;
    }
    for (pod, (volume, claim)) in
        pods(object).flat_map(|pod| workload::claims(pod).map(move |claim| (pod, claim))).take(CLAIMS)
    {
        let object_of_claim = file.file.neighbours.named(object, "PersistentVolumeClaim", &claim);
        let modes = object_of_claim.and_then(|claim| claim.find("spec.accessModes")).map(Node::effective);
        // Who asks for a volume that many write to means it.
        if modes.is_some_and(|modes| modes.items().any(|mode| mode.is("ReadWriteMany") || mode.is("ReadOnlyMany")))
            || is_read_only(pod, volume)
        {
            continue;
        }
        let all = match scale {
            Scale::Fixed(number, _) => format!("All {}", workload::pods(number)),
            Scale::Scaled(_) | Scale::Open => "All Pods".to_owned(),
        };
        let message = format!(
            "{all} of {} share the claim `{claim}`; give each its own with \
            `volumeClaimTemplates`",
            workload::title(object)
        );
        let found = report.on(scalar::get(volume, "persistentVolumeClaim").unwrap_or(volume), message);
        let Some(name) = scalar::text_of(volume, "name") else { continue };
        let size =
            object_of_claim.and_then(|claim| claim.find("spec.resources.requests.storage")).and_then(scalar::text);
        let template = claim_template::data(&name, size.as_deref());
        found.fix(
            Fix::suggested("Move it to `volumeClaimTemplates`")
                .edit(claim_template::without(pod, volume))
                .edit(Operation::Append { at: object.address("spec.volumeClaimTemplates"), value: template }),
        );
    }
}

/// So many claims of a Pod are looked at.
const CLAIMS: usize = 20;

/// Whether every container that mounts a volume only reads it.
fn is_read_only(pod: Pod<'_>, volume: Node<'_>) -> bool {
    let name = scalar::text_of(volume, "name");
    let mut mounts = pod.containers().flat_map(|container| volumes::mounts(container, "volumeMounts"));
    mounts.all(|mount| scalar::text_of(mount, "name") != name || scalar::is_true(mount, "readOnly"))
        && pod.containers().any(|container| {
            volumes::mounts(container, "volumeMounts").any(|mount| scalar::text_of(mount, "name") == name)
        })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn several_pods() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
          ^^^^^^^^^^^^^^^^^^^^^ All 3 Pods of StatefulSet `web` share the claim `data`; give each its own with `volumeClaimTemplates`
            claimName: data
      containers:
        - name: web
          image: web:1.4.2
---
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
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: web
          image: web:1.4.2
          volumeMounts:
            - {name: data, mountPath: /data, readOnly: true}
#- b.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes: [ReadWriteMany]
",
        );
    }

    #[test]
    fn one_each() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: web
          image: web:1.4.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
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
