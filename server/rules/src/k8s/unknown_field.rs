//! Fields that a kind does not have.

use schema::kubernetes::{Field, Version};
use syntax::spelling;
use syntax::yaml::{Node, Operation, Route};

use super::schema::{Belonging, Fault, FaultKind, Trust, address, belonging, owner, path};
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

/// For so many unknown fields of a file it is looked up where they belong. A file with more is of another definition altogether.
const MOST_PLACED: usize = 20;

declare_rule! {
    /// ## What it does
    /// Reports a field that its kind does not have in the target version of Kubernetes, with the name that was meant or the place it
    /// belongs in.
    ///
    /// ## Why is this bad?
    /// `kubectl apply` asks the API server for strict validation, and the server refuses the object: `unknown field "spec.replica"`. Clients
    /// that do not ask for it, such as many controllers, have the field dropped without a word: the setting is simply not there.
    ///
    /// A custom resource is held to the definition that the workspace has, else to the one that is bundled. The one in the cluster may be
    /// newer than that, so a field that only a bundled definition lacks is a warning.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selectors:
    ///     app: api
    ///   ports:
    ///     - port: 80
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
    ///     - port: 80
    /// ```
    "k8s/unknown-field" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kube-linter/schema-validation"],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let mut found = 0;
    for fault in &file.faults {
        let FaultKind::UnknownField { entry, elsewhere } = &fault.kind else { continue };
        let name = entry.name();
        let (sentence, mut fixes) = match elsewhere {
            Some(field) => (other_version(&name, *field, file.manifest.version), Vec::new()),
            None => hint(fault, entry.value, &name, found < MOST_PLACED),
        };
        found += 1;
        if let Some(at) = address(entry.value) {
            fixes.push(Fix::suggested(format!("Remove `{name}`")).edit(Operation::Remove { at }));
        }
        let finding = report.on(entry.key, sentence);
        if fault.trust == Trust::Bundled {
            finding.at_most(Severity::Warning);
        }
        fixes.into_iter().for_each(|fix| {
            finding.fix(fix);
        });
    }
}

fn other_version(name: &str, field: Field<'_>, version: Version) -> String {
    match (field.since, field.until) {
        (Some(since), _) if version < since => {
            format!(
                "`{name}` exists since Kubernetes {since}, and the target is {version}: take it out, or target {since}"
            )
        }
        (_, Some(until)) => {
            let gone = Version::new(until.minor() + 1);
            format!("`{name}` was removed in Kubernetes {gone}, and the target is {version}: take it out")
        }
        _ => format!("`{name}` does not exist in Kubernetes {version}: take it out"),
    }
}

/// The message, and fixes for what was meant; with `is_placed` also where the field belongs.
fn hint(fault: &Fault<'_>, value: Node<'_>, name: &str, is_placed: bool) -> (String, Vec<Fix>) {
    let Some((mapping, schema)) = fault.way.first().copied() else {
        return (format!("`{name}` is unknown: take it out"), Vec::new());
    };
    let place = owner(fault.object, mapping);
    let fields: Vec<&str> = schema.fields().map(|field| field.name).collect();
    let near = spelling::nearest(name, fields.iter().copied()).filter(|near| mapping.entry(near).is_none());
    let is_slip = near.is_some_and(|near| spelling::distance(&near.to_lowercase(), &name.to_lowercase()) <= 1);
    if !is_slip
        && is_placed
        && let Some(belonging) = belonging(fault, name)
    {
        let target = target(fault, &belonging);
        let fix = moved(value, &belonging, name, &target);
        let sentence = format!("`{name}` is no field of {place}: it belongs in {target}");
        return (sentence, fix.into_iter().collect());
    }
    if let Some(near) = near {
        let fix = address(value).map(|at| {
            // A slip in upper and lower case can only be meant one way.
            let title = format!("Use `{near}`");
            let fix = if near.eq_ignore_ascii_case(name) { Fix::safe(title) } else { Fix::suggested(title) };
            fix.edit(Operation::Rename { at, key: near.to_owned() })
        });
        return (format!("`{name}` is no field of {place}: write `{near}`"), fix.into_iter().collect());
    }
    let known = match fault.trust {
        Trust::Core => schema.definition_name().map(|definition| format!("{definition} has no such field")),
        Trust::Workspace => Some("its definition in this workspace has no such field".to_owned()),
        Trust::Bundled => Some("its bundled definition has no such field".to_owned()),
    };
    let known = known.unwrap_or_else(|| "there is no such field".to_owned());
    (format!("`{name}` is no field of {place}: {known}, so take it out"), Vec::new())
}

/// The place a field belongs in, in words.
fn target(fault: &Fault<'_>, belonging: &Belonging<'_>) -> String {
    let above = path(fault.object, belonging.from);
    let steps = belonging.steps.join(".");
    match (above.is_empty(), steps.is_empty()) {
        (true, true) => owner(fault.object, fault.object),
        (false, true) => format!("`{above}`"),
        (true, false) => format!("`{steps}`"),
        (false, false) => format!("`{above}.{steps}`"),
    }
}

