//! Tolerations that the API server refuses.

use project::Profile;
use schema::kubernetes::values::label::{self, Owner};
use syntax::yaml::{Node, Operation};

use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags tolerations that the API server refuses: a value with `Exists`, no key with `Equal`, `tolerationSeconds` with
    /// another effect than `NoExecute`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   tolerations:
    ///     - key: dedicated
    ///       operator: Exists
    ///       value: gpu
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   tolerations:
    ///     - key: dedicated
    ///       operator: Equal
    ///       value: gpu
    /// ```
    "k8s/toleration-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for toleration in scalar::items(file.pod.spec, "tolerations").map(Node::effective) {
        one(toleration, report);
    }
}

fn one(toleration: Node<'_>, report: &mut Report<'_>) {
    let get = |key| scalar::get(toleration, key);
    let operator = get("operator").map_or(Some("Equal".into()), scalar::text);
    let Some(operator) = operator else { return };
    let key = get("key").filter(|node| !node.effective().is(""));
    if let Some((node, mistake)) =
        key.and_then(|node| Some((node, label::mistake_in_key(&scalar::text(node)?, Owner::Label)?)))
    {
        report.on(node, mistake.to_string());
    }
    let value = get("value").filter(|node| !node.effective().is(""));
    if let Some(value) = value.filter(|_| operator == "Exists") {
        report
            .on(value, "`Exists` asks for no value; leave it out, or write `Equal`")
            .fix(Fix::suggested("Remove `value`").edit(Operation::Remove { at: value.address() }));
    }
    if let Some((node, mistake)) = value.and_then(|node| Some((node, label::mistake_in_value(&scalar::text(node)?)?))) {
        report.on(node, mistake.to_string());
    }
    if key.is_none() && operator != "Exists" && !presence::is_open(toleration) {
        let target = get("operator").unwrap_or(toleration);
        let mut at = toleration.address();
        at.route = at.route.then("operator");
        report
            .on(
                target,
                "A toleration without a key is for every taint and needs `operator: Exists`; write it, or a \
                 key",
            )
            .fix(Fix::suggested("Tolerate every taint").edit(Operation::Set { at, value: "Exists".into() }));
    }
    let effect = get("effect");
    if let Some(seconds) = get("tolerationSeconds") {
        let is_execute = effect.is_some_and(|effect| effect.is("NoExecute") || scalar::text(effect).is_none());
        if !is_execute {
            report.on(
                seconds,
                "`tolerationSeconds` counts with the effect `NoExecute` only; write that effect, or leave it \
                 out",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn operators_keys_and_effects() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  tolerations:
    - operator: Exists
    - key: a
      operator: Exists
      value: b
             ^ `Exists` asks for no value; leave it out, or write `Equal`
      tolerationSeconds: 5
                         ^ `tolerationSeconds` counts with the effect `NoExecute` only; write that effect, or leave it out
    - operator: Equal
                ^^^^^ A toleration without a key is for every taint and needs `operator: Exists`; write it, or a key
      value: b
    - key: a b
           ^^^ …
      value: b
    - key: a
      effect: NoExecute
      tolerationSeconds: 5
",
        );
    }
}
