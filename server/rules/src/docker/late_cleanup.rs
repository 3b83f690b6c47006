//! Removing in a layer what an earlier layer holds.

use std::collections::HashMap;

use project::docker::{At, Model};
use syntax::dockerfile::{Body, Element, Node};

use super::layer::{self, Directories};
use super::package_install::PackageCall;
use super::removal::{self, Removal};
use super::shell_call::{self, ShellCall, base_name};

/// A removal that comes a layer too late.
#[derive(Debug)]
pub(super) struct LateCleanup<'a> {
    /// The instruction that removes.
    pub(super) at: At<'a>,
    /// The command in it.
    pub(super) removal: Removal<'a>,
    /// The instruction that made it.
    pub(super) made_by: At<'a>,
    /// What made it there: the call, the download, the source that was copied.
    pub(super) maker: Node,
    /// What is removed.
    pub(super) what: Leftover,
}

/// What a layer holds that a later one removes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Leftover {
    /// The cache of a package manager, by the manager's name.
    Cache(&'static str),
    /// A file that was downloaded, by its path.
    Download(String),
    /// An archive that was copied from the build context, by its path.
    Archive(String),
}

/// Package managers with the directory that their calls fill.
const CACHES: [(&str, &str); 9] = [
    ("apt-get", "/var/lib/apt/lists"),
    ("apk", "/var/cache/apk"),
    ("dnf", "/var/cache/dnf"),
    ("yum", "/var/cache/yum"),
    ("zypper", "/var/cache/zypp"),
    ("pacman", "/var/cache/pacman/pkg"),
    ("pip", "/root/.cache/pip"),
    ("npm", "/root/.npm"),
    ("yarn", "/usr/local/share/.cache/yarn"),
];

/// Endings of files that are copied to be unpacked or installed.
const ARCHIVES: [&str; 18] = [
    ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".zip", ".7z", ".deb",
    ".rpm", ".apk", ".whl", ".run", ".iso", ".gz",
];

/// How many things are remembered at a time: each removal is held against all of them.
const TRACKED_LIMIT: usize = 256;

/// The late removals of every stage whose layers are part of the image.
pub(super) fn of<'a>(model: &'a Model, directories: &Directories) -> Vec<LateCleanup<'a>> {
    let mut found = Vec::new();
    for section in layer::sections(model) {
        let mut earlier: HashMap<Leftover, (At<'a>, Node)> = HashMap::new();
        let ships = section.stage.is_none_or(|stage| layer::stage_ships(model, stage));
        for at in section.instructions().filter(|at| ships && !at.deferred) {
            let removals = removal::of(&at, directories);
            let made = made_by(&at, directories);
            for removal in &removals {
                late(&at, removal, &made, &mut earlier, &mut found);
            }
            for (leftover, node) in made {
                if earlier.len() < TRACKED_LIMIT && !removals.iter().any(|removal| takes(removal, &leftover)) {
                    earlier.insert(leftover, (at, node));
                }
            }
        }
    }
    found
}

/// Notes what of `earlier` the removal takes, and forgets it: it is reported once.
fn late<'a>(
    at: &At<'a>,
    removal: &Removal<'a>,
    made: &[(Leftover, Node)],
    earlier: &mut HashMap<Leftover, (At<'a>, Node)>,
    found: &mut Vec<LateCleanup<'a>>,
) {
    let before = removal.command.place.command.range.start();
    // What the same RUN made is what the removal is for.
    let own = made.iter().any(|(leftover, node)| node.range().start() < before && takes(removal, leftover));
    let taken: Vec<Leftover> = earlier.keys().filter(|leftover| takes(removal, leftover)).cloned().collect();
    let mut late: Vec<LateCleanup<'a>> = Vec::new();
    for what in taken {
        let Some((made_by, maker)) = earlier.remove(&what) else { continue };
        late.push(LateCleanup { at: *at, removal: removal.clone(), made_by, maker, what });
    }
    late.sort_by_key(|it| it.maker.range().start());
    found.extend(late.into_iter().filter(|_| !own));
}

/// Whether `removal` takes `leftover` away.
fn takes(removal: &Removal<'_>, leftover: &Leftover) -> bool {
    match leftover {
        // Debian's images empty the archives by themselves; what stays are the lists, which `apt-get clean` leaves alone.
        Leftover::Cache("apt-get") => removal.empties(CACHES[0].1),
        Leftover::Cache(manager) => {
            let folder = CACHES.iter().find(|(name, _)| name == manager).map(|(_, folder)| *folder);
            removal.manager == Some(manager) || folder.is_some_and(|folder| removal.empties(folder))
        }
        Leftover::Download(path) | Leftover::Archive(path) => removal.empties(path),
    }
}

