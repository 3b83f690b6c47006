//! Kinds of volumes that Kubernetes has given up.

use project::kubernetes::pods;

use super::{scalar, volumes};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags kinds of volumes that Kubernetes has given up: `gitRepo`, `glusterfs`, `rbd`, `cephfs`, `flexVolume` and others
    /// that drivers have replaced.
    ///
    /// ## Why is this bad?
    /// The API server warns of them. Those without a driver behind them are no longer mounted at all by newer versions, and
    /// the Pod waits for ever.
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
    ///   volumes:
    ///     - name: data
    ///       gitRepo:
    ///         repository: https://example.org/site.git
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
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
    /// ```
    "k8s/deprecated-volume" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Object(check),
    }
}

/// The field, and what to use instead.
const GIVEN_UP: &[(&str, &str)] = &[
    ("gitRepo", "an init container that clones into an `emptyDir`"),
    ("flocker", "a CSI driver"),
    ("quobyte", "a CSI driver"),
    ("storageos", "a CSI driver"),
    ("scaleIO", "a CSI driver"),
    ("photonPersistentDisk", "a CSI driver"),
    ("glusterfs", "a CSI driver"),
    ("rbd", "the CSI driver of Ceph"),
    ("cephfs", "the CSI driver of Ceph"),
    ("flexVolume", "a CSI driver"),
    ("awsElasticBlockStore", "the CSI driver `ebs.csi.aws.com`"),
    ("azureDisk", "the CSI driver `disk.csi.azure.com`"),
    ("azureFile", "the CSI driver `file.csi.azure.com`"),
    ("cinder", "the CSI driver `cinder.csi.openstack.org`"),
    ("gcePersistentDisk", "the CSI driver `pd.csi.storage.gke.io`"),
    ("vsphereVolume", "the CSI driver `csi.vsphere.vmware.com`"),
    ("portworxVolume", "the CSI driver `pxd.portworx.com`"),
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let of_pods = pods(file.object).flat_map(volumes::of);
    let own = file.object.find("spec").filter(|_| file.object.is_one_of(&["PersistentVolume"]));
    for volume in of_pods.chain(own) {
        for (field, instead) in GIVEN_UP {
            let entry = volume.entry(field).filter(|entry| scalar::is_written(entry.value));
            if let Some(entry) = entry {
                report.on(entry.key, format!("Volumes of kind `{field}` are given up; use {instead}")).deprecated();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn volumes_of_pods_and_their_own() {
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
  volumes:
    - name: a
      gitRepo: {}
      ^^^^^^^ Volumes of kind `gitRepo` are given up; use an init container that clones into an `emptyDir`
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: a
spec:
  awsElasticBlockStore:
  ^^^^^^^^^^^^^^^^^^^^ Volumes of kind `awsElasticBlockStore` are given up; use the CSI driver `ebs.csi.aws.com`
    volumeID: a
",
        );
    }
}
