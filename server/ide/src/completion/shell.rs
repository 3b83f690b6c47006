//! Inside RUN: commands, subcommands and flags of package managers, variables.

use schema::dockerfile::{ManagerKind, PackageManager};
use syntax::dockerfile::{Body, Form};
use syntax::shell::{Script, SimpleCommand};
use syntax::{TextRange, TextSize};

use super::item::around;
use super::typing::Typing;
use super::{flags, images, snippets, variables};
use crate::documentation::{self, Topic};
use crate::entity;
use crate::types::{CompletionItem, CompletionKind};
use project::docker::Base;

/// Images of a language and the package manager they are taken for.
const BROUGHT: [(&str, &str); 11] = [
    ("composer", "composer"),
    ("denoland/deno", "deno"),
    ("golang", "go"),
    ("gradle", "gradle"),
    ("maven", "mvn"),
    ("mcr.microsoft.com/dotnet/sdk", "dotnet"),
    ("node", "npm"),
    ("oven/bun", "bun"),
    ("python", "pip"),
    ("ruby", "bundle"),
    ("rust", "cargo"),
];

/// Where in a script the cursor is.
enum Spot<'a> {
    /// The name of a command is wanted.
    Command,
    /// A word behind the name.
    Argument(&'a SimpleCommand),
    /// Text, a comment, or a place for words that nobody can guess.
    Elsewhere,
}

/// The arguments of RUN.
pub(super) fn run(typing: &mut Typing<'_>) {
    let Body::Run(command) = &typing.typed.body else { return };
    match &command.form {
        Form::Empty => {
            let range = typing.word();
            if is_foreign(typing) {
                return flags::names(typing, TextRange::empty(typing.offset), 5);
            }
            commands(typing, range);
            snippets::scripts(typing, range, 3);
            flags::names(typing, TextRange::empty(typing.offset), 5);
        }
        // Half an array is no script.
        Form::Shell(_) if typing.arguments().starts_with('[') => {}
        Form::Shell(read) => script(typing, read),
        Form::Exec(_) | Form::Foreign => {}
    }
}

/// Whether the shell in force is none that is read here.
fn is_foreign(typing: &Typing<'_>) -> bool {
    let posix = ["sh", "bash", "ash", "dash", "zsh", "ksh", "env", "busybox"];
    let program = typing
        .stage()
        .and_then(|stage| typing.model.shell(stage.index, typing.index))
        .and_then(|(items, _)| items.first())
        .map(|item| item.value.rsplit('/').next().unwrap_or_default().to_owned());
    match program {
        Some(program) => !posix.contains(&program.as_str()),
        None => typing.model.syntax.escape == '`',
    }
}

/// A place in a script, which ends at the cursor.
pub(super) fn script(typing: &mut Typing<'_>, script: &Script) {
    let range = around(typing.text(), typing.offset, |c| {
        !c.is_whitespace() && !matches!(c, ';' | '&' | '|' | '(' | ')' | '<' | '>' | '"' | '\'' | '`' | '$' | '{' | '}')
    });
    let open = innermost_open(typing, script);
    let in_comment = script.comments.iter().any(|comment| typing.touches(*comment));
    if open == Some('\'') || in_comment || variables::completions(typing) || open == Some('"') {
        return;
    }
    match spot(typing, range) {
        Spot::Command => commands(typing, range),
        Spot::Argument(command) => arguments(typing, command, range),
        Spot::Elsewhere => {}
    }
}

/// The construct that is opened last and not closed, by its first character.
fn innermost_open(typing: &Typing<'_>, script: &Script) -> Option<char> {
    let last = script.errors.iter().max_by_key(|error| error.range.start())?;
    typing.text()[usize::from(last.range.start())..].chars().next()
}

fn spot<'a>(typing: &Typing<'a>, range: TextRange) -> Spot<'a> {
    let mut begun: Vec<&SimpleCommand> =
        typing.typed.simple_commands().filter(|command| command.range.start() <= range.start()).collect();
    // The one that begins last is the innermost.
    begun.sort_by_key(|command| std::cmp::Reverse(command.range.start()));
    let Some(command) = begun.into_iter().find(|command| continues(typing, command, range.start())) else {
        return if expects_command(typing, range.start()) { Spot::Command } else { Spot::Elsewhere };
    };
    let before = command.words.iter().filter(|word| word.range.end() <= range.start()).count();
    let redirected = command.redirections.iter().any(|it| it.range.contains_inclusive(typing.offset));
    match before {
        _ if redirected => Spot::Elsewhere,
        0 => Spot::Command,
        _ => Spot::Argument(command),
    }
}

/// Whether nothing but blanks and line joints lies between the command's words and `at`.
fn continues(typing: &Typing<'_>, command: &SimpleCommand, at: TextSize) -> bool {
    let words = command.words.iter().map(|word| word.range);
    let assignments = command.assignments.iter().map(|assignment| assignment.range);
    let redirections = command.redirections.iter().map(|it| it.range);
    let end = words.chain(assignments).chain(redirections).filter(|it| it.start() < at).map(TextRange::end).max();
    let Some(end) = end else { return command.range.start() == at };
    if end >= at {
        return true;
    }
    let between = &typing.text()[TextRange::new(end, at)];
    let in_lines = joined(between, typing.model.syntax.escape);
    between.trim().is_empty() && !between.contains('\n') || in_lines
}

