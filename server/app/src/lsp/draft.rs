//! The state at one moment, for what takes time.
//!
//! A handler only notes what a message says: text is an edited rope, settings are named and not yet read. Parsing and
//! reading happen here, on the thread of whoever looks first; everybody who looks at the same moment shares the result.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use project::files::{EntryKind, FileSource};
use project::settings::{Flags, SettingsTree};
use project::{DocumentKind, Snapshot, World, graph, kind};
use ropey::Rope;
use serde_json::Value;
use tower_lsp::ls_types::Uri;

use super::uris;

/// The text of an open document.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) path: PathBuf,
    pub(super) text: Rope,
    pub(super) version: i32,
    /// The client's language; `None` where the world knows the document already.
    pub(super) language: Option<String>,
}

/// Something that the world does not know yet.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// A document was opened or edited.
    Text(Text),
    /// A document was closed.
    Close(PathBuf),
    /// The workspace folders are these.
    Roots(Vec<PathBuf>),
    /// Files on disk came, changed or went.
    Disk(Vec<PathBuf>),
    /// What was read of manifests on disk.
    Manifests(Arc<[Learnt]>),
    /// Whether there are manifests that were not read yet.
    Unread(bool),
}

/// A file, and what was read of it; `None` for one that is gone or holds no manifest.
pub(super) type Learnt = (PathBuf, Option<Arc<graph::File>>);

/// Where settings may stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    /// What the editor says, for a folder each; `None`: for all.
    pub(super) editor: Arc<[(Option<PathBuf>, Value)]>,
    /// Every file that was found in the workspace, sorted, whatever settings exclude.
    pub(super) found: Arc<[PathBuf]>,
    /// The workspace folders.
    pub(super) roots: Vec<PathBuf>,
    /// One open document for each folder with open documents.
    pub(super) documents: Vec<PathBuf>,
}

/// How much of the settings has to be looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Reread {
    /// Nothing.
    #[default]
    Nothing,
    /// Which files there are; what they say only when these are others.
    Files,
    /// Everything.
    Everything,
}

/// The state at one moment.
#[derive(Debug)]
pub(super) struct Draft {
    /// Counts the changes of the state.
    pub(super) revision: u64,
    base: World,
    base_settings: u64,
    changes: Vec<Change>,
    reread: Option<(Reread, Sources)>,
    /// The client's names of open documents.
    uris: Arc<HashMap<PathBuf, Uri>>,
    built: OnceLock<Built>,
}

/// What a draft comes to.
#[derive(Debug)]
pub(super) struct Built {
    world: World,
    pub(super) snapshot: Snapshot,
    /// The revision at which the settings were read: two drafts with the same number have the same settings.
    pub(super) settings: u64,
    /// What of the graph is another than in the world it was built on.
    graph: graph::Changes,
}

impl Draft {
    /// Parses and reads what has to be; the first call works, all others wait for it.
    pub(super) fn built(&self) -> &Built {
        self.built.get_or_init(|| {
            let mut world = self.base.clone();
            for change in &self.changes {
                // A text that cannot be read must not take all others along: its document stays as it was.
                drop(catch_unwind(AssertUnwindSafe(|| apply(&mut world, change))));
            }
            let mut settings = self.base_settings;
            if let Some((reread, sources)) = &self.reread {
                let snapshot = world.snapshot();
                let files = sources.settings_files(snapshot.files());
                let tree = snapshot.settings_tree();
                if *reread == Reread::Everything || tree.files() != files {
                    let tree = SettingsTree::read(snapshot.files(), &files, &sources.editor, &Flags::default());
                    world.set_settings(tree);
                    settings = self.revision;
                }
                let snapshot = world.snapshot();
                let known = sources.found.iter().filter(|path| !snapshot.settings_tree().excludes(path));
                world.set_known(known.cloned().collect());
            }
            let graph = world.take_changes();
            let snapshot = world.snapshot();
            Built { world, snapshot, settings, graph }
        })
    }

    /// The snapshot.
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.built().snapshot
    }

    /// The client's name of a document, ours for one it never opened; `None` where it has no place on disk.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        self.uris.get(path).cloned().or_else(|| uris::uri(path))
    }
}

