//! Diagnostics for clients that ask.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::notification::{Notification, Progress};
use tower_lsp::ls_types::*;

use super::backend::Backend;
use super::diagnostics::{self, Judged};
use super::judgements::Judgements;
use super::shared::Shared;
use super::view::View;
use super::{uris, worker};

/// How many reports make a part of an answer that comes in parts.
const PART: usize = 64;

/// A part of an answer.
enum PartialResult {}

impl Notification for PartialResult {
    type Params = Value;
    const METHOD: &'static str = Progress::METHOD;
}

/// Answers `textDocument/diagnostic`.
pub(super) async fn document(
    backend: &Backend,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let path = uris::path(&params.text_document.uri);
    let shared = backend.shared();
    let latest = shared.judgements().latest(&path).cloned();
    let judged = backend
        .read("textDocument/diagnostic", move |view| match latest {
            Some(latest) if holds(view, &latest) => latest,
            _ => diagnostics::judge(view, &path),
        })
        .await?;
    store(shared, [&judged]);
    let result_id = judged.list.id();
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: full(&judged),
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}

/// Whether `latest` is what judging an open document now would give.
fn holds(view: &View, latest: &Judged) -> bool {
    let built = view.draft.built();
    latest.settings == built.settings
        && latest.text.is_some()
        && built.snapshot.is_open(&latest.path)
        && built.snapshot.document(&latest.path).is_ok_and(|document| latest.text.as_ref() == Some(&document.text))
        && latest.asked.iter().all(|answer| answer.holds(&built.snapshot))
        && latest.inquired.iter().all(|asked| asked.holds(built.snapshot.graph()))
}

fn full(judged: &Judged) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: Some(judged.list.id()), items: judged.list.items.clone() }
}

/// Takes down what still counts.
fn store<'j>(shared: &Shared, judged: impl IntoIterator<Item = &'j Judged>) {
    let mut state = shared.state();
    let mut judgements = shared.judgements();
    for judged in judged {
        if state.is_current(&judged.path, judged.revision, judged.version.is_some()) {
            judgements.store(judged);
            if state.places_changed_since(judged.revision) && !judged.asked.is_empty() {
                state.changes.unsure.insert(judged.path.clone());
                state.changes.hurry();
                shared.wake.notify_one();
            }
        }
    }
}

/// Answers `workspace/diagnostic`, once the workspace was walked. Files with findings are reported, and those that the
/// client has a report of; in parts when the client takes them so.
pub(super) async fn workspace(
    backend: &Backend,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let shared = backend.shared();
    worker::pull_unopened(shared).await;
    shared.is_scanned().await;
    let previous: BTreeMap<PathBuf, PreviousResultId> =
        params.previous_result_ids.into_iter().map(|previous| (uris::path(&previous.uri), previous)).collect();
    let latest = usable(&shared.judgements(), shared.session().workspace.watches);
    let token = params.partial_result_params.partial_result_token;
    let (sender, mut parts) = mpsc::unbounded_channel();
    let judging = backend.read("workspace/diagnostic", move |view| reports(view, &previous, &latest, &sender));
    let mut items = Vec::new();
    let collecting = async {
        while let Some(part) = parts.recv().await {
            match &token {
                Some(token) => {
                    let value = WorkspaceDiagnosticReportPartialResult { items: part };
                    let params = serde_json::json!({ "token": token, "value": value });
                    shared.client.send_notification::<PartialResult>(params).await;
                }
                None => items.extend(part),
            }
        }
    };
    let (judged, ()) = tokio::join!(judging, collecting);
    store(shared, &judged??);
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

/// What is known of files on disk, where the client tells when they change; nothing where it does not.
fn usable(judgements: &Judgements, watches: bool) -> HashMap<PathBuf, Judged> {
    if !watches {
        return HashMap::new();
    }
    let latest = judgements.judged().filter_map(|path| judgements.latest(path));
    latest.map(|judged| (judged.path.clone(), judged.clone())).collect()
}

/// Sends the reports in parts; what was judged anew.
fn reports(
    view: &View,
    previous: &BTreeMap<PathBuf, PreviousResultId>,
    latest: &HashMap<PathBuf, Judged>,
    parts: &mpsc::UnboundedSender<Vec<WorkspaceDocumentDiagnosticReport>>,
) -> Result<Vec<Judged>> {
    let snapshot = view.snapshot();
    let mut paths: Vec<&Path> = snapshot.known().iter().map(PathBuf::as_path).collect();
    paths.extend(snapshot.open().map(|document| document.path.as_path()));
    paths.extend(previous.keys().map(PathBuf::as_path));
    paths.sort_unstable();
    paths.dedup();
    let mut fresh = Vec::new();
    let mut part = Vec::new();
    for path in paths {
        if view.cancel.is_cancelled() {
            return Err(Error::request_cancelled());
        }
        let known = latest.get(path).filter(|latest| match latest.text {
            Some(_) => holds(view, latest),
            None => latest.settings == view.draft.built().settings && !snapshot.is_open(path),
        });
        let judged = match known {
            Some(latest) => latest.clone(),
            None => {
                // One file that cannot be judged must not keep the others from it.
                let Ok(judged) = catch_unwind(AssertUnwindSafe(|| diagnostics::judge(view, path))) else { continue };
                fresh.push(judged.clone());
                judged
            }
        };
        part.extend(report(view, &judged, previous.get(path)));
        if part.len() >= PART {
            drop(parts.send(std::mem::take(&mut part)));
        }
    }
    if !part.is_empty() {
        drop(parts.send(part));
    }
    Ok(fresh)
}

fn report(
    view: &View,
    judged: &Judged,
    previous: Option<&PreviousResultId>,
) -> Option<WorkspaceDocumentDiagnosticReport> {
    let uri = previous.map(|previous| previous.uri.clone()).or_else(|| view.draft.uri(&judged.path))?;
    let version = judged.version.map(i64::from);
    let result_id = judged.list.id();
    match previous {
        Some(previous) if previous.value == result_id => {
            let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
            let report =
                WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report };
            Some(WorkspaceDocumentDiagnosticReport::Unchanged(report))
        }
        None if judged.list.items.is_empty() => None,
        Some(_) | None => {
            let full_document_diagnostic_report = full(judged);
            let report = WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report };
            Some(WorkspaceDocumentDiagnosticReport::Full(report))
        }
    }
}

/// What was found in files that were never opened is sent to a client that asks for files, but not for the workspace.
pub(super) async fn decide_unopened(shared: Arc<Shared>) {
    tokio::time::sleep(worker::PATIENCE).await;
    worker::push_unopened(&shared);
}
