//! Quotas that the API server refuses.

use project::Profile;
use syntax::spelling;
use syntax::yaml::Operation;

use super::{group, resources, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags resources in a ResourceQuota that no quota counts, and scopes that do not go together or with what is counted.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. A name without a slash is one of the resources that quotas count; `BestEffort` goes
    /// with `pods` only.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata:
    ///   name: api
    /// spec:
    ///   hard:
    ///     request.cpu: 10
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata:
    ///   name: api
    /// spec:
    ///   hard:
    ///     requests.cpu: 10
    /// ```
    "k8s/resource-quota-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["ResourceQuota"], check),
    }
}

/// What quotas count, besides `count/…` and names with a domain.
const COUNTED: [&str; 18] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
    "services.nodeports",
];

/// Scopes that exclude each other.
const OPPOSITES: [(&str, &str); 2] = [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];

fn is_counted(name: &str) -> bool {
    let bare = name.strip_prefix("requests.").unwrap_or(name);
    COUNTED.contains(&name) || name == "services.loadbalancers" || name.contains('/') || resources::is_huge_pages(bare)
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(spec) = file.object.find("spec").filter(|_| group::is_of(file.object, &[""])) else { return };
    let hard = || {
        scalar::get(spec, "hard")
            .into_iter()
            .flat_map(|hard| hard.effective().entries())
            .filter(|entry| !entry.key.is_merge_key() && !entry.key.is_mapping())
    };
    for entry in hard() {
        let name = entry.name();
        if is_counted(&name) || scalar::is_placeholder(&name) {
            continue;
        }
        let nearest = spelling::nearest(&name, COUNTED);
        let instead = nearest.map_or("name one such as `requests.cpu` or `count/jobs.batch`".to_owned(), |nearest| {
            format!("write `{nearest}`")
        });
        let found = report.on(entry.key, format!("Quotas do not count `{name}`; {instead}"));
        if let Some(nearest) = nearest {
            let rename = Operation::Rename { at: entry.value.address(), key: nearest.to_owned() };
            found.fix(Fix::suggested(format!("Count `{nearest}`")).edit(rename));
        }
    }
    let scopes: Vec<_> = scalar::items(spec, "scopes").filter_map(|node| Some((scalar::text(node)?, node))).collect();
    for (first, second) in OPPOSITES {
        let has = |name: &str| scopes.iter().find(|(scope, _)| scope == name);
        if let (Some((_, one)), Some((_, other))) = (has(first), has(second)) {
            report.on(*other, format!("`{second}` excludes `{first}`; keep one of them")).label_on(*one, "the other");
        }
    }
    if let Some((_, scope)) = scopes.iter().find(|(scope, _)| scope == "BestEffort") {
        for entry in hard().filter(|entry| !entry.is("pods")) {
            report
                .on(entry.key, format!("Pods of the scope `BestEffort` have no `{}`; count `pods` only", entry.name()))
                .label_on(*scope, "the scope");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn counted() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ResourceQuota
metadata:
  name: api
spec:
  hard:
    pods: 10
    count/jobs.batch: 5
    requests.nvidia.com/gpu: 1
    gold.storageclass.storage.k8s.io/requests.storage: 1Gi
    disks: 1
    ^^^^^ Quotas do not count `disks`; name one such as `requests.cpu` or `count/jobs.batch`
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: b
spec:
  scopes: [BestEffort, NotBestEffort]
                       ^^^^^^^^^^^^^ `NotBestEffort` excludes `BestEffort`; keep one of them
  hard:
    pods: 1
    cpu: 1
    ^^^ Pods of the scope `BestEffort` have no `cpu`; count `pods` only
",
        );
    }
    #[test]
    fn nearest() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: ResourceQuota
metadata:
  name: api
spec:
  hard:
    request.cpu: 10
",
            "#- a.yaml
apiVersion: v1
kind: ResourceQuota
metadata:
  name: api
spec:
  hard:
    requests.cpu: 10
",
        );
    }
}
