//! HEALTHCHECK with something other than NONE or CMD.

use syntax::dockerfile::{Healthcheck, Name};
use syntax::spelling;

use project::docker::Located;

use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `HEALTHCHECK` whose first word is neither `CMD` nor `NONE`.
    ///
    /// ## Why is this bad?
    /// The builder stops: "Unknown type "CURL" in HEALTHCHECK (try CMD)". The command of a health check always stands
    /// behind `CMD`, in shell form or as a JSON array.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM nginx:1.29
    /// HEALTHCHECK curl -f http://localhost/
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM nginx:1.29
    /// HEALTHCHECK CMD curl -f http://localhost/
    /// ```
    "docker/healthcheck-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "dockerfile-utils/FLAG_AT_LEAST_ONE",
            "dockerfile-utils/FLAG_INVALID_DURATION",
            "dockerfile-utils/FLAG_LESS_THAN_1MS",
            "dockerfile-utils/FLAG_MISSING_DURATION",
            "dockerfile-utils/FLAG_UNKNOWN_UNIT",
            "dockerfile-utils/UNKNOWN_HEALTHCHECK_FLAG",
            "dockerfile-utils/HEALTHCHECK_CMD_ARGUMENT_MISSING",
            "dockerfile-utils/UNKNOWN_TYPE",
        ],
        check: Check::Healthcheck(check),
    }
}

const TYPES: [&str; 2] = ["CMD", "NONE"];

fn check(check: &Located<'_, Healthcheck>, report: &mut Report<'_>) {
    let Some(kind) = &check.kind else { return };
    if TYPES.iter().any(|known| kind.text.eq_ignore_ascii_case(known)) {
        return;
    }
    let (advice, fix) = advice(kind);
    report.at(kind, format!("`{}` is no kind of health check; {advice}", kind.text)).fix(fix);
}

fn advice(kind: &Name) -> (String, Fix) {
    match spelling::nearest(&kind.text, TYPES) {
        Some(near) => {
            (format!("did you mean `{near}`?"), Fix::suggested(format!("Write `{near}`")).replace(kind, near))
        }
        None => {
            let fix = Fix::suggested("Put `CMD` before the command").insert_before(kind, "CMD ");
            ("a command stands behind `CMD`".to_owned(), fix)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn kinds_that_are_none() {
        check(
            &RULE,
            "
FROM nginx:1.29
HEALTHCHECK --interval=5s curl -f http://localhost/
                          ^^^^ `curl` is no kind of health check; a command stands behind `CMD`
healthcheck CDM true
            ^^^ `CDM` is no kind of health check; did you mean `CMD`?
HEALTHCHECK CMD true
HEALTHCHECK none
HEALTHCHECK
",
        );
    }

    #[test]
    fn cmd_is_put_in() {
        let before = "FROM a:1\nHEALTHCHECK --interval=5s \\\n  curl -f http://localhost/\n";
        check_fix(&RULE, before, "FROM a:1\nHEALTHCHECK --interval=5s \\\n  CMD curl -f http://localhost/\n");
        check_fix(&RULE, "FROM a:1\nHEALTHCHECK CDM true\n", "FROM a:1\nHEALTHCHECK CMD true\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
