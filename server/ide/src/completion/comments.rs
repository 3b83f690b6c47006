//! In comments: parser directives at the top, suppressions everywhere.

use project::docker::Model;
use syntax::dockerfile::Dockerfile;
use syntax::{TextRange, TextSize};

use super::item::{around, size};
use crate::documentation::Topic;
use crate::types::{CompletionItem, CompletionKind};

/// What can stand in the comment or directive at the cursor; `None` where there is none.
pub(super) fn completions(model: &Model, file: &Dockerfile, offset: TextSize) -> Option<Vec<CompletionItem>> {
    let before = &model.text[..usize::from(offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = TextRange::new(size(line_start), offset);
    let comment = file.comments.last().map(|it| it.range).filter(|range| line.contains_range(*range));
    let directive = file.directives.last().map(|it| it.range).filter(|range| line.contains(range.start()));
    let range = comment.or(directive)?;
    let text = &model.text[TextRange::new(range.start(), offset)];
    let body = text.trim_start_matches(['#', ' ', '\t']);
    // A second `#` makes it prose.
    if text.starts_with("##") {
        return Some(Vec::new());
    }
    let is_top = is_top(file, before, line_start);
    let start = offset - TextSize::of(body);
    Some(match list(body) {
        Some(List::Checks(list)) => checks(model, list, offset),
        Some(List::Rules { peer, list }) => rules_of(model, peer, list, offset),
        None if is_top && body.contains('=') => directive_values(model, body, offset),
        None => beginnings(
            model,
            body,
            TextRange::new(start, around(&model.text, offset, |c| c.is_ascii_alphanumeric()).end()),
            is_top,
        ),
    })
}

/// Whether only directives stand above the line.
fn is_top(file: &Dockerfile, before: &str, line_start: usize) -> bool {
    let above = before[..line_start].trim_start_matches('\u{feff}');
    let comments = file.comments.iter().filter(|comment| usize::from(comment.range.start()) < line_start).count();
    file.instructions.is_empty() && comments == 0 && above.lines().all(|line| !line.trim().is_empty())
}

/// A list of names that is being typed.
enum List<'a> {
    /// `check=skip=…`
    Checks(&'a str),
    /// `plimsoll: ignore[…`, `hadolint ignore=…`
    Rules { peer: Option<&'static str>, list: &'a str },
}

fn list(body: &str) -> Option<List<'_>> {
    if let Some(rest) = body.strip_prefix("check=").or_else(|| body.strip_prefix("check =")) {
        let option = rest.rsplit(';').next()?.trim_start();
        let list = option.strip_prefix("skip=").or_else(|| option.strip_prefix("experimental="))?;
        return Some(List::Checks(list));
    }
    if let Some(rest) = body.strip_prefix("plimsoll:") {
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("ignore-file").or_else(|| rest.strip_prefix("ignore"))?;
        let list = rest.trim_start().strip_prefix('[')?;
        return (!list.contains(']')).then_some(List::Rules { peer: None, list });
    }
    if let Some(rest) = body.strip_prefix("hadolint") {
        let (_, list) = rest.split_once("ignore")?;
        let list = list.trim_start().strip_prefix('=')?;
        return Some(List::Rules { peer: Some("hadolint"), list });
    }
    for (start, peer) in [("trivy:ignore:", "trivy"), ("checkov:skip=", "checkov")] {
        if let Some(list) = body.strip_prefix(start) {
            return Some(List::Rules { peer: Some(peer), list });
        }
    }
    None
}

/// The name being typed in a list, and those before it.
fn name_in_list<'a>(model: &Model, list: &'a str, offset: TextSize) -> (TextRange, Vec<&'a str>) {
    let range = around(&model.text, offset, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    let mut before: Vec<&str> = list.split(',').map(str::trim).collect();
    before.pop();
    (range, before)
}

fn checks(model: &Model, list: &str, offset: TextSize) -> Vec<CompletionItem> {
    let (range, before) = name_in_list(model, list, offset);
    let known = schema::dockerfile::buildkit_checks().iter().filter(|check| !before.contains(&check.name));
    let mut items: Vec<_> = known
        .map(|check| {
            CompletionItem::new(check.name, CompletionKind::Value, range)
                .detail(if check.experimental { "experimental" } else { "" })
                .group(1)
                .about(Topic::Check, check.name)
        })
        .collect();
    if before.is_empty() {
        items.push(CompletionItem::new("all", CompletionKind::Value, range).detail("every check").group(2));
    }
    items
}

/// Names of rules: our own, or a peer's ids.
fn rules_of(model: &Model, peer: Option<&str>, list: &str, offset: TextSize) -> Vec<CompletionItem> {
    let (range, before) = name_in_list(model, list, offset);
    // What stands behind the list is the reason.
    if list.rsplit(',').next().is_some_and(|last| last.trim_start().contains(char::is_whitespace)) {
        return Vec::new();
    }
    let mut items: Vec<CompletionItem> = Vec::new();
    for rule in rules::all() {
        let what = rule.summary();
        match peer {
            None if !before.contains(&rule.name) => items.push(
                CompletionItem::new(rule.name, CompletionKind::Value, range)
                    .detail(rule.summary())
                    // Whoever knows another checker types its name.
                    .filter([&[rule.name], rule.same_as].concat().join(" "))
                    .about(Topic::Rule, rule.name),
            ),
            None => {}
            Some(peer) => {
                let ids =
                    rule.same_as.iter().filter_map(|alias| alias.split_once('/')).filter(|(name, _)| *name == peer);
                items.extend(ids.filter(|(_, id)| !before.contains(id)).map(|(_, id)| {
                    CompletionItem::new(id, CompletionKind::Value, range)
                        .detail(what.clone())
                        .about(Topic::Rule, rule.name)
                }));
            }
        }
    }
    items
}

fn directive_values(model: &Model, body: &str, offset: TextSize) -> Vec<CompletionItem> {
    let Some((name, value)) = body.split_once('=') else { return Vec::new() };
    let name = name.trim();
    let Some(directive) = schema::dockerfile::directives().iter().find(|it| it.name.eq_ignore_ascii_case(name)) else {
        return Vec::new();
    };
    // Options of `check` are separated by semicolons.
    let typed = value.rsplit(';').next().unwrap_or_default().trim_start();
    let start = offset - TextSize::of(typed);
    let end = around(&model.text, offset, |c| !c.is_whitespace() && c != ';').end();
    let values = directive.values.iter().enumerate();
    values
        .map(|(place, it)| {
            let item = CompletionItem::new(it.name, CompletionKind::Value, TextRange::new(start, end))
                .group(u8::try_from(place).unwrap_or(u8::MAX))
                .about(Topic::DirectiveValue, format!("{} {}", directive.name, it.name));
            if it.name.ends_with('=') { item.retrigger() } else { item }
        })
        .collect()
}

/// What a comment can begin with so that somebody reads it: only once it looks like it.
fn beginnings(model: &Model, body: &str, range: TextRange, is_top: bool) -> Vec<CompletionItem> {
    let mut items = Vec::new();
    if is_top && !body.contains(char::is_whitespace) {
        for (place, directive) in schema::dockerfile::directives().iter().enumerate() {
            if model.syntax.directive(directive.name).is_some() {
                continue;
            }
            items.push(
                CompletionItem::new(format!("{}=", directive.name), CompletionKind::Keyword, range)
                    .detail("parser directive")
                    .retrigger()
                    .group(u8::try_from(place).unwrap_or_default())
                    .about(Topic::Directive, directive.name),
            );
        }
    }
    let forms = [
        ("plimsoll: ignore[]", "plimsoll: ignore[$1]", "switches rules off for the instruction below"),
        ("plimsoll: ignore-file[]", "plimsoll: ignore-file[$1]", "switches rules off for the file"),
        ("hadolint ignore=", "hadolint ignore=", "hadolint's form, understood here too"),
    ];
    for (label, text, detail) in forms {
        if !body.is_empty() && label.starts_with(body) {
            items.push(
                CompletionItem::new(label, CompletionKind::Keyword, range)
                    .snippet(text)
                    .detail(detail)
                    .group(5)
                    .retrigger(),
            );
        }
    }
    items
}
