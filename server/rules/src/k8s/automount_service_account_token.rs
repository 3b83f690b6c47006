//! Tokens that nobody asked for.

use syntax::yaml::{Node, Operation};

use super::security_context::value;
use super::{presence, scalar};
use crate::grain::{ManifestFile, ObjectIn};
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};
use project::kubernetes::{Object, Pod, pods};
use std::collections::HashSet;

declare_rule! {
    /// ## What it does
    /// Flags a Pod that gets the token of its ServiceAccount: `automountServiceAccountToken` is not `false`, neither
    /// for the Pod nor for the ServiceAccount as far as that stands in the same file. Also a ServiceAccount that hands
    /// its token to every Pod explicitly.
    ///
    /// ## Why is this bad?
    /// The token lies in every container as a file. Who breaks in talks to the API server with it, and may do what the
    /// account may. Few programs ever ask the API server for anything.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   serviceAccountName: web
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   serviceAccountName: web
    ///   automountServiceAccountToken: false
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For controllers and everything else that talks to the API server.
    "k8s/automount-service-account-token" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "polaris/automountServiceAccountToken",
            "checkov/CKV_K8S_38",
            "trivy/KSV-0036",
            "kubesec/AutomountServiceAccountToken",
            "kubescape/automount-service-account",
            "kubescape/automount-default-service-account",
            "datree/SRVACC_INCORRECT_AUTOMOUNTSERVICEACCOUNTTOKEN_VALUE",
            "datree/CIS_INVALID_VALUE_AUTOMOUNTSERVICEACCOUNTTOKEN",
            "kyverno/restrict-automount-sa-token",
            "kyverno/disable-automountserviceaccounttoken",
            "gatekeeper/automount-serviceaccount-token",
        ],
        check: Check::Manifest(check),
    }
}

/// The field, of a Pod and of a ServiceAccount.
const FIELD: &str = "automountServiceAccountToken";

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let objects = &file.manifest.objects;
    let accounts = objects.iter().copied().filter(|object| is_account(*object));
    let without = accounts.clone().filter(|account| account.node.get(FIELD).and_then(scalar::flag) == Some(false));
    let without: HashSet<String> = without.filter_map(key).collect();
    for pod in objects.iter().copied().flat_map(pods) {
        of_pod(pod, &without, report);
    }
    for object in accounts {
        of_account(&ObjectIn { object, file }, report);
    }
}

fn of_pod(pod: Pod<'_>, without: &HashSet<String>, report: &mut Report<'_>) {
    let fix = Fix::suggested(format!("Set `{FIELD}: false`"))
        .edit(Operation::Set { at: pod.spec.address_of(FIELD), value: false.into() });
    match value(pod.spec, FIELD) {
        Some(node) if scalar::flag(node) == Some(true) => {
            report.on(node, "Every container of the Pod gets a token for the API server; set this to `false`").fix(fix);
        }
        Some(_) => {}
        None if presence::is_partial_pod(pod) => {}
        None => {
            let name =
                ["serviceAccountName", "serviceAccount"].into_iter().find_map(|field| value(pod.spec, field)?.text());
            let namespace = pod.object.namespace().unwrap_or_default();
            let account = format!("{namespace}/{}", name.unwrap_or("default".into()));
            if !without.contains(&account) {
                let message =
                    format!("Every container of the Pod gets a token for the API server; set `{FIELD}: false`");
                report.on(pod.spec, message).fix(fix);
            }
        }
    }
}

fn of_account(account: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = account.object;
    let Some(node) = object.node.get(FIELD).filter(|node: &Node<'_>| scalar::flag(*node) == Some(true)) else { return };
    let fix = Fix::suggested(format!("Set `{FIELD}: false`"))
        .edit(Operation::Set { at: object.address(FIELD), value: false.into() });
    report.on(node, "Every Pod of this account gets a token for the API server; set this to `false`").fix(fix);
}

fn is_account(object: Object<'_>) -> bool {
    object.is_one_of(&["ServiceAccount"]) && object.api_version().is_some_and(|version| version == "v1")
}

/// `namespace/name`.
fn key(account: Object<'_>) -> Option<String> {
    Some(format!("{}/{}", account.namespace().unwrap_or_default(), account.name()?))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_pod_counts_before_its_account() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
automountServiceAccountToken: false
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: other
automountServiceAccountToken: true
                              ^^^^ Every Pod of this account gets a token for the API server; set this to `false`
---
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  serviceAccountName: web
  containers:
    - {name: web, image: web:1.0.0}
---
apiVersion: v1
kind: Pod
metadata:
  name: b
spec:
^^^^ Every container of the Pod gets a token for the API server; set `automountServiceAccountToken: false`
  containers:
    - {name: web, image: web:1.0.0}
---
apiVersion: v1
kind: Pod
metadata:
  name: c
spec:
  serviceAccountName: web
  automountServiceAccountToken: true
                                ^^^^ Every container of the Pod gets a token for the API server; set this to `false`
",
        );
    }

    #[test]
    fn the_fix_says_no() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n  \
             automountServiceAccountToken: false\n",
        );
    }
}
