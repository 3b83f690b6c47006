//! Deployment, DaemonSet, ReplicaSet and StatefulSet of `extensions/v1beta1`, `apps/v1beta1` and `apps/v1beta2` to `apps/v1`.

use syntax::yaml::{Data, Node};

use super::draft::{Map, is_nothing, is_template};
use super::note::{Change, Note};
use super::reason::Reason;
use super::way::shown;

/// Labels that a selector may have to be made of.
const MOST_LABELS: usize = 1_000;

/// The version an object is in, by what it gave those that left something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Defaults {
    Extensions,
    Beta1,
    /// As `apps/v1`.
    Beta2,
}

pub(super) fn convert(object: &mut Map<'_>, api_version: &str, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let defaults = match api_version {
        "extensions/v1beta1" => Defaults::Extensions,
        "apps/v1beta1" => Defaults::Beta1,
        _ => Defaults::Beta2,
    };
    let is = |object: &Map<'_>, name: &str| object.is("kind", name);
    let (is_deployment, is_daemon_set) = (is(object, "Deployment"), is(object, "DaemonSet"));
    let updates_on_delete = match defaults {
        Defaults::Extensions => is_daemon_set,
        Defaults::Beta1 => is(object, "StatefulSet"),
        Defaults::Beta2 => false,
    };
    let has_labels = object.node("metadata").is_some_and(|it| it.merged_get("labels").is_some());
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    for gone in ["rollbackTo", "templateGeneration"] {
        if spec.take(gone).is_some() {
            notes.push(Note { at: spec.route(gone), change: Change::Dropped });
        }
    }
    let labels = template_labels(spec);
    selector(spec, labels, defaults, notes)?;
    if labels.is_some() && !has_labels && defaults != Defaults::Beta2 {
        notes.push(Note { at: spec.route("template"), change: Change::Labels });
    }
    if updates_on_delete {
        on_delete(spec, notes)?;
    }
    if is_deployment {
        deployment(spec, defaults, notes);
    }
    Ok(())
}

/// The labels of the Pod template; `None` where they are not known or none.
fn template_labels<'y>(spec: &Map<'y>) -> Option<Node<'y>> {
    let labels = spec.node("template")?.merged_get("metadata")?.merged_get("labels")?.effective();
    (labels.is_mapping() && !is_template(labels) && labels.entries().next().is_some()).then_some(labels)
}

/// The selector, which was made of the Pod's labels where it was left out.
fn selector(
    spec: &mut Map<'_>,
    labels: Option<Node<'_>>,
    defaults: Defaults,
    notes: &mut Vec<Note>,
) -> Result<(), Reason> {
    if spec.has("selector") {
        return Ok(());
    }
    let known = labels.filter(|labels| labels.entries().all(|entry| !entry.key.source().contains("{{")));
    let data = known.and_then(|labels| labels.unfold(MOST_LABELS)).filter(|_| defaults != Defaults::Beta2);
    let Some(data) = data else { return Err(Reason::missing(spec.route("selector"), "apps/v1")) };
    let value = Data::map([("matchLabels", data)]);
    notes.push(Note { at: spec.route("selector"), change: Change::Stated { value: shown(&value) } });
    spec.take("selector");
    spec.put_before(&["template"], "selector", value);
    Ok(())
}

/// Pods were updated when somebody deleted them.
fn on_delete(spec: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let route = spec.route("updateStrategy").then("type");
    match spec.map("updateStrategy")? {
        Some(strategy) if strategy.has("type") => return Ok(()),
        Some(strategy) => {
            strategy.take("type");
            strategy.put_first("type", "OnDelete");
        }
        None => {
            spec.take("updateStrategy");
            spec.put_before(&["template"], "updateStrategy", Data::map([("type", Data::text("OnDelete"))]));
        }
    }
    notes.push(Note { at: route, change: Change::Stated { value: "OnDelete".to_owned() } });
    Ok(())
}

/// Defaults that are told and not written out: nobody chose them, and those of today are better.
fn deployment(spec: &Map<'_>, defaults: Defaults, notes: &mut Vec<Note>) {
    let mut note = |keys: &[&str], was: &str, now: &str| {
        let Some((first, rest)) = keys.split_first() else { return };
        let written = spec.node(first).and_then(|node| rest.iter().try_fold(node, |node, key| node.merged_get(key)));
        if written.is_none_or(is_nothing) {
            let at = rest.iter().fold(spec.route(first), |route, key| route.then(*key));
            notes.push(Note { at, change: Change::Default { was: was.to_owned(), now: now.to_owned() } });
        }
    };
    match defaults {
        Defaults::Extensions => {
            note(&["progressDeadlineSeconds"], "none", "600");
            note(&["revisionHistoryLimit"], "all", "10");
            let strategy = spec.node("strategy").and_then(|it| it.merged_get("type"));
            if !strategy.is_some_and(|it| it.is("Recreate")) {
                note(&["strategy", "rollingUpdate", "maxSurge"], "1", "25%");
                note(&["strategy", "rollingUpdate", "maxUnavailable"], "1", "25%");
            }
        }
        Defaults::Beta1 => note(&["revisionHistoryLimit"], "2", "10"),
        Defaults::Beta2 => {}
    }
}
