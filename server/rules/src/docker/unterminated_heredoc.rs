//! A heredoc that never ends.

use syntax::dockerfile::{Heredoc, Instruction, Keyword, SyntaxErrorKind};

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a heredoc of `RUN`, `COPY` or `ADD` whose end word never stands alone on a line.
    ///
    /// ## Why is this bad?
    /// The rest of the file belongs to the heredoc, every instruction in it too, and the builder stops: "unterminated
    /// heredoc". The end word must begin its line and fill it: no blank before it, none behind it. `<<-EOF` allows tabs
    /// before it, and tabs only.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN <<EOF
    ///   apk add --no-cache curl
    ///   EOF
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN <<EOF
    ///   apk add --no-cache curl
    /// EOF
    /// ```
    "docker/unterminated-heredoc" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["tally/SC1040"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let (syntax, text) = (&file.model.syntax, &file.model.text);
    for error in &syntax.errors {
        let SyntaxErrorKind::UnterminatedHeredoc(name) = &error.kind else { continue };
        let Some(index) = syntax.instruction_at(error.range.start()) else { continue };
        let outer = &syntax.instructions[index];
        let Some(heredoc) = outer.trigger().heredocs.iter().find(|it| it.start == error.range) else { continue };
        let body = &text[heredoc.body];
        let first_line = file.model.lines.line(heredoc.body.start());
        let almost = (first_line + 1..).zip(body.lines()).find(|(_, line)| line.trim() == name);
        let message = match almost {
            Some((line, content)) if content.trim_start() == content => {
                format!("the heredoc `{name}` never ends: in line {line} blanks stand behind `{name}`; drop them")
            }
            Some((line, _)) => {
                format!(
                    "the heredoc `{name}` never ends: in line {line} `{name}` does not begin the line; \
                     move it to the left"
                )
            }
            None => format!("the heredoc `{name}` never ends; add a line with `{name}` alone"),
        };
        let found = report.at(heredoc, message);
        if let Some(fix) = fix(outer, heredoc, body, almost.map(|(_, line)| line)) {
            found.fix(fix);
        }
    }
}

fn fix(outer: &Instruction, heredoc: &Heredoc, body: &str, almost: Option<&str>) -> Option<Fix> {
    let name = &heredoc.name.text;
    match almost {
        // Only tabs: the other kind of heredoc ends there.
        Some(line) if line.trim_start_matches('\t') == name && !heredoc.strip_tabs => {
            Some(Fix::suggested(format!("Write `<<-{name}`")).insert_before(&heredoc.name, "-"))
        }
        Some(_) => None,
        None => {
            let last = outer.trigger().heredocs.last().is_some_and(|last| last.start == heredoc.start);
            let keyword = |line: &str| line.split_whitespace().next().map(Keyword::parse);
            // With instructions in it nobody knows where it was meant to end.
            let instructions = body.lines().any(|line| keyword(line).is_some_and(|it| it != Keyword::Unknown));
            let fix = Fix::suggested(format!("End the heredoc with `{name}`"));
            let line = if body.is_empty() || body.ends_with('\n') { format!("{name}\n") } else { format!("\n{name}") };
            (last && !instructions).then(|| fix.insert_after(outer, line))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn heredocs_that_never_end() {
        check(
            &RULE,
            "\nFROM a:1\nRUN <<EOF\n    ^^^^^ the heredoc `EOF` never ends; add a line with `EOF` alone\nmake\n",
        );
        check(
            &RULE,
            "
FROM a:1
COPY <<-'X' /a
     ^^^^^^ the heredoc `X` never ends: in line 4 `X` does not begin the line; move it to the left
text
  X
RUN true
",
        );
        check(
            &RULE,
            "FROM a:1\nRUN <<E\n    ^^^ the heredoc `E` never ends: in line 4 blanks stand behind `E`; drop them\na\nE \n",
        );
        check(&RULE, "FROM a:1\nONBUILD RUN <<E\n            ^^^ the heredoc…\n");
    }

    #[test]
    fn heredocs_that_end() {
        check(&RULE, "FROM a:1\nRUN <<A <<-B\nA\n\tB\nRUN cat <<'E'\n E\nE\nRUN [\"<<E\"]\nCMD <<E\n");
    }

    #[test]
    fn the_end_is_added() {
        let before = "FROM a:1\r\nRUN <<EOF\r\nmake\r\n";
        check_fix(&RULE, before, "FROM a:1\r\nRUN <<EOF\r\nmake\r\nEOF\r\n");
        check_safety(&RULE, before, Safety::Unsafe);
        check_fix(&RULE, "FROM a:1\nRUN <<EOF\nmake", "FROM a:1\nRUN <<EOF\nmake\nEOF");
        check_fix(
            &RULE,
            "FROM a:1\nRUN <<\"E\"\n\tmake\n\tE\nUSER 1\n",
            "FROM a:1\nRUN <<-\"E\"\n\tmake\n\tE\nUSER 1\n",
        );
    }
}
