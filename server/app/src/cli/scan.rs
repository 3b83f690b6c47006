//! A scan: the selected files under their settings, and judging them all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::files::Disk;
use project::{DocumentKind, Snapshot, World, discover, kind};
use rayon::prelude::*;
use rules::judge;

use super::arguments::Selection;
use super::progress::Progress;
use super::selected::Selected;
use super::settings::SettingsFiles;
use super::{crash, git, place};
use crate::data_folder;
use crate::report::{Checked, Problem};

/// What the threads that analyse may use; the recursion limits of the parsers are far below it.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// Files to look at, with everything that is needed to judge them.
pub(super) struct Scan {
    /// What is known about the workspace; buffers in it are standard input and files whose name says nothing.
    pub(super) world: World,
    /// Where its settings come from.
    pub(super) settings_files: SettingsFiles,
    /// By the path that is shown, each once.
    pub(super) targets: Vec<Target>,
    /// What could not be read so far, in the order of the files.
    pub(super) problems: Vec<Problem>,
    /// The path of the text from standard input.
    pub(super) standard_input: Option<PathBuf>,
    /// What is worth saying besides, one sentence each.
    pub(super) notes: Vec<String>,
}

/// A file to look at.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Where it is, absolute.
    pub(super) path: PathBuf,
    /// What it is called in output.
    pub(super) shown: String,
    /// Settings from outside the selection: only worth mentioning when something is wrong in them.
    pub(super) implied: bool,
    /// Whether a person named it; a folder that holds it is not enough.
    pub(super) named: bool,
}

impl Scan {
    /// Finds what `selection` names, and its settings.
    ///
    /// # Errors
    /// When git or the file of `--config` cannot be asked. What cannot be read otherwise is a problem of the scan.
    pub(super) fn new(selection: &Selection) -> anyhow::Result<Self> {
        if selection.stdin_path.is_some() && !selection.paths.iter().any(|path| path.as_os_str() == "-") {
            anyhow::bail!("`--stdin-path` names the text on standard input, which `-` reads: add `-`");
        }
        let flags = selection.flags();
        let mut selected = Selected::new(selection, &flags);
        let mut world = World::new(Arc::new(Disk));
        world.set_imports(data_folder::schemas().into_iter().collect());
        for (path, text) in selected.buffers.drain(..) {
            world.open(&path, text, 0, Some("dockerfile"));
        }
        let settings_files = SettingsFiles { files: selected.settings.iter().cloned().collect(), flags };
        let settings = settings_files.read(world.snapshot().files());
        if let Some(config) = &selection.config {
            settings_files.demand_config(&settings, &place::shown(config, Path::new("")))?;
        }

        // What is found in one manifest hangs on those around it, whether they are looked at or not.
        let all: Vec<PathBuf> = selected.files.keys().filter(|path| kind::may_be_manifest(path)).cloned().collect();
        let found = selected.files.len();
        if let Some(revision) = &selection.since {
            let changed = git::changed_since(revision, &selected.folders)?;
            let standard_input = selected.standard_input.clone();
            selected.files.retain(|path, _| {
                Some(path) == standard_input.as_ref() || path.canonicalize().is_ok_and(|real| changed.contains(&real))
            });
        }
        let changed = selected.files.len();
        let named = std::mem::take(&mut selected.named);
        selected.files.retain(|path, _| named.contains(path) || !settings.excludes(path));
        selected.problems.retain(|(path, _)| !settings.excludes(path));
        let mut notes: Vec<String> = selected
            .unknown
            .iter()
            .map(|file| format!("{file}: neither its name nor its text says that it is a Dockerfile"))
            .collect();
        if selected.files.is_empty() && notes.is_empty() && selected.problems.is_empty() {
            notes.push(match &selection.since {
                _ if found == 0 && !selected.excluded => {
                    "nothing to check here: no Dockerfile, .dockerignore, manifest or plimsoll.yaml was found"
                        .to_owned()
                }
                Some(revision) if changed == 0 => format!("nothing to check: no file differs from `{revision}`"),
                Some(_) | None => "nothing to check: the settings exclude every file".to_owned(),
            });
        }
        notes.extend_from_slice(settings.flag_mistakes());

        let problems = selected.reported();
        let mut targets: Vec<Target> = settings
            .files()
            .into_iter()
            .filter(|path| !selected.files.contains_key(*path) && selection.config.is_none())
            .map(|path| Target { path: path.to_owned(), shown: selected.shown(path), implied: true, named: false })
            .collect();
        let files = selected.files.into_iter();
        targets.extend(files.map(|(path, shown)| {
            let named = named.contains(&path);
            Target { path, shown, implied: false, named }
        }));
        targets.sort_by(|a, b| a.shown.cmp(&b.shown));

        world.set_roots(selected.roots.into_iter().collect());
        world.set_known(targets.iter().map(|target| target.path.clone()).collect());
        world.set_settings(settings);
        if targets.iter().any(|target| kind::may_be_manifest(&target.path)) {
            learn(&mut world, &all);
        }
        Ok(Self { world, settings_files, targets, problems, standard_input: selected.standard_input, notes })
    }

