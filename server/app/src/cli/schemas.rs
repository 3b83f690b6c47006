//! `plimsoll schemas`: importing, listing and removing what is known of custom resources besides the bundled facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::{fs, io};

use anstyle::Style;
use anyhow::{Context, bail};
use project::files::{Disk, Overlay, reason, text_of};
use project::schemas::Origin;
use project::schemas::import::{Import, Mistake, volumes};

use super::arguments::{Schemas, SchemasImport, SchemasList, SchemasRemove, Selection};
use super::scan::Scan;
use super::{FAILED, output, place, write};
use crate::data_folder;

const BOLD: Style = Style::new().bold();

/// What the text on standard input is called.
const STANDARD_INPUT: &str = "standard input";

/// Does what the arguments say.
///
/// # Errors
/// When the folder cannot be written, or is unknown.
pub(super) fn run(schemas: &Schemas) -> anyhow::Result<ExitCode> {
    match schemas {
        Schemas::Import(arguments) => import(arguments),
        Schemas::List(arguments) => list(arguments),
        Schemas::Remove(arguments) => remove(arguments),
    }
}

/// The folder that the user names, else their own.
fn folder(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    match named.map(place::absolute).or_else(data_folder::schemas) {
        Some(folder) => Ok(folder),
        None => {
            bail!("the system names no folder for data: set `HOME` or `XDG_DATA_HOME`, or name a folder with `--to`")
        }
    }
}

fn import(arguments: &SchemasImport) -> anyhow::Result<ExitCode> {
    let folder = folder(arguments.to.as_deref())?;
    let here = place::working_directory();
    let mut buffers: HashMap<Arc<Path>, Arc<str>> = HashMap::new();
    let mut paths = Vec::new();
    for path in &arguments.paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
            let text = text_of(bytes).context("standard input cannot be read")?;
            let path = here.join(STANDARD_INPUT);
            buffers.insert(path.as_path().into(), text);
            paths.push(path);
        } else {
            paths.push(place::absolute(path));
        }
    }
    let disk = Overlay::new(Arc::new(Disk), Arc::new(buffers));
    let imported = Import::read(&disk, &paths);
    for Mistake { file, place, reason } in &imported.mistakes {
        let file = place::shown(file, &here);
        let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
        output::say_plain(format_args!("{file}: {place}{reason}"));
    }
    for (path, text) in &imported.files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
        write::replace(&path, text).map_err(|reason| anyhow::anyhow!("{}: {reason}", path.display()))?;
    }
    output::print(&report(&imported, &place::shown(&folder, &here)))?;
    let is_nothing = imported.files.is_empty() && imported.bundled == 0;
    Ok(if is_nothing { FAILED.into() } else { ExitCode::SUCCESS })
}

/// What was imported, in a sentence or two.
fn report(imported: &Import, folder: &str) -> String {
    let mut out = String::new();
    let versions = imported.files.len();
    let kinds = imported.files.keys().map(|path| (path.parent(), kind_in(path))).collect::<BTreeSet<_>>().len();
    if versions == 0 {
        out.push_str("nothing was imported\n");
    } else {
        let in_versions = if versions == kinds { String::new() } else { format!(" in {}", count(versions, "version")) };
        let groups = count(imported.groups(), "group");
        let _ = writeln!(out, "imported {}{in_versions} of {groups} into {folder}", count(kinds, "kind"));
    }
    if imported.bundled > 0 {
        let kinds = count(imported.bundled, "kind");
        let _ = writeln!(out, "left out {kinds} of Kubernetes itself: all are bundled, for every version");
    }
    out
}

/// `Tab` of `example.com/Tab_v1.facts`.
fn kind_in(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.split_once('_').map_or(name, |(kind, _)| kind)
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn list(arguments: &SchemasList) -> anyhow::Result<ExitCode> {
    let here = place::working_directory();
    let path = arguments.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let asked = place::absolute(&path);
    if !asked.exists() {
        bail!("{}: there is no such file or folder", path.display());
    }
    let selection = Selection { paths: vec![path], quiet: true, ..Selection::default() };
    let snapshot = Scan::new(&selection)?.world.snapshot();
    // Of a folder, what counts for the files in it.
    let asked = if asked.is_dir() { asked.join("manifest.yaml") } else { asked };
    let mut out = String::new();
    for schemas in snapshot.schema_places(&asked) {
        let origin = match schemas.origin {
            Origin::Settings => "settings",
            Origin::Workspace => "workspace",
            Origin::Imported => "imported",
        };
        let place = place::shown(&schemas.path, &here);
        let group =
            |api_version: &str| api_version.rsplit_once('/').map_or(String::new(), |(group, _)| group.to_owned());
        let kinds: BTreeSet<_> = schemas.kinds.iter().map(|(api_version, kind)| (group(api_version), kind)).collect();
        let _ = writeln!(out, "{BOLD}{origin}{BOLD:#} {place}: {}", count(kinds.len(), "kind"));
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (api_version, kind) in &schemas.kinds {
            versions.entry(api_version).or_default().push(kind);
        }
        for (api_version, kinds) in versions {
            let _ = writeln!(out, "  {api_version}: {}", kinds.join(", "));
        }
    }
    let bundled = schema::kubernetes::custom_kinds().count();
    let _ = writeln!(
        out,
        "{BOLD}bundled{BOLD:#} Kubernetes {} to {}, {bundled} versions of custom resources",
        schema::kubernetes::Version::oldest(),
        schema::kubernetes::Version::newest(),
    );
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn remove(arguments: &SchemasRemove) -> anyhow::Result<ExitCode> {
    let folder = folder(arguments.from.as_deref())?;
    let all = volumes(&Disk, &folder);
    let mut unknown: BTreeSet<&str> = arguments.names.iter().map(String::as_str).collect();
    let mut removed = 0;
    for (path, volume) in &all {
        let group = volume.api_version.rsplit_once('/').map_or("core", |(group, _)| group);
        let whole = format!("{}/{}", volume.api_version, volume.kind);
        let names = arguments.names.iter().filter(|name| [group, &volume.api_version, &whole].contains(&name.as_str()));
        let names: Vec<&String> = names.collect();
        if names.is_empty() && !arguments.all {
            continue;
        }
        for name in names {
            unknown.remove(name.as_str());
        }
        fs::remove_file(path).map_err(|error| anyhow::anyhow!("{}: {}", path.display(), reason(&error)))?;
        removed += 1;
        // Only an empty folder goes; one with something else in it stays.
        if let Some(parent) = path.parent().filter(|parent| *parent != folder) {
            let _ = fs::remove_dir(parent);
        }
    }
    for name in &unknown {
        output::say(format_args!("nothing called `{name}` was imported; `plimsoll schemas list` shows what was"));
    }
    output::print(&format!("removed {}\n", count(removed, "schema")))?;
    Ok(if unknown.is_empty() { ExitCode::SUCCESS } else { FAILED.into() })
}
