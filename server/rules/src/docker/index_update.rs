//! Fetching a package index in a layer where nothing is installed from it.

use project::docker::At;
use syntax::dockerfile::Element;
use syntax::shell::Statement;

use super::layer;
use super::package_install::PackageCall;
use super::shell_call::ShellCall;

/// Commands that install nothing, whatever they are given.
const HARMLESS: [&str; 41] = [
    "echo",
    "printf",
    "true",
    ":",
    "test",
    "[",
    "cd",
    "set",
    "export",
    "unset",
    "exit",
    "rm",
    "mkdir",
    "cp",
    "mv",
    "ln",
    "chmod",
    "chown",
    "touch",
    "cat",
    "tee",
    "sed",
    "awk",
    "grep",
    "head",
    "tail",
    "cut",
    "tr",
    "sort",
    "ls",
    "find",
    "date",
    "sleep",
    "curl",
    "wget",
    "gpg",
    "apt-key",
    "add-apt-repository",
    "lsb_release",
    "locale-gen",
    "update-ca-certificates",
];

/// The last index update of a RUN, when nothing behind it in the RUN uses the index.
pub(super) fn lone<'a>(at: &At<'a>) -> Option<PackageCall<'a>> {
    let mut update = None;
    for command in layer::commands_of(*at) {
        let simple = command.place.command;
        let Some(call) = ShellCall::of(simple) else {
            // Assignments alone are harmless; a computed name may be anything.
            update = update.filter(|_| simple.words.is_empty());
            continue;
        };
        match PackageCall::of(simple) {
            Some(package) if package.is_of_system() && package.updates_index() => update = Some(package),
            Some(package)
                if package.removes() || matches!(package.action.as_str(), "clean" | "autoclean" | "policy") => {}
            Some(package) if package.manager.name == "dpkg" && !package.installs() => {}
            Some(_) => update = None,
            None if HARMLESS.contains(&call.name.as_str()) => {}
            None => update = None,
        }
    }
    update
}

/// Whether a RUN installs with the manager of `update`, or one that uses the same index.
pub(super) fn installs_from(at: &At<'_>, update: &PackageCall<'_>) -> bool {
    layer::commands_of(*at)
        .filter_map(|command| PackageCall::of(command.place.command))
        .any(|call| same_index(&call, update) && (call.installs() || call.upgrades()))
}

/// Whether a RUN fetches the index itself before it installs.
pub(super) fn updates(at: &At<'_>, update: &PackageCall<'_>) -> bool {
    layer::commands_of(*at).filter_map(|command| PackageCall::of(command.place.command)).any(|call| {
        same_index(&call, update) && (call.updates_index() || call.has_flag(&["--no-cache", "-U", "--update"]))
    })
}

/// apt-get, apt and aptitude share an index; so do dnf and yum.
pub(super) fn same_index(one: &PackageCall<'_>, other: &PackageCall<'_>) -> bool {
    let family = |call: &PackageCall<'_>| match call.manager.name {
        "apt-get" | "apt" | "aptitude" => "apt",
        "dnf" | "yum" | "microdnf" => "dnf",
        name => name,
    };
    family(one) == family(other)
}

/// The statement of a RUN's own list (its command line, or the script of its heredoc) that is this call and nothing else.
pub(super) fn statement_of<'a>(at: &At<'a>, call: &PackageCall<'a>) -> Option<&'a Statement> {
    let range = call.name.node().range();
    layer::scripts_of(*at).flat_map(|script| &script.statements).find(|statement| {
        statement.pipeline.commands.len() == 1 && layer::is_simple(statement) && statement.range.contains_range(range)
    })
}
