//! A Pod that has no time to end.

use syntax::yaml::{Data, Node, Operation};

use super::{presence, scalar, security_context, workload};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod that has no time to end: `terminationGracePeriodSeconds: 0`, or one that a `preStop` hook sleeps
    /// away.
    ///
    /// ## Why is this bad?
    /// The time runs from the moment the hook starts. A container that still sleeps when it is over gets two more
    /// seconds and is killed, without ever having had `SIGTERM`: requests break off, files stay half-written. With 0 it
    /// is killed at once, and a StatefulSet may start a second Pod of the same name while the first still writes.
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
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           lifecycle:
    ///             preStop:
    ///               sleep:
    ///                 seconds: 60
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
    ///       terminationGracePeriodSeconds: 90
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           lifecycle:
    ///             preStop:
    ///               sleep:
    ///                 seconds: 60
    /// ```
    "k8s/termination-grace-period" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kyverno/mutate-large-termination-gps"],
        check: Check::Pod(check),
    }
}

/// Where nothing is written.
const DEFAULT: i64 = 30;

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    let node = scalar::get(pod.spec, "terminationGracePeriodSeconds");
    let Some(grace) = node.map_or(Some(DEFAULT), scalar::int) else { return };
    let set = |seconds: i64| {
        let at = pod.spec.address_of("terminationGracePeriodSeconds");
        Fix::suggested(format!("Give it {seconds} s")).edit(Operation::Set { at, value: Data::from(seconds) })
    };
    if let Some(node) = node.filter(|_| grace == 0) {
        report
            .on(
                node,
                "The containers are killed at once, with no time to finish what they do; give \
            them 30 s",
            )
            .fix(set(DEFAULT));
        return;
    }
    let sleeps = pod.containers().filter_map(|container| {
        let hook = scalar::get(scalar::get(container.node, "lifecycle")?, "preStop")?;
        Some((container, slept(hook)?))
    });
    let Some((container, seconds)) = sleeps.max_by_key(|(_, seconds)| *seconds) else { return };
    if seconds < grace || presence::is_open(pod.spec) {
        return;
    }
    let by = if node.is_some() { "" } else { ", as by default" };
    let message = format!(
        "{} sleeps {seconds} s before it is told to end, and the Pod has {grace} s in all{by}, so it is \
            killed without a word; give it more",
        security_context::title(container)
    );
    let place = container.node.get("lifecycle").unwrap_or_else(|| workload::head(container));
    report.on(node.unwrap_or(place), message).fix(set(seconds.saturating_add(DEFAULT)));
}

/// How long a hook sleeps, in seconds; `None` where it does not.
fn slept(hook: Node<'_>) -> Option<i64> {
    if let Some(sleep) = scalar::get(hook, "sleep") {
        return scalar::get(sleep, "seconds").and_then(scalar::int);
    }
    let command = scalar::get(hook, "exec").and_then(|exec| scalar::get(exec, "command"))?;
    let words: Vec<String> = command.effective().items().filter_map(|item| Some(item.text()?.into_owned())).collect();
    let script = words.join(" ");
    let mut words = script.split(|it: char| it.is_whitespace() || matches!(it, ';' | '&' | '"' | '\''));
    words.find(|word| *word == "sleep" || word.ends_with("/sleep"))?;
    words.find(|word| !word.is_empty())?.trim_end_matches('s').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn too_little() {
        check(
            &RULE,
            r#"
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
      terminationGracePeriodSeconds: 0
                                     ^ The containers are killed at once, with no time to finish what they do; give them 30 s
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
      containers:
        - name: web
          image: web:1.4.2
          lifecycle:
          ^^^^^^^^^ Container `web` sleeps 60 s before it is told to end, and the Pod has 30 s in all, as by default, so it is killed without a word; give it more
            preStop:
              exec:
                command: [sh, -c, "nginx -s quit; sleep 60; true"]
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
      terminationGracePeriodSeconds: 90
      containers:
        - name: web
          image: web:1.4.2
          lifecycle:
            preStop:
              sleep:
                seconds: 60
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
      containers:
        - name: web
          image: web:1.4.2
          lifecycle:
            preStop:
              exec:
                command: [drain]
"#,
        );
    }

    #[test]
    fn more() {
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
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: web:1.4.2
          lifecycle:
            preStop:
              sleep:
                seconds: 60
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
      terminationGracePeriodSeconds: 90
      containers:
        - name: web
          image: web:1.4.2
          lifecycle:
            preStop:
              sleep:
                seconds: 60
",
        );
    }
}
