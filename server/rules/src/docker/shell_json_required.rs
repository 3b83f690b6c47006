//! SHELL without an array.

use project::docker::At;
use syntax::dockerfile::{Body, Command, SyntaxErrorKind};

use super::careless_array;
use super::quoting::json_string;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `SHELL` whose argument is no JSON array.
    ///
    /// ## Why is this bad?
    /// The builder stops: "SHELL requires the arguments to be in JSON form". It has to know where each word ends,
    /// because it puts the text of every later `RUN` behind them as one more.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:trixie-slim
    /// SHELL /bin/bash -o pipefail -c
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:trixie-slim
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// ```
    "docker/shell-json-required" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["dockerfile-utils/SHELL_JSON_FORM", "dockerfile-utils/SHELL_REQUIRES_ONE"],
        check: Check::Instruction(check),
    }
}

fn check(at: &At<'_>, report: &mut Report<'_>) {
    let Body::Shell(command) = &at.instruction.body else { return };
    let errors = &at.model.syntax.errors;
    let start = errors.partition_point(|error| error.range.start() < command.range.start());
    let here = || errors[start..].iter().take_while(|error| error.range.start() == command.range.start());
    // An array with a number in it is `docker/json-single-quotes`.
    let mixed = here().any(|error| error.kind == SyntaxErrorKind::ArrayOfStrings);
    if mixed || !here().any(|error| error.kind == SyntaxErrorKind::ShellNeedsArray) {
        return;
    }
    let json = json(at, command);
    let example = json.as_deref().unwrap_or("[\"/bin/bash\", \"-c\"]");
    let example = if example.contains('\n') { "[…]" } else { example };
    let found = report.at(command, format!("`SHELL` takes a JSON array only; write `SHELL {example}`"));
    if let Some(json) = json {
        found.fix(Fix::suggested("Write a JSON array").replace(command, json));
    }
}

/// The words as an array; `None` where quotes or several lines make it a guess.
fn json(at: &At<'_>, command: &Command) -> Option<String> {
    let text = at.text(command.range);
    if text.starts_with('[') {
        return careless_array::read(text, at.model.syntax.escape).map(|meant| meant.json);
    }
    let plain = !text.contains(['"', '\'', '\n', '$', '[', ']']);
    let words: Vec<String> = text.split_whitespace().map(json_string).collect();
    plain.then(|| format!("[{}]", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn shells_without_an_array() {
        check(
            &RULE,
            "
FROM debian:trixie
SHELL /bin/bash -c
      ^^^^^^^^^^^^ `SHELL` takes a JSON array only; write `SHELL [\"/bin/bash\", \"-c\"]`
onbuild shell ['bash', '-c']
              ^^^^^^^^^^^^^^ `SHELL` takes a JSON array only; write `SHELL [\"bash\", \"-c\"]`
SHELL bash \"-c\"
      ^^^^^^^^^ `SHELL` takes a JSON array only; write `SHELL [\"/bin/bash\", \"-c\"]`
SHELL [\"bash\", \"-c\"]
SHELL [\"bash\", 1]
SHELL
",
        );
    }

    #[test]
    fn the_words_become_an_array() {
        let before = "FROM a:1\r\nSHELL  /bin/bash -o pipefail -c\r\n";
        check_fix(&RULE, before, "FROM a:1\r\nSHELL  [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\r\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
