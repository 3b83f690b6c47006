//! `--mount`: types, keys and their values.

use std::path::Path;

use syntax::TextRange;
use syntax::dockerfile::{Flag, MountOption};

use super::item::around;
use super::snippets;
use super::typing::Typing;
use super::{images, paths};
use crate::documentation::Topic;
use crate::hover::mount_type_of;
use crate::types::{CompletionItem, CompletionKind};

/// Where tools look for credentials, with the tools.
const SECRETS: [(&str, &str); 6] = [
    ("/root/.npmrc", "npm"),
    ("/root/.netrc", "curl, git, Go, pip"),
    ("/root/.config/pip/pip.conf", "pip"),
    ("/root/.m2/settings.xml", "Maven"),
    ("/root/.gradle/gradle.properties", "Gradle"),
    ("/root/.aws/credentials", "AWS"),
];

/// What can stand at the cursor within `flag`, which reaches up to it.
pub(super) fn completions(typing: &mut Typing<'_>, flag: &Flag) {
    let Some(option) = flag.options.last() else { return keys(typing, flag) };
    match &option.value {
        None => keys(typing, flag),
        Some(_) => value(typing, flag, option),
    }
}

/// The options of the mount around the cursor as they stand in the file.
fn present(typing: &Typing<'_>) -> Vec<String> {
    let whole = typing.whole.flags.iter().find(|flag| flag.range.contains_inclusive(typing.offset));
    let options = whole.into_iter().flat_map(|flag| &flag.options);
    options
        .filter(|option| !option.range.contains_inclusive(typing.offset))
        .map(|option| option.key.text.to_ascii_lowercase())
        .collect()
}

fn keys(typing: &mut Typing<'_>, flag: &Flag) {
    let range = around(typing.text(), typing.offset, |c| c.is_ascii_alphanumeric());
    let has_value = typing.text()[usize::from(range.end())..].starts_with('=');
    let present = present(typing);
    if !present.iter().any(|key| key == "type") {
        types(typing, range, has_value);
        if flag.options.len() <= 1 {
            ready(typing, range);
        }
    }
    let Some(kind) = schema::dockerfile::mount_type(mount_type_of(flag)) else { return };
    for (place, option) in kind.options.iter().enumerate() {
        let taken = |name: &str| present.iter().any(|key| key == name);
        if taken(option.name) || option.aliases.iter().any(|alias| taken(alias)) {
            continue;
        }
        let detail = match (option.required, option.default) {
            (true, _) => "required".to_owned(),
            (false, Some(default)) => format!("default {default}"),
            (false, None) => String::new(),
        };
        let group = if option.required { 1 } else { u8::try_from(place + 2).unwrap_or(u8::MAX) };
        let item = CompletionItem::new(option.name, CompletionKind::Property, range)
            .detail(detail)
            .group(group)
            .about(Topic::MountKey, format!("{} {}", kind.name, option.name));
        typing.add(if option.is_flag || has_value {
            item
        } else {
            item.insert(format!("{}=", option.name)).retrigger()
        });
    }
}

/// `type=…` for a mount that has none.
fn types(typing: &mut Typing<'_>, range: TextRange, has_value: bool) {
    if has_value {
        typing.add(CompletionItem::new("type", CompletionKind::Property, range).about(Topic::Mount, "bind"));
        return;
    }
    for kind in schema::dockerfile::mount_types() {
        let label = format!("type={}", kind.name);
        typing.add(
            CompletionItem::new(label.clone(), CompletionKind::Property, range)
                .insert(format!("{label},"))
                .retrigger()
                .about(Topic::Mount, kind.name),
        );
    }
}

/// Whole cache mounts for the package managers this RUN calls.
fn ready(typing: &mut Typing<'_>, range: TextRange) {
    for (target, locked, manager) in caches(typing) {
        let label = format!("type=cache,target={target}{}", if locked { ",sharing=locked" } else { "" });
        typing.add(
            CompletionItem::new(label, CompletionKind::Property, range)
                .detail(format!("cache of {manager}"))
                .about(Topic::Mount, "cache"),
        );
    }
}

