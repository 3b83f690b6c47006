//! The outline of YAML: objects with their keys; of other documents the keys.

use project::kubernetes::Object;
use syntax::yaml::{Node, Yaml};

use crate::symbols::leaf;
use crate::types::{Symbol, SymbolKind};

/// How many characters of a value are shown behind its key.
const VALUE_LIMIT: usize = 60;

/// One symbol for each object, `Deployment shop/api`, with its keys below it; the keys of documents that are no objects.
pub(crate) fn outline(yaml: &Yaml) -> Vec<Symbol> {
    let mut symbols = Vec::new();
    for document in yaml.documents() {
        let root = document.root();
        match object(root) {
            Some(symbol) => symbols.push(symbol),
            None => symbols.extend(keys(root)),
        }
    }
    symbols
}

/// The object that `root` is, whether its kind is known or not; `None` without `apiVersion` and `kind`.
fn object(root: Node<'_>) -> Option<Symbol> {
    let api_version = root.get("apiVersion")?.text()?;
    let kind = root.get("kind")?;
    let word = kind.text().filter(|word| !word.is_empty())?;
    let name = Object { node: root, kind: None, is_partial: false }
        .title()
        .map_or_else(|| word.clone().into_owned(), |name| format!("{word} {name}"));
    let mut symbol = leaf(&name, Some(api_version.into_owned()), SymbolKind::Object, root.range(), kind.range());
    symbol.children = keys(root);
    Some(symbol)
}

fn keys(mapping: Node<'_>) -> Vec<Symbol> {
    let symbol = |entry: syntax::yaml::Entry<'_>| {
        let value = entry.value.text().and_then(|text| {
            let line: String = text.trim().lines().next()?.chars().take(VALUE_LIMIT).collect();
            (!line.is_empty()).then_some(line)
        });
        leaf(&entry.name(), value, SymbolKind::Key, entry.range(), entry.key.range())
    };
    mapping.entries().map(symbol).collect()
}
