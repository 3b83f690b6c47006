//! Layers: which of them are in the image, what is mounted while one is made, and how its script is put together.

use project::docker::{At, Model, Scope};
use syntax::dockerfile::{Body, Flag, Form, Instruction, Keyword, MountOption};
use syntax::shell::{CommandKind, Script, SeparatorKind, Statement};

use crate::grain::ShellCommand;

/// The instructions before the first FROM, or those of a stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section<'a> {
    model: &'a Model,
    /// The stage; `None` before the first FROM, and in a file without one.
    pub(super) stage: Option<usize>,
    start: usize,
    end: usize,
}

impl<'a> Section<'a> {
    /// Its instructions in order; behind ONBUILD the deferred ones.
    pub(super) fn instructions(&self) -> impl Iterator<Item = At<'a>> + use<'a> {
        let model = self.model;
        (self.start..self.end).map(move |index| at(model, index))
    }
}

/// The file in sections, in order.
pub(super) fn sections(model: &Model) -> impl Iterator<Item = Section<'_>> {
    let preamble = Section { model, stage: None, start: 0, end: model.preamble().len() };
    std::iter::once(preamble).chain(model.stages.iter().map(move |stage| Section {
        model,
        stage: Some(stage.index),
        start: stage.instructions.start,
        end: stage.instructions.end,
    }))
}

/// The instruction `index` with its place.
pub(super) fn at(model: &Model, index: usize) -> At<'_> {
    let instruction = &model.syntax.instructions[index];
    let inner = instruction.trigger();
    At { model, index, instruction: inner, deferred: !std::ptr::eq(instruction, inner) }
}

/// Every simple command that a POSIX shell executes in a RUN of the file, in order.
pub(super) fn shell_commands(model: &Model) -> impl Iterator<Item = ShellCommand<'_>> {
    (0..model.syntax.instructions.len()).flat_map(move |index| commands_of(at(model, index)))
}

/// Every simple command that a POSIX shell executes in this RUN; none for another instruction.
pub(super) fn commands_of(at: At<'_>) -> impl Iterator<Item = ShellCommand<'_>> {
    scripts_of(at).flat_map(move |script| script.places().map(move |place| ShellCommand { at, script, place }))
}

/// The scripts of this RUN; none for another instruction.
pub(super) fn scripts_of(at: At<'_>) -> impl Iterator<Item = &Script> {
    let run = (at.instruction.keyword == Keyword::Run).then_some(at.instruction);
    run.into_iter().flat_map(Instruction::scripts)
}

/// For each instruction of a file the last one of a kind that holds there: of its own stage, else of those below.
#[derive(Debug)]
pub(super) struct InForce(Vec<Option<usize>>);

impl InForce {
    /// Those that `pick` accepts; deferred ones hold nowhere.
    pub(super) fn of(model: &Model, pick: impl Fn(&Instruction) -> bool) -> Self {
        let mut holds = vec![None; model.syntax.instructions.len()];
        let mut at_end: Vec<Option<usize>> = Vec::new();
        for section in sections(model) {
            let parent = section.stage.and_then(|stage| model.stages[stage].parent());
            let mut current = parent.and_then(|parent| at_end.get(parent).copied().flatten());
            let own = section.start..section.end;
            for (index, hold) in own.clone().zip(&mut holds[own]) {
                *hold = current;
                if pick(&model.syntax.instructions[index]) {
                    current = Some(index);
                }
            }
            if section.stage.is_some() {
                at_end.push(current);
            }
        }
        Self(holds)
    }

    /// The index of the instruction that holds for instruction `index`; `None`: the base image decides.
    pub(super) fn at(&self, index: usize) -> Option<usize> {
        self.0.get(index).copied().flatten()
    }
}

/// The WORKDIR that holds for each instruction, where its path is absolute and known.
#[derive(Debug)]
pub(super) struct Directories(InForce);

impl Directories {
    pub(super) fn of(model: &Model) -> Self {
        Self(InForce::of(model, |instruction| matches!(instruction.body, Body::Workdir(Some(_)))))
    }

    /// The directory that commands of the instruction start in.
    pub(super) fn at(&self, at: &At<'_>) -> Option<String> {
        let index = self.0.at(at.index)?;
        let Body::Workdir(Some(word)) = &at.model.syntax.instructions[index].body else { return None };
        at.model.scope(index).expand(word).filter(|path| path.starts_with('/'))
    }
}

/// Whether what this instruction leaves behind is part of an image: of the one that is built by default, or, behind ONBUILD,
/// of those built on it. Layers of other stages weigh nothing.
pub(super) fn ships(at: &At<'_>) -> bool {
    at.deferred || at.model.stage_of(at.index).is_none_or(|stage| stage_ships(at.model, stage))
}

/// Whether `stage` is the last one, or one that it is built on.
pub(super) fn stage_ships(model: &Model, stage: usize) -> bool {
    model.stages.len().checked_sub(1).is_some_and(|last| model.lineage(last).any(|it| it.index == stage))
}

/// A `--mount` of a RUN.
#[derive(Debug, Clone)]
pub(super) struct Mount<'a> {
    pub(super) flag: &'a Flag,
    /// `bind` where none is given.
    pub(super) kind: String,
    /// Where it is mounted, without a slash at the end; `None`: nowhere, or unknown.
    pub(super) target: Option<String>,
}

