//! What kind of project lies in a folder, by the files that give it away.

use schema::dockerfile::Ecosystem;

/// Whether a file's name is what `pattern` of the tables says: `*` at its start stands for any text.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_prefix('*').map_or(pattern == name, |ending| name.ends_with(ending))
}

/// The kinds of the project whose folder has files of these names, the most specific first.
pub(super) fn kinds(names: &[String]) -> Vec<&'static Ecosystem> {
    let is_there = |pattern: &&'static str| names.iter().any(|name| fits(pattern, name));
    schema::dockerfile::ecosystems().iter().filter(|it| it.detection_files.iter().any(is_there)).collect()
}

/// Whether a package manager reads a file of this name: dependencies or their lock.
pub(super) fn is_manifest(name: &str) -> bool {
    let managers = schema::dockerfile::package_managers().iter();
    managers.flat_map(|it| it.manifest_files.iter().chain(it.lock_files)).any(|pattern| fits(pattern, name))
}
