//! Containers that keep the capabilities a runtime gives.

use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Operation};

use super::capability::{dropped_all, is_baseline, listed};
use super::presence;
use super::security_context::{Setter, is_windows, title};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container that does not drop all capabilities, or adds others than `NET_BIND_SERVICE` again.
    ///
    /// ## Why is this bad?
    /// A runtime gives every container up to fourteen capabilities, for images that were written for a whole machine:
    /// to change the owner of files, to become any user, to make devices. A server that listens on a port above 1023
    /// needs none of them, and what it does not have nobody can use against you.
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
    ///         capabilities:
    ///           drop: [ALL]
    /// ```
    ///
    /// ## When to ignore it
    /// For an image that starts as root and becomes another user by itself, as many old ones do. It needs `SETUID`,
    /// `SETGID` and often `CHOWN`; an image that is made for a user of its own does not.
    "k8s/drop-all-capabilities" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Restricted, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "polaris/linuxHardening",
            "checkov/CKV_K8S_37",
            "trivy/KSV-0003",
            "trivy/KSV-0004",
            "trivy/KSV-0106",
            "kubesec/CapDropAll",
            "kubesec/CapDropAny",
            "kubescape/linux-hardening",
            "kyverno/require-drop-all",
            "kyverno/disallow-capabilities-strict",
            "gatekeeper/capabilities",
        ],
        part: Part::STEP,
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let (setter, windows) = (Setter::Container(container.container), is_windows(container.container.pod));
    let stated = container.file.standards.is_stated(container.container.pod);
    let asked = |minor: u16| minor >= 22 && !(windows && (minor >= 25 || !stated));
    if !container.must_meet(PodSecurityLevel::Restricted, asked) {
        return;
    }
    let title = title(container.container);
    for (item, name) in listed(setter, "add") {
        // What is worse is `dangerous-capabilities`.
        if name != "NET_BIND_SERVICE" && is_baseline(&name) {
            let fix = Fix::suggested(format!("Take `{name}` out")).edit(Operation::Remove { at: item.address() });
            report
                .on(item, format!("{title} takes `{name}` back, and `restricted` lets it have `NET_BIND_SERVICE` only"))
                .breaks(PodSecurityLevel::Restricted)
                .fix(fix);
        }
    }
    match dropped_all(setter) {
        Some((_, name)) if name == "ALL" => {}
        Some((item, name)) => {
            let operation = Operation::Replace { at: item.address(), value: Data::text("ALL") };
            report
                .on(item, format!("{title} drops `{name}`, and Pod Security reads `ALL` in capitals only"))
                .breaks(PodSecurityLevel::Restricted)
                .fix(Fix::safe("Write `ALL`").edit(operation));
        }
        None if presence::is_partial_container(container.container) => {}
        None => {
            let operation = Operation::Append { at: setter.address("capabilities.drop"), value: Data::text("ALL") };
            report
                .on(
                    container.container.node,
                    format!("{title} keeps the capabilities a runtime gives unasked; drop `ALL`"),
                )
                .breaks(PodSecurityLevel::Restricted)
                .fix(Fix::suggested("Drop `ALL` capabilities").edit(operation));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_is_kept_or_taken_back() {
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
      ^^^^ Container `a` keeps the capabilities a runtime gives unasked; drop `ALL`
      image: web:1.0.0
      securityContext:
        capabilities:
          drop: [NET_RAW]
    - name: b
      image: web:1.0.0
      securityContext:
        capabilities:
          drop: [all]
                 ^^^ Container `b` drops `all`, and Pod Security reads `ALL` in capitals only
    - name: c
      image: web:1.0.0
      securityContext:
        capabilities:
          drop: [ALL]
          add: [NET_BIND_SERVICE, CHOWN, SYS_ADMIN]
                                  ^^^^^ Container `c` takes `CHOWN` back, and `restricted` lets it have `NET_BIND_SERVICE` only
",
        );
    }

    #[test]
    fn the_fix_drops_all() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: web:1.0.0\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: web:1.0.0\n    \
             securityContext:\n      capabilities:\n        drop:\n        - ALL\n",
        );
    }
}
