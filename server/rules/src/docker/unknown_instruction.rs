//! A word that is no instruction.

use project::docker::Model;
use syntax::dockerfile::{Body, Instruction, Keyword};
use syntax::spelling;

use super::keyword_casing;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a line whose first word is no instruction; of several in a row, the first and those that look misspelt.
    ///
    /// ## Why is this bad?
    /// The builder reads the whole file before it begins and stops at once: "unknown instruction". If the line belongs
    /// to the `RUN` above, the line before it lacks the escape character (`\`) at its end, and so the 20 lines behind
    /// it are no instructions either.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPPY app /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY app /app
    /// ```
    "docker/unknown-instruction" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["tally/unknown-instruction", "dockerfile-utils/UNKNOWN_INSTRUCTION"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let instructions = &file.model.syntax.instructions;
    let lower = keyword_casing::is_lower(file.model);
    let mut template = false;
    for (index, outer) in instructions.iter().enumerate() {
        let instruction = outer.trigger();
        if instruction.keyword != Keyword::Unknown {
            continue;
        }
        let text = &instruction.keyword_name.text;
        // A template of another tool is said to be one, once.
        if template {
            continue;
        }
        template = ["{{", "{%", "<%"].iter().any(|mark| text.starts_with(mark));
        let near = spelling::nearest(text, Keyword::ALL.map(Keyword::name));
        let above = index.checked_sub(1).map(|above| &instructions[above]);
        if near.is_none() && above.is_some_and(|above| above.keyword == Keyword::Unknown) {
            continue;
        }
        let more = || instructions[index + 1..].iter().take_while(|it| it.keyword == Keyword::Unknown).count();
        if template {
            report.at(
                &instruction.keyword_name,
                format!("`{text}` is no instruction: this is the template of another tool"),
            );
        } else if let Some(above) = above.filter(|above| continues(above, outer)) {
            joined(file.model, above, instruction, more(), report);
        } else {
            misspelt(instruction, near, lower, &more, report);
        }
    }
}

fn joined(model: &Model, above: &Instruction, instruction: &Instruction, more: usize, report: &mut Report<'_>) {
    let (keyword, escape, name) = (&instruction.keyword_name, model.syntax.escape, above.trigger().keyword.name());
    let found = report.at(
        keyword,
        format!(
            "`{}` is no instruction{}; if it belongs to the `{name}` above, end that line in `{escape}`",
            keyword.text,
            others(more)
        ),
    );
    let between = &model.text[above.range.end().into()..instruction.range.start().into()];
    if between.trim().is_empty() && above.heredocs.is_empty() {
        found.fix(Fix::suggested(format!("Join it to the `{name}` above")).insert_after(above, format!(" {escape}")));
    }
}

fn misspelt(
    instruction: &Instruction,
    near: Option<&str>,
    lower: bool,
    more: &dyn Fn() -> usize,
    report: &mut Report<'_>,
) {
    let keyword = &instruction.keyword_name;
    let advice = near.map_or_else(|| others(more()), |near| format!("; did you mean `{near}`?"));
    let found = report.at(keyword, format!("`{}` is no instruction{advice}", keyword.text));
    let empty = matches!(&instruction.body, Body::Unknown(words) if words.is_empty());
    if let Some(near) = near.filter(|_| !empty) {
        let text = if lower { near.to_ascii_lowercase() } else { near.to_owned() };
        found.fix(Fix::suggested(format!("Write `{text}`")).replace(keyword, text));
    }
}

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => ", nor is the next line".to_owned(),
        count => format!(", nor are the {count} lines behind it"),
    }
}

/// Whether a line looks like more of the command above.
fn continues(above: &Instruction, outer: &Instruction) -> bool {
    let runs = matches!(above.trigger().keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint);
    let text = outer.keyword_name.text.as_str();
    let operator = text.starts_with(['&', '|', ';', '-', '>', '}', ')']);
    let reserved = matches!(text, "fi" | "done" | "then" | "else" | "do" | "esac");
    runs && outer.keyword == Keyword::Unknown && (operator || reserved || schema::dockerfile::command(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled, check_safety};
    use crate::fix::Safety;

    #[test]
    fn words_that_are_no_instruction() {
        check(
            &RULE,
            "
FROM alpine:3.22
COPPY app /app
^^^^^ `COPPY` is no instruction; did you mean `COPY`?
ONBUILD rnu make
        ^^^ `rnu` is no instruction; did you mean `RUN`?
INSTALL curl
^^^^^^^ `INSTALL` is no instruction, nor is the next line
CONFIGURE curl
RUN apt-get update
  && apt-get install -y curl
  ^^ `&&` is no instruction, nor are the 2 lines behind it; if it belongs to the `RUN` above, end that line in `\\`
  && make
  && make install
RUN apt-get update &&
apt-get install -y curl
^^^^^^^ `apt-get` is no instruction; if it belongs to the `RUN` above, end that line in `\\`
run true
From a
CMD <<EOF
true
^^^^ `true` is no instruction, nor is the next line; if…
EOF
",
        );
    }

    #[test]
    fn a_template_is_said_to_be_one_once() {
        check(
            &RULE,
            "
{{ if .x then
^^ `{{` is no instruction: this is the template of another tool
FROM alpine:3.22
COPPY app /app
{{ end }}
",
        );
    }

    #[test]
    fn the_nearest_keyword_is_offered() {
        let before = "from alpine:3.22\ncoppy app \\\n  /app\n";
        check_fix(&RULE, before, "from alpine:3.22\ncopy app \\\n  /app\n");
        check_fix(&RULE, "FROM alpine:3.22\ncoppy a /a\n", "FROM alpine:3.22\nCOPY a /a\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }

    #[test]
    fn a_line_of_the_run_above_is_joined() {
        check_fix_titled(
            &RULE,
            Some("Join it to the `RUN` above"),
            "FROM alpine:3.22\nRUN make\n  && make install\n",
            "FROM alpine:3.22\nRUN make \\\n  && make install\n",
        );
    }
}
