//! Semantic tokens.

use syntax::TextRange;
use tower_lsp::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams, SemanticTokensEdit,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, Uri,
};

use crate::lsp::capabilities;
use crate::lsp::convert::Places;
use crate::lsp::shared::Shared;
use crate::lsp::uris;
use crate::lsp::view::View;

/// The tokens a client has of a document.
#[derive(Debug, Clone)]
pub(in crate::lsp) struct Sent {
    id: String,
    tokens: Vec<SemanticToken>,
}

/// Answers `textDocument/semanticTokens/full`.
pub(in crate::lsp) fn full(
    view: &View,
    shared: &Shared,
    params: &SemanticTokensParams,
) -> Option<SemanticTokensResult> {
    let (tokens, _) = fresh(view, shared, &params.text_document.uri)?;
    Some(SemanticTokensResult::Tokens(tokens))
}

/// Answers `textDocument/semanticTokens/full/delta`: one edit between the common beginning and the common end; all
/// tokens, when the client has others than it was sent last.
pub(in crate::lsp) fn delta(
    view: &View,
    shared: &Shared,
    params: &SemanticTokensDeltaParams,
) -> Option<SemanticTokensFullDeltaResult> {
    let (tokens, before) = fresh(view, shared, &params.text_document.uri)?;
    let Some(before) = before.filter(|before| before.id == params.previous_result_id) else {
        return Some(SemanticTokensFullDeltaResult::Tokens(tokens));
    };
    let edits = difference(&before.tokens, &tokens.data).into_iter().collect();
    Some(SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id: tokens.result_id, edits }))
}

/// The tokens of a document, with those the client has; the new ones are noted when it asks for differences.
fn fresh(view: &View, shared: &Shared, uri: &Uri) -> Option<(SemanticTokens, Option<Sent>)> {
    let data = tokens(view, uri, None)?;
    if !view.session.tokens.delta {
        return Some((SemanticTokens { result_id: None, data }, None));
    }
    let id = format!("{}", view.draft.revision);
    let sent = Sent { id: id.clone(), tokens: data.clone() };
    let before = shared.sent_tokens(uris::path(uri), sent);
    Some((SemanticTokens { result_id: Some(id), data }, before))
}

fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (removed, added) = (old.len() - start - end, &new[start..new.len() - end]);
    // Counted in numbers, of which a token has five.
    let count = |tokens: usize| u32::try_from(tokens * 5).unwrap_or(u32::MAX);
    (removed > 0 || !added.is_empty()).then(|| SemanticTokensEdit {
        start: count(start),
        delete_count: count(removed),
        data: Some(added.to_vec()),
    })
}

/// Answers `textDocument/semanticTokens/range`.
pub(in crate::lsp) fn range(view: &View, params: &SemanticTokensRangeParams) -> Option<SemanticTokensRangeResult> {
    let (_, places) = view.document(&params.text_document.uri)?;
    let data = tokens(view, &params.text_document.uri, Some(places.text_range(params.range)))?;
    Some(SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data }))
}

fn tokens(view: &View, uri: &Uri, range: Option<TextRange>) -> Option<Vec<SemanticToken>> {
    let (path, places) = view.document(uri)?;
    Some(encode(&ide::tokens::tokens(view.snapshot(), &path, range), &places))
}

/// Each token relative to the one before; one over several lines is one for each.
fn encode(tokens: &[ide::SemanticToken], places: &Places) -> Vec<SemanticToken> {
    let mut encoded = Vec::with_capacity(tokens.len());
    let (mut last_line, mut last_start) = (0, 0);
    for token in tokens {
        let mut from = token.range.start();
        for piece in places.text(token.range).split_inclusive('\n') {
            let text = piece.trim_end_matches(['\n', '\r']);
            let at = places.position(from);
            let length = places.encoding().length(text);
            from += syntax::TextSize::of(piece);
            if length == 0 {
                continue;
            }
            let delta_line = at.line - last_line;
            encoded.push(SemanticToken {
                delta_line,
                delta_start: if delta_line == 0 { at.character - last_start } else { at.character },
                length,
                token_type: capabilities::token_type(token.kind),
                token_modifiers_bitset: u32::from(token.is_declaration),
            });
            (last_line, last_start) = (at.line, at.character);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(length: u32) -> SemanticToken {
        SemanticToken { length, ..SemanticToken::default() }
    }

    #[test]
    fn a_difference_is_one_edit() {
        let apply = |old: &[u32], new: &[u32]| {
            let [old, new] = [old, new].map(|lengths| lengths.iter().map(|length| token(*length)).collect::<Vec<_>>());
            let mut result = old.clone();
            if let Some(edit) = difference(&old, &new) {
                let (start, count) = (edit.start as usize / 5, edit.delete_count as usize / 5);
                result.splice(start..start + count, edit.data.unwrap());
            }
            assert_eq!(result, new);
        };
        apply(&[1, 2, 3], &[1, 2, 3]);
        apply(&[1, 2, 3], &[1, 4, 3]);
        apply(&[1, 1], &[1, 1, 1]);
        apply(&[1, 1, 1], &[1]);
        apply(&[], &[1]);
        apply(&[1, 2], &[]);
    }
}
