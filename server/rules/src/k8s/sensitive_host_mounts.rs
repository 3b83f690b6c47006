//! Folders of the node's system in Pods.

use project::settings::PodSecurityLevel;

use super::host_folder;
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `hostPath` volume that is a folder of the node's system (`/`, `/etc`, `/proc`, `/usr` …), or one with
    /// keys of the node or of other Pods (`/etc/kubernetes`, `/var/lib/kubelet`, `/var/lib/docker` …).
    ///
    /// ## Why is this bad?
    /// Below these folders lie the kubelet's credentials, the Secrets of every Pod on the node, and the programs that
    /// root will run next. Who may read them has the node's rights in the cluster; who may write them has the node.
    /// Mounted for reading only it is a warning.
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
    ///         - name: zone
    ///           mountPath: /host/etc
    ///   volumes:
    ///     - name: zone
    ///       hostPath:
    ///         path: /etc
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
    ///       env:
    ///         - name: TZ
    ///           value: Europe/Vienna
    /// ```
    ///
    /// ## When to ignore it
    /// For agents that measure the node. Mount the one folder they read, with `readOnly: true`.
    "k8s/sensitive-host-mounts" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/sensitive-host-mounts",
            "trivy/KSV-0121",
            "kubesec/ProcMount",
            "kubescape/alert-mount-potential-credentials-paths",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    for folder in host_folder::of(pod.pod).filter(host_folder::HostFolder::is_sensitive) {
        let is_writable = folder.writable_mounts(pod.pod).next().is_some();
        let verb = if is_writable { "write" } else { "read" };
        let message = format!(
            "{} lets the Pod {verb} the node's `{}`, where its system and its keys are; \
             mount no more than is read, from elsewhere",
            folder.title(),
            folder.text()
        );
        let found = report.on(folder.node(), message);
        if !is_writable {
            found.at_most(Severity::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn folders_of_the_system() {
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
        - {name: root, mountPath: /host, readOnly: true}
        - {name: pods, mountPath: /pods}
  volumes:
    - name: root
      hostPath: {path: /}
                       ^ Volume `root` lets the Pod read the node's `/`, where its system and its keys are…
    - name: pods
      hostPath: {path: /var/lib/kubelet/pods/}
                       ^^^^^^^^^^^^^^^^^^^^^^ Volume `pods` lets the Pod write the node's `/var/lib/kubelet/pods`…
    - name: data
      hostPath: {path: /var/lib/kubelets}
    - name: time
      hostPath: {path: /etc/localtime}
",
        );
    }
}
