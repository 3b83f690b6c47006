//! A claim and a volume that do not fit.

use project::graph::{Attribute, Definition, Edge, Noted, Object};
use schema::kubernetes::values::quantity;

use super::reference;
use crate::grain::{Known, ObjectIn};
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a claim that names a volume with fewer access modes, less storage, another class or another mode than it
    /// asks for, and `ReadWriteMany` of a class whose driver makes disks for one node.
    ///
    /// ## Why is this bad?
    /// The two never bind: the claim stays in `Pending`, with an event at most. A driver of disks takes the claim and
    /// fails when the second node mounts it, or at once.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: data
    /// spec:
    ///   accessModes: [ReadWriteMany]
    ///   volumeName: disk
    ///   resources:
    ///     requests:
    ///       storage: 10Gi
    /// ---
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata:
    ///   name: disk
    /// spec:
    ///   capacity:
    ///     storage: 10Gi
    ///   accessModes: [ReadWriteOnce]
    ///   nfs:
    ///     server: nfs.example.org
    ///     path: /data
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: data
    /// spec:
    ///   accessModes: [ReadWriteOnce]
    ///   volumeName: disk
    ///   resources:
    ///     requests:
    ///       storage: 10Gi
    /// ---
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata:
    ///   name: disk
    /// spec:
    ///   capacity:
    ///     storage: 10Gi
    ///   accessModes: [ReadWriteOnce]
    ///   nfs:
    ///     server: nfs.example.org
    ///     path: /data
    /// ```
    "k8s/access-mode-mismatch" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["PersistentVolumeClaim"], check),
    }
}

/// Drivers whose volumes one node can mount as a file system.
const DISKS: [&str; 13] = [
    "cinder.csi.openstack.org",
    "csi.hetzner.cloud",
    "disk.csi.azure.com",
    "dobs.csi.digitalocean.com",
    "ebs.csi.aws.com",
    "kubernetes.io/aws-ebs",
    "kubernetes.io/azure-disk",
    "kubernetes.io/cinder",
    "kubernetes.io/gce-pd",
    "pd.csi.storage.gke.io",
    "rancher.io/local-path",
    "rbd.csi.ceph.com",
    "topolvm.io",
];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let claim = known.fact;
    for (reference, lookup) in reference::all(&known, &[Edge::Binding]) {
        if let [volume] = lookup.definitions() {
            fit(&known, &reference.name, volume, report);
        }
    }
    let is_block = claim.noted(Attribute::VolumeMode) == Some("Block");
    let Some(many) =
        claim.all_noted(Attribute::AccessMode).find(|mode| mode.text.as_ref() == "ReadWriteMany" && !is_block)
    else {
        return;
    };
    for (reference, lookup) in reference::all(&known, &[Edge::StorageClass]) {
        let [class] = lookup.definitions() else { continue };
        let Some(driver) = class.object.all_noted(Attribute::Provisioner).find(|it| DISKS.contains(&it.text.as_ref()))
        else {
            continue;
        };
        let message = format!(
            "Class `{}` makes disks that one node can mount, so `ReadWriteMany` fails; use a class of shared files",
            reference.name
        );
        reference::at(&known, many.range, message, report).label_in(it.file, class.path, driver.range, "its driver");
    }
}

/// What a claim asks for that a volume does not have.
fn fit(known: &Known<'_>, name: &str, volume: &Definition<'_>, report: &mut Report<'_>) {
    let (claim, file) = (known.fact, known.file);
    let modes: Vec<&Noted> = volume.object.all_noted(Attribute::AccessMode).collect();
    if let Some(mode) = claim
        .all_noted(Attribute::AccessMode)
        .find(|mode| !modes.is_empty() && modes.iter().all(|own| own.text != mode.text))
    {
        let message =
            format!("Volume `{name}` is not `{}`, so the claim never binds; ask for a mode it has", mode.text);
        reference::at(known, mode.range, message, report).label_in(
            file,
            volume.path,
            modes[0].range,
            "the volume's modes",
        );
    }
    let asked = claim.all_noted(Attribute::StorageRequest).next();
    let has = volume.object.all_noted(Attribute::Capacity).next();
    if let (Some(asked), Some(has)) = (asked, has)
        && let (Ok(wanted), Ok(amount)) = (quantity::parse(&asked.text), quantity::parse(&has.text))
        && wanted > amount
    {
        let message = format!(
            "Volume `{name}` has {}, less than the {} asked for, so the claim never binds",
            has.text, asked.text
        );
        reference::at(known, asked.range, message, report).label_in(
            file,
            volume.path,
            has.range,
            "the volume's capacity",
        );
    }
    let class = |object: &Object| object.references_by(Edge::StorageClass).next().map(|it| (it.name.clone(), it.range));
    if let (Some((own, range)), Some((other, place))) = (class(claim), class(volume.object))
        && own != other
    {
        let message = format!(
            "Volume `{name}` is of class `{other}` and not of `{own}`, so the claim never binds; write the same class"
        );
        reference::at(known, range, message, report).label_in(file, volume.path, place, "the volume's class");
    }
    let mode = |object: &Object| object.noted(Attribute::VolumeMode).unwrap_or("Filesystem").to_owned();
    let (own, other) = (mode(claim), mode(volume.object));
    if own != other {
        let message = format!(
            "Volume `{name}` is `{other}` and the claim asks for `{own}`, so it never binds; write the same `volumeMode`"
        );
        let place = claim.all_noted(Attribute::VolumeMode).next().map_or(claim.site.name, |noted| noted.range);
        reference::at(known, place, message, report).label_in(file, volume.path, volume.object.site.name, "the volume");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn size_class_and_mode() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  volumeName: disk
  storageClassName: fast
                    ^^^^ Volume `disk` is of class `slow` and not of `fast`, so the claim never binds; write the same class
  volumeMode: Block
              ^^^^^ Volume `disk` is `Filesystem` and the claim asks for `Block`, so it never binds; write the same `volumeMode`
  resources:
    requests:
      storage: 20Gi
               ^^^^ Volume `disk` has 10Gi, less than the 20Gi asked for, so the claim never binds
#- b.yaml
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  capacity:
    storage: 10Gi
  accessModes: [ReadWriteOnce]
  storageClassName: slow
  nfs:
    server: nfs.example.org
    path: /data
"#,
        );
    }

    #[test]
    fn disks() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes: [ReadWriteMany]
                ^^^^^^^^^^^^^ Class `fast` makes disks that one node can mount, so `ReadWriteMany` fails; use a class of shared files
  storageClassName: fast
  resources:
    requests:
      storage: 10Gi
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
"#,
        );
    }
}
