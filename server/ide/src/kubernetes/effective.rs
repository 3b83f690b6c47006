//! What a field comes to when it is left out: what the API server or the kubelet puts there, as far as what stands around it
//! decides that.

use project::kubernetes::{Member, Object, Place};
use schema::kubernetes::{FieldDefault, Schema, Version};
use syntax::image_reference::ImageReference;
use syntax::yaml::{Flavour, Node, Resolved, Route};

use super::probe::{Budget, Purpose};
use super::value::pods;

/// How many defaults of a field are listed that nothing decides between.
const MOST_DEFAULTS: usize = 3;

/// How many fields that are left out are told of below what they belong to.
const MOST_FIELDS: usize = 5;

/// The fields that are worth telling of where they are left out, by the type that has them.
const MATTERING: &[(&str, &[&str])] = &[
    ("CronJobSpec", &["concurrencyPolicy", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]),
    ("DaemonSetSpec", &["updateStrategy.type", "updateStrategy.rollingUpdate.maxUnavailable"]),
    ("DaemonSetUpdateStrategy", &["type", "rollingUpdate.maxUnavailable"]),
    ("DeploymentSpec", &["replicas", "strategy.type", "progressDeadlineSeconds", "revisionHistoryLimit"]),
    ("DeploymentStrategy", &["type", "rollingUpdate.maxUnavailable", "rollingUpdate.maxSurge"]),
    ("HTTPGetAction", &["path", "scheme"]),
    ("HorizontalPodAutoscalerSpec", &["minReplicas"]),
    ("JobSpec", &["completions", "parallelism", "backoffLimit", "completionMode"]),
    ("NetworkPolicySpec", &["policyTypes"]),
    ("PodSpec", &["restartPolicy", "serviceAccountName", "terminationGracePeriodSeconds"]),
    ("Probe", &["timeoutSeconds", "periodSeconds", "failureThreshold"]),
    ("RollingUpdateDaemonSet", &["maxUnavailable", "maxSurge"]),
    ("RollingUpdateDeployment", &["maxUnavailable", "maxSurge"]),
    ("SecretVolumeSource", &["defaultMode"]),
    ("ServiceSpec", &["type", "externalTrafficPolicy", "sessionAffinity"]),
    ("StatefulSetSpec", &["replicas", "podManagementPolicy", "updateStrategy.type"]),
];

/// Whether the condition of a default is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is, for a reason that is worth telling or not: `the image has no tag`.
    Met(Option<String>),
    /// It is not.
    Unmet,
    /// What stands around the field does not say.
    Open,
}

/// What holds when the field at `place` is left out; only what is confirmed. `None`: nothing is known, or nothing holds here.
pub(super) fn default(
    place: &Place<'_>,
    member: &Member<'_>,
    schema: Schema<'_>,
    value: Node<'_>,
    version: Version,
) -> Option<String> {
    let around = value.parent()?;
    let rows = place.kind.defaults(&place.path, version).into_iter().filter(|row| is_confirmed(row));
    let mut open: Vec<String> = Vec::new();
    let mut is_known = false;
    for row in rows {
        is_known = true;
        match verdict(row, around, place.object) {
            Verdict::Met(reason) => {
                let Some(text) = shown(row, place, member.owner, around) else { continue };
                if open.is_empty() {
                    return Some(match reason {
                        Some(reason) => format!("Default here: {text}, since {reason}."),
                        None => format!("Default: {text}."),
                    });
                }
                // A row of the kind itself says the same and more.
                if !open.iter().any(|open| open.starts_with(&text)) {
                    open.push(text);
                }
            }
            Verdict::Open => {
                let text = open_default(row, place, member.owner, around);
                open.extend(text.filter(|text| !open.contains(text)));
            }
            Verdict::Unmet => {}
        }
    }
    open.truncate(MOST_DEFAULTS);
    if !is_known {
        open.extend(schema.default().map(|value| code(value.as_str())));
    }
    (!open.is_empty()).then(|| format!("Default: {}.", open.join(", ")))
}

