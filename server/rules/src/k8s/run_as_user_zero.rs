//! Containers that are told to run as root.

use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Operation};

use super::scalar;
use super::security_context::{Setter, effective, has_user_namespace, setters};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `runAsUser: 0`, for a Pod or a container.
    ///
    /// ## Why is this bad?
    /// Where `runAsNonRoot: true` counts as well, the container never starts: it stays in `CreateContainerConfigError`.
    /// Without it, whatever user the image has chosen is overruled, and the container runs as root; that is a warning.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         runAsUser: 0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         runAsUser: 10001
    /// ```
    ///
    /// ## When to ignore it
    /// For an init container that gives a volume to another user. `fsGroup` mostly does that without root.
    "k8s/run-as-user-zero" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/run-as-non-root",
            "polaris/runAsRootAllowed",
            "trivy/KSV-0105",
            "kyverno/require-run-as-non-root-user",
            "gatekeeper/users",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

/// A user that no image has by chance and no node has by habit.
const ORDINARY: i64 = 10_001;

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let in_user_namespace = has_user_namespace(pod.pod);
    let asked = |minor: u16| minor >= 23 && (minor < 35 || !in_user_namespace);
    if !pod.must_meet(PodSecurityLevel::Restricted, asked) {
        return;
    }
    for setter in setters(pod.pod) {
        let Some(node) = setter.get("runAsUser").filter(|node| scalar::int(*node) == Some(0)) else { continue };
        let never_starts = match setter {
            Setter::Pod(pod) => pod.containers().any(|container| {
                Setter::Container(container).get("runAsUser").is_none() && is_kept_from_root(container)
            }),
            Setter::Container(container) => is_kept_from_root(container),
        };
        let what = if never_starts { "never starts: `runAsNonRoot` forbids user 0" } else { "runs as root" };
        let fix = Fix::suggested(format!("Set `runAsUser: {ORDINARY}`"))
            .edit(Operation::Set { at: setter.address("runAsUser"), value: Data::from(ORDINARY) });
        let message = format!("{} {what}; name a user above 0", setter.title());
        let found = report.on(node, message).breaks(PodSecurityLevel::Restricted).fix(fix);
        if !never_starts {
            found.at_most(Severity::Warning);
        }
    }
}

fn is_kept_from_root(container: project::kubernetes::Container<'_>) -> bool {
    effective(container, "runAsNonRoot").and_then(scalar::flag) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn root_is_told_from_what_never_starts() {
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
    runAsUser: 0
               ^ The Pod never starts: `runAsNonRoot` forbids user 0; name a user above 0
  initContainers:
    - name: chown
      image: tools:1.0.0
      securityContext:
        runAsUser: 0
                   ^ Init container `chown` runs as root; name a user above 0
  containers:
    - name: web
      image: web:1.0.0
      securityContext:
        runAsNonRoot: true
",
        );
    }

    #[test]
    fn the_fix_names_an_ordinary_user() {
        let text = |user: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: {user}\n  \
                 containers:\n    - name: web\n      image: web:1.0.0\n"
            )
        };
        check_fix(&RULE, &text("0"), &text("10001"));
    }
}
