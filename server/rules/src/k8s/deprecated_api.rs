//! Versions of the API that are on their way out.

use project::conversion;
use schema::kubernetes::Version;

use super::outdated;
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};
use project::Profile;

declare_rule! {
    /// ## What it does
    /// Reports an object of an `apiVersion` that the target version of Kubernetes still serves and has deprecated.
    ///
    /// ## Why is this bad?
    /// The API server answers with a warning today, and a later version does not know it: a deprecated beta version is served for at least three
    /// minor versions, then it is gone.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Endpoints
    /// metadata:
    ///   name: db
    /// subsets:
    ///   - addresses:
    ///       - ip: 192.0.2.10
    ///     ports:
    ///       - port: 5432
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: db
    ///   labels:
    ///     kubernetes.io/service-name: db
    /// addressType: IPv4
    /// endpoints:
    ///   - addresses: [192.0.2.10]
    /// ports:
    ///   - port: 5432
    /// ```
    "k8s/deprecated-api" {
        since: "0.1.0",
        severity: Severity::Warning,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "datree/K8S_DEPRECATED_APIVERSION_1.16",
            "datree/K8S_DEPRECATED_APIVERSION_1.19",
            "datree/K8S_DEPRECATED_APIVERSION_1.22",
            "kyverno/check-deprecated-apis",
            "gatekeeper/verifydeprecatedapi",
        ],
        check: Check::Manifest(check),
    }
}

/// Kinds that the API server calls deprecated in its answers and not in its API, with the minor that began and what to write instead.
const ANSWERED: &[(&str, &str, Version, Option<&str>)] = &[
    ("v1", "ComponentStatus", Version::new(19), None),
    ("v1", "Endpoints", Version::new(33), Some("write EndpointSlice of `discovery.k8s.io/v1`")),
];

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let version = file.manifest.version;
    for object in &file.manifest.objects {
        let Some(kind) = object.kind.filter(|kind| kind.is_served_in(version)) else { continue };
        let is_it = |row: &(&str, &str, Version, Option<&str>)| row.0 == kind.api_version() && row.1 == kind.name();
        let answered = ANSWERED.iter().copied().find(is_it).filter(|(_, _, since, _)| *since <= version);
        if answered.is_none() && !kind.is_deprecated_in(version) {
            continue;
        }
        let since = kind.deprecated().or(answered.map(|(_, _, since, _)| since));
        let since = since.map_or_else(String::new, |since| format!(" since Kubernetes {since}"));
        let gone = kind.removed().filter(|removed| *removed > version);
        let gone = gone.map_or_else(String::new, |removed| format!(" and gone from {removed} on"));
        let target = conversion::target(kind, file.manifest.catalog, version);
        let known = answered.and_then(|(_, _, _, instead)| instead).map(str::to_owned);
        let instead = target.map(|other| outdated::instead(kind, other)).or(known);
        let instead = instead.map_or_else(String::new, |instead| format!(": {instead}"));
        let message = format!("`{}` of {} is deprecated{since}{gone}{instead}", kind.api_version(), kind.name());
        let found = report.on(outdated::version_of(*object), message).deprecated();
        if let Some(fix) = target.and_then(|other| outdated::converted(*object, other)) {
            found.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_is_on_its_way_out() {
        check(
            &RULE,
            "
#- plimsoll.yaml
kubernetesVersion: \"1.24\"
#- a.yaml
apiVersion: policy/v1beta1
            ^^^^^^^^^^^^^^ `policy/v1beta1` of PodDisruptionBudget is deprecated since Kubernetes 1.21 and gone from 1.25 on: write `policy/v1`
kind: PodDisruptionBudget
metadata: {name: a}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: a}
---
apiVersion: v1
kind: Endpoints
metadata: {name: a}
#- new/plimsoll.yaml
kubernetesVersion: \"1.33\"
#- new/a.yaml
apiVersion: v1
            ^^ `v1` of Endpoints is deprecated since Kubernetes 1.33: write EndpointSlice of `discovery.k8s.io/v1`
kind: Endpoints
metadata: {name: a}
",
        );
    }

    #[test]
    fn the_version_is_rewritten() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n#- plimsoll.yaml\nkubernetesVersion: \"1.24\"\n",
            "#- a.yaml\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n",
        );
    }
}
