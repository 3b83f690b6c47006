//! `plimsoll explain`: a rule's page for a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use anyhow::bail;
use rules::{Rule, catalogue};
use unicode_width::UnicodeWidthStr;

/// How wide paragraphs are.
const WIDTH: usize = 88;

const BOLD: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();

/// The rules that `name` stands for: one, or several for a peer's id.
///
/// # Errors
/// When there is none: one sentence with the nearest name.
pub(super) fn rules_called(name: &str) -> anyhow::Result<Vec<&'static Rule>> {
    let found: Vec<&Rule> = match rules::all().find(|rule| rule.name == name) {
        Some(rule) => vec![rule],
        None => rules::all().filter(|rule| catalogue::means(name, rule)).collect(),
    };
    if !found.is_empty() {
        return Ok(found);
    }
    if let Some(rule) = catalogue::find(name) {
        return Ok(vec![rule]);
    }
    match catalogue::nearest(name) {
        Some(rule) => bail!("no rule is called `{name}` (did you mean `{}`?)", rule.name),
        None => bail!("no rule is called `{name}`; `plimsoll rules` lists all"),
    }
}

/// What there is to say about the rules called `name`: the page of one, a list of several.
///
/// # Errors
/// When there is none.
pub(super) fn page(name: &str) -> anyhow::Result<String> {
    Ok(match rules_called(name)?.as_slice() {
        [rule] => page_of(rule),
        several => list(name, several),
    })
}

fn list(name: &str, rules: &[&Rule]) -> String {
    let mut out = format!("{BOLD}{name} stands for {} rules here{BOLD:#}\n\n", rules.len());
    for rule in rules {
        let _ = writeln!(out, "{BOLD}{}{BOLD:#}", rule.name);
        paragraph(&mut out, "  ", &rule.summary());
    }
    let _ = writeln!(out, "\nplimsoll explain {} says more", rules.first().map_or("RULE", |rule| rule.name));
    out
}

fn page_of(rule: &Rule) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}\n", rule.name);
    let _ = writeln!(out, "{}", rule.facts());
    markdown(&mut out, &rule.page());
    if !rule.same_as.is_empty() {
        blank(&mut out);
        let _ = writeln!(out, "{BOLD}Also known as{BOLD:#}");
        paragraph(&mut out, "", &rule.same_as.join(", "));
    }
    out
}

/// The Markdown of a page: headings, paragraphs, lists and fenced code.
fn markdown(out: &mut String, text: &str) {
    let mut words = String::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            flush(out, &mut words);
            in_code = !in_code;
        } else if in_code {
            let _ = writeln!(out, "    {CODE}{line}{CODE:#}");
        } else if let Some(heading) = line.strip_prefix("## ") {
            flush(out, &mut words);
            blank(out);
            let _ = writeln!(out, "{BOLD}{heading}{BOLD:#}");
        } else if line.trim().is_empty() {
            flush(out, &mut words);
            blank(out);
        } else {
            if line.starts_with("* ") || line.starts_with("- ") || line.starts_with("| ") {
                flush(out, &mut words);
            }
            words.push_str(line);
            words.push(' ');
        }
    }
    flush(out, &mut words);
}

/// One blank line, however many were asked for.
fn blank(out: &mut String) {
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
}

fn flush(out: &mut String, words: &mut String) {
    if !words.is_empty() {
        paragraph(out, "", words);
        words.clear();
    }
}

/// Words in lines of [`WIDTH`] columns, each behind `indent`.
fn paragraph(out: &mut String, indent: &str, text: &str) {
    let mut column = 0;
    for word in text.split_whitespace() {
        if column > 0 && column + 1 + word.width() > WIDTH {
            out.push('\n');
            column = 0;
        }
        if column == 0 {
            out.push_str(indent);
            column = indent.len();
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.width();
    }
    out.push('\n');
}
