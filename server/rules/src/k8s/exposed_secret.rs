//! Tokens and keys in clear.

use syntax::yaml::{Node, Role};

use super::{credential, scalar};
use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a text that is a credential by its form: a key of AWS, Google or Stripe, a token of GitHub, GitLab, npm or
    /// Slack, a private key, a JSON Web Token.
    ///
    /// ## Why is this bad?
    /// Whoever gets the file has it, and so has everyone who ever gets the repository: taking it out of the newest
    /// version takes it out of no other. Bots find such tokens within minutes. Revoke it first, then move the new one
    /// to where secrets are kept.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    /// data:
    ///   tls.key: |
    ///     -----BEGIN PRIVATE KEY-----
    ///     MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6
    ///     -----END PRIVATE KEY-----
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    /// data:
    ///   tls.key.path: /run/secrets/tls/tls.key
    /// ```
    ///
    /// ## When to ignore it
    /// For keys of a test that open nothing anywhere.
    "k8s/exposed-secret" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "datree/ALL_EXPOSED_SECRET_AWS",
            "datree/ALL_EXPOSED_SECRET_GCP",
            "datree/ALL_EXPOSED_SECRET_GITHUB",
            "datree/ALL_EXPOSED_SECRET_GITLAB",
            "datree/ALL_EXPOSED_SECRET_PRIVATEKEY",
            "datree/ALL_EXPOSED_SECRET_STRIPE",
            "datree/ALL_EXPOSED_SECRET_NPM",
            "datree/ALL_EXPOSED_SECRET_JWT",
        ],
        check: Check::Object(check),
    }
}

fn check(object: &ObjectIn<'_>, report: &mut Report<'_>) {
    // The items of a list are objects of their own.
    if object.object.kind_name().is_some_and(|kind| kind.ends_with("List")) {
        return;
    }
    let values = object
        .object
        .node
        .descendants()
        .filter(|node: &Node<'_>| node.role() != Role::Key && node.range().len() >= 20.into());
    for node in values {
        let Some(text) = node.text().filter(|text| !scalar::is_placeholder(text)) else { continue };
        if let Some(what) = credential::exposed(&text) {
            report.on(
                node,
                format!(
                    "This is {what}, in clear for everyone who gets the file; revoke it and keep the next one elsewhere"
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn anywhere_in_an_object() {
        let token = ["glpat", "-a1B2c3D4e5F6g7H8i9J0"].concat();
        check(
            &RULE,
            &format!(
                "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    token: {token}
           ^^^^^^^^^^^^^^^^^^^^^^^^^^ This is a GitLab token, in clear for everyone who gets the file; revoke it and keep …
spec:
  containers:
    - name: web
      image: registry.example.com/a/very/long/name/of/an/image:1.0.0
"
            ),
        );
    }
}
