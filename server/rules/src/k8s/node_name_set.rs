//! `nodeName` in a Pod.

use syntax::yaml::{Data, Operation};

use super::{presence, scalar};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `nodeName` in a Pod.
    ///
    /// ## Why is this bad?
    /// The scheduler is passed over: nobody looks whether the node has room, tolerates the Pod, or exists. When it is
    /// gone, the Pod waits for it for ever.
    ///
    /// ## Example
    /// ```yaml
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
    ///       nodeName: node-7
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
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       nodeSelector:
    ///         kubernetes.io/hostname: node-7
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/node-name-set" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = file.pod.spec;
    let Some(entry) = spec.entry("nodeName").filter(|entry| scalar::is_written(entry.value)) else { return };
    // A list of what a cluster runs says where.
    if file.pod.object.node.entry("status").is_some() {
        return;
    }
    let name = scalar::text(entry.value).unwrap_or_default();
    let found = report.on(
        entry.value,
        format!(
            "The Pod goes to node `{name}`, whether it has room or not; \
        let the scheduler choose"
        ),
    );
    found.fix(Fix::suggested("Let the scheduler choose").edit(Operation::Remove { at: entry.value.address() }));
    if !name.is_empty() && presence::lacks(spec, "nodeSelector") {
        let selector = Data::map([("kubernetes.io/hostname", Data::text(name.clone()))]);
        let fix = Fix::suggested(format!("Select node `{name}` by its label"))
            .edit(Operation::Rename { at: entry.value.address(), key: "nodeSelector".to_owned() })
            .edit(Operation::Replace { at: spec.address_of("nodeSelector"), value: selector });
        found.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn named() {
        check(
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
      nodeName: node-7
                ^^^^^^ The Pod goes to node `node-7`, whether it has room or not; let the scheduler choose
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn chosen() {
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
      nodeName: node-7
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
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn by_label() {
        check_fix_titled(
            &RULE,
            Some("Select node `node-7` by its label"),
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
      nodeName: node-7
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
      nodeSelector:
        kubernetes.io/hostname: node-7
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