fn apply(world: &mut World, change: &Change) {
    match change {
        Change::Text(text) => {
            world.open(&text.path, text.text.to_string().into(), text.version, text.language.as_deref());
        }
        Change::Close(path) => world.close(path),
        Change::Roots(roots) => world.set_roots(roots.clone()),
        Change::Disk(paths) => world.disk_changed(paths),
        Change::Manifests(learnt) => {
            for (path, manifests) in learnt.iter() {
                world.learn(path, manifests.clone());
            }
        }
        Change::Unread(is_unread) => world.set_unread(*is_unread),
    }
}

impl Sources {
    /// The settings files there are, sorted.
    fn settings_files(&self, files: &dyn FileSource) -> Vec<PathBuf> {
        let found = self.found.iter().filter(|path| kind::by_path(path) == DocumentKind::Settings);
        let mut settings: BTreeSet<PathBuf> =
            found.filter(|path| files.kind(path) == Some(EntryKind::File)).cloned().collect();
        // Above a document's path its own folder comes first: the workspace may not have been walked yet.
        for path in self.roots.iter().chain(&self.documents) {
            settings.extend(SettingsTree::files_above(files, path));
        }
        settings.into_iter().collect()
    }
}

/// The world as far as it was worked out, and what has changed since.
#[derive(Debug)]
pub(super) struct Drafts {
    base: World,
    /// The revision of `base`.
    adopted: u64,
    /// The revision at which the settings of `base` were read.
    settings: u64,
    /// What `base` does not know, each with its revision.
    changes: Vec<(u64, Change)>,
    /// What of the graph changed up to `base` since somebody last asked.
    graph: graph::Changes,
    /// What has to be looked at again, and since which revision.
    reread: (Reread, u64),
    /// Drafts that may still be worked out, the newest last; the first may be the one that was adopted.
    drafts: Vec<Arc<Draft>>,
}

impl Drafts {
    /// Drafts of a world over `disk`; `imports` are the folders of schemas that the user imported.
    pub(super) fn new(disk: Arc<dyn FileSource>, imports: Vec<PathBuf>) -> Self {
        let mut base = World::new(disk);
        base.set_imports(imports);
        Self {
            base,
            adopted: 0,
            settings: 0,
            changes: Vec::new(),
            graph: graph::Changes::default(),
            reread: (Reread::Nothing, 0),
            drafts: Vec::new(),
        }
    }

    /// Notes a change. Of a document that is edited again only the last text counts.
    pub(super) fn push(&mut self, revision: u64, change: Change) {
        self.adopt();
        match change {
            Change::Text(mut text) => {
                let same = |(_, change): &(u64, Change)| matches!(change, Change::Text(old) if old.path == text.path);
                if let Some(index) = self.changes.iter().position(same)
                    && let (_, Change::Text(old)) = self.changes.remove(index)
                {
                    // A document that was opened and edited before anybody looked is still new to the world.
                    text.language = text.language.or(old.language);
                }
                self.changes.push((revision, Change::Text(text)));
            }
            Change::Close(path) => {
                self.changes.retain(|(_, change)| !matches!(change, Change::Text(old) if old.path == path));
                self.changes.push((revision, Change::Close(path)));
            }
            Change::Roots(_) | Change::Disk(_) | Change::Manifests(_) | Change::Unread(_) => {
                self.changes.push((revision, change));
            }
        }
    }

    /// Notes that settings have to be looked at again.
    pub(super) fn reread(&mut self, revision: u64, reread: Reread) {
        self.adopt();
        self.reread = (self.reread.0.max(reread), revision);
    }

    /// The state at `revision`, the latest.
    pub(super) fn draft(
        &mut self,
        revision: u64,
        uris: &Arc<HashMap<PathBuf, Uri>>,
        sources: impl FnOnce() -> Sources,
    ) -> Arc<Draft> {
        if let Some(latest) = self.drafts.last().filter(|latest| latest.revision == revision) {
            return Arc::clone(latest);
        }
        self.adopt();
        let draft = Arc::new(Draft {
            revision,
            base: self.base.clone(),
            base_settings: self.settings,
            changes: self.changes.iter().map(|(_, change)| change.clone()).collect(),
            reread: (self.reread.0 != Reread::Nothing).then(|| (self.reread.0, sources())),
            uris: Arc::clone(uris),
            built: OnceLock::new(),
        });
        self.drafts.push(Arc::clone(&draft));
        draft
    }

