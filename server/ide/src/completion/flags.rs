//! Flags of instructions and their values.

use schema::dockerfile::FlagValue;
use syntax::TextRange;
use syntax::dockerfile::{Flag, Keyword};

use super::item::around;
use super::typing::Typing;
use super::{images, mounts, snippets, users, variables};
use crate::documentation::Topic;
use crate::types::{CompletionItem, CompletionKind};

/// How long the times of a HEALTHCHECK usually are.
const TIMES: [(&str, &[&str]); 4] = [
    ("--interval", &["30s", "10s", "1m"]),
    ("--timeout", &["3s", "5s", "10s"]),
    ("--start-period", &["10s", "30s", "1m"]),
    ("--start-interval", &["1s", "2s", "5s"]),
];

/// Proposes flags and values where one is being typed; whether this is such a place.
pub(super) fn completions(typing: &mut Typing<'_>) -> bool {
    let keyword = typing.keyword();
    if !keyword.takes_flags() {
        return false;
    }
    if let Some(flag) = typing.typed.flags.last().filter(|flag| typing.touches(flag.range)) {
        if flag.value.is_none() {
            names(typing, name_range(typing), 0);
        } else if !variables::completions(typing) {
            value(typing, flag);
        }
        return true;
    }
    // A dash or two are no flag yet.
    let dashes = typing.arguments();
    if matches!(dashes, "-" | "--") || dashes.starts_with("--") && typing.at_first_argument() {
        names(typing, name_range(typing), 0);
        return true;
    }
    false
}

/// The name of a flag around the cursor, its dashes included.
fn name_range(typing: &Typing<'_>) -> TextRange {
    around(typing.text(), typing.offset, |c| c.is_ascii_alphanumeric() || c == '-')
}

/// The flags of the instruction that may still be given.
pub(super) fn names(typing: &mut Typing<'_>, range: TextRange, group: u8) {
    let Some(known) = schema::dockerfile::instruction(typing.keyword().name()) else { return };
    let behind = &typing.text()[usize::from(range.end())..];
    for flag in known.flags {
        let present = typing.whole.flags(flag.name.trim_start_matches('-')).any(|it| it.name.range != range);
        if present && !flag.repeatable {
            continue;
        }
        let item = CompletionItem::new(flag.name, CompletionKind::Property, range)
            .detail(flag.summary)
            .group(group)
            .about(Topic::Flag, format!("{} {}", known.keyword, flag.name));
        typing.add(match flag.takes_value {
            FlagValue::Required if behind.starts_with('=') => item,
            FlagValue::Required => item.insert(format!("{}=", flag.name)).retrigger(),
            FlagValue::OptionalBoolean if behind.starts_with(['=', ' ', '\t']) => item,
            FlagValue::OptionalBoolean => item.insert(format!("{} ", flag.name)).retrigger(),
        });
    }
    if typing.keyword() == Keyword::Run {
        snippets::mounts(typing, range, group.saturating_add(1));
    }
}

fn value(typing: &mut Typing<'_>, flag: &Flag) {
    let name = flag.name.text.to_ascii_lowercase();
    match (typing.keyword(), name.as_str()) {
        (Keyword::Run, "mount") => mounts::completions(typing, flag),
        (Keyword::Copy, "from") => images::reference(typing, images::Place::Source),
        (Keyword::From, "platform") => platforms(typing),
        (Keyword::Copy | Keyword::Add, "chown") => users::owner(typing),
        (Keyword::Copy | Keyword::Add, "chmod") => modes(typing),
        (Keyword::Add, "checksum") => {
            let range = value_range(typing);
            typing
                .add(CompletionItem::new("sha256:", CompletionKind::Value, range).detail("the digest of the download"));
        }
        (Keyword::Healthcheck, _) => times(typing, &name),
        _ => known_values(typing, &name),
    }
}

/// The value around the cursor.
pub(super) fn value_range(typing: &Typing<'_>) -> TextRange {
    around(typing.text(), typing.offset, |c| !c.is_whitespace() && !matches!(c, '=' | ',' | '"' | '\''))
}

fn known_values(typing: &mut Typing<'_>, name: &str) {
    let range = value_range(typing);
    let keyword = typing.keyword().name();
    let Some(known) = schema::dockerfile::instruction(keyword) else { return };
    let Some(flag) = known.flags.iter().find(|flag| flag.name.trim_start_matches('-') == name) else { return };
    for value in flag.values {
        typing.add(
            CompletionItem::new(value.name, CompletionKind::Value, range)
                .about(Topic::FlagValue, format!("{keyword} {} {}", flag.name, value.name)),
        );
    }
}

fn platforms(typing: &mut Typing<'_>) {
    let range = value_range(typing);
    for (group, name) in [(0, "BUILDPLATFORM"), (9, "TARGETPLATFORM")] {
        let detail = if group == 0 { "the builder's own: natively, for cross-compiling" } else { "the default anyway" };
        typing.add(
            CompletionItem::new(format!("${name}"), CompletionKind::Variable, range)
                .detail(detail)
                .group(group)
                .about(Topic::Argument, name),
        );
    }
    for (place, platform) in schema::dockerfile::platforms().iter().enumerate() {
        typing.add(
            CompletionItem::new(platform.name, CompletionKind::Value, range)
                .group(if place < 2 { 1 } else { 2 })
                .about(Topic::Platform, platform.name),
        );
    }
}

fn modes(typing: &mut Typing<'_>) {
    let range = value_range(typing);
    let modes = [
        ("755", "rwxr-xr-x: programs and folders"),
        ("644", "rw-r--r--: files that everybody may read"),
        ("555", "r-xr-xr-x: programs that nobody changes"),
        ("444", "r--r--r--: files that nobody changes"),
    ];
    for (mode, detail) in modes {
        typing.add(CompletionItem::new(mode, CompletionKind::Value, range).detail(detail));
    }
}

fn times(typing: &mut Typing<'_>, name: &str) {
    let range = value_range(typing);
    if name == "retries" {
        for (group, count) in ["3", "5", "2"].into_iter().enumerate() {
            let detail = if group == 0 { "the default" } else { "" };
            let group = u8::try_from(group).unwrap_or_default();
            typing.add(CompletionItem::new(count, CompletionKind::Value, range).detail(detail).group(group));
        }
        return;
    }
    let Some((_, times)) = TIMES.iter().find(|(flag, _)| flag.trim_start_matches('-') == name) else { return };
    for (group, time) in times.iter().enumerate() {
        let group = u8::try_from(group).unwrap_or_default();
        typing.add(CompletionItem::new(*time, CompletionKind::Value, range).group(group));
    }
}
