//! Capabilities that are written with `CAP_`, or that Linux does not have.

use project::Profile;
use syntax::spelling;
use syntax::yaml::Operation;

use super::scalar;
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags capabilities that are written with `CAP_`, or that Linux does not have.
    ///
    /// ## Why is this bad?
    /// The API server takes any text. The runtime puts `CAP_` in front itself and knows no `CAP_CAP_NET_ADMIN`: the container
    /// does not start, or runs without what it needs; in `drop` it keeps what it was to lose.
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
    ///         capabilities:
    ///           add:
    ///             - CAP_NET_ADMIN
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
    ///         capabilities:
    ///           add:
    ///             - NET_ADMIN
    /// ```
    "k8s/capability-name" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Container(check),
    }
}

/// The capabilities of Linux 6.12, `capabilities(7)`.
const CAPABILITIES: [&str; 41] = [
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(context) = scalar::get(file.container.node, "securityContext") else { return };
    let Some(capabilities) = scalar::get(context, "capabilities") else { return };
    for node in ["add", "drop"].into_iter().flat_map(|list| scalar::items(capabilities, list)) {
        let Some(name) = scalar::text(node) else { continue };
        let upper = name.to_ascii_uppercase();
        let bare = upper.strip_prefix("CAP_").unwrap_or(&upper);
        if bare == "ALL" && upper == *name || CAPABILITIES.contains(&&*name) {
            continue;
        }
        let is_known = CAPABILITIES.contains(&bare) || bare == "ALL";
        let (message, right) = match spelling::nearest(bare, CAPABILITIES) {
            _ if is_known && upper.starts_with("CAP_") => {
                (format!("Capabilities are written without `CAP_`; write `{bare}`"), Some(bare))
            }
            _ if is_known => {
                (format!("Policies of Pod Security know capabilities in upper case only; write `{bare}`"), Some(bare))
            }
            Some(nearest) => (format!("Linux has no capability `{name}`; write `{nearest}`"), Some(nearest)),
            None => (format!("Linux has no capability `{name}`; name one such as `NET_BIND_SERVICE`"), None),
        };
        let found = report.on(node, message);
        // Runtimes take either case.
        if is_known && !upper.starts_with("CAP_") {
            found.at_most(Severity::Warning);
        }
        if let Some(right) = right {
            let title = format!("Write `{right}`");
            let fix = if is_known { Fix::safe(title) } else { Fix::suggested(title) };
            found.fix(fix.edit(Operation::Replace { at: node.address(), value: right.into() }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names() {
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
        capabilities:
          drop: [ALL, net_raw]
                      ^^^^^^^ Policies of Pod Security know capabilities in upper case only; write `NET_RAW`
          add:
            - CAP_SYS_PTRACE
              ^^^^^^^^^^^^^^ Capabilities are written without `CAP_`; write `SYS_PTRACE`
            - NET_ADMN
              ^^^^^^^^ Linux has no capability `NET_ADMN`; write `NET_ADMIN`
            - NET_BIND_SERVICE
            - ${CAPABILITY}
",
        );
    }
    #[test]
    fn bare() {
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
        capabilities:
          add:
            - CAP_NET_ADMIN
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
        capabilities:
          add:
            - NET_ADMIN
",
        );
    }
}
