//! Versions of the API that the target version does not serve any more.

use project::conversion;
use schema::kubernetes::Kind;

use super::outdated;
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};
use project::Profile;

declare_rule! {
    /// ## What it does
    /// Reports an object of an `apiVersion` that the target version of Kubernetes does not serve any more.
    ///
    /// ## Why is this bad?
    /// The API server answers `no matches for kind "Ingress" in version "extensions/v1beta1"`, and the object is not created; an update of the
    /// cluster past that version stops every deployment that still writes it.
    ///
    /// The fix converts the object as the API server's own functions do: fields get their new names and places. There is none where the
    /// text does not say enough.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1beta1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: api
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: api
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: api
    /// ```
    "k8s/removed-api" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/no-extensions-v1beta",
            "kube-score/stable-version",
            "trivy/KSV-0107",
            "datree/K8S_REMOVED_APIVERSION_1.22",
            "datree/K8S_REMOVED_APIVERSION_1.25",
        ],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let version = file.manifest.version;
    for object in &file.manifest.objects {
        // What went without a successor has a rule of its own, which says what to do instead.
        let is_mine = |kind: &Kind<'_>| !kind.is_served_in(version) && conversion::dead_end(*kind).is_none();
        let Some(kind) = object.kind.filter(is_mine) else { continue };
        let Some(since) = gone(kind, version) else { continue };
        let target = conversion::target(kind, file.manifest.catalog, version);
        let instead = target.map(|other| outdated::instead(kind, other));
        let instead = instead.unwrap_or_else(|| "nothing takes its place, so take it out".to_owned());
        let message = format!("`{}` of {} is gone {since}: {instead}", kind.api_version(), kind.name());
        let found = report.on(outdated::version_of(*object), message);
        if kind.is_custom() {
            found.at_most(Severity::Warning);
        }
        if let Some(fix) = target.and_then(|other| outdated::converted(*object, other)) {
            found.fix(fix);
        }
    }
}

/// Since when it is gone, in words; `None`: it is not.
fn gone(kind: Kind<'_>, version: schema::kubernetes::Version) -> Option<String> {
    if kind.is_custom() {
        let component = kind.component().filter(|component| !component.removed.is_empty())?;
        return Some(format!("since {} {}", component.name, component.removed));
    }
    kind.removed().filter(|removed| *removed <= version).map(|removed| format!("since Kubernetes {removed}"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_the_target_does_not_serve() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: extensions/v1beta1
            ^^^^^^^^^^^^^^^^^^ `extensions/v1beta1` of Ingress is gone since Kubernetes 1.22: write `networking.k8s.io/v1`
kind: Ingress
metadata: {name: a}
---
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: a}
#- old/plimsoll.yaml
kubernetesVersion: \"1.24\"
#- old/a.yaml
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: a}
",
        );
    }

    #[test]
    fn the_version_is_rewritten_where_the_object_fits_it() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: '0 3 * * *'\n  jobTemplate:\n    spec:\n      \
             template: {spec: {restartPolicy: Never, containers: [{name: a}]}}\n",
            "#- a.yaml\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: '0 3 * * *'\n  jobTemplate:\n    spec:\n      \
             template: {spec: {restartPolicy: Never, containers: [{name: a}]}}\n",
        );
    }
}
