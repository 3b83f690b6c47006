//! Containers whose processes may gain privileges.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::security_context::{Setter, is_windows, title};
use super::{capability, presence, scalar};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without `allowPrivilegeEscalation: false`.
    ///
    /// ## Why is this bad?
    /// Without it a process may become more than its parent: through a binary with the setuid bit such as `sudo` or
    /// `ping`, or through file capabilities. A container that runs as an ordinary user is one such binary, and one
    /// mistake in it, away from root. Hardly any server needs it.
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
    ///         allowPrivilegeEscalation: false
    /// ```
    ///
    /// ## When to ignore it
    /// Where an entrypoint calls `sudo` or `su` to get from one user to another. Choosing the user with `runAsUser` is
    /// the better way.
    "k8s/privilege-escalation-container" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Restricted, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/privilege-escalation-container",
            "polaris/privilegeEscalationAllowed",
            "checkov/CKV_K8S_20",
            "trivy/KSV-0001",
            "kubesec/AllowPrivilegeEscalation",
            "kubescape/rule-allow-privilege-escalation",
            "datree/CONTAINERS_MISSING_KEY_ALLOWPRIVILEGEESCALATION",
            "kyverno/disallow-privilege-escalation",
            "gatekeeper/allow-privilege-escalation",
        ],
        part: Part::STEP,
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let (setter, windows) = (Setter::Container(container.container), is_windows(container.container.pod));
    let stated = container.file.standards.is_stated(container.container.pod);
    let asked = |minor: u16| minor >= 8 && !(windows && (minor >= 25 || !stated));
    if !container.must_meet(PodSecurityLevel::Restricted, asked) {
        return;
    }
    let said = setter.get("allowPrivilegeEscalation");
    let (node, message) = match said.map(|node| (node, scalar::flag(node))) {
        Some((node, Some(true))) => {
            (node, format!("{} lets its processes gain privileges; set this to `false`", title(container.container)))
        }
        Some((_, Some(false) | None)) => return,
        None if presence::is_partial_container(container.container) => return,
        None => (
            container.container.node,
            format!(
                "{} lets its processes gain privileges, through setuid binaries and file capabilities; set \
                 `allowPrivilegeEscalation: false`",
                title(container.container)
            ),
        ),
    };
    let mut fix = Fix::suggested("Set `allowPrivilegeEscalation: false`");
    // The API server refuses it beside either of these.
    if setter.get("privileged").and_then(scalar::flag) == Some(true) {
        fix = fix.edit(Operation::Set { at: setter.address("privileged"), value: false.into() });
    }
    fix = fix.edit(Operation::Set { at: setter.address("allowPrivilegeEscalation"), value: false.into() });
    if let Some(item) = capability::added_sys_admin(setter) {
        fix = fix.edit(Operation::Remove { at: item.address() });
    }
    report.on(node, message).breaks(PodSecurityLevel::Restricted).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unset_or_true() {
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
    - name: unset
      ^^^^ Container `unset` lets its processes gain privileges, through setuid binaries and file capabilities; set …
      image: web:1.0.0
    - name: set
      image: web:1.0.0
      securityContext:
        allowPrivilegeEscalation: true
                                  ^^^^ Container `set` lets its processes gain privileges; set this to `false`
    - name: fine
      image: web:1.0.0
      securityContext:
        allowPrivilegeEscalation: false
    - name: part-of-a-patch
",
        );
    }

    #[test]
    fn windows_has_no_such_thing() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  os: {name: windows}
  containers:
    - name: web
      image: web:1.0.0
",
        );
    }

    #[test]
    fn the_fix_makes_room_for_itself() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.0.0
      securityContext:
        privileged: true
        capabilities:
          add: [SYS_ADMIN, CHOWN]
",
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.0.0
      securityContext:
        privileged: false
        capabilities:
          add: [CHOWN]
        allowPrivilegeEscalation: false
",
        );
    }
}
