//! The worker: judges what changed, one round after the other, and sends what the client should see.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use project::{Answer, graph};
use rules::plimsoll::unknown_rule;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tower_lsp::ls_types::MessageType;

use super::diagnostics::{self, Judged};
use super::judgements::{Publication, Unopened};
use super::shared::{Shared, Shown};
use super::view::{Cancel, View};

/// How many files of the backlog a thread judges before anything else gets its turn.
const SLICE: usize = 8;

/// How many threads judge the backlog.
const BACKLOG_THREADS: usize = 4;

/// How long a client that asks for diagnostics has to ask for those of the workspace. Clients that do ask at once.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// Why a file is looked at.
#[derive(Debug, Clone)]
enum Why {
    /// The editor opened or edited it: it gets its list, whatever is in it.
    Edited,
    /// Its text or its settings may be others.
    Changed,
    /// What it asked about other files may be answered otherwise.
    Asked(Arc<[Answer]>),
}

/// What the settings were in the round before.
#[derive(Debug, Default)]
struct Seen {
    /// The revision at which they were read.
    settings: Option<u64>,
    /// What stood for all schemas.
    schemas: u64,
    /// Mistakes in the editor's settings that were told of.
    mistakes: Vec<String>,
}

/// A round's work.
struct Work {
    view: View,
    /// In the order in which they should be done.
    tasks: Vec<(PathBuf, Why)>,
    /// Of the backlog, in any order.
    backlog: Vec<PathBuf>,
    /// What can be sent at once.
    publications: Vec<Publication>,
    /// Whether a client that asks has to ask again.
    refresh: bool,
    /// Whether more waits in the backlog.
    more: bool,
    /// Documents that the editor edited.
    edited: BTreeSet<PathBuf>,
}

/// Works until the server ends.
pub(super) async fn run(shared: Arc<Shared>) {
    let mut seen = Seen::default();
    loop {
        if shared.state().due().is_none() {
            shared.wake.notified().await;
        }
        pause(&shared).await;
        loop {
            let work = take(&shared);
            let more = work.more;
            round(&shared, work, &mut seen).await;
            if !more {
                break;
            }
        }
    }
}

/// Waits until the work is due: keys that follow each other make one round.
async fn pause(shared: &Shared) {
    loop {
        let Some(due) = shared.state().due() else { return };
        if due <= Instant::now() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep_until(due.into()) => {}
            () = shared.wake.notified() => {}
        }
    }
}

/// Takes what waits, in the order in which it should be done.
fn take(shared: &Shared) -> Work {
    let session = shared.session();
    let pull = session.diagnostics.pull;
    let mut state = shared.state();
    let mut judgements = shared.judgements();
    let changes = state.changes.take();
    let mut publications = Vec::new();
    let mut tasks: Vec<(PathBuf, Why)> = Vec::new();
    for path in changes.edited.iter().filter(|path| state.document(path).is_some()) {
        if pull {
            publications.extend(judgements.withdraw(path));
        } else {
            tasks.push((path.clone(), Why::Edited));
        }
    }
    let mut others: BTreeMap<PathBuf, Why> = BTreeMap::new();
    let unsure = changes.unsure.iter();
    let askers = unsure
        .chain(changes.texts.iter().flat_map(|path| judgements.asked_text(path)))
        .chain(changes.places.iter().flat_map(|path| judgements.asked_place(path)));
    for path in askers {
        if let Some(latest) = judgements.latest(path) {
            others.insert(path.clone(), Why::Asked(Arc::clone(&latest.asked)));
        }
    }
    others.extend(changes.changed.into_iter().map(|path| (path, Why::Changed)));
    if changes.settings && !pull {
        others.extend(state.open_documents().map(|path| (path.clone(), Why::Changed)));
    }
    if state.take_review() {
        let all: Vec<PathBuf> =
            state.found().iter().chain(judgements.judged()).chain(judgements.pushed()).cloned().collect();
        state.changes.backlog.extend(all);
    }
    for path in &changes.edited {
        others.remove(path);
    }
    let pushes_unopened = !pull || judgements.unopened == Unopened::Push;
    // A client that asks is told to ask again when what it was told goes stale; what it never asked for can wait.
    let is_told = |path: &PathBuf, is_open: bool| {
        let is_pushed = if is_open { !pull } else { pushes_unopened };
        is_pushed || judgements.latest(path).is_some()
    };
    tasks.extend(others.into_iter().filter(|(path, _)| is_told(path, state.document(path).is_some())));
    let threads = thread::available_parallelism().map_or(1, usize::from).min(BACKLOG_THREADS);
    let mut backlog = Vec::new();
    // What is said of a file may hang on any other one: none is judged before all were read.
    while backlog.len() < SLICE * threads
        && !state.is_unread
        && let Some(path) = state.changes.backlog.pop_first()
    {
        if is_told(&path, false) && state.document(&path).is_none() {
            backlog.push(path);
        }
    }
    let more = !state.is_unread && !state.changes.backlog.is_empty();
    let refresh = pull && changes.refresh;
    let view = View { session, draft: state.draft(), cancel: Cancel::default() };
    Work { view, tasks, backlog, publications, refresh, more, edited: changes.edited }
}

