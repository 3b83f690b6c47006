//! A database in a StatefulSet that keeps its files in an `emptyDir` or in the container itself.

use project::kubernetes::pods;
use syntax::yaml::{Data, Node, Operation};

use super::{claim_template, database, presence, scalar, volumes, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a database in a StatefulSet that keeps its files in an `emptyDir` or in the container itself.
    ///
    /// ## Why is this bad?
    /// The files are gone with the Pod: after an eviction, a drain, or an update of its image. A StatefulSet gives the
    /// new Pod the old name, and an empty database.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: db
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: db
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: db
    ///     spec:
    ///       containers:
    ///         - name: db
    ///           image: postgres:17.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: db
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: db
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: db
    ///     spec:
    ///       containers:
    ///         - name: db
    ///           image: postgres:17.2
    ///           volumeMounts:
    ///             - name: data
    ///               mountPath: /var/lib/postgresql/data
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
    "k8s/stateful-set-no-persistence" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let has_templates = object.find("spec").is_none_or(|spec| !presence::lacks(spec, "volumeClaimTemplates"));
    if !workload::is_one_of(object, &["StatefulSet"]) || presence::is_partial(object) || has_templates {
        return;
    }
    for pod in pods(object).filter(|pod| !presence::is_partial_pod(*pod) && !presence::is_open(pod.spec)) {
        let Some((container, database)) = database::of(pod) else { continue };
        // Anything that is more than configuration and scratch space may hold the data.
        let keeps = |volume: Node<'_>| {
            !["emptyDir", "configMap", "secret", "projected", "downwardAPI"]
                .iter()
                .any(|source| volume.entry(source).is_some())
        };
        if volumes::of(pod).any(keeps) {
            continue;
        }
        let (name, path) = (database.name, database.path);
        let mut mounts = volumes::mounts(container, "volumeMounts").filter(|mount| is_data(*mount, path));
        let mounted = mounts.find_map(|mount| scalar::text_of(mount, "name"));
        let volume = mounted.and_then(|name| {
            let volume =
                volumes::of(pod).find(|volume| scalar::text_of(*volume, "name").is_some_and(|it| it == name))?;
            volume.entry("emptyDir").map(|_| (volume, name))
        });
        let place = volume
            .as_ref()
            .map_or_else(|| scalar::get(container.node, "image").unwrap_or(container.node), |(volume, _)| *volume);
        let kept = if volume.is_some() { "an `emptyDir`" } else { "the container" };
        let found = report.on(
            place,
            format!(
                "{name} keeps its files in {kept}, so they are gone with the \
            Pod; give it a claim in `volumeClaimTemplates`"
            ),
        );
        let fix = Fix::suggested(format!("Keep `{path}` in a claim of 10Gi, a placeholder until it is known"));
        let templates = object.address("spec.volumeClaimTemplates");
        let fix = match volume {
            Some((volume, name)) => fix
                .edit(claim_template::without(pod, volume))
                .edit(Operation::Set { at: templates, value: Data::seq([claim_template::data(&name, None)]) }),
            None => fix
                .edit(Operation::Append {
                    at: container.node.address_of("volumeMounts"),
                    value: Data::map([("name", Data::text("data")), ("mountPath", Data::text(path))]),
                })
                .edit(Operation::Set { at: templates, value: Data::seq([claim_template::data("data", None)]) }),
        };
        found.fix(fix);
    }
}

/// Whether a mount is where the data is: its folder, or one around or in it.
fn is_data(mount: Node<'_>, path: &str) -> bool {
    scalar::text_of(mount, "mountPath")
        .is_some_and(|at| path.starts_with(at.trim_end_matches('/')) || at.starts_with(path))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn nowhere() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:17.2
                 ^^^^^^^^^^^^^ PostgreSQL keeps its files in the container, so they are gone with the Pod; give it a claim in `volumeClaimTemplates`
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      volumes:
        - name: data
          ^^^^ PostgreSQL keeps its files in an `emptyDir`, so they are gone with the Pod; give it a claim in `volumeClaimTemplates`
          emptyDir: {}
      containers:
        - name: db
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 10Gi
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: db
          image: postgres:17.2
",
        );
    }

    #[test]
    fn mounted() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:17.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
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

    #[test]
    fn in_place_of_scratch() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      volumes:
        - name: data
          emptyDir: {}
      containers:
        - name: db
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
",
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
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
