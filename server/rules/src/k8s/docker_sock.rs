//! Sockets of container runtimes in Pods.

use project::settings::PodSecurityLevel;

use super::host_folder;
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a volume that brings the socket of the node's container runtime into a Pod: of Docker, containerd, CRI-O
    /// or Podman.
    ///
    /// ## Why is this bad?
    /// The socket asks for no password. Who can reach it starts a privileged container with the node's disk in it, so
    /// it is root on the node, past every rule the cluster has.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: builder
    /// spec:
    ///   containers:
    ///     - name: builder
    ///       image: builder:1.4.2
    ///       volumeMounts:
    ///         - name: docker
    ///           mountPath: /var/run/docker.sock
    ///   volumes:
    ///     - name: docker
    ///       hostPath:
    ///         path: /var/run/docker.sock
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: builder
    /// spec:
    ///   containers:
    ///     - name: builder
    ///       image: builder:1.4.2
    ///       env:
    ///         - name: BUILDKIT_HOST
    ///           value: tcp://buildkitd:1234
    /// ```
    ///
    /// ## When to ignore it
    /// For agents of the node that read from the runtime, mounted read-only where they can.
    "k8s/docker-sock" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/docker-sock",
            "checkov/CKV_K8S_27",
            "trivy/KSV-0006",
            "kubesec/DockerSock",
            "kubescape/containers-mounting-docker-socket",
            "datree/CONTAINERS_INCORRECT_PATH_VALUE_DOCKERSOCKET",
            "kyverno/disallow-cri-sock-mount",
            "kyverno/docker-socket-requires-label",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    for folder in host_folder::of(pod.pod).filter(host_folder::HostFolder::is_socket) {
        let message = format!(
            "{} brings the runtime's socket `{}` into the Pod, and who reaches it is root on the node; \
             build and run elsewhere",
            folder.title(),
            folder.text()
        );
        report.on(folder.node(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn sockets_of_all_runtimes() {
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
    - name: docker
      hostPath: {path: /var/run/docker.sock}
                       ^^^^^^^^^^^^^^^^^^^^ Volume `docker` brings the runtime's socket `/var/run/docker.sock` into the Pod…
    - name: containerd
      hostPath:
        path: /run/containerd/containerd.sock
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ …
    - name: app
      hostPath:
        path: /run/app.sock
    - name: mine
      configMap: {name: docker.sock}
",
        );
    }
}
