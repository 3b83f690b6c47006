//! The tables beside the schemas: defaults, what cannot be changed, declared constraints, well-known keys.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value as Json;

/// All tables by their path in the folder of facts.
pub(super) fn tables(data: &Path, definitions: &[String]) -> Result<BTreeMap<String, String>> {
    let facts = data.join("facts");
    let catalogues = data.join("schemas/catalogues");
    let known = |owner: &str| owner_of(owner, definitions);
    let mut tables = BTreeMap::new();
    let mut put = |name: &str, header: &str, mut rows: Vec<String>| {
        rows.sort();
        rows.dedup();
        tables.insert(name.to_owned(), format!("{header}\n{}\n", rows.join("\n")));
    };
    let defaults = rows(&facts.join("defaults.tsv"), 7)?;
    let defaults = defaults.into_iter().map(|row| {
        let [owner, path, value, condition, since, source, by] = row.as_slice() else { return String::new() };
        [&known(owner), path, value, condition, since, by, &source_of(source)].map(String::as_str).join("\t")
    });
    put("tables/defaults.tsv", "owner\tpath\tdefault\tcondition\tsince\tapplied_by\tsource", defaults.collect());
    let immutable = rows(&facts.join("immutable.tsv"), 5)?;
    let immutable = immutable.into_iter().map(|row| {
        let [kind, path, condition, effect, source] = row.as_slice() else { return String::new() };
        [kind, path, condition, effect, &source_of(source)].map(String::as_str).join("\t")
    });
    put("tables/immutable.tsv", "kind\tpath\tcondition\teffect\tsource", immutable.collect());
    put(
        "tables/declared.tsv",
        "definition\tfield\ttag\tvalue",
        declared(&facts.join("declarative.jsonl"), definitions)?,
    );
    let wellknown = rows(&catalogues.join("kubernetes-wellknown.tsv"), 5)?;
    put("tables/wellknown.tsv", "name\tform\tused_on\tvalue\tnote", wellknown.iter().map(|it| it.join("\t")).collect());
    let sources = rows(&data.join("schemas/SOURCES.tsv"), 5)?;
    let used = sources.iter().filter(|row| !row[0].starts_with("catalogues/") || row[0].contains("wellknown"));
    let used = used.map(|row| row[..4].join("\t").replace("own list", "hand-kept list"));
    put("sources.tsv", "data\tsource\tcommit\tlicence", used.collect());
    Ok(tables)
}

/// The rows of a table without its header.
fn rows(path: &Path, columns: usize) -> Result<Vec<Vec<String>>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows: Vec<Vec<String>> =
        text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    for (at, row) in rows.iter().enumerate() {
        ensure!(row.len() == columns, "{}:{}: {} cells, not {columns}", path.display(), at + 2, row.len());
    }
    Ok(rows)
}

/// `apps/v1 Deployment` and `meta/v1 LabelSelector` become names of definitions; a bare name (`PodSpec`) stands for
/// every version of it, and the kinds of custom resources stay as they are.
fn owner_of(owner: &str, definitions: &[String]) -> String {
    let Some((api_version, name)) = owner.split_once(' ') else { return owner.to_owned() };
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("core", api_version));
    let group = group.split('.').next().unwrap_or(group);
    let tail = format!(".{version}.{name}");
    let in_group = |it: &&String| it.ends_with(&tail) && it.contains(&format!(".{group}."));
    definitions.iter().find(in_group).cloned().unwrap_or_else(|| owner.to_owned())
}

/// Where a row comes from, in the words of the table's readers.
fn source_of(source: &str) -> String {
    let source = source.split(" (message seen").next().unwrap_or(source);
    if let Some(place) = source.strip_prefix("general knowledge, not read: ") {
        return format!("unconfirmed: {place}");
    }
    if source.starts_with("general knowledge") {
        return "unconfirmed".to_owned();
    }
    if source.starts_with("OpenAPI default") {
        return "OpenAPI".to_owned();
    }
    if source.starts_with("default in the CRD") {
        return "CustomResourceDefinition".to_owned();
    }
    source.replace(" in schemas/crds/", " of ").replace(".json", "")
}

/// Constraints that the API's Go types declare, of the definitions that exist.
fn declared(path: &Path, definitions: &[String]) -> Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut rows = Vec::new();
    for line in text.lines() {
        let row: Json = serde_json::from_str(line)?;
        let cell = |key: &str| row[key].as_str().unwrap_or_default();
        let name = format!("io.k8s.api.{}.{}.{}", cell("group"), cell("version"), cell("type"));
        if definitions.contains(&name) {
            rows.push([&name, cell("field"), cell("tag"), &plain(cell("value"))].join("\t"));
        }
    }
    Ok(rows)
}

/// The value of a tag without quotes and remarks; a tag for a case reads `Case: tag`.
fn plain(value: &str) -> String {
    let value = value.split(" # ").next().unwrap_or(value);
    value.replace('"', "").replacen(")=", ": ", 1).trim().to_owned()
}
