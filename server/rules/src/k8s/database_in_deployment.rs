//! A database in a Deployment, if it has a volume to keep or several Pods.

use project::kubernetes::{Object, pods};
use syntax::yaml::{Data, Entry, Operation};

use super::update::Update;
use super::workload::{self, Scale};
use super::{database, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a database in a Deployment, if it has a volume to keep or several Pods.
    ///
    /// ## Why is this bad?
    /// A Deployment knows no difference between its Pods: they have no names that stay, share one claim, and a roll-out
    /// starts the new Pod while the old one still has the files open. Two servers on one data folder damage it. A
    /// StatefulSet gives each Pod a name and a volume of its own, and replaces one only when it has ended.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
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
    ///       volumes:
    ///         - name: data
    ///           persistentVolumeClaim:
    ///             claimName: data
    ///       containers:
    ///         - name: db
    ///           image: postgres:17.2
    ///           volumeMounts:
    ///             - name: data
    ///               mountPath: /var/lib/postgresql/data
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: db
    /// spec:
    ///   serviceName: db
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
    ///
    /// ## When to ignore it
    /// For a database of a test that may lose everything: then it needs no claim, and the rule is silent.
    "k8s/database-in-deployment" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Deployment"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !workload::is_one_of(object, &["Deployment"]) {
        return;
    }
    for pod in pods(object) {
        let Some((container, database)) = database::of(pod) else { continue };
        let claim = workload::claims(pod).next();
        let number = match workload::scale(object, &file.file.neighbours) {
            Scale::Fixed(number, _) => Some(number),
            Scale::Scaled(_) => Some(2),
            Scale::Open => None,
        };
        let is_several = number.is_some_and(|number| number > 1);
        let name = database.name;
        let effect = match &claim {
            Some((_, claim)) if is_several => format!("so several servers open the files of claim `{claim}`"),
            Some((_, claim)) => format!("so a roll-out starts a second server on the files of claim `{claim}`"),
            None if is_several => "so its servers have neither names that stay nor files of their own".to_owned(),
            None => continue,
        };
        let image = scalar::get(container.node, "image").unwrap_or(container.node);
        let found = report.on(image, format!("{name} runs in a Deployment, {effect}; make it a StatefulSet"));
        if let Some((volume, _)) = claim {
            found.label_on(volume, "what it keeps");
        }
        if is_several {
            continue;
        }
        if Update::of(object).and_then(Update::kind).is_some_and(|kind| kind == "Recreate") {
            // Then the old server has ended before the new one starts.
            found.at_most(Severity::Info);
        }
        found.fixes.extend(stateful(object));
    }
}

/// The fields of a Deployment that a StatefulSet does not have.
const ROLL_OUT: [&str; 3] = ["strategy", "progressDeadlineSeconds", "paused"];

/// The Deployment as a StatefulSet that keeps its claim.
fn stateful(object: Object<'_>) -> Option<Fix> {
    let mut fix = Fix::suggested("Make it a StatefulSet")
        .edit(Operation::Replace { at: object.address("kind"), value: "StatefulSet".into() });
    for field in ROLL_OUT {
        if let Some(node) = object.find("spec").and_then(|spec| spec.get(field)) {
            fix = fix.edit(Operation::Remove { at: node.address() });
        }
    }
    let stays = |entry: &Entry<'_>| !ROLL_OUT.iter().any(|field| entry.is(field));
    let first = object.find("spec").and_then(|spec| spec.entries().find(stays))?;
    let name = Data::text(object.name()?);
    Some(fix.edit(Operation::Insert {
        before: first.value.address(),
        key: Some("serviceName".to_owned()),
        value: name,
    }))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn with_files_to_keep() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
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
                 ^^^^^^^^^^^^^ PostgreSQL runs in a Deployment, so a roll-out starts a second server on the files of claim `data`; make it a StatefulSet
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  replicas: 2
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
                 ^^^^^^^^^^^^^ PostgreSQL runs in a Deployment, so its servers have neither names that stay nor files of their own; make it a StatefulSet
---
apiVersion: apps/v1
kind: Deployment
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
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: web
          image: example.org/postgres-exporter:1.0.0
",
        );
    }

    #[test]
    fn a_stateful_set() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  replicas: 1
  strategy:
    type: Recreate
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
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 1
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
}
