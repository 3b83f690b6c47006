//! Fields that must be there and are not.

use project::kubernetes::Object;
use schema::kubernetes::Schema;
use syntax::yaml::{Data, Node, Operation, Step};

use super::schema::{Fault, FaultKind, owner, path, skeleton};
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

declare_rule! {
    /// ## What it does
    /// Reports an object without `apiVersion` or `kind`, and a field that its kind requires and that is missing or empty.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object: `spec.selector: Required value`. Parts of objects, such as the patches of a kustomization, are
    /// not expected to be whole. What the OpenAPI of Kubernetes calls required and the API server does without, such as `serviceName` of
    /// a StatefulSet, is not reported.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - name: http
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - name: http
    ///       port: 80
    /// ```
    "k8s/missing-required-field" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/schema-validation"],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    for object in &file.manifest.objects {
        head(*object, file, report);
    }
    for fault in &file.faults {
        match &fault.kind {
            FaultKind::Missing { name, schema, written } => {
                let message = match written {
                    Some(entry) => {
                        format!("`{}` is empty and must have a value: write one", path(fault.object, entry.value))
                    }
                    None => format!("{} has no `{name}`, which must be there: add it", whole(fault)),
                };
                let is_object = fault.node == fault.object && written.is_none();
                let kind = fault.object.get("kind").filter(|_| is_object);
                let found = report.on(kind.unwrap_or(fault.node), message);
                if let Some(fix) = schema.and_then(|schema| added(fault, schema, name)) {
                    found.fix(fix);
                }
            }
            FaultKind::MissingOneOf { groups } => {
                report.on(fault.node, one_of(&whole(fault), groups));
            }
            FaultKind::UnknownField { .. }
            | FaultKind::WrongType { .. }
            | FaultKind::Excluding { .. }
            | FaultKind::InvalidValue { .. }
            | FaultKind::RepeatedKey { .. }
            | FaultKind::RepeatedItem { .. } => {}
        }
    }
}

/// What lacks the field.
fn whole(fault: &Fault<'_>) -> String {
    let mapping = fault.way.first().map_or(fault.node, |(mapping, _)| *mapping);
    owner(fault.object, mapping)
}

/// What says that one of several groups of fields must be there; what all of them have is named once.
fn one_of(whole: &str, groups: &[Vec<&str>]) -> String {
    let Some((first, others)) = groups.split_first() else { return format!("{whole} is not complete: add a field") };
    let is_common = |name: &&str| others.iter().all(|group| group.contains(name));
    let common: Vec<&str> = first.iter().copied().filter(is_common).collect();
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" with ");
    let rest =
        groups.iter().map(|group| group.iter().copied().filter(|name| !common.contains(name)).collect::<Vec<_>>());
    let rest: Vec<String> = rest.filter(|group| !group.is_empty()).map(|group| quoted(&group)).collect();
    match (common.is_empty(), rest.is_empty()) {
        (true, _) => format!("{whole} has none of {}: add one of them", rest.join(", ")),
        (false, true) => format!("{whole} has no {}, which must be there: add it", quoted(&common)),
        (false, false) => {
            format!("{whole} has no {} and none of {}: add it and one of them", quoted(&common), rest.join(", "))
        }
    }
}

/// `apiVersion` and `kind`.
fn head(object: Object<'_>, file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let manifest = file.manifest;
    let range = object.node.range();
    let mut errors = manifest.yaml.errors().iter();
    if object.is_partial || errors.any(|error| range.contains_inclusive(error.range.start())) {
        return;
    }
    for (field, example) in [("apiVersion", "v1"), ("kind", "Deployment")] {
        let text = object.node.get(field).and_then(Node::text);
        if text.is_some_and(|text| !text.trim().is_empty()) {
            continue;
        }
        let version = || {
            let name = object.kind_name()?;
            let kinds = manifest.catalog.api_versions_of(name.trim());
            let served = kinds.into_iter().find(|kind| kind.is_served_in(manifest.version))?;
            Some(served.api_version().to_owned())
        };
        let known = if field == "apiVersion" { version() } else { None };
        let example = known.as_deref().unwrap_or(example);
        let message = match &known {
            Some(version) => format!("this object has no `{field}`, and nobody can tell what it is: write `{version}`"),
            None => {
                format!("this object has no `{field}`, and nobody can tell what it is: write one, such as `{example}`")
            }
        };
        let found = report.on(object.head(), message);
        if let Some(version) = known {
            let at = object.address(field);
            let value = Data::text(version.as_str());
            let first = object.node.entries().next().filter(|_| object.node.entry(field).is_none());
            let operation = match first {
                Some(first) => Operation::Insert { before: first.value.address(), key: Some(field.to_owned()), value },
                None => Operation::Set { at, value },
            };
            found.fix(Fix::suggested(format!("Add `{field}: {version}`")).edit(operation));
        }
    }
}

