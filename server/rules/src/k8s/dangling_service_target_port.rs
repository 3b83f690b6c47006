//! A Service that sends to a port nobody listens on.

use project::graph::{Definition, Pod, Port, Purpose, Role};
use syntax::yaml::{Data, Node, Operation};
use syntax::{TextRange, spelling};

use super::{reference, scalar};
use crate::fix::Fix;
use crate::grain::{Known, ObjectIn};
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `targetPort` that none of the selected Pods has: a name that none of their containers gives a port, or a
    /// number that none declares. A number is only a hint, for a container may listen on what it does not declare.
    ///
    /// ## Why is this bad?
    /// With a name that nobody has the Service has no endpoints for that port. With a wrong number every connection is
    /// refused.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    ///       targetPort: web
    /// ---
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
    ///           ports:
    ///             - name: http
    ///               containerPort: 8080
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    ///       targetPort: http
    /// ---
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
    ///           ports:
    ///             - name: http
    ///               containerPort: 8080
    /// ```
    "k8s/dangling-service-target-port" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let service = known.fact;
    let Some(selector) = service.selectors.iter().find(|it| it.purpose == Purpose::Service) else { return };
    let mut selected = known.file.inquiry.selected(service, selector);
    selected.retain(|it| known.file.inquiry.is_near(service, it));
    let pods: Vec<(&Definition<'_>, &Pod)> =
        selected.iter().filter_map(|it| Some((it, it.object.pod.as_deref()?))).collect();
    // Pods whose containers are filled in by an operator may have any port.
    if pods.is_empty() || pods.iter().any(|(_, pod)| pod.containers.is_empty()) {
        return;
    }
    for port in &service.ports {
        let Some(target) = port.target.as_deref() else { continue };
        let is_number = target.bytes().all(|byte| byte.is_ascii_digit());
        if scalar::is_placeholder(target) || pods.iter().any(|(_, pod)| pod.ports(target).next().is_some()) {
            continue;
        }
        let declared: Vec<(&Definition<'_>, &Port)> =
            pods.iter().flat_map(|(it, pod)| running(pod).map(move |port| (*it, port))).collect();
        if is_number && declared.is_empty() {
            continue;
        }
        let whose = reference::title(pods[0].0.object);
        let Some(node) = node(&known, port.range) else { continue };
        let words = |port: &Port| port.name.as_ref().map_or_else(|| port.number.to_string(), ToString::to_string);
        let near = match declared.as_slice() {
            [(_, only)] => Some(if is_number { only.number.to_string() } else { words(only) }),
            _ => spelling::nearest(target, declared.iter().filter_map(|(_, port)| port.name.as_deref()))
                .map(ToOwned::to_owned),
        };
        let what = match (&near, is_number) {
            (Some(near), _) => format!("use `{near}`"),
            (None, true) => "declare it, or use the one it listens on".to_owned(),
            (None, false) => "name one of its ports so".to_owned(),
        };
        let message = if is_number {
            format!("No container of {whose} declares port {target}; {what}")
        } else {
            format!(
                "No container of {whose} has a port `{target}`, so Service `{}` sends nothing there; {what}",
                service.identity.name
            )
        };
        let found = report.on(node, message);
        if is_number {
            found.at_most(Severity::Info);
        }
        if let [(definition, only)] = declared.as_slice() {
            found.label_in(
                it.file,
                definition.path,
                reference::start(only.range),
                format!("its only port is `{}`", words(only)),
            );
        }
        if let Some(near) = near.filter(|_| node.key().is_some_and(|key| key.is("targetPort"))) {
            let value = if is_number { Data::plain(near.clone()) } else { Data::text(near.clone()) };
            found.fix(Fix::suggested(format!("Use `{near}`")).edit(Operation::Replace { at: node.address(), value }));
        }
    }
}

/// The ports of what runs as long as the Pod.
fn running(pod: &Pod) -> impl Iterator<Item = &Port> {
    pod.containers.iter().filter(|it| matches!(it.role, Role::Main | Role::Sidecar)).flat_map(|it| &it.ports)
}

/// The port that connections go to: `targetPort`, else `port`.
fn node<'a>(known: &Known<'a>, range: TextRange) -> Option<Node<'a>> {
    let inner = known.file.manifest.yaml.node_at(range.start())?;
    let port = inner.ancestors().find(|node| node.is_mapping() && node.range() == range)?;
    scalar::get(port, "targetPort").or_else(|| scalar::get(port, "port"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn numbers_are_hints() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
            ^^ No container of Deployment `web` declares port 80; use `8080`
    - name: a
      port: 81
      targetPort: http
    - name: b
      port: 82
      targetPort: 8080
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
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: other
spec:
  selector:
    matchLabels:
      app: other
  template:
    metadata:
      labels:
        app: other
    spec:
      containers:
        - name: other
          image: other:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: other
spec:
  selector:
    app: other
  ports:
    - port: 80
"#,
        );
    }

    #[test]
    fn the_only_one() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: htpt
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
          ports:
            - name: http
              containerPort: 8080
"#,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
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
          ports:
            - name: http
              containerPort: 8080
"#,
        );
    }
}
