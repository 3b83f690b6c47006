//! Forms of `${…}` that the builder does not know.

use syntax::dockerfile::SyntaxErrorKind;

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `${…}` that the builder itself expands and whose form it does not know, or that is never closed.
    ///
    /// ## Why is this bad?
    /// The builder stops: "unsupported modifier (^) in substitution". It is no shell: of bash's forms it knows defaults
    /// (`:-`, `-`), alternatives (`:+`, `+`), errors (`:?`, `?`), and cutting and replacing (`#`, `##`, `%`, `%%`, `/`,
    /// `//`), but no substrings (`${x:0:3}`), no change of case (`${x^^}`), no arrays.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ARG STAGE=prod
    /// ENV APP_ENV=${STAGE^^}
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ARG STAGE=PROD
    /// ENV APP_ENV=${STAGE}
    /// ```
    "docker/unsupported-modifier" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["dockerfile-utils/UNSUPPORTED_MODIFIER"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    for error in &file.model.syntax.errors {
        if let SyntaxErrorKind::UnsupportedModifier(operator) = &error.kind {
            let what = match operator.chars().next() {
                Some(':') => "the builder takes no substring",
                Some('^' | ',') => "the builder does not change case",
                Some('[') => "the builder has no arrays",
                _ => "the builder knows no such form",
            };
            report.at(
                error,
                format!("{what}: `{operator}` behind the name stops the build; set the value where it is declared"),
            );
        } else if error.kind == SyntaxErrorKind::BadSubstitution {
            report.at(error, "no variable is named here, which stops the build; write its name behind `${`");
        } else if error.kind == SyntaxErrorKind::UnterminatedVariable {
            let written = &file.model.text[error.range];
            let found = report.at(error, format!("`{written}` is never closed; write `}}` behind the name"));
            if written.len() > 2 && !written.contains([' ', '\n']) {
                found.fix(Fix::suggested("Close it with `}`").insert_after(error, "}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn forms_nobody_knows() {
        check(
            &RULE,
            "
FROM alpine:3.22
ENV A=${B^^} C=${D:0:3} \\
         ^ the builder does not change case: `^` behind the name stops the build; set the value where it is declared
                  ^^ the builder takes no substring…
  E=${F@Q}
       ^ the builder knows no such form…
WORKDIR /a/${B
           ^^^ `${B` is never closed; write `}` behind the name
ONBUILD USER ${x[0]}
                ^ the builder has no arrays…
USER ${}
     ^^ no variable is named here, which stops the build; write its name behind `${`
",
        );
    }

    #[test]
    fn forms_it_knows_and_those_of_the_shell() {
        check(
            &RULE,
            "
FROM alpine:3.22
ENV A=${B:-c} C=${D-e} F=${G:+h} I=${J+k} L=${M:?n} O=${P?q} R=${S#v} T=${U##*/} V=${W%.*} X=${Y%%.*} Z=${A/b/c} B=${C//d/e}
RUN echo ${x^^} ${y:0:3} ${z[0]}
CMD echo ${x^^}
ENV A='${x^^}' B=\\${x^^}
",
        );
    }

    #[test]
    fn the_brace_is_closed() {
        let before = "FROM a:1\nWORKDIR /a/${B\n";
        check_fix(&RULE, before, "FROM a:1\nWORKDIR /a/${B}\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
