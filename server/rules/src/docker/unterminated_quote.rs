//! A quote that is never closed.

use syntax::dockerfile::{Body, Instruction, SyntaxErrorKind};

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a quote in a word of the builder that has no counterpart. Commands of a shell are not looked at.
    ///
    /// ## Why is this bad?
    /// The builder stops: "unexpected end of statement while looking for matching double-quote". `COPY`, `ADD`,
    /// `VOLUME` and `EXPOSE` split their line at blanks before they look at quotes, so a path with a blank in it is
    /// never one word there: it needs the JSON form.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// LABEL description="The shop's front end
    /// COPY "my file" /srv/
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// LABEL description="The shop's front end"
    /// COPY ["my file", "/srv/"]
    /// ```
    "docker/unterminated-quote" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["dockerfile-utils/SYNTAX_MISSING_SINGLE_QUOTE", "dockerfile-utils/SYNTAX_MISSING_DOUBLE_QUOTE"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let (syntax, text) = (&file.model.syntax, &file.model.text);
    let mut split = None;
    for error in &syntax.errors {
        let SyntaxErrorKind::UnterminatedQuote(quote) = error.kind else { continue };
        let index = syntax.instruction_at(error.range.start());
        let instruction = index.map(|index| syntax.instructions[index].trigger());
        let splits = instruction
            .filter(|it| splits_at_blanks(it) && !it.flags.iter().any(|flag| flag.range.contains_range(error.range)));
        if let Some(instruction) = splits {
            // Both halves of a word in quotes are faults; one finding says it.
            if split != index {
                let name = instruction.keyword.name();
                let array = matches!(instruction.body, Body::Copy(_) | Body::Add(_) | Body::Volume(_));
                let advice = if array { "write the paths as a JSON array" } else { "drop it" };
                report.at(
                    error,
                    format!("`{name}` splits at blanks, in quotes too, so this quote is never closed; {advice}"),
                );
            }
            split = index;
            continue;
        }
        let before = text[..error.range.start().into()].chars().next_back();
        let apostrophe = quote == '\'' && before.is_some_and(char::is_alphanumeric);
        let advice = if apostrophe { "if it is an apostrophe, put the value in double quotes" } else { "close it" };
        let found = report.at(error, format!("the quote `{quote}` is never closed; {advice}"));
        if apostrophe {
            found.fix(Fix::suggested("Escape the apostrophe").insert_before(error, syntax.escape.to_string()));
        } else {
            found.fix(Fix::suggested(format!("Close the quote with `{quote}`")).insert_after(error, quote.to_string()));
        }
    }
}

/// Whether the words of the instruction end at blanks, in quotes or not.
fn splits_at_blanks(instruction: &Instruction) -> bool {
    match &instruction.body {
        Body::Copy(part) | Body::Add(part) => part.array.is_none(),
        Body::Volume(part) => part.array.is_none(),
        Body::Expose(_) | Body::From(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn quotes_without_a_counterpart() {
        check(
            &RULE,
            "
FROM alpine:3.22
LABEL a=\"b c=d
        ^^^^^^ the quote `\"` is never closed; close it
ENV title it's
            ^^ the quote `'` is never closed; if it is an apostrophe, put the value in double quotes
COPY \"my file\" /srv/
     ^^^ `COPY` splits at blanks, in quotes too, so this quote is never closed; write the paths as a JSON array
COPY --chown=\"a b /c
             ^^^^^^^
EXPOSE \"80
       ^^^ `EXPOSE` splits at blanks, in quotes too, so this quote is never closed; drop it
ONBUILD WORKDIR \"/a
                ^^^
",
        );
    }

    #[test]
    fn closed_escaped_and_foreign_quotes() {
        check(
            &RULE,
            "
FROM alpine:3.22
LABEL a=\"b 'c\" d='\"' e=\\\"
COPY \"file\" '/srv/'
RUN echo \"
CMD it's
MAINTAINER it's
",
        );
    }

    #[test]
    fn the_quote_is_closed_or_escaped() {
        let before = "FROM a:1\r\nENV A=\"b \\\r\n  c\r\nRUN x\r\n";
        check_fix(&RULE, before, "FROM a:1\r\nENV A=\"b \\\r\n  c\"\r\nRUN x\r\n");
        check_safety(&RULE, before, Safety::Unsafe);
        check_fix(&RULE, "FROM a:1\nLABEL A=it's\n", "FROM a:1\nLABEL A=it\\'s\n");
    }
}
