//! An init container that asks for a port on `localhost` which a container opens that starts only later.

use std::collections::HashMap;

use project::kubernetes::{Container, ContainerRole};
use syntax::yaml::Node;

use super::{ports, probe, scalar, security_context, workload};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an init container that asks for a port on `localhost` which a container opens that starts only later: a
    /// sidecar behind it, or a container of the Pod itself.
    ///
    /// ## Why is this bad?
    /// Init containers run one after the other, and the containers of the Pod start when all of them have ended. What
    /// waits for one that comes later waits for ever: the Pod stays in `Init`.
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
    ///       initContainers:
    ///         - name: migrate
    ///           image: web:1.4.2
    ///           command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
    ///         - name: proxy
    ///           image: proxy:2.1.0
    ///           restartPolicy: Always
    ///           ports:
    ///             - containerPort: 5432
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
    ///       initContainers:
    ///         - name: proxy
    ///           image: proxy:2.1.0
    ///           restartPolicy: Always
    ///           ports:
    ///             - containerPort: 5432
    ///         - name: migrate
    ///           image: web:1.4.2
    ///           command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/init-container-order" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    // By port: the sidecar that opens it first, else the first container that does.
    let mut openers: HashMap<i64, Container<'_>> = HashMap::new();
    for container in pod.containers().filter(|container| workload::is_lasting(*container)) {
        for port in ports::of(container).filter_map(|port| port.number) {
            let known = openers.entry(port).or_insert(container);
            if known.role != ContainerRole::Init && container.role == ContainerRole::Init {
                *known = container;
            }
        }
    }
    if openers.is_empty() {
        return;
    }
    for waiting in pod.containers().filter(|container| probe::runs_to_its_end(*container)) {
        let texts = ["command", "args", "env"].into_iter().filter_map(|field| scalar::get(waiting.node, field));
        let asked: Vec<(Node<'_>, i64)> = texts
            .flat_map(|field| field.effective().descendants())
            .filter_map(|node| Some((node, node.text()?)))
            .flat_map(|(node, text)| local_ports(&text).map(move |port| (node, port)).collect::<Vec<_>>())
            .take(20)
            .collect();
        for (node, port) in asked {
            let Some(opener) = openers.get(&port) else { continue };
            if opener.role == ContainerRole::Init && opener.node.index() < waiting.node.index() {
                continue;
            }
            let (name, whom) =
                (security_context::title(waiting), scalar::text_of(opener.node, "name").unwrap_or_default());
            let is_sidecar = opener.role == ContainerRole::Init;
            let advice = if is_sidecar {
                "move that one before it"
            } else {
                "make that one a sidecar, or \
                wait elsewhere"
            };
            let message = format!(
                "{name} asks for port {port} of container `{whom}`, which starts only \
                when this one has ended; {advice}"
            );
            let found = report.on(node, message);
            found.label_on(workload::head(*opener), "opens the port");
            if is_sidecar {
                found.fixes.extend(moved(opener.node, waiting.node, &whom));
            }
        }
    }
}

/// The ports of `localhost:5432`, `127.0.0.1:5432` and `localhost 5432` in a text.
fn local_ports(text: &str) -> impl Iterator<Item = i64> {
    ["localhost", "127.0.0.1"].into_iter().flat_map(move |host| {
        text.match_indices(host).filter_map(move |(at, _)| {
            let behind = text[at + host.len()..].strip_prefix([':', ' ', '/'])?;
            let end = behind.find(|it: char| !it.is_ascii_digit()).unwrap_or(behind.len());
            behind[..end].parse().ok()
        })
    })
}

/// Puts a sidecar before what waits for it.
fn moved(sidecar: Node<'_>, waiting: Node<'_>, name: &str) -> Option<Fix> {
    Fix::suggested(format!("Start `{name}` first")).move_before(sidecar, waiting, 1000)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_starts_later() {
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
      initContainers:
        - name: migrate
          image: web:1.4.2
          command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Init container `migrate` asks for port 5432 of container `proxy`, which starts only when this one has ended; move that one before it
        - name: proxy
          image: proxy:2.1.0
          restartPolicy: Always
          ports:
            - containerPort: 5432
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
      initContainers:
        - name: migrate
          image: web:1.4.2
          command: [sh, -c, "until nc -z localhost 8080; do sleep 1; done"]
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Init container `migrate` asks for port 8080 of container `web`, which starts only when this one has ended; make that one a sidecar, or wait elsewhere
      containers:
        - name: web
          image: web:1.4.2
          ports:
            - containerPort: 8080
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
      initContainers:
        - name: proxy
          image: proxy:2.1.0
          restartPolicy: Always
          ports:
            - containerPort: 5432
        - name: migrate
          image: web:1.4.2
          command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
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
      initContainers:
        - name: migrate
          image: web:1.4.2
          command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
      containers:
        - name: web
          image: web:1.4.2
"#,
        );
    }

    #[test]
    fn first() {
        check_fix(
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
      initContainers:
        - name: migrate
          image: web:1.4.2
          command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
        - name: proxy
          image: proxy:2.1.0
          restartPolicy: Always
          ports:
            - containerPort: 5432
      containers:
        - name: web
          image: web:1.4.2
"#,
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
      initContainers:
        - name: proxy
          image: proxy:2.1.0
          restartPolicy: Always
          ports:
            - containerPort: 5432
        - name: migrate
          image: web:1.4.2
          command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done"]
      containers:
        - name: web
          image: web:1.4.2
"#,
        );
    }
}