fn moved(value: Node<'_>, belonging: &Belonging<'_>, name: &str, target: &str) -> Option<Fix> {
    let from = address(value)?;
    let target_route: Route = belonging.steps.iter().fold(belonging.from.route(), |route, step| route.then(*step));
    let to = target_route.then(name);
    Some(Fix::suggested(format!("Move `{name}` to {target}")).edit(Operation::Move { from, to }))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn a_slip_is_named() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
  lables:
  ^^^^^^ `lables` is no field of `metadata`: write `labels`
    app: a
spec:
  containers:
    - name: a
      imagePullpolicy: Always
      ^^^^^^^^^^^^^^^ `imagePullpolicy` is no field of `spec.containers[0]`: write `imagePullPolicy`
      nonsense: 1
      ^^^^^^^^ `nonsense` is no field of `spec.containers[0]`: Container has no such field, so take it out
extra: 1
^^^^^ `extra` is no field of Pod itself: Pod has no such field, so take it out
",
        );
    }

    #[test]
    fn a_field_on_the_wrong_level_belongs_elsewhere() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
labels: {}
^^^^^^ `labels` is no field of Deployment itself: it belongs in `metadata`
spec:
  hostNetwork: true
  ^^^^^^^^^^^ `hostNetwork` is no field of `spec`: it belongs in `spec.template.spec`
  selector:
    app: a
    ^^^ `app` is no field of `spec.selector`: …
  template:
    spec:
      replicas: 1
      ^^^^^^^^ `replicas` is no field of `spec.template.spec`: it belongs in `spec`
      containers:
        - name: a
          runAsNonRoot: true
          ^^^^^^^^^^^^ `runAsNonRoot` is no field of `spec.template.spec.containers[0]`: it belongs in …
",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  selector:\n    matchLabels:\n      app: a\n  \
             template:\n    metadata:\n      labels:\n        app: a\n    spec:\n      replicas: 1\n      containers:\n        - name: a\n",
            "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  selector:\n    matchLabels:\n      app: a\n  \
             template:\n    metadata:\n      labels:\n        app: a\n    spec:\n      containers:\n        - name: a\n  replicas: 1\n",
        );
    }

    #[test]
    fn a_field_of_another_version_says_which() {
        check(
            &RULE,
            "
#- plimsoll.yaml
kubernetesVersion: \"1.24\"
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  hostUsers: false
  ^^^^^^^^^ `hostUsers` exists since Kubernetes 1.25, and the target is 1.24: take it out, or target 1.25
  containers: [{name: a}]
",
        );
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
  clusterName: b
  ^^^^^^^^^^^ `clusterName` was removed in Kubernetes 1.25, and the target is …
spec: {containers: [{name: a}]}
",
        );
    }

    #[test]
    fn what_takes_anything_is_left_alone() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  annotations: {any: thing}
data: {any: thing}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: as.example.com}
spec:
  group: example.com
  names: {kind: A, plural: as}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: {type: object, additionalProperties: {type: string}, x-kubernetes-preserve-unknown-fields: true}
---
apiVersion: example.com/v1
kind: Unknown
metadata: {name: a}
whatever: 1
#- patch.yaml
apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  $setElementOrder/ports: [{port: 80}]
  ports:
    - $patch: delete
      port: 80
",
        );
    }

    #[test]
    fn while_a_key_is_typed_it_is_not_judged() {
        check(&RULE, "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  lab\nspec:\n  containers: []\n");
    }

    #[test]
    fn json_and_anchors_are_judged_where_they_stand() {
        check(
            &RULE,
            "
#- a.json
{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"a\", \"nam\": \"b\"}}
                                                                  ^^^^^ `nam` is no field of `metadata`: …
#- b.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - &one
      name: a
      imag: b
      ^^^^ `imag` is no field of `spec.containers[0]`: write `image`
  initContainers:
    - *one
    - <<: *one
      name: b
",
        );
    }

    #[test]
    fn a_custom_resource_is_held_to_its_definition() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: a}
spec:
  selfSignd: {}
  ^^^^^^^^^ `selfSignd` is no field of `spec`: write `selfSigned`
status: {anything: 1}
",
        );
    }

    #[test]
    fn aliases_of_aliases_come_to_an_end() {
        let mut text = String::from(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\nspec:\n",
        );
        text.push_str("  versions:\n    - schema:\n        openAPIV3Schema:\n          properties:\n            p0: &p0 {typo: a}\n");
        for level in 1..40 {
            let below = level - 1;
            text.push_str(&format!(
                "            p{level}: &p{level} {{allOf: [*p{below}, *p{below}], <<: [*p{below}, *p{below}]}}\n"
            ));
        }
        let fixture = format!(
            "#- a.yaml\n{}",
            text.replace("{typo: a}\n", "{typo: a}\n                     ^^^^ `typo` is no field of …\n")
        );
        check(&RULE, &fixture);
    }

    #[test]
    fn line_ends_stay() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  nam: a\r\n",
            "#- a.yaml\napiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: a\r\n",
        );
    }

    #[test]
    fn the_key_is_renamed_or_taken_out() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndate: # why\n  a: b\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: # why\n  a: b\n",
        );
        check_fix_titled(
            &RULE,
            Some("Remove `extra`"),
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\nextra:\n  a: b\ndata: {}\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: {}\n",
        );
    }
}