    /// Judges every file, on all cores, in order. What cannot be read becomes a problem, the rest is judged all the same.
    pub(super) fn judge(&mut self, with_progress: bool) -> Vec<Checked> {
        let progress = Progress::new(self.targets.len(), with_progress);
        let results = judge_all(&self.world.snapshot(), &self.targets, &progress);
        let mut checked = Vec::with_capacity(results.len());
        for (target, result) in self.targets.iter().zip(results) {
            match result {
                Ok(file) if target.implied && file.findings.is_empty() => {}
                // A folder holds much YAML and JSON that is none of ours.
                Ok(file) if !target.named && file.findings.is_empty() && !file.document.is_of_interest() => {}
                Err(_) if !target.named && kind::by_path(&target.path) == DocumentKind::Json => {}
                Ok(file) => checked.push(file),
                Err(reason) => self.problems.push(Problem { file: target.shown.clone(), reason }),
            }
        }
        self.problems.sort();
        self.problems.dedup();
        checked
    }
}

/// Reads the manifests among `files` and those below the world's roots, on all cores.
fn learn(world: &mut World, files: &[PathBuf]) {
    let snapshot = world.snapshot();
    let roots: Vec<PathBuf> = snapshot.roots().iter().filter(|root| root.parent().is_some()).cloned().collect();
    let mut found = discover::walk(&roots, &|path| snapshot.settings_tree().excludes(path)).files;
    found.retain(|path| kind::may_be_manifest(path));
    found.extend_from_slice(files);
    found.sort_unstable();
    found.dedup();
    crash::keep_quiet();
    // A file that cannot be read says so when it is judged.
    let read = |path: &PathBuf| crash::guarded(|| snapshot.manifests(path)).unwrap_or_default();
    let learnt = on_all_cores(|| found.par_iter().map(read).collect(), || found.iter().map(read).collect::<Vec<_>>());
    for (path, manifests) in found.iter().zip(learnt) {
        world.learn(path, manifests);
    }
    // Nothing was judged before.
    drop(world.take_changes());
    // Definitions count wherever they lie, whichever files were named.
    found.extend_from_slice(snapshot.known());
    found.sort_unstable();
    found.dedup();
    world.set_known(found);
}

/// Works out `parallel` on threads with enough stack, or `serial` where the system gives none.
fn on_all_cores<T: Send>(parallel: impl FnOnce() -> T + Send, serial: impl FnOnce() -> T) -> T {
    match rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build() {
        Ok(pool) => pool.install(parallel),
        Err(_) => serial(),
    }
}

/// What is found in each of `targets`, or why it could not be read.
pub(super) fn judge_all(snapshot: &Snapshot, targets: &[Target], progress: &Progress) -> Vec<Result<Checked, String>> {
    crash::keep_quiet();
    let judge_one = |target: &Target| {
        let judged = crash::guarded(|| {
            let document = snapshot.document(&target.path).map_err(|error| error.to_string())?;
            let findings = judge::findings(snapshot, &document);
            let elsewhere = findings.iter().flat_map(|finding| &finding.labels).filter_map(|label| label.path.as_ref());
            let others = elsewhere.filter_map(|path| Some((path.clone(), snapshot.document(path).ok()?))).collect();
            Ok(Checked { file: target.shown.clone(), document, findings, others })
        });
        progress.step();
        judged.and_then(|result| result)
    };
    on_all_cores(|| targets.par_iter().map(judge_one).collect(), || targets.iter().map(judge_one).collect())
}
