//! Users that the node may have as well.

use syntax::yaml::{Data, Operation};

use super::security_context::{Setter, effective, has_user_namespace, is_windows, title};
use super::{presence, scalar};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};
use project::settings::PodSecurityLevel;

declare_rule! {
    /// ## What it does
    /// Flags a container without a `runAsUser` of 10000 or above.
    ///
    /// ## Why is this bad?
    /// A number below 10000 may be a user of the node, or of another image. Should the process get out of its
    /// container, or two Pods share a folder, it is that user and may do what that user may. Where nothing is set the
    /// image decides.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         runAsUser: 1000
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         runAsUser: 10001
    /// ```
    ///
    /// ## When to ignore it
    /// Where the files of the image or of a volume belong to a user with a lower number.
    "k8s/run-as-low-uid" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-security-context-user-group-id",
            "checkov/CKV_K8S_40",
            "trivy/KSV-0020",
            "kubesec/RunAsUser",
            "datree/CONTAINERS_INCORRECT_RUNASUSER_VALUE_LOWUID",
            "kyverno/require-unique-uid-per-workload",
        ],
        part: Part::STEP,
        check: Check::Container(check),
    }
}

/// The first number that is no user of a node.
const FIRST: i64 = 10_000;

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let pod = container.container.pod;
    let asked = container.must_meet(PodSecurityLevel::Restricted, |_| true);
    if is_windows(pod) || has_user_namespace(pod) || !asked {
        return;
    }
    let said = effective(container.container, "runAsUser");
    let title = title(container.container);
    let (node, message) = match said {
        Some(node) => match scalar::int(node) {
            Some(user) if user < FIRST => {
                (node, format!("{title} runs as user {user}, which the node may have as well"))
            }
            Some(_) | None => return,
        },
        None if presence::is_partial_container(container.container) => return,
        None => (container.container.node, format!("{title} runs as whichever user its image names")),
    };
    let operation = Operation::Set {
        at: Setter::Container(container.container).address("runAsUser"),
        value: Data::from(FIRST + 1),
    };
    report
        .on(node, format!("{message}; name one from {FIRST} on"))
        .fix(Fix::suggested(format!("Set `runAsUser: {}`", FIRST + 1)).edit(operation));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_counts_for_the_container() {
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
      ^^^^ Container `a` runs as whichever user its image names; name one from 10000 on
      image: web:1.0.0
    - name: b
      image: web:1.0.0
      securityContext:
        runAsUser: 1000
                   ^^^^ Container `b` runs as user 1000, which the node may have as well; name one from 10000 on
    - name: c
      image: web:1.0.0
      securityContext: {runAsUser: 10000}
",
        );
    }

    #[test]
    fn the_fix_names_one() {
        let text = |user: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n    \
                 securityContext:\n      runAsUser: {user}\n"
            )
        };
        check_fix(&RULE, &text("1000"), &text("10001"));
    }
}
