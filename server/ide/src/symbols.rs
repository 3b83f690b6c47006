//! Symbols: the outline of a file, and stages of the workspace by name.

use std::path::Path;

use project::docker::{Base, Model};
use project::{Content, Document, Snapshot};
use syntax::TextRange;
use syntax::dockerfile::{Body, Instruction, Keyword};

use crate::cursor;
use crate::types::{Symbol, SymbolKind, Target, WorkspaceSymbol};

/// How many symbols of the workspace are listed at once.
const WORKSPACE_LIMIT: usize = 512;

/// The outline of a file: directives, what stands before the first FROM, then the stages with their instructions.
#[must_use]
pub fn document(snapshot: &Snapshot, path: &Path) -> Vec<Symbol> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    match &document.content {
        Content::Dockerfile(model) => dockerfile(model),
        Content::Dockerignore(_) => patterns(&document),
        Content::Text(_) => Vec::new(),
    }
}

fn dockerfile(model: &Model) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    for directive in &model.syntax.directives {
        symbols.push(leaf(
            &directive.name.text,
            Some(directive.value.text.clone()),
            SymbolKind::Directive,
            directive.range,
            directive.name.range,
        ));
    }
    symbols.extend(model.preamble().iter().map(|it| instruction(model, it)));
    for stage in &model.stages {
        let instructions = model.instructions(stage.index);
        let Some((from, rest)) = instructions.split_first() else { continue };
        let base = match &stage.base {
            Base::Image(image) => image.familiar(),
            Base::Stage(index) => model.stages[*index].label(),
            Base::Scratch => "scratch".to_owned(),
            Base::Unknown => argument(model, from),
        };
        let (name, detail) = match &stage.name {
            Some(name) => (name.text.clone(), Some(format!("FROM {base}"))),
            None => (format!("FROM {base}"), None),
        };
        let focus = stage.name.as_ref().map_or(from.keyword_name.range, |name| name.range);
        let mut symbol = leaf(&name, detail, SymbolKind::Stage, stage.range, focus);
        symbol.children = rest.iter().map(|it| instruction(model, it)).collect();
        symbols.push(symbol);
    }
    symbols
}

fn instruction(model: &Model, it: &Instruction) -> Symbol {
    let kind = match it.keyword {
        Keyword::Arg | Keyword::Env => SymbolKind::Variable,
        Keyword::Expose => SymbolKind::Port,
        Keyword::Add
        | Keyword::Cmd
        | Keyword::Copy
        | Keyword::Entrypoint
        | Keyword::From
        | Keyword::Healthcheck
        | Keyword::Label
        | Keyword::Maintainer
        | Keyword::Onbuild
        | Keyword::Run
        | Keyword::Shell
        | Keyword::Stopsignal
        | Keyword::User
        | Keyword::Volume
        | Keyword::Workdir
        | Keyword::Unknown => SymbolKind::Instruction,
    };
    let detail = Some(argument(model, it)).filter(|text| !text.is_empty());
    let mut symbol = leaf(&it.keyword_name.text, detail, kind, it.range, it.keyword_name.range);
    symbol.is_deprecated = it.keyword == Keyword::Maintainer;
    if let Body::Arg(pairs) | Body::Env(pairs) = &it.body {
        let children = pairs.pairs.iter().map(|pair| {
            let value = pair.value.as_ref().map(|value| value.unquoted());
            leaf(&pair.key.unquoted(), value, SymbolKind::Variable, pair.range, pair.key.range)
        });
        symbol.children = children.filter(|child| !child.name.is_empty()).collect();
    }
    symbol
}

/// What stands behind the keyword, on one line, cut to what fits an outline.
fn argument(model: &Model, it: &Instruction) -> String {
    const LENGTH: usize = 60;
    let rest = &model.text[TextRange::new(it.keyword_name.range.end(), it.range.end())];
    let line = rest.lines().next().unwrap_or_default().trim().trim_end_matches(model.syntax.escape).trim_end();
    match line.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

fn leaf(name: &str, detail: Option<String>, kind: SymbolKind, range: TextRange, focus: TextRange) -> Symbol {
    // Protocol and editors refuse an empty name.
    let name = if name.is_empty() { "…".to_owned() } else { name.to_owned() };
    Symbol { name, detail, kind, range, focus, is_deprecated: false, children: Vec::new() }
}

fn patterns(document: &Document) -> Vec<Symbol> {
    let Content::Dockerignore(ignore) = &document.content else { return Vec::new() };
    let patterns = ignore.patterns.iter();
    patterns
        .map(|pattern| leaf(&document.text[pattern.range], None, SymbolKind::Pattern, pattern.range, pattern.range))
        .collect()
}

/// Stages of all files of the workspace whose name, base or file holds the letters of `query` in order.
#[must_use]
pub fn workspace(snapshot: &Snapshot, query: &str) -> Vec<WorkspaceSymbol> {
    let mut found: Vec<WorkspaceSymbol> = Vec::new();
    let open: Vec<_> =
        snapshot.open().map(|document| document.path.clone()).filter(|path| !snapshot.known().contains(path)).collect();
    for path in snapshot.known().iter().chain(&open) {
        let Some(facts) = snapshot.facts(path) else { continue };
        let shown = snapshot.root_of(path).and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        for stage in &facts.stages {
            let name = format!("{} ({})", stage.label, stage.base);
            if !matches(&name, query) && !matches(&shown.to_string_lossy(), query) {
                continue;
            }
            found.push(WorkspaceSymbol {
                name,
                container: Some(shown.to_string_lossy().replace('\\', "/")),
                kind: SymbolKind::Stage,
                target: Target { path: path.clone(), range: stage.range, focus: stage.name_range },
            });
            if found.len() >= WORKSPACE_LIMIT {
                return found;
            }
        }
    }
    found
}

/// Whether the letters of `query` stand in `text` in this order, in any case.
fn matches(text: &str, query: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    query
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !letter.is_whitespace())
        .all(|wanted| letters.any(|letter| letter == wanted))
}
