//! Changes to files, and renaming.

use std::collections::HashMap;

use ide::SourceChange;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse, Range, RenameParams, ResourceOp, TextDocumentEdit,
    TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};

use crate::lsp::view::View;

/// The protocol's code for a request that makes sense and cannot be done.
const REQUEST_FAILED: i64 = -32803;

/// A change, as far as the client can make it: with versions where it takes them. `None` when it cannot make all of it.
pub(in crate::lsp) fn workspace_edit(view: &View, change: &SourceChange) -> Option<WorkspaceEdit> {
    let can = &view.session.edits;
    let mut edits: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
    for (path, changes) in &change.edits {
        let places = view.places(path)?;
        let converted = changes.iter().map(|edit| places.edit(edit)).collect();
        edits.push((view.draft.uri(path)?, view.version(path), converted));
    }
    if !change.creates.is_empty() && !can.creates {
        return None;
    }
    if !can.versioned {
        let changes: HashMap<Uri, Vec<TextEdit>> = edits.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return Some(WorkspaceEdit::new(changes));
    }
    let mut operations = Vec::new();
    for (path, text) in &change.creates {
        // A document without a place on disk has no folder either.
        let uri = view.draft.uri(path)?;
        // Neither overwritten nor left alone: the edit below is meant for an empty file.
        let options = Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) });
        let create = CreateFile { uri: uri.clone(), options, annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
        let all = vec![TextEdit::new(Range::default(), text.clone())];
        operations.push(DocumentChangeOperation::Edit(document_edit(uri, None, all)));
    }
    let edits = edits.into_iter().map(|(uri, version, edits)| document_edit(uri, version, edits));
    let document_changes = if operations.is_empty() {
        DocumentChanges::Edits(edits.collect())
    } else {
        operations.extend(edits.map(DocumentChangeOperation::Edit));
        DocumentChanges::Operations(operations)
    };
    Some(WorkspaceEdit { changes: None, document_changes: Some(document_changes), change_annotations: None })
}

fn document_edit(uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
    TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() }
}

/// Answers `textDocument/prepareRename`.
pub(in crate::lsp) fn prepare_rename(
    view: &View,
    params: &TextDocumentPositionParams,
) -> Option<PrepareRenameResponse> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let (range, placeholder) = ide::rename::prepare(view.snapshot(), &path, places.offset(params.position))?;
    Some(PrepareRenameResponse::RangeWithPlaceholder { range: places.range(range), placeholder })
}

/// Answers `textDocument/rename`.
///
/// # Errors
/// Why it cannot be done, for the user.
pub(in crate::lsp) fn rename(view: &View, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = &params.text_document_position;
    let Some((path, places)) = view.document(&at.text_document.uri) else { return Ok(None) };
    match ide::rename::rename(view.snapshot(), &path, places.offset(at.position), &params.new_name) {
        Ok(change) => Ok(workspace_edit(view, &change)),
        Err(refusal) => {
            Err(Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: refusal.into(), data: None })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::str::FromStr;

    use serde_json::{Value, json};
    use syntax::TextRange;
    use tower_lsp::ls_types::TextDocumentItem;

    use super::*;
    use crate::lsp::session::{Edits, Session};
    use crate::lsp::state::State;
    use crate::lsp::uris;
    use crate::lsp::view::Cancel;

    /// A change to the document `uri`, in version 7, with a new file beside it, for a client that can make such edits.
    fn change(uri: &str, can: Edits, creates: bool) -> Option<Value> {
        let uri = Uri::from_str(uri).expect("a URI");
        let path = uris::path(&uri);
        let mut state = State::default();
        state.open(TextDocumentItem::new(uri, "dockerfile".to_owned(), 7, "FROM a\n".to_owned()));
        let view = View {
            session: Session { edits: can, ..Session::default() },
            draft: state.draft(),
            cancel: Cancel::default(),
        };
        let edit = syntax::TextEdit::replace(TextRange::new(5.into(), 6.into()), "b");
        let new = path.parent().unwrap_or(Path::new("")).join(".dockerignore");
        let creates: Vec<(PathBuf, String)> = creates.then(|| (new, "x\n".to_owned())).into_iter().collect();
        let change = SourceChange { edits: vec![(path, vec![edit])], creates };
        workspace_edit(&view, &change).map(|edit| json!(edit))
    }

    #[cfg(unix)]
    #[test]
    fn changes_are_what_the_client_can_make() {
        let uri = "file:///w/Dockerfile";
        let edit = json!({
            "range": { "start": { "line": 0, "character": 5 }, "end": { "line": 0, "character": 6 } }, "newText": "b"
        });
        let plain = change(uri, Edits::default(), false);
        assert_eq!(plain, Some(json!({ "changes": { uri: [edit] } })));
        assert_eq!(change(uri, Edits::default(), true), None);

        let versioned = Edits { versioned: true, ..Edits::default() };
        let document = json!({ "textDocument": { "uri": uri, "version": 7 }, "edits": [edit] });
        assert_eq!(change(uri, versioned.clone(), false), Some(json!({ "documentChanges": [document] })));
        assert_eq!(change(uri, versioned, true), None);

        let all = Edits { versioned: true, creates: true, applies: true };
        let made = change(uri, all, true).expect("an edit");
        let changes = made["documentChanges"].as_array().expect("changes");
        assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!("file:///w/.dockerignore")));
        assert_eq!(changes[1]["edits"][0]["newText"], "x\n");
        assert_eq!(changes[2], document);
    }

    #[test]
    fn beside_a_document_without_a_place_nothing_is_made() {
        let all = Edits { versioned: true, creates: true, applies: true };
        assert!(change("untitled:Untitled-1", all.clone(), false).is_some());
        assert_eq!(change("untitled:Untitled-1", all, true), None);
    }
}
