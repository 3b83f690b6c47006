//! `allowPrivilegeEscalation: false` in a container that is privileged or has the capability `CAP_SYS_ADMIN`.

use project::Profile;
use syntax::yaml::Operation;

use super::scalar;
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `allowPrivilegeEscalation: false` in a container that is privileged or has the capability `CAP_SYS_ADMIN`.
    ///
    /// ## Why is this bad?
    /// Such a container may do anything already; the API server refuses the contradiction.
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
    ///       securityContext:
    ///         privileged: true
    ///         allowPrivilegeEscalation: false
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
    ///       securityContext:
    ///         allowPrivilegeEscalation: false
    /// ```
    "k8s/privilege-escalation-conflict" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(context) = scalar::get(file.container.node, "securityContext") else { return };
    let Some(escalation) =
        scalar::get(context, "allowPrivilegeEscalation").filter(|node| scalar::flag(*node) == Some(false))
    else {
        return;
    };
    let privileged = scalar::get(context, "privileged").filter(|node| scalar::flag(*node) == Some(true));
    let mut added = scalar::get(context, "capabilities").into_iter().flat_map(|it| scalar::items(it, "add"));
    // Spelled without `CAP_` it passes, and the kernel honours both.
    let admin = added.find(|node| node.is("CAP_SYS_ADMIN"));
    let Some(cause) = privileged.or(admin) else { return };
    let (what, title) = if privileged.is_some() {
        ("is privileged", "Remove `privileged`".to_owned())
    } else {
        ("has `CAP_SYS_ADMIN`", "Remove the capability".to_owned())
    };
    report
        .on(escalation, format!("A container that {what} cannot be kept from more privileges; remove one of the two"))
        .label_on(cause, "the other")
        .fix(Fix::suggested(title).edit(Operation::Remove { at: cause.address() }))
        .fix(Fix::suggested("Remove `allowPrivilegeEscalation`").edit(Operation::Remove { at: escalation.address() }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn either_way() {
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
      securityContext:
        privileged: true
        allowPrivilegeEscalation: false
                                  ^^^^^ A container that is privileged cannot be kept from more privileges; remove one of the two
    - name: b
      image: b:1
      securityContext:
        allowPrivilegeEscalation: false
                                  ^^^^^ A container that has `CAP_SYS_ADMIN` cannot be kept from more privileges; remove one of the two
        capabilities: {add: [CAP_SYS_ADMIN]}
",
        );
    }
    #[test]
    fn unprivileged() {
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
      securityContext:
        privileged: true
        allowPrivilegeEscalation: false
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
      securityContext:
        allowPrivilegeEscalation: false
",
        );
    }
}
