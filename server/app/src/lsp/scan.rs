//! Walking the workspace in the background.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use project::discover;
use tokio::sync::oneshot;
use tower_lsp::ls_types::ProgressToken;

use super::shared::Shared;

/// The least time between two walks: a program that makes many files must not keep the server walking.
const REST: Duration = Duration::from_millis(250);

/// Walks whenever it is asked to, until the server ends.
pub(super) async fn run(shared: Arc<Shared>) {
    for count in 0_u32.. {
        shared.scan.notified().await;
        let (walk, roots) = {
            let mut state = shared.state();
            let roots: Vec<PathBuf> = state.folders().iter().map(|folder| folder.path.clone()).collect();
            (std::mem::take(&mut state.walk), roots)
        };
        if !walk.is_wanted && walk.if_folder.is_empty() {
            continue;
        }
        let done = (walk.is_shown && !roots.is_empty()).then(|| show(&shared, count)).flatten();
        let found = tokio::task::spawn_blocking(move || {
            let wanted = walk.is_wanted || walk.if_folder.iter().any(|path| path.is_dir());
            wanted.then(|| (self::walk(&roots), roots))
        });
        if let Ok(Some((found, roots))) = found.await {
            let count = found.len();
            tracing::info!(count, "the workspace was walked");
            shared.state().set_found(&roots, found);
            shared.scanned.notify_waiters();
            shared.wake.notify_one();
            if let Some(done) = done {
                let _ = done.send(count);
            }
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
        let progress = shared.client.progress(token, "Looking for Dockerfiles").begin().await;
        let message = match done.await {
            Ok(1) => "1 file".to_owned(),
            Ok(count) => format!("{count} files"),
            Err(_) => "stopped".to_owned(),
        };
        progress.finish_with_message(message).await;
    });
    Some(sender)
}
