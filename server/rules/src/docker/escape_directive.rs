//! Directives the builder refuses.

use syntax::dockerfile::SyntaxErrorKind;

use crate::grain::Dockerfile;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an `# escape=` whose value is neither a backslash nor a backquote, and a directive that is given twice.
    ///
    /// ## Why is this bad?
    /// The builder stops before the first line: "invalid escape token … does not match ` or \", or "only one escape
    /// parser directive can be used". Only these two characters can continue a line; the backquote is for Windows,
    /// where a backslash separates folders.
    ///
    /// ## Example
    /// ```dockerfile
    /// # escape=^
    /// FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// ```
    "docker/escape-directive" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[
            "dockerfile-utils/INVALID_ESCAPE_DIRECTIVE",
            "dockerfile-utils/DUPLICATED_ESCAPE_DIRECTIVE",
            "dockerfile-utils/CASING_DIRECTIVE",
        ],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let syntax = &file.model.syntax;
    for error in &syntax.errors {
        if error.kind == SyntaxErrorKind::EscapeValue {
            let written = &file.model.text[error.range];
            report.at(error, format!("`{written}` cannot be the escape character; use `\\` or a backquote"));
        } else if let SyntaxErrorKind::DuplicateDirective(name) = &error.kind {
            let found =
                report.at(error, format!("the directive `{name}` is given twice, which the builder refuses; keep one"));
            if let Some(first) = syntax.directive(name) {
                found.label(&first.name, "the first one");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn directives_the_builder_refuses() {
        check(
            &RULE,
            "
# syntax=docker/dockerfile:1
# escape=^
         ^ `^` cannot be the escape character; use `\\` or a backquote
# Escape=`
  ^^^^^^ the directive `escape` is given twice, which the builder refuses; keep one
FROM a:1
",
        );
    }

    #[test]
    fn directives_it_takes() {
        check(&RULE, "# syntax=docker/dockerfile:1\n#escape = `\nFROM a:1\n# escape=^\n");
        check(&RULE, "# a comment\n# escape=^\nFROM a:1\n");
    }
}
