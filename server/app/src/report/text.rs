//! `--format text`: what a person reads, with the lines it is about.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use project::Severity;
use rules::{Finding, FindingFix, Label, Safety};
use unicode_width::UnicodeWidthStr;

use super::position::Positions;
use super::snippet::{Mark, Snippet};
use super::{Checked, Report};

pub(crate) use super::snippet::clean;

/// The column in which the command stands that applies a fix.
const COMMAND_COLUMN: usize = 62;

const BOLD: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default();

/// Every finding with its lines, one blank line between two.
pub(super) fn findings(report: &Report, shown: &dyn Fn(&Path) -> String) -> String {
    let mut out = String::new();
    for file in &report.files {
        let positions = Positions::new(&file.document);
        for finding in &file.findings {
            if !out.is_empty() {
                out.push('\n');
            }
            write_finding(&mut out, file, &positions, finding, shown);
        }
    }
    out
}

fn write_finding(
    out: &mut String,
    file: &Checked,
    positions: &Positions<'_>,
    finding: &Finding,
    shown: &dyn Fn(&Path) -> String,
) {
    let labels = finding.labels.iter().filter(|label| label.path.is_none());
    let mut marks: Vec<Mark<'_>> =
        labels.map(|label| Mark { range: label.range, text: &label.message, is_primary: false }).collect();
    marks.push(Mark { range: finding.range, text: "", is_primary: true });
    let snippet = Snippet::new(&file.document.text, positions.lines(), marks);

    let level = color(finding.severity).bold();
    let _ = writeln!(
        out,
        "{level}{}[{}]{level:#}{BOLD}: {}{BOLD:#}",
        finding.severity.name(),
        finding.rule.name,
        clean(&finding.message)
    );
    let gutter = " ".repeat(snippet.gutter());
    let place = positions.characters(finding.range);
    let _ = writeln!(out, "{FRAME}{gutter}┌─{FRAME:#} {}:{}:{}", clean(&file.file), place.line, place.column);
    write_snippet(out, &snippet, finding.severity);
    for label in &finding.labels {
        write_elsewhere(out, file, label, shown);
    }
    for (index, fix) in finding.fixes.iter().enumerate() {
        write_fix(out, &gutter, fix, index == 0);
    }
    if !finding.rule.same_as.is_empty() {
        let _ = writeln!(out, "{gutter}{FRAME}={FRAME:#} also known as {}", finding.rule.same_as.join(", "));
    }
}

/// A label in another file, with its line; nothing for a file that cannot be read any more.
fn write_elsewhere(out: &mut String, file: &Checked, label: &Label, shown: &dyn Fn(&Path) -> String) {
    let Some((path, document)) = label.path.as_ref().and_then(|path| Some((path, file.others.get(path)?))) else {
        return;
    };
    let positions = Positions::new(document);
    let mark = Mark { range: label.range, text: &label.message, is_primary: false };
    let snippet = Snippet::new(&document.text, positions.lines(), vec![mark]);
    let gutter = " ".repeat(snippet.gutter());
    let place = positions.characters(label.range);
    let _ = writeln!(out, "{FRAME}{gutter}┌─{FRAME:#} {}:{}:{}", clean(&shown(path)), place.line, place.column);
    write_snippet(out, &snippet, Severity::Hint);
}

fn write_snippet(out: &mut String, snippet: &Snippet, severity: Severity) {
    let width = snippet.gutter();
    let gutter = " ".repeat(width);
    // A single mark needs no air around it.
    let is_airy = snippet.lines.iter().flat_map(|line| &line.rows).map(Vec::len).sum::<usize>() > 1;
    let air = format!("{FRAME}{gutter}│{FRAME:#}\n");
    if is_airy {
        out.push_str(&air);
    }
    let mut previous: Option<u32> = None;
    for line in &snippet.lines {
        if previous.is_some_and(|previous| line.number > previous + 1) {
            let _ = writeln!(out, "{FRAME}{gutter}·{FRAME:#}");
        }
        previous = Some(line.number);
        let _ = write!(out, "{FRAME}{:>width$}│{FRAME:#}", line.number);
        out.push_str(if line.text.is_empty() { "" } else { " " });
        let _ = writeln!(out, "{}", line.text);
        for row in &line.rows {
            let _ = write!(out, "{FRAME}{gutter}│{FRAME:#} ");
            let mut column = 0;
            for mark in row {
                let (style, sign) = if mark.is_primary { (color(severity).bold(), "^") } else { (FRAME, "-") };
                let _ = write!(
                    out,
                    "{}{style}{}{style:#}",
                    " ".repeat(mark.columns.start - column),
                    sign.repeat(mark.columns.len())
                );
                column = mark.columns.end;
                if !mark.text.is_empty() {
                    let _ = write!(out, " {style}{}{style:#}", mark.text);
                }
            }
            out.push('\n');
        }
    }
    if is_airy {
        out.push_str(&air);
    }
}

fn write_fix(out: &mut String, gutter: &str, fix: &FindingFix, is_first: bool) {
    let lead = if is_first { "fix" } else { "or" };
    let text = format!("= {lead}: {}", clean(&lowered(&fix.title)));
    let command = match (is_first, fix.safety) {
        (true, Safety::Safe) => "[plimsoll fix]",
        (true, Safety::Unsafe) => "[plimsoll fix --unsafe]",
        (false, Safety::Safe | Safety::Unsafe) => "[in the editor]",
    };
    let gap = COMMAND_COLUMN.saturating_sub(gutter.len() + text.width()).max(2);
    let _ = writeln!(out, "{gutter}{FRAME}={FRAME:#}{}{}{command}", &text[1..], " ".repeat(gap));
}

