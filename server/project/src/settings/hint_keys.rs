//! The keys below `hints`: one for each kind of inlay hint.

use super::keys::{Key, Takes};

pub(super) static HINTS: &[Key] = &[
    Key {
        name: "defaultedFields",
        takes: Takes::Flag(|layer, shown| layer.defaulted_fields_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows what holds of fields that are left out of an object and matter: `replicas`, the strategy, `imagePullPolicy`, the service account, the grace period.",
    },
    Key {
        name: "effectiveUser",
        takes: Takes::Flag(|layer, shown| layer.effective_user_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows the user that is in force where a stage begins, and what a variable behind `USER` comes to.",
    },
    Key {
        name: "imageReference",
        takes: Takes::Flag(|layer, shown| layer.image_reference_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows what the image of a `FROM` with variables comes to.",
    },
    Key {
        name: "probeBudget",
        takes: Takes::Flag(|layer, shown| layer.probe_budget_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows behind a probe how long it may fail before something happens.",
    },
    Key {
        name: "qualityOfService",
        takes: Takes::Flag(|layer, shown| layer.quality_of_service_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows which Pods are killed first when a node runs out of memory: `BestEffort`, `Burstable` or `Guaranteed`.",
    },
    Key {
        name: "schedule",
        takes: Takes::Flag(|layer, shown| layer.schedule_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows behind the schedule of a CronJob what it means.",
    },
    Key {
        name: "secretData",
        takes: Takes::Flag(|layer, shown| layer.secret_data_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows how long the values of a Secret are, and of what kind; never what they say.",
    },
    Key {
        name: "selectedPods",
        takes: Takes::Flag(|layer, shown| layer.selected_pods_hint = Some(shown)),
        default: "true",
        example: "false",
        documentation: "Shows the workloads that a Service, a disruption budget or a policy selects.",
    },
];
