//! Code actions.

use ide::{Action, ActionKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use syntax::{TextRange, TextSize};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, Diagnostic, ExecuteCommandParams,
    NumberOrString, Uri, WorkspaceEdit,
};

use super::edits;
use crate::lsp::convert::Places;
use crate::lsp::view::View;

/// The kind of the action that applies all safe fixes of a file.
pub(in crate::lsp) const FIX_ALL: &str = "source.fixAll.plimsoll";

/// The command that stands for an action where the client takes nothing but commands.
pub(in crate::lsp) const APPLY: &str = "plimsoll.apply";

/// What an action whose edit comes later is found by.
#[derive(Debug, Serialize, Deserialize)]
struct Later {
    uri: Uri,
    version: Option<i32>,
    /// Bytes of the document, from and to.
    range: (u32, u32),
    /// The action's place among those offered for the range.
    index: usize,
}

/// Answers `textDocument/codeAction`.
pub(in crate::lsp) fn actions(view: &View, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let range = places.text_range(params.range);
    let wanted = |kind: ActionKind| match params.context.only.as_deref() {
        None | Some([]) => true,
        Some(only) => only.iter().any(|only| contains(only, &self::kind(kind))),
    };
    let offered = ide::actions::actions(view.snapshot(), &path, range, None);
    let version = view.version(&path);
    let mut answer = Vec::new();
    for (index, action) in offered.into_iter().enumerate().filter(|(_, action)| wanted(action.kind)) {
        let Some(edit) = edits::workspace_edit(view, &action.change) else { continue };
        if !view.session.actions.literals {
            let command = Command::new(action.title, APPLY.to_owned(), Some(vec![json!(edit)]));
            answer.push(CodeActionOrCommand::Command(command));
            continue;
        }
        let later = view.session.actions.resolves_edits.then(|| {
            let range = (range.start().into(), range.end().into());
            json!(Later { uri: params.text_document.uri.clone(), version, range, index })
        });
        answer.push(CodeActionOrCommand::CodeAction(CodeAction {
            kind: Some(kind(action.kind)),
            diagnostics: mended(&action, &places, &params.context.diagnostics),
            is_preferred: (action.is_preferred && view.session.actions.preferred).then_some(true),
            edit: later.is_none().then_some(edit),
            data: later,
            title: action.title,
            ..CodeAction::default()
        }));
    }
    Some(answer)
}

/// Whether kind `outer` is `inner` or one above it: `source` is above `source.fixAll`.
fn contains(outer: &CodeActionKind, inner: &CodeActionKind) -> bool {
    let (outer, inner) = (outer.as_str(), inner.as_str());
    outer.is_empty() || inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::FixAll => CodeActionKind::new(FIX_ALL),
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

/// The client's own diagnostics that an action mends.
fn mended(action: &Action, places: &Places, shown: &[Diagnostic]) -> Option<Vec<Diagnostic>> {
    let (rule, range) = action.mends?;
    let range = places.range(range);
    let code = NumberOrString::String(rule.to_owned());
    let found: Vec<Diagnostic> =
        shown.iter().filter(|shown| shown.range == range && shown.code.as_ref() == Some(&code)).cloned().collect();
    (!found.is_empty()).then_some(found)
}

/// Answers `codeAction/resolve`: the edit of an action that was chosen.
///
/// # Errors
/// When the document is another than the one the action was offered for.
pub(in crate::lsp) fn resolve(view: &View, mut action: CodeAction) -> Result<CodeAction> {
    let later = action.data.clone().and_then(|data| serde_json::from_value::<Later>(data).ok());
    let Some(later) = later else { return Ok(action) };
    let gone = || Error::new(ErrorCode::ContentModified);
    let (path, _) = view.document(&later.uri).ok_or_else(gone)?;
    if view.version(&path) != later.version {
        return Err(gone());
    }
    let (start, end) = later.range;
    let range = TextRange::new(TextSize::new(start), TextSize::new(start.max(end)));
    let offered = ide::actions::actions(view.snapshot(), &path, range, None);
    // The same text under other settings may offer something else.
    let chosen = offered.get(later.index).filter(|offered| offered.title == action.title).ok_or_else(gone)?;
    action.edit = edits::workspace_edit(view, &chosen.change);
    Ok(action)
}

/// The edit a command carries.
///
/// # Errors
/// When it is no command of ours.
pub(in crate::lsp) fn command_edit(params: &ExecuteCommandParams) -> Result<WorkspaceEdit> {
    let edit = params.arguments.first().filter(|_| params.command == APPLY);
    let edit = edit.and_then(|edit| serde_json::from_value(edit.clone()).ok());
    edit.ok_or_else(|| Error::invalid_params(format!("`{}` is no command of this server", params.command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_contains_those_below_it() {
        let contains = |outer: &'static str, inner: &'static str| super::contains(&outer.into(), &inner.into());
        assert!(contains("", "quickfix"));
        assert!(contains("source", FIX_ALL) && contains("source.fixAll", FIX_ALL) && contains(FIX_ALL, FIX_ALL));
        assert!(!contains("source.fix", FIX_ALL) && !contains("source.fixAll.eslint", FIX_ALL));
        assert!(!contains("quickfix.a", "quickfix"));
    }
}