async fn round(shared: &Arc<Shared>, work: Work, seen: &mut Seen) {
    let Work { view, tasks, backlog, publications, mut refresh, more: _, edited } = work;
    publish(shared, publications).await;
    let (sender, mut judged) = mpsc::unbounded_channel();
    // Looked at even when there is nothing to judge: mistakes in the editor's settings are told of.
    let first = look(&view, tasks, &sender);
    for slice in backlog.chunks(SLICE) {
        look(&view, slice.iter().map(|path| (path.clone(), Why::Changed)).collect(), &sender);
    }
    drop(sender);
    while let Some((judged, edited)) = judged.recv().await {
        refresh |= deliver(shared, &judged, edited).await;
    }
    if first.await.is_err() {
        return;
    }
    let schemas = view.snapshot().schemas_revision();
    if std::mem::replace(&mut seen.schemas, schemas) != schemas {
        refresh |= judge_instances(shared, &view).await;
    }
    if seen.settings.replace(view.draft.built().settings).is_some_and(|old| old != view.draft.built().settings) {
        refresh_hints(shared);
        // Other files may be left out now than before.
        shared.scan.notify_one();
    }
    let changes = judge_inquirers(shared);
    if shared.is_stale(Shown::Hints, &changes, &edited) {
        refresh_hints(shared);
    }
    if shared.is_stale(Shown::Lenses, &changes, &edited) {
        refresh_lenses(shared);
    }
    tell(shared, &view, &mut seen.mistakes).await;
    if refresh {
        self::refresh(shared);
    }
}

/// Judges the files anew whose kinds are known in another way than before. Whether a client that asks has to ask again.
async fn judge_instances(shared: &Arc<Shared>, view: &View) -> bool {
    let asked = |(path, asked): (&PathBuf, &Arc<[Answer]>)| (path.clone(), Why::Asked(Arc::clone(asked)));
    let tasks: Vec<(PathBuf, Why)> = shared.judgements().asked_kinds().map(asked).collect();
    let (sender, mut judged) = mpsc::unbounded_channel();
    look(view, tasks, &sender);
    drop(sender);
    let mut refresh = false;
    while let Some((judged, edited)) = judged.recv().await {
        refresh |= deliver(shared, &judged, edited).await;
    }
    refresh
}

/// Judges files on a thread of their own; each judgement is sent as soon as it is there, with whether the editor waits for it.
fn look(view: &View, tasks: Vec<(PathBuf, Why)>, judgements: &mpsc::UnboundedSender<(Judged, bool)>) -> JoinHandle<()> {
    let (view, judgements) = (view.clone(), judgements.clone());
    tokio::task::spawn_blocking(move || {
        view.draft.built();
        for (path, why) in tasks {
            let edited = matches!(why, Why::Edited);
            // One file that cannot be judged must not keep the others from it. What was found in an older text of it is gone.
            let judged = catch_unwind(AssertUnwindSafe(|| match why {
                Why::Asked(asked) if asked.iter().all(|answer| answer.holds(view.snapshot())) => None,
                Why::Asked(_) | Why::Edited | Why::Changed => Some(diagnostics::judge(&view, &path)),
            }))
            .unwrap_or_else(|_| Some(Judged::nothing(&view, &path)));
            if let Some(judged) = judged
                && judgements.send((judged, edited)).is_err()
            {
                return;
            }
        }
    })
}

/// Takes a judgement down and sends what has to be sent. Whether a client that asks has to ask again.
async fn deliver(shared: &Shared, judged: &Judged, edited: bool) -> bool {
    let mut refresh = false;
    let publications = {
        let pull = shared.session().diagnostics.pull;
        let mut state = shared.state();
        let mut judgements = shared.judgements();
        // What is out of date waits to be judged again already; that the editor is owed a list is not forgotten.
        if !state.is_current(&judged.path, judged.revision, judged.version.is_some()) {
            let is_same_text = state.document(&judged.path).is_some_and(|now| now.changed_at <= judged.revision);
            if edited && is_same_text {
                state.changes.edited.insert(judged.path.clone());
                state.changes.hurry();
                shared.wake.notify_one();
            }
            return false;
        }
        let is_open = judged.version.is_some();
        let changed = judgements.store(judged);
        if state.places_changed_since(judged.revision) && !judged.asked.is_empty() {
            state.changes.unsure.insert(judged.path.clone());
            state.changes.hurry();
            shared.wake.notify_one();
        }
        if !state.graph_holds(&judged.inquired, judged.revision) {
            state.changes.changed.insert(judged.path.clone());
            state.changes.hurry();
            shared.wake.notify_one();
        }
        let is_pushed = if is_open { !pull } else { !pull || judgements.unopened == Unopened::Push };
        let publications = if is_pushed {
            let uri = state.document(&judged.path).map(|document| document.uri.clone());
            judgements.push(judged, uri.or_else(|| super::uris::uri(&judged.path)), edited)
        } else {
            refresh = changed && !edited;
            judgements.withdraw(&judged.path)
        };
        if !is_open && judged.list.digest == 0 && state.found().binary_search(&judged.path).is_err() {
            judgements.forget(&judged.path);
        }
        publications
    };
    publish(shared, publications).await;
    refresh
}

