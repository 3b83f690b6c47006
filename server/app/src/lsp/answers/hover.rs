//! Hovers and inlay hints.

use schema::kubernetes::values::zone::Timestamp;
use tower_lsp::ls_types::{
    Hover, HoverContents, HoverParams, InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip,
};

use crate::lsp::markup;
use crate::lsp::shared::{Shared, Shown};
use crate::lsp::view::View;

/// Answers `textDocument/hover`.
pub(in crate::lsp) fn hover(view: &View, params: &HoverParams) -> Option<Hover> {
    let at = &params.text_document_position_params;
    let (path, places) = view.document(&at.text_document.uri)?;
    let hover = ide::hover::hover_at(view.snapshot(), &path, places.offset(at.position), Some(Timestamp::now()))?;
    let texts = &view.session.texts;
    Some(Hover {
        contents: HoverContents::Markup(markup::content(&hover.markdown, texts.hover_markdown, texts.details)),
        range: Some(places.range(hover.range)),
    })
}

/// Answers `textDocument/inlayHint`.
pub(in crate::lsp) fn hints(view: &View, shared: &Shared, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let range = places.text_range(params.range);
    let (hints, asked) = ide::inlay::hints_with_questions(view.snapshot(), &path, range);
    shared.show(&path, Shown::Hints, asked);
    let texts = &view.session.texts;
    let hint = |hint: ide::InlayHint| InlayHint {
        position: places.position(hint.offset),
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: hint.tooltip.map(|tooltip| {
            InlayHintTooltip::MarkupContent(markup::content(&tooltip, texts.hover_markdown, texts.details))
        }),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    Some(hints.into_iter().map(hint).collect())
}
