//! Folding, selecting, formatting.

use ide::{FoldKind, format::Options};
use syntax::TextEdit as Edit;
use tower_lsp::ls_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, FoldingRange,
    FoldingRangeKind, FoldingRangeParams, FormattingOptions, Range, SelectionRange, SelectionRangeParams, TextEdit,
};

use crate::lsp::convert::Places;
use crate::lsp::view::View;

/// Answers `textDocument/foldingRange`. Whole lines, which every client can fold.
pub(in crate::lsp) fn folds(view: &View, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let fold = |fold: ide::Fold| FoldingRange {
        start_line: places.lines().line(fold.range.start()),
        end_line: places.lines().line(fold.range.end()),
        start_character: None,
        end_character: None,
        kind: match fold.kind {
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
            // The protocol's `region` is what `#region` marks.
            FoldKind::Region => None,
        },
        collapsed_text: None,
    };
    Some(ide::folding::folds(view.snapshot(), &path).into_iter().map(fold).collect())
}

/// Answers `textDocument/selectionRange`.
pub(in crate::lsp) fn selections(view: &View, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let offsets: Vec<_> = params.positions.iter().map(|position| places.offset(*position)).collect();
    let found = ide::selection::ranges(view.snapshot(), &path, &offsets);
    let selection = |(ranges, offset): (Vec<syntax::TextRange>, &syntax::TextSize)| {
        let outermost_first = ranges.iter().rev().map(|range| places.range(*range));
        let nested = outermost_first.fold(None, |parent: Option<SelectionRange>, range| {
            Some(SelectionRange { range, parent: parent.map(Box::new) })
        });
        // The protocol wants one for each position.
        let here = places.position(*offset);
        nested.unwrap_or(SelectionRange { range: Range::new(here, here), parent: None })
    };
    Some(found.into_iter().zip(&offsets).map(selection).collect())
}

fn options(options: &FormattingOptions) -> Options {
    Options { tab_size: options.tab_size, insert_spaces: options.insert_spaces }
}

fn edits(edits: &[Edit], places: &Places) -> Vec<TextEdit> {
    edits.iter().map(|edit| places.edit(edit)).collect()
}

/// Answers `textDocument/formatting`.
pub(in crate::lsp) fn format(view: &View, params: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let found = ide::format::document(view.snapshot(), &path, options(&params.options));
    Some(edits(&found, &places))
}

/// Answers `textDocument/rangeFormatting`.
pub(in crate::lsp) fn format_range(view: &View, params: &DocumentRangeFormattingParams) -> Option<Vec<TextEdit>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let range = places.text_range(params.range);
    let found = ide::format::range(view.snapshot(), &path, range, options(&params.options));
    Some(edits(&found, &places))
}

/// Answers `textDocument/onTypeFormatting`.
pub(in crate::lsp) fn format_on_type(view: &View, params: &DocumentOnTypeFormattingParams) -> Option<Vec<TextEdit>> {
    let at = &params.text_document_position;
    let (path, places) = view.document(&at.text_document.uri)?;
    let found = ide::format::on_type(view.snapshot(), &path, places.offset(at.position), options(&params.options));
    Some(edits(&found, &places))
}