/// The caches of the package managers this RUN calls, those without a mount yet: path, whether it must be locked, whose.
fn caches(typing: &Typing<'_>) -> Vec<(&'static str, bool, &'static str)> {
    let mut found: Vec<(&'static str, bool, &'static str)> = Vec::new();
    for command in typing.whole.simple_commands() {
        let Some(name) = command.name() else { continue };
        let base = name.rsplit('/').next().unwrap_or_default();
        let Some(manager) = schema::dockerfile::package_manager(base) else { continue };
        for mount in manager.cache_mounts {
            let mounted =
                typing.whole.flags("mount").filter(|flag| !flag.range.contains_inclusive(typing.offset)).any(|flag| {
                    let mut values = flag.options.iter().filter_map(|option| option.value.as_ref());
                    values.any(|value| value.raw == mount.target)
                });
            if !mounted && !found.iter().any(|(target, ..)| *target == mount.target) {
                found.push((mount.target, mount.locked, manager.name));
            }
        }
    }
    found
}

fn value(typing: &mut Typing<'_>, flag: &Flag, option: &MountOption) {
    let kind = mount_type_of(flag).to_ascii_lowercase();
    let range = around(typing.text(), typing.offset, |c| !c.is_whitespace() && !matches!(c, '=' | ',' | '"' | '\''));
    let key = option.key.text.to_ascii_lowercase();
    match (kind.as_str(), key.as_str()) {
        (_, "type") => {
            for kind in schema::dockerfile::mount_types() {
                let item = CompletionItem::new(kind.name, CompletionKind::Value, range).about(Topic::Mount, kind.name);
                typing.add(item);
            }
        }
        (_, "from") => images::reference(typing, images::Place::Source),
        ("cache", "target" | "dst" | "destination") => cache_targets(typing, range),
        ("bind", "target" | "dst" | "destination") => bind_targets(typing, flag, range),
        ("secret", "target" | "dst" | "destination") => {
            for (path, tool) in SECRETS {
                typing.add(CompletionItem::new(path, CompletionKind::Value, range).detail(tool));
            }
        }
        ("bind", "source" | "src") => match flag.options.iter().any(|it| it.key.text.eq_ignore_ascii_case("from")) {
            true => paths::of_stage(typing, range, 0),
            false => paths::entries(typing, paths::Style::Option),
        },
        (kind, key) => {
            let Some(known) = schema::dockerfile::mount_type(kind) else { return };
            let found = known.options.iter().find(|it| it.name == key || it.aliases.contains(&key));
            for value in found.map(|option| option.values).unwrap_or_default() {
                let default = if found.and_then(|it| it.default) == Some(value.name) { "the default" } else { "" };
                typing.add(
                    CompletionItem::new(value.name, CompletionKind::Value, range)
                        .detail(default)
                        .about(Topic::MountValue, format!("{} {key} {}", known.name, value.name)),
                );
            }
        }
    }
}

fn cache_targets(typing: &mut Typing<'_>, range: TextRange) {
    let has_sharing = present(typing).iter().any(|key| key == "sharing");
    let mut found = caches(typing);
    if found.is_empty() {
        // Nothing is called yet: what the base image installs with.
        let system = typing.stage().and_then(|stage| snippets::package_manager(typing.model, stage.index));
        let name = if system == Some("apt") { Some("apt-get") } else { system };
        let manager = name.and_then(schema::dockerfile::package_manager);
        found.extend(
            manager.into_iter().flat_map(|manager| {
                manager.cache_mounts.iter().map(|mount| (mount.target, mount.locked, manager.name))
            }),
        );
    }
    for (target, locked, manager) in found {
        let item = CompletionItem::new(target, CompletionKind::Value, range).detail(format!("cache of {manager}"));
        typing.add(if locked && !has_sharing { item.insert(format!("{target},sharing=locked")) } else { item });
    }
    typing
        .add(CompletionItem::new("/root/.cache", CompletionKind::Value, range).detail("caches of many tools").group(1));
}

/// The name the source has, where the command looks for it.
fn bind_targets(typing: &mut Typing<'_>, flag: &Flag, range: TextRange) {
    let source = flag.options.iter().find(|option| matches!(option.key.text.as_str(), "source" | "src"));
    let source = source.and_then(|option| option.value.as_ref()).map(|value| value.raw.clone());
    let name = source.as_deref().and_then(|path| Path::new(path).file_name()).and_then(|name| name.to_str());
    if let Some(name) = name {
        typing.add(CompletionItem::new(name, CompletionKind::Value, range).detail("in the working directory"));
    }
    if let Some(path) = typing.stage().and_then(|stage| typing.model.workdir(stage.index, typing.index)) {
        typing.add(
            CompletionItem::new(path.value, CompletionKind::Value, range).detail("the working directory").group(1),
        );
    }
}
