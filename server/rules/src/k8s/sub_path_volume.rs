//! Mounts of a part of a volume.

use syntax::yaml::Node;

use super::security_context::{title, value};
use super::volumes;
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `subPath` and `subPathExpr` of a mount.
    ///
    /// ## Why is this bad?
    /// Such a mount is made once, when the container starts: a ConfigMap or Secret mounted like that never changes
    /// again in a running Pod. And it was the way out of the container more than once (CVE-2017-1002101,
    /// CVE-2021-25741), where the volume could be written at the same time.
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
    ///         - name: config
    ///           mountPath: /etc/web/web.conf
    ///           subPath: web.conf
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
    ///         - name: config
    ///           mountPath: /etc/web
    /// ```
    ///
    /// ## When to ignore it
    /// Where a single file has to lie among others that the image brings along.
    "k8s/sub-path-volume" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kubescape/CVE-2021-25741", "datree/CONTAINER_CVE2021_25741_INCORRECT_SUBPATH_KEY"],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    for mount in volumes::mounts(container.container, "volumeMounts") {
        let parts = ["subPath", "subPathExpr"].into_iter().filter_map(|field| value(mount, field));
        for node in parts.filter(|node: &Node<'_>| node.text().is_some_and(|text| !text.is_empty())) {
            let message = format!(
                "{} mounts a part of a volume, which never changes while it runs; mount the whole volume",
                title(container.container)
            );
            report.on(node, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn parts_of_volumes() {
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
        - {name: a, mountPath: /a, subPath: a}
                                            ^ Container `web` mounts a part of a volume, which never changes while it runs; mount …
        - {name: b, mountPath: /b, subPath: ''}
",
        );
    }
}
