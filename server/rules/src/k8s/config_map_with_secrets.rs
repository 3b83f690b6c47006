//! Secrets in ConfigMaps.

use syntax::yaml::Node;

use super::{credential, scalar};
use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a key of a ConfigMap that promises a secret, and one whose lines set one: `db.password=…`.
    ///
    /// ## Why is this bad?
    /// ConfigMaps are for everyone: roles that may read Secrets are few, those that may read ConfigMaps are many, and
    /// no cluster encrypts them.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    /// data:
    ///   db_password: hunter2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: web
    /// stringData:
    ///   db_password: set-by-the-pipeline
    /// ```
    "k8s/config-map-with-secrets" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "polaris/sensitiveConfigmapContent",
            "trivy/KSV-0109",
            "trivy/KSV-01010",
            "kubescape/rule-credentials-configmap",
        ],
        check: Check::Kinds(&["ConfigMap"], check),
    }
}

/// Lines of a value that are looked at.
const LINES: usize = 2000;

fn check(map: &ObjectIn<'_>, report: &mut Report<'_>) {
    if map.object.api_version().is_none_or(|version| version != "v1") {
        return;
    }
    for entry in map.object.node.get("data").into_iter().flat_map(Node::entries) {
        let (name, Some(said)) = (entry.name(), scalar::text(entry.value)) else { continue };
        let line = said.trim_end();
        if !line.contains('\n') && credential::names_secret(&name) && credential::may_be_secret(&name, line) {
            let message = format!("`{name}` looks like a secret, and a ConfigMap hides nothing; move it to a Secret");
            report.on(entry.value, message);
        } else if let Some(setting) = said.lines().take(LINES).find_map(set_in) {
            let message = format!(
                "`{setting}` is set here and looks like a secret, and a ConfigMap hides nothing; move it to a Secret"
            );
            report.on(entry.key, message);
        } else if said.contains("PRIVATE KEY-----") && credential::exposed(&said).is_none() {
            // With a key in it, it is `exposed-secret`.
            report.on(
                entry.key,
                format!("`{name}` is for a private key, and a ConfigMap hides nothing; move it to a Secret"),
            );
        }
    }
}

/// The name in `name=value` or `name: value`, where that is a secret with its value.
fn set_in(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches("export ").trim_end_matches(',');
    let (name, said) = line.split_once(['=', ':'])?;
    let unquoted = |text: &str| -> usize { text.len() - text.trim_start_matches(['"', '\'']).len() };
    let name = name.trim();
    let name = name[unquoted(name)..].trim_end_matches(['"', '\'']);
    let said = said.trim();
    let said = said[unquoted(said)..].trim_end_matches(['"', '\'']);
    let is_word =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    // Code and templates have such lines, too; a secret is one word.
    let is_value =
        said.len() >= 3 && !said.contains(|letter: char| letter.is_whitespace() || "(){}[]<>$%*|".contains(letter));
    (is_word && is_value && credential::names_secret(name) && credential::may_be_secret(name, said)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn keys_and_lines() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  db_password: hunter2
               ^^^^^^^ `db_password` looks like a secret, and a ConfigMap hides nothing; move it to a Secret
  password_file: /run/secrets/password
  app.properties: |
  ^^^^^^^^^^^^^^ `db.password` is set here and looks like a secret, and a ConfigMap hides nothing; move it to a Secret
    color=blue
    db.password=hunter2
  other.properties: |
    db.password=${DB_PASSWORD}
    # password = see the wiki
    def token(self): return self.key
  ssh: |
  ^^^ `ssh` is for a private key, and a ConfigMap hides nothing; move it to a Secret
    -----BEGIN PRIVATE KEY-----
    ...
",
        );
    }
}
