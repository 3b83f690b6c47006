//! Keywords in mixed case.

use syntax::dockerfile::{Body, Instruction, Keyword};

use super::keyword_casing;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an instruction whose keyword is not in the case of most others in the file.
    ///
    /// ## Why is this bad?
    /// The builder takes any case. People find the instructions of a file by the column of capitals at its left edge,
    /// and so does many a script: `grep ^FROM` misses `from`, and with it an image that should have been updated.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// Copy app /app
    /// CMD ["/app"]
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY app /app
    /// CMD ["/app"]
    /// ```
    ///
    /// ## When to ignore it
    /// A file that is in lower case throughout is not reported: what counts is that it is one way.
    "docker/instruction-casing" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &["buildkit/ConsistentInstructionCasing", "dockerfile-utils/CASING_INSTRUCTION"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let to_lower = keyword_casing::is_lower(file.model);
    for outer in file.model.syntax.instructions.iter().filter(|it| it.keyword != Keyword::Unknown) {
        let inner = outer.trigger();
        let both = [Some(outer), (!std::ptr::eq(inner, outer) && inner.keyword != Keyword::Unknown).then_some(inner)];
        for instruction in both.into_iter().flatten() {
            keyword(instruction, to_lower, report);
        }
    }
}

fn keyword(instruction: &Instruction, to_lower: bool, report: &mut Report<'_>) {
    let in_case = |text: &str| if to_lower { text.to_ascii_lowercase() } else { text.to_ascii_uppercase() };
    let name = &instruction.keyword_name;
    let wanted = in_case(&name.text);
    if wanted == name.text {
        return;
    }
    let case = if to_lower { "lower case" } else { "capitals" };
    let mut fix = Fix::safe(format!("Write `{wanted}`")).replace(name, wanted.clone());
    // `AS` follows its FROM.
    if let Body::From(from) = &instruction.body
        && let Some(word) = from.as_keyword.as_ref().filter(|word| word.text.eq_ignore_ascii_case("as"))
    {
        fix = fix.replace(word, in_case(&word.text));
    }
    report.at(name, format!("`{}` stands among keywords in {case}; write `{wanted}`", name.text)).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn the_minority_is_reported() {
        check(
            &RULE,
            "
from scratch
COPY Dockerfile /foo
^^^^ `COPY` stands among keywords in lower case; write `copy`
copy Dockerfile /bar
",
        );
        check(
            &RULE,
            "
# warning
from scratch as a
^^^^ `from` stands among keywords in capitals; write `FROM`
COPY Dockerfile /foo
Copy Dockerfile /bar
^^^^ `Copy` stands among…
ONBUILD run true
        ^^^ `run` stands among…
install x
",
        );
        check(&RULE, "FROM a\ncopy a b\n^^^^ `copy` stands among keywords in capitals; write `COPY`\n");
    }

    #[test]
    fn one_case_is_fine() {
        check(&RULE, "from scratch\ncopy Dockerfile /foo\nonbuild run true\n");
        check(&RULE, "FROM alpine\nRUN <<'EOT'\nenv\nEOT\n");
    }

    #[test]
    fn only_keywords_change() {
        let before = "from a:1 \\\r\n  as b\r\nCOPY run from/ as\r\nRUN copy\r\n";
        check_fix(&RULE, before, "FROM a:1 \\\r\n  AS b\r\nCOPY run from/ as\r\nRUN copy\r\n");
        check_safety(&RULE, before, Safety::Safe);
    }
}
