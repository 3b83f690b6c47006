//! What a value comes to: `500m` of CPU is half a core, `30 2 * * 1-5` is every weekday at 02:30.

use project::kubernetes::{Member, Object, Place};
use schema::kubernetes::values::cron::{self, Schedule};
use schema::kubernetes::values::duration::{self, Dialect, Duration};
use schema::kubernetes::values::int_or_percent::{self, Rounding};
use schema::kubernetes::values::quantity;
use schema::kubernetes::values::zone::{self, DateTime, Timestamp, Zone};
use schema::kubernetes::{Kind, Schema, Shape};
use syntax::yaml::{Flavour, Node, Resolved, Route};

use super::effective::is_filled_in_later;

/// How many of the next runs of a schedule are told.
const RUNS: usize = 3;

/// Custom resources seldom say that a text is a duration; what is called like that and reads like one is.
const SPANS: [&str; 7] = ["duration", "interval", "timeout", "period", "before", "delay", "ttl"];

/// The bounds of the update of a Deployment.
const MAX_UNAVAILABLE: &str = "spec.strategy.rollingUpdate.maxUnavailable";
const MAX_SURGE: &str = "spec.strategy.rollingUpdate.maxSurge";

/// Kinds with a schedule in `spec.schedule`, and what the field beside it is called that has the time zone.
const SCHEDULED: [(&str, &str, Option<&str>); 3] = [
    ("batch", "CronJob", Some("timeZone")),
    ("argoproj.io", "CronWorkflow", Some("timezone")),
    ("velero.io", "Schedule", None),
];

/// What a text at a place comes to, in words that go on in a sentence. `None`: it means no more than it says, or it is
/// not right.
pub(super) fn in_words(place: &Place<'_>, member: &Member<'_>, text: &str) -> Option<String> {
    let schema = place.schema?;
    if schema.is_quantity() {
        let resource = member.keys.last().map_or(member.field.name, String::as_str);
        return quantity::in_words(resource, text);
    }
    if zone_field(place).is_some() {
        return cron::parse(text).ok().map(|cron| cron.schedule.spoken());
    }
    if let Some(pods) = pods(place.object, place.kind, &place.path, text) {
        return Some(pods);
    }
    seconds(member, schema, text).or_else(|| span(place, member, schema, text)).map(Duration::spoken)
}

/// What is wrong with the text of `value`, as a sentence of its own; `None`: nothing, or it is filled in later.
pub(super) fn mistake(place: &Place<'_>, value: Node<'_>, text: &str) -> Option<String> {
    let schema = place.schema.filter(|_| !is_filled_in_later(text))?;
    let said = match () {
        () if schema.is_quantity() => quantity::parse(text.trim()).err().map(|it| it.to_string()),
        () if zone_field(place).is_some() => cron::parse(text).err().map(|it| it.to_string()),
        () if is_zone(place) => zone::parse(text).err().map(|it| it.to_string()),
        () if rounding(place.kind, &place.path).is_some() => match value.resolved(Flavour::Kubernetes) {
            Some(Resolved::Str(text)) => int_or_percent::parse(&text).err().map(|it| it.to_string()),
            Some(Resolved::Null | Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_)) | None => None,
        },
        () => {
            let dialect = schema.pattern().and_then(Dialect::of_pattern)?;
            duration::parse(text, dialect).err().map(|it| it.to_string())
        }
    };
    said.map(|said| said + ".")
}

/// What a schedule does next, from a moment on; `None`: the text is none, or it is not known when it runs.
pub(super) fn next_runs(place: &Place<'_>, value: Node<'_>, text: &str, now: Timestamp) -> Option<String> {
    let field = zone_field(place)?;
    let cron = cron::parse(text).ok()?;
    if matches!(cron.schedule, Schedule::Every(_)) {
        return Some("The next run depends on the one before.".to_owned());
    }
    let spec = value.parent()?;
    if spec.get("suspend").and_then(Node::text).is_some_and(|it| it == "true") {
        return Some("It is suspended, so nothing is started.".to_owned());
    }
    let name = field.and_then(|field| spec.get(field)).and_then(Node::text);
    let (zone, note) = match &name {
        Some(name) => (zone::parse(name).ok()?, name.to_string()),
        // A zone in front of a schedule is refused.
        None if cron.zone.is_some() => return None,
        None => (Zone::UTC, "UTC, unless the controller has another zone".to_owned()),
    };
    let runs = cron.schedule.runs(&zone, now, RUNS);
    let before = std::iter::once(zone.clock(now)).chain(runs.iter().copied());
    let shown: Vec<String> =
        before.zip(&runs).enumerate().map(|(at, (before, run))| moment(*run, before, at == 0)).collect();
    (!shown.is_empty()).then(|| format!("Next: {} ({note}).", shown.join(", ")))
}

