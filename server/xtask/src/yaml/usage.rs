//! Which fields manifests use, and how often.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use project::kubernetes::{Manifest, place};
use schema::kubernetes::{Catalog, Version};
use syntax::yaml;

use super::corpus;

/// A field that fewer files have says nothing about use.
const FEWEST: usize = 2;

/// Fields that are kept of one definition.
const MOST: usize = 40;

/// Writes the table anew from every manifest below `folder`; a file counts once for each field.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let mut files = Vec::new();
    corpus::collect(folder, &mut files)?;
    let mut counts: HashMap<String, HashMap<String, usize>> = HashMap::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for (owner, name) in used(&text) {
            *counts.entry(owner).or_default().entry(name).or_default() += 1;
        }
    }
    let mut rows: Vec<String> = Vec::new();
    for (owner, names) in counts {
        let mut names: Vec<(String, usize)> = names.into_iter().filter(|(_, count)| *count >= FEWEST).collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let most = if owner == "Kind" { usize::MAX } else { MOST };
        let names: Vec<String> = names.into_iter().take(most).map(|(name, _)| name).collect();
        if !names.is_empty() {
            rows.push(format!("{owner}\t{}\n", names.join(" ")));
        }
    }
    rows.sort();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/data/usage.tsv");
    let text = format!("owner\tfields, the most frequent first\n{}", rows.concat());
    std::fs::write(&table, text).with_context(|| table.display().to_string())
}

/// What has a field, and the field, each pair once; kinds as fields of `Kind`.
fn used(text: &str) -> std::collections::HashSet<(String, String)> {
    let tree = yaml::parse(text);
    let catalog = Catalog::default();
    let manifest = Manifest::new(&tree, &catalog, Version::newest());
    let mut found = std::collections::HashSet::new();
    for object in manifest.objects {
        let Some(kind) = object.kind else { continue };
        found.insert(("Kind".to_owned(), kind.name().to_owned()));
        found.insert(("Kind".to_owned(), kind.api_version().to_owned()));
        for node in object.node.descendants() {
            let Some(place) = place(node, &catalog, Version::newest()) else { continue };
            let Some(member) = place.member.filter(|member| member.keys.is_empty() && node.key().is_some()) else {
                continue;
            };
            let path = place.plain_path.rsplit_once('.').map_or("", |(path, _)| path);
            let dot = if path.is_empty() { "" } else { "." };
            let owner = member
                .owner
                .definition_name()
                .map_or_else(|| format!("{}{dot}{path}", place.kind.name()), str::to_owned);
            found.insert((owner, member.field.name.to_owned()));
        }
    }
    found
}
