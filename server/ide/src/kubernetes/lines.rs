//! What is shown behind the lines of a manifest: what holds of fields that are left out and matter, how long probes may fail, what
//! schedules mean. Nothing stands behind what is written out, and one thing at the most behind a line.

use std::collections::HashSet;
use std::path::Path;

use project::Snapshot;
use project::kubernetes::{Container, Manifest, Object, Pod, graph_around, pods};
use project::settings::Hints;
use schema::kubernetes::values::cron;
use schema::kubernetes::{Kind, defaults};
use syntax::yaml::{Entry, Flavour, Node, Resolved, Yaml};
use syntax::{LineIndex, TextSize};

use super::effective::{Verdict, verdict};
use super::probe::{Budget, Purpose};
use super::value::{self, schedule};
use crate::types::InlayHint;

/// Fields of objects whose default is shown behind `spec`, by group and kind.
const SHOWN: &[(&str, &str, &[&str])] = &[
    ("apps", "Deployment", &["replicas"]),
    ("apps", "StatefulSet", &["replicas"]),
    ("autoscaling", "HorizontalPodAutoscaler", &["minReplicas"]),
    ("batch", "CronJob", &["concurrencyPolicy"]),
    ("batch", "Job", &["backoffLimit"]),
    ("networking.k8s.io", "NetworkPolicy", &["policyTypes"]),
];

/// The largest number there is, a limit that is none.
const NO_LIMIT: &str = "2147483647";

/// Kinds that set the number of Pods of another object.
const SCALERS: [&str; 2] = ["HorizontalPodAutoscaler", "ScaledObject"];

/// The hints of every whole object in a file, in order, one a line. `lines` are those of its text.
pub(crate) fn hints(snapshot: &Snapshot, path: &Path, yaml: &Yaml, lines: &LineIndex, shown: Hints) -> Vec<InlayHint> {
    let catalog = snapshot.catalog(path);
    let manifest = Manifest::new(yaml, &catalog, snapshot.kubernetes_version(path));
    if manifest.objects.is_empty() {
        return Vec::new();
    }
    let (graph, _) = graph_around(snapshot, path, yaml);
    let facts = graph.file(path).cloned().unwrap_or_default();
    let manifest = manifest.in_workspace(&graph.inquire(path), &facts, path, snapshot.root_of(path));
    let scaled: HashSet<_> = manifest.objects.iter().filter_map(|object| scaled_by(*object)).collect();
    let mut found = Vec::new();
    for object in &manifest.objects {
        let Some(kind) = object.kind.filter(|_| !object.is_partial) else { continue };
        if shown.schedule {
            found.extend(schedule_hint(*object, kind));
        }
        if shown.defaulted_fields {
            let target = || Some((object.kind_name()?.into_owned(), object.name()?.into_owned()));
            let is_scaled = target().is_some_and(|target| scaled.contains(&target));
            found.extend(object_hint(*object, kind, is_scaled));
        }
        // Knative has defaults of its own for the Pods it makes.
        for pod in pods(*object).filter(|_| kind.group() != "serving.knative.dev") {
            if shown.defaulted_fields {
                found.extend(pod_hint(pod));
            }
            for container in pod.containers() {
                if shown.defaulted_fields {
                    found.extend(pull_hint(container));
                }
                if shown.probe_budget {
                    found.extend(Purpose::ALL.into_iter().filter_map(|purpose| probe_hint(container.node, purpose)));
                }
            }
        }
    }
    found.sort_by_key(|hint| hint.offset);
    found.dedup_by_key(|hint| lines.line(hint.offset));
    found
}

/// The kind and name of the object whose number of Pods `object` sets; `None` where it sets none.
fn scaled_by(object: Object<'_>) -> Option<(String, String)> {
    let target = object.find("spec.scaleTargetRef").filter(|_| object.is_one_of(&SCALERS))?;
    let text = |key| target.get(key).and_then(Node::text);
    // KEDA means a Deployment where it says nothing.
    let kind = text("kind").map_or_else(|| "Deployment".to_owned(), std::borrow::Cow::into_owned);
    Some((kind, text("name")?.into_owned()))
}

fn schedule_hint(object: Object<'_>, kind: Kind<'_>) -> Option<InlayHint> {
    let (node, zone) = schedule(object, kind)?;
    let cron = cron::parse(node.text()?.as_ref().trim()).ok().map(|cron| cron.schedule.spoken())?;
    let entry = node.as_entry()?;
    let tooltip = match zone.and_then(Node::text) {
        Some(zone) => format!("In the time zone `{zone}`"),
        None => "In UTC, unless the controller has another time zone".to_owned(),
    };
    Some(InlayHint { offset: behind(entry), label: cron, tooltip: Some(tooltip) })
}