/// Whether a text between words is blanks and escaped line ends only, comment lines among them.
fn joined(between: &str, escape: char) -> bool {
    let mut lines = between.split('\n');
    let first = lines.next().unwrap_or_default();
    let is_joint = first.trim().strip_prefix(escape).is_some_and(str::is_empty);
    is_joint
        && lines.all(|line| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line.strip_prefix(escape).is_some_and(str::is_empty)
        })
}

/// Whether what stands before `at` has to be followed by a command.
fn expects_command(typing: &Typing<'_>, at: TextSize) -> bool {
    let start = typing.arguments_start().min(at);
    let mut before = typing.text()[TextRange::new(start, at)].trim_end_matches([' ', '\t']);
    let escape = typing.model.syntax.escape;
    loop {
        let line = before.trim_end_matches(['\n', '\r']);
        let on_new_line = line.len() < before.len();
        let line = line.trim_end_matches([' ', '\t']);
        let last_line = line.rsplit('\n').next().unwrap_or_default();
        if on_new_line && last_line.trim_start().starts_with('#') {
            before = &line[..line.len() - last_line.len()];
        } else if on_new_line && line.ends_with(escape) {
            before = line[..line.len() - escape.len_utf8()].trim_end_matches([' ', '\t']);
        } else if on_new_line && line.is_empty() {
            return true;
        } else {
            // A line of a heredoc begins with a command.
            if on_new_line {
                return true;
            }
            before = line;
            break;
        }
        if before.is_empty() {
            return true;
        }
    }
    let last =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, ';' | '&' | '|' | '(')).next().unwrap_or_default();
    before.is_empty()
        || before.ends_with([';', '&', '|', '('])
        || matches!(last, "then" | "do" | "else" | "elif" | "if" | "while" | "until" | "time" | "!" | "{" | "exec")
}

/// Names of commands: before anything is typed the package managers that fit, then all that begin alike.
fn commands(typing: &mut Typing<'_>, range: TextRange) {
    let typed = &typing.text()[TextRange::new(range.start(), typing.offset)];
    let first = typed.chars().next();
    if typed.contains(['/', '=', '-']) && !typed.contains("apt-") {
        return;
    }
    let alone = typing.text()[usize::from(range.end())..].chars().next().is_none_or(char::is_whitespace);
    let finish = |item: CompletionItem| {
        let text = format!("{} ", item.label);
        if alone { item.insert(text).retrigger() } else { item }
    };
    for (manager, detail) in managers(typing) {
        let command = manager.commands.first().copied().unwrap_or(manager.name);
        let item =
            CompletionItem::new(command, CompletionKind::Value, range).detail(detail).about(Topic::Command, command);
        typing.add(finish(item));
    }
    let Some(first) = first else { return };
    let same = |name: &str| name.chars().next().is_some_and(|c| c.eq_ignore_ascii_case(&first));
    let known = schema::dockerfile::commands().map(|command| (command.name, command.package));
    let managers =
        schema::dockerfile::package_managers().iter().flat_map(|manager| manager.commands).map(|name| (*name, ""));
    for (name, package) in known.chain(managers).filter(|(name, _)| same(name)) {
        if typing.items.iter().any(|item| item.label == name) {
            continue;
        }
        let detail = if package.is_empty() || package == name { String::new() } else { format!("package {package}") };
        let item =
            CompletionItem::new(name, CompletionKind::Value, range).detail(detail).group(2).about(Topic::Command, name);
        typing.add(finish(item));
    }
}

/// The package managers that the base image has, the distribution's first.
fn managers(typing: &Typing<'_>) -> Vec<(&'static PackageManager, &'static str)> {
    let mut found: Vec<(&'static PackageManager, &'static str)> = Vec::new();
    let Some(stage) = typing.stage() else { return found };
    if let Some(name) = snippets::package_manager(typing.model, stage.index) {
        let name = if name == "apt" { "apt-get" } else { name };
        found
            .extend(schema::dockerfile::package_manager(name).map(|manager| (manager, "packages of the distribution")));
    }
    let bottom = typing.model.lineage(stage.index).last();
    if let Some(Base::Image(image)) = bottom.map(|stage| &stage.base)
        && let Some(variant) = images::variant(image)
    {
        let name = image.familiar_name();
        let own = BROUGHT.iter().filter(|(known, _)| *known == name).map(|(_, manager)| *manager);
        let tools = variant.tools.split_ascii_whitespace();
        let managers = own.chain(tools).filter_map(schema::dockerfile::package_manager);
        let language = managers.filter(|manager| manager.kind == ManagerKind::Language);
        found.extend(language.map(|manager| (manager, "brought by the image")));
    }
    found.dedup_by_key(|(manager, _)| manager.name);
    found
}

