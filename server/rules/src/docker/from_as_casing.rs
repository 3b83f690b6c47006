//! `FROM … as`.

use syntax::dockerfile::Body;

use super::keyword_casing;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an `AS` that is written in another case than the `FROM` it belongs to.
    ///
    /// ## Why is this bad?
    /// It is one statement with two keywords. In `FROM node:22 as build` the eye that looks for capitals finds one of
    /// them and misses where the stage gets its name; a file with 10 stages is read by exactly these words.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:22 as build
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:22 AS build
    /// ```
    ///
    /// ## When to ignore it
    /// The builder does not care. Where `FROM` itself is not in the case of the file's keywords, that is reported instead
    /// (`docker/instruction-casing`).
    "docker/from-as-casing" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &["buildkit/FromAsCasing"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let lower = keyword_casing::is_lower(file.model);
    let (from_keyword, wanted) = if lower { ("from", "as") } else { ("FROM", "AS") };
    for instruction in &file.model.syntax.instructions {
        let Body::From(from) = &instruction.body else { continue };
        let Some(word) = from.as_keyword.as_ref().filter(|word| word.text.eq_ignore_ascii_case("as")) else { continue };
        // Where FROM itself is in the wrong case, mending that mends both: `docker/instruction-casing`.
        if instruction.keyword_name.text == from_keyword && from.name.is_some() && word.text != wanted {
            report
                .at(word, format!("`{}` behind `{from_keyword}` is in another case; write `{wanted}`", word.text))
                .fix(Fix::safe(format!("Write `{wanted}`")).replace(word, wanted));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn as_follows_from() {
        check(
            &RULE,
            "
FROM scratch as a
             ^^ `as` behind `FROM` is in another case; write `AS`
FROM scratch As b
             ^^ `As` behind `FROM` is in another case; write `AS`
FROM scratch AS d
from scratch AS c
from scratch as e
From scratch as f
FROM scratch
FROM scratch as
FROM scratch is g
",
        );
        check(&RULE, "from a AS b\n       ^^ `AS` behind `from` is in another case; write `as`\nrun x\n");
        check(&RULE, "FROM a as b\n       ^^\ncopy a /a\n");
    }

    #[test]
    fn only_the_word_changes() {
        let before = "FROM --platform=$BUILDPLATFORM a:1 \\\r\n  as  build\r\n";
        check_fix(&RULE, before, "FROM --platform=$BUILDPLATFORM a:1 \\\r\n  AS  build\r\n");
        check_safety(&RULE, before, Safety::Safe);
    }
}
