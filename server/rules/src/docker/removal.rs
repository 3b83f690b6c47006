//! What a RUN removes: files by `rm` and `find -delete`, caches by the commands of their tools.

use project::docker::At;
use syntax::shell::SimpleCommand;

use super::layer::{self, Directories};
use super::package_install::PackageCall;
use super::shell_call::{self, ShellCall};
use crate::grain::ShellCommand;

/// A command that removes something.
#[derive(Debug, Clone)]
pub(super) struct Removal<'a> {
    /// The command.
    pub(super) command: ShellCommand<'a>,
    /// The paths, absolute where the directory is known; patterns stay patterns.
    pub(super) paths: Vec<String>,
    /// The package manager whose cache it empties by its own means: `apt-get` for `apt-get clean`.
    pub(super) manager: Option<&'static str>,
}

impl Removal<'_> {
    /// Whether nothing is left in the directory `path` (absolute).
    pub(super) fn empties(&self, path: &str) -> bool {
        self.paths.iter().any(|removed| {
            let whole = whole_directory(removed);
            whole.is_empty() || path.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// The directory that a path or pattern takes everything from: `/var/cache` for `/var/cache/*`, `/var/cache/` and `/var/cache`.
fn whole_directory(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    match path.rsplit_once('/') {
        Some((folder, last)) if last.contains('*') => folder,
        _ => path,
    }
}

/// What a RUN removes, in order.
pub(super) fn of<'a>(at: &At<'a>, directories: &Directories) -> Vec<Removal<'a>> {
    let mut found = Vec::new();
    let mut directory = directories.at(at);
    for command in layer::commands_of(*at) {
        let Some(call) = ShellCall::of(command.command()) else { continue };
        match call.name.as_str() {
            "cd" => directory = call.arguments.first().and_then(|word| join(directory.as_deref(), &word.display())),
            "rm" | "find" | "rmdir" => {
                let paths = paths(&call, directory.as_deref(), at);
                if !paths.is_empty() {
                    found.push(Removal { command, paths, manager: None });
                }
            }
            _ => {
                if let Some(manager) = emptied_cache(command.command()) {
                    found.push(Removal { command, paths: Vec::new(), manager: Some(manager) });
                }
            }
        }
    }
    found
}

/// What `rm` or `find … -delete` removes.
fn paths(call: &ShellCall<'_>, directory: Option<&str>, at: &At<'_>) -> Vec<String> {
    let scope = at.scope();
    let words: Vec<String> = match call.name.as_str() {
        "find" => {
            let deletes = call.has("-delete") || call.has("-exec") && call.has("rm");
            let folders = call
                .arguments
                .iter()
                .map_while(|word| shell_call::value(word, scope).filter(|it| !it.starts_with('-')));
            folders.filter(|_| deletes).collect()
        }
        _ => call.operands(&[]).filter_map(|word| shell_call::value(word, scope)).collect(),
    };
    words.iter().flat_map(|word| braces(word)).filter_map(|path| join(directory, &path)).collect()
}

/// The manager whose cache a command of its own empties.
fn emptied_cache(command: &SimpleCommand) -> Option<&'static str> {
    let call = PackageCall::of(command)?;
    let title = call.action.as_str();
    let operand = call.operands.first().and_then(|word| word.literal()).unwrap_or_default();
    let empties = match call.manager.name {
        "apt-get" | "apt" | "aptitude" => matches!(title, "clean" | "distclean" | "dist-clean"),
        "dnf" | "microdnf" | "yum" | "tdnf" => title == "clean",
        "zypper" => matches!(title, "clean" | "cc"),
        "apk" => title == "cache" && operand == "clean",
        "pacman" => title.starts_with("-Sc"),
        "npm" | "yarn" | "yarn 2+" => title == "cache" && operand == "clean",
        "pip" => title == "cache" && operand == "purge",
        "conda" | "mamba" => title == "clean",
        "uv" => title == "cache" && matches!(operand.as_str(), "clean" | "prune"),
        "pnpm" => title == "store" && operand == "prune",
        "composer" => matches!(title, "clear-cache" | "clearcache" | "cc"),
        "go" => title == "clean",
        _ => false,
    };
    empties.then_some(call.manager.name)
}

/// `path` below `directory`; `None` where the path is relative and the directory unknown.
pub(super) fn join(directory: Option<&str>, path: &str) -> Option<String> {
    if let Some(home) = path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Some(format!("/root{home}"));
    }
    if path.starts_with('/') {
        return Some(path.to_owned());
    }
    let path = path.trim_start_matches("./");
    Some(format!("{}/{path}", directory?.trim_end_matches('/')))
}

/// `/var/lib/{apt,dpkg}` as the shell expands it; nested and repeated braces are left alone.
fn braces(word: &str) -> Vec<String> {
    let Some((before, (list, after))) =
        word.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return vec![word.to_owned()];
    };
    if !list.contains(',') || list.contains('{') || before.ends_with('$') || after.contains('{') {
        return vec![word.to_owned()];
    }
    list.split(',').map(|part| format!("{before}{part}{after}")).collect()
}
