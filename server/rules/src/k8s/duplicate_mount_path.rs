//! Two volumes that a container mounts at one path.

use project::Profile;

use super::doubles::doubles;
use super::{scalar, volumes};
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags two volumes that a container mounts at one path.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod: one would hide the other.
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
    ///       volumeMounts:
    ///         - name: data
    ///           mountPath: /data
    ///         - name: cache
    ///           mountPath: /data
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
    ///     - name: cache
    ///       emptyDir: {}
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
    ///       volumeMounts:
    ///         - name: data
    ///           mountPath: /data
    ///         - name: cache
    ///           mountPath: /cache
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
    ///     - name: cache
    ///       emptyDir: {}
    /// ```
    "k8s/duplicate-mount-path" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let paths = volumes::MOUNTS.into_iter().flat_map(|(field, key)| {
        volumes::mounts(file.container, field).filter_map(move |mount| {
            let node = scalar::get(mount, key)?;
            Some((scalar::text(node)?, node))
        })
    });
    for (first, again) in doubles(paths) {
        let is_device = |node: syntax::yaml::Node<'_>| node.key().is_some_and(|key| key.is("devicePath"));
        // Two devices are items that their list has twice.
        if is_device(first) && is_device(again) {
            continue;
        }
        let path = again.text().unwrap_or_default();
        report
            .on(again, format!("Something is mounted at `{path}` already; choose another path"))
            .label_on(first, "the first one");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn paths() {
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
      volumeMounts:
        - {name: a, mountPath: /a}
        - {name: a, mountPath: /a/}
        - {name: b, mountPath: /a}
                               ^^ Something is mounted at `/a` already; choose another path
      volumeDevices:
        - {name: c, devicePath: /a}
                                ^^ Something is mounted at `/a` already; choose another path
",
        );
    }
}
