//! Groups that the node may have as well.

use syntax::yaml::{Data, Node, Operation};

use super::security_context::{Setter, effective, has_user_namespace, is_windows, title};
use super::{presence, scalar};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};
use project::settings::PodSecurityLevel;

declare_rule! {
    /// ## What it does
    /// Flags a container without a `runAsGroup` of 10000 or above, and group 0 among `supplementalGroups` or as
    /// `fsGroup`.
    ///
    /// ## Why is this bad?
    /// Without `runAsGroup` the group is mostly 0, that of root, even where the user is not: files that root's group
    /// may write are open to it. A number below 10000 may be a group of the node.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     runAsUser: 10001
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     runAsUser: 10001
    ///     runAsGroup: 10001
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    "k8s/run-as-low-gid" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-score/container-security-context-user-group-id",
            "trivy/KSV-0021",
            "trivy/KSV-0116",
            "kubesec/RunAsGroup",
            "datree/CONTAINERS_INCORRECT_RUNASGROUP_VALUE_LOWGID",
            "kyverno/require-non-root-groups",
            "gatekeeper/fsgroup",
        ],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

/// The first number that is no group of a node.
const FIRST: i64 = 10_000;

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let asked = pod.must_meet(PodSecurityLevel::Restricted, |_| true);
    if is_windows(pod.pod) || has_user_namespace(pod.pod) || !asked {
        return;
    }
    let whole = Setter::Pod(pod.pod);
    let groups = whole.get("supplementalGroups").into_iter().flat_map(Node::items).chain(whole.get("fsGroup"));
    for node in groups.filter(|node| scalar::int(*node) == Some(0)) {
        report.on(node, "The Pod is in group 0, that of root; name a group of its own");
    }
    let mut seen: Vec<Node<'_>> = Vec::new();
    for container in pod.pod.containers() {
        let title = title(container);
        let (node, message) = match effective(container, "runAsGroup") {
            Some(node) => match scalar::int(node) {
                Some(group) if group < FIRST && !seen.contains(&node) => {
                    seen.push(node);
                    (node, format!("{title} runs as group {group}, which the node may have as well"))
                }
                Some(_) | None => continue,
            },
            None if presence::is_partial_container(container) => continue,
            None => (container.node, format!("{title} runs as whichever group its image names, mostly that of root")),
        };
        let operation =
            Operation::Set { at: Setter::Container(container).address("runAsGroup"), value: Data::from(FIRST + 1) };
        report
            .on(node, format!("{message}; name one from {FIRST} on"))
            .fix(Fix::suggested(format!("Set `runAsGroup: {}`", FIRST + 1)).edit(operation));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn groups_of_any_kind() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsGroup: 1000
                ^^^^ Container `a` runs as group 1000, which the node may have as well; name one from 10000 on
    supplementalGroups: [0, 20000]
                         ^ The Pod is in group 0, that of root; name a group of its own
  containers:
    - name: a
      image: web:1.0.0
    - name: b
      image: web:1.0.0
    - name: c
      image: web:1.0.0
      securityContext: {runAsGroup: 20000}
",
        );
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: a
      ^^^^ Container `a` runs as whichever group its image names, mostly that of root; name one from 10000 on
      image: web:1.0.0
",
        );
    }
}
