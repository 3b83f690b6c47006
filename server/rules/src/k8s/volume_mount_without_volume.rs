//! A mount of a volume that the Pod does not have.

use project::Profile;
use rustc_hash::FxHashSet;
use syntax::spelling;
use syntax::yaml::Operation;

use super::{presence, scalar, volumes};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a mount of a volume that the Pod does not have.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. In a StatefulSet a claim template counts as a volume.
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
    ///   volumes:
    ///     - name: date
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
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
    /// ```
    "k8s/volume-mount-without-volume" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// So many names are compared for the one that was meant.
const CANDIDATES: usize = 100;

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let names: Option<Vec<_>> = volumes::names(file.pod).collect();
    let Some(names) = names.filter(|_| !presence::is_partial_pod(file.pod) && !presence::is_open(file.pod.spec)) else {
        return;
    };
    let known: FxHashSet<&str> = names.iter().map(|name| &**name).collect();
    for container in file.pod.containers() {
        for (field, _) in volumes::MOUNTS {
            for mount in volumes::mounts(container, field) {
                let Some(node) = scalar::get(mount, "name") else { continue };
                let Some(name) = scalar::text(node).filter(|name| !known.contains(&**name)) else { continue };
                let nearest = spelling::nearest(&name, known.iter().copied().take(CANDIDATES));
                let message = match nearest {
                    Some(nearest) => format!("The Pod has no volume `{name}`; write `{nearest}`, or add the volume"),
                    None => format!("The Pod has no volume `{name}`; add it, or leave the mount out"),
                };
                let found = report.on(node, message);
                if let Some(nearest) = nearest {
                    let edit = Operation::Replace { at: node.address(), value: nearest.into() };
                    found.fix(Fix::suggested(format!("Use volume `{nearest}`")).edit(edit));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn claim_templates_count() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {}
  template:
    spec:
      containers:
        - name: db
          image: db:1
          volumeMounts:
            - {name: data, mountPath: /data}
            - {name: tmp, mountPath: /tmp}
                     ^^^ The Pod has no volume `tmp`; add it, or leave the mount out
          volumeDevices:
            - {name: daat, devicePath: /dev/x}
                     ^^^^ The Pod has no volume `daat`; write `data`, or add the volume
  volumeClaimTemplates:
    - metadata:
        name: data
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: patch
spec:
  template:
    spec:
      containers:
        - name: db
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
",
        );
    }
    #[test]
    fn nearest() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      volumeMounts:
        - name: data
          mountPath: /data
  volumes:
    - name: date
      emptyDir: {}
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      volumeMounts:
        - name: date
          mountPath: /data
  volumes:
    - name: date
      emptyDir: {}
",
        );
    }
}
