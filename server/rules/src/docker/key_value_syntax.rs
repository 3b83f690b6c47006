//! Pairs that are none.

use syntax::dockerfile::{Body, Instruction, SyntaxError, SyntaxErrorKind};

use super::late_comment;
use crate::grain::Dockerfile;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a word of `ENV`, `LABEL` or `ARG` that is no `KEY=value`: no `=`, nothing before it, or a key without a
    /// value.
    ///
    /// ## Why is this bad?
    /// The builder stops: "can't find = in …, must be of the form: name=value". Mostly a value with blanks in it is not
    /// quoted: in `ENV TITLE=Hello world` the second word is read as the next pair.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENV TITLE=Hello world
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENV TITLE="Hello world"
    /// ```
    "docker/key-value-syntax" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[
            "dockerfile-utils/SYNTAX_MISSING_EQUALS",
            "dockerfile-utils/SYNTAX_MISSING_NAMES",
            "dockerfile-utils/INVALID_SYNTAX",
        ],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let syntax = &file.model.syntax;
    let mut commented = None;
    for error in &syntax.errors {
        let written = &file.model.text[error.range];
        if error.kind == SyntaxErrorKind::MissingValue {
            report.at(error, format!("`{written}` has no value; write `{written}=value`"));
        } else if error.kind == SyntaxErrorKind::MissingKey {
            report.at(error, format!("nothing stands before the `=` in `{written}`; write `KEY{written}`"));
        } else if error.kind == SyntaxErrorKind::MissingEquals {
            let index = syntax.instruction_at(error.range.start());
            // The words of a comment are not named one by one.
            if commented.is_some() && index == commented {
                continue;
            }
            if late_comment::begins_with(written) {
                commented = index;
                report.at(error, late_comment::MESSAGE);
                continue;
            }
            let key = index.and_then(|index| key_before(syntax.instructions[index].trigger(), error));
            report.at(
                error,
                match key {
                    Some(key) => format!("`{written}` has no `=`; if it belongs to `{key}`, put that value in quotes"),
                    None => format!("`{written}` has no `=`; write `{written}=value`"),
                },
            );
        }
    }
}

/// The key of the pair before the word that is none.
fn key_before<'a>(instruction: &'a Instruction, error: &SyntaxError) -> Option<&'a str> {
    let (Body::Env(pairs) | Body::Label(pairs) | Body::Arg(pairs)) = &instruction.body else { return None };
    let before = pairs.pairs.iter().take_while(|pair| pair.range.start() < error.range.start());
    before.filter(|pair| pair.value.is_some()).last().map(|pair| pair.key.raw.as_str())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn words_that_are_no_pair() {
        check(
            &RULE,
            "
FROM alpine:3.22
ENV TITLE=Hello big world \\
                ^^^ `big` has no `=`; if it belongs to `TITLE`, put that value in quotes
                    ^^^^^ `world` has no `=`; if it belongs to `TITLE`, put that value in quotes
  A=b
label =x
      ^^ nothing stands before the `=` in `=x`; write `KEY=x`
ENV ALONE
    ^^^^^ `ALONE` has no value; write `ALONE=value`
ARG =x
    ^^
ENV a=b # two words
        ^ a comment starts at the beginning of a line only; put it above
ONBUILD ENV a=b c
                ^
",
        );
    }

    #[test]
    fn pairs() {
        check(&RULE, "ARG A B=c\nFROM alpine:3.22\nENV A b c\nENV A= B='c d'\nLABEL \"a b\"=c\n");
    }
}
