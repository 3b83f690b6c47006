//! Labels of nodes under their former names in `nodeSelector`, affinity and spread constraints.

use syntax::yaml::{Node, Operation};

use super::scalar;
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags labels of nodes under their former names in `nodeSelector`, affinity and spread constraints.
    ///
    /// ## Why is this bad?
    /// `beta.kubernetes.io/os` and its like are deprecated since 1.14, and the API server warns. Nodes that no longer have
    /// them fit no Pod that asks for them.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   nodeSelector:
    ///     beta.kubernetes.io/os: linux
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   nodeSelector:
    ///     kubernetes.io/os: linux
    /// ```
    "k8s/deprecated-node-label" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// The former name, and the present one.
const LABELS: [(&str, &str); 5] = [
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
];

fn present(name: &str) -> Option<&'static str> {
    LABELS.iter().find(|(former, _)| *former == name).map(|(_, present)| *present)
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = file.pod.spec;
    for entry in scalar::get(spec, "nodeSelector").into_iter().flat_map(|selector| selector.effective().entries()) {
        let Some(present) = present(&entry.name()) else { continue };
        let rename = Operation::Rename { at: entry.value.address(), key: present.to_owned() };
        said(entry.key, present, rename, report);
    }
    let affinity = scalar::get(spec, "affinity").into_iter().flat_map(Node::descendants);
    let constraints = scalar::get(spec, "topologySpreadConstraints").into_iter().flat_map(Node::descendants);
    for node in affinity.chain(constraints) {
        // The key of a requirement, and what tells the nodes of a topology apart.
        if !node.key().is_some_and(|key| key.is("key") || key.is("topologyKey")) {
            continue;
        }
        let Some(present) = scalar::text(node).and_then(|text| present(&text)) else { continue };
        said(node, present, Operation::Replace { at: node.address(), value: present.into() }, report);
    }
}

fn said(node: Node<'_>, present: &str, edit: Operation, report: &mut Report<'_>) {
    report
        .on(node, format!("Nodes have this label under a former name; write `{present}`"))
        .deprecated()
        .fix(Fix::safe(format!("Write `{present}`")).edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn wherever_nodes_are_chosen() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  nodeSelector:
    beta.kubernetes.io/arch: amd64
    ^^^^^^^^^^^^^^^^^^^^^^^ Nodes have this label under a former name; write `kubernetes.io/arch`
  affinity:
    podAntiAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: failure-domain.beta.kubernetes.io/zone
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Nodes have this label under a former name; write `topology.kubernetes.io/zone`
",
        );
    }
    #[test]
    fn renamed() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  nodeSelector:
    beta.kubernetes.io/os: linux
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  nodeSelector:
    kubernetes.io/os: linux
",
        );
    }
}
