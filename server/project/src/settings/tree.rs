//! All settings of a workspace: which places say something, and what holds for a file.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;
use serde_json::Value as Json;
use syntax::{TextRange, TextSize};

use super::layer::Layer;
use super::read::{self, Read};
use super::{Flags, KubernetesVersion, Mistake, RuleName, Settings, version};
use crate::files::{EntryKind, FileError, FileSource};
use crate::kind::SETTINGS_FILES;

/// How many folders above a workspace are looked into.
const CLIMB_LIMIT: usize = 64;

/// All settings of a workspace.
///
/// What holds for a file depends on its folder alone, so everything is worked out once for each folder that has settings of
/// its own; a look-up climbs from the file to the nearest of them.
#[derive(Debug, Clone, Default)]
pub struct SettingsTree {
    base: Arc<InForce>,
    /// By folder: those with a settings file, and those the editor has settings for.
    folders: HashMap<PathBuf, Arc<InForce>>,
    files: BTreeMap<PathBuf, Notes>,
    editor_mistakes: Vec<String>,
    editor_rule_names: Vec<String>,
    flag_mistakes: Vec<String>,
}

/// What holds from a folder down, to the next one.
#[derive(Debug, Default)]
struct InForce {
    settings: Arc<Settings>,
    /// Of all folders above, and of the editor.
    exclude: Vec<GlobSet>,
}

/// What is to be said about a file.
#[derive(Debug, Clone, Default)]
struct Notes {
    mistakes: Vec<Mistake>,
    rule_names: Vec<RuleName>,
}

/// What the places that count say, each by its folder.
struct Layers {
    files: HashMap<PathBuf, Layer>,
    editor: HashMap<PathBuf, Layer>,
    editor_for_all: Layer,
    flags: Layer,
}

impl SettingsTree {
    /// Reads `settings_files` from `files`. `editor` has what the editor says, for a folder each (`None`: for all), `flags` what the command line says.
    ///
    /// Of two files in one folder the first of [`SETTINGS_FILES`] counts. A file that is not there counts as never named,
    /// unless the command line named it.
    #[must_use]
    pub fn read(
        files: &dyn FileSource,
        settings_files: &[PathBuf],
        editor: &[(Option<PathBuf>, Json)],
        flags: &Flags,
    ) -> Self {
        let mut tree = Self::default();
        let mut layers = Layers {
            files: HashMap::new(),
            editor: HashMap::new(),
            editor_for_all: Layer::default(),
            flags: tree.read_flags(flags),
        };
        for (folder, value) in editor {
            let Read { layer, mistakes, rule_names } = read::editor(value, folder.as_deref().unwrap_or(Path::new("")));
            tree.editor_mistakes.extend(mistakes.into_iter().map(|mistake| mistake.message));
            tree.editor_rule_names.extend(rule_names.into_iter().map(|name| name.name));
            match folder {
                Some(folder) => drop(layers.editor.insert(folder.clone(), layer)),
                None => layers.editor_for_all = layer,
            }
        }
        // The editor says the same again for each folder.
        for list in [&mut tree.editor_mistakes, &mut tree.editor_rule_names] {
            list.sort_unstable();
            list.dedup();
        }
        match &flags.config {
            // Its folder is where its patterns begin; it counts everywhere.
            Some(path) => {
                let layer = tree.read_file(files, path, true);
                layers.files.insert(PathBuf::new(), layer.unwrap_or_default());
            }
            None => tree.read_files(files, settings_files, &mut layers.files),
        }
        tree.put_in_force(&layers);
        tree
    }

    fn read_flags(&mut self, flags: &Flags) -> Layer {
        let mut layer = Layer { profile: flags.profile, ..Layer::default() };
        if let Some(text) = &flags.kubernetes_version {
            let version = KubernetesVersion::named(text);
            self.flag_mistakes.extend(match version {
                Some(version) => version::complaint("--kubernetes-version", version),
                None => Some(format!("--kubernetes-version is a minor version such as `1.36`, not `{text}`")),
            });
            layer.kubernetes_version = version;
        }
        layer
    }

    fn read_files(&mut self, files: &dyn FileSource, paths: &[PathBuf], layers: &mut HashMap<PathBuf, Layer>) {
        let rank = |path: &Path| SETTINGS_FILES.iter().position(|name| path.ends_with(name));
        let mut paths: Vec<&PathBuf> = paths.iter().collect();
        paths.sort_by_key(|path| (path.parent(), rank(path), *path));
        paths.dedup();
        for path in paths {
            let folder = path.parent().unwrap_or(Path::new(""));
            let Some(layer) = self.read_file(files, path, false) else { continue };
            if layers.contains_key(folder) {
                let message =
                    format!("this file does not count: `{}` beside it does; put both into one", SETTINGS_FILES[0]);
                self.files.insert(path.clone(), Notes { mistakes: vec![about_all(message)], rule_names: Vec::new() });
            } else {
                layers.insert(folder.to_owned(), layer);
            }
        }
    }

