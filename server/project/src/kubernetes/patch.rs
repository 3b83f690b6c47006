//! Patches: files that a kustomization applies to objects of other files, so that they hold parts of objects.

use std::path::Path;

use syntax::yaml::{self, Node};

use crate::context::Answer;
use crate::files::FileSource;

/// The names of a kustomization.
const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The fields of a kustomization that name patches.
const FIELDS: [&str; 3] = ["patches", "patchesStrategicMerge", "patchesJson6902"];

/// A patch lies at most so many folders below its kustomization.
const CLIMB_LIMIT: usize = 4;

/// Whether a kustomization in the folder of the file at `path`, or in one around it below `top`, names the file as a patch; with what
/// was asked of the file system.
#[must_use]
pub fn is_patch(files: &dyn FileSource, path: &Path, top: Option<&Path>) -> (bool, Vec<Answer>) {
    let mut asked = Vec::new();
    if is_called_patch(path) {
        return (true, asked);
    }
    let folders = path.ancestors().skip(1).take_while(|folder| top.is_none_or(|top| folder.starts_with(top)));
    for folder in folders.take(if top.is_some() { CLIMB_LIMIT } else { 1 }) {
        let Ok(below) = path.strip_prefix(folder) else { continue };
        for name in KUSTOMIZATIONS {
            let (text, answer) = Answer::of_text(files, &folder.join(name));
            asked.push(answer);
            let Some(text) = text else { continue };
            // Most name no patches at all.
            let names_patches = text.contains("patches");
            if names_patches && names(&yaml::parse(text), below) {
                return (true, asked);
            }
            break;
        }
    }
    (false, asked)
}

/// Whether the file or its folder says so: `memory-patch.yaml`, `patches/memory.yaml`, and `01-assert.yaml` with what a test expects of an
/// object.
fn is_called_patch(path: &Path) -> bool {
    let has = |name: &str, words: &[&str]| {
        let mut parts = name.split(|letter: char| !letter.is_ascii_alphanumeric());
        parts.any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
    };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_folder = path.parent().is_some_and(|folder| has(&name(folder), &["patch", "patches"]));
    is_folder || has(&name(path), &["patch", "patches", "assert"])
}

/// Whether the kustomization names the file at `below`, seen from its folder, as a patch.
fn names(kustomization: &yaml::Yaml, below: &Path) -> bool {
    let is_it = |node: Node<'_>| node.text().is_some_and(|text| Path::new(text.trim_start_matches("./")) == below);
    kustomization
        .documents()
        .flat_map(|document| FIELDS.iter().filter_map(move |field| document.root().get(field)))
        .any(|patches| {
            let mut items = patches.items();
            items.any(|item| is_it(item) || item.get("path").is_some_and(is_it))
        })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::is_patch;
    use crate::files::Memory;

    #[test]
    fn a_kustomization_around_it_names_a_patch() {
        let memory = Memory::new([
            (PathBuf::from("/w/a/kustomization.yaml"), "patches:\n- path: ./patches/b.yaml\n- patch: x\n".to_owned()),
            (PathBuf::from("/w/kustomization.yml"), "patchesStrategicMerge: [c.yaml]\n".to_owned()),
        ]);
        let seen = |path: &str| is_patch(&memory, Path::new(path), Some(Path::new("/w"))).0;
        assert!(seen("/w/a/patches/b.yaml"));
        assert!(seen("/w/c.yaml"));
        assert!(!seen("/w/a/c.yaml"));
        assert!(!seen("/w/a/b.yaml"));
        assert!(seen("/w/memory_patch.yaml"));
        assert!(!seen("/w/dispatch.yaml"));
    }
}
