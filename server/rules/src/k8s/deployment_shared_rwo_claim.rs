//! Replicas that share what one node can mount.

use project::graph::{Attribute, Edge};

use super::{reference, scaling};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Deployments that run two Pods or more, by replicas or an autoscaler, over a claim whose only access mode
    /// is `ReadWriteOnce` or `ReadWriteOncePod`.
    ///
    /// ## Why is this bad?
    /// A Pod on another node stays in `ContainerCreating` with `Multi-Attach error`. On the same node both write to the
    /// same files.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 2
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           volumeMounts:
    ///             - name: data
    ///               mountPath: /data
    ///       volumes:
    ///         - name: data
    ///           persistentVolumeClaim:
    ///             claimName: data
    /// ---
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: data
    /// spec:
    ///   accessModes: [ReadWriteOnce]
    ///   resources:
    ///     requests:
    ///       storage: 10Gi
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 1
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           volumeMounts:
    ///             - name: data
    ///               mountPath: /data
    ///       volumes:
    ///         - name: data
    ///           persistentVolumeClaim:
    ///             claimName: data
    /// ---
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: data
    /// spec:
    ///   accessModes: [ReadWriteOnce]
    ///   resources:
    ///     requests:
    ///       storage: 10Gi
    /// ```
    "k8s/deployment-shared-rwo-claim" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["Deployment"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let scalers = scaling::scalers(known.file.inquiry, known.fact);
    let most = scalers.iter().filter_map(|scaler| scaler.object.number(Attribute::MaxReplicas)).max();
    let Some(pods) = most.or(scaling::replicas(known.fact)).filter(|pods| *pods >= 2) else { return };
    for (reference, lookup) in reference::all(&known, &[Edge::Claim]) {
        let [claim] = lookup.definitions() else { continue };
        let mut modes = claim.object.all_noted(Attribute::AccessMode).peekable();
        let Some(first) = modes.peek().copied() else { continue };
        if !modes.all(|mode| matches!(mode.text.as_ref(), "ReadWriteOnce" | "ReadWriteOncePod")) {
            continue;
        }
        let message = format!(
            "Up to {pods} Pods share claim `{}`, which one node can mount ({}): those on other nodes do not start; use a StatefulSet, or `ReadWriteMany`",
            reference.name, first.text
        );
        reference::at(&known, reference.range, message, report).label_in(
            it.file,
            claim.path,
            first.range,
            "its access mode",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn scaled() {
        check(
            &RULE,
            r#"
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
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
                       ^^^^ Up to 10 Pods share claim `data`, which one node can mount (ReadWriteOnce): those on other nodes do not start; use a StatefulSet, or `ReadWriteMany`
#- b.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
#- c.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 10
"#,
        );
    }

    #[test]
    fn many_nodes() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
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
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce, ReadWriteMany]
  resources:
    requests:
      storage: 10Gi
"#,
        );
    }
}
