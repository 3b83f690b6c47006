//! What a custom resource definition's own rules refuse.

use project::Profile;
use project::kubernetes::Object;
use syntax::yaml::{Node, Role};

use crate::cel::{self, Violation};
use crate::grain::ObjectIn;
use crate::k8s::placeholder;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

/// A rule that stands for its message is cut here, in characters.
const LONGEST: usize = 160;

declare_rule! {
    /// ## What it does
    /// Evaluates the CEL rules (`x-kubernetes-validations`) that a custom resource definition holds its objects to.
    ///
    /// ## Why is this bad?
    /// The API server evaluates the same rules and refuses the object. Rules that compare with the object that is replaced are
    /// left to it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata:
    ///   name: api
    /// spec:
    ///   rules:
    ///   - filters:
    ///     - type: RequestRedirect
    ///       requestRedirect:
    ///         scheme: https
    ///     backendRefs:
    ///     - name: api
    ///       port: 8080
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata:
    ///   name: api
    /// spec:
    ///   rules:
    ///   - filters:
    ///     - type: RequestRedirect
    ///       requestRedirect:
    ///         scheme: https
    /// ```
    ///
    /// ## When to ignore it
    /// Where the definition in your cluster is another version than the one that is known here: import yours with
    /// `plimsoll schemas import`, or keep it in the workspace.
    "k8s/validation-rule" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let manifest = it.file.manifest;
    let Object { node, kind: Some(kind), is_partial: false } = it.object else { return };
    let Some(schema) = kind.schema(manifest.version).filter(|_| kind.is_custom()) else { return };
    let violations = cel::violations(node, schema);
    // What stands for a value that is filled in later says nothing of it.
    if violations.is_empty() || node.descendants().any(placeholder::is) {
        return;
    }
    for Violation { node: place, rule, message, lacks } in violations {
        let said = match (message, lacks) {
            (Some(message), _) => sentence(&message),
            (None, Some(key)) => format!("`{}` asks for `{key}`, which is missing", shortened(rule)),
            (None, None) => format!("`{}` must hold", shortened(rule)),
        };
        let outer = || place.parent().filter(|_| place.role() == Role::Item).and_then(Node::key);
        let (what, shown) = match (place.key(), outer()) {
            (Some(key), _) if place != node => (format!("`{}`", key.source()), key),
            (None, Some(key)) if place != node => (format!("this item of `{}`", key.source()), place),
            _ => (format!("this {}", kind.name()), it.object.head()),
        };
        report.on(shown, format!("{what} breaks a rule of {}: {said}", kind.name()));
    }
}

/// A message as the end of a sentence.
fn sentence(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches('.').to_owned()
}

fn shortened(rule: &str) -> String {
    match rule.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &rule[..end]),
        None => rule.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    const CRD: &str = "
#- crd.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: tabs.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Tab, plural: tabs}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        x-kubernetes-validations:
        - {rule: self.metadata.name != 'no', message: The name is taken.}
        properties:
          spec:
            type: object
            x-kubernetes-validations:
            - {rule: self.min <= self.max, messageExpression: \"'min is ' + string(self.min) + ', max only ' + string(self.max)\"}
            - {rule: 'self.min >= oldSelf.min'}
            - {rule: 'self.ratio > 0.5'}
            properties:
              min: {type: integer, default: 1}
              max: {type: integer, default: 5}
              ratio: {type: number, default: 1}
              namespace: {type: string}
              parts:
                type: array
                items:
                  type: object
                  x-kubernetes-validations:
                  - {rule: has(self.a) != has(self.b), message: exactly one of a and b is needed}
                  - {rule: '!has(self.a-b)'}
                  properties:
                    a: {type: string}
                    b: {type: string, nullable: true}
";

    fn tab(spec: &str) -> String {
        format!("#- a.yaml\napiVersion: example.com/v1\nkind: Tab\nmetadata: {{name: a}}\n{spec}{CRD}")
    }

    #[test]
    fn rules_are_evaluated_where_they_stand() {
        check(
            &RULE,
            &tab("
spec:
^^^^ `spec` breaks a rule of Tab: min is 9, max only 5
  min: 9
  parts:
  - a: x
  - a: x
    ^ this item of `parts` breaks a rule of Tab: exactly one of a and b is needed
    b: z
"),
        );
        check(
            &RULE,
            &tab("
spec:
^^^^ `spec` breaks a rule of Tab: `self.ratio > 0.5` must hold
  ratio: 0.2
"),
        );
    }

    #[test]
    fn a_rule_that_asks_for_what_is_missing_does_not_hold() {
        check(
            &RULE,
            &tab("
spec:
^^^^ `spec` breaks a rule of Tab: `self.parts.size() < 3` asks for `parts`, which is missing
  min: 1
")
            .replace("self.ratio > 0.5", "self.parts.size() < 3"),
        );
    }

    #[test]
    fn what_the_api_server_fills_in_counts() {
        check(&RULE, &tab("spec: {min: 5, ratio: 1}\n"));
        check(&RULE, &tab("spec: {min: null, max: 1}\n"));
    }

    #[test]
    fn an_object_that_is_wrong_in_itself_and_one_that_is_filled_in_are_left_alone() {
        check(&RULE, &tab("spec: {min: 9, max: many}\n"));
        check(&RULE, &tab("spec: {min: 9, namespace: '${NAMESPACE}'}\n"));
    }
}
