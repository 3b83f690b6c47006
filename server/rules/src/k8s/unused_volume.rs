//! A volume that no container mounts.

use std::collections::HashSet;

use syntax::yaml::Node;

use super::volumes::{self, MOUNTS};
use super::{claim_template, presence, scalar};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a volume that no container mounts.
    ///
    /// ## Why is this bad?
    /// The Pod waits for it all the same: a Secret that is missing or a disk that cannot be attached keeps it from
    /// starting. Mostly a mount was forgotten, or the volume was left when its mount went.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       volumes:
    ///         - name: cache
    ///           emptyDir: {}
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       volumes:
    ///         - name: cache
    ///           emptyDir: {}
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           volumeMounts:
    ///             - name: cache
    ///               mountPath: /cache
    /// ```
    "k8s/unused-volume" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    if presence::is_partial_pod(pod) || pod.containers().any(|container| is_unclear(container.node)) {
        return;
    }
    let mounts = pod
        .containers()
        .flat_map(|container| MOUNTS.into_iter().flat_map(move |(field, _)| volumes::mounts(container, field)));
    let used: HashSet<_> = mounts.filter_map(|mount| scalar::text_of(mount, "name")).collect();
    for volume in volumes::of(pod) {
        let Some(node) = scalar::get(volume, "name") else { continue };
        let Some(name) = scalar::text(node).filter(|name| !used.contains(name)) else { continue };
        report
            .on(node, format!("No container mounts volume `{name}`; mount it or leave it out"))
            .unnecessary()
            .fix(Fix::suggested(format!("Remove volume `{name}`")).edit(claim_template::without(pod, volume)));
    }
}

/// Whether a container may mount more than is seen.
fn is_unclear(container: Node<'_>) -> bool {
    presence::is_open(container)
        || MOUNTS
            .iter()
            .any(|(field, _)| scalar::get(container, field).is_some_and(|list| !list.effective().is_sequence()))
        || MOUNTS.iter().any(|(field, _)| {
            scalar::items(container, field).any(|mount| scalar::text_of(mount.effective(), "name").is_none())
        })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn mounted_by_nobody() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: cache
                ^^^^^ No container mounts volume `cache`; mount it or leave it out
          emptyDir: {}
        - name: disk
          persistentVolumeClaim: {claimName: disk}
      containers:
        - name: web
          image: web:1.4.2
          volumeDevices:
            - {name: disk, devicePath: /dev/xvda}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: cache
          emptyDir: {}
      containers:
        - name: web
          image: web:1.4.2
          volumeMounts: ${MOUNTS}
",
        );
    }

    #[test]
    fn removed() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: cache
          emptyDir: {}
        - name: tmp
          emptyDir: {}
      containers:
        - name: web
          image: web:1.4.2
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: tmp
          emptyDir: {}
      containers:
        - name: web
          image: web:1.4.2
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
",
        );
    }

    #[test]
    fn the_last_one() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: cache
          emptyDir: {}
      containers:
        - name: web
          image: web:1.4.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
