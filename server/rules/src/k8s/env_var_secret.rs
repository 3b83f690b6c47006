//! Secrets written into the environment.

use syntax::yaml::Node;

use super::security_context::{title, value};
use super::{credential, scalar};
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an environment variable whose name promises a secret and whose value stands in the manifest.
    ///
    /// ## Why is this bad?
    /// Who may read the Deployment reads the secret, and so does everyone who gets the repository. It cannot be changed
    /// in one place, nor be kept from the logs of the tools that apply the file.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       env:
    ///         - name: DB_PASSWORD
    ///           value: hunter2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       env:
    ///         - name: DB_PASSWORD
    ///           valueFrom:
    ///             secretKeyRef:
    ///               name: db
    ///               key: password
    /// ```
    ///
    /// ## When to ignore it
    /// For values that are no secret whatever the name says. Paths, addresses, switches and placeholders are never
    /// reported.
    "k8s/env-var-secret" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/env-var-secret",
            "polaris/sensitiveContainerEnvVar",
            "kubescape/rule-credentials-in-env-var",
            "kyverno/check-env-vars",
        ],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let variables = value(container.container.node, "env").into_iter().flat_map(Node::items);
    for variable in variables {
        let Some(name) = value(variable, "name").and_then(Node::text) else { continue };
        let Some(node) = value(variable, "value") else { continue };
        let Some(said) = scalar::text(node) else { continue };
        if credential::names_secret(&name) && credential::may_be_secret(&name, &said) {
            let message = format!(
                "{} gets `{name}` in clear, for everyone who may read this; \
                 move it to a Secret and refer to it with `secretKeyRef`",
                title(container.container)
            );
            report.on(node, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn values_of_secret_names() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.0.0
      env:
        - name: DB_PASSWORD
          value: hunter2
                 ^^^^^^^ Container `web` gets `DB_PASSWORD` in clear, for everyone who may read this; move it to a Secret…
        - {name: API_TOKEN, value: ''}
        - {name: API_TOKEN_FILE, value: /run/secrets/token}
        - {name: SECRET_NAME, value: web}
        - {name: API_KEY, value: '${API_KEY}'}
        - name: OTHER_PASSWORD
          valueFrom:
            secretKeyRef: {name: a, key: b}
",
        );
    }
}