/// A run, with as much of its date as tells it from the one before.
fn moment(run: DateTime, before: DateTime, is_first: bool) -> String {
    let format = match () {
        () if run.year() != before.year() => "%a %-d %b %Y %H:%M",
        () if is_first || run.date() != before.date() => "%a %-d %b %H:%M",
        () => "%H:%M",
    };
    run.strftime(format).to_string()
}

/// What the field with the zone is called, where a schedule is; `None`: none is here.
fn zone_field(place: &Place<'_>) -> Option<Option<&'static str>> {
    let (group, kind) = (place.kind.group(), place.kind.name());
    let known = SCHEDULED.iter().find(|(of, name, _)| (*of, *name) == (group, kind) && place.path == "spec.schedule");
    known.map(|(_, _, zone)| *zone)
}

/// Whether a place is the time zone beside a schedule.
fn is_zone(place: &Place<'_>) -> bool {
    let (group, kind) = (place.kind.group(), place.kind.name());
    let known = SCHEDULED.iter().find(|(of, name, _)| (*of, *name) == (group, kind));
    let field = known.and_then(|(_, _, zone)| *zone);
    field.is_some_and(|field| place.path.strip_prefix("spec.") == Some(field))
}

/// The schedule of an object, and its time zone where one is written; `None`: it has no schedule.
pub(super) fn schedule<'a>(object: Object<'a>, kind: Kind<'_>) -> Option<(Node<'a>, Option<Node<'a>>)> {
    let (.., zone) = SCHEDULED.iter().find(|(group, name, _)| (*group, *name) == (kind.group(), kind.name()))?;
    let spec = object.node.get("spec")?;
    Some((spec.get("schedule")?, zone.and_then(|zone| spec.get(zone))))
}

/// Which way a percentage of Pods goes at `path` of a kind; `None`: no percentage of Pods is there.
fn rounding(kind: Kind<'_>, path: &str) -> Option<Rounding> {
    match (kind.group(), kind.name(), path) {
        ("apps", "Deployment", MAX_UNAVAILABLE) => Some(Rounding::Down),
        ("apps", "Deployment", MAX_SURGE) => Some(Rounding::Up),
        _ => None,
    }
}

/// What a percentage of the Pods of a Deployment comes to while it is updated: `0 of 3 Pods, rounded down`. `None` anywhere
/// else, and for anything but a percentage.
pub(super) fn pods(object: Object<'_>, kind: Kind<'_>, path: &str, text: &str) -> Option<String> {
    let rounding = rounding(kind, path)?;
    let percent = int_or_percent::parse(text).ok()?;
    let replicas = object.node.get("spec")?.get("replicas").and_then(Node::text);
    let replicas: i64 = replicas.map_or(Some(1), |it| it.parse().ok()).filter(|it| *it >= 0)?;
    let pods = percent.of(replicas, rounding);
    let way = match rounding {
        Rounding::Down => "down",
        Rounding::Up => "up",
    };
    // When both bounds come to nothing, nothing could move: the controller then takes one Pod away.
    let is_stuck = rounding == Rounding::Down && pods == 0 && surge(object, replicas) == Some(0);
    let instead = if is_stuck { "; as `maxSurge` is 0 too, 1" } else { "" };
    let s = if replicas == 1 { "" } else { "s" };
    Some(format!("{pods} of {replicas} Pod{s}, rounded {way}{instead}"))
}

/// How many Pods a Deployment may have too many while it is updated, where that is written.
fn surge(object: Object<'_>, replicas: i64) -> Option<i64> {
    let node = object.node.find(&Route::parse(MAX_SURGE))?;
    match node.resolved(Flavour::Kubernetes)? {
        Resolved::Int(number) => Some(number),
        Resolved::Str(text) => Some(int_or_percent::parse(&text).ok()?.of(replicas, Rounding::Up)),
        Resolved::Null | Resolved::Bool(_) | Resolved::Float(_) => None,
    }
}

/// So many seconds, where a number of them is hard to read.
fn seconds(member: &Member<'_>, schema: Schema<'_>, text: &str) -> Option<Duration> {
    let is_seconds =
        member.keys.is_empty() && member.field.name.contains("Seconds") && schema.shape() == Shape::Integer;
    let seconds = text.parse().ok().filter(|seconds: &i64| is_seconds && *seconds >= 60)?;
    Some(Duration::of_seconds(seconds))
}

fn span(place: &Place<'_>, member: &Member<'_>, schema: Schema<'_>, text: &str) -> Option<Duration> {
    let named = || {
        let name = member.field.name.to_lowercase();
        let is_free = schema.pattern().is_none() && schema.shape() == Shape::String && place.kind.is_custom();
        (is_free && SPANS.iter().any(|span| name.ends_with(span))).then_some(Dialect::Go)
    };
    let dialect = schema.pattern().and_then(Dialect::of_pattern).or_else(named)?;
    duration::parse(text, dialect).ok()
}
