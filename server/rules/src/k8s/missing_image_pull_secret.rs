//! Credentials that are not there, or are none.

use project::graph::{Attribute, Edge};

use super::{reference, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `imagePullSecrets` whose Secret is in no manifest and made by no operator that is known, or is not of a
    /// type for registries.
    ///
    /// ## Why is this bad?
    /// The kubelet leaves such a Secret out without a word and pulls anonymously: private images end in
    /// `ImagePullBackOff`, and others soon meet the rate limit.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       imagePullSecrets:
    ///         - name: registry
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: registry
    /// type: Opaque
    /// stringData:
    ///   .dockerconfigjson: "{}"
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       imagePullSecrets:
    ///         - name: registry
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: registry
    /// type: kubernetes.io/dockerconfigjson
    /// stringData:
    ///   .dockerconfigjson: "{}"
    /// ```
    "k8s/missing-image-pull-secret" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kyverno/require-imagepullsecrets"],
        check: Check::Object(check),
    }
}

const TYPES: [&str; 2] = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, &[Edge::ImagePullSecret]) {
        reference::report_missing(&known, reference, "without which images are pulled anonymously", report);
    }
    for (reference, lookup) in reference::all(&known, &[Edge::ImagePullSecret]) {
        let [secret] = lookup.definitions() else { continue };
        let kind = secret.object.noted(Attribute::SecretType).unwrap_or("Opaque");
        if secret.object.identity.kind.as_ref() != "Secret"
            || TYPES.contains(&kind)
            || scalar::is_placeholder(kind)
            || secret.object.has_open_keys
        {
            continue;
        }
        let message = format!(
            "Secret `{}` is of type `{kind}`, so images are pulled without it; make it `{}`",
            reference.name, TYPES[0]
        );
        reference::at(&known, reference.range, message, report).label_in(
            it.file,
            secret.path,
            secret.object.site.name,
            "the Secret",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn missing() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      imagePullSecrets:
        - name: registy
                ^^^^^^^ Secret `registy` is in no manifest, without which images are pulled anonymously; use `registry`
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: Secret
metadata:
  name: registry
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: "{}"
"#,
        );
    }
}
