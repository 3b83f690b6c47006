//! Names of objects, namespaces, containers and volumes that break the syntax of their kind.

use project::Profile;
use project::kubernetes::{Object, pods};
use schema::kubernetes::values::name::{self, Mistake, NameRule};
use syntax::yaml::{Node, Operation};

use super::{group, scalar, volumes};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags names of objects, namespaces, containers and volumes that break the syntax of their kind.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. Most names are lower-case letters, digits, `-` and `.`; those of Services,
    /// namespaces, containers and volumes have no `.` and at most 63 characters; RBAC takes nearly anything.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: Team_Shop
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: team-shop
    /// ```
    "k8s/invalid-name" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if let Some(rule) = rule(object) {
        // A name that is too long for a CronJob, or the system's, has a rule of its own.
        let is_other = |mistake: Mistake| match mistake {
            Mistake::Long { .. } => object.is_one_of(&["CronJob"]),
            Mistake::Reserved(_) => true,
            _ => false,
        };
        if let Some(node) = object.find("metadata.name") {
            let mistake = scalar::text(node).and_then(|text| name::mistake(&text, rule));
            if let Some(mistake) = mistake.filter(|mistake| *mistake != Mistake::Empty && !is_other(*mistake)) {
                said(node, mistake, rule, report);
            }
        }
        if let Some(node) = object.find("metadata.generateName") {
            let mistake = scalar::text(node)
                .filter(|text| !text.is_empty())
                .and_then(|text| name::mistake_in_prefix(&text, rule));
            if let Some(mistake) = mistake {
                report.on(node, mistake.to_string());
            }
        }
        object.find("metadata.namespace").into_iter().for_each(|node| label(node, report));
    }
    for pod in pods(object) {
        let containers = pod.containers().map(|container| container.node);
        for node in containers.chain(volumes::of(pod)).filter_map(|part| scalar::get(part, "name")) {
            label(node, report);
        }
    }
}

/// What the name of an object has to look like; `None` where nobody can tell, or the API server never sees it.
fn rule(object: Object<'_>) -> Option<NameRule> {
    let (group, kind) = (group::group(object)?, object.kind_name()?);
    let is_object =
        object.kind.is_some_and(|kind| kind.scope().is_some()) || object.kind.is_none() && group.contains('.');
    (is_object && !scalar::is_placeholder(&kind)).then(|| name::rule_for(&group, kind.trim()))
}

fn label(node: Node<'_>, report: &mut Report<'_>) {
    let Some(text) = scalar::text(node).filter(|text| !text.is_empty()) else { return };
    if let Some(mistake) = name::mistake(&text, NameRule::LABEL) {
        said(node, mistake, NameRule::LABEL, report);
    }
}

fn said(node: Node<'_>, mistake: Mistake, rule: NameRule, report: &mut Report<'_>) {
    let found = report.on(node, mistake.to_string());
    if let Some(nearest) = scalar::text(node).and_then(|text| name::nearest(&text, rule)) {
        let edit = Operation::Replace { at: node.address(), value: nearest.as_str().into() };
        found.fix(Fix::suggested(format!("Name it `{nearest}`")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn by_kind() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api.v1
        ^^^^^^ …
  namespace: Shop
             ^^^^ …
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: system:api
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: api.v1
---
apiVersion: v1
kind: Pod
metadata:
  generateName: api-
spec:
  containers:
    - name: My_App
            ^^^^^^ …
  volumes:
    - name: a.b
            ^^^ …
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: "{{ name }}"
"#,
        );
    }
    #[test]
    fn lower_case() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: Team_Shop
",
            "#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: team-shop
",
        );
    }
}