/// Words behind the name of a command.
fn arguments(typing: &mut Typing<'_>, command: &SimpleCommand, range: TextRange) {
    let Some(name) = command.name() else { return };
    let base = name.rsplit('/').next().unwrap_or_default().to_owned();
    let words: Vec<String> = command
        .arguments()
        .iter()
        .filter(|word| word.range.end() <= range.start())
        .map(syntax::shell::Word::display)
        .collect();
    let typed = &typing.text()[TextRange::new(range.start(), typing.offset)];
    let manager = schema::dockerfile::package_manager(&base);
    if typed.starts_with('-') {
        return command_flags(typing, &base, &words, range);
    }
    let Some(manager) = manager else { return };
    let plain: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    if subcommands(typing, manager, &plain, range) {
        return;
    }
    if typed.is_empty() {
        wanted_flags(typing, manager, &plain, &words, range);
    }
}

/// Subcommands; whether one is wanted here.
fn subcommands(typing: &mut Typing<'_>, manager: &PackageManager, plain: &[&str], range: TextRange) -> bool {
    let groups = [
        (manager.frozen_install, "installs exactly what the lock file says", 0),
        (manager.install_subcommands, "installs", 1),
        (manager.index_update, "fetches the index", 0),
        (manager.upgrade_subcommands, "brings up to date", 3),
        (manager.remove_subcommands, "removes", 3),
    ];
    let before = plain.join(" ");
    let mut wanted = false;
    for (names, detail, group) in groups {
        for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.starts_with('-') && !name.contains(" -"))
        {
            let rest = if before.is_empty() { Some(*name) } else { name.strip_prefix(&format!("{before} ")) };
            let Some(rest) = rest else { continue };
            wanted = true;
            if !typing.items.iter().any(|item| item.label == rest) {
                // The first of each is the usual one.
                let group = if place == 0 && group == 1 { 0 } else { group };
                typing.add(CompletionItem::new(rest, CompletionKind::Value, range).detail(detail).group(group));
            }
        }
    }
    wanted && !typing.items.is_empty()
}

/// Flags that an install should have, while no word is begun.
fn wanted_flags(typing: &mut Typing<'_>, manager: &PackageManager, plain: &[&str], words: &[String], range: TextRange) {
    let installs = manager.install_subcommands.iter().any(|name| plain.join(" ").starts_with(name));
    if !installs {
        return;
    }
    // A cache mount keeps the cache out of the layer already.
    let mounted = typing
        .whole
        .flags("mount")
        .any(|flag| flag.options.iter().any(|it| it.value.as_ref().is_some_and(|value| value.raw == "cache")));
    let cache = if mounted { &[] } else { manager.no_cache };
    // Those of languages do not ask in the first place.
    let asks = if manager.kind == ManagerKind::Os { manager.non_interactive } else { &[] };
    let groups = [
        (asks, "never asks"),
        (manager.no_recommends, "leaves out what is merely recommended"),
        (cache, "keeps the cache out of the layer"),
    ];
    for (forms, detail) in groups {
        let Some(first) = forms.iter().find(|form| form.starts_with('-')) else { continue };
        if forms.iter().any(|form| words.iter().any(|word| word == form)) {
            continue;
        }
        let item = CompletionItem::new(*first, CompletionKind::Property, range)
            .detail(detail)
            .insert(format!("{first} "))
            .retrigger();
        let command = manager.commands.first().copied().unwrap_or(manager.name);
        let known = documentation::command_flag(command, first).is_some();
        typing.add(if known { item.about(Topic::CommandFlag, format!("{command} {first}")) } else { item });
    }
}

/// The flags that are known of a command, those present left out.
fn command_flags(typing: &mut Typing<'_>, base: &str, words: &[String], range: TextRange) {
    let long = typing.text()[TextRange::new(range.start(), typing.offset)].starts_with("--");
    for (forms, text) in documentation::command_flags(base) {
        let all: Vec<&str> = forms.split(", ").collect();
        if all.iter().any(|form| words.iter().any(|word| word.split('=').next() == Some(form))) {
            continue;
        }
        let Some(form) = all.iter().find(|form| !long || form.starts_with("--")) else { continue };
        let detail = text.split(['.', ';', ':']).next().unwrap_or_default().to_owned();
        typing.add(
            CompletionItem::new(*form, CompletionKind::Property, range)
                .detail(detail)
                .about(Topic::CommandFlag, format!("{base} {form}")),
        );
    }
}

/// The variables that the scripts typed so far set themselves.
pub(super) fn assigned(typing: &Typing<'_>) -> Vec<String> {
    entity::assigned(typing.typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_bring_managers_that_are_known() {
        for (image, manager) in BROUGHT {
            assert!(schema::dockerfile::image(image).is_some(), "{image}");
            assert!(schema::dockerfile::package_manager(manager).is_some(), "{manager}");
        }
    }
}