    /// Reads one file and notes what is to be said about it; `None` where it is not there.
    fn read_file(&mut self, files: &dyn FileSource, path: &Path, is_wanted: bool) -> Option<Layer> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let (layer, notes) = match files.read(path) {
            Ok(text) => {
                let Read { layer, mistakes, rule_names } = read::file(&text, folder);
                (layer, Notes { mistakes, rule_names })
            }
            Err(FileError::Missing) if !is_wanted => return None,
            Err(error) => {
                let mistakes = vec![about_all(format!("these settings cannot be read: {error}"))];
                (Layer::default(), Notes { mistakes, rule_names: Vec::new() })
            }
        };
        self.files.insert(path.to_owned(), notes);
        Some(layer)
    }

    /// Works out what holds in each folder that has settings, the outer ones first.
    fn put_in_force(&mut self, layers: &Layers) {
        // The empty folder stands for all: it holds what `--config` names.
        let everywhere = layers.files.get(Path::new("")).cloned().unwrap_or_default();
        let mut said: HashMap<&Path, (Layer, Vec<GlobSet>)> = HashMap::new();
        let mut folders: Vec<&PathBuf> = layers.files.keys().chain(layers.editor.keys()).collect();
        folders.sort_unstable();
        folders.dedup();
        self.base = Arc::new(layers.in_force(None, &everywhere, &everywhere.exclude));
        for folder in folders.into_iter().filter(|folder| !folder.as_os_str().is_empty()) {
            let above = folder.ancestors().skip(1).find_map(|above| said.get(above));
            let mut exclude: Vec<GlobSet> = above.map_or_else(Vec::new, |(_, exclude)| exclude.clone());
            let above = above.map_or(&everywhere, |(layer, _)| layer);
            let own = layers.files.get(folder);
            exclude.extend(own.and_then(|layer| layer.exclude.clone()));
            let layer = own.map_or_else(|| above.clone(), |own| own.over(above));
            let outermost = everywhere.exclude.iter();
            let in_force = layers.in_force(Some(folder), &layer, outermost.chain(&exclude));
            self.folders.insert(folder.clone(), Arc::new(in_force));
            said.insert(folder, (layer, exclude));
        }
    }

    /// The settings files that count for files below `folder` and lie above it, outermost first: to be read besides those in it.
    ///
    /// The search ends at the folder with `.git`: what lies above a repository is none of its business. Given a file's path, its
    /// own folder is the first one above.
    #[must_use]
    pub fn files_above(files: &dyn FileSource, folder: &Path) -> Vec<PathBuf> {
        let is_top = |folder: &Path| files.kind(&folder.join(".git")).is_some();
        let mut found = Vec::new();
        if is_top(folder) {
            return found;
        }
        for above in folder.ancestors().skip(1).take(CLIMB_LIMIT) {
            // Outermost first once it is turned round, and in a folder the file that counts first.
            let names = SETTINGS_FILES.iter().rev().map(|name| above.join(name));
            found.extend(names.filter(|path| files.kind(path) == Some(EntryKind::File)));
            if is_top(above) {
                break;
            }
        }
        found.reverse();
        found
    }

    /// The settings in force for `path`.
    #[must_use]
    pub fn settings_for(&self, path: &Path) -> Arc<Settings> {
        Arc::clone(&self.in_force(path).settings)
    }

    /// Whether `exclude` in some settings file or the editor's settings leaves `path` out.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.in_force(path).exclude.iter().any(|patterns| patterns.is_match(path))
    }

    fn in_force(&self, path: &Path) -> &InForce {
        if self.folders.is_empty() {
            return &self.base;
        }
        path.ancestors().skip(1).find_map(|folder| self.folders.get(folder)).unwrap_or(&self.base)
    }

    /// The settings files that were read, sorted.
    #[must_use]
    pub fn files(&self) -> Vec<&Path> {
        self.files.keys().map(PathBuf::as_path).collect()
    }

    /// What is wrong in the settings file at `path`, by place.
    #[must_use]
    pub fn mistakes(&self, path: &Path) -> &[Mistake] {
        self.files.get(path).map_or(&[], |notes| &notes.mistakes)
    }

    /// The names under `rules:` of the settings file at `path`, in order.
    #[must_use]
    pub fn rule_names(&self, path: &Path) -> &[RuleName] {
        self.files.get(path).map_or(&[], |notes| &notes.rule_names)
    }

    /// What is wrong in the editor's own settings: no file can show it. Sorted, each sentence once; each names the setting.
    #[must_use]
    pub fn editor_mistakes(&self) -> &[String] {
        &self.editor_mistakes
    }

    /// The names under `plimsoll.rules` in the editor's settings, sorted, each once.
    #[must_use]
    pub fn editor_rule_names(&self) -> &[String] {
        &self.editor_rule_names
    }

    /// What is wrong with the command line's flags.
    #[must_use]
    pub fn flag_mistakes(&self) -> &[String] {
        &self.flag_mistakes
    }
}

impl Layers {
    /// What holds in `folder` where the files above come to `files`. `folder` is `None` outside of all folders with settings.
    fn in_force<'a>(
        &self,
        folder: Option<&Path>,
        files: &Layer,
        exclude: impl IntoIterator<Item = &'a GlobSet>,
    ) -> InForce {
        let editor = folder.and_then(|folder| folder.ancestors().find_map(|above| self.editor.get(above)));
        let editor = editor.unwrap_or(&self.editor_for_all);
        InForce {
            settings: Arc::new(self.flags.over(&files.over(editor)).settings()),
            exclude: exclude.into_iter().cloned().chain(editor.exclude.clone()).collect(),
        }
    }
}

/// A mistake that is about a file as a whole.
fn about_all(message: String) -> Mistake {
    Mistake { range: TextRange::empty(TextSize::new(0)), message, meant: None }
}