impl<'a> Mount<'a> {
    /// Whether `path` is the target or below it.
    pub(super) fn covers(&self, path: &str) -> bool {
        self.target.as_deref().is_some_and(|target| {
            path.strip_prefix(target).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The first option called by one of `names`.
    pub(super) fn option(&self, names: &[&str]) -> Option<&'a MountOption> {
        self.flag.options.iter().find(|option| names.iter().any(|name| option.key.text.eq_ignore_ascii_case(name)))
    }
}

/// The mounts of a RUN.
pub(super) fn mounts<'a>(instruction: &'a Instruction, scope: Scope<'_>) -> Vec<Mount<'a>> {
    let read = |flag: &'a Flag| {
        let mut mount = Mount { flag, kind: "bind".to_owned(), target: None };
        let text = |names: &[&str]| scope.expand(mount.option(names)?.value.as_ref()?);
        let kind = text(&["type"]);
        let target = text(&["target", "dst", "destination"]).map(|target| target.trim_end_matches('/').to_owned());
        mount.kind = kind.map_or(mount.kind, |kind| kind.to_ascii_lowercase());
        mount.target = target;
        mount
    };
    instruction.flags("mount").map(read).collect()
}

/// Whether a cache or a tmpfs keeps what is written below one of `paths` out of the layer.
pub(super) fn keeps_out(mounts: &[Mount<'_>], paths: &[&str]) -> bool {
    mounts
        .iter()
        .filter(|mount| matches!(mount.kind.as_str(), "cache" | "tmpfs"))
        .any(|mount| paths.iter().any(|path| mount.covers(path)))
}

/// Whether the file asks for BuildKit: by `# syntax=`, or by flags and heredocs that only BuildKit knows.
pub(super) fn asks_for_buildkit(model: &Model) -> bool {
    model.syntax.directive("syntax").is_some()
        || model.syntax.instructions.iter().map(Instruction::trigger).any(|instruction| {
            !instruction.heredocs.is_empty()
                || instruction.flags.iter().any(|flag| {
                    let name = flag.name.text.as_str();
                    let of_copy = matches!(name, "link" | "chmod" | "parents" | "exclude" | "checksum");
                    let copies = matches!(instruction.keyword, Keyword::Copy | Keyword::Add);
                    instruction.keyword == Keyword::Run || copies && of_copy
                })
        })
}

/// The script of a RUN that is one command line: shell form, no heredoc.
pub(super) fn command_line<'a>(at: &At<'a>) -> Option<&'a Script> {
    let Body::Run(command) = &at.instruction.body else { return None };
    let Form::Shell(script) = &command.form else { return None };
    at.instruction.heredocs.is_empty().then_some(script)
}

