//! Symbols of a file and of the workspace.

use ide::SymbolKind as Kind;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, SymbolTag,
    Uri, WorkspaceSymbolResponse,
};

use crate::lsp::convert::Places;
use crate::lsp::view::View;

/// Answers `textDocument/documentSymbol`: a tree, or a list where the client knows no trees.
pub(in crate::lsp) fn document(view: &View, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let (path, places) = view.document(&params.text_document.uri)?;
    let symbols = ide::symbols::document(view.snapshot(), &path);
    let tags = view.session.symbol_tags;
    Some(if view.session.symbol_tree {
        DocumentSymbolResponse::Nested(symbols.into_iter().map(|symbol| nested(symbol, &places, tags)).collect())
    } else {
        let mut list = Vec::new();
        for symbol in symbols {
            flatten(symbol, None, &params.text_document.uri, &places, tags, &mut list);
        }
        DocumentSymbolResponse::Flat(list)
    })
}

fn tags(is_deprecated: bool, supported: bool) -> Option<Vec<SymbolTag>> {
    (is_deprecated && supported).then(|| vec![SymbolTag::DEPRECATED])
}

/// The outline of a Dockerfile is three deep; its depth does not grow with the text.
#[expect(deprecated, reason = "the library has no other way to make one")]
fn nested(symbol: ide::Symbol, places: &Places, tagged: bool) -> DocumentSymbol {
    let range = places.range(symbol.range);
    let selection_range = places.range(symbol.focus);
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(child, places, tagged)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: tags(symbol.is_deprecated, tagged),
        deprecated: None,
        range,
        selection_range,
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten(
    symbol: ide::Symbol,
    container: Option<&str>,
    uri: &Uri,
    places: &Places,
    tagged: bool,
    list: &mut Vec<SymbolInformation>,
) {
    list.push(information(
        symbol.name.clone(),
        symbol.kind,
        tags(symbol.is_deprecated, tagged),
        Location::new(uri.clone(), places.range(symbol.range)),
        container.map(ToOwned::to_owned),
    ));
    for child in symbol.children {
        flatten(child, Some(&symbol.name), uri, places, tagged, list);
    }
}

#[expect(deprecated, reason = "the library has no other way to make one")]
fn information(
    name: String,
    kind: Kind,
    tags: Option<Vec<SymbolTag>>,
    location: Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind: self::kind(kind), tags, deprecated: None, location, container_name }
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Stage => SymbolKind::MODULE,
        Kind::Instruction => SymbolKind::FUNCTION,
        Kind::Variable => SymbolKind::VARIABLE,
        Kind::Port => SymbolKind::NUMBER,
        Kind::Directive => SymbolKind::PROPERTY,
        Kind::Pattern => SymbolKind::STRING,
        Kind::Object => SymbolKind::OBJECT,
        Kind::Key => SymbolKind::KEY,
    }
}

/// Answers `workspace/symbol`.
pub(in crate::lsp) fn workspace(view: &View, query: &str) -> WorkspaceSymbolResponse {
    let symbols = ide::symbols::workspace(view.snapshot(), query);
    let mut places: Option<(std::path::PathBuf, Places)> = None;
    let mut list = Vec::new();
    for symbol in symbols {
        if view.cancel.is_cancelled() {
            break;
        }
        // Symbols come file by file.
        if places.as_ref().is_none_or(|(path, _)| *path != symbol.target.path) {
            places = view.places(&symbol.target.path).map(|places| (symbol.target.path.clone(), places));
        }
        let (Some((_, places)), Some(uri)) = (&places, view.draft.uri(&symbol.target.path)) else { continue };
        let location = Location::new(uri, places.range(symbol.target.focus));
        list.push(information(symbol.name, symbol.kind, None, location, symbol.container));
    }
    WorkspaceSymbolResponse::Flat(list)
}
