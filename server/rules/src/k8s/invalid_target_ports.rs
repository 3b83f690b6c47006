//! Port numbers that do not exist, and names of ports that cannot be ones.

use project::Profile;
use project::kubernetes::{Pod, pods};
use schema::kubernetes::values::name::{self, NameRule};
use schema::kubernetes::values::port_name::{self, LONGEST};
use syntax::yaml::{Node, Operation};

use super::{group, ports, probe, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags port numbers that do not exist, and names of ports that cannot be ones.
    ///
    /// ## Why is this bad?
    /// Ports go from 1 to 65535. The name of a container's port, which a Service or a probe may ask for, has at most 15
    /// lower-case letters, digits and single `-`, and a letter among them. The API server refuses anything else.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    ///       targetPort: Web_Port
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    ///       targetPort: web-port
    /// ```
    "k8s/invalid-target-ports" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/invalid-target-ports"],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if object.is_one_of(&["Service"]) && group::is_of(object, &[""]) {
        for port in object.find("spec").into_iter().flat_map(|spec| scalar::items(spec, "ports")) {
            of_service(port, report);
        }
    }
    for container in pods(object).flat_map(Pod::containers) {
        for port in scalar::items(container.node, "ports") {
            scalar::get(port, "containerPort").into_iter().for_each(|node| number(node, 1, report));
            scalar::get(port, "hostPort").into_iter().for_each(|node| number(node, 0, report));
            // One that is too long has a rule of its own.
            let name =
                scalar::get(port, "name").filter(|node| scalar::text(*node).is_some_and(|it| it.len() <= LONGEST));
            name.into_iter().for_each(|node| port_name(node, report));
        }
        for probe in probe::probes(container) {
            for handler in probe::HANDLERS.into_iter().filter_map(|name| scalar::get(probe.value, name)) {
                scalar::get(handler, "port").into_iter().for_each(|node| number_or_name(node, report));
            }
        }
    }
}

fn of_service(port: Node<'_>, report: &mut Report<'_>) {
    scalar::get(port, "port").into_iter().for_each(|node| number(node, 1, report));
    // Zero asks the cluster to choose.
    scalar::get(port, "nodePort").into_iter().for_each(|node| number(node, 0, report));
    scalar::get(port, "targetPort").into_iter().for_each(|node| number_or_name(node, report));
    let Some(node) = scalar::get(port, "name") else { return };
    let Some(text) = scalar::text(node).filter(|text| !text.is_empty()) else { return };
    if let Some(mistake) = name::mistake(&text, NameRule::LABEL) {
        let found = report.on(node, mistake.to_string());
        offer(node, name::nearest(&text, NameRule::LABEL), found);
    }
}

fn number_or_name(node: Node<'_>, report: &mut Report<'_>) {
    if scalar::int(node).is_some() { number(node, 1, report) } else { port_name(node, report) }
}

fn number(node: Node<'_>, least: i64, report: &mut Report<'_>) {
    if let Some(number) = scalar::int(node).filter(|number| *number < least || *number != 0 && !ports::exists(*number))
    {
        report.on(node, format!("There is no port {number}; write a number from 1 to 65535"));
    }
}

fn port_name(node: Node<'_>, report: &mut Report<'_>) {
    let Some(text) = scalar::text(node).filter(|text| !text.is_empty()) else { return };
    if let Some(mistake) = port_name::mistake(&text) {
        let found = report.on(node, mistake.to_string());
        offer(node, port_name::nearest(&text), found);
    }
}

fn offer(node: Node<'_>, nearest: Option<String>, found: &mut crate::report::Found) {
    if let Some(nearest) = nearest {
        let edit = Operation::Replace { at: node.address(), value: nearest.as_str().into() };
        found.fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_and_numbers() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  ports:
    - port: 0
            ^ There is no port 0; write a number from 1 to 65535
      targetPort: Web_Port
                  ^^^^^^^^ …
      nodePort: 0
      name: A
            ^ …
    - port: 70000
            ^^^^^ There is no port 70000; write a number from 1 to 65535
      targetPort: 8080
      name: a-name-that-is-longer-than-fifteen
    - port: ${PORT}
      targetPort: web
      name: web
---
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      ports:
        - containerPort: 99999
                         ^^^^^ There is no port 99999; write a number from 1 to 65535
          name: "8080"
                ^^^^^^ …
      livenessProbe:
        httpGet: {port: a--b}
                        ^^^^ …
"#,
        );
    }
    #[test]
    fn nearest() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: api
  ports:
    - port: 80
      targetPort: Web_Port
",
            "#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: api
  ports:
    - port: 80
      targetPort: web-port
",
        );
    }
}
