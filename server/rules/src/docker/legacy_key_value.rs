//! `ENV key value`.

use project::docker::Model;
use syntax::TextRange;
use syntax::dockerfile::{Body, Instruction, Pair, Part, PartContent, Word};

use super::quoting::double_quoted;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an `ENV` or a `LABEL` that has a blank between key and value. One finding stands for all of a file, and
    /// its fix rewrites them all.
    ///
    /// ## Why is this bad?
    /// The old form takes one pair, and the rest of the line is its value. `ENV HOST db PORT 5432` sets `HOST` to
    /// `db PORT 5432` and `PORT` not at all, and nothing complains. Two settings need two instructions, and a value with
    /// quotes in it means something else in either form. The form is deprecated; the builder warns about it.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENV GREETING hello world
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENV GREETING="hello world"
    /// ```
    /// The fix keeps the value as the builder reads it today. Where several pairs were meant, take them apart by hand.
    "docker/legacy-key-value" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Sometimes,
        same_as: &["buildkit/LegacyKeyValueFormat"],
        check: Check::Dockerfile(check),
    }
}

/// A longer pair is not quoted in a message.
const SHOWN: usize = 60;

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let model = file.model;
    let old = model.syntax.instructions.iter().filter_map(|outer| legacy(outer.trigger()));
    let (mendable, others): (Vec<_>, Vec<_>) =
        old.map(|it| (it, rewritten(model, it.1, it.2))).partition(|(_, text)| text.is_some());
    for ((keyword, pair, _), _) in others {
        report.at(pair, message(keyword, pair, None, 0));
    }
    let Some((((keyword, pair, _), text), more)) = mendable.split_first() else { return };
    let found = report.at(*pair, message(keyword, pair, text.as_deref(), more.len()));
    let title = match more.len() {
        0 => format!("Write `{}=…`", pair.key.raw),
        count => format!("Write all {} with `=`", count + 1),
    };
    let mut fix = Fix::safe(title);
    for ((_, pair, _), text) in &mendable {
        fix = fix.replace(*pair, text.clone().unwrap_or_default());
    }
    for ((_, pair, _), _) in more {
        found.label(*pair, "the old form too");
    }
    found.fix(fix);
}

/// Keyword, pair and value of an instruction in the old form.
fn legacy(instruction: &Instruction) -> Option<(&str, &Pair, &Word)> {
    let (Body::Env(pairs) | Body::Label(pairs)) = &instruction.body else { return None };
    let pair = pairs.pairs.first().filter(|_| pairs.legacy)?;
    Some((&instruction.keyword_name.text, pair, pair.value.as_ref()?))
}

fn message(keyword: &str, pair: &Pair, text: Option<&str>, more: usize) -> String {
    let key = &pair.key.raw;
    let others = match more {
        0 => String::new(),
        1 => " (one more in this file)".to_owned(),
        count => format!(" ({count} more in this file)"),
    };
    let shown = text.filter(|text| text.len() <= SHOWN && !text.contains('\n'));
    let advice =
        shown.map_or_else(|| format!("write `{key}=` and the value in quotes"), |text| format!("write `{text}`"));
    format!("`{keyword} {key} …` is the old form{others}, in which all that follows is one value; {advice}")
}

/// The pair with `=`, its value the same to the builder; `None` where that cannot be said with certainty.
fn rewritten(model: &Model, pair: &Pair, value: &Word) -> Option<String> {
    let escape = model.syntax.escape;
    let key = &model.text[pair.key.range];
    let gap = &model.text[TextRange::new(pair.key.range.end(), value.range.start())];
    if !value.terminated || key.contains('\n') || gap.contains('#') {
        return None;
    }
    let written = &model.text[value.range];
    if is_one_word(&value.raw, escape) {
        return Some(format!("{key}={written}"));
    }
    // Within double quotes all this stays what it is, continued lines and the comments between them too.
    if !value.raw.contains(['"', '\'', escape]) && value.parts.iter().all(is_plain) {
        return Some(format!("{key}=\"{written}\""));
    }
    let mut quoted = String::new();
    for part in value.parts.iter().filter(|_| !written.contains('\n')) {
        match &part.content {
            PartContent::Text(text) => {
                quoted.push_str(double_quoted(text, escape)?.strip_prefix('"')?.strip_suffix('"')?);
            }
            PartContent::Variable(_) if is_plain(part) => quoted.push_str(&model.text[part.range]),
            PartContent::Variable(_) => return None,
        }
    }
    (!quoted.is_empty()).then(|| format!("{key}=\"{quoted}\""))
}