/// What is true of the mapping or number `value` as it stands here: what a probe allows, which fields in it are filled in. `None`:
/// nothing that is worth a line.
pub(super) fn here(place: &Place<'_>, member: &Member<'_>, value: Node<'_>, version: Version) -> Option<String> {
    if place.object.is_partial {
        return None;
    }
    let purpose = || Purpose::ALL.into_iter().find(|purpose| purpose.field() == member.field.name);
    let is_probe = place.schema.and_then(Schema::definition_name) == Some("Probe");
    let budget = purpose().filter(|_| is_probe && value.effective().is_mapping());
    let budget = budget.and_then(|purpose| Budget::of(purpose, value.effective())?.spoken());
    let facts = [budget, requests(place, value), filled_in(place, value, version)];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    (!facts.is_empty()).then(|| format!("Here: {}.", facts.join("; ")))
}

/// The fields below `value` that matter and are left out, with what they come to.
fn filled_in(place: &Place<'_>, value: Node<'_>, version: Version) -> Option<String> {
    let owner = place.schema?.definition_name()?;
    let at = MATTERING.binary_search_by_key(&owner, |(name, _)| *name).ok()?;
    let mapping = value.effective();
    if !(mapping.is_mapping() || mapping.is_null()) {
        return None;
    }
    // What was `serviceAccount` once is still read.
    let is_named = |path: &str| path == "serviceAccountName" && !lacks(mapping, "serviceAccount");
    let left_out = MATTERING[at].1.iter().filter(|path| lacks(mapping, path) && !is_named(path));
    let fields = left_out.filter_map(|path| {
        let whole = if place.path.is_empty() { (*path).to_owned() } else { format!("{}.{path}", place.path) };
        let rows = place.kind.defaults(&whole, version);
        let rows = rows.into_iter().filter(|row| !row.value.starts_with('<'));
        // The first row is of the kind itself: what it leaves open, a row of a type does not decide.
        let mut verdicts = rows.map(|row| (row, verdict(row, mapping, place.object)));
        let (row, verdict) = verdicts.find(|(row, verdict)| match verdict {
            Verdict::Met(_) => true,
            Verdict::Unmet => false,
            Verdict::Open => is_confirmed(row),
        })?;
        let holds = verdict != Verdict::Open;
        let pods = pods(place.object, place.kind, &whole, row.value).map(|pods| format!(" ({pods})"));
        holds.then(|| format!("`{path}: {}`{}", row.value, pods.unwrap_or_default()))
    });
    let fields: Vec<String> = fields.take(MOST_FIELDS).collect();
    (!fields.is_empty()).then(|| format!("by default {}", fields.join(", ")))
}

/// Whether nothing is written at `path` below a mapping.
fn lacks(mapping: Node<'_>, path: &str) -> bool {
    let mut node = mapping;
    for step in path.split('.') {
        match node.merged_get(step).map(Node::effective) {
            Some(next) if !is_nothing(next) => node = next,
            Some(_) | None => return true,
        }
    }
    false
}

fn is_nothing(node: Node<'_>) -> bool {
    node.resolved(Flavour::Kubernetes) == Some(Resolved::Null)
}

/// The requests of a container that are not written and so equal the limits.
fn requests(place: &Place<'_>, value: Node<'_>) -> Option<String> {
    let is_of_container = |end: &str| {
        let list = place.path.strip_suffix(end).and_then(|path| path.strip_suffix(".resources"));
        list.is_some_and(|list| list.ends_with("ontainers[]"))
    };
    let resources = match () {
        () if is_of_container("") => value,
        () if is_of_container(".limits") || is_of_container(".requests") => value.parent()?,
        () => {
            let limits = value.parent()?;
            let name = value.key()?.text()?;
            let (path, _) = place.path.rsplit_once('.')?;
            let is_limit = path.ends_with("ontainers[].resources.limits");
            let is_lacking = is_limit && lacks_request(limits.parent()?, &name);
            return is_lacking.then(|| "the request is the same, since none is written".to_owned());
        }
    };
    let limits = resources.effective().merged_get("limits")?.effective();
    let equal = limits.merged_entries().into_iter().filter(|limit| lacks_request(resources, &limit.name()));
    let equal = equal.filter_map(|limit| Some(format!("`{}: {}`", limit.name(), limit.value.effective().text()?)));
    let equal: Vec<String> = equal.take(MOST_FIELDS).collect();
    (!equal.is_empty())
        .then(|| format!("requested as much as limited, since no request is written: {}", equal.join(", ")))
}

fn lacks_request(resources: Node<'_>, name: &str) -> bool {
    let requests = resources.effective().merged_get("requests");
    requests.and_then(|requests| requests.effective().merged_get(name)).is_none_or(|it| is_nothing(it.effective()))
}

