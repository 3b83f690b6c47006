//! Texts about commands in RUN and their flags.

use schema::dockerfile as known;
use schema::dockerfile::{ManagerKind, PackageManager};

use super::card;

/// A command, by its name or a path to it.
pub(crate) fn command(name: &str) -> Option<String> {
    let base = name.rsplit('/').next()?;
    let manager = known::package_manager(base);
    let kind = match manager.map(|manager| manager.kind) {
        Some(ManagerKind::Os) => "packages of the distribution",
        Some(ManagerKind::Language) => "packages of a language",
        None => "",
    };
    let it = known::command(base).or_else(|| known::command(manager?.name));
    match (it, manager) {
        (Some(it), _) => {
            let package = if it.package.is_empty() || it.package == it.name || manager.is_some() {
                String::new()
            } else {
                format!("in the package `{}`", it.package)
            };
            Some(card(base, &[kind, &package], it.documentation))
        }
        (None, Some(manager)) => Some(card(base, &[kind], &caches(manager))),
        (None, None) => None,
    }
}

/// Where a package manager keeps what it downloads.
fn caches(manager: &PackageManager) -> String {
    let targets: Vec<String> = manager.cache_mounts.iter().map(|mount| format!("`{}`", mount.target)).collect();
    if targets.is_empty() {
        return String::new();
    }
    format!("Keeps what it downloads in {}: worth a `--mount=type=cache`.", targets.join(" and "))
}

/// A flag of a command; of short ones written together, such as `-fsSL`, each that is known.
pub(crate) fn command_flag(name: &str, flag: &str) -> Option<String> {
    let base = name.rsplit('/').next()?;
    let (bare, _) = flag.split_once('=').unwrap_or((flag, ""));
    if let Some(text) = one_flag(base, flag).or_else(|| one_flag(base, bare)) {
        return Some(card(&format!("{base} {bare}"), &[], &text));
    }
    if bare.starts_with("--") || !bare.starts_with('-') {
        return None;
    }
    let letters = bare.chars().skip(1).filter_map(|letter| {
        let short = format!("-{letter}");
        Some(format!("- `{short}`: {}", one_flag(base, &short)?))
    });
    let lines: Vec<String> = letters.collect();
    (!lines.is_empty()).then(|| card(&format!("{base} {bare}"), &[], &lines.join("\n")))
}

fn one_flag(base: &str, flag: &str) -> Option<String> {
    if let Some(manager) = known::package_manager(base) {
        let found = manager.flags.iter().find(|it| it.name.split(", ").any(|form| form == flag));
        if let Some(found) = found {
            return Some(found.documentation.to_owned());
        }
        if manager.insecure_flags.contains(&flag) {
            return Some(INSECURE.to_owned());
        }
    }
    let command = known::command(base)?;
    let text = if command.fail_flags.contains(&flag) {
        "A failed transfer fails the command; without it an error page counts as success."
    } else if command.follow_flags.contains(&flag) {
        "Follows redirects; without it the answer of a server that moved is saved instead of the file."
    } else if command.insecure_flags.contains(&flag) {
        INSECURE
    } else if command.quiet_flags.contains(&flag) {
        "Keeps progress bars out of the build's log."
    } else if command.non_interactive_flags.contains(&flag) {
        "Keeps it from asking; nobody is there to answer during a build."
    } else if base == "curl" && matches!(flag, "-S" | "--show-error") {
        "Shows the reason of a failure although `-s` is given."
    } else {
        return None;
    };
    Some(text.to_owned())
}

const INSECURE: &str = "Switches off a check of identity or integrity: whoever sits on the way decides what arrives. Install the missing \
     certificate or key instead.";

/// The flags of a command worth offering: the forms of each, and its text.
pub(crate) fn command_flags(base: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = known::package_manager(base)
        .map(|manager| manager.flags.iter().map(|it| (it.name.to_owned(), it.documentation.to_owned())).collect())
        .unwrap_or_default();
    if let Some(command) = known::command(base) {
        for group in [command.fail_flags, command.follow_flags, command.quiet_flags, command.non_interactive_flags] {
            let Some(first) = group.first() else { continue };
            let taken = found.iter().any(|(name, _)| name.split(", ").any(|form| group.contains(&form)));
            if !taken && let Some(text) = one_flag(base, first) {
                found.push((group.join(", "), text));
            }
        }
    }
    found
}
