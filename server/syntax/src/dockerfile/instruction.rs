//! One instruction: keyword, flags, arguments.

use std::ops::Range;

use text_size::TextRange;

use super::array::{self, Array};
use super::ast::{
    Body, Command, Flag, Form, From, Healthcheck, Heredoc, Instruction, MountOption, Name, Pair, Pairs, Part,
    PartContent, Paths, Quote, SyntaxError, SyntaxErrorKind, Transfer, Word,
};
use super::kind::{Keyword, SyntaxKind};
use super::logical::Logical;
use super::script;
use super::words::Words;

/// How deep ONBUILD in ONBUILD is followed; the builder refuses the second already.
const ONBUILD_LIMIT: usize = 4;

/// What reads a shell form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShellKind {
    /// sh, bash and their kin.
    Posix,
    /// cmd, PowerShell or another program.
    Foreign,
}

/// What an instruction is read with.
pub(super) struct Context<'a> {
    pub(super) document: &'a str,
    pub(super) logical: &'a Logical,
    pub(super) words: Words<'a>,
    pub(super) shell: ShellKind,
    /// Continuations, comment lines and empty lines among the lines of the instruction.
    pub(super) masks: &'a [Range<usize>],
    /// Behind the last heredoc's end line.
    pub(super) script_end: Option<usize>,
    /// Behind the last line of the command itself.
    pub(super) command_end: usize,
}

impl Context<'_> {
    fn slice(&self, from: usize, to: usize) -> &str {
        &self.logical.text[from..to]
    }

    fn error(&mut self, range: TextRange, kind: SyntaxErrorKind) {
        self.words.errors.push(SyntaxError { range, kind });
    }
}

/// Whether this line is a RUN, COPY or ADD (behind ONBUILD too) that is not in exec form.
pub(super) fn takes_heredocs(logical: &Logical, words: &Words<'_>) -> bool {
    let mut at = 0;
    for _ in 0..=ONBUILD_LIMIT {
        let Some((start, end)) = words.first(at, logical.text.len()) else { return false };
        let keyword = Keyword::parse(&logical.text[start..end]);
        at = end;
        if keyword == Keyword::Onbuild {
            continue;
        }
        while let Some((start, _)) =
            words.first(at, logical.text.len()).filter(|(s, e)| logical.text[*s..*e].starts_with("--"))
        {
            at = words.flag_end(start, logical.text.len());
        }
        let (from, to) = words.trim(at, logical.text.len());
        return keyword.takes_heredocs() && !matches!(array::read(logical, from, to), Array::Strings(_));
    }
    false
}

/// Reads the instruction at `from..to`, blanks trimmed.
pub(super) fn read(
    context: &mut Context<'_>,
    from: usize,
    to: usize,
    heredocs: Vec<Heredoc>,
    depth: usize,
) -> Instruction {
    let keyword_end = context.words.first(from, to).map_or(from, |(_, end)| end);
    let keyword_name = context.words.name(from, keyword_end, SyntaxKind::Keyword);
    let keyword = Keyword::parse(&keyword_name.text);
    let (mut at, to) = context.words.trim(keyword_end, to);
    let mut flags = Vec::new();
    while keyword != Keyword::Unknown && context.slice(at, to).starts_with("--") {
        let end = context.words.flag_end(at, to);
        // A bare `--` ends the flags.
        let last = end - at == 2;
        if !last {
            flags.push(flag(context, at, end));
        }
        (at, _) = context.words.trim(end, to);
        if last {
            break;
        }
    }
    let mut heredocs = heredocs;
    let body = body(context, keyword, &keyword_name, at, to, &mut heredocs, depth);
    let mut range = context.logical.range(from, to.max(keyword_end));
    if let Some(last) = heredocs.last() {
        range = range.cover(last.end.unwrap_or(last.body));
    }
    if let Body::Onbuild(Some(inner)) = &body {
        range = range.cover(inner.range);
    }
    Instruction {
        range,
        keyword,
        keyword_name,
        flags,
        body,
        heredocs,
        continuations: Vec::new(),
        empty_lines: Vec::new(),
    }
}

fn flag(context: &mut Context<'_>, from: usize, to: usize) -> Flag {
    // The escape character of flags is the backslash, whatever the file's.
    let mut words = Words::new(context.logical, '\\');
    let text = context.slice(from, to);
    let name_end = from + text.find('=').unwrap_or(text.len());
    let mut name = words.name(from, name_end, SyntaxKind::FlagName);
    name.text = name.text.trim_start_matches('-').to_owned();
    let value = (name_end < to).then(|| words.word(name_end + 1, to, SyntaxKind::Word));
    context.words.errors.append(&mut words.errors);
    let options = if name.text.eq_ignore_ascii_case("mount") && name_end < to {
        mount_options(context, name_end + 1, to)
    } else {
        Vec::new()
    };
    Flag { range: context.logical.range(from, to), name, value, options }
}