/// Whether a row was checked against code or the documentation of the API.
fn is_confirmed(row: &FieldDefault) -> bool {
    !row.source.starts_with("unconfirmed")
}

/// A default that holds, with what it comes to. `None`: what is told of is no default.
fn shown(row: &FieldDefault, place: &Place<'_>, owner: Schema<'_>, around: Node<'_>) -> Option<String> {
    let Some(other) = row.value.strip_prefix('<').and_then(|it| it.strip_suffix('>')) else {
        let pods = pods(place.object, place.kind, &place.path, row.value).map(|pods| format!(" = {pods}"));
        return Some(code(row.value) + &pods.unwrap_or_default());
    };
    if owner.field(other).is_none() {
        // What is told of values under a condition is about values that are written: `<rounds down>`.
        return row.condition.is_none_or(is_plain).then(|| other.to_owned());
    }
    let value = around.merged_get(other).and_then(|node| node.effective().text());
    Some(match value {
        Some(value) => format!("{}, the same as {}", code(&value), code(other)),
        None => format!("the same as {}", code(other)),
    })
}

/// A default that may hold, with the condition that nothing here decides.
fn open_default(row: &FieldDefault, place: &Place<'_>, owner: Schema<'_>, around: Node<'_>) -> Option<String> {
    let condition = row.condition?;
    let is_plain = !row.value.starts_with('<');
    let names_field = || owner.field(row.value.trim_matches(['<', '>'])).is_some();
    let text = shown(row, place, owner, around).filter(|_| is_plain || names_field())?;
    Some(format!("{text} ({condition})"))
}

/// Conditions that say no more than that the field is left out.
fn is_plain(condition: &str) -> bool {
    matches!(
        condition,
        "unset" | "absent" | "empty" | "unset or empty" | "absent, 0 or empty" | "not written into the template"
    )
}

/// Whether a default holds for a field of the mapping `around`, or of one below it that is not there.
pub(super) fn verdict(row: &FieldDefault, around: Node<'_>, object: Object<'_>) -> Verdict {
    let Some(condition) = row.condition else { return Verdict::Met(None) };
    let field = |name: &'static str| (name, around.merged_get(name).map(Node::effective));
    let of_object = |name, route| (name, object.node.find(&Route::parse(route)).map(Node::effective));
    match condition {
        "image tag is latest, or neither tag nor digest" => image(field("image").1, true),
        "any other tag, or a digest" => image(field("image").1, false),
        "reference tag is latest, or neither tag nor digest" => image(field("reference").1, true),
        "any other reference" => image(field("reference").1, false),
        "strategy.type == RollingUpdate" => {
            silently(&one_of(of_object("strategy.type", "spec.strategy.type"), "RollingUpdate", &["RollingUpdate"]))
        }
        "updateStrategy.type == RollingUpdate" | "updateStrategy.type == RollingUpdate and rollingUpdate set" => {
            let kind = of_object("updateStrategy.type", "spec.updateStrategy.type");
            silently(&one_of(kind, "RollingUpdate", &["RollingUpdate"]))
        }
        "sessionAffinity == ClientIP" => {
            one_of(of_object("sessionAffinity", "spec.sessionAffinity"), "None", &["ClientIP"])
        }
        "type == LoadBalancer" => one_of(field("type"), "ClusterIP", &["LoadBalancer"]),
        "type is NodePort or LoadBalancer, or externalIPs set" => match field("externalIPs") {
            (name, Some(list)) if list.items().next().is_some() => Verdict::Met(Some(format!("`{name}` is written"))),
            _ => one_of(field("type"), "ClusterIP", &["NodePort", "LoadBalancer"]),
        },
        "type is ClusterIP, NodePort or LoadBalancer" => {
            one_of(field("type"), "ClusterIP", &["ClusterIP", "NodePort", "LoadBalancer"])
        }
        "kind == ServiceAccount" => one_of(field("kind"), "", &["ServiceAccount"]),
        "kind is User or Group" => one_of(field("kind"), "", &["User", "Group"]),
        "allocationMode == ExactCount" => one_of(field("allocationMode"), "ExactCount", &["ExactCount"]),
        "backoffLimitPerIndex set" => written(field("backoffLimitPerIndex"), true),
        "backoffLimitPerIndex absent" => silently(&written(field("backoffLimitPerIndex"), false)),
        "completions and parallelism both absent" => silently(&written(field("parallelism"), false)),
        "absent and egress rules present" => filled(field("egress"), true),
        "absent and no egress rules" => filled(field("egress"), false),
        "only limits set" => silently(&written(field("limits"), true)),
        "no value and no valueFrom" => silently(&written(field("valueFrom"), false)),
        "unset and command unset" => silently(&written(field("command"), false)),
        "unset and command set: image CMD is dropped" => written(field("command"), true),
        "namespaceSelector unset too" => silently(&written(field("namespaceSelector"), false)),
        "behavior set" | "behavior set, policies absent" => Verdict::Met(None),
        other if is_plain(other) => Verdict::Met(None),
        _ => Verdict::Open,
    }
}

