//! PersistentVolumes that the API server refuses.

use project::Profile;
use schema::kubernetes::values::path::{self, Use};
use syntax::yaml::Node;

use super::{group, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a PersistentVolume with no source or several, with a capacity of something else than storage, and a local one
    /// without the node it is on.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. A local volume is on certain nodes, which `nodeAffinity` has to name, so that Pods
    /// are placed there.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata:
    ///   name: api
    /// spec:
    ///   capacity:
    ///     storage: 10Gi
    ///   accessModes:
    ///     - ReadWriteOnce
    ///   local:
    ///     path: /mnt/data
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata:
    ///   name: api
    /// spec:
    ///   capacity:
    ///     storage: 10Gi
    ///   accessModes:
    ///     - ReadWriteOnce
    ///   local:
    ///     path: /mnt/data
    ///   nodeAffinity:
    ///     required:
    ///       nodeSelectorTerms:
    ///         - matchExpressions:
    ///             - key: kubernetes.io/hostname
    ///               operator: In
    ///               values: [node-1]
    /// ```
    "k8s/persistent-volume-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["PersistentVolume"], check),
    }
}

/// Fields of a PersistentVolume that are no sources.
const OTHERS: [&str; 9] = [
    "accessModes",
    "capacity",
    "claimRef",
    "mountOptions",
    "nodeAffinity",
    "persistentVolumeReclaimPolicy",
    "storageClassName",
    "volumeAttributesClassName",
    "volumeMode",
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").map(Node::effective).filter(|_| group::is_of(object, &[""])) else { return };
    let is_whole = spec.is_mapping()
        && !presence::is_open(spec)
        && !presence::is_partial(object)
        && !presence::lacks(spec, "capacity");
    let is_source = |entry: &syntax::yaml::Entry<'_>| {
        scalar::is_written(entry.value) && !OTHERS.iter().any(|field| entry.is(field))
    };
    let mut sources = spec.entries().filter(|entry| !entry.key.is_merge_key()).filter(is_source);
    match (sources.next(), sources.next()) {
        (None, _) if is_whole => {
            report.on(spec, "The volume has no source; name one, such as `csi` or `nfs`");
        }
        (Some(first), Some(second)) => {
            let message =
                format!("A volume has one source, and `{}` stands beside `{}`; keep one", second.name(), first.name());
            report.on(second.key, message).label_on(first.key, "the first one");
        }
        (None | Some(_), _) => {}
    }
    for entry in scalar::get(spec, "capacity").into_iter().flat_map(|capacity| capacity.effective().entries()) {
        if !entry.is("storage") && !entry.key.is_merge_key() && !entry.key.is_mapping() {
            report.on(
                entry.key,
                format!("The capacity of a volume is `storage` only, not `{}`; leave it out", entry.name()),
            );
        }
    }
    let local = scalar::get(spec, "local");
    if let Some(local) = local.filter(|_| is_whole && presence::lacks(spec, "nodeAffinity")) {
        report.on(local, "A local volume does not say which node it is on; name it in `nodeAffinity`");
    }
    for source in ["local", "hostPath"].into_iter().filter_map(|field| scalar::get(spec, field)) {
        let Some(node) = scalar::get(source, "path") else { continue };
        if let Some(mistake) = scalar::text(node).and_then(|text| path::mistake(&text, Use::Host)) {
            report.on(node, mistake.to_string());
        }
    }
    let recycled = scalar::get(spec, "persistentVolumeReclaimPolicy").filter(|policy| policy.effective().is("Recycle"));
    let host = scalar::get(spec, "hostPath").and_then(|source| scalar::get(source, "path"));
    if let Some(policy) = recycled.filter(|_| host.is_some_and(|path| path.effective().is("/"))) {
        report.on(policy, "`Recycle` would empty the whole node, `/`; write `Retain`");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn sources() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: PersistentVolume
metadata:
  name: api
spec:
  capacity:
    storage: 1Gi
    memory: 1Gi
    ^^^^^^ The capacity of a volume is `storage` only, not `memory`; leave it out
  nfs: {server: a, path: /}
  csi: {driver: a, volumeHandle: b}
  ^^^ A volume has one source, and `csi` stands beside `nfs`; keep one
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: api
spec:
^^^^ The volume has no source; name one, such as `csi` or `nfs`
  capacity: {storage: 1Gi}
",
        );
    }
}
