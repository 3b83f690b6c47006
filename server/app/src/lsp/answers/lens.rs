//! Lenses.

use serde_json::json;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command};

use crate::lsp::session::SHOW_REFERENCES;
use crate::lsp::shared::{Shared, Shown};
use crate::lsp::view::View;

/// Places that one lens shows. Their files are read for every answer; a longer list is what `references` is for.
const MOST: usize = 100;

/// Answers `textDocument/codeLens`.
pub(in crate::lsp) fn lenses(view: &View, shared: &Shared, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    if !view.session.shows_references {
        return None;
    }
    let (path, places) = view.document(&params.text_document.uri)?;
    let (lenses, asked) = ide::lens::lenses(view.snapshot(), &path);
    shared.show(&path, Shown::Lenses, asked);
    let lens = |lens: ide::Lens| {
        let range = places.range(lens.range);
        let locations = view.locations(lens.places.iter().take(MOST));
        let arguments = vec![json!(params.text_document.uri), json!(range.start), json!(locations)];
        let command = Command { title: lens.title, command: SHOW_REFERENCES.to_owned(), arguments: Some(arguments) };
        CodeLens { range, command: Some(command), data: None }
    };
    Some(lenses.into_iter().map(lens).collect())
}
