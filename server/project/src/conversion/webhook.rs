//! MutatingWebhookConfiguration and ValidatingWebhookConfiguration of `admissionregistration.k8s.io/v1beta1` to `v1`.

use syntax::yaml::Data;

use super::draft::{Map, is_template};
use super::note::Note;
use super::reason::{Problem, Reason};
use super::way::state;

const VERSION: &str = "admissionregistration.k8s.io/v1";

pub(super) fn convert(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    for webhook in object.maps("webhooks")? {
        let Some(side_effects) = webhook.node("sideEffects").filter(|_| webhook.has("sideEffects")) else {
            // It was `Unknown` by default; only who wrote the webhook knows whether it has some.
            return Err(Reason::missing(webhook.route("sideEffects"), VERSION));
        };
        if !is_template(side_effects) && !side_effects.is("None") && !side_effects.is("NoneOnDryRun") {
            let value = side_effects.source().to_owned();
            return Err(Reason::at(side_effects, Problem::Value { value, version: VERSION.to_owned() }));
        }
        state(webhook, "admissionReviewVersions", Data::seq([Data::text("v1beta1")]), notes);
        state(webhook, "failurePolicy", Data::text("Ignore"), notes);
        state(webhook, "matchPolicy", Data::text("Exact"), notes);
        state(webhook, "timeoutSeconds", Data::from(30), notes);
    }
    Ok(())
}
