//! Folders of the node that a container may write.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::host_folder;
use super::security_context::title;
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the mount of a `hostPath` volume without `readOnly: true`.
    ///
    /// ## Why is this bad?
    /// A container that may write the node's files can leave something there for the node to run, or fill its disk:
    /// then the kubelet evicts whatever else runs there. Most Pods with a folder of the node only read it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: shipper
    /// spec:
    ///   containers:
    ///     - name: shipper
    ///       image: shipper:1.4.2
    ///       volumeMounts:
    ///         - name: logs
    ///           mountPath: /var/log
    ///   volumes:
    ///     - name: logs
    ///       hostPath:
    ///         path: /var/log
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: shipper
    /// spec:
    ///   containers:
    ///     - name: shipper
    ///       image: shipper:1.4.2
    ///       volumeMounts:
    ///         - name: logs
    ///           mountPath: /var/log
    ///           readOnly: true
    ///   volumes:
    ///     - name: logs
    ///       hostPath:
    ///         path: /var/log
    /// ```
    "k8s/writable-host-mount" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/writable-host-mount",
            "kubescape/alert-rw-hostpath",
            "datree/EKS_INVALID_HOSTPATH_MOUNT_READONLY_VALUE",
            "kyverno/ensure-readonly-hostpath",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    for folder in host_folder::of(pod.pod).filter(|folder| !folder.is_socket()) {
        for (container, mount) in folder.writable_mounts(pod.pod) {
            let message = format!(
                "{} may write the node's `{}`; mount it with `readOnly: true`",
                title(container),
                folder.text()
            );
            let operation = Operation::Set { at: mount.address_of("readOnly"), value: true.into() };
            let fix = Fix::suggested("Mount it with `readOnly: true`").edit(operation);
            report.on(mount.get("mountPath").unwrap_or(mount), message).fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn each_mount_that_may_be_written() {
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
    - name: web
      image: web:1.0.0
      volumeMounts:
        - {name: logs, mountPath: /logs}
                                  ^^^^^ Container `web` may write the node's `/var/log`; mount it with `readOnly: true`
        - {name: logs, mountPath: /again, readOnly: true}
        - {name: tmp, mountPath: /tmp}
  volumes:
    - name: logs
      hostPath: {path: /var/log}
    - name: tmp
      emptyDir: {}
",
        );
    }

    #[test]
    fn the_fix_makes_it_read_only() {
        let text = |rest: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  volumes:\n  - name: logs\n    hostPath: {{path: \
                 /var/log}}\n  containers:\n  - name: web\n    image: web:1.0.0\n    volumeMounts:\n    - name: logs\n      mountPath: \
                 /logs\n{rest}"
            )
        };
        check_fix(&RULE, &text(""), &text("      readOnly: true\n"));
        check_fix(&RULE, &text("      readOnly: false\n"), &text("      readOnly: true\n"));
    }
}