/// Whether nothing but `&&` joins the statements of a list, so that each runs only after those before it went well.
pub(super) fn is_and_chain(script: &Script) -> bool {
    let Some((_, earlier)) = script.statements.split_last() else { return false };
    earlier
        .iter()
        .all(|statement| statement.separator.as_ref().is_some_and(|separator| separator.kind == SeparatorKind::And))
}

/// The statement of a list behind which another may be put without hiding a failure: the last one, when it does not run in
/// the background. In a list that begins with `set -e` the joint is the list's own; elsewhere it is `&&`, left of which a
/// compound command would go on after a failure.
pub(super) fn appendable(script: &Script) -> Option<&Statement> {
    let last = script.statements.last()?;
    let background = last.separator.as_ref().is_some_and(|separator| separator.kind == SeparatorKind::Background);
    (!background && (is_simple(last) || script.stops_at_failure())).then_some(last)
}

/// Whether a statement is simple commands alone, joined by pipes at most.
pub(super) fn is_simple(statement: &Statement) -> bool {
    statement.pipeline.commands.iter().all(|command| matches!(command.kind, CommandKind::Simple(_)))
}

/// Whether a statement changes what the ones behind it see: the directory, variables, the shell itself.
pub(super) fn changes_state(statement: &Statement) -> bool {
    statement.pipeline.commands.iter().any(|command| {
        let CommandKind::Simple(simple) = &command.kind else { return true };
        let Some(name) = simple.name() else { return true };
        matches!(
            name.as_str(),
            "cd" | "pushd"
                | "popd"
                | "export"
                | "unset"
                | "set"
                | "shopt"
                | "umask"
                | "ulimit"
                | "alias"
                | "exec"
                | "exit"
                | "return"
                | "source"
                | "."
                | "eval"
                | "trap"
                | "read"
                | "shift"
        )
    })
}

/// Whether the second of two neighbouring RUNs can become the rest of the first: command lines with equal flags, the first
/// of simple commands joined by `&&` that leave nothing behind in the shell, the second joined by `&&` too.
pub(super) fn can_join(first: &At<'_>, second: &At<'_>) -> bool {
    let (Some(left), Some(right)) = (command_line(first), command_line(second)) else { return false };
    let ends = |script: &Script| script.statements.last().is_some_and(|last| last.separator.is_none());
    !first.deferred
        && !second.deferred
        && first.index + 1 == second.index
        && same_flags(first, second)
        && is_and_chain(left)
        && is_and_chain(right)
        && left.statements.iter().all(|statement| is_simple(statement) && !changes_state(statement))
        && ends(left)
        && left.comments.is_empty()
        && left.errors.is_empty()
        && right.errors.is_empty()
        && !comment_between_speaks_to_tools(first, second)
}

/// Whether two instructions have the same flags, as they are written.
pub(super) fn same_flags(one: &At<'_>, other: &At<'_>) -> bool {
    let (ours, theirs) = (&one.instruction.flags, &other.instruction.flags);
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| one.text(a.range) == other.text(b.range))
}

/// Whether a comment between two instructions switches rules off for the second one: it would mean nothing among its lines.
fn comment_between_speaks_to_tools(first: &At<'_>, second: &At<'_>) -> bool {
    let (from, to) = (first.instruction.range.end(), second.instruction.range.start());
    let between = &first.model.text[usize::from(from)..usize::from(to)];
    ["ignore", "skip"].iter().any(|word| between.contains(word))
}

/// The line of an instruction, from 1.
pub(super) fn line_of(model: &Model, index: usize) -> u32 {
    model.lines.line(model.syntax.instructions[index].range.start()) + 1
}
