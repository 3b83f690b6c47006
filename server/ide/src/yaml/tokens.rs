//! Semantic tokens of YAML: keys, and values by what a reader makes of them.

use syntax::TextRange;
use syntax::yaml::{Flavour, Kind, Node, Resolved, Role, ScalarStyle, Yaml};

use crate::types::{SemanticToken, TokenKind};

/// The tokens of the text, in order. The lines of block scalars have none: what they hold is another language's, and
/// the editor's own grammar may know which.
pub(crate) fn tokens(yaml: &Yaml, flavour: Flavour) -> Vec<SemanticToken> {
    let token = |kind| move |range| SemanticToken { range, kind, is_declaration: false };
    let mut found: Vec<SemanticToken> = Vec::with_capacity(yaml.nodes().size_hint().0 + yaml.comments().len() + 8);
    for node in yaml.nodes() {
        if let Some(range) = node.anchor_range() {
            found.push(SemanticToken { range, kind: TokenKind::Variable, is_declaration: true });
        }
        found.extend(node.tag_range().map(token(TokenKind::Type)));
        found.extend(value(node, flavour).map(|(range, kind)| token(kind)(range)));
    }
    let markers = yaml.documents().flat_map(|document| [document.start_marker(), document.end_marker()]);
    found.extend(markers.flatten().map(token(TokenKind::Operator)));
    found.extend(yaml.directives().iter().copied().map(token(TokenKind::Macro)));
    found.extend(yaml.comments().iter().copied().map(token(TokenKind::Comment)));
    found.sort_by_key(|token| token.range.start());
    found
}

/// A scalar or an alias as a token; `None` for collections and for nothing.
fn value(node: Node<'_>, flavour: Flavour) -> Option<(TextRange, TokenKind)> {
    let range = node.range();
    let style = match node.kind() {
        Kind::Scalar(style) => style,
        Kind::Alias => return Some((range, TokenKind::Variable)),
        Kind::Mapping | Kind::Sequence | Kind::Null => return None,
    };
    if node.role() == Role::Key {
        let kind = if node.is_merge_key() { TokenKind::Operator } else { TokenKind::Property };
        return Some((range, kind));
    }
    match style {
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let header = node.source().split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
            Some((TextRange::at(range.start(), syntax::TextSize::of(header)), TokenKind::Operator))
        }
        ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let resolved = match (node.tag_range(), style) {
                (None, ScalarStyle::Plain) => flavour.resolve(node.source()),
                (None, _) => return Some((range, TokenKind::String)),
                (Some(_), _) => node.resolved(flavour)?,
            };
            let kind = match resolved {
                Resolved::Null | Resolved::Bool(_) => TokenKind::Keyword,
                Resolved::Int(_) | Resolved::Float(_) => TokenKind::Number,
                Resolved::Str(_) => TokenKind::String,
            };
            Some((range, kind))
        }
    }
}
