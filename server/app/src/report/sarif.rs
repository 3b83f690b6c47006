//! `--format sarif`: SARIF 2.1.0. Columns count characters (Unicode code points).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use project::Severity;
use rules::{Finding, FindingFix, Rule};
use serde_json::{Value, json};
use syntax::TextRange;

use super::position::Positions;
use super::{Checked, Report, fingerprint};

/// The folder that relative paths start from: the working directory, which CI makes the root of the repository.
const BASE: &str = "%SRCROOT%";

/// The report as SARIF.
pub(super) fn write(report: &Report, shown: &dyn Fn(&Path) -> String) -> String {
    let mut indices: BTreeMap<&'static str, (usize, &'static Rule)> =
        report.findings().map(|(_, finding)| (finding.rule.name, (0, finding.rule))).collect();
    for (index, (place, _)) in indices.values_mut().enumerate() {
        *place = index;
    }
    let mut results = Vec::new();
    for file in &report.files {
        let writer = Writer { file, positions: Positions::new(&file.document), shown };
        let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
        for finding in &file.findings {
            let index = indices.get(finding.rule.name).map_or(0, |(index, _)| *index);
            results.push(writer.result(finding, index, &mut seen));
        }
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "plimsoll",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": indices.values().map(|(_, rule)| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { BASE: { "description": { "text": "The folder in which plimsoll was started" } } },
            "invocations": [{
                "executionSuccessful": report.problems.is_empty(),
                "toolExecutionNotifications": report.problems.iter().map(|problem| json!({
                    "level": "error",
                    "message": { "text": problem.reason },
                    "locations": [{ "physicalLocation": { "artifactLocation": artifact(&problem.file) } }],
                })).collect::<Vec<_>>(),
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn descriptor(rule: &Rule) -> Value {
    let also = match rule.same_as {
        [] => String::new(),
        aliases => format!("\n\nAlso known as {}\n", aliases.join(", ")),
    };
    let page = format!("{}{also}", rule.page().trim_end());
    json!({
        "id": rule.name,
        "name": pascal_case(rule.short_name()),
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": rule.section("What it does").unwrap_or_default() },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group.name()], "aliases": rule.same_as },
    })
}

/// A file with what is needed to write about it.
struct Writer<'a> {
    file: &'a Checked,
    positions: Positions<'a>,
    shown: &'a dyn Fn(&Path) -> String,
}

impl Writer<'_> {
    fn result(&self, finding: &Finding, rule_index: usize, seen: &mut BTreeMap<u64, usize>) -> Value {
        let digest = fingerprint(finding, &self.file.document);
        let occurrence = seen.entry(digest).or_default();
        *occurrence += 1;
        let mut result = json!({
            "ruleId": finding.rule.name,
            "ruleIndex": rule_index,
            "level": level(finding.severity),
            "message": { "text": finding.message },
            "locations": [{ "physicalLocation": self.location(finding.range) }],
            "partialFingerprints": { "plimsollFinding/v1": format!("{digest:016x}:{occurrence}") },
        });
        if !finding.labels.is_empty() {
            let labels = finding.labels.iter().enumerate();
            result["relatedLocations"] = labels
                .filter_map(|(id, label)| {
                    let location = match &label.path {
                        None => self.location(label.range),
                        Some(path) => {
                            let positions = Positions::new(self.file.others.get(path)?);
                            location(&(self.shown)(path), &positions, label.range)
                        }
                    };
                    Some(json!({ "id": id, "message": { "text": label.message }, "physicalLocation": location }))
                })
                .collect();
        }
        if !finding.members.is_empty() {
            let members = finding.members.iter();
            let members: Vec<Value> = members
                .map(|member| {
                    json!({
                        "ruleId": member.rule.name,
                        "level": level(member.severity),
                        "message": { "text": member.message },
                        "locations": [{ "physicalLocation": self.location(member.range) }],
                    })
                })
                .collect();
            result["properties"] = json!({ "members": members });
        }
        if !finding.fixes.is_empty() {
            result["fixes"] = finding.fixes.iter().map(|fix| self.fix(fix)).collect();
        }
        result
    }

    fn fix(&self, fix: &FindingFix) -> Value {
        let mut changes = Vec::new();
        if !fix.edits.is_empty() {
            let edits = fix.edits.iter();
            let replacements = edits.map(|edit| replacement(&self.region(edit.range()), &edit.insert));
            changes.push(json!({
                "artifactLocation": artifact(&self.file.file),
                "replacements": replacements.collect::<Vec<_>>(),
            }));
        }
        for (path, text) in &fix.creates {
            let start = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 });
            changes.push(json!({
                "artifactLocation": artifact(&(self.shown)(path)),
                "replacements": [replacement(&start, text)],
            }));
        }
        json!({ "description": { "text": fix.title }, "artifactChanges": changes })
    }

    fn location(&self, range: TextRange) -> Value {
        location(&self.file.file, &self.positions, range)
    }

    fn region(&self, range: TextRange) -> Value {
        region(&self.positions, range)
    }
}

fn location(file: &str, positions: &Positions<'_>, range: TextRange) -> Value {
    json!({ "artifactLocation": artifact(file), "region": region(positions, range) })
}

fn region(positions: &Positions<'_>, range: TextRange) -> Value {
    let place = positions.characters(range);
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn replacement(deleted: &Value, inserted: &str) -> Value {
    let mut replacement = json!({ "deletedRegion": deleted });
    if !inserted.is_empty() {
        replacement["insertedContent"] = json!({ "text": inserted });
    }
    replacement
}

/// Where a file is: relative to [`BASE`] below the working directory, else on the disk.
fn artifact(file: &str) -> Value {
    let drive = file.as_bytes().get(1) == Some(&b':') && file.as_bytes().get(2) == Some(&b'/');
    if drive {
        json!({ "uri": format!("file:///{}", encoded(file)) })
    } else if file.starts_with('/') {
        json!({ "uri": format!("file://{}", encoded(file)) })
    } else {
        json!({ "uri": encoded(file), "uriBaseId": BASE })
    }
}

/// A path as part of an address: what is neither a letter of ASCII, a digit nor one of `-._~/` is percent-encoded, byte by byte.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// `add-instead-of-copy` → `AddInsteadOfCopy`
fn pascal_case(name: &str) -> String {
    let words = name.split('-').filter_map(|word| Some((word.chars().next()?.to_ascii_uppercase(), word.get(1..)?)));
    words.fold(String::new(), |mut out, (first, rest)| {
        out.push(first);
        out.push_str(rest);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(encoded("a b/é%.Dockerfile"), "a%20b/%C3%A9%25.Dockerfile");
        assert_eq!(artifact("/tmp/x"), json!({ "uri": "file:///tmp/x" }));
        assert_eq!(artifact("C:/x"), json!({ "uri": "file:///C%3A/x" }));
        assert_eq!(artifact("api/Dockerfile"), json!({ "uri": "api/Dockerfile", "uriBaseId": "%SRCROOT%" }));
    }

    #[test]
    fn names_become_identifiers() {
        assert_eq!(pascal_case("add-instead-of-copy"), "AddInsteadOfCopy");
    }
}