/// Adds the field with the least that it can hold.
fn added(fault: &Fault<'_>, schema: Schema<'_>, name: &str) -> Option<Fix> {
    let operations = skeleton(fault, schema, name)?;
    let also = operations.iter().skip(1).filter_map(|operation| match operation {
        Operation::Set { at, .. } | Operation::Merge { at, .. } => match at.route.split_last()? {
            (_, Step::Key(field)) => Some(field),
            (_, Step::Index(_)) => None,
        },
        Operation::Add { .. }
        | Operation::Replace { .. }
        | Operation::Append { .. }
        | Operation::Insert { .. }
        | Operation::Remove { .. }
        | Operation::Rename { .. }
        | Operation::Move { .. } => None,
    });
    let also: Vec<String> = also.map(|field| format!(" and `{field}`")).collect();
    Some(operations.into_iter().fold(Fix::suggested(format!("Add `{name}`{}", also.concat())), Fix::edit))
}

#[cfg(test)]
mod tests {
    use project::{Profile, Severity};

    use super::RULE;
    use crate::check::{check, check_fix_uncovering, open, workspace};
    use crate::judge;

    #[test]
    fn what_a_kind_requires() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
^^^^ `spec` has no `selector`, which must be there: add it
  template:
    spec:
      containers:
        - image: a
          ^^^^^ `spec.template.spec.containers[0]` has no `name`, which must be there: add it
          env:
            - name:
              ^^^^ `spec.template.spec.containers[0].env[0].name` is empty and must have a value: write one
              value: b
",
        );
    }

    #[test]
    fn a_workload_without_a_spec() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ Deployment itself has no `spec`, which must be there: add it
metadata: {name: a}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `spec.template` has no `spec`, which must be there: add it
",
        );
    }

    #[test]
    fn what_the_api_server_does_without() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec:
  policyTypes: [Ingress]
---
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - name: a
      livenessProbe:
        httpGet:
          port: 80
          httpHeaders: [{name: Host}]
---
apiVersion: v1
kind: List
items: []
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: a}
status: {conditions: [{type: a}]}
#- plimsoll.yaml
kubernetesVersion: \"1.28\"
",
        );
    }

    #[test]
    fn the_head_of_an_object() {
        check(
            &RULE,
            "
#- a.yaml
kind: Deployment
      ^^^^^^^^^^ this object has no `apiVersion`, and nobody can tell what it is: write `apps/v1`
metadata: {name: a}
---
apiVersion: v1
            ^^ this object has no `kind`, and nobody can tell what it is: write one, such as `Deployment`
metadata: {name: a}
",
        );
        check_fix_uncovering(
            &RULE,
            "#- a.yaml\nkind: ConfigMap\nmetadata:\n  name: a\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n",
        );
    }

    #[test]
    fn a_patch_is_not_whole() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec: {template: {spec: {containers: [{image: b}]}}}
#- b.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  template:
    spec:
      containers:
        - $patch: delete
#- kustomization.yaml
patches:
  - path: a.yaml
",
        );
    }

    #[test]
    fn a_kustomization_brings_the_selector() {
        check(
            &RULE,
            "
#- a/a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  template: {spec: {containers: [{name: a, image: b}]}}
#- a/kustomization.yaml
resources: [a.yaml]
commonLabels: {app: a}
#- b/a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
^^^^ `spec` has no `selector`, which must be there: add it
  template: {spec: {containers: [{name: a, image: b}]}}
#- b/kustomization.yaml
resources: [a.yaml]
labels:
  - pairs: {app: a}
",
        );
    }

    #[test]
    fn nothing_is_missing_where_it_is_being_typed() {
        check(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - image: a\n      na\n      tty: true\n",
        );
    }

    #[test]
    fn a_merged_key_is_there() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - &one
      name: a
    - <<: *one
      image: b
",
        );
    }

    #[test]
    fn one_of_several() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: a}
spec: {}
      ^^ `spec` has no `targetRef`, which must be there: add it
",
        );
    }

    #[test]
    fn alternatives_are_told_in_one_sentence() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: a}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  service: {port: 80}
  analysis:
  ^^^^^^^^ `spec.analysis` has no `threshold` and none of `iterations`, `stepWeight`, `stepWeights`: add it and one of them
    interval: 1m
