//! Equal subtrees of custom resources, written once.
//!
//! A Pod's spec stands in hundreds of CustomResourceDefinitions. What stands in two places or more, and is not tiny,
//! becomes a block of its own, named after its field and its content, so that a change shows up as a change of that
//! block and of the lines that use it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use schema::kubernetes::text::{Block, Child, File, Head, Node, Span, write};

/// A subtree of fewer lines is clearer where it stands.
const SMALLEST: usize = 4;

/// The file for blocks that several groups use.
pub(super) const EVERYWHERE: &str = "shared";

/// Replaces subtrees that stand in several places by shared blocks; files are by API group.
pub(super) fn share(files: &mut BTreeMap<String, File>) -> Result<()> {
    let mut places = Places::default();
    for (group, file) in files.iter() {
        for block in &file.blocks {
            places.visit(&block.node, "root", group, true);
        }
    }
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let mut blocks: BTreeMap<String, BTreeMap<String, Block>> = BTreeMap::new();
    for (group, file) in files.iter_mut() {
        for block in &mut file.blocks {
            places.replace(&mut block.node, &mut blocks, &mut names)?;
        }
        file.blocks.sort_by(|one, other| one.head.cmp(&other.head));
        ensure!(group != EVERYWHERE, "an API group is called `{EVERYWHERE}`");
    }
    for (group, shared) in blocks {
        let file = files.entry(group).or_default();
        file.blocks.splice(0..0, shared.into_values());
    }
    Ok(())
}

/// Where the lists of children stand, by a hash of their text.
#[derive(Default)]
struct Places {
    lists: BTreeMap<u64, Place>,
}

#[derive(Default)]
struct Place {
    /// How many different parents have this list.
    parents: usize,
    /// How many lines it takes.
    lines: usize,
    /// The fields it stands under, with how often.
    fields: BTreeMap<String, usize>,
    /// The API groups it stands in.
    groups: BTreeSet<String>,
}

impl Places {
    /// Notes the children of a schema; `counts` is false when the parent itself was seen before.
    fn visit(&mut self, node: &Node, field: &str, group: &str, counts: bool) {
        if node.children.is_empty() {
            return;
        }
        let text = text_of(&node.children);
        let place = self.lists.entry(fnv(&text)).or_default();
        let is_first = place.parents == 0;
        if counts {
            place.parents += 1;
            place.lines = text.lines().count();
            *place.fields.entry(field.to_owned()).or_default() += 1;
        }
        let is_new_here = place.groups.insert(group.to_owned());
        if is_first || is_new_here {
            for child in &node.children {
                self.visit(&child.node, name_of(child, field), group, is_first);
            }
        }
    }

    fn replace(
        &self,
        node: &mut Node,
        blocks: &mut BTreeMap<String, BTreeMap<String, Block>>,
        names: &mut BTreeMap<String, u64>,
    ) -> Result<()> {
        if node.children.is_empty() {
            return Ok(());
        }
        let hash = fnv(&text_of(&node.children));
        let place = &self.lists[&hash];
        let name = if place.parents > 1 && place.lines >= SMALLEST { Some(place.name(hash)) } else { None };
        if name.as_ref().is_none_or(|name| !names.contains_key(name)) {
            for child in &mut node.children {
                self.replace(&mut child.node, blocks, names)?;
            }
        }
        let Some(name) = name else { return Ok(()) };
        let children = std::mem::take(&mut node.children);
        node.shared = Some(name.clone());
        match names.insert(name.clone(), hash) {
            Some(other) => ensure!(other == hash, "two shared blocks are called `{name}`"),
            None => {
                let file = match place.groups.first() {
                    Some(group) if place.groups.len() == 1 => group.clone(),
                    _ => EVERYWHERE.to_owned(),
                };
                let node = Node { children, ..Node::default() };
                blocks.entry(file).or_default().insert(name.clone(), Block { head: Head::Shared(name), node });
            }
        }
        Ok(())
    }
}

impl Place {
    /// Named after the field it mostly stands under.
    fn name(&self, hash: u64) -> String {
        let field = self.fields.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
        let field = field.map_or("root", |(name, _)| name.as_str());
        let field: String = field.chars().filter(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_')).collect();
        format!("{field}#{:06x}", hash & 0xff_ffff)
    }
}

fn name_of<'a>(child: &'a Child, parent: &'a str) -> &'a str {
    child.role.field().unwrap_or(parent)
}

fn text_of(children: &[Child]) -> String {
    let head = Head::Type(String::new(), Span::default());
    let node = Node { children: children.to_vec(), types: schema::kubernetes::text::Types::NULL, ..Node::default() };
    let text = write(&File { blocks: vec![Block { head, node }] });
    text.split_once('\n').map(|(_, lines)| lines.to_owned()).unwrap_or_default()
}

/// FNV-1a, because it is the same on every machine and in every release of Rust.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use expect_test::expect;
    use schema::kubernetes::text::{read, write};

    use super::share;

    #[test]
    fn what_stands_in_several_places_becomes_a_block() {
        let probe = "  probe object\n   a string\n   b string\n   c string\n   d string\n";
        let file =
            |kind: &str, rest: &str| read(&format!("kind g/v1 {kind} : object\n spec object\n{probe}{rest}")).unwrap();
        let mut files = BTreeMap::from([
            ("one".to_owned(), file("A", "  small object\n   x string\n  tiny object\n   x string\n")),
            ("two".to_owned(), file("B", "  other object\n   a string\n   b string\n   c string\n   e string\n")),
        ]);
        share(&mut files).unwrap();
        let texts: Vec<String> = files.iter().map(|(name, file)| format!("# {name}\n{}", write(file))).collect();
        expect![[r#"
            # one
            kind g/v1 A : object
             spec object
              probe object *probe#b83221
              small object
               x string
              tiny object
               x string

            # shared
            shared probe#b83221 : any
             a string
             b string
             c string
             d string

            # two
            kind g/v1 B : object
             spec object
              probe object *probe#b83221
              other object
               a string
               b string
               c string
               e string
        "#]]
        .assert_eq(&texts.join("\n"));
    }
}
