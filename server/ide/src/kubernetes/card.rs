//! The card of an object: on one screen what it comes to here, who sends to it, what it hangs on, who scales it.

use project::graph::{Attribute, Completeness, Definition, Edge, Graph, Inquiry, Lookup, Maker, Port, Purpose};
use rustc_hash::FxHashSet;

use super::tally::{self, Count};

/// How many of a kind are named before the rest is counted.
const MOST: usize = 4;

/// What is true of an object here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Card {
    /// What stands behind its name: `3 × 250m / 256Mi (Burstable)`; empty for what has no Pods.
    pub(super) size: String,
    /// Lines, the most important first; empty where nothing has to do with it.
    pub(super) lines: Vec<String>,
}

/// The card of an object of the graph.
pub(super) fn card(graph: &Graph, own: Definition<'_>) -> Card {
    let inquiry = graph.inquire(own.path);
    if inquiry.completeness(own.object) != Completeness::Whole {
        return patch(&inquiry, own);
    }
    let count = tally::count(&inquiry, &own);
    let lines = [
        exposure(graph, &inquiry, own),
        selects(graph, &inquiry, own),
        referrers(&inquiry, own),
        needs(&inquiry, own),
        scaling(&inquiry, own, count),
    ];
    Card { size: size(&inquiry, own, count).unwrap_or_default(), lines: lines.into_iter().flatten().collect() }
}

/// Of a patch only what it changes is worth saying.
fn patch(inquiry: &Inquiry<'_>, own: Definition<'_>) -> Card {
    let changed: Vec<String> = inquiry.counterparts(own.object).iter().map(named).collect();
    let line = list(&changed).map(|changed| format!("A patch: it changes {changed}"));
    Card { size: String::new(), lines: line.into_iter().collect() }
}

/// `Deployment/api`
fn named(definition: &Definition<'_>) -> String {
    let identity = &definition.object.identity;
    format!("`{}/{}`", identity.kind, identity.name)
}

/// The first of a list, and how many more there are; `None` for an empty one.
fn list(items: &[String]) -> Option<String> {
    let shown = items.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match items.len() {
        0 => None,
        1..=MOST => Some(shown),
        all => Some(format!("{shown} and {} more", all - MOST)),
    }
}

/// How many Pods there are, what each asks for, and when it is killed.
fn size(inquiry: &Inquiry<'_>, own: Definition<'_>, count: Count) -> Option<String> {
    let pod = own.object.pod.as_ref()?;
    let each = tally::amounts(pod.requests()).unwrap_or_else(|| "no requests".to_owned());
    let size = match count {
        Count::Exactly(1) | Count::Open => each,
        Count::Exactly(count) => format!("{count} × {each}"),
        Count::Between(min, max) => format!("{min}–{max} × {each}"),
    };
    let quality = tally::quality(inquiry, &own).map(|it| format!(" ({})", it.name())).unwrap_or_default();
    Some(size + &quality)
}

/// Which Services send to the Pods, and who sends to these; of a Service who sends to it.
fn exposure(graph: &Graph, inquiry: &Inquiry<'_>, own: Definition<'_>) -> Option<String> {
    if own.object.identity.kind.as_ref() == "Service" {
        return list(&entries(inquiry, own)).map(|entries| format!("← {entries}"));
    }
    own.object.pod.as_ref()?;
    let by = inquiry.selecting(own.object).into_iter();
    let services = by.filter(|(by, selector)| by.object.selectors[*selector].purpose == Purpose::Service);
    let mut seen = Vec::new();
    let mut shown = Vec::new();
    for (service, _) in services {
        if seen.contains(&service) {
            continue;
        }
        seen.push(service);
        let ports: Vec<String> = service.object.ports.iter().map(|port| way(port, own)).collect();
        let ports = list(&ports).map(|ports| format!(" {ports}")).unwrap_or_default();
        let entries = list(&entries(&graph.inquire(service.path), service));
        let entries = entries.map(|entries| format!(" ← {entries}")).unwrap_or_default();
        shown.push(format!("{}{ports}{entries}", named(&service)));
    }
    list(&shown).map(|services| format!("← {services}"))
}

/// `:80 → web 8080`: a port of a Service, and where it leads in the Pods of `own`.
fn way(port: &Port, own: Definition<'_>) -> String {
    let target = port.target.as_deref().unwrap_or_default();
    let found = own.object.pod.as_ref().and_then(|pod| pod.ports(target).next().cloned());
    let leads = match found {
        Some(found) => match &found.name {
            Some(name) => format!("`{name}` {}", found.number),
            None => found.number.to_string(),
        },
        None if target.parse::<u16>().is_ok() => target.to_owned(),
        None => format!("`{target}`, which no container has"),
    };
    format!(":{} → {leads}", port.number)
}

/// Ingresses and routes that send to a Service, with their hosts.
fn entries(inquiry: &Inquiry<'_>, service: Definition<'_>) -> Vec<String> {
    let by = inquiry.referrers(service.object).into_iter();
    let mut seen: Vec<Definition<'_>> = Vec::new();
    let mut shown = Vec::new();
    for (by, _) in by.filter(|(_, reference)| reference.edge == Edge::Backend) {
        if seen.contains(&by) {
            continue;
        }
        seen.push(by);
        let mut hosts: Vec<String> = by.object.all_noted(Attribute::Host).map(|it| format!("`{}`", it.text)).collect();
        hosts.dedup();
        let hosts = list(&hosts).map(|hosts| format!(" {hosts}")).unwrap_or_default();
        shown.push(format!("{}{hosts}", named(&by)));
    }
    shown
}

