//! Every mistake of the reader reaches the user, under the name of one rule.

use std::sync::Arc;

use project::{Profile, Severity};
use syntax::dockerfile::{Keyword, SyntaxErrorKind};

use crate::check::{findings_of, open, workspace};
use crate::{Rule, catalogue};

/// The rule that reports `kind`. A new kind makes this fail to compile until it has one.
fn rule_for(kind: &SyntaxErrorKind) -> &'static Rule {
    use super::*;
    match kind {
        SyntaxErrorKind::UnknownInstruction => &unknown_instruction::RULE,
        SyntaxErrorKind::MissingArgument(_)
        | SyntaxErrorKind::MissingDestination(_)
        | SyntaxErrorKind::HealthcheckNone => &argument_count::RULE,
        SyntaxErrorKind::FromWords => &invalid_from_as::RULE,
        SyntaxErrorKind::MissingValue | SyntaxErrorKind::MissingEquals | SyntaxErrorKind::MissingKey => {
            &key_value_syntax::RULE
        }
        SyntaxErrorKind::UnterminatedQuote(_) => &unterminated_quote::RULE,
        SyntaxErrorKind::UnterminatedVariable
        | SyntaxErrorKind::UnsupportedModifier(_)
        | SyntaxErrorKind::BadSubstitution => &unsupported_modifier::RULE,
        SyntaxErrorKind::UnterminatedHeredoc(_) => &unterminated_heredoc::RULE,
        SyntaxErrorKind::ShellNeedsArray => &shell_json_required::RULE,
        SyntaxErrorKind::ArrayOfStrings => &json_single_quotes::RULE,
        SyntaxErrorKind::HealthcheckType => &healthcheck_invalid::RULE,
        SyntaxErrorKind::OnbuildTrigger => &onbuild_invalid_trigger::RULE,
        SyntaxErrorKind::DuplicateDirective(_) | SyntaxErrorKind::EscapeValue => &escape_directive::RULE,
    }
}

/// A text for each kind, with that mistake and no other.
fn samples() -> Vec<(&'static str, SyntaxErrorKind)> {
    use SyntaxErrorKind as Kind;
    vec![
        ("FROM a:1\nNOTHING x\n", Kind::UnknownInstruction),
        ("FROM a:1\nWORKDIR\n", Kind::MissingArgument(Keyword::Workdir)),
        ("FROM a:1\nCOPY x\n", Kind::MissingDestination(Keyword::Copy)),
        ("FROM a:1 b\n", Kind::FromWords),
        ("FROM a:1\nENV x\n", Kind::MissingValue),
        ("FROM a:1\nENV x=y z\n", Kind::MissingEquals),
        ("FROM a:1\nENV =y\n", Kind::MissingKey),
        ("FROM a:1\nENV x='y\n", Kind::UnterminatedQuote('\'')),
        ("FROM a:1\nENV x=${y\n", Kind::UnterminatedVariable),
        ("FROM a:1\nENV x=${y^}\n", Kind::UnsupportedModifier("^".to_owned())),
        ("FROM a:1\nENV x=${}\n", Kind::BadSubstitution),
        ("FROM a:1\nHEALTHCHECK NONE x\n", Kind::HealthcheckNone),
        ("FROM a:1\nRUN <<E\n", Kind::UnterminatedHeredoc("E".to_owned())),
        ("FROM a:1\nSHELL bash\n", Kind::ShellNeedsArray),
        ("FROM a:1\nRUN [\"x\", 1]\n", Kind::ArrayOfStrings),
        ("FROM a:1\nHEALTHCHECK SOME x\n", Kind::HealthcheckType),
        ("FROM a:1\nONBUILD ONBUILD RUN x\n", Kind::OnbuildTrigger),
        ("# check=skip=all\n# check=skip=all\nFROM a:1\n", Kind::DuplicateDirective("check".to_owned())),
        ("# escape=x\nFROM a:1\n", Kind::EscapeValue),
    ]
}

#[test]
fn every_mistake_is_reported_by_exactly_one_rule() {
    for (text, kind) in samples() {
        let snapshot = workspace(&[("Dockerfile".to_owned(), text.to_owned())]);
        let document = open(&snapshot, "Dockerfile");
        let model: Arc<_> = document.dockerfile().cloned().expect("a Dockerfile");
        let kinds: Vec<&SyntaxErrorKind> = model.syntax.errors.iter().map(|error| &error.kind).collect();
        assert_eq!(kinds, [&kind], "{text}");
        let range = model.syntax.errors[0].range;
        let rule = rule_for(&kind);
        assert_eq!((rule.profile, rule.severity), (Profile::Minimal, Severity::Error), "{}", rule.name);
        let minimal = catalogue::all().filter(|rule| rule.profile == Profile::Minimal);
        let finders: Vec<&str> = minimal
            .filter(|rule| findings_of(rule, &snapshot, &document).iter().any(|finding| finding.range == range))
            .map(|rule| rule.name)
            .collect();
        assert_eq!(finders, [rule.name], "{text}");
    }
}
