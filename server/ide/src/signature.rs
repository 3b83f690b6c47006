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
    let in_body =
        |start: TextSize| start < offset && model.text[usize::from(start)..usize::from(offset)].contains('\n');
    if instruction.heredocs.iter().any(|heredoc| in_body(heredoc.start.end())) {
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
    let typed = Typed::read(&model.text, outer, instruction, offset);
    let active = signatures.iter().position(|form| typed.fits(form)).unwrap_or(0);
    let active_parameter = signatures.get(active).and_then(|form| typed.parameter(form));
    (!signatures.is_empty()).then_some(SignatureHelp { signatures, active, active_parameter })
}

/// The arguments up to the cursor.
struct Typed {
    /// Behind the flags, on one line.
    arguments: String,
    /// A flag is being typed.
    in_flag: bool,
    /// `key value`
    is_old_pair: bool,
}

impl Typed {
    fn read(text: &str, outer: &Instruction, instruction: &Instruction, offset: TextSize) -> Self {
        let flags = instruction.flags.iter().filter(|flag| flag.range.start() < offset);
        let last = flags.map(|flag| flag.range.end()).max();
        let start = last.unwrap_or(instruction.keyword_name.range.end()).min(offset);
        let mut arguments = String::new();
        let mut at = start;
        for joint in outer.continuations.iter().filter(|joint| joint.start() >= start && joint.end() <= offset) {
            arguments.push_str(&text[usize::from(at)..usize::from(joint.start())]);
            at = joint.end();
        }
        arguments.push_str(&text[usize::from(at)..usize::from(offset)]);
        let in_flag = last.is_some_and(|end| end >= offset) || arguments.trim_start().starts_with("--");
        let arguments = arguments.trim_start().to_owned();
        let is_pairs = matches!(instruction.body, Body::Env(_) | Body::Label(_));
        let first = arguments.split_once(char::is_whitespace).map(|(first, _)| first);
        Self { is_old_pair: is_pairs && first.is_some_and(|first| !first.contains('=')), in_flag, arguments }
    }

    /// Where the array begins, should there be one: behind CMD too.
    fn array(&self) -> Option<&str> {
        let behind_cmd = self.arguments.get(..3).filter(|word| word.eq_ignore_ascii_case("CMD"));
        let rest = behind_cmd.map_or(self.arguments.as_str(), |word| self.arguments[word.len()..].trim_start());
        rest.starts_with('[').then_some(rest)
    }

    /// Whether `form` is the one that is being written.
    fn fits(&self, form: &Signature) -> bool {
        let wants_none = self.arguments.get(..1).is_some_and(|first| first.eq_ignore_ascii_case("N"));
        if form.label.ends_with(" NONE") {
            return wants_none;
        }
        let is_old_pair = form.parameters.first().is_some_and(|(label, _)| label == "<key>");
        form.label.contains("[\"") == self.array().is_some()
            && form.label.contains("<<") == self.arguments.starts_with("<<")
            && is_old_pair == self.is_old_pair
            && !(wants_none && form.label.starts_with("HEALTHCHECK"))
    }