",
        );
    }

    #[test]
    fn what_is_in_another_object_is_completed_by_it() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apiextensions.crossplane.io/v1
kind: Composition
metadata: {name: a}
spec:
  compositeTypeRef: {apiVersion: example.com/v1, kind: A}
  resources:
    - name: a
      base:
        apiVersion: apps/v1
        kind: Deployment
        spec: {replicas: 1}
",
        );
    }

    #[test]
    fn the_least_is_added() {
        check_fix_uncovering(
            &RULE,
            "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    metadata:\n      labels:\n        \
             app: a\n    spec:\n      containers:\n        - name: a\n",
            "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    metadata:\n      labels:\n        \
             app: a\n    spec:\n      containers:\n        - name: a\n  selector:\n    matchLabels:\n      app: a\n",
        );
        check_fix_uncovering(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Never\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Never\n  containers:\n    - name: web\n      image: <image>:<tag>\n",
        );
    }

    #[test]
    fn a_selector_is_what_the_pods_have() {
        let deployment = |spec: &str| {
            format!(
                "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\n    app: shop\nspec:\n  replicas: 1\n{spec}"
            )
        };
        let template = |labels: &str| {
            format!("  template:\n{labels}    spec:\n      containers:\n        - name: a\n          image: b:1\n")
        };
        check_fix_uncovering(
            &RULE,
            &deployment(&template(
                "    metadata:\n      labels:\n        app: a\n        app.kubernetes.io/version: \"1\"\n",
            )),
            &deployment(
                &(template("    metadata:\n      labels:\n        app: a\n        app.kubernetes.io/version: \"1\"\n")
                    + "  selector:\n    matchLabels:\n      app: a\n"),
            ),
        );
        check_fix_uncovering(
            &RULE,
            &deployment(&template("")),
            &deployment(
                "  template:\n    spec:\n      containers:\n        - name: a\n          image: b:1\n    metadata:\n      labels:\n        app: \
                 shop\n  selector:\n    matchLabels:\n      app: shop\n",
            ),
        );
        check_fix_uncovering(
            &RULE,
            &deployment("  selector:\n    matchLabels:\n      app: a\n"),
            &deployment(
                "  selector:\n    matchLabels:\n      app: a\n  template:\n    metadata:\n      labels:\n        app: a\n    spec:\n      \
                 containers:\n        - name: web\n          image: <image>:<tag>\n",
            ),
        );
    }

    #[test]
    fn a_spec_is_what_the_kind_needs() {
        check_fix_uncovering(
            &RULE,
            "#- a.yaml\napiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\n",
            "#- a.yaml\napiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\nspec:\n  schedule: 0 3 * * *\n  concurrencyPolicy: Forbid\n  \
             startingDeadlineSeconds: 300\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          \
             containers:\n            - name: report\n              image: <image>:<tag>\n",
        );
    }

    #[test]
    fn names_of_containers_differ() {
        check_fix_uncovering(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: a/web:1\n    - image: \
             b/web:1\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: a/web:1\n    - image: \
             b/web:1\n      name: web-2\n",
        );
    }

    /// Whatever is added, the API server has no more to say against the object than before: mending comes to rest without an error.
    #[test]
    fn what_is_added_to_a_core_kind_is_whole() {
        let mut wrong = Vec::new();
        for kind in schema::kubernetes::kinds(schema::kubernetes::Version::newest()) {
            let mut text = format!("apiVersion: {}\nkind: {}\nmetadata:\n  name: a\n", kind.api_version(), kind.name());
            let mut before = None;
            for _ in 0..16 {
                let snapshot = workspace(&[("a.yaml".to_owned(), text.clone())]);
                let document = open(&snapshot, "a.yaml");
                let found = judge::under(Profile::Minimal, &snapshot, &document);
                let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
                let errors: Vec<String> = errors.map(|finding| finding.message.clone()).collect();
                let new = |before: &Vec<String>| errors.iter().any(|error| !before.contains(error));
                if before.as_ref().is_some_and(new) {
                    wrong.push(format!("{}: {errors:?}\n{text}", kind.name()));
                    break;
                }
                let own = found.iter().filter(|finding| std::ptr::eq(finding.rule, &raw const RULE));
                let Some(fix) = own.flat_map(|finding| &finding.fixes).next() else { break };
                text = syntax::apply(&text, &fix.edits).expect("edits are disjoint");
                before = Some(errors);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
