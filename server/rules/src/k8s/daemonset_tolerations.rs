//! A DaemonSet that looks after nodes and does not tolerate the taint of the control plane, one that tolerates
//! everything, and any other workload that may run beside the control plane.

use syntax::yaml::{Data, Node, Operation};

use super::{presence, scalar, volumes, workload};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a DaemonSet that looks after nodes and does not tolerate the taint of the control plane, one that
    /// tolerates everything, and any other workload that may run beside the control plane.
    ///
    /// ## Why is this bad?
    /// A node agent, which reads the folders of its node, is missing where it is needed most: on the nodes of the
    /// control plane. One that tolerates everything is put on nodes that are being drained or do not answer, and stays
    /// there. An application that tolerates the taint takes memory and time from the API server.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: DaemonSet
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
    ///       volumes:
    ///         - name: logs
    ///           hostPath:
    ///             path: /var/log
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: DaemonSet
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
    ///       volumes:
    ///         - name: logs
    ///           hostPath:
    ///             path: /var/log
    ///       tolerations:
    ///         - key: node-role.kubernetes.io/control-plane
    ///           operator: Exists
    ///           effect: NoSchedule
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For an agent of which only some nodes have need: choose them by `nodeSelector`, and the rule is silent.
    "k8s/daemonset-tolerations" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kyverno/add-tolerations", "kyverno/restrict-controlplane-scheduling"],
        check: Check::Pod(check),
    }
}

/// The taints of the control plane, the present name first.
const TAINTS: [&str; 2] = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    let tolerations: Vec<Node<'_>> = scalar::items(pod.spec, "tolerations").map(Node::effective).collect();
    let of_taint =
        |toleration: &&Node<'_>| scalar::text_of(**toleration, "key").is_some_and(|key| TAINTS.contains(&&*key));
    let of_all = |toleration: &&Node<'_>| {
        scalar::text_of(**toleration, "operator").is_some_and(|operator| operator == "Exists")
            && presence::lacks(**toleration, "key")
    };
    let is_critical = scalar::text_of(pod.spec, "priorityClassName").is_some_and(|class| class.starts_with("system-"));
    let is_of_system = pod.object.namespace().is_some_and(|namespace| namespace == "kube-system");
    if !pod.object.is_one_of(&["DaemonSet"]) {
        if let Some(toleration) = tolerations.iter().find(of_taint).filter(|_| !is_critical && !is_of_system) {
            let message = format!(
                "{} may run beside the control plane, and take time and memory from the \
                API server; leave the toleration out",
                workload::title(pod.object)
            );
            report
                .on(*toleration, message)
                .fix(Fix::suggested("Remove the toleration").edit(Operation::Remove { at: toleration.address() }));
        }
        return;
    }
    if let Some(toleration) = tolerations.iter().find(of_all) {
        // What every node needs tells so by its priority.
        if presence::lacks(*toleration, "effect") && !is_critical {
            let message = format!(
                "{} is put on every node, drained and broken ones, and stays there; name \
                the taints that it tolerates",
                workload::title(pod.object)
            );
            report.on(*toleration, message);
        }
        return;
    }
    let chooses = ["nodeSelector", "affinity"].into_iter().any(|field| !presence::lacks(pod.spec, field));
    let is_agent = ["hostNetwork", "hostPID"].into_iter().any(|field| scalar::is_true(pod.spec, field))
        || volumes::of(pod).any(|volume| volume.entry("hostPath").is_some());
    if chooses || !is_agent || tolerations.iter().any(|it| of_taint(&it)) || presence::is_partial_pod(pod) {
        return;
    }
    let message = format!(
        "{} looks after nodes and leaves out those of the control plane; tolerate \
        their taint",
        workload::title(pod.object)
    );
    let toleration = Data::map(
        [("key", TAINTS[0]), ("operator", "Exists"), ("effect", "NoSchedule")]
            .map(|(key, text)| (key, Data::text(text))),
    );
    let at = pod.spec.address_of("tolerations");
    report.on(pod.object.head(), message).fix(
        Fix::suggested(
            "Run on nodes of the control \
            plane, too",
        )
        .edit(Operation::Append { at, value: toleration }),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn agents_and_others() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: DaemonSet
      ^^^^^^^^^ DaemonSet `web` looks after nodes and leaves out those of the control plane; tolerate their taint
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
        - name: logs
          hostPath:
            path: /var/log
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: DaemonSet
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
      tolerations:
        - operator: Exists
          ^^^^^^^^ DaemonSet `web` is put on every node, drained and broken ones, and stays there; name the taints that it tolerates
      containers:
        - name: web
          image: web:1.4.2
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
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          ^^^ Deployment `web` may run beside the control plane, and take time and memory from the API server; leave the toleration out
          operator: Exists
          effect: NoSchedule
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: DaemonSet
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
---
apiVersion: apps/v1
kind: DaemonSet
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
      tolerations:
        - operator: Exists
      priorityClassName: system-node-critical
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn tolerated() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: DaemonSet
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
        - name: logs
          hostPath:
            path: /var/log
      containers:
        - name: web
          image: web:1.4.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: DaemonSet
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
        - name: logs
          hostPath:
            path: /var/log
      containers:
        - name: web
          image: web:1.4.2
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
          effect: NoSchedule
",
        );
    }

    #[test]
    fn left_out() {
        check_fix(
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
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
          effect: NoSchedule
        - key: dedicated
          operator: Exists
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
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      tolerations:
        - key: dedicated
          operator: Exists
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
