//! Findings, as the protocol calls them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::graph::Asked;
use project::{Answer, Document, Severity};
use rules::{Finding, Tag, judge};
use serde_json::json;
use syntax::TextRange;
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Uri,
};

use super::convert::Places;
use super::view::View;

/// Who found it, in the editor's list.
const SOURCE: &str = "plimsoll";

/// A file's diagnostics, with what they hang on.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) path: PathBuf,
    /// The revision of the state it was worked out from.
    pub(super) revision: u64,
    /// The revision at which the settings were read.
    pub(super) settings: u64,
    /// The text of an open document; `None` for a file on disk.
    pub(super) text: Option<Arc<str>>,
    /// The client's version of an open document.
    pub(super) version: Option<i32>,
    /// What was asked about other files.
    pub(super) asked: Arc<[Answer]>,
    /// What was asked of the graph of the workspace.
    pub(super) inquired: Arc<[Asked]>,
    pub(super) list: Arc<List>,
}

impl Judged {
    /// A file without diagnostics.
    pub(super) fn nothing(view: &View, path: &Path) -> Self {
        let built = view.draft.built();
        let open = if built.snapshot.is_open(path) { built.snapshot.document(path).ok() } else { None };
        Self {
            path: path.to_owned(),
            revision: view.draft.revision,
            settings: built.settings,
            version: open.as_ref().and_then(|document| document.version),
            text: open.map(|document| Arc::clone(&document.text)),
            asked: Arc::new([]),
            inquired: Arc::new([]),
            list: Arc::default(),
        }
    }
}

/// A list of diagnostics.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) items: Vec<Diagnostic>,
    /// A digest of them; of no diagnostics: 0.
    pub(super) digest: u64,
}

impl List {
    fn new(items: Vec<Diagnostic>) -> Self {
        if items.is_empty() {
            return Self::default();
        }
        let mut hasher = DefaultHasher::new();
        // Not `Hash` of the types, which the library does not have.
        serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
        Self { items, digest: hasher.finish().max(1) }
    }

    /// Its name in answers to clients that ask.
    pub(super) fn id(&self) -> String {
        format!("{:x}", self.digest)
    }
}

/// Judges the file at `path`. Empty for a file that cannot be read, that the settings leave out, or that is neither open
/// nor in the workspace.
pub(super) fn judge(view: &View, path: &Path) -> Judged {
    let built = view.draft.built();
    let snapshot = &built.snapshot;
    let is_open = snapshot.is_open(path);
    let is_known = is_open || snapshot.known().binary_search_by(|known| known.as_path().cmp(path)).is_ok();
    let excluded = snapshot.settings_tree().excludes(path);
    let document = if is_known { snapshot.document(path).ok() } else { None };
    let mut judged = Judged::nothing(view, path);
    let Some(document) = document else { return judged };
    if !excluded && let Some(uri) = view.draft.uri(path) {
        let judgement = judge::judge(snapshot, &document);
        judged.asked = judgement.asked.into();
        judged.inquired = judgement.inquired.into();
        judged.list = Arc::new(List::new(convert(&judgement.findings, &document, &uri, view)));
    }
    judged
}

fn convert(findings: &[Finding], document: &Document, uri: &Uri, view: &View) -> Vec<Diagnostic> {
    let places = Places::of(document, view.session.encoding);
    findings.iter().map(|finding| diagnostic(finding, &places, uri, view)).collect()
}

/// A finding, as the protocol calls it.
fn diagnostic(finding: &Finding, places: &Places, uri: &Uri, view: &View) -> Diagnostic {
    let session = &view.session;
    let related = || {
        finding.labels.iter().filter_map(|label| {
            let location = match &label.path {
                None => Location::new(uri.clone(), places.range(label.range)),
                Some(path) => elsewhere(path, label.range, view)?,
            };
            Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
        })
    };
    let fixes: Vec<&str> = finding.fixes.iter().map(|fix| fix.title.as_str()).collect();
    let wants = &session.diagnostics;
    Diagnostic {
        range: places.range(finding.range),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
            Severity::Hint => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(finding.rule.name.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        related_information: (wants.related && !finding.labels.is_empty()).then(|| related().collect()),
        tags: finding.tag.filter(|_| wants.tags).map(|tag| {
            vec![match tag {
                Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
                Tag::Deprecated => DiagnosticTag::DEPRECATED,
            }]
        }),
        data: (wants.data && !fixes.is_empty()).then(|| json!({ "fixes": fixes })),
        code_description: None,
    }
}

/// A place in another file; `None` where it cannot be read any more.
fn elsewhere(path: &Path, range: TextRange, view: &View) -> Option<Location> {
    let document = view.draft.snapshot().document(path).ok()?;
    let places = Places::of(&document, view.session.encoding);
    Some(Location::new(view.draft.uri(path)?, places.range(range)))
}
