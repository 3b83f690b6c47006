//! RUN after RUN, one command each.

use project::docker::At;

use super::index_update;
use super::layer::{self, Section};
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags two or more RUN in a row with the same flags and a single command each, in stages whose layers are part of the
    /// image. Reported once, at the second of them. A comment between two of them ends the row: it says that they are two steps.
    ///
    /// ## Why is this bad?
    /// Each RUN is a layer with its own bookkeeping, and a file that one RUN writes and the next one changes is stored twice:
    /// `RUN chmod` behind a `RUN` that installed 100 MB adds 100 MB. Nothing stands between them that could change, so that
    /// two cache entries bring nothing that one does not.
    ///
    /// A RUN with several commands is left alone: it is one step of thought already.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN groupadd --gid 10001 app
    /// RUN useradd --uid 10001 --gid app app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN groupadd --gid 10001 app \
    ///     && useradd --uid 10001 --gid app app
    /// ```
    ///
    /// ## When to ignore it
    /// While you work on the second command and the first takes long.
    "docker/consecutive-run" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3059", "tally/prefer-run-heredoc", "kics/multiple_run_add_copy_instructions_listed"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    for section in layer::sections(file.model) {
        if section.stage.is_none_or(|stage| layer::stage_ships(file.model, stage)) {
            check_section(&section, report);
        }
    }
}

fn check_section(section: &Section<'_>, report: &mut Report<'_>) {
    let instructions: Vec<At<'_>> = section.instructions().collect();
    for row in instructions.chunk_by(goes_on) {
        let [first, second, ..] = row else { continue };
        let count = row.len();
        let message = format!("{count} RUN in a row run one command each, which makes {count} layers: join them");
        let found = report.at(&second.instruction.keyword_name, message);
        found.label(&first.instruction.keyword_name, "the first of them");
        if row.windows(2).all(|pair| layer::can_join(&pair[0], &pair[1])) {
            let joined = row.windows(2).fold(Fix::safe("Join them with `&&`"), |fix, pair| {
                fix.join_runs(pair[0].instruction, pair[1].instruction)
            });
            found.fix(joined);
        }
    }
}

/// Whether both are RUN with equal flags and one command, and nothing is said between them.
fn goes_on(first: &At<'_>, second: &At<'_>) -> bool {
    let (from, to) = (first.instruction.extent().end(), second.instruction.range.start());
    let silent = first.model.text.get(usize::from(from)..usize::from(to)).is_some_and(|text| text.trim().is_empty());
    let single = |at: &At<'_>| {
        layer::command_line(at).is_some_and(|script| script.statements.len() == 1)
            && !at.deferred
            && index_update::lone(at).is_none()
    };
    silent && single(first) && single(second) && layer::same_flags(first, second)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn one_command_each() {
        check(
            &RULE,
            "
FROM debian:13-slim AS build
RUN a
RUN b
FROM debian:13-slim
RUN a && b
RUN c

RUN d \\
^^^ 3 RUN in a row run one command each, which makes 3 layers: join them
  # and how
  --e
run f | g
# another step
RUN --mount=type=cache,target=/a a
RUN --mount=type=cache,target=/a b
^^^ 2 RUN…
RUN --mount=type=cache,target=/b c
RUN <<EOF
a
EOF
RUN [\"a\"]
RUN a
ENV B=c
RUN a
ONBUILD RUN a
ONBUILD RUN b
RUN apt-get update
RUN apt-get install -y a
",
        );
    }

    #[test]
    fn all_of_them_become_one() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN a \\\n  b\nRUN c\n\nRUN d | e\nCMD [\"f\"]\n",
            "FROM debian:13-slim\nRUN a \\\n  b \\\n    && c \\\n    && d | e\nCMD [\"f\"]\n",
        );
        check_safety(&RULE, "FROM debian:13-slim\nRUN a\nRUN b\n", Safety::Safe);
    }

    #[test]
    fn what_would_change_stays() {
        for file in [
            "FROM a\nRUN cd /b\nRUN c\n",
            "FROM a\nRUN b # c\nRUN d\n",
            "FROM a\nRUN b;\nRUN c\n",
            "FROM a\nRUN b &\nRUN c\n",
            "FROM a\nRUN for b in c; do d; done\nRUN e\n",
        ] {
            let snapshot = crate::check::workspace(&[("Dockerfile".to_owned(), file.to_owned())]);
            let document = crate::check::open(&snapshot, "Dockerfile");
            let found = crate::check::findings_of(&RULE, &snapshot, &document);
            assert!(found.len() == 1 && found[0].fixes.is_empty(), "{file}");
        }
    }
}