    /// What of the graph changed since this was last called, as far as drafts were worked out, and up to which revision.
    pub(super) fn take_graph_changes(&mut self) -> (graph::Changes, u64) {
        self.adopt();
        (std::mem::take(&mut self.graph), self.adopted)
    }

    /// Whether what was asked of the graph at `revision` is answered likewise in the newest draft that was worked out.
    pub(super) fn graph_holds(&mut self, inquired: &[graph::Asked], revision: u64) -> bool {
        self.adopt();
        if self.adopted <= revision {
            return true;
        }
        let snapshot = self.base.snapshot();
        inquired.iter().all(|asked| asked.holds(snapshot.graph()))
    }

    /// Builds on the newest draft that was worked out, so that nothing in it has to be parsed or read again.
    fn adopt(&mut self) {
        let Some(newest) = self.drafts.iter().rposition(|draft| draft.built.get().is_some()) else { return };
        self.drafts.drain(..newest);
        let draft = &self.drafts[0];
        let Some(built) = draft.built.get().filter(|_| draft.revision > self.adopted) else { return };
        self.base = built.world.clone();
        self.graph.add(built.graph.clone());
        self.settings = built.settings;
        self.adopted = draft.revision;
        self.changes.retain(|(revision, _)| *revision > draft.revision);
        if self.reread.1 <= draft.revision {
            self.reread = (Reread::Nothing, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use project::files::Memory;

    use super::*;

    fn text(path: &str, text: &str, version: i32, language: Option<&str>) -> Change {
        let language = language.map(ToOwned::to_owned);
        Change::Text(Text { path: path.into(), text: Rope::from_str(text), version, language })
    }

    fn draft(drafts: &mut Drafts, revision: u64) -> Arc<Draft> {
        drafts.draft(revision, &Arc::default(), Sources::default)
    }

    fn says(draft: &Draft, path: &str) -> Option<String> {
        Some(draft.snapshot().document(Path::new(path)).ok()?.text.to_string())
    }

    #[test]
    fn each_draft_is_of_its_moment_in_whatever_order_they_are_worked_out() {
        let mut drafts = Drafts::new(Arc::new(Memory::default()), Vec::new());
        let mut moments = Vec::new();
        let changes = [
            text("a", "FROM a\n", 1, Some("dockerfile")),
            text("a", "FROM b\n", 2, None),
            text("b", "FROM c\n", 1, Some("dockerfile")),
            Change::Close("a".into()),
            text("a", "FROM d\n", 1, Some("dockerfile")),
            text("a", "FROM e\n", 2, None),
        ];
        for (change, revision) in changes.into_iter().zip(1..) {
            drafts.push(revision, change);
            moments.push(draft(&mut drafts, revision));
        }
        let a = [Some("FROM a\n"), Some("FROM b\n"), Some("FROM b\n"), None, Some("FROM d\n"), Some("FROM e\n")];
        for index in [3, 5, 0, 4, 2, 1] {
            assert_eq!(says(&moments[index], "a").as_deref(), a[index], "{index}");
            assert_eq!(says(&moments[index], "b").is_some(), index > 1, "{index}");
        }
        // The last one is built upon; what comes later knows no change but its own.
        drafts.push(7, text("b", "FROM f\n", 2, None));
        let last = draft(&mut drafts, 7);
        assert_eq!(last.changes.len(), 1);
        assert_eq!((says(&last, "a").as_deref(), says(&last, "b").as_deref()), (Some("FROM e\n"), Some("FROM f\n")));
    }

    #[test]
    fn what_was_worked_out_is_built_upon_although_more_has_come() {
        let mut drafts = Drafts::new(Arc::new(Memory::default()), Vec::new());
        drafts.push(1, text("a", "FROM a\n", 1, Some("dockerfile")));
        let first = draft(&mut drafts, 1);
        drafts.push(2, text("b", "FROM b\n", 1, Some("dockerfile")));
        drafts.reread(3, Reread::Everything);
        assert!(says(&first, "a").is_some());
        let second = draft(&mut drafts, 3);
        assert_eq!(second.changes.len(), 1);
        assert_eq!(second.built().settings, 3);
        assert!(says(&second, "a").is_some() && says(&second, "b").is_some());
        assert!(Arc::ptr_eq(&second, &draft(&mut drafts, 3)));
        drafts.push(4, Change::Disk(Vec::new()));
        assert_eq!(draft(&mut drafts, 4).built().settings, 3);
    }
}
