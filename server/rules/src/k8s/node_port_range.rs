//! Node ports outside the default range.

use super::{group, ports, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags node ports outside the range that clusters have by default, 30000 to 32767.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Service unless `--service-node-port-range` says otherwise: other ports belong to the node.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: NodePort
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    ///       nodePort: 8080
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: NodePort
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    ///       nodePort: 30080
    /// ```
    ///
    /// ## When to ignore it
    /// Your clusters have another range.
    "k8s/node-port-range" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let spec = file.object.find("spec").filter(|_| group::is_of(file.object, &[""]));
    let ports = spec.into_iter().flat_map(|spec| scalar::items(spec, "ports"));
    for node in ports.filter_map(|port| scalar::get(port, "nodePort")) {
        let number = scalar::int(node).filter(|number| ports::exists(*number) && !(30000..=32767).contains(number));
        if let Some(number) = number {
            report.on(node, format!("Node port {number} is outside the default range; choose one from 30000 to 32767"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn range() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: NodePort
  ports:
    - port: 80
      nodePort: 80
                ^^ Node port 80 is outside the default range; choose one from 30000 to 32767
    - port: 81
      nodePort: 30000
",
        );
    }
}
