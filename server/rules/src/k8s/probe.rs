//! Probes: which a container has, what they do, and which port they ask for.

use project::kubernetes::{Container, ContainerRole};
use syntax::yaml::{Entry, Node, Operation};

use super::{ports, scalar};
use crate::Severity;
use crate::fix::Fix;
use crate::report::Report;

/// The fields of a container that are probes.
pub(super) const PROBES: [&str; 3] = ["livenessProbe", "readinessProbe", "startupProbe"];

/// What a probe may do; exactly one of these is in it.
pub(super) const HANDLERS: [&str; 4] = ["exec", "httpGet", "tcpSocket", "grpc"];

/// The probes of a container, as they are written.
pub(super) fn probes(container: Container<'_>) -> impl Iterator<Item = Entry<'_>> {
    container.node.entries().filter(|entry| PROBES.iter().any(|name| entry.is(name)) && scalar::is_written(entry.value))
}

/// Whether a container is an init container that runs to its end, so that nothing can probe it.
pub(super) fn runs_to_its_end(container: Container<'_>) -> bool {
    let is_sidecar = || {
        scalar::get(container.node, "restartPolicy")
            .is_some_and(|policy| !policy.is("Never") && !policy.is("OnFailure"))
    };
    container.role == ContainerRole::Init && !is_sidecar()
}

/// Reports where the probe in the field `name` asks for a port that the container does not have. `effect`: what comes of it.
pub(super) fn check_port(container: Container<'_>, name: &str, effect: &str, report: &mut Report<'_>) {
    let Some(probe) = scalar::get(container.node, name) else { return };
    let handler = |key| scalar::get(probe, key).and_then(|handler| scalar::get(handler, "port"));
    let Some(port) = HANDLERS.into_iter().find_map(handler) else { return };
    if super::presence::is_partial_container(container) {
        return;
    }
    let what = name.strip_suffix("Probe").unwrap_or(name);
    let own: Vec<_> = ports::of(container).collect();
    if let Some(number) = scalar::int(port) {
        // That a port is not declared keeps nobody from listening on it.
        if own.iter().any(|own| own.number == Some(number)) || own.iter().all(|own| own.number.is_none()) {
            return;
        }
        let message = format!(
            "The {what} probe asks for port {number}, which the container does not declare; name one \
                 that it does, or declare it"
        );
        report.on(port, message).at_most(Severity::Info);
        return;
    }
    let Some(text) = scalar::text(port) else { return };
    if own.iter().any(|own| own.name.as_deref() == Some(&*text)) || !text.contains(|it: char| it.is_ascii_alphabetic())
    {
        return;
    }
    let names: Vec<&str> = own.iter().filter_map(|own| own.name.as_deref()).collect();
    let message = match names[..] {
        [] => format!(
            "The {what} probe asks for port `{text}`, and the container names no port, so {effect}; name \
                 the port, or write its number"
        ),
        _ => format!(
            "The {what} probe asks for port `{text}`, which the container does not have, so {effect}; \
                 name one of its ports"
        ),
    };
    let found = report.on(port, message);
    let nearest = match names[..] {
        [only] => Some(only),
        _ => syntax::spelling::nearest(&text, names.iter().copied()),
    };
    if let Some(nearest) = nearest {
        let node = own.iter().find(|own| own.name.as_deref() == Some(nearest)).map(|own| own.node);
        if let Some(node) = node.and_then(|node| node.get("name")) {
            found.label_on(node, "a port that it has");
        }
        found.fix(Fix::suggested(format!("Use port `{nearest}`")).edit(replaced(port, nearest)));
    }
}

fn replaced(node: Node<'_>, text: &str) -> Operation {
    Operation::Replace { at: node.address(), value: text.into() }
}