    /// The argument being written: flags first, then words or the strings of an array in order; the last one takes the rest.
    fn parameter(&self, form: &Signature) -> Option<usize> {
        let flags = form.parameters.iter().position(|(label, _)| label.contains("--"));
        if self.in_flag {
            return flags;
        }
        let done = match self.array() {
            Some(array) => {
                let before = self.arguments.len() - array.len();
                // An escaped quote is rare enough in what is being typed.
                let closed = array.matches('"').count() / 2;
                let open = array.matches('"').count() % 2 == 1 || array.trim_end().ends_with([',', '[']);
                usize::from(before > 0) + if open { closed } else { closed.saturating_sub(1) }
            }
            None => {
                let typing = !self.arguments.ends_with(char::is_whitespace) && !self.arguments.is_empty();
                self.arguments.split_whitespace().count() - usize::from(typing)
            }
        };
        let positional: Vec<usize> = (0..form.parameters.len()).filter(|index| Some(*index) != flags).collect();
        positional.get(done.min(positional.len().saturating_sub(1))).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The active form with the active argument in brackets, of how many.
    #[track_caller]
    fn check(fixture: &str, expected: &str) {
        let case = crate::check::Case::new(fixture);
        let (path, offset) = case.cursor();
        let seen = help(&case.snapshot, &path, offset).map(|help| {
            for signature in &help.signatures {
                for (label, _) in &signature.parameters {
                    assert!(signature.label.contains(label.as_str()), "{label} is no part of {}", signature.label);
                }
            }
            let form = &help.signatures[help.active];
            let argument = help.active_parameter.map_or("-", |index| form.parameters[index].0.as_str());
            format!("{} @ {argument} ({}/{})", form.label, help.active + 1, help.signatures.len())
        });
        assert_eq!(seen.as_deref().unwrap_or("nothing"), expected, "{fixture}");
    }

    #[test]
    fn the_form_that_fits_and_the_argument_in_it() {
        let copy = "COPY [--from=<stage> …] <source>… <destination>";
        check("FROM a\nCOPY <|>", &format!("{copy} @ <source>… (1/3)"));
        check("FROM a\nCOPY --from=<|>", &format!("{copy} @ [--from=<stage> …] (1/3)"));
        check("FROM a\nCOPY --link a <|>", &format!("{copy} @ <destination> (1/3)"));
        check("FROM a\nCOPY a b<|>", &format!("{copy} @ <destination> (1/3)"));
        check(
            "FROM a\nCOPY [\"a<|>",
            "COPY [--from=<stage> …] [\"<source>\", … \"<destination>\"] @ \"<source>\" (2/3)",
        );
        check("FROM a\nCOPY <<E<|>", "COPY [--chmod=<mode> …] <<END <destination> @ <<END (3/3)");
        check("FROM a\nCMD [\"a\", \"b\"<|>]", "CMD [\"<program>\", \"<argument>\", …] @ \"<argument>\" (1/2)");
        check("FROM a\nCMD a<|>", "CMD <command> @ <command> (2/2)");
        check("FROM <|>", "FROM [--platform=<platform>] <image> [AS <name>] @ <image> (1/1)");
        check("FROM a AS <|>", "FROM [--platform=<platform>] <image> [AS <name>] @ AS <name> (1/1)");
        check("FROM a\nENV A=1 <|>", "ENV <key>=<value> … @ <key>=<value> (1/2)");
        check("FROM a\nENV A <|>", "ENV <key> <value> @ <value> (2/2)");
        check("FROM a\nENV <|>", "ENV <key>=<value> … @ <key>=<value> (1/2)");
        check("FROM a\nHEALTHCHECK N<|>ONE", "HEALTHCHECK NONE @ NONE (3/3)");
        check(
            "FROM a\nHEALTHCHECK --interval=1s CMD a<|>",
            "HEALTHCHECK [--interval=<time> …] CMD <command> @ <command> (1/3)",
        );
        check(
            "FROM a\nHEALTHCHECK CMD [\"a<|>",
            "HEALTHCHECK [--interval=<time> …] CMD [\"<program>\", \"<argument>\", …] @ \"<program>\" (2/3)",
        );
        check("FROM a\nRUN a && \\\n  b<|>", "RUN [--mount=<mount> …] <command> @ <command> (1/3)");
        check("FROM a\nRUN <<E<|>OF\nx\nEOF\n", "RUN [--mount=<mount> …] <<END @ <<END (3/3)");
        check("FROM a\nONBUILD COPY <|>", &format!("{copy} @ <source>… (1/3)"));
        for nothing in [
            "FR<|>OM a",
            "FROM a\n<|>",
            "FROM a\nRUN <<EOF\nx<|>\nEOF\n",
            "FROM a\n# c<|>",
            "FROM a\nNOPE <|>",
            "FROM a\n\n<|>\nRUN b",
        ] {
            check(nothing, "nothing");
        }
    }
}
