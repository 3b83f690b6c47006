//! Texts about instructions, their flags and mounts.

use schema::dockerfile as known;

use super::{card, since};

/// An instruction.
pub(crate) fn instruction(keyword: &str) -> Option<String> {
    let it = known::instruction(keyword)?;
    let text = match it.deprecated {
        Some(reason) => format!("{}\n\nDeprecated: {reason}", it.documentation),
        None => it.documentation.to_owned(),
    };
    Some(card(it.keyword, &[it.summary, &since(it.since)], &text))
}

/// The flag `name`, with or without its dashes.
fn flag_of(keyword: &str, name: &str) -> Option<(&'static known::Instruction, &'static known::Flag)> {
    let it = known::instruction(keyword)?;
    let bare = name.trim_start_matches('-');
    let flag = it.flags.iter().find(|flag| flag.name.trim_start_matches('-').eq_ignore_ascii_case(bare))?;
    Some((it, flag))
}

/// A flag of an instruction.
pub(crate) fn flag(keyword: &str, name: &str) -> Option<String> {
    let (it, flag) = flag_of(keyword, name)?;
    let repeatable = if flag.repeatable { "may be repeated" } else { "" };
    let name = format!("{} {}", it.keyword, flag.name);
    Some(card(&name, &[flag.summary, repeatable, &since(flag.since)], flag.documentation))
}

/// A value of a flag with a closed list of values.
pub(crate) fn flag_value(keyword: &str, name: &str, value: &str) -> Option<String> {
    let (it, flag) = flag_of(keyword, name)?;
    let value = flag.values.iter().find(|it| it.name.eq_ignore_ascii_case(value))?;
    let text = format!("{}\n\n{}", value.documentation, flag.documentation);
    Some(card(&format!("{} {}={}", it.keyword, flag.name, value.name), &[flag.summary], &text))
}

/// A type of mount.
pub(crate) fn mount_type(name: &str) -> Option<String> {
    let kind = known::mount_type(name)?;
    Some(card(&format!("--mount=type={}", kind.name), &[&since(Some("1.2"))], kind.documentation))
}

fn key_of(kind: &str, name: &str) -> Option<(&'static known::MountType, &'static known::MountOption)> {
    let kind = known::mount_type(kind)?;
    let name = name.to_ascii_lowercase();
    let option = kind.options.iter().find(|it| it.name == name || it.aliases.contains(&name.as_str()))?;
    Some((kind, option))
}

/// A key of a mount.
pub(crate) fn mount_key(kind: &str, name: &str) -> Option<String> {
    if name.eq_ignore_ascii_case("type") {
        return mount_type(kind);
    }
    let (kind, option) = key_of(kind, name)?;
    let of = format!("of a `{}` mount", kind.name);
    let required = if option.required { "required" } else { "" };
    let default = option.default.map(|default| format!("default `{default}`")).unwrap_or_default();
    Some(card(option.name, &[&of, required, &default], option.documentation))
}

/// A value of a key with a closed list of values.
pub(crate) fn mount_value(kind: &str, name: &str, value: &str) -> Option<String> {
    let (kind, option) = key_of(kind, name)?;
    let value = option.values.iter().find(|it| it.name.eq_ignore_ascii_case(value))?;
    let of = format!("of a `{}` mount", kind.name);
    let default = if option.default == Some(value.name) { "the default" } else { "" };
    let text = format!("{}\n\n{}", value.documentation, option.documentation);
    Some(card(&format!("{}={}", option.name, value.name), &[&of, default], &text))
}