/// Whether a field is one of `accepted`; left out it is `default`.
fn one_of((name, node): (&str, Option<Node<'_>>), default: &str, accepted: &[&str]) -> Verdict {
    let text = node.filter(|node| !is_nothing(*node)).map_or(Some(default.into()), Node::text);
    match text {
        Some(text) if text.is_empty() || is_filled_in_later(&text) => Verdict::Open,
        Some(text) if accepted.contains(&&*text) => Verdict::Met(Some(format!("`{name}` is `{text}`"))),
        Some(_) => Verdict::Unmet,
        None => Verdict::Open,
    }
}

/// Whether a field is written, or is not, as is `wanted`.
fn written((name, node): (&str, Option<Node<'_>>), wanted: bool) -> Verdict {
    let is_written = node.is_some_and(|node| !is_nothing(node));
    reason(name, is_written, wanted)
}

/// Whether something is in the list of a field, or nothing, as is `wanted`.
fn filled((name, node): (&str, Option<Node<'_>>), wanted: bool) -> Verdict {
    reason(name, node.is_some_and(|node| node.items().next().is_some()), wanted)
}

fn reason(name: &str, is_there: bool, wanted: bool) -> Verdict {
    match (is_there, wanted) {
        (true, true) => Verdict::Met(Some(format!("`{name}` is written"))),
        (false, false) => Verdict::Met(Some(format!("there is no `{name}`"))),
        (true, false) | (false, true) => Verdict::Unmet,
    }
}

/// Without a reason that is plain to see.
fn silently(verdict: &Verdict) -> Verdict {
    match verdict {
        Verdict::Met(_) => Verdict::Met(None),
        Verdict::Unmet => Verdict::Unmet,
        Verdict::Open => Verdict::Open,
    }
}

/// Whether an image is pulled at every start unless said otherwise, as is `wanted`: by `latest`, or neither by tag nor digest. A
/// digest behind `latest` does not count, as for the API server.
fn image(node: Option<Node<'_>>, wanted: bool) -> Verdict {
    let Some(text) = node.and_then(Node::text).filter(|text| !text.is_empty()) else { return Verdict::Open };
    let reference = ImageReference::parse(&text);
    if is_filled_in_later(&text) || !reference.errors.is_empty() {
        return Verdict::Open;
    }
    let (moves, why) = match (reference.tag(), reference.digest()) {
        (Some("latest"), _) => (true, "the tag is `latest`"),
        (Some(_), _) => (false, "the image has a tag"),
        (None, Some(_)) => (false, "the image has a digest"),
        (None, None) => (true, "the image has no tag"),
    };
    if moves == wanted { Verdict::Met(Some(why.to_owned())) } else { Verdict::Unmet }
}

/// Whether a tool fills in a text before the API server sees it.
pub(super) fn is_filled_in_later(text: &str) -> bool {
    text.contains("{{") || text.contains("${") || text.contains("$(") || text.starts_with('$')
}

/// A value as code.
pub(super) fn code(value: &str) -> String {
    let value = if value.is_empty() { "\"\"" } else { value };
    format!("`{value}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_names_what_exists() {
        assert!(MATTERING.is_sorted_by(|one, other| one.0 < other.0));
        for (owner, paths) in MATTERING {
            let names = ["core.v1", "apps.v1", "batch.v1", "networking.v1", "autoscaling.v2"];
            let schemas = names.map(|group| format!("io.k8s.api.{group}.{owner}"));
            let schema = schemas.iter().find_map(|name| Schema::of_definition(name, Version::newest()));
            let schema = schema.unwrap_or_else(|| panic!("{owner}"));
            for path in *paths {
                let field = path.split('.').try_fold(schema, |schema, name| Some(schema.field(name)?.schema));
                assert!(field.is_some(), "{owner} {path}");
            }
        }
    }
}
