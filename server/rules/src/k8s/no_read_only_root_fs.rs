//! Containers that may write their own image's files.

use project::kubernetes::Container;
use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Node, Operation};

use super::security_context::{Setter, is_windows, title, value};
use super::{presence, scalar, volumes};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without `readOnlyRootFilesystem: true`.
    ///
    /// ## Why is this bad?
    /// Who breaks into the container brings tools along and puts them beside the program, or in its place. With a root
    /// that is read only there is nowhere to put them, and whatever the program writes goes to a volume that somebody
    /// has thought about.
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
    ///         readOnlyRootFilesystem: true
    ///       volumeMounts:
    ///         - name: tmp
    ///           mountPath: /tmp
    ///   volumes:
    ///     - name: tmp
    ///       emptyDir: {}
    /// ```
    ///
    /// ## When to ignore it
    /// For images that write all over themselves. `kubectl exec … -- find / -xdev -newer /proc/1` shows what one has
    /// written: two or three folders as a rule, and each can be an `emptyDir`.
    "k8s/no-read-only-root-fs" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/no-read-only-root-fs",
            "kube-score/container-security-context-readonlyrootfilesystem",
            "polaris/notReadOnlyRootFilesystem",
            "checkov/CKV_K8S_22",
            "trivy/KSV-0014",
            "kubesec/ReadOnlyRootFilesystem",
            "kubescape/immutable-container-filesystem",
            "datree/CONTAINERS_INCORRECT_READONLYROOTFILESYSTEM_VALUE",
            "kyverno/require-ro-rootfs",
            "gatekeeper/read-only-root-filesystem",
        ],
        part: Part::STEP,
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let pod = container.container.pod;
    let setter = Setter::Container(container.container);
    if is_windows(pod) || !container.must_meet(PodSecurityLevel::Restricted, |_| true) {
        return;
    }
    let node = match setter.get("readOnlyRootFilesystem").map(|node| (node, scalar::flag(node))) {
        Some((node, Some(false))) => node,
        Some((_, Some(true) | None)) => return,
        None if presence::is_partial_container(container.container) => return,
        None => container.container.node,
    };
    let set = Operation::Set { at: setter.address("readOnlyRootFilesystem"), value: true.into() };
    let message =
        format!("{} may write its image's own files; set `readOnlyRootFilesystem: true`", title(container.container));
    let found = report.on(node, message);
    if let Some(steps) = scratch(container.container) {
        let fix = Fix::suggested("Make the root read-only, with an `emptyDir` at `/tmp`").edit(set.clone());
        found.fix(steps.into_iter().fold(fix, Fix::edit));
    }
    found.fix(Fix::suggested("Set `readOnlyRootFilesystem: true`").edit(set));
}

/// What puts a volume at `/tmp`; `None` where something is there, or another volume has the name.
fn scratch(container: Container<'_>) -> Option<[Operation; 2]> {
    let is_temporary = |mount: Node<'_>| {
        value(mount, "mountPath").and_then(scalar::text).is_some_and(|path| path.trim_end_matches('/') == "/tmp")
    };
    let is_taken = volumes::names(container.pod).any(|name| name.is_none_or(|name| name == "tmp"));
    if is_taken || volumes::mounts(container, "volumeMounts").any(is_temporary) {
        return None;
    }
    let mount = Data::map([("name", Data::text("tmp")), ("mountPath", Data::text("/tmp"))]);
    let volume = Data::map([("name", Data::text("tmp")), ("emptyDir", Data::map::<&str>([]))]);
    Some([
        Operation::Append { at: container.node.address_of("volumeMounts"), value: mount },
        Operation::Append { at: container.pod.spec.address_of("volumes"), value: volume },
    ])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unset_or_false() {
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
      ^^^^ Container `a` may write its image's own files; set `readOnlyRootFilesystem: true`
      image: web:1.0.0
    - name: b
      image: web:1.0.0
      securityContext:
        readOnlyRootFilesystem: false
                                ^^^^^ Container `b` …
    - name: c
      image: web:1.0.0
      securityContext:
        readOnlyRootFilesystem: true
",
        );
    }

    #[test]
    fn the_fix_leaves_room_to_write() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n    \
             securityContext:\n      readOnlyRootFilesystem: true\n    volumeMounts:\n    - name: tmp\n      mountPath: /tmp\n  \
             volumes:\n  - name: tmp\n    emptyDir: {}\n",
        );
    }
}
