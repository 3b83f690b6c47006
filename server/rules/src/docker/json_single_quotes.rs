//! An exec form that is none.

use project::docker::At;
use syntax::dockerfile::{Body, Command, Form, SyntaxError, SyntaxErrorKind, Word};

use super::careless_array::{self, Fault, Meant};
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags text in brackets that is meant as an exec form and is not: single or typographic quotes, none at all, a
    /// comma too many, a backslash that JSON does not know, a bracket that is not closed, a comment behind it.
    ///
    /// ## Why is this bad?
    /// The exec form is JSON, and JSON strings have double quotes. Anything else is taken as a line for the shell,
    /// without a word: `CMD ['npm', 'start']` builds, and the container ends at once with exit code 127, because there
    /// is no program named `[npm,`. `VOLUME ['/data']` makes a volume at the path `[/data]`, and the data in `/data` is
    /// lost with the container. An array that is JSON and holds a number is refused.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:22
    /// CMD ['npm', 'start']
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:22
    /// CMD ["npm", "start"]
    /// ```
    "docker/json-single-quotes" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["dockerfile-utils/JSON_IN_SINGLE_QUOTES", "tally/invalid-json-form"],
        check: Check::Instruction(check),
    }
}

fn check(at: &At<'_>, report: &mut Report<'_>) {
    if let Some(error) = mixed_array(at) {
        let found = report
            .at(error, "the array holds more than strings, which the builder refuses; put each word in double quotes");
        if let Some(meant) = careless_array::read(at.text(error.range), at.model.syntax.escape) {
            found.fix(Fix::suggested("Put each word in double quotes").replace(error, meant.json));
        }
        return;
    }
    match &at.instruction.body {
        Body::Run(part) | Body::Cmd(part) | Body::Entrypoint(part) => command(at, part, report),
        Body::Healthcheck(part) => part.command.iter().for_each(|part| command(at, part, report)),
        Body::Copy(part) | Body::Add(part) if part.array.is_none() => {
            let words: Vec<&Word> = part.sources.iter().chain(&part.destination).collect();
            paths(at, &words, report);
        }
        Body::Volume(part) if part.array.is_none() => paths(at, &part.paths.iter().collect::<Vec<_>>(), report),
        // A SHELL that is no array is refused: `docker/shell-json-required`.
        _ => {}
    }
}

/// The mistake of an array with something other than strings in it.
fn mixed_array<'a>(at: &At<'a>) -> Option<&'a SyntaxError> {
    let errors = &at.model.syntax.errors;
    let start = errors.partition_point(|error| error.range.start() < at.instruction.range.start());
    let mut here = errors[start..].iter().take_while(|error| error.range.start() <= at.instruction.range.end());
    here.find(|error| error.kind == SyntaxErrorKind::ArrayOfStrings)
}

fn command(at: &At<'_>, command: &Command, report: &mut Report<'_>) {
    let text = at.text(command.range);
    let careless = matches!(command.form, Form::Shell(_) | Form::Foreign) && text.starts_with('[');
    let Some(meant) = careless.then(|| careless_array::read(text, at.model.syntax.escape)).flatten() else { return };
    let keyword = &at.instruction.keyword_name.text;
    let (reason, program, advice) = (reason(&meant), program(text), advice(&meant));
    report
        .at(
            command,
            format!("`{keyword}` gets no exec form, {reason}: a shell runs a program named `{program}`; {advice}"),
        )
        .fix(fix(at, &meant).replace(command, meant.json.clone()));
}

fn paths(at: &At<'_>, words: &[&Word], report: &mut Report<'_>) {
    let ([first, ..], Some(last)) = (words, words.last()) else { return };
    if !first.raw.starts_with('[') {
        return;
    }
    let text = at.text(first.range.cover(last.range));
    let Some(meant) = careless_array::read(text, at.model.syntax.escape) else { return };
    let keyword = &at.instruction.keyword_name.text;
    let path = first.unquoted();
    let found = report.at(
        first,
        format!("`{keyword}` gets no JSON array, {}: the first path is `{path}`; {}", reason(&meant), advice(&meant)),
    );
    if !text.contains('\n') {
        let fix = fix(at, &meant).replace(first, meant.json.clone());
        found.fix(words[1..].iter().fold(fix, Fix::remove_word));
    }
}

/// The word a shell makes of the beginning of `text`.
fn program(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.replace(['\'', '"'], "")
}

fn reason(meant: &Meant) -> &'static str {
    match meant.fault {
        Fault::SingleQuotes => "because JSON has no single quotes",
        Fault::CurlyQuotes => "because JSON has no typographic quotes",
        Fault::NoQuotes => "because JSON strings have quotes",
        Fault::TrailingComma => "because a comma stands before the bracket",
        Fault::Backslash => "because a single backslash begins an escape",
        Fault::Unclosed => "because the bracket is not closed",
        Fault::Comment => "because a comment stands behind the bracket",
    }
}