/// Whether the part reads the same within double quotes: text, or a variable without a form that holds words.
fn is_plain(part: &Part) -> bool {
    match &part.content {
        PartContent::Text(_) => true,
        PartContent::Variable(variable) => variable.modifier.is_none() && variable.terminated,
    }
}

/// Whether no blank stands outside quotes, so that the new form takes it as it is.
fn is_one_word(raw: &str, escape: char) -> bool {
    let mut quote = None;
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        match quote {
            None if character.is_whitespace() => return false,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            Some(open) if open == character => quote = None,
            _ if character == escape && quote != Some('\'') => {
                characters.next();
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn pairs_without_equals_are_reported() {
        check(
            &RULE,
            "
FROM scratch
ENV testkey value
    ^^^^^^^^^^^^^ `ENV testkey …` is the old form (2 more in this file), in which all that follows is one value; write `testkey=value`
label key some value
ONBUILD ENV A b
ENV key a ${b:-c d}
    ^^^^^^^^^^^^^^^ `ENV key …` is the old form, in which all that follows is one value; write `key=` and the value in quotes
ENV testkey=value
LABEL key=value other=\"a b\"
ENV alone
ARG a b
",
        );
    }

    #[test]
    fn one_fix_mends_the_file() {
        check_fix(
            &RULE,
            "FROM scratch\r\nENV a b\r\nRUN x\r\nlabel c d e\r\n",
            "FROM scratch\r\nENV a=b\r\nRUN x\r\nlabel c=\"d e\"\r\n",
        );
    }

    #[track_caller]
    fn becomes(before: &str, after: &str) {
        check_fix(&RULE, &format!("FROM scratch\n{before}\n"), &format!("FROM scratch\n{after}\n"));
        check_safety(&RULE, &format!("FROM scratch\n{before}\n"), Safety::Safe);
    }

    #[test]
    fn the_value_stays_what_the_builder_reads() {
        becomes("ENV key   value", "ENV key=value");
        becomes("env key hello  world", "env key=\"hello  world\"");
        becomes("ENV key \"hello world\"", "ENV key=\"hello world\"");
        becomes("ENV key a\\ b", "ENV key=a\\ b");
        becomes("ENV PATH /x:$PATH", "ENV PATH=/x:$PATH");
        becomes("ENV key $a and ${b}", "ENV key=\"$a and ${b}\"");
        becomes("ENV key it 'costs $5' \"so \\\"much\\\"\"", "ENV key=\"it costs \\$5 so \\\"much\\\"\"");
        becomes("ENV key back\\\\slash es", "ENV key=\"back\\\\slash es\"");
        becomes("ENV A 1 B=2", "ENV A=\"1 B=2\"");
        becomes("LABEL \"com.example\" Jane <j@x>", "LABEL \"com.example\"=\"Jane <j@x>\"");
        becomes("ENV key a \\\n  # why\n  b", "ENV key=\"a \\\n  # why\n  b\"");
        becomes("ENV key \\\n  a", "ENV key=a");
    }

    #[test]
    fn what_cannot_be_kept_is_left() {
        for value in ["a ${b:-c d}", "a \"b\" \\\n  c"] {
            let text = format!("FROM scratch\nENV key {value}\n");
            let snapshot = crate::check::workspace(&[("Dockerfile".to_owned(), text)]);
            let document = crate::check::open(&snapshot, "Dockerfile");
            let found = crate::check::findings_of(&RULE, &snapshot, &document);
            assert!(found.len() == 1 && found[0].fixes.is_empty(), "{value}: {:?}", found[0].fixes);
        }
    }
}
