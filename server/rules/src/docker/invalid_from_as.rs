//! FROM with the wrong number of words, or something other than AS.

use syntax::dockerfile::{Body, From, Instruction, SyntaxErrorKind};

use super::late_comment;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `FROM` that is neither `FROM image` nor `FROM image AS name`.
    ///
    /// ## Why is this bad?
    /// The builder stops with "FROM requires either one or three arguments". The usual causes are a comment behind the
    /// image (a `#` starts one only at the beginning of a line), a forgotten `AS`, and a blank inside the image's name.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22 # small and quick
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// # small and quick
    /// FROM alpine:3.22
    /// ```
    "docker/invalid-from-as" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["dockerfile-utils/INVALID_AS", "dockerfile-utils/ARGUMENT_REQUIRES_ONE_OR_THREE"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let syntax = &file.model.syntax;
    for error in syntax.errors.iter().filter(|error| error.kind == SyntaxErrorKind::FromWords) {
        let index = syntax.instruction_at(error.range.start());
        let Some(instruction) = index.map(|index| syntax.instructions[index].trigger()) else { continue };
        let Body::From(from) = &instruction.body else { continue };
        let (message, fix) = explain(instruction, from, &file.model.text[error.range]);
        let found = report.at(error, message);
        if let Some(fix) = fix {
            found.fix(fix);
        }
    }
}

fn explain(instruction: &Instruction, from: &From, rest: &str) -> (String, Option<Fix>) {
    let wanted = if instruction.keyword_name.text == "from" { "as" } else { "AS" };
    let Some(word) = &from.as_keyword else {
        return ("`FROM` takes an image, or an image, `AS` and a name".to_owned(), None);
    };
    if late_comment::begins_with(&word.text) {
        let one_line = !rest.contains(['\n', '\r']);
        let comment = rest.trim_end().to_owned();
        let words = from.extra.iter();
        let mut fix = Fix::safe("Put the comment above").insert_lines_before(instruction, comment).remove_word(word);
        if let Some(name) = &from.name {
            fix = fix.remove_word(name);
        }
        fix = words.fold(fix, Fix::remove_word);
        return (late_comment::MESSAGE.to_owned(), one_line.then_some(fix));
    }
    let is_as = word.text.eq_ignore_ascii_case("as");
    match &from.name {
        None if is_as => (format!("a name is missing behind `{}`", word.text), None),
        None => {
            let name = &word.text;
            let fix = super::stage_names::is_valid(name)
                .then(|| Fix::suggested(format!("Call the stage `{name}`")).insert_before(word, format!("{wanted} ")));
            (format!("`{name}` stands alone behind the image; write `{wanted} {name}` if the stage is called so"), fix)
        }
        Some(name) if !is_as && from.extra.is_empty() => {
            let fix = Fix::suggested(format!("Write `{wanted}`")).replace(word, wanted);
            (format!("`{}` stands where `{wanted}` belongs: `FROM image {wanted} {}`", word.text, name.text), Some(fix))
        }
        Some(_) => ("`FROM` takes an image, or an image, `AS` and a name; there is more here".to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn words_that_do_not_belong() {
        check(
            &RULE,
            "
FROM alpine:3.22 build
                 ^^^^^ `build` stands alone behind the image; write `AS build` if the stage is called so
FROM alpine:3.22 AS
                 ^^ a name is missing behind `AS`
FROM alpine:3.22 IS build
                 ^^^^^^^^ `IS` stands where `AS` belongs: `FROM image AS build`
FROM alpine:3.22 AS build now
                 ^^^^^^^^^^^^ `FROM` takes an image, or an image, `AS` and a name; there is more here
FROM alpine:3.22 # small and quick
                 ^^^^^^^^^^^^^^^^^ a comment starts at the beginning of a line only; put it above
FROM alpine:3.22 AS ok
from alpine:3.22 as ok
FROM alpine:3.22 \\
  # a comment of its own
  AS fine
FROM
",
        );
    }

    #[test]
    fn the_comment_moves_up() {
        let before = "ARG A\r\nFROM alpine:3.22 # small and quick\r\nRUN true\r\n";
        check_fix(&RULE, before, "ARG A\r\n# small and quick\r\nFROM alpine:3.22\r\nRUN true\r\n");
        check_safety(&RULE, before, Safety::Safe);
    }

    #[test]
    fn as_is_put_in_or_mended() {
        check_fix(&RULE, "from alpine:3.22 build\n", "from alpine:3.22 as build\n");
        check_fix(&RULE, "FROM alpine:3.22 IS build\n", "FROM alpine:3.22 AS build\n");
        check_safety(&RULE, "FROM alpine:3.22 IS build\n", Safety::Unsafe);
    }
}
