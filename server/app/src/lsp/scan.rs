//! Walking the workspace in the background, and reading its manifests.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use project::{discover, kind};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;
use tower_lsp::ls_types::ProgressToken;

use super::STACK_SIZE;
use super::draft::Learnt;
use super::shared::Shared;

/// The least time between two walks: a program that makes many files must not keep the server walking.
const REST: Duration = Duration::from_millis(250);

/// How many manifests are read before the graph gets them: whoever asks meanwhile waits for no more than these.
const BATCH: usize = 128;

/// How many threads read manifests; the editor's questions want one, too.
const READERS: usize = 4;

/// Walks whenever it is asked to, until the server ends.
pub(super) async fn run(shared: Arc<Shared>) {
    let mut known = Vec::new();
    for count in 0_u32.. {
        shared.scan.notified().await;
        let (walk, roots) = {
            let mut state = shared.state();
            let roots: Vec<PathBuf> = state.folders().iter().map(|folder| folder.path.clone()).collect();
            (std::mem::take(&mut state.walk), roots)
        };
        let manifests = walk.manifests;
        let mut announced = None;
        let may_walk = walk.is_wanted || !walk.if_folder.is_empty();
        if may_walk {
            let done = (walk.is_shown && !roots.is_empty()).then(|| show(&shared, count)).flatten();
            let found = tokio::task::spawn_blocking(move || {
                let wanted = walk.is_wanted || walk.if_folder.iter().any(|path| path.is_dir());
                wanted.then(|| (self::walk(&roots), roots))
            });
            if let Ok(Some((found, roots))) = found.await {
                let count = found.len();
                tracing::info!(count, "the workspace was walked");
                shared.state().set_found(&roots, found);
                shared.wake.notify_one();
                announced = done.map(|done| (done, count));
            }
        }
        let reader = Arc::clone(&shared);
        let read = tokio::task::spawn_blocking(move || read(&reader, &known, &manifests));
        known = read.await.unwrap_or_default();
        shared.state().set_read();
        shared.scanned.notify_waiters();
        shared.wake.notify_one();
        if let Some((done, count)) = announced {
            let _ = done.send(count);
        }
        if may_walk {
            tokio::time::sleep(REST).await;
        }
    }
}

fn walk(roots: &[PathBuf]) -> Vec<PathBuf> {
    // An editor that was started in the file system's root does not mean all of it.
    let roots: Vec<PathBuf> = roots.iter().filter(|root| root.parent().is_some()).cloned().collect();
    let found = discover::walk(&roots, &|_| false);
    for (path, reason) in found.problems {
        tracing::warn!(path = %path.display(), reason, "cannot be looked into");
    }
    found.files
}

/// Reads the manifests that were not `known` yet and those that `changed`, and gives them to the graph; all that are known
/// now, sorted.
fn read(shared: &Shared, known: &[PathBuf], changed: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let draft = shared.state().draft();
    let snapshot = draft.snapshot();
    let now: Vec<PathBuf> = snapshot.known().iter().filter(|path| kind::may_be_manifest(path)).cloned().collect();
    let is_among = |paths: &[PathBuf], path: &PathBuf| paths.binary_search(path).is_ok();
    let waiting: Vec<_> = now.iter().filter(|path| !is_among(known, path) || changed.contains(*path)).collect();
    // What went while it was being read came back with what was read of it.
    let gone = known.iter().filter(|path| !is_among(&now, path)).map(|path| (path.clone(), None));
    let gone: Vec<Learnt> = gone.collect();
    if !gone.is_empty() {
        shared.state().learn(gone);
    }
    let pool = readers();
    for batch in waiting.chunks(BATCH) {
        let one = |path: &&PathBuf| {
            // A file that cannot be read must not keep the others from it.
            let manifests = catch_unwind(AssertUnwindSafe(|| snapshot.manifests(path))).unwrap_or_default();
            ((*path).clone(), manifests)
        };
        let learnt: Vec<Learnt> = match &pool {
            Some(pool) => pool.install(|| batch.par_iter().map(one).collect()),
            None => batch.iter().map(one).collect(),
        };
        let draft = {
            let mut state = shared.state();
            state.learn(learnt);
            state.draft()
        };
        // Here and now, so that no question has to wait for it.
        draft.built();
    }
    now
}

fn readers() -> Option<ThreadPool> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).div_ceil(2).min(READERS);
    ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK_SIZE).build().ok()
}

/// Shows the client that the walk happens, until the number of files is sent; `None` when it does not show such things.
fn show(shared: &Arc<Shared>, count: u32) -> Option<oneshot::Sender<usize>> {
    if !shared.session().progress {
        return None;
    }
    let (sender, done) = oneshot::channel();
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        let token = ProgressToken::String(format!("plimsoll/walk/{count}"));
        if shared.client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
        let progress = shared.client.progress(token, "Reading the workspace").begin().await;
        let message = match done.await {
            Ok(1) => "1 file".to_owned(),
            Ok(count) => format!("{count} files"),
            Err(_) => "stopped".to_owned(),
        };
        progress.finish_with_message(message).await;
    });
    Some(sender)
}
