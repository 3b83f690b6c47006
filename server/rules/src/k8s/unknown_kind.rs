//! Kinds that nobody knows.

use std::cell::OnceCell;

use project::kubernetes::{Manifest, Object};
use schema::kubernetes::{Kind, group_of};
use syntax::spelling;
use syntax::yaml::{Data, Node, Operation};

use super::placeholder;
use super::schema::address;
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

/// Groups of files that programs read for themselves and no API server serves: `kustomization.yaml`, `kubeadm.yaml` and their like.
const CONFIGURATION: &[&str] = &[
    "apiserver.config.k8s.io",
    "apiserver.k8s.io",
    "audit.k8s.io",
    "backstage.io",
    "client.authentication.k8s.io",
    "cloudcontrollermanager.config.k8s.io",
    "config.k8s.io",
    "config.kubernetes.io",
    "controlplane.config.k8s.io",
    "controllermanager.config.k8s.io",
    "credentialprovider.kubelet.k8s.io",
    "eksctl.io",
    "k3d.io",
    "kind.x-k8s.io",
    "kubeadm.k8s.io",
    "kubecontrollermanager.config.k8s.io",
    "kubelet.config.k8s.io",
    "kubeproxy.config.k8s.io",
    "kubescheduler.config.k8s.io",
    "kustomize.config.k8s.io",
    "pod-security.admission.config.k8s.io",
    "resourcequota.admission.k8s.io",
    "webhookadmission.config.k8s.io",
];

declare_rule! {
    /// ## What it does
    /// Reports an object whose `apiVersion` and `kind` nobody knows: a kind that is misspelt or stands in another group, and, as information,
    /// a custom kind of a group that has no definition here. In profile `all` also a YAML file that holds no object at all.
    ///
    /// ## Why is this bad?
    /// The API server answers `no matches for kind "Deploymnet" in version "apps/v1"` and takes nothing of the object. Of a custom kind that is
    /// not known nothing can be checked or completed: with its CustomResourceDefinition in the workspace it is.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// ```
    "k8s/unknown-kind" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let served = OnceCell::new();
    if file.manifest.objects.is_empty() {
        no_object(file.manifest, report);
    }
    for object in &file.manifest.objects {
        if let Some(head) = Head::of(*object) {
            match object.kind {
                Some(kind) => not_yet(kind, &head, file.manifest, report),
                None => unknown(&head, file.manifest, &served, report),
            }
        }
    }
}

/// Documents without `apiVersion` and `kind`, in a file that has nothing else. The judge asks about such files only where everything is to
/// be heard.
fn no_object(manifest: &Manifest<'_>, report: &mut Report<'_>) {
    for document in manifest.yaml.documents() {
        if let Some(first) = document.root().entries().next() {
            let message = "neither `apiVersion` nor `kind` stands here, so no API server takes it: write both, or exclude the file";
            report.on(first.key, message).at_most(Severity::Info);
        }
    }
}

/// What an object says it is.
struct Head<'a> {
    version_node: Node<'a>,
    kind_node: Node<'a>,
    version: String,
    group: String,
    kind: String,
}

impl<'a> Head<'a> {
    /// `None` where one of the two is missing or not known yet, and of files that are for other programs.
    fn of(object: Object<'a>) -> Option<Self> {
        let (version_node, kind_node) = (object.node.get("apiVersion")?, object.node.get("kind")?);
        let (version, kind) = (object.api_version()?.trim().to_owned(), object.kind_name()?.trim().to_owned());
        let group = group_of(&version).to_owned();
        let is_other = CONFIGURATION.contains(&&*group) || CONFIGURATION.contains(&&*version);
        // The configuration of kubectl is written as if it were of the core group.
        let is_kubeconfig = version == "v1" && kind == "Config";
        if is_other || is_kubeconfig || placeholder::is(version_node) || placeholder::is(kind_node) {
            return None;
        }
        Some(Self { version_node, kind_node, version, group, kind })
    }
}

/// A kind that a later version has.
fn not_yet(kind: Kind<'_>, head: &Head<'_>, manifest: &Manifest<'_>, report: &mut Report<'_>) {
    let target = manifest.version;
    let Some(since) = kind.since().filter(|since| !kind.is_custom() && target < *since) else { return };
    let served = manifest.catalog.api_versions_of(kind.name());
    let other = served.into_iter().find(|other| other.group() == kind.group() && other.is_served_in(target));
    let message = match other {
        Some(other) => format!(
            "`{}` of {} is served from Kubernetes {since} on, and the target is {target}: write `{}`",
            head.version,
            kind.name(),
            other.api_version()
        ),
        None => format!("{} exists since Kubernetes {since}, and the target is {target}: target {since}", kind.name()),
    };
    let found = report.on(head.version_node, message);
    if let Some(fix) = other.and_then(|other| written(head.version_node, other.api_version())) {
        found.fix(fix);
    }
}

