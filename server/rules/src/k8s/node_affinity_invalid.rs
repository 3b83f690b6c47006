//! Affinity that the API server refuses.

use project::Profile;
use syntax::yaml::Node;

use super::{presence, requirements, scalar};
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags affinity that the API server refuses: no term, an operator with values it does not take, a weight outside 1 to
    /// 100, Pod affinity without `topologyKey`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. `In` and `NotIn` compare with values, `Exists` and `DoesNotExist` with none, `Gt` and
    /// `Lt` with one whole number.
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
    ///   affinity:
    ///     nodeAffinity:
    ///       requiredDuringSchedulingIgnoredDuringExecution:
    ///         nodeSelectorTerms:
    ///           - matchExpressions:
    ///               - key: gpu
    ///                 operator: Exists
    ///                 values: ["true"]
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
    ///   affinity:
    ///     nodeAffinity:
    ///       requiredDuringSchedulingIgnoredDuringExecution:
    ///         nodeSelectorTerms:
    ///           - matchExpressions:
    ///               - key: gpu
    ///                 operator: In
    ///                 values: ["true"]
    /// ```
    "k8s/node-affinity-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let Some(affinity) = scalar::get(file.pod.spec, "affinity") else { return };
    let is_whole = !presence::is_partial_pod(file.pod);
    if let Some(nodes) = scalar::get(affinity, "nodeAffinity") {
        let required = scalar::get(nodes, REQUIRED);
        let terms = required.and_then(|required| scalar::get(required, "nodeSelectorTerms")).map(Node::effective);
        if let Some(terms) = terms.filter(|terms| terms.is_sequence() && terms.items().next().is_none()) {
            report.on(terms, "The affinity has no term, so that no node would do; write one, or leave it out");
        }
        let of_required = terms.into_iter().flat_map(Node::items);
        let preferred = || scalar::items(nodes, PREFERRED);
        for term in of_required.chain(preferred().filter_map(|it| scalar::get(it, "preference"))) {
            for list in ["matchExpressions", "matchFields"] {
                scalar::items(term, list)
                    .for_each(|requirement| requirements::check_node(requirement, is_whole, report));
            }
        }
        preferred().for_each(|it| weight(it, report));
    }
    for pods in ["podAffinity", "podAntiAffinity"].into_iter().filter_map(|field| scalar::get(affinity, field)) {
        scalar::items(pods, PREFERRED).for_each(|it| weight(it, report));
        let preferred = scalar::items(pods, PREFERRED).filter_map(|it| scalar::get(it, "podAffinityTerm"));
        for term in scalar::items(pods, REQUIRED).chain(preferred) {
            if let Some(key) = scalar::get(term, "topologyKey").filter(|key| key.effective().is("")) {
                report.on(
                    key,
                    "`topologyKey` is empty; name the label of nodes that tells them apart, such as \
                     `kubernetes.io/hostname`",
                );
            }
            for selector in
                ["labelSelector", "namespaceSelector"].into_iter().filter_map(|field| scalar::get(term, field))
            {
                scalar::items(selector, "matchExpressions")
                    .for_each(|it| requirements::check_label(it, is_whole, report));
            }
        }
    }
}

fn weight(preference: Node<'_>, report: &mut Report<'_>) {
    let Some(node) = scalar::get(preference, "weight") else { return };
    if let Some(number) = scalar::int(node).filter(|number| !(1..=100).contains(number)) {
        report.on(node, format!("The weight is {number}; write a number from 1 to 100"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn terms_operators_and_weights() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms: []
                           ^^ The affinity has no term, so that no node would do; write one, or leave it out
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 0
                  ^ The weight is 0; write a number from 1 to 100
          preference:
            matchExpressions:
              - {key: a, operator: In}
                                   ^^ `In` compares with values; write them in `values`
              - {key: a, operator: DoesNotExist, values: [b]}
                                                         ^^^ `DoesNotExist` takes no values; leave them out
              - {key: a, operator: Gt, values: [b]}
                                                ^ `Gt` compares with a whole number; write one
    podAntiAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: ""
                       ^^ `topologyKey` is empty; name the label of nodes that tells them apart, such as `kubernetes.io/hostname`
          labelSelector:
            matchExpressions:
              - {key: a, operator: Gt, values: ["1"]}
                                   ^^ `Gt` is for nodes only; write one of `In`, `NotIn`, `Exists`, `DoesNotExist`
"#,
        );
    }
}
