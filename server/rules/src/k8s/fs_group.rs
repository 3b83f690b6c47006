//! Pods whose volumes belong to root.

use project::kubernetes::Pod;
use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Operation};

use super::security_context::{Setter, is_knative, is_windows, value};
use super::{presence, volumes};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod that claims a volume and sets no `fsGroup`, or sets it without `fsGroupChangePolicy`.
    ///
    /// ## Why is this bad?
    /// A fresh volume belongs to root. A container that runs as another user cannot write it, so in the end it runs as
    /// root. `fsGroup` gives the volume to a group of the Pod. By default that walks over every file at each start,
    /// which takes minutes on a large volume; `fsGroupChangePolicy: OnRootMismatch` looks at the top folder first.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: db
    /// spec:
    ///   containers:
    ///     - name: db
    ///       image: db:16.4
    ///   volumes:
    ///     - name: data
    ///       persistentVolumeClaim:
    ///         claimName: data
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: db
    /// spec:
    ///   securityContext:
    ///     fsGroup: 10001
    ///     fsGroupChangePolicy: OnRootMismatch
    ///   containers:
    ///     - name: db
    ///       image: db:16.4
    ///   volumes:
    ///     - name: data
    ///       persistentVolumeClaim:
    ///         claimName: data
    /// ```
    "k8s/fs-group" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kubescape/set-fsgroup-value",
            "kubescape/set-supplementalgroups-values",
            "kubescape/set-fsgroupchangepolicy-value",
            "kyverno/check-supplemental-groups",
            "gatekeeper/fsgroup",
        ],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

/// A group that no image has by chance and no node has by habit.
const ORDINARY: i64 = 10_001;

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let asked = pod.must_meet(PodSecurityLevel::Restricted, |_| true);
    if !asked || is_windows(pod.pod) || is_knative(pod.pod) || presence::is_partial_pod(pod.pod) {
        return;
    }
    let whole = Setter::Pod(pod.pod);
    let policy = || Operation::Set { at: whole.address("fsGroupChangePolicy"), value: Data::text("OnRootMismatch") };
    match whole.get("fsGroup") {
        None if claims_volume(pod.pod) => {
            let group = Operation::Set { at: whole.address("fsGroup"), value: Data::from(ORDINARY) };
            report
                .on(
                    whole.context().unwrap_or(pod.pod.spec),
                    "The Pod's volumes belong to root, so only root can write them; \
                     set `fsGroup` and `fsGroupChangePolicy`",
                )
                .fix(Fix::suggested(format!("Set `fsGroup: {ORDINARY}`")).edit(group).edit(policy()));
        }
        Some(node) if whole.get("fsGroupChangePolicy").is_none() => {
            report
                .on(
                    node,
                    "Every file of the Pod's volumes is given to this group at each start; \
                     set `fsGroupChangePolicy: OnRootMismatch`",
                )
                .fix(Fix::suggested("Set `fsGroupChangePolicy: OnRootMismatch`").edit(policy()));
        }
        None | Some(_) => {}
    }
}

fn claims_volume(pod: Pod<'_>) -> bool {
    let is_claim =
        |volume| ["persistentVolumeClaim", "ephemeral", "csi"].iter().any(|kind| value(volume, kind).is_some());
    volumes::of(pod).any(is_claim) || volumes::claim_templates(pod).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn where_a_volume_is_claimed() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {matchLabels: {app: db}}
  template:
    spec:
    ^^^^ The Pod's volumes belong to root, so only root can write them; set `fsGroup` and `fsGroupChangePolicy`
      containers:
        - name: db
          image: db:16.4
  volumeClaimTemplates:
    - metadata:
        name: data
---
apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  securityContext:
    fsGroup: 70
             ^^ Every file of the Pod's volumes is given to this group at each start; set `fsGroupChangePolicy: OnRootMismatch`
  containers:
    - name: db
      image: db:16.4
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.0.0
",
        );
    }

    #[test]
    fn the_fix_sets_the_policy() {
        let text = |rest: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  securityContext:\n    fsGroup: 70\n{rest}  containers:\n  \
                 - name: a\n    image: a:1.0.0\n"
            )
        };
        check_fix(&RULE, &text(""), &text("    fsGroupChangePolicy: OnRootMismatch\n"));
    }
}