/// A title within a line: it begins with a verb, which is written small there.
fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What was looked at, what was found, and how long it took, in one line.
pub(super) fn summary(report: &Report) -> String {
    let mut found: Vec<String> = Vec::new();
    for severity in Severity::ALL.into_iter().rev() {
        let count = report.count(severity);
        if count > 0 {
            let style = color(severity);
            let word = match severity {
                Severity::Info => format!("{count} info"),
                Severity::Error | Severity::Warning | Severity::Hint => counted(count, severity.name()),
            };
            found.push(format!("{style}{word}{style:#}"));
        }
    }
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let mut parts = vec![format!("{}: {found}", counted(report.files.len(), "file"))];
    let counts =
        [(report.fixable(), "fixable"), (report.known, "in the baseline"), (report.problems.len(), "not checked")];
    parts.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    parts.push(elapsed(report.elapsed));
    format!("{}\n", parts.join(" · "))
}

/// `1 file`, `2 files`
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A duration for people: `38 ms`, `1.2 s`.
pub(crate) fn elapsed(time: Duration) -> String {
    let milliseconds = time.as_millis();
    if milliseconds < 1000 { format!("{} ms", milliseconds.max(1)) } else { format!("{:.1} s", time.as_secs_f64()) }
}

fn color(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default(),
        Severity::Warning => AnsiColor::Yellow.on_default(),
        Severity::Info => AnsiColor::Cyan.on_default(),
        Severity::Hint => AnsiColor::Green.on_default(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use anstream::adapter::strip_str;
    use expect_test::expect;
    use project::World;
    use project::files::Memory;
    use rules::Label;
    use syntax::{TextEdit, TextRange};

    use super::*;

    #[test]
    fn labels_stand_beside_the_finding_in_the_order_of_the_file() {
        let text = "FROM alpine AS build\nUSER app\nRUN a && \\\n    b\nCOPY --from=buidl x y\n";
        let range = |words: &str| {
            let start = text.find(words).expect("words of the text");
            TextRange::new(start.try_into().expect("short"), (start + words.len()).try_into().expect("short"))
        };
        let world = World::new(Arc::new(Memory::default()));
        let document = Arc::new(world.snapshot().document_from(Path::new("/w/Dockerfile"), text.into()));
        let fix = |title: &str, safety| FindingFix {
            title: title.to_owned(),
            safety,
            edits: vec![TextEdit::replace(range("buidl"), "build")],
            creates: Vec::new(),
        };
        let label = |words: &str, message: &str| Label { path: None, range: range(words), message: message.to_owned() };
        let finding = |labels: Vec<Label>, fixes: Vec<FindingFix>| Finding {
            rule: rules::find("plimsoll/unknown-rule").expect("a rule without aliases"),
            severity: Severity::Error,
            range: range("buidl"),
            message: "no stage is called `buidl`".to_owned(),
            labels,
            fixes,
            tag: None,
            members: Vec::new(),
        };
        let findings = vec![
            finding(Vec::new(), vec![fix("Copy from `build`", Safety::Unsafe)]),
            finding(
                vec![
                    label("a && \\\n    b", "what it makes"),
                    label("build", "this stage is near"),
                    label("app", ""),
                    Label { path: Some("/w/base/Dockerfile".into()), ..label("alpine", "the same in another file") },
                ],
                vec![fix("Copy from `build`", Safety::Safe), fix("Copy from the image", Safety::Unsafe)],
            ),
        ];
        let other = world.snapshot().document_from(Path::new("/w/base/Dockerfile"), "FROM alpine AS base\n".into());
        let others = [(other.path.clone(), Arc::new(other))].into();
        let file = Checked { file: "api/Dockerfile".to_owned(), document, findings, others };
        let report = Report {
            files: vec![file],
            problems: Vec::new(),
            floor: None,
            known: 2,
            elapsed: Duration::from_millis(38),
        };
        let text = format!("{}\n{}", super::findings(&report, &|path| path.display().to_string()), summary(&report));
        expect![[r#"
            error[plimsoll/unknown-rule]: no stage is called `buidl`
              ┌─ api/Dockerfile:5:13
             5│ COPY --from=buidl x y
              │             ^^^^^
              = fix: copy from `build`                                    [plimsoll fix --unsafe]

            error[plimsoll/unknown-rule]: no stage is called `buidl`
              ┌─ api/Dockerfile:5:13
              │
             1│ FROM alpine AS build
              │                ----- this stage is near
             2│ USER app
              │      ---
             3│ RUN a && \
              │     ------ what it makes (to line 4)
              ·
             5│ COPY --from=buidl x y
              │             ^^^^^
              │
              ┌─ /w/base/Dockerfile:1:6
             1│ FROM alpine AS base
              │      ------ the same in another file
              = fix: copy from `build`                                    [plimsoll fix]
              = or: copy from the image                                   [in the editor]

            1 file: 2 errors · 2 fixable · 2 in the baseline · 38 ms
        "#]]
        .assert_eq(&strip_str(&text).to_string());
    }

    #[test]
    fn times_are_for_people() {
        assert_eq!(elapsed(Duration::from_micros(3)), "1 ms");
        assert_eq!(elapsed(Duration::from_millis(38)), "38 ms");
        assert_eq!(elapsed(Duration::from_millis(1234)), "1.2 s");
    }
}
