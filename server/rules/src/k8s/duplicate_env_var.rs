//! A variable that a container sets twice.

use std::collections::HashMap;
use syntax::yaml::{Node, Operation};

use super::scalar;
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a variable that a container sets twice.
    ///
    /// ## Why is this bad?
    /// The last one wins, and the API server warns. `kubectl apply` merges the list by name, so that a later change may keep
    /// the wrong one.
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
    ///       env:
    ///         - name: LOG_LEVEL
    ///           value: info
    ///         - name: LOG_LEVEL
    ///           value: debug
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
    ///       env:
    ///         - name: LOG_LEVEL
    ///           value: debug
    /// ```
    "k8s/duplicate-env-var" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kube-linter/duplicate-env-var", "kube-score/environment-variable-key-duplication", "kubescape/duplicate-env-var"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let mut last: HashMap<_, (Node<'_>, Node<'_>)> = HashMap::new();
    for variable in scalar::items(file.container.node, "env") {
        let Some(node) = scalar::get(variable, "name") else { continue };
        let Some(name) = scalar::text(node) else { continue };
        let Some((before, item)) = last.insert(name.clone(), (node, variable)) else { continue };
        let remove = Operation::Remove { at: item.address() };
        report
            .on(before, format!("`{name}` is set again below, and the last one counts; remove this one"))
            .label_on(node, "the one that counts")
            .unnecessary()
            .fix(Fix::safe("Remove the one without effect").edit(remove));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_last_counts() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      env:
        - name: A
                ^ `A` is set again below, and the last one counts; remove this one
          value: "1"
        - name: B
          value: "1"
        - name: A
          value: "2"
"#,
        );
    }
    #[test]
    fn removed() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      env:
        - name: A
          value: x
        - name: B
          value: y
        - name: A
          value: z
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      env:
        - name: B
          value: y
        - name: A
          value: z
",
        );
    }
}
