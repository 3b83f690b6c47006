//! Anchors and aliases: `&name` declares what every `*name` behind it repeats.

use std::path::Path;

use syntax::yaml::{Kind, Node, Yaml};
use syntax::{LineIndex, TextEdit, TextRange, TextSize};

use crate::types::{Reference, SourceChange, Target};

/// The node whose anchor, or an alias of it, is at `offset`; `None` on anything else, and on an alias of nothing.
fn under(yaml: &Yaml, offset: TextSize) -> Option<Node<'_>> {
    // An anchor stands before its node, and before what is around that where it begins there.
    let declared = || {
        let touched = |node: &Node<'_>| node.anchor_range().is_some_and(|range| range.contains_inclusive(offset));
        yaml.nodes().find(touched)
    };
    match yaml.node_at(offset).filter(|node| node.kind() == Kind::Alias) {
        Some(alias) => Some(alias.effective()).filter(|node| node.kind() != Kind::Alias),
        None => declared(),
    }
    // While `&` is typed there is no name yet.
    .filter(|node| node.anchor().is_some_and(|name| !name.is_empty()))
}

/// The name in `&name` or `*name`, without the sign.
fn name_of(range: TextRange) -> TextRange {
    TextRange::new((range.start() + TextSize::new(1)).min(range.end()), range.end())
}

/// The anchor of `node` and every alias of it, in the order of the text.
fn occurrences(node: Node<'_>) -> Vec<(TextRange, bool)> {
    let Some(anchor) = node.anchor_range() else { return Vec::new() };
    let root = node.document().root();
    let aliases = root.descendants().filter(|alias| alias.kind() == Kind::Alias && alias.effective() == node);
    std::iter::once((name_of(anchor), true)).chain(aliases.map(|alias| (name_of(alias.range()), false))).collect()
}

/// Where the anchor at `offset`, or of the alias there, is declared.
pub(crate) fn definition(yaml: &Yaml, path: &Path, offset: TextSize) -> Option<Target> {
    let node = under(yaml, offset)?;
    let anchor = node.anchor_range()?;
    Some(Target { path: path.to_owned(), range: node.extent().cover(anchor), focus: name_of(anchor) })
}

/// The anchor at `offset` and its aliases.
pub(crate) fn references(yaml: &Yaml, path: &Path, offset: TextSize) -> Vec<Reference> {
    let found = under(yaml, offset).map_or_else(Vec::new, occurrences);
    found.into_iter().map(|(range, is_write)| Reference { path: path.to_owned(), range, is_write }).collect()
}

/// The name at `offset` that can be renamed.
pub(crate) fn prepare(yaml: &Yaml, offset: TextSize) -> Option<(TextRange, String)> {
    let found = occurrences(under(yaml, offset)?);
    let (range, _) = found.into_iter().find(|(range, _)| range.contains_inclusive(offset))?;
    Some((range, yaml.text()[range].to_owned()))
}

/// The edits that give the anchor at `offset` another name.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn rename(yaml: &Yaml, path: &Path, offset: TextSize, name: &str) -> Result<SourceChange, String> {
    let nothing = || "There is nothing to rename here".to_owned();
    let (_, old) = prepare(yaml, offset).ok_or_else(nothing)?;
    let node = under(yaml, offset).ok_or_else(nothing)?;
    // YAML allows more; go-yaml, which reads every manifest, does not.
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(valid) {
        return Err(format!("`{name}` is no anchor name: letters, digits, `-` and `_`"));
    }
    let mut others = node.document().root().descendants().filter(|other| other.anchor_range().is_some());
    if let Some(other) = others.find(|other| name != old && other.anchor() == Some(name)) {
        let line = LineIndex::new(yaml.text()).line(other.extent().start()) + 1;
        return Err(format!("There is already an anchor `{name}`, in line {line}"));
    }
    let edits = occurrences(node).into_iter().map(|(range, _)| TextEdit::replace(range, name)).collect();
    Ok(SourceChange { edits: vec![(path.to_owned(), edits)], creates: Vec::new() })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::check::{Case, check_definition, check_references, check_refused, check_rename};

    const MERGED: &str =
        "#- a.yaml\nbase: &base\n  image: &image nginx\nweb:\n  <<: *base\n  image: *image\n---\nbase: &base 1\n";

    #[test]
    fn aliases_lead_to_their_anchor() {
        let at = |from: &str, to: &str| MERGED.replacen(from, to, 1);
        check_definition(
            &at("*base", "*ba<|>se"),
            &expect![[r#"
            a.yaml:1 `base`
        "#]],
        );
        check_definition(
            &at("*image", "<|>*image"),
            &expect![[r#"
            a.yaml:2 `image`
        "#]],
        );
        check_definition(
            &at("&image", "&image<|>"),
            &expect![[r#"
            a.yaml:2 `image`
        "#]],
        );
        check_definition(&at("web:", "we<|>b:"), &expect![]);
        check_definition("#- a.yaml\na: *no<|>ne\n", &expect![]);
        // An anchor may be declared again: an alias means the one before it.
        check_definition(
            "#- a.yaml\na: &x 1\nb: *x\nc: &x 2\nd: *<|>x\n",
            &expect![[r#"
            a.yaml:3 `x`
        "#]],
        );
    }

    #[test]
    fn every_alias_of_an_anchor() {
        check_references(
            "#- a.yaml\na: &x [1]\nb: *x\nc: {*x : *x<|>}\nd: &x 2\ne: *x\n",
            &expect![[r#"
                a.yaml:1 `x` declares
                a.yaml:2 `x`
                a.yaml:3 `x`
                a.yaml:3 `x`
            "#]],
        );
        check_references(
            "#- a.yaml\na: &x<|>\n  b: &y\n    c: d\n",
            &expect![[r#"
            a.yaml:1 `x` declares
        "#]],
        );
        check_references("#- a.yaml\na: b<|>\nc: b\n", &expect![]);
        check_references("#- a.yaml\na: &<|>\n", &expect![]);
    }

    #[test]
    fn an_anchor_is_renamed_with_its_aliases() {
        check_rename(
            "#- a.yaml\na: &x 1 # &x *x\nb: *x<|>\nc: '*x'\nd: &y 2\ne: *y\n",
            "one",
            "a: &one 1 # &x *x\nb: *one\nc: '*x'\nd: &y 2\ne: *y\n",
        );
        check_rename("#- a.yaml\n&o<|>bject a: *object\n", "o", "&o a: *o\n");
        check_refused("#- a.yaml\na: &x<|> 1\n", "a.b", "`a.b` is no anchor name: letters, digits, `-` and `_`");
        check_refused("#- a.yaml\na: &x<|> 1\n", "", "`` is no anchor name: letters, digits, `-` and `_`");
        check_refused("#- a.yaml\na: &x<|> 1\nb: &y 2\n", "y", "There is already an anchor `y`, in line 2");
        for nothing in ["#- a.yaml\na<|>: b\n", "#- a.yaml\na: *no<|>ne\n", "#- a.yaml\n<|>", "#- a.yaml\n# &x<|>\n"] {
            check_refused(nothing, "x", "There is nothing to rename here");
            let case = Case::new(nothing);
            let (path, offset) = case.cursor();
            assert_eq!(crate::rename::prepare(&case.snapshot, &path, offset), None);
        }
    }
}
