//! Names of variables that the API server does not take.

use project::Profile;
use schema::kubernetes::values::variable::{self, Rule};
use syntax::yaml::Operation;

use super::scalar;
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags names of variables that the API server does not take.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. Since Kubernetes 1.32 every visible ASCII character but `=` is allowed; before,
    /// letters, digits, `-`, `_` and `.`.
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
    ///         - name: LOG=LEVEL
    ///           value: info
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
    ///           value: info
    /// ```
    "k8s/env-var-name" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let rule = Rule::of(file.file.manifest.version);
    for variable in scalar::items(file.container.node, "env") {
        let Some(node) = scalar::get(variable, "name") else { continue };
        let Some(name) = scalar::text(node) else { continue };
        let Some(mistake) = variable::mistake(&name, rule) else { continue };
        let found = report.on(node, mistake.to_string());
        if let Some(nearest) = variable::nearest(&name) {
            let edit = Operation::Replace { at: node.address(), value: nearest.as_str().into() };
            found.fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn names() {
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
        - name: a=b
                ^^^ …
          value: x
        - name: "9lives"
          value: x
        - name: "${NAME}"
          value: x
"#,
        );
    }
}
