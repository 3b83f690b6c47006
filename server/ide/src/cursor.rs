//! What is under the cursor.

use std::path::Path;
use std::sync::Arc;

use project::docker::Model;
use project::{Content, Document, Snapshot};
use syntax::dockerfile::{Body, Directive, Flag, Form, Heredoc, Instruction, MountOption, Pair, Variable, Word};
use syntax::shell::{self, CommandKind, Script, SimpleCommand, WordPart, WordPartKind};
use syntax::{TextRange, TextSize};

/// The Dockerfile at `path`, read.
pub(crate) fn dockerfile(snapshot: &Snapshot, path: &Path) -> Option<Arc<Model>> {
    match &snapshot.document(path).ok()?.content {
        Content::Dockerfile(model) => Some(Arc::clone(model)),
        Content::Dockerignore(_) | Content::Yaml(_) | Content::Text(_) => None,
    }
}

/// The document at `path`, of any kind.
pub(crate) fn document(snapshot: &Snapshot, path: &Path) -> Option<Arc<Document>> {
    snapshot.document(path).ok()
}

/// The innermost thing at an offset of a Dockerfile. The instruction (its index, and itself behind ONBUILD) is beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cursor<'a> {
    /// A directive's name or value.
    Directive(&'a Directive),
    /// A comment.
    Comment,
    /// The keyword of an instruction.
    Keyword,
    /// The name of a flag.
    FlagName(&'a Flag),
    /// The value of a flag that is no mount.
    FlagValue(&'a Flag),
    /// The key of a mount's option.
    MountKey(&'a Flag, &'a MountOption),
    /// The value of a mount's option.
    MountValue(&'a Flag, &'a MountOption),
    /// The image of a FROM.
    Image(&'a Word),
    /// The name a FROM gives its stage.
    StageName,
    /// The key of an ENV, ARG or LABEL.
    Key(&'a Pair),
    /// The value of an ENV, ARG or LABEL, or the blank behind `=`.
    Value(&'a Pair),
    /// A use of a builder variable.
    Variable(&'a Variable),
    /// A use of a variable in a script.
    ShellVariable(&'a shell::Variable),
    /// A source of COPY or ADD.
    Source(&'a Word),
    /// The destination of COPY or ADD.
    Destination(&'a Word),
    /// A word of USER, WORKDIR, EXPOSE, VOLUME, STOPSIGNAL.
    Argument,
    /// A string of an array, by its place.
    Item(usize),
    /// The end word of a heredoc, at either end.
    HeredocWord(&'a Heredoc),
    /// A simple command of a script, and which of its words: 0 is its name.
    Command(&'a SimpleCommand, usize),
    /// Within an instruction, on nothing in particular.
    Blank,
}

/// A cursor with the instruction it is in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// What is under the cursor.
    pub(crate) cursor: Cursor<'a>,
    /// The index of the instruction, `None` on directives and comments between instructions.
    pub(crate) index: Option<usize>,
    /// The instruction; behind ONBUILD, the deferred one.
    pub(crate) instruction: Option<&'a Instruction>,
    /// The thing's range.
    pub(crate) range: TextRange,
}

/// What is at `offset`; `None` on empty lines between instructions.
pub(crate) fn at(model: &Model, offset: TextSize) -> Option<Place<'_>> {
    if let Some(directive) = model.syntax.directives.iter().find(|directive| directive.range.contains_inclusive(offset))
    {
        return Some(Place {
            cursor: Cursor::Directive(directive),
            index: None,
            instruction: None,
            range: directive.range,
        });
    }
    let comment = model.syntax.comments.partition_point(|comment| comment.range.end() < offset);
    if let Some(comment) = model.syntax.comments.get(comment).filter(|comment| comment.range.contains_inclusive(offset))
    {
        return Some(Place { cursor: Cursor::Comment, index: None, instruction: None, range: comment.range });
    }
    let index = model.syntax.instruction_at(offset)?;
    let outer = &model.syntax.instructions[index];
    let instruction = innermost(outer, offset);
    let (cursor, range) = in_instruction(instruction, offset).unwrap_or((Cursor::Blank, TextRange::empty(offset)));
    Some(Place { cursor, index: Some(index), instruction: Some(instruction), range })
}

/// The instruction behind ONBUILD, once the cursor is in it.
fn innermost(instruction: &Instruction, offset: TextSize) -> &Instruction {
    match &instruction.body {
        Body::Onbuild(Some(inner)) if inner.range.contains_inclusive(offset) => innermost(inner, offset),
        _ => instruction,
    }
}

type Found<'a> = Option<(Cursor<'a>, TextRange)>;

fn in_instruction(instruction: &Instruction, offset: TextSize) -> Found<'_> {
    let on = |range: TextRange| range.contains_inclusive(offset);
    if on(instruction.keyword_name.range) {
        return Some((Cursor::Keyword, instruction.keyword_name.range));
    }
    for heredoc in &instruction.heredocs {
        if on(heredoc.name.range) {
            return Some((Cursor::HeredocWord(heredoc), heredoc.name.range));
        }
        if let Some(end) = heredoc.end.filter(|end| on(*end)) {
            return Some((Cursor::HeredocWord(heredoc), end));
        }
        if let Some(variable) = heredoc.variables.iter().find(|variable| on(variable.range)) {
            return Some((Cursor::Variable(variable), variable.range));
        }
    }
    if let Some(variable) = instruction.variables().into_iter().rfind(|variable| on(variable.range)) {
        return Some((Cursor::Variable(variable), variable.range));
    }
    if let Some(flag) = instruction.flags.iter().find(|flag| on(flag.range)) {
        return Some(in_flag(flag, offset));
    }
    if let Some(found) = instruction.scripts().find_map(|script| in_script(script, offset)) {
        return Some(found);
    }
    in_body(&instruction.body, offset)
}

fn in_flag(flag: &Flag, offset: TextSize) -> (Cursor<'_>, TextRange) {
    if flag.name.range.contains_inclusive(offset) {
        return (Cursor::FlagName(flag), flag.name.range);
    }
    if let Some(option) = flag.options.iter().find(|option| option.range.contains_inclusive(offset)) {
        return match &option.value {
            Some(value) if !option.key.range.contains_inclusive(offset) => {
                (Cursor::MountValue(flag, option), value.range)
            }
            _ => (Cursor::MountKey(flag, option), option.key.range),
        };
    }
    match &flag.value {
        Some(value) => (Cursor::FlagValue(flag), value.range),
        None => (Cursor::FlagName(flag), flag.name.range),
    }
}

fn in_body(body: &Body, offset: TextSize) -> Found<'_> {
    let on = |range: TextRange| range.contains_inclusive(offset);
    let word = |word: &Word| on(word.range);
    match body {
        Body::From(from) => {
            if let Some(image) = from.image.as_ref().filter(|image| word(image)) {
                return Some((Cursor::Image(image), image.range));
            }
            from.name.as_ref().filter(|name| on(name.range)).map(|name| (Cursor::StageName, name.range))
        }
        Body::Run(command) | Body::Cmd(command) | Body::Entrypoint(command) | Body::Shell(command) => {
            in_array(&command.form, offset)
        }
        Body::Healthcheck(check) => in_array(&check.command.as_ref()?.form, offset),
        Body::Copy(transfer) | Body::Add(transfer) => {
            if let Some(source) = transfer.sources.iter().find(|source| word(source)) {
                return Some((Cursor::Source(source), source.range));
            }
            let destination = transfer.destination.as_ref().filter(|destination| word(destination))?;
            Some((Cursor::Destination(destination), destination.range))
        }
        Body::Env(pairs) | Body::Label(pairs) | Body::Arg(pairs) => {
            let pair = pairs.pairs.iter().find(|pair| on(pair.range))?;
            if on(pair.key.range) {
                return Some((Cursor::Key(pair), pair.key.range));
            }
            Some((Cursor::Value(pair), pair.value.as_ref().map_or(pair.range, |value| value.range)))
        }
        Body::Expose(words) => words.iter().find(|it| word(it)).map(|it| (Cursor::Argument, it.range)),
        Body::Volume(paths) => paths.paths.iter().find(|it| word(it)).map(|it| (Cursor::Argument, it.range)),
        Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) => {
            it.as_ref().filter(|it| word(it)).map(|it| (Cursor::Argument, it.range))
        }
        Body::Maintainer(_) | Body::Onbuild(_) | Body::Unknown(_) => None,
    }
}

fn in_array(form: &Form, offset: TextSize) -> Found<'_> {
    let Form::Exec(items) = form else { return None };
    let (index, item) = items.iter().enumerate().find(|(_, item)| item.range.contains_inclusive(offset))?;
    Some((Cursor::Item(index), item.range))
}

/// The shell reader's own depth limit bounds this walk.
fn in_script(script: &Script, offset: TextSize) -> Found<'_> {
    if !script.range.contains_inclusive(offset) {
        return None;
    }
    script
        .statements
        .iter()
        .flat_map(|statement| &statement.pipeline.commands)
        .find_map(|command| in_command(command, offset))
}

fn in_command(command: &shell::Command, offset: TextSize) -> Found<'_> {
    if !command.range.contains_inclusive(offset) {
        return None;
    }
    let found = match &command.kind {
        CommandKind::Simple(simple) => in_simple(simple, offset),
        CommandKind::Group(script) | CommandKind::Subshell(script) => in_script(script, offset),
        CommandKind::If { branches, otherwise } => branches
            .iter()
            .flat_map(|branch| [&branch.condition, &branch.body])
            .chain(otherwise)
            .find_map(|script| in_script(script, offset)),
        CommandKind::Loop { kind: _, condition, body } => {
            in_script(condition, offset).or_else(|| in_script(body, offset))
        }
        CommandKind::For { variable: _, words, body } => in_words(words, offset).or_else(|| in_script(body, offset)),
        CommandKind::Case { subject, arms } => {
            subject.iter().find_map(|word| in_parts(&word.parts, offset)).or_else(|| {
                arms.iter().find_map(|arm| in_words(&arm.patterns, offset).or_else(|| in_script(&arm.body, offset)))
            })
        }
        CommandKind::Function { name: _, body } => in_command(body, offset),
        CommandKind::Test { words } => in_words(words, offset),
        CommandKind::Arithmetic(_) => None,
    };
    found.or_else(|| in_redirections(&command.redirections, offset))
}

fn in_simple(simple: &SimpleCommand, offset: TextSize) -> Found<'_> {
    if let Some(found) =
        simple.assignments.iter().filter_map(|it| it.value.as_ref()).find_map(|word| in_parts(&word.parts, offset))
    {
        return Some(found);
    }
    for (index, word) in simple.words.iter().enumerate() {
        if word.range.contains_inclusive(offset) {
            return in_parts(&word.parts, offset).or(Some((Cursor::Command(simple, index), word.range)));
        }
    }
    in_redirections(&simple.redirections, offset)
}

fn in_redirections(redirections: &[shell::Redirection], offset: TextSize) -> Found<'_> {
    redirections.iter().find_map(|redirection| {
        let target = redirection.target.as_ref().and_then(|word| in_parts(&word.parts, offset));
        target.or_else(|| redirection.body.as_ref().and_then(|body| in_parts(&body.parts, offset)))
    })
}

fn in_words(words: &[shell::Word], offset: TextSize) -> Found<'_> {
    words.iter().find_map(|word| in_parts(&word.parts, offset))
}

fn in_parts(parts: &[WordPart], offset: TextSize) -> Found<'_> {
    let part = parts
        .iter()
        .find(|part| part.range.contains_inclusive(offset) && !matches!(part.kind, WordPartKind::Literal(_)))?;
    match &part.kind {
        WordPartKind::Variable(variable) => {
            in_parts(&variable.argument, offset).or(Some((Cursor::ShellVariable(variable), part.range)))
        }
        WordPartKind::Command(script) | WordPartKind::Process(script) => in_script(script, offset),
        WordPartKind::DoubleQuoted(inner) | WordPartKind::Arithmetic(inner) => in_parts(inner, offset),
        WordPartKind::Literal(_)
        | WordPartKind::SingleQuoted(_)
        | WordPartKind::AnsiC(_)
        | WordPartKind::Glob(_)
        | WordPartKind::Tilde => None,
    }
}
