//! MAINTAINER.

use syntax::dockerfile::{Body, Instruction};

use super::quoting::double_quoted;
use crate::grain::Single;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

/// The label that says it today.
const LABEL: &str = "org.opencontainers.image.authors";

declare_rule! {
    /// ## What it does
    /// Flags `MAINTAINER`.
    ///
    /// ## Why is this bad?
    /// It is deprecated since Docker 1.13, of 2017. It fills one field of the image, `author`, that no registry shows
    /// and no query finds, and an image built on this one inherits it as if it were its own. A label is shown by
    /// registries, read by scanners, and found with `docker images --filter label=…`.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// MAINTAINER Jane Doe <jane@example.org>
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// LABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"
    /// ```
    "docker/maintainer-deprecated" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &[
            "hadolint/DL4000",
            "buildkit/MaintainerDeprecated",
            "trivy/DS-0022",
            "checkov/CKV_DOCKER_6",
            "semgrep/maintainer-is-deprecated",
            "kics/maintainer_instruction_being_used",
            "dockerfile-utils/DEPRECATED_MAINTAINER",
        ],
        check: Check::Maintainer(check),
    }
}

fn check(maintainer: &Single<'_>, report: &mut Report<'_>) {
    let at = maintainer.at;
    // Behind ONBUILD it is refused: `docker/onbuild-invalid-trigger`.
    if at.deferred {
        return;
    }
    let keyword = &at.instruction.keyword_name;
    let found = report
        .at(keyword, format!("`{}` is deprecated, and no registry shows it; use the label `{LABEL}`", keyword.text));
    found.deprecated();
    if at.before().chain(at.after()).any(|(_, instruction)| labels_author(instruction)) {
        found.fix(
            Fix::suggested(format!("Drop it: the stage has the label `{LABEL}`")).remove_instruction(at.instruction),
        );
        return;
    }
    let text = maintainer.raw.trim();
    let bare = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(text);
    if let Some(value) = double_quoted(bare, at.model.syntax.escape) {
        let label = if keyword.text == "maintainer" { "label" } else { "LABEL" };
        let fix = Fix::safe(format!("Use the label `{LABEL}`"));
        found.fix(fix.replace(keyword, label).replace(maintainer.part, format!("{LABEL}={value}")));
    }
}

fn labels_author(instruction: &Instruction) -> bool {
    match &instruction.body {
        Body::Label(labels) => labels.pairs.iter().any(|pair| pair.key.unquoted() == LABEL),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn maintainers_are_reported() {
        check(
            &RULE,
            "
FROM scratch
MAINTAINER me@example.org
^^^^^^^^^^ `MAINTAINER` is deprecated, and no registry shows it; use the label `org.opencontainers.image.authors`
maintainer
ONBUILD MAINTAINER x
LABEL maintainer=\"me@example.org\"
",
        );
    }

    #[test]
    fn a_label_takes_its_place() {
        let before = "FROM a:1\r\nmaintainer  \"Jane \\\r\n  Doe\" \r\nRUN x\r\n";
        check_fix(&RULE, before, "FROM a:1\r\nlabel  org.opencontainers.image.authors=\"Jane   Doe\" \r\nRUN x\r\n");
        check_safety(&RULE, before, Safety::Safe);
        check_fix(
            &RULE,
            "FROM a:1\nMAINTAINER Jane \"$the\\great\" Doe\n",
            "FROM a:1\nLABEL org.opencontainers.image.authors=\"Jane \\\"\\$the\\\\great\\\" Doe\"\n",
        );
        check_fix(
            &RULE,
            "# escape=`\nFROM a:1\nMAINTAINER a\\b $c\n",
            "# escape=`\nFROM a:1\nLABEL org.opencontainers.image.authors=\"a\\b `$c\"\n",
        );
    }

    #[test]
    fn a_label_that_is_there_is_kept() {
        let before = "FROM a:1\nMAINTAINER Jane\nLABEL org.opencontainers.image.authors=\"Joe\"\n";
        check_fix(&RULE, before, "FROM a:1\nLABEL org.opencontainers.image.authors=\"Joe\"\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