/// What an instruction puts into its layer that is most often removed again.
fn made_by(at: &At<'_>, directories: &Directories) -> Vec<(Leftover, Node)> {
    match &at.instruction.body {
        Body::Run(_) => caches(at).into_iter().chain(downloads(at, directories)).collect(),
        Body::Copy(transfer) | Body::Add(transfer) => {
            let scope = at.scope();
            let Some(target) = transfer.destination.as_ref().and_then(|word| scope.expand(word)) else {
                return Vec::new();
            };
            let directory = directories.at(at);
            let several = transfer.sources.len() > 1;
            let archives = transfer.sources.iter().filter_map(|source| {
                let name = scope.expand(source)?;
                let unpacked =
                    matches!(at.instruction.body, Body::Add(_)) && !name.contains("://") && !name.ends_with(".zip");
                if unpacked || !ARCHIVES.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)) {
                    return None;
                }
                let inside =
                    several || target.ends_with('/') || target.ends_with('.') || directory.as_deref() == Some(&target);
                let path = if inside {
                    format!("{}/{}", target.trim_end_matches('/'), base_name(&name))
                } else {
                    target.clone()
                };
                Some((Leftover::Archive(removal::join(directory.as_deref(), &path)?), source.node()))
            });
            archives.collect()
        }
        _ => Vec::new(),
    }
}

/// The caches that the package managers of a RUN fill.
fn caches(at: &At<'_>) -> Vec<(Leftover, Node)> {
    let mounts = layer::mounts(at.instruction, at.scope());
    let calls = layer::commands_of(*at).filter_map(|command| PackageCall::of(command.place.command));
    let filled = calls.filter_map(|call| {
        let manager = match call.manager.name {
            "apt" | "aptitude" => "apt-get",
            name => name,
        };
        let fills = match manager {
            "apt-get" => call.updates_index(),
            _ => call.installs() || call.updates_index(),
        };
        let (name, folder) = CACHES.iter().find(|(name, _)| *name == manager)?;
        let fills = fills && !call.has_flag(call.manager.no_cache) && !layer::keeps_out(&mounts, &[folder]);
        fills.then(|| (Leftover::Cache(name), call.name.node()))
    });
    filled.collect()
}

/// The files that a RUN downloads, where their names are known.
fn downloads(at: &At<'_>, directories: &Directories) -> Vec<(Leftover, Node)> {
    let mut directory = directories.at(at);
    let mut found = Vec::new();
    for command in layer::commands_of(*at) {
        let Some(call) = ShellCall::of(command.place.command) else { continue };
        match call.name.as_str() {
            "cd" => {
                let target = call.arguments.first().map(syntax::shell::Word::display);
                directory = target.and_then(|target| removal::join(directory.as_deref(), &target));
            }
            "curl" | "wget" => {
                let path = download(&call, at).and_then(|path| removal::join(directory.as_deref(), &path));
                found.extend(path.map(|path| (Leftover::Download(path), call.word.node())));
            }
            _ => {}
        }
    }
    found
}

/// The file that curl or wget writes, as written; `None`: standard output, or unknown.
fn download(call: &ShellCall<'_>, at: &At<'_>) -> Option<String> {
    let scope = at.scope();
    let text = |word: &syntax::shell::Word| shell_call::value(word, scope).unwrap_or_else(|| word.display());
    let arguments: Vec<String> = call.arguments.iter().map(text).collect();
    let curl = call.name == "curl";
    let (letter, long) = if curl { ('o', "--output") } else { ('O', "--output-document") };
    for (place, argument) in arguments.iter().enumerate() {
        let next = || arguments.get(place + 1).cloned();
        if let Some(rest) = argument.strip_prefix(long) {
            return rest.strip_prefix('=').map(str::to_owned).or_else(next).filter(|path| path != "-");
        }
        let letters = argument.strip_prefix('-').filter(|it| !it.starts_with('-')).unwrap_or_default();
        if let Some((before, value)) = letters.split_once(letter)
            && before.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return if value.is_empty() { next() } else { Some(value.to_owned()) }.filter(|path| path != "-");
        }
    }
    let remote_name =
        |it: &String| it == "--remote-name" || it.starts_with('-') && !it.starts_with("--") && it.contains('O');
    if curl && !arguments.iter().any(remote_name) {
        return None;
    }
    if arguments.iter().any(|it| matches!(it.as_str(), "-P" | "--directory-prefix" | "-i" | "--output-dir" | "-r")) {
        return None;
    }
    let url = arguments.iter().find(|it| it.contains("://"))?;
    let name = base_name(url.split(['?', '#']).next().unwrap_or(url));
    (!name.is_empty()).then(|| name.to_owned())
}