/// Behind `spec`, what is left out of it.
fn object_hint(object: Object<'_>, kind: Kind<'_>, is_scaled: bool) -> Option<InlayHint> {
    let (.., fields) = SHOWN.iter().find(|(group, name, _)| (*group, *name) == (kind.group(), kind.name()))?;
    let spec = object.node.entry("spec").filter(|spec| spec.value.effective().is_mapping())?;
    let owner = kind.definition()?;
    let default = |path: &str| {
        let rows = defaults(owner, path).iter();
        let mut rows = rows.filter(|row| matches!(verdict(row, spec.value.effective(), object), Verdict::Met(_)));
        rows.next().map(|row| row.value).filter(|value| *value != NO_LIMIT)
    };
    let is_left_out = |name: &str| is_absent(spec.value, name);
    let mut parts = Vec::new();
    for name in fields.iter().filter(|name| is_left_out(name) && !(is_scaled && **name == "replicas")) {
        parts.extend(default(&format!("spec.{name}")).map(|value| format!("{name}: {value}")));
    }
    let mut tooltip = "Left out, so this holds".to_owned();
    if (kind.group(), kind.name()) == ("apps", "Deployment") && is_left_out("strategy") {
        let bound = |name: &str| {
            let path = format!("spec.strategy.rollingUpdate.{name}");
            let text = default(&path)?;
            let pods = value::pods(object, kind, &path, text).map(|pods| format!("; `{name}`: {pods}"));
            Some((text, pods.unwrap_or_default()))
        };
        if let (Some(word), Some((less, missing)), Some((more, added))) =
            (default("spec.strategy.type"), bound("maxUnavailable"), bound("maxSurge"))
        {
            parts.push(format!("{word} {less}/{more}"));
            tooltip.extend([missing, added]);
        }
    }
    (!parts.is_empty()).then(|| InlayHint { offset: behind(spec), label: parts.join(", "), tooltip: Some(tooltip) })
}

/// Behind the `spec` of a Pod, as whom it runs and how long it may take to stop.
fn pod_hint(pod: Pod<'_>) -> Option<InlayHint> {
    let default = |name| defaults("PodSpec", name).first().map(|row| row.value);
    let is_left_out = |name| is_absent(pod.spec, name);
    let mut parts = Vec::new();
    // What was `serviceAccount` once is still read.
    if is_left_out("serviceAccountName") && is_left_out("serviceAccount") {
        parts.extend(default("serviceAccountName").map(|name| format!("ServiceAccount {name}")));
    }
    if is_left_out("terminationGracePeriodSeconds") {
        parts.extend(default("terminationGracePeriodSeconds").map(|seconds| format!("grace period {seconds} s")));
    }
    let tooltip = "`serviceAccountName` and `terminationGracePeriodSeconds` where they are left out";
    let offset = behind(pod.spec.as_entry()?);
    (!parts.is_empty()).then(|| InlayHint { offset, label: parts.join(", "), tooltip: Some(tooltip.to_owned()) })
}

/// Behind an image that is pulled at every start, that it is.
fn pull_hint(container: Container<'_>) -> Option<InlayHint> {
    let image = container.node.entry("image")?;
    if !is_absent(container.node, "imagePullPolicy") {
        return None;
    }
    let rows = defaults("Container", "imagePullPolicy").iter().filter(|row| row.value == "Always");
    let reason = rows.filter_map(|row| match verdict(row, container.node, container.pod.object) {
        Verdict::Met(reason) => reason,
        Verdict::Unmet | Verdict::Open => None,
    });
    let reason = reason.into_iter().next()?;
    let tooltip = format!("Each start of the container asks the registry, since {reason}");
    Some(InlayHint { offset: behind(image), label: "imagePullPolicy: Always".to_owned(), tooltip: Some(tooltip) })
}

/// Behind a probe, how long it may fail.
fn probe_hint(container: Node<'_>, purpose: Purpose) -> Option<InlayHint> {
    let entry = container.entry(purpose.field())?;
    let budget = Budget::of(purpose, entry.value.effective()).filter(|_| entry.value.effective().is_mapping())?;
    Some(InlayHint {
        offset: behind(entry),
        label: budget.label()?,
        tooltip: budget.spoken().as_deref().map(capitalized),
    })
}

fn capitalized(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text[..first].to_uppercase() + &text[first..]
}

/// Whether nothing is written behind `key`, here or where a merge key leads.
fn is_absent(mapping: Node<'_>, key: &str) -> bool {
    let value = mapping.merged_get(key).map(|node| node.effective().resolved(Flavour::Kubernetes));
    matches!(value, None | Some(Some(Resolved::Null)))
}

/// Behind a value of one line; behind the first line of any other, before a comment.
fn behind(entry: Entry<'_>) -> TextSize {
    let text = entry.key.tree().text();
    let value = entry.value.range();
    let begins_below = entry.value.is_mapping() && !entry.value.is_flow();
    if !begins_below && !text[value].contains('\n') {
        return value.end();
    }
    let rest = &text[usize::from(entry.key.range().end())..];
    let line = rest.lines().next().unwrap_or_default();
    let line = line.find(" #").or_else(|| line.find("\t#")).map_or(line, |at| &line[..at]);
    entry.key.range().end() + TextSize::of(line.trim_end())
}