/// What the selectors of a Service, a budget, a policy select.
fn selects(graph: &Graph, inquiry: &Inquiry<'_>, own: Definition<'_>) -> Option<String> {
    let selector = own.object.selectors.iter().find(|selector| {
        matches!(
            selector.purpose,
            Purpose::Service | Purpose::DisruptionBudget | Purpose::NetworkPolicy | Purpose::Monitor | Purpose::Policy
        )
    })?;
    let selected = inquiry.selected(own.object, selector);
    let names: Vec<String> = selected.iter().map(named).collect();
    let Some(names) = list(&names) else {
        let is_sure = inquiry.is_complete() && inquiry.doubt(own.object, selector).is_none();
        return Some(
            if is_sure { "→ selects nothing" } else { "→ selects nothing that has a manifest here" }.to_owned(),
        );
    };
    let pods = tally::pods(&selected, graph).filter(|_| selected.iter().all(|it| it.object.pod.is_some()));
    let pods = pods.filter(|pods| !pods.starts_with("the")).map(|pods| format!(" ({pods})")).unwrap_or_default();
    Some(format!("→ selects {names}{pods}"))
}

/// Who refers to it, scalers apart; each once, with what it does.
fn referrers(inquiry: &Inquiry<'_>, own: Definition<'_>) -> Option<String> {
    let is_shown_elsewhere = |edge: Edge| matches!(edge, Edge::ScaleTarget | Edge::Backend);
    let mut seen = FxHashSet::default();
    let mut shown = Vec::new();
    for (by, reference) in inquiry.referrers(own.object) {
        if !is_shown_elsewhere(reference.edge) && seen.insert((by.path, by.index)) {
            shown.push(format!("{} {}", named(&by), reference.edge.verb()));
        }
    }
    if own.object.identity.kind.as_ref() == "Namespace" {
        return (!shown.is_empty()).then(|| format!("← {} in it", tally::counted(shown.len() as i64, "object")));
    }
    list(&shown).map(|shown| format!("← {shown} it"))
}

/// What it refers to, each once: what is missing first, then objects and what is made by others.
fn needs(inquiry: &Inquiry<'_>, own: Definition<'_>) -> Option<String> {
    let mut seen = FxHashSet::default();
    let mut shown = Vec::new();
    let references = own.object.references.iter();
    for reference in references.filter(|it| !matches!(it.edge, Edge::Namespace | Edge::Owner)) {
        if !seen.insert((&reference.kind, &reference.name)) {
            continue;
        }
        let more = match inquiry.lookup(own.object, reference) {
            Lookup::Found(_) | Lookup::Ambiguous(_) | Lookup::Unknown(_) => String::new(),
            Lookup::Produced(makers) => match makers.first() {
                Some(Maker::Object(maker, _) | Maker::Release(maker)) => format!(" (made by {})", named(maker)),
                Some(Maker::Cluster) | None => continue,
            },
            Lookup::Optional => " (not here, optional)".to_owned(),
            Lookup::Missing => " (**missing**)".to_owned(),
        };
        shown.push(format!("`{}/{}`{more}", reference.kind, reference.name));
    }
    shown.sort_by_key(|it| !it.ends_with("(**missing**)"));
    list(&shown).map(|shown| format!("→ {shown}"))
}

/// Who scales it, and what a drain of a node may do to it.
fn scaling(inquiry: &Inquiry<'_>, own: Definition<'_>, count: Count) -> Option<String> {
    own.object.pod.as_ref()?;
    let mut shown = Vec::new();
    if let Some(scaler) = tally::scaler(inquiry, &own) {
        let span = match count {
            Count::Between(min, max) => format!(" {min}–{max}"),
            Count::Exactly(_) | Count::Open => String::new(),
        };
        shown.push(format!("{}{span}", named(&scaler)));
    }
    let by = inquiry.selecting(own.object).into_iter();
    let mut budgets = by.filter(|(by, selector)| by.object.selectors[*selector].purpose == Purpose::DisruptionBudget);
    match budgets.next() {
        Some((budget, _)) => {
            let allowed = [(Attribute::MinAvailable, "at least"), (Attribute::MaxUnavailable, "at most")];
            let allowed = allowed.into_iter().find_map(|(attribute, words)| {
                let what = if attribute == Attribute::MinAvailable { "stay" } else { "go" };
                Some(format!(": {words} {} {what}", budget.object.noted(attribute)?))
            });
            shown.push(format!("{}{}", named(&budget), allowed.unwrap_or_default()));
        }
        None if inquiry.is_complete() => {
            let most = match count {
                Count::Exactly(count) | Count::Between(count, _) => count,
                Count::Open => 0,
            };
            if most > 1 {
                shown.push(format!("`PodDisruptionBudget` none: a node drain may stop all {most} at once"));
            }
        }
        None => {}
    }
    (!shown.is_empty()).then(|| format!("⇅ {}", shown.join(" · ")))
}