fn advice(meant: &Meant) -> &'static str {
    match meant.fault {
        Fault::SingleQuotes | Fault::CurlyQuotes | Fault::NoQuotes => "use double quotes",
        Fault::TrailingComma => "drop the comma",
        Fault::Backslash => "double the backslashes",
        Fault::Unclosed => "close it",
        Fault::Comment => "put the comment above",
    }
}

fn fix(at: &At<'_>, meant: &Meant) -> Fix {
    let fix = match meant.fault {
        Fault::SingleQuotes | Fault::CurlyQuotes => Fix::safe("Use double quotes"),
        Fault::TrailingComma => Fix::safe("Drop the comma"),
        Fault::NoQuotes => Fix::suggested("Use double quotes"),
        Fault::Backslash => Fix::suggested("Double the backslashes"),
        Fault::Unclosed => Fix::suggested("Close the bracket"),
        Fault::Comment => Fix::suggested("Put the comment above"),
    };
    // The outer instruction: a comment cannot stand behind ONBUILD.
    let outer = &at.model.syntax.instructions[at.index];
    meant.comment.iter().fold(fix, |fix, comment| fix.insert_lines_before(outer, comment))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn arrays_that_are_none() {
        check(
            &RULE,
            "
FROM node:22
CMD ['npm', 'start']
    ^^^^^^^^^^^^^^^^ `CMD` gets no exec form, because JSON has no single quotes: a shell runs a program named `[npm,`; use double quotes
entrypoint [node, index.js]
           ^^^^^^^^^^^^^^^^ `entrypoint` gets no exec form, because JSON strings have quotes: a shell runs a program named `[node,`; use double quotes
RUN --network=none ['a']
                   ^^^^^ `RUN` gets…
ONBUILD CMD [\"a\",]
            ^^^^^^ `CMD` gets no exec form, because a comma stands before the bracket…
HEALTHCHECK --interval=5s CMD ['curl', '-f', 'localhost']
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `HEALTHCHECK` gets no exec form…
VOLUME ['/data']
       ^^^^^^^^^ `VOLUME` gets no JSON array, because JSON has no single quotes: the first path is `[/data]`; use double quotes
COPY ['a', '/b']
     ^^^^^ `COPY` gets no JSON array, because JSON has no single quotes: the first path is `[a,`; use double quotes
RUN [\"a\", 1]
    ^^^^^^^^ the array holds more than strings, which the builder refuses; put each word in double quotes
SHELL [\"a\", 1]
      ^^^^^^^^ the array holds more than strings, which the builder refuses; put each word in double quotes
",
        );
    }

    #[test]
    fn arrays_and_the_shells_own_brackets() {
        check(
            &RULE,
            "
FROM node:22
CMD [\"npm\", \"start\"]
RUN [ -d /x ] && echo 'a'
RUN [ \"$A\" = 'b' ] || true
RUN [[ 'a' == 'b' ]]
VOLUME [\"/data\"] 
VOLUME /data
COPY [\"a b\", \"/c\"]
COPY [ab]*.txt 'c' /d/
SHELL ['bash', '-c']
CMD echo '['
LABEL a=['b']
",
        );
    }

    #[test]
    fn windows_paths() {
        check(
            &RULE,
            "
# escape=`
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
CMD [\"C:\\app\\x.exe\"]
    ^^^^^^^^^^^^^^^^ `CMD` gets no exec form, because a single backslash begins an escape: a shell runs a program named `[C:\\app\\x.exe]`; double the backslashes
",
        );
    }

    #[test]
    fn the_array_is_written_as_json() {
        let before = "FROM node:22\nCMD ['npm', \\\n  # why\n  'run', 'it\"s']\n";
        check_fix(&RULE, before, "FROM node:22\nCMD [\"npm\", \\\n  # why\n  \"run\", \"it\\\"s\"]\n");
        check_safety(&RULE, before, Safety::Safe);
        check_fix(&RULE, "FROM a:1\r\nVOLUME ['/a', '/b']\r\n", "FROM a:1\r\nVOLUME [\"/a\", \"/b\"]\r\n");
        check_fix(&RULE, "FROM a:1\nRUN [\"a\", 1]\n", "FROM a:1\nRUN [\"a\", \"1\"]\n");
        check_safety(&RULE, "FROM a:1\nRUN [\"a\", 1]\n", Safety::Unsafe);
        check_safety(&RULE, "FROM a:1\nRUN [a, b]\n", Safety::Unsafe);
        let before = "FROM a:1\nONBUILD CMD [\"a\", 'b'] # why\n";
        check_fix(&RULE, before, "FROM a:1\n# why\nONBUILD CMD [\"a\", \"b\"]\n");
        check_safety(&RULE, "FROM a:1\nCMD [\"a\"] # why\n", Safety::Unsafe);
    }
}
