//! Several sources and a destination that is not a directory.

use syntax::dockerfile::{Element, SyntaxKind};

use super::late_comment;
use super::quoting::json_string;
use crate::grain::Transfer;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `COPY` or an `ADD` of several sources whose destination does not end in `/`.
    ///
    /// ## Why is this bad?
    /// The slash says that the destination is a directory. Without it the legacy builder and Buildah stop: "the
    /// destination must be a directory and end with a /". BuildKit goes on: where no such directory exists yet, it
    /// writes every source to the one file `/app`, each over the last, and the image holds the last of them under the
    /// wrong name.
    ///
    /// ## Example
    /// ```dockerfile
    /// COPY package.json package-lock.json /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// COPY package.json package-lock.json /app/
    /// ```
    "docker/copy-destination-not-directory" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "hadolint/DL3021",
            "trivy/DS-0011",
            "kics/copy_with_more_than_two_arguments_not_ending_with_slash",
            "dockerfile-utils/INVALID_DESTINATION",
        ],
        check: Check::Transfer(check),
    }
}

fn check(transfer: &Transfer<'_>, report: &mut Report<'_>) {
    let count = transfer.sources.len();
    let Some(destination) = transfer.destination.as_ref().filter(|_| count > 1) else { return };
    if let Some(word) = transfer.sources.iter().find(|word| late_comment::begins_with(&word.raw)) {
        report.at(word, late_comment::MESSAGE);
        return;
    }
    let written = destination.unquoted();
    let known = transfer.at.scope().expand(destination);
    // A variable at the end may end in a slash itself.
    let end = known.as_deref().unwrap_or(&written);
    let unknown_end = known.is_none() && written.ends_with('}');
    if end.is_empty() || end == "." || end == ".." || end.ends_with(['/', '\\']) || end.ends_with("/.") || unknown_end {
        return;
    }
    let found = report.at(
        destination,
        format!(
            "{count} sources need a directory, and `{written}` is a file unless it ends in `/`; write `{written}/`"
        ),
    );
    let fix = Fix::safe("End the destination in `/`");
    found.fix(match destination.node().kind() {
        SyntaxKind::ArrayItem => fix.replace(destination, json_string(&format!("{}/", destination.raw))),
        _ => fix.insert_after(destination, "/"),
    });
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn several_sources_need_a_slash() {
        check(
            &RULE,
            "
FROM node:22
ENV dir=/app
COPY package.json yarn.lock my_app
                            ^^^^^^ 2 sources need a directory, and `my_app` is a file unless it ends in `/`; write `my_app/`
add --chown=1:1 a b c \\
  # there
  /srv
  ^^^^ 3 sources need…
COPY [\"a\", \"b\", \"/c d\"]
                ^^^^^^ 2 sources need…
COPY --from=x a b ${dir}
                  ^^^^^^ 2 sources need…
COPY a /b/ # why
           ^ a comment starts at the beginning of a line only; put it above
COPY <<A <<B /x
             ^^
a
A
b
B
COPY a b $unknown/x
         ^^^^^^^^^^
ONBUILD COPY a b c
                 ^
",
        );
    }

    #[test]
    fn one_source_a_slash_or_an_unknown_end_is_fine() {
        check(
            &RULE,
            "
FROM node:22
ENV dir=/app/
COPY a /b
COPY *.txt /b
COPY a b /c/
COPY a b .
COPY a b ./
COPY a b ..
COPY a b $unknown
COPY a b ${dir}
COPY a b \"/c/\"
COPY a b C:\\\\app\\\\
COPY [\"a\", \"b\", \"/c d/\"]
COPY a
",
        );
    }

    #[test]
    fn the_slash_is_added() {
        let before = "FROM a:1\r\nCOPY a b \\\r\n  \"/c d\"\r\n";
        check_fix(&RULE, before, "FROM a:1\r\nCOPY a b \\\r\n  \"/c d\"/\r\n");
        check_safety(&RULE, "FROM a:1\nCOPY a b c\n", Safety::Safe);
        check_fix(&RULE, "FROM a:1\nCOPY a b c", "FROM a:1\nCOPY a b c/");
        check_fix(&RULE, "FROM a:1\nADD [\"a\", \"b\", \"/c\"]\n", "FROM a:1\nADD [\"a\", \"b\", \"/c/\"]\n");
    }
}
