//! Cases in files: typing and conformance.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use syntax::yaml::{Document, Step};

use super::events;

/// Runs the cases of each file and says which fail; an error when one does.
pub(crate) fn run(files: &[&str]) -> Result<()> {
    let mut failed = 0;
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| (*file).to_owned())?;
        let mut tally = Tally::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let case: Value = serde_json::from_str(line).with_context(|| (*file).to_owned())?;
            if case.get("events").is_some() {
                conformance(&case, &mut tally);
            } else {
                typing(&case, &mut tally);
            }
        }
        println!("{file}: {}", tally.summary());
        failed += tally.failed;
    }
    if failed > 0 {
        bail!("{failed} cases fail");
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    valid: (u32, u32),
    invalid: (u32, u32),
    typing: (u32, u32),
    paths: (u32, u32),
    cursors: (u32, u32),
    failed: u32,
}

impl Tally {
    fn summary(&self) -> String {
        let counted = [
            ("valid", self.valid),
            ("invalid rejected", self.invalid),
            ("typing", self.typing),
            ("paths", self.paths),
            ("cursors", self.cursors),
        ];
        let parts = counted.iter().filter(|(_, (_, all))| *all > 0);
        parts.map(|(name, (good, all))| format!("{name} {good}/{all}")).collect::<Vec<_>>().join(", ")
    }

    fn fail(&mut self, message: &str) {
        self.failed += 1;
        println!("{message}");
    }
}

fn count(of: &mut (u32, u32), good: bool) -> bool {
    of.0 += u32::from(good);
    of.1 += 1;
    good
}

fn string<'c>(case: &'c Value, name: &str) -> &'c str {
    case.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn conformance(case: &Value, tally: &mut Tally) {
    let (id, text) = (string(case, "id"), string(case, "yaml"));
    let yaml = syntax::yaml::parse(text);
    if case.get("error").and_then(Value::as_bool) == Some(true) {
        if !count(&mut tally.invalid, !yaml.errors().is_empty()) {
            tally.fail(&format!("{id}: accepted: {text:?}"));
        }
        return;
    }
    let expected: Vec<String> = string(case, "events")
        .lines()
        .filter(|line| *line != "+STR" && *line != "-STR")
        .map(|line| match line.get(..4) {
            Some("+DOC" | "-DOC") => line[..4].to_owned(),
            Some("+MAP") => line.replacen(" {}", "", 1),
            Some("+SEQ") => line.replacen(" []", "", 1),
            _ => line.to_owned(),
        })
        .collect();
    let found = events::of(&yaml);
    let good = found == expected && yaml.errors().is_empty();
    if !count(&mut tally.valid, good) {
        tally.fail(&format!("{id}: {text:?}"));
        for error in yaml.errors() {
            println!("  {:?}: {error}", error.range);
        }
        if found != expected {
            println!("  expected {}\n  found    {}", expected.join(" "), found.join(" "));
        }
    }
}

fn typing(case: &Value, tally: &mut Tally) {
    let (name, original) = (string(case, "name"), string(case, "text"));
    let text = mask(original);
    let yaml = syntax::yaml::parse(text.as_str());
    let found = events::paths(&yaml);
    let mut good = true;
    let strings = |name: &str| case.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for path in strings("expect") {
        let there = found
            .iter()
            .any(|it| it == path || it.starts_with(&format!("{path}=")) || it.starts_with(&format!("{path}/")));
        good &= count(&mut tally.paths, there);
        if !there {
            println!("{name}: missing {path}");
        }
    }
    for path in strings("forbid") {
        let there = found
            .iter()
            .any(|it| it == path || it.starts_with(&format!("{path}=")) || it.starts_with(&format!("{path}/")));
        if there {
            println!("{name}: unwanted {path}");
        }
        good &= !there;
    }
    if let Some(expected) = case.get("cursor_in").and_then(Value::as_str) {
        let offset = case.get("cursor").and_then(Value::as_u64).and_then(|it| u32::try_from(it).ok()).unwrap_or(0);
        let found = yaml.cursor(offset.into()).map(|cursor| {
            let document = cursor.document.map_or(0, Document::index);
            let steps = cursor.route.steps().iter().map(|step| match step {
                Step::Key(key) => format!("/{key}"),
                Step::Index(index) => format!("/{index}"),
            });
            format!("{document}{}", steps.collect::<String>())
        });
        if !count(&mut tally.cursors, found.as_deref() == Some(expected)) {
            println!("{name}: the cursor is in {found:?}, not in {expected}");
            good = false;
        }
    }
    if !count(&mut tally.typing, good) {
        tally.fail(&format!("{name}: {text:?}\n  {found:?}"));
    }
}

/// The text with each template action replaced by as many `x`, and by blanks where a line holds nothing else.
fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut masked = String::with_capacity(line.len());
        let mut rest = line;
        let mut other = false;
        while let Some(at) = rest.find("{{") {
            other |= !rest[..at].trim().is_empty();
            masked.push_str(&rest[..at]);
            let body = rest[at..].trim_end_matches('\n');
            let close = body.find("}}").map(|end| end + 2);
            let next = body[2..].find("{{").map(|next| next + 2);
            let end = match (close, next) {
                (Some(close), Some(next)) if next < close => next,
                (Some(close), _) => close,
                (None, Some(next)) => next,
                (None, None) => body.len(),
            };
            masked.extend(std::iter::repeat_n('x', end));
            rest = &rest[at + end..];
        }
        other |= !rest.trim().is_empty();
        masked.push_str(rest);
        if !other {
            masked = masked.replace('x', " ");
        }
        out.push_str(&masked);
    }
    out
}
