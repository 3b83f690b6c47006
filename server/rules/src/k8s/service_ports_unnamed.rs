//! A Service with several ports of which one has no name, and names or node ports that are there twice.

use project::Profile;
use rustc_hash::FxHashSet;
use schema::kubernetes::values::name::{self, NameRule};
use syntax::yaml::{Node, Operation};

use super::doubles::doubles;
use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Service with several ports of which one has no name, and names or node ports that are there twice.
    ///
    /// ## Why is this bad?
    /// With more than one port each needs a name of its own. The API server refuses the Service.
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
    ///     - name: metrics
    ///       port: 9090
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
    ///     - name: http
    ///       port: 80
    ///     - name: metrics
    ///       port: 9090
    /// ```
    "k8s/service-ports-unnamed" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &[""])) else { return };
    let ports: Vec<Node<'_>> = scalar::items(spec, "ports").map(Node::effective).collect();
    let names: FxHashSet<String> =
        ports.iter().filter_map(|port| Some(scalar::text_of(*port, "name")?.into_owned())).collect();
    if ports.len() > 1 && !presence::is_partial(object) {
        for port in ports.iter().filter(|port| presence::lacks(**port, "name")) {
            let found = report.on(*port, "The Service has several ports, and this one has no name; give each one");
            let Some(name) = offered(*port).filter(|name| !names.contains(name)) else { continue };
            let mut at = port.address();
            at.route = at.route.then("name");
            found.fix(
                Fix::suggested(format!("Name it `{name}`")).edit(Operation::Set { at, value: name.as_str().into() }),
            );
        }
    }
    let protocol =
        |port: Node<'_>| scalar::text_of(port, "protocol").map_or("TCP".to_owned(), std::borrow::Cow::into_owned);
    let named =
        ports.iter().filter_map(|port| scalar::get(*port, "name")).filter_map(|node| Some((scalar::text(node)?, node)));
    for (first, again) in doubles(named) {
        let name = again.text().unwrap_or_default();
        report
            .on(again, format!("The Service has a port `{name}` already; give each its name"))
            .label_on(first, "the first one");
    }
    let on_nodes = ports.iter().filter_map(|port| {
        let node = scalar::get(*port, "nodePort")?;
        Some(((scalar::int(node).filter(|number| *number != 0)?, protocol(*port)), node))
    });
    for (first, again) in doubles(on_nodes) {
        let number = again.text().unwrap_or_default();
        report
            .on(again, format!("The Service has node port {number} of this protocol already; choose another one"))
            .label_on(first, "the first one");
    }
}

/// A name for a port: that of the container's port, else what the number is known for.
fn offered(port: Node<'_>) -> Option<String> {
    let target = scalar::get(port, "targetPort").filter(|node| scalar::int(*node).is_none()).and_then(scalar::text);
    if let Some(target) = target.filter(|target| name::mistake(target, NameRule::LABEL).is_none()) {
        return Some(target.into_owned());
    }
    let number = scalar::int(scalar::get(port, "port")?)?;
    Some(match number {
        80 | 8080 => "http".to_owned(),
        443 | 8443 => "https".to_owned(),
        _ => format!("port-{number}"),
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_and_numbers() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  ports:
    - port: 80
      ^^^^ The Service has several ports, and this one has no name; give each one
    - name: a
      port: 53
      protocol: UDP
      nodePort: 30053
    - name: a
            ^ The Service has a port `a` already; give each its name
      port: 53
    - name: b
      port: 53
      nodePort: 30053
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  ports:
    - port: 80
",
        );
    }
    #[test]
    fn named() {
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
    - name: metrics
      port: 9090
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
      name: http
    - name: metrics
      port: 9090
",
        );
    }
}
