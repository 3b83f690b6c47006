//! Hovers on the keywords of instructions, and on heredocs.

use project::docker::{Model, Origin};
use syntax::dockerfile::{Body, Healthcheck, Heredoc, Instruction, Keyword};

use super::{On, stage, transfer};
use crate::documentation;

/// What holds when HEALTHCHECK does not say otherwise: 30 s between checks, 30 s for each, three failures.
const DEFAULT_INTERVAL: &str = "30s";
const DEFAULT_TIMEOUT: &str = "30s";
const DEFAULT_RETRIES: u64 = 3;

/// An instruction, and what it comes to here.
pub(super) fn keyword(on: &On<'_>) -> Option<String> {
    let instruction = on.instruction()?;
    let text = documentation::instruction(&instruction.keyword_name.text)?;
    Some(match here(on, instruction) {
        Some(here) => format!("{text}\n\n*Here:* {here}"),
        None => text,
    })
}

/// What is true of this file only.
fn here(on: &On<'_>, instruction: &Instruction) -> Option<String> {
    let model = on.model;
    let index = on.place.index?;
    let stage = model.stage_of(index)?;
    let end = format!("to the end of stage `{}`", model.stages[stage].label());
    match &instruction.body {
        Body::From(_) => Some(stage::role(model, stage)),
        Body::User(_) => {
            let user = model.user_name(stage, index + 1)?;
            Some(format!("everything runs as `{}` from this line {end}.", user.value))
        }
        Body::Workdir(_) => {
            let path = model.workdir(stage, index + 1)?;
            Some(format!("relative paths start at `{}` from this line {end}.", path.value))
        }
        Body::Run(_) => {
            let user = model.user_name(stage, index).map(|user| format!("as `{}`", user.value));
            let path = model.workdir(stage, index).map(|path| format!("in `{}`", path.value));
            let shell = model.shell(stage, index).map(|(items, _)| {
                format!("through `{}`", items.iter().map(|item| item.value.as_str()).collect::<Vec<_>>().join(" "))
            });
            let facts: Vec<String> = [user, path, shell].into_iter().flatten().collect();
            (!facts.is_empty()).then(|| format!("runs {}.", facts.join(" ")))
        }
        Body::Copy(transfer) | Body::Add(transfer) => {
            let target = transfer::effective(on, transfer.destination.as_ref()?)?;
            Some(format!("to `{target}`, owned by {}.", transfer::owner(on, instruction)))
        }
        Body::Cmd(_) | Body::Entrypoint(_) => launch(model, stage),
        Body::Shell(_) => Some(format!("every command in shell form is read by it from this line {end}.")),
        Body::Healthcheck(check) => pace(instruction, check),
        Body::Env(_)
        | Body::Label(_)
        | Body::Arg(_)
        | Body::Expose(_)
        | Body::Volume(_)
        | Body::Stopsignal(_)
        | Body::Maintainer(_)
        | Body::Onbuild(_)
        | Body::Unknown(_) => None,
    }
}

/// How soon a HEALTHCHECK notices that the program hangs.
fn pace(instruction: &Instruction, check: &Healthcheck) -> Option<String> {
    if check.kind.as_ref().is_some_and(|kind| kind.text.eq_ignore_ascii_case("none")) {
        return Some("the check of the base image, if it has one, is switched off.".to_owned());
    }
    let value =
        |name: &str| instruction.flag(name).and_then(|flag| flag.value.as_ref()).map(|value| value.raw.as_str());
    let interval = milliseconds(value("interval").unwrap_or(DEFAULT_INTERVAL))?;
    let timeout = milliseconds(value("timeout").unwrap_or(DEFAULT_TIMEOUT))?;
    let retries = value("retries").map_or(Some(DEFAULT_RETRIES), |text| text.parse().ok())?;
    let total = interval.checked_add(timeout)?.checked_mul(retries)?;
    Some(format!(
        "a program that hangs counts as unhealthy after {} at most ({retries} × ({} + {} until the check is given up)).",
        seconds(total),
        seconds(interval),
        seconds(timeout)
    ))
}

