//! SELinux labels that are not the runtime's.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::scalar;
use super::security_context::setters;
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a type of `seLinuxOptions` that is none of the container types, and any `user` or `role`.
    ///
    /// ## Why is this bad?
    /// The type decides what SELinux lets a process touch. `container_t` keeps containers from the node and from each
    /// other; types such as `spc_t` or `unconfined_t` keep them from nothing.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     seLinuxOptions:
    ///       type: spc_t
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
    ///     seLinuxOptions:
    ///       level: s0:c123,c456
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    "k8s/selinux-options" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "polaris/linuxHardening",
            "trivy/KSV-0025",
            "kubescape/set-seLinuxOptions",
            "datree/EKS_INVALID_SELINUXOPTIONS_TYPE_VALUE",
            "datree/EKS_INVALID_SELINUXOPTIONS_USER_VALUE",
            "datree/EKS_INVALID_SELINUXOPTIONS_ROLE_VALUE",
            "kyverno/disallow-selinux",
            "gatekeeper/selinux",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

/// Types that keep a container in.
const TYPES: [&str; 3] = ["container_t", "container_init_t", "container_kvm_t"];

/// Another one, from 1.31 on.
const ENGINE: &str = "container_engine_t";

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    for setter in setters(pod.pod) {
        for field in ["type", "user", "role"] {
            let Some(node) = setter.get_in("seLinuxOptions", field) else { continue };
            let Some(said) = scalar::text(node).filter(|said| !said.is_empty()) else { continue };
            let asked = |minor: u16| {
                let is_type = TYPES.contains(&&*said) || minor >= 31 && said == ENGINE;
                field != "type" || !is_type
            };
            if !pod.must_meet(PodSecurityLevel::Baseline, asked) {
                continue;
            }
            let what = if field == "type" {
                "which keeps it from nothing a container type would"
            } else {
                "which is the node's to choose"
            };
            let message = format!("{} has the SELinux {field} `{said}`, {what}; take it out", setter.title());
            let fix =
                Fix::suggested(format!("Take the SELinux {field} out")).edit(Operation::Remove { at: node.address() });
            report.on(node, message).breaks(PodSecurityLevel::Baseline).fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn types_users_and_roles() {
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
    seLinuxOptions:
      type: spc_t
            ^^^^^ The Pod has the SELinux type `spc_t`, which keeps it from nothing a container type would; take it out
      user: system_u
            ^^^^^^^^ The Pod has the SELinux user `system_u`, which is the node's to choose; take it out
      level: s0
  containers:
    - name: web
      image: web:1.0.0
      securityContext: {seLinuxOptions: {type: container_engine_t, role: ''}}
",
        );
    }

    #[test]
    fn the_fix_takes_it_out() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  securityContext:\n    seLinuxOptions:\n      type: spc_t\n      level: s0\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  securityContext:\n    seLinuxOptions:\n      level: s0\n",
        );
    }
}
