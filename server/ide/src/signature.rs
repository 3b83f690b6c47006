//! Signature help: the forms an instruction can take, and which argument is being typed.

use std::path::Path;

use project::Snapshot;
use syntax::TextSize;
use syntax::dockerfile::{Body, Instruction};

use crate::cursor;
use crate::types::{Signature, SignatureHelp};

/// The forms of the instruction whose arguments hold `offset`; `None` on its keyword and between instructions.
#[must_use]
pub fn help(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Option<SignatureHelp> {
    let model = cursor::dockerfile(snapshot, path)?;
    let before = model.syntax.instructions.partition_point(|it| it.range.start() <= offset).checked_sub(1)?;
    let outer = &model.syntax.instructions[before];
    let same_line = model.lines.line(offset) <= model.lines.line(outer.extent().end());
    let instruction = match &outer.body {
        Body::Onbuild(Some(inner)) if inner.keyword_name.range.end() < offset => inner.trigger(),
        _ => outer,
    };
    if offset <= instruction.keyword_name.range.end() || !same_line {
        return None;
    }
    if instruction.heredocs.iter().any(|heredoc| heredoc.body.start() <= offset) {
        return None;
    }
    let known = schema::dockerfile::instruction(&instruction.keyword_name.text)?;
    let signatures: Vec<Signature> = known
        .syntax
        .iter()
        .map(|form| Signature {
            label: form.label.to_owned(),
            documentation: known.summary.to_owned(),
            parameters: form.parameters.iter().map(|it| (it.label.to_owned(), it.documentation.to_owned())).collect(),
        })
        .collect();
    let text = &model.text[usize::from(instruction.keyword_name.range.end())..usize::from(offset)];
    let active = active_form(&signatures, text, instruction);
    let active_parameter = signatures.get(active).and_then(|form| active_parameter(form, text));
    (!signatures.is_empty()).then_some(SignatureHelp { signatures, active, active_parameter })
}

/// The form that fits what is typed: the array form behind `[`, the `=` form behind `=`, else the first.
fn active_form(forms: &[Signature], text: &str, instruction: &Instruction) -> usize {
    let rest = text.trim_start();
    let flags_end = rest.split_whitespace().take_while(|word| word.starts_with("--")).map(str::len).sum::<usize>();
    let arguments = rest.get(flags_end..).unwrap_or_default().trim_start();
    let array = arguments.starts_with('[');
    let upper = arguments.to_ascii_uppercase();
    let fits = |form: &Signature| {
        let label = form.label.to_ascii_uppercase();
        match &instruction.body {
            Body::Healthcheck(_) if upper.starts_with("NONE") => label.contains("NONE"),
            Body::From(_) => label.contains(" AS ") || forms.len() == 1,
            _ => label.contains("[\"") == array,
        }
    };
    forms.iter().position(fits).unwrap_or(0)
}

/// The parameter under the cursor: flags first, then words in order; the last one that repeats takes the rest.
fn active_parameter(form: &Signature, text: &str) -> Option<usize> {
    let flags = form.parameters.iter().position(|(label, _)| label.contains("--"));
    let words: Vec<&str> = text.split_whitespace().collect();
    let typing = !text.ends_with(char::is_whitespace);
    let current = if typing { words.last().copied() } else { None };
    if current.is_some_and(|word| word.starts_with("--")) {
        return flags;
    }
    let done = words.iter().filter(|word| !word.starts_with("--")).count() - usize::from(typing && !words.is_empty());
    let positional: Vec<usize> = (0..form.parameters.len()).filter(|index| Some(*index) != flags).collect();
    positional.get(done.min(positional.len().saturating_sub(1))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(labels: &[&str]) -> Signature {
        Signature {
            label: labels.join(" "),
            documentation: String::new(),
            parameters: labels.iter().map(|label| ((*label).to_owned(), String::new())).collect(),
        }
    }

    #[test]
    fn words_count_and_flags_do_not() {
        let copy = form(&["[--flags]", "<source>…", "<destination>"]);
        assert_eq!(active_parameter(&copy, " "), Some(1));
        assert_eq!(active_parameter(&copy, " --lin"), Some(0));
        assert_eq!(active_parameter(&copy, " --link a"), Some(1));
        assert_eq!(active_parameter(&copy, " --link a "), Some(2));
        assert_eq!(active_parameter(&copy, " a b c d"), Some(2));
    }
}
