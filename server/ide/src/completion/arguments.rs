//! Arguments of EXPOSE, STOPSIGNAL and SHELL.

use project::docker::Base;

use super::item::{around, size};
use super::typing::Typing;
use super::{images, snippets, variables};
use crate::documentation::{self, Topic};
use crate::types::{CompletionItem, CompletionKind};
use syntax::TextRange;
use syntax::dockerfile::{Body, Keyword};

/// What programs in containers mostly listen on.
const USUAL_PORTS: [u16; 6] = [3000, 5000, 8000, 8080, 8443, 9090];

/// The ports of EXPOSE: what the file and the image say first.
pub(super) fn expose(typing: &mut Typing<'_>) {
    if variables::completions(typing) {
        return;
    }
    let word = typing.word();
    let prefix = typing.prefix();
    if let Some(slash) = prefix.find('/') {
        let range = TextRange::new(word.start() + size(slash + 1), word.end());
        for (group, protocol) in ["tcp", "udp"].into_iter().enumerate() {
            let detail = if group == 0 { "the default" } else { "" };
            let item = CompletionItem::new(protocol, CompletionKind::Value, range).detail(detail);
            typing.add(item.group(u8::from(group > 0)));
        }
        return;
    }
    // What is exposed already is no news.
    let Body::Expose(words) = &typing.whole.body else { return };
    let present: Vec<String> = words
        .iter()
        .filter(|other| other.range != word)
        .map(|other| other.raw.split('/').next().unwrap_or_default().to_owned())
        .collect();
    let found = ports(typing);
    let listed = schema::dockerfile::well_known_ports().iter();
    let usual = listed.map(|port| (port.port, documentation::sentence(port.service).trim_end_matches('.').to_owned()));
    for (is_own, (port, detail)) in found.into_iter().map(|it| (true, it)).chain(usual.map(|it| (false, it))) {
        let label = port.to_string();
        // By number: among those with as many digits the label decides.
        let digits = u8::try_from(label.len()).unwrap_or_default();
        let group = if is_own {
            0
        } else if USUAL_PORTS.contains(&port) {
            1
        } else {
            2 + digits
        };
        if present.contains(&label) || typing.items.iter().any(|item| item.label == label) {
            continue;
        }
        let known = schema::dockerfile::well_known_ports().iter().any(|it| it.port == port);
        let item = CompletionItem::new(label.clone(), CompletionKind::Value, word).detail(detail).group(group);
        typing.add(if known { item.about(Topic::Port, label) } else { item });
    }
}

/// Ports that the image exposes or that variables of the stage name.
fn ports(typing: &Typing<'_>) -> Vec<(u16, String)> {
    let mut found = Vec::new();
    for binding in typing.model.scope(typing.index).visible() {
        let is_port = binding.name.to_ascii_uppercase().ends_with("PORT");
        if let Some(port) = binding.value.as_ref().filter(|_| is_port).and_then(|value| value.parse().ok()) {
            found.push((port, format!("the value of {}", binding.name)));
        }
    }
    let bottom = typing.stage().and_then(|stage| typing.model.lineage(stage.index).last());
    if let Some(Base::Image(image)) = bottom.map(|stage| &stage.base)
        && let Some(variant) = images::variant(image)
    {
        found.extend(variant.ports().map(|port| (port, format!("exposed by {}", image.familiar_name()))));
    }
    for (index, instruction) in typing.model.syntax.instructions.iter().enumerate() {
        if index == typing.index || instruction.keyword != Keyword::Expose {
            continue;
        }
        let Body::Expose(words) = &instruction.body else { continue };
        let line = typing.model.lines.line(instruction.range.start()) + 1;
        found.extend(words.iter().filter_map(|word| Some((word.raw.parse().ok()?, format!("exposed in line {line}")))));
    }
    found
}

/// The signals of STOPSIGNAL: those that programs stop on first.
pub(super) fn stopsignal(typing: &mut Typing<'_>) {
    if variables::completions(typing) {
        return;
    }
    let range = typing.word();
    for signal in schema::dockerfile::signals() {
        let group = match signal.canonical {
            "SIGTERM" => 0,
            _ if !signal.stops.is_empty() => 1,
            "SIGHUP" | "SIGUSR1" | "SIGUSR2" => 2,
            "SIGKILL" => 3,
            // The others report faults or work terminals; nobody stops a program with them.
            _ => continue,
        };
        let detail = if signal.stops.is_empty() {
            format!("signal {}", signal.number)
        } else {
            format!("stops {}", signal.stops.join(", "))
        };
        typing.add(
            CompletionItem::new(signal.canonical, CompletionKind::Value, range)
                .detail(if signal.canonical == "SIGTERM" { "the default".to_owned() } else { detail })
                .group(group)
                .about(Topic::Signal, signal.canonical),
        );
    }
}

/// The arrays of SHELL: those that fit the base image first.
pub(super) fn shell(typing: &mut Typing<'_>) {
    // The whole argument is one array.
    let range = around(typing.text(), typing.offset, |c| !matches!(c, '\n' | '\r'));
    let start = typing.arguments_start().min(typing.offset);
    if start < range.start() {
        return;
    }
    let range = TextRange::new(start, range.end());
    let system = typing.stage().and_then(|stage| snippets::package_manager(typing.model, stage.index));
    for (place, form) in schema::dockerfile::shells().iter().enumerate() {
        let fits = match system {
            Some("apk") => form.array.contains("/ash") || form.array.contains("/sh"),
            Some(_) => form.array.contains("/bash") || form.array.contains("/sh"),
            None => true,
        };
        let group = u8::try_from(place).unwrap_or(u8::MAX).saturating_add(if fits { 0 } else { 50 });
        typing.add(
            CompletionItem::new(form.array, CompletionKind::Value, range)
                .detail(if form.pipefail { "a failing pipe fails the step" } else { "" })
                .group(group)
                .about(Topic::Shell, form.array),
        );
    }
}