/// Splits the value of `--mount` at its commas: the quotes of a flag are gone before the builder looks for them.
fn mount_options(context: &Context<'_>, from: usize, to: usize) -> Vec<MountOption> {
    // Its errors are left: the flag's own word has reported them already.
    let mut words = Words::new(context.logical, '\\');
    let mut options = Vec::new();
    let mut start = from;
    let commas = context.slice(from, to).match_indices(',').map(|(offset, _)| from + offset);
    for cut in commas.chain([to]) {
        let range = context.logical.range(start, cut);
        let (from, to) = without_outer_quotes(context.slice(start, cut), start, cut);
        let text = context.slice(from, to);
        let key_end = from + text.find('=').unwrap_or(text.len());
        let value = (key_end < to).then(|| words.word(key_end + 1, to, SyntaxKind::Word));
        let key = words.name(from, key_end, SyntaxKind::Key);
        options.push(MountOption { range, key, value });
        start = cut + 1;
    }
    options
}

/// `text`, which stands at `from..to`, without quotes around it, and without one that only opens or closes in it.
fn without_outer_quotes(text: &str, from: usize, to: usize) -> (usize, usize) {
    let ends = (text.chars().next(), text.chars().next_back());
    let ((Some(quote @ ('"' | '\'')), _) | (_, Some(quote @ ('"' | '\'')))) = ends else { return (from, to) };
    let (opens, closes) = (text.starts_with(quote), text.ends_with(quote));
    match text.matches(quote).count() {
        2 if opens && closes => (from + 1, to - 1),
        count if count % 2 == 1 && opens => (from + 1, to),
        count if count % 2 == 1 && closes => (from, to - 1),
        _ => (from, to),
    }
}

fn body(
    context: &mut Context<'_>,
    keyword: Keyword,
    name: &Name,
    from: usize,
    to: usize,
    heredocs: &mut Vec<Heredoc>,
    depth: usize,
) -> Body {
    // Of nothing at all the builder makes a command that does nothing.
    let required = !matches!(keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Unknown);
    if from >= to && required {
        context.error(name.range, SyntaxErrorKind::MissingArgument(keyword));
    }
    match keyword {
        Keyword::From => Body::From(from_arguments(context, from, to)),
        Keyword::Run => {
            let command = command(context, from, to);
            script::heredoc_scripts(context, &command, heredocs);
            Body::Run(command)
        }
        Keyword::Cmd => Body::Cmd(command(context, from, to)),
        Keyword::Entrypoint => Body::Entrypoint(command(context, from, to)),
        Keyword::Shell => {
            let command = command(context, from, to);
            match &command.form {
                Form::Exec(items) if items.is_empty() => {
                    context.error(name.range, SyntaxErrorKind::MissingArgument(keyword));
                }
                Form::Exec(_) | Form::Empty => {}
                Form::Shell(_) | Form::Foreign => context.error(command.range, SyntaxErrorKind::ShellNeedsArray),
            }
            Body::Shell(command)
        }
        Keyword::Copy => Body::Copy(transfer(context, keyword, name, from, to, heredocs)),
        Keyword::Add => Body::Add(transfer(context, keyword, name, from, to, heredocs)),
        Keyword::Env => Body::Env(pairs(context, from, to, true)),
        Keyword::Label => Body::Label(pairs(context, from, to, true)),
        Keyword::Arg => Body::Arg(arguments(context, from, to)),
        Keyword::Expose => {
            let ranges = context.words.split_plain(from, to);
            Body::Expose(context.words.collect(ranges, SyntaxKind::Word))
        }
        Keyword::Volume => {
            let paths = paths(context, from, to);
            if from < to && paths.as_ref().is_some_and(|paths| paths.paths.is_empty()) {
                context.error(name.range, SyntaxErrorKind::MissingArgument(keyword));
            }
            Body::Volume(paths.unwrap_or_else(|| Paths { paths: Vec::new(), array: None }))
        }
        Keyword::User => Body::User(rest(context, from, to)),
        Keyword::Workdir => Body::Workdir(rest(context, from, to)),
        Keyword::Stopsignal => Body::Stopsignal(rest(context, from, to)),
        Keyword::Maintainer => Body::Maintainer(plain_rest(context, from, to)),
        Keyword::Healthcheck => Body::Healthcheck(healthcheck(context, from, to)),
        Keyword::Onbuild => Body::Onbuild(onbuild(context, from, to, heredocs, depth)),
        Keyword::Unknown => {
            context.error(name.range, SyntaxErrorKind::UnknownInstruction);
            let ranges = context.words.split_plain(from, to);
            let errors = context.words.errors.len();
            let words = context.words.collect(ranges, SyntaxKind::Word);
            context.words.errors.truncate(errors);
            Body::Unknown(words)
        }
    }
}

