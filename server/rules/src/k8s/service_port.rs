//! Ports of Services, as backends name them.

use project::graph::{Definition, Reference};
use syntax::spelling;

use super::reference;
use crate::grain::Known;
use crate::report::Report;

/// Reports that a Service has no such port.
pub(super) fn report(
    known: &Known<'_>,
    reference: &Reference,
    service: Definition<'_>,
    consequence: &str,
    report: &mut Report<'_>,
) {
    let Some((port, range)) = &reference.part else { return };
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    let ports = &service.object.ports;
    let near = match ports.as_ref() {
        [only] if is_number => Some(only.number.to_string()),
        [only] => only.name.as_ref().map(ToString::to_string),
        _ if is_number => None,
        _ => spelling::nearest(port, ports.iter().filter_map(|it| it.name.as_deref())).map(ToOwned::to_owned),
    };
    let mut all: Vec<String> = ports
        .iter()
        .take(4)
        .map(|it| it.name.as_ref().filter(|_| !is_number).map_or_else(|| it.number.to_string(), ToString::to_string))
        .collect();
    all.dedup();
    let what = match &near {
        Some(near) => format!("use `{near}`"),
        None if all.is_empty() => "give it one".to_owned(),
        None => format!("it has {}", all.join(", ")),
    };
    let name = &service.object.identity.name;
    let found =
        reference::at(known, *range, format!("Service `{name}` has no port `{port}`, {consequence}; {what}"), report);
    found.label_in(known.file, service.path, service.object.site.name, "the Service");
    if let Some(near) = near
        && let Some(fix) = reference::rename(known, *range, port, &near)
    {
        found.fix(fix);
    }
}
