//! Volumes that name a server or a disk in the Pod itself.

use project::settings::PodSecurityLevel;
use syntax::yaml::Entry;

use super::host_folder::title;
use super::{scalar, volumes};
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a volume of a type that level `restricted` refuses: `nfs`, `hostPath`, `iscsi` and all others that name a
    /// server, a disk or a folder of the node in the Pod itself.
    ///
    /// ## Why is this bad?
    /// Who may create a Pod chooses what is mounted, with no say of those who run the storage. A PersistentVolumeClaim
    /// puts the decision where it belongs, and the Pod moves between clusters unchanged.
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
    ///   volumes:
    ///     - name: uploads
    ///       nfs:
    ///         server: nfs.example.com
    ///         path: /uploads
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
    ///   volumes:
    ///     - name: uploads
    ///       persistentVolumeClaim:
    ///         claimName: uploads
    /// ```
    "k8s/restricted-volume-types" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::Restricted,
        raised: (Profile::Restricted, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["trivy/KSV-0028", "kyverno/restrict-volume-types", "gatekeeper/volumes"],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

/// What `restricted` lets a volume be.
const ALLOWED: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Restricted, |_| true) {
        return;
    }
    for volume in volumes::of(pod.pod) {
        let sources = || {
            let entries = volume.entries().filter(|entry| !entry.is("name") && !entry.key.is_merge_key());
            entries.filter(|entry| {
                scalar::is_written(entry.value) && !entry.key.is_mapping() && !entry.name().starts_with('$')
            })
        };
        if sources().any(|entry: Entry<'_>| ALLOWED.iter().any(|name| entry.is(name))) {
            continue;
        }
        let Some(source) = sources().next() else { continue };
        let message =
            format!("{} is of type `{}`, which `restricted` refuses; claim a volume", title(volume), source.name());
        let found = report.on(source.key, message);
        // That a Pod does not even meet `baseline` is said by the rules about `hostPath`.
        if !source.is("hostPath") {
            found.breaks(PodSecurityLevel::Restricted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_is_no_volume_of_the_cluster() {
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
    - name: a
      nfs: {server: a, path: /}
      ^^^ Volume `a` is of type `nfs`, which `restricted` refuses; claim a volume
    - name: b
      hostPath: {path: /b}
      ^^^^^^^^ …
    - name: c
      emptyDir: {}
    - name: d
      image: {reference: a}
    - name: e
    - name: f
      nfs:
",
        );
    }
}
