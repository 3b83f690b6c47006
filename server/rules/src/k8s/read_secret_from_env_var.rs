//! Secrets that reach a container through its environment.

use syntax::yaml::Node;

use super::security_context::{title, value};
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Secret that a container gets as environment variables, by `secretKeyRef` or `secretRef`.
    ///
    /// ## Why is this bad?
    /// The environment is handed on to every process that the program starts, and error reporters and debug pages like
    /// to print it. It does not change in a running container either, while a mounted file does when the Secret is
    /// renewed.
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
    ///           valueFrom:
    ///             secretKeyRef:
    ///               name: db
    ///               key: password
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
    ///       volumeMounts:
    ///         - name: db
    ///           mountPath: /run/secrets/db
    ///           readOnly: true
    ///   volumes:
    ///     - name: db
    ///       secret:
    ///         secretName: db
    /// ```
    ///
    /// ## When to ignore it
    /// For programs that read their secrets from nowhere else.
    "k8s/read-secret-from-env-var" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/read-secret-from-env-var",
            "checkov/CKV_K8S_35",
            "kubesec/SecretsAsEnvironmentVariables",
            "kubescape/rule-secrets-in-env-var",
            "datree/CIS_INVALID_KEY_SECRETKEYREF_SECRETREF",
            "kyverno/disallow-secrets-from-env-vars",
        ],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let items = |field: &str| value(container.container.node, field).into_iter().flat_map(Node::items);
    let of_keys = items("env").filter_map(|variable| value(value(variable, "valueFrom")?, "secretKeyRef"));
    let whole = items("envFrom").filter_map(|source| value(source, "secretRef"));
    for reference in of_keys.chain(whole) {
        let name = value(reference, "name").and_then(Node::text).unwrap_or_default();
        let message = format!(
            "{} has Secret `{name}` in its environment, which every child process gets and logs like to print; \
             mount it as files",
            title(container.container)
        );
        report.on(reference, message);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn one_key_or_all() {
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
        - name: A
          valueFrom:
            secretKeyRef:
            ^^^^^^^^^^^^ Container `web` has Secret `db` in its environment, which every child process gets and logs like to print…
              name: db
              key: password
        - name: B
          valueFrom: {configMapKeyRef: {name: a, key: b}}
      envFrom:
        - secretRef: {name: all}
                     ^^^^^^^^^^^ Container `web` has Secret `all` in its environment…
",
        );
    }
}