/// A kind that nothing knows; `kinds` are those that the target version serves, filled when they are first asked for.
fn unknown<'a>(head: &Head<'_>, manifest: &Manifest<'a>, kinds: &OnceCell<Vec<Kind<'a>>>, report: &mut Report<'_>) {
    let kinds = || kinds.get_or_init(|| manifest.catalog.kinds(manifest.version));
    let catalog = manifest.catalog;
    let (version, kind) = (&head.version, &head.kind);
    let is_known_group = catalog.is_known_group(&head.group);
    let namesakes = catalog.api_versions_of(kind);
    let served = namesakes.iter().filter(|other| other.is_served_in(manifest.version));
    let same_group = served.clone().find(|other| other.group() == head.group);
    if let Some(same) = same_group {
        let message = format!("{kind} is not in `{version}`: write `{}`", same.api_version());
        let found = report.on(head.version_node, message);
        // A custom resource may have versions that are newer than what is bundled.
        if same.is_custom() {
            found.at_most(Severity::Warning);
        }
        if let Some(fix) = written(head.version_node, same.api_version()) {
            found.fix(fix);
        }
        return;
    }
    let is_core_group = is_known_group && kinds().iter().any(|other| other.group() == head.group && !other.is_custom());
    let own_groups: Vec<_> = served.filter(|other| is_core_group || is_slip(&head.group, other)).collect();
    if let Some(best) = own_groups.first() {
        let message = format!("{kind} is not in `{version}`: write `{}`", best.api_version());
        let found = report.on(head.version_node, message);
        for other in own_groups.iter().take(3) {
            if let Some(fix) = written(head.version_node, other.api_version()) {
                found.fix(fix);
            }
        }
        return;
    }
    if !head.group.is_empty() && !head.group.contains('.') && !is_known_group {
        // A custom group is a domain: this is a file for another program.
        return;
    }
    let near = near(head, is_core_group, kinds);
    if is_core_group || near.is_some() {
        let message = match near {
            Some(near) => format!("there is no {kind} in `{version}`: write `{near}`"),
            None => format!("there is no {kind} in `{version}`: write a kind that is, or its group"),
        };
        let found = report.on(head.kind_node, message);
        if !is_core_group {
            found.at_most(Severity::Warning);
        }
        if let Some(fix) = near.and_then(|near| written(head.kind_node, near)) {
            found.fix(fix);
        }
        return;
    }
    let message = format!(
        "{kind} of `{version}` is not known here, so nothing of it is checked: add its CustomResourceDefinition to the workspace"
    );
    report.on(head.kind_node, message).at_most(Severity::Info);
}

/// The kind that may be meant by one that its group does not have.
fn near<'k>(head: &Head<'_>, is_core_group: bool, kinds: impl Fn() -> &'k Vec<Kind<'k>>) -> Option<&'k str> {
    let kinds = kinds();
    let here = kinds.iter().filter(|other| other.group() == head.group);
    // Of a custom group not every kind may be known.
    let near = spelling::nearest(&head.kind, here.map(|other| other.name()))
        .filter(|near| is_core_group || spelling::distance(&head.kind, near) <= 2);
    let core = || kinds.iter().filter(|other| !other.is_custom()).map(|other| other.name());
    near.or_else(|| if is_core_group { spelling::nearest(&head.kind, core()) } else { None })
}

/// Whether one group is written where that of the kind is meant: `app` for `apps`. Custom groups may have namesakes.
fn is_slip(written: &str, meant: &Kind<'_>) -> bool {
    let group = meant.group();
    let near = !group.is_empty() && spelling::nearest(written, [group]).is_some();
    near && (!meant.is_custom() || spelling::distance(written, group) <= 1)
}

fn written(node: Node<'_>, text: &str) -> Option<Fix> {
    let operation = Operation::Replace { at: address(node)?, value: Data::text(text) };
    Some(Fix::suggested(format!("Use `{text}`")).edit(operation))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn kinds_and_versions_that_do_not_exist() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deploymnet
      ^^^^^^^^^^ there is no Deploymnet in `apps/v1`: write `Deployment`
metadata: {name: a}
---
apiVersion: app/v1
            ^^^^^^ Deployment is not in `app/v1`: write `apps/v1`
kind: Deployment
metadata: {name: a}
---
apiVersion: networking.k8s.io/v2
            ^^^^^^^^^^^^^^^^^^^^ Ingress is not in `networking.k8s.io/v2`: write `networking.k8s.io/v1`
kind: Ingress
metadata: {name: a}
---
apiVersion: v1
kind: Foo
      ^^^ there is no Foo in `v1`: write a kind that is, or its group
metadata: {name: a}
---
apiVersion: stable.example.com/v1
kind: CronTab
      ^^^^^^^ CronTab of `stable.example.com/v1` is not known here, so nothing of it is checked: add …
metadata: {name: a}
",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Ingress\nmetadata: {name: a}\n",
            "#- a.yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\n",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: configmap\nmetadata: {name: a}\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        );
    }

    #[test]
    fn a_version_that_is_not_there_yet() {
        check(
            &RULE,
            "
#- plimsoll.yaml
kubernetesVersion: \"1.28\"
#- a.yaml
apiVersion: admissionregistration.k8s.io/v1
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `admissionregistration.k8s.io/v1` of ValidatingAdmissionPolicy is served from Kubernetes 1.30 on, and the …
kind: ValidatingAdmissionPolicy
metadata: {name: a}
",
        );
    }

    #[test]
    fn files_for_other_programs() {
        check(
            &RULE,
            "
#- kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
#- kubeconfig.yaml
apiVersion: v1
kind: Config
#- template.yaml
apiVersion: ${GROUP}/v1
kind: Thing
",
        );
    }
}
