//! Folders of the node as volumes.

use project::settings::PodSecurityLevel;

use super::{docker_sock, host_folder, sensitive_host_mounts};
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `hostPath` volume.
    ///
    /// ## Why is this bad?
    /// The Pod sees the node's files, past every quota, and what it leaves there stays when it moves to another node,
    /// where it finds something else. A folder that others can write is also a way from one Pod to the next.
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
    ///       volumeMounts:
    ///         - name: uploads
    ///           mountPath: /uploads
    ///   volumes:
    ///     - name: uploads
    ///       hostPath:
    ///         path: /srv/uploads
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
    ///       volumeMounts:
    ///         - name: uploads
    ///           mountPath: /uploads
    ///   volumes:
    ///     - name: uploads
    ///       persistentVolumeClaim:
    ///         claimName: uploads
    /// ```
    ///
    /// ## When to ignore it
    /// For agents that read the node's own logs or metrics. Sockets of the runtime and folders of the system have rules
    /// of their own, which speak in place of this one outside profile `all`.
    "k8s/host-path-volume" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "polaris/hostPathSet",
            "trivy/KSV-0023",
            "kubescape/alert-any-hostpath",
            "datree/CONTAINERS_INCORRECT_KEY_HOSTPATH",
            "kyverno/disallow-host-path",
            "kyverno/limit-hostpath-vols",
            "gatekeeper/host-filesystem",
        ],
        part: Part::APART.covered_by(&[&docker_sock::RULE, &sensitive_host_mounts::RULE]),
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    for folder in host_folder::of(pod.pod) {
        let message = format!(
            "{} is the node's folder `{}`, so what the Pod finds there depends on the node; \
             use a volume of the cluster",
            folder.title(),
            folder.text()
        );
        report.on(folder.node(), message).breaks(PodSecurityLevel::Baseline);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn every_folder_of_the_node() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: data
      hostPath: {path: /srv/data/}
                       ^^^^^^^^^^ Volume `data` is the node's folder `/srv/data`, so what the Pod finds there depends on the node…
    - name: etc
      hostPath:
        path: /etc
              ^^^^ …
    - name: tmp
      emptyDir: {}
    - name: none
      hostPath:
",
        );
    }
}
