//! Definitions, references, highlights, links.

use std::str::FromStr;

use ide::{LinkTarget, Target};
use syntax::TextSize;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink, Range, ReferenceParams, Uri,
};

use crate::lsp::view::View;

/// Answers `textDocument/definition`.
pub(in crate::lsp) fn definition(view: &View, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let at = &params.text_document_position_params;
    let (path, places) = view.document(&at.text_document.uri)?;
    let targets = ide::definition::definition(view.snapshot(), &path, places.offset(at.position));
    let links = targets.iter().filter_map(|target| link(view, target));
    Some(if view.session.definition_links {
        GotoDefinitionResponse::Link(links.collect())
    } else {
        let location = |link: LocationLink| Location::new(link.target_uri, link.target_selection_range);
        GotoDefinitionResponse::Array(links.map(location).collect())
    })
}

fn link(view: &View, target: &Target) -> Option<LocationLink> {
    let target_uri = view.draft.uri(&target.path)?;
    // The beginning of a file is its beginning whatever is in it: it may be large, or no text at all.
    let (range, focus) = if target.range.end() == TextSize::new(0) {
        (Range::default(), Range::default())
    } else {
        let places = view.places(&target.path)?;
        (places.range(target.range), places.range(target.focus))
    };
    Some(LocationLink { origin_selection_range: None, target_uri, target_range: range, target_selection_range: focus })
}

/// Answers `textDocument/references`.
pub(in crate::lsp) fn references(view: &View, params: &ReferenceParams) -> Option<Vec<Location>> {
    let at = &params.text_document_position;
    let (path, places) = view.document(&at.text_document.uri)?;
    let offset = places.offset(at.position);
    let found = ide::references::references(view.snapshot(), &path, offset, params.context.include_declaration);
    Some(view.locations(&found))
}

/// Answers `textDocument/documentHighlight`.
pub(in crate::lsp) fn highlights(view: &View, params: &DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
    let at = &params.text_document_position_params;
    let (path, places) = view.document(&at.text_document.uri)?;
    let found = ide::references::highlight(view.snapshot(), &path, places.offset(at.position));
    let highlight = |reference: ide::Reference| DocumentHighlight {
        range: places.range(reference.range),
        kind: Some(if reference.is_write { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    Some(found.into_iter().filter(|reference| reference.path == path).map(highlight).collect())
}

/// Answers `textDocument/documentLink`.
pub(in crate::lsp) fn links(view: &View, params: &DocumentLinkParams) -> Option<Vec<DocumentLink>> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let link = |link: ide::Link| {
        let target = match link.target {
            LinkTarget::Url(url) => Uri::from_str(&url).ok()?,
            LinkTarget::File(path) => view.draft.uri(&path)?,
        };
        let tooltip = link.tooltip.filter(|_| view.session.link_tooltips);
        Some(DocumentLink { range: places.range(link.range), target: Some(target), tooltip, data: None })
    };
    Some(ide::links::links(view.snapshot(), &path).into_iter().filter_map(link).collect())
}