async fn publish(shared: &Shared, publications: Vec<Publication>) {
    for Publication { uri, list, version } in publications {
        shared.client.publish_diagnostics(uri, list.items.clone(), version).await;
    }
}

/// Asks a client that asks to ask again.
pub(super) fn refresh(shared: &Arc<Shared>) {
    let session = shared.session();
    let shared = Arc::clone(shared);
    // The answer may take its time; the worker goes on.
    tokio::spawn(async move {
        if session.diagnostics.pull && session.diagnostics.refresh {
            drop(shared.client.workspace_diagnostic_refresh().await);
        }
    });
}

/// Asks a client to ask for inlay hints again: settings switch them on and off.
fn refresh_hints(shared: &Arc<Shared>) {
    if shared.session().workspace.refreshes_hints {
        let shared = Arc::clone(shared);
        tokio::spawn(async move { drop(shared.client.inlay_hint_refresh().await) });
    }
}

/// Has the files judged anew that asked of the graph what it answers otherwise now: open documents at once, the others when
/// nothing else waits. What changed.
fn judge_inquirers(shared: &Shared) -> graph::Changes {
    let mut state = shared.state();
    let (changes, revision) = state.take_graph_changes();
    let files = shared.judgements().inquired(&changes);
    let mut files = files.into_iter().filter(|(_, judged_at)| *judged_at < revision).peekable();
    if files.peek().is_some() {
        state.changes.hurry();
        shared.wake.notify_one();
    }
    for (path, _) in files {
        let is_open = state.document(&path).is_some();
        let waiting = if is_open { &mut state.changes.changed } else { &mut state.changes.backlog };
        waiting.insert(path);
    }
    changes
}

/// Asks a client to ask for lenses again: what they say hangs on other files.
fn refresh_lenses(shared: &Arc<Shared>) {
    if shared.session().workspace.refreshes_lenses {
        let shared = Arc::clone(shared);
        tokio::spawn(async move { drop(shared.client.code_lens_refresh().await) });
    }
}

/// Tells of mistakes in the editor's settings, once: no file could show them.
async fn tell(shared: &Arc<Shared>, view: &View, told: &mut Vec<String>) {
    let tree = view.snapshot().settings_tree();
    let unknown = tree.editor_rule_names().iter().filter(|name| rules::find(name).is_none());
    let mistakes: Vec<String> =
        tree.editor_mistakes().iter().cloned().chain(unknown.map(|name| unknown_rule::message(name))).collect();
    if mistakes == *told {
        return;
    }
    told.clone_from(&mistakes);
    for mistake in &mistakes {
        tracing::warn!(mistake, "a mistake in the editor's settings");
    }
    if let Some((first, rest)) = mistakes.split_first() {
        let more = match rest.len() {
            0 => String::new(),
            1 => "; the log has one more".to_owned(),
            count => format!("; the log has {count} more"),
        };
        let message = format!("Plimsoll's settings: {first}{more}");
        shared.client.show_message(MessageType::WARNING, message).await;
    }
}

/// From now on the client is sent what is found in files that were never opened.
pub(super) fn push_unopened(shared: &Shared) {
    let mut state = shared.state();
    let mut judgements = shared.judgements();
    if judgements.unopened != Unopened::Undecided {
        return;
    }
    judgements.unopened = Unopened::Push;
    let found: Vec<PathBuf> = state.found().to_vec();
    state.changes.backlog.extend(found);
    state.changes.hurry();
    shared.wake.notify_one();
}

/// From now on the client asks for what is found in files that were never opened.
pub(super) async fn pull_unopened(shared: &Shared) {
    let publications = {
        let mut judgements = shared.judgements();
        let before = std::mem::replace(&mut judgements.unopened, Unopened::Pull);
        if before == Unopened::Push { judgements.withdraw_all() } else { Vec::new() }
    };
    publish(shared, publications).await;
}