fn rest(context: &mut Context<'_>, from: usize, to: usize) -> Option<Word> {
    (from < to).then(|| context.words.word(from, to, SyntaxKind::Word))
}

/// The rest of the line with no quotes and no variables in it.
fn plain_rest(context: &mut Context<'_>, from: usize, to: usize) -> Option<Word> {
    let range = context.logical.range(from, to);
    let raw = context.slice(from, to).to_owned();
    let parts = vec![Part { range, quote: Quote::None, content: PartContent::Text(raw.clone()) }];
    (from < to).then_some(Word { range, raw, parts, terminated: true, kind: SyntaxKind::Word })
}

fn from_arguments(context: &mut Context<'_>, from: usize, to: usize) -> From {
    let mut ranges = context.words.split_plain(from, to).into_iter();
    let image = ranges.next().map(|(from, to)| context.words.word(from, to, SyntaxKind::Image));
    let as_keyword = ranges.next().map(|(from, to)| context.words.name(from, to, SyntaxKind::As));
    let name = ranges.next().map(|(from, to)| context.words.name(from, to, SyntaxKind::StageName));
    let extra = context.words.collect(ranges.collect(), SyntaxKind::Word);
    let wrong_as = as_keyword.as_ref().is_some_and(|word| !word.text.eq_ignore_ascii_case("as"));
    if image.is_some() && (wrong_as || as_keyword.is_some() != name.is_some() || !extra.is_empty()) {
        let start = as_keyword.as_ref().map_or(from, |_| from);
        let range = as_keyword.as_ref().map_or_else(
            || context.logical.range(start, to),
            |word| TextRange::new(word.range.start(), context.logical.range(from, to).end()),
        );
        context.error(range, SyntaxErrorKind::FromWords);
    }
    From { image, as_keyword, name, extra }
}

fn command(context: &mut Context<'_>, from: usize, to: usize) -> Command {
    let range = context.logical.range(from, to);
    if from >= to {
        return Command { range, form: Form::Empty };
    }
    let form = match array::read(context.logical, from, to) {
        Array::Strings(items) => Form::Exec(items.into_iter().map(|item| item.into_node(context.logical)).collect()),
        Array::Mixed => {
            context.error(range, SyntaxErrorKind::ArrayOfStrings);
            Form::Foreign
        }
        Array::No if context.shell == ShellKind::Foreign => Form::Foreign,
        Array::No => Form::Shell(script::read(context, range)),
    };
    Command { range, form }
}

/// The paths of COPY, ADD and VOLUME; `None` for an array of something else, which is said.
fn paths(context: &mut Context<'_>, from: usize, to: usize) -> Option<Paths> {
    let range = context.logical.range(from, to);
    match array::read(context.logical, from, to) {
        Array::Strings(items) => {
            let paths = items.into_iter().map(|item| array_word(context, item)).collect();
            Some(Paths { paths, array: Some(range) })
        }
        Array::Mixed => {
            context.error(range, SyntaxErrorKind::ArrayOfStrings);
            None
        }
        Array::No => {
            let ranges = context.words.split_plain(from, to);
            Some(Paths { paths: context.words.collect(ranges, SyntaxKind::Word), array: None })
        }
    }
}

/// A string of an array as a word: the builder expands variables in it as in any other.
fn array_word(context: &mut Context<'_>, item: array::Item) -> Word {
    let range = context.logical.range(item.from, item.to);
    let (from, to) = (item.from + 1, item.to - 1);
    // Where JSON's escapes were decoded, places in the text no longer say which character is meant.
    if context.slice(from, to) == item.value {
        let word = context.words.word(from, to, SyntaxKind::ArrayItem);
        return Word { range, raw: item.value, ..word };
    }
    let parts = vec![Part { range, quote: Quote::Double, content: PartContent::Text(item.value.clone()) }];
    Word { range, raw: item.value, parts, terminated: true, kind: SyntaxKind::ArrayItem }
}

