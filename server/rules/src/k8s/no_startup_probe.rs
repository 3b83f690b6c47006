//! A liveness probe of a Deployment or StatefulSet that waits long before it asks first, where there is no startup
//! probe.

use project::Profile;
use syntax::yaml::{Data, Node, Operation};

use super::probe::HANDLERS;
use super::timing::Timing;
use super::{presence, scalar, workload};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a liveness probe of a Deployment or StatefulSet that waits long before it asks first, where there is no
    /// startup probe. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// The delay counts after every restart, and nothing is asked in it: a container that hangs in its first minutes is
    /// not noticed. A start that takes longer than the delay is killed half-way, again and again. A startup probe asks
    /// often, lets a slow start take its time, and hands over as soon as it has succeeded.
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
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             initialDelaySeconds: 120
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
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
    ///           startupProbe:
    ///             tcpSocket:
    ///               port: http
    ///             periodSeconds: 5
    ///             failureThreshold: 30
    /// ```
    "k8s/no-startup-probe" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Container(check),
    }
}

/// Seconds from which on a delay is for a slow start, and not for the port to be opened.
const LONG: i64 = 30;

/// Seconds between two questions of the new probe.
const PERIOD: i64 = 5;

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if !workload::is_one_of(container.pod.object, &["Deployment", "StatefulSet"])
        || !presence::lacks(container.node, "startupProbe")
    {
        return;
    }
    let Some(probe) = scalar::get(container.node, "livenessProbe").map(Node::effective) else { return };
    let (Some(timing), Some(node)) = (Timing::of(probe), probe.get("initialDelaySeconds")) else { return };
    if timing.initial_delay < LONG {
        return;
    }
    let message = format!(
        "Start-up may take {timing}, and the first {} s after every start nothing is asked; give it a startup probe",
        timing.initial_delay
    );
    let found = report.on(node, message);
    let handler = probe.entries().find(|entry| HANDLERS.iter().any(|name| entry.is(name)));
    let Some((handler, asked)) = handler.and_then(|it| Some((it.name().into_owned(), it.value.unfold(100)?))) else {
        return;
    };
    let failures = (timing.budget() + PERIOD - 1) / PERIOD;
    let value = Data::map([
        (handler, asked),
        ("periodSeconds".into(), Data::from(PERIOD)),
        ("failureThreshold".into(), Data::from(failures)),
    ]);
    let fix = Fix::suggested(format!("Move the wait to a startup probe of {failures} × {PERIOD} s"))
        .edit(Operation::Remove { at: node.address() })
        .edit(Operation::Set { at: container.node.address_of("startupProbe"), value });
    found.fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn long_delays() {
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
      containers:
        - name: web
          image: web:1.4.2
          livenessProbe:
            tcpSocket:
              port: http
            initialDelaySeconds: 30
                                 ^^ Start-up may take 60 s: initialDelay 30 + 3 × 10, and the first 30 s after every start nothing is asked; give it a startup probe
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
          livenessProbe:
            tcpSocket:
              port: http
            initialDelaySeconds: 29
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
          livenessProbe:
            tcpSocket:
              port: http
            initialDelaySeconds: 60
          startupProbe:
            tcpSocket:
              port: http
",
        );
    }

    #[test]
    fn moved() {
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
      containers:
        - name: web
          image: web:1.4.2
          ports:
            - name: http
              containerPort: 8080
          livenessProbe:
            tcpSocket:
              port: http
            initialDelaySeconds: 120
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
          ports:
            - name: http
              containerPort: 8080
          livenessProbe:
            tcpSocket:
              port: http
          startupProbe:
            tcpSocket:
              port: http
            periodSeconds: 5
            failureThreshold: 30
",
        );
    }
}
