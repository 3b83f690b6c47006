//! Webhooks that the API server refuses.

use project::Profile;
use schema::kubernetes::values::name::{self, NameRule};
use syntax::yaml::Node;

use super::doubles::doubles;
use super::{group, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags webhooks that the API server refuses: a name without three parts, both a URL and a Service or none,
    /// side effects other than `None` and `NoneOnDryRun`, no version of the review.
    ///
    /// ## Why is this bad?
    /// The API server refuses the configuration, and what it was to guard is not guarded.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata:
    ///   name: api
    /// webhooks:
    ///   - name: pods
    ///     clientConfig:
    ///       service:
    ///         name: hook
    ///         namespace: shop
    ///     sideEffects: None
    ///     admissionReviewVersions:
    ///       - v1
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata:
    ///   name: api
    /// webhooks:
    ///   - name: pods.shop.example.org
    ///     clientConfig:
    ///       service:
    ///         name: hook
    ///         namespace: shop
    ///     sideEffects: None
    ///     admissionReviewVersions:
    ///       - v1
    /// ```
    "k8s/webhook-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &["admissionregistration.k8s.io"]) {
        return;
    }
    let is_whole = !presence::is_partial(object);
    let hooks: Vec<Node<'_>> = scalar::items(object.node, "webhooks").map(Node::effective).collect();
    let names =
        hooks.iter().filter_map(|hook| scalar::get(*hook, "name")).filter_map(|node| Some((scalar::text(node)?, node)));
    for (first, again) in doubles(names) {
        let name = again.text().unwrap_or_default();
        report
            .on(again, format!("There is a webhook `{name}` already; give each its name"))
            .label_on(first, "the first one");
    }
    for hook in hooks {
        one(hook, is_whole, report);
    }
}

fn one(hook: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    if let Some((node, text)) = scalar::get(hook, "name").and_then(|node| Some((node, scalar::text(node)?))) {
        if let Some(mistake) = name::mistake(&text, NameRule::SUBDOMAIN) {
            report.on(node, mistake.to_string());
        } else if text.split('.').count() < 3 {
            report.on(
                node,
                format!("`{text}` has fewer than three parts; write a name such as `{text}.hooks.example.com`"),
            );
        }
    }
    let effects = scalar::get(hook, "sideEffects").filter(|node| node.is("Some") || node.is("Unknown"));
    if let Some(node) = effects {
        report.on(
            node,
            "Webhooks with side effects are no longer taken; have none in dry runs, and write \
             `NoneOnDryRun`",
        );
    }
    let versions = scalar::get(hook, "admissionReviewVersions").map(Node::effective);
    if let Some(versions) = versions.filter(|versions| versions.is_sequence() && versions.items().next().is_none()) {
        report.on(versions, "The webhook understands no version of the review; name one, such as `v1`");
    }
    let Some(client) = scalar::get(hook, "clientConfig").map(Node::effective).filter(|client| client.is_mapping())
    else {
        return;
    };
    match (scalar::get(client, "url"), scalar::get(client, "service")) {
        (Some(url), Some(service)) => {
            report.on(url, "The webhook has a URL and a Service; keep one of them").label_on(service, "the Service");
        }
        (None, None) if is_whole && !presence::is_open(client) => {
            report.on(client, "The webhook is nowhere; name its `service`, or a `url`");
        }
        (Some(url), None) => {
            if scalar::text(url).is_some_and(|text| !text.starts_with("https://")) {
                report.on(url, "Webhooks are called over TLS only; write a URL that starts with `https://`");
            }
        }
        (None, Some(_) | None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn webhooks() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: api
webhooks:
  - name: a.b
          ^^^ `a.b` has fewer than three parts; write a name such as `a.b.hooks.example.com`
    sideEffects: Some
                 ^^^^ Webhooks with side effects are no longer taken; have none in dry runs, and write `NoneOnDryRun`
    admissionReviewVersions: []
                             ^^ The webhook understands no version of the review; name one, such as `v1`
    clientConfig: {caBundle: YQ==}
                  ^^^^^^^^^^^^^^^^ The webhook is nowhere; name its `service`, or a `url`
  - name: a.b
          ^^^ There is a webhook `a.b` already; give each its name
          ^^^ `a.b` has fewer…
    clientConfig:
      url: http://a
           ^^^^^^^^ Webhooks are called over TLS only; write a URL that starts with `https://`
",
        );
    }
}