fn transfer(
    context: &mut Context<'_>,
    keyword: Keyword,
    name: &Name,
    from: usize,
    to: usize,
    heredocs: &mut [Heredoc],
) -> Transfer {
    let Some(Paths { paths: mut sources, array }) = paths(context, from, to) else {
        return Transfer { sources: Vec::new(), destination: None, array: None };
    };
    let destination = if sources.len() > 1 { sources.pop() } else { None };
    if destination.is_none() && from < to {
        context.error(name.range, SyntaxErrorKind::MissingDestination(keyword));
    }
    for heredoc in heredocs.iter_mut().filter(|heredoc| !heredoc.quoted) {
        script::heredoc_variables(context, heredoc);
    }
    Transfer { sources, destination, array }
}

fn pairs(context: &mut Context<'_>, from: usize, to: usize, old_form: bool) -> Pairs {
    let ranges = context.words.split_quoted(from, to);
    let first_has_equals = ranges.first().is_some_and(|(from, to)| context.slice(*from, *to).contains('='));
    if old_form && !first_has_equals && from < to {
        let Some((key_from, key_to)) = context.words.first(from, to) else {
            return Pairs { pairs: Vec::new(), legacy: true };
        };
        let key = context.words.word(key_from, key_to, SyntaxKind::Key);
        let (value_from, value_to) = context.words.trim(key_to, to);
        let value = (value_from < value_to).then(|| context.words.word(value_from, value_to, SyntaxKind::Word));
        if value.is_none() {
            context.error(key.range, SyntaxErrorKind::MissingValue);
        }
        let range = context.logical.range(from, to);
        return Pairs { pairs: vec![Pair { range, key, value }], legacy: true };
    }
    let pairs = ranges.into_iter().map(|(from, to)| pair(context, from, to, old_form)).collect();
    Pairs { pairs, legacy: false }
}

fn pair(context: &mut Context<'_>, from: usize, to: usize, needs_equals: bool) -> Pair {
    let text = context.slice(from, to);
    let equals = text.find('=').map(|offset| from + offset);
    let range = context.logical.range(from, to);
    match equals {
        None if needs_equals => context.error(range, SyntaxErrorKind::MissingEquals),
        Some(at) if at == from => context.error(range, SyntaxErrorKind::MissingKey),
        _ => {}
    }
    let key = context.words.word(from, equals.unwrap_or(to), SyntaxKind::Key);
    let value = equals.map(|equals| context.words.word(equals + 1, to, SyntaxKind::Word));
    Pair { range, key, value }
}

fn arguments(context: &mut Context<'_>, from: usize, to: usize) -> Pairs {
    pairs(context, from, to, false)
}

fn healthcheck(context: &mut Context<'_>, from: usize, to: usize) -> Healthcheck {
    let Some((start, end)) = context.words.first(from, to) else { return Healthcheck { kind: None, command: None } };
    let kind = context.words.name(start, end, SyntaxKind::HealthcheckType);
    let (rest_from, rest_to) = context.words.trim(end, to);
    let command = if kind.text.eq_ignore_ascii_case("cmd") {
        if rest_from >= rest_to {
            context.error(kind.range, SyntaxErrorKind::MissingArgument(Keyword::Healthcheck));
        }
        Some(command(context, rest_from, rest_to))
    } else {
        if !kind.text.eq_ignore_ascii_case("none") {
            context.error(kind.range, SyntaxErrorKind::HealthcheckType);
        } else if rest_from < rest_to {
            context.error(context.logical.range(rest_from, rest_to), SyntaxErrorKind::HealthcheckNone);
        }
        None
    };
    Healthcheck { kind: Some(kind), command }
}

fn onbuild(
    context: &mut Context<'_>,
    from: usize,
    to: usize,
    heredocs: &mut Vec<Heredoc>,
    depth: usize,
) -> Option<Box<Instruction>> {
    if from >= to || depth >= ONBUILD_LIMIT {
        return None;
    }
    let inner = read(context, from, to, std::mem::take(heredocs), depth + 1);
    if matches!(inner.keyword, Keyword::Onbuild | Keyword::From | Keyword::Maintainer) {
        context.error(inner.keyword_name.range, SyntaxErrorKind::OnbuildTrigger);
    }
    Some(Box::new(inner))
}

/// Which reader the program of a SHELL instruction needs.
pub(super) fn shell_kind(command: &Command) -> ShellKind {
    let Form::Exec(items) = &command.form else { return ShellKind::Posix };
    let program = |item: &super::ast::ArrayItem| {
        let name = item.value.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        name.strip_suffix(".exe").map_or(name.clone(), str::to_owned)
    };
    let mut names = items.iter().map(program);
    let first = match names.next() {
        Some(env) if env == "env" => names.find(|name| !name.starts_with('-')),
        other => other,
    };
    match first.as_deref() {
        None | Some("sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "busybox" | "mksh") => ShellKind::Posix,
        Some(_) => ShellKind::Foreign,
    }
}
