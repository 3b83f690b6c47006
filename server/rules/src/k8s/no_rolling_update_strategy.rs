//! A Deployment with the strategy `Recreate`, and a DaemonSet with `OnDelete`, whose Pods serve somebody.

use project::kubernetes::{Pod, pods};
use syntax::yaml::Operation;

use super::update::Update;
use super::workload::Scale;
use super::{database, ports, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Deployment with the strategy `Recreate`, and a DaemonSet with `OnDelete`, whose Pods serve somebody.
    ///
    /// ## Why is this bad?
    /// `Recreate` stops every Pod before it starts the first new one: each roll-out is an outage as long as the slowest
    /// start, and one that fails lasts until somebody looks. With `OnDelete` a new version reaches a node only when
    /// somebody deletes its Pod by hand.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   strategy:
    ///     type: Recreate
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
    ///           ports:
    ///             - containerPort: 8080
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   strategy:
    ///     type: RollingUpdate
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
    ///           ports:
    ///             - containerPort: 8080
    /// ```
    ///
    /// ## When to ignore it
    /// For what must not run twice at a time. With a claim that can be written, a database, a port of the node or the
    /// node's network the rule is silent.
    "k8s/no-rolling-update-strategy" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/no-rolling-update-strategy",
            "kube-score/deployment-strategy",
            "kubescape/no-rolling-update-strategy",
        ],
        check: Check::Kinds(&["Deployment", "DaemonSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(update) = Update::of(object).filter(|_| workload::is_one_of(object, &["Deployment", "DaemonSet"])) else {
        return;
    };
    let (Some(kind), Some(node)) = (update.kind(), scalar::get(update.node, "type")) else { return };
    let pods_of: Vec<Pod<'_>> = pods(object).collect();
    if kind == "OnDelete" && object.is_one_of(&["DaemonSet"]) {
        let message = format!(
            "A new version of {} reaches a node only when its Pod is deleted by hand; \
            use `RollingUpdate`",
            workload::title(object)
        );
        report.on(node, message).fix(rolling(update));
        return;
    }
    // What holds a volume or a port of the node cannot run twice at a time.
    let must_be_alone = |pod: &Pod<'_>| {
        workload::claims(*pod).next().is_some()
            || database::of(*pod).is_some()
            || scalar::is_true(pod.spec, "hostNetwork")
            || pod
                .containers()
                .any(|container| ports::of(container).any(|port| scalar::get(port.node, "hostPort").is_some()))
    };
    if kind != "Recreate" || !object.is_one_of(&["Deployment"]) || pods_of.iter().any(must_be_alone) {
        return;
    }
    let service = pods_of.iter().find_map(|pod| file.file.neighbours.services(*pod).next());
    let has_ports = pods_of.iter().any(|pod| pod.containers().any(|container| ports::of(container).next().is_some()));
    let number = match workload::scale(object, &file.file.neighbours) {
        Scale::Fixed(1, _) => "its only Pod".to_owned(),
        Scale::Fixed(number, _) => format!("all {}", workload::pods(number)),
        Scale::Scaled(_) | Scale::Open => "every Pod".to_owned(),
    };
    let effect = match service {
        Some(service) => format!(", so {} answers nobody meanwhile", workload::title(service)),
        None => String::new(),
    };
    let message = format!("`Recreate` stops {number} before a new one starts{effect}; use `RollingUpdate`");
    let found = report.on(node, message);
    if service.is_none() && !has_ports {
        found.at_most(Severity::Info);
    }
    found.fix(rolling(update));
}

fn rolling(update: Update<'_>) -> Fix {
    let edit = Operation::Set { at: update.node.address_of("type"), value: "RollingUpdate".into() };
    Fix::suggested("Use `RollingUpdate`").edit(edit)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn who_serves() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    type: Recreate
          ^^^^^^^^ `Recreate` stops all 3 Pods before a new one starts, so Service `web` answers nobody meanwhile; use `RollingUpdate`
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
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    type: Recreate
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
kind: DaemonSet
metadata:
  name: web
spec:
  updateStrategy:
    type: OnDelete
          ^^^^^^^^ A new version of DaemonSet `web` reaches a node only when its Pod is deleted by hand; use `RollingUpdate`
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
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: OnDelete
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
    fn rolling() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  strategy:
    type: Recreate # why
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
spec:
  replicas: 2
  strategy:
    type: RollingUpdate # why
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