/// A duration as Go writes it: `1m30s`, `500ms`. `None` where the builder would refuse it.
fn milliseconds(text: &str) -> Option<u64> {
    let mut total = 0f64;
    let mut rest = text;
    if rest == "0" {
        return Some(0);
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        let factor = match &rest[..unit] {
            "ms" => 1.0,
            "s" => 1_000.0,
            "m" => 60_000.0,
            "h" => 3_600_000.0,
            "us" | "µs" => 0.001,
            "ns" => 0.000_001,
            _ => return None,
        };
        total += number * factor;
        rest = &rest[unit..];
    }
    // A day is longer than any check.
    (text.starts_with(|c: char| c.is_ascii_digit() || c == '.') && total < 86_400_000.0).then_some(total as u64)
}

fn seconds(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) {
        format!("{} s", milliseconds / 1000)
    } else {
        format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000).trim_end_matches('0').to_owned() + " s"
    }
}

/// What a container of the stage starts.
pub(super) fn launch(model: &Model, stage: usize) -> Option<String> {
    let launch = model.launch(stage);
    let text = |command: &syntax::dockerfile::Command| {
        let whole = &model.text[command.range];
        let first = whole.lines().next().unwrap_or_default().trim_end_matches(model.syntax.escape).trim_end();
        documentation::code(&if first.len() < whole.trim_end().len() {
            format!("{first} …")
        } else {
            first.to_owned()
        })
    };
    let inherited = |origin: Origin| match origin {
        Origin::Here(_) => String::new(),
        Origin::Stage(owner, _) => format!(" (from stage `{}`)", model.stages[owner].label()),
        Origin::Image => " (from the image)".to_owned(),
    };
    match (launch.entrypoint, launch.cmd) {
        (None, None) => None,
        (Some((entry, origin)), None) => Some(format!("a container starts {}{}.", text(entry), inherited(origin))),
        (None, Some((cmd, origin))) => Some(format!(
            "a container starts {}{}, through the image's `ENTRYPOINT` if it has one.",
            text(cmd),
            inherited(origin)
        )),
        (Some((entry, from_entry)), Some((cmd, from_cmd))) => Some(format!(
            "a container starts {}{} with the default arguments {}{}.",
            text(entry),
            inherited(from_entry),
            text(cmd),
            inherited(from_cmd)
        )),
    }
}

/// The end word of a heredoc.
pub(super) fn heredoc(on: &On<'_>, heredoc: &Heredoc) -> String {
    let keyword = on.instruction().map_or(Keyword::Unknown, |instruction| instruction.keyword);
    let name = &heredoc.name.text;
    let tabs = if heredoc.strip_tabs { " Tabs at the start of its lines are dropped." } else { "" };
    let expansion = match (keyword, heredoc.quoted) {
        (Keyword::Run, true) => "The shell takes the text as it stands.".to_owned(),
        (Keyword::Run, false) => {
            "The builder leaves the text alone; a shell that reads it expands variables when it runs.".to_owned()
        }
        (_, true) => "The word is quoted, so the builder copies the text as it stands.".to_owned(),
        (_, false) => {
            format!("The builder replaces `$variables` in the text; quote the word (`<<\"{name}\"`) to keep them.")
        }
    };
    let first = on.line(heredoc.body.start());
    let last = heredoc.end.map_or_else(|| on.line(heredoc.body.end()), |end| on.line(end.start()));
    let here = match last.saturating_sub(first) {
        _ if heredoc.end.is_none() => format!("no line is `{name}` alone, so it takes the rest of the file."),
        0 => "no line; the text is empty.".to_owned(),
        1 => "one line.".to_owned(),
        lines => format!("{lines} lines."),
    };
    let text = format!("The lines up to `{name}` alone on a line. {expansion}{tabs}\n\n*Here:* {here}");
    documentation::card(name, &["heredoc"], &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_as_go_writes_them() {
        let table = [
            ("30s", Some(30_000)),
            ("1m30s", Some(90_000)),
            ("500ms", Some(500)),
            ("1.5s", Some(1_500)),
            ("0", Some(0)),
            ("0s", Some(0)),
            ("30", None),
            ("often", None),
            ("", None),
            ("-1s", None),
            ("9999h", None),
        ];
        for (text, expected) in table {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
        assert_eq!(seconds(1_500), "1.5 s");
    }
}
