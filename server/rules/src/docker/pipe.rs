//! Pipes in which the failure of a command on the left is lost.

use syntax::dockerfile::{Element, Node};
use syntax::shell::{Command, CommandKind, Pipeline, Script, SeparatorKind, SimpleCommand, Statement, Word};

use super::shell_call::{self, ShellCall, simple};

/// A pipe that ends well although a command on its left failed.
#[derive(Debug, Clone)]
pub(super) struct DeafPipe {
    /// The command that may fail.
    pub(super) left: Node,
    /// Its name; empty for a compound command.
    pub(super) name: String,
    /// The name of the last command, whose status is the pipe's; empty for a compound one.
    pub(super) last: String,
}

/// Commands that do not fail, and those that only read what is in the image already: files, the state of packages. What
/// official images do with them (`find … -exec ldd '{}' ';' | … | xargs apt-mark manual`) even breaks under `pipefail`.
const READERS: [&str; 54] = [
    "echo",
    "printf",
    "yes",
    "true",
    ":",
    "date",
    "uname",
    "env",
    "printenv",
    "pwd",
    "whoami",
    "id",
    "hostname",
    "nproc",
    "arch",
    "basename",
    "dirname",
    "seq",
    "ls",
    "set",
    "history",
    "lscpu",
    "locale",
    "cat",
    "tac",
    "find",
    "stat",
    "du",
    "df",
    "ldd",
    "scanelf",
    "objdump",
    "readelf",
    "file",
    "strings",
    "apt-mark",
    "apt-cache",
    "dpkg",
    "dpkg-query",
    "rpm",
    "getent",
    "lsb_release",
    "sha256sum",
    "sha512sum",
    "sha1sum",
    "md5sum",
    "readlink",
    "realpath",
    "which",
    "command",
    "type",
    "ps",
    "xargs",
    "jq",
];

/// Filters of text: they fail only where their file is missing, or what stands before them failed.
const FILTERS: [&str; 17] = [
    "sed", "awk", "gawk", "cut", "tr", "head", "tail", "sort", "uniq", "grep", "egrep", "fgrep", "wc", "rev", "tee",
    "column", "paste",
];

/// The pipes of a script, in order. Left out are those whose failure is asked about or ignored on purpose, those whose status
/// goes nowhere, and those whose last command notices by itself when nothing or half comes in.
pub(super) fn deaf(script: &Script) -> Vec<DeafPipe> {
    let mut found = Vec::new();
    list(script, &mut found);
    found
}

/// The shell reader's depth limit bounds the recursion.
fn list(script: &Script, found: &mut Vec<DeafPipe>) {
    for (index, statement) in script.statements.iter().enumerate() {
        let or = statement.separator.as_ref().is_some_and(|separator| separator.kind == SeparatorKind::Or);
        let ignored = or && script.statements.get(index + 1).is_some_and(is_excuse);
        if !ignored && !statement.pipeline.negated {
            pipeline(&statement.pipeline, found);
        }
    }
}

/// `true`, `:` or a message behind `||`.
fn is_excuse(statement: &Statement) -> bool {
    let [command] = statement.pipeline.commands.as_slice() else { return false };
    let CommandKind::Simple(simple) = &command.kind else { return false };
    simple.name().is_some_and(|name| matches!(name.as_str(), "true" | ":" | "echo" | "printf"))
}

fn pipeline(pipeline: &Pipeline, found: &mut Vec<DeafPipe>) {
    if let Some((last, left)) = pipeline.commands.split_last()
        && !left.is_empty()
        && !notices(last)
        && !stops_early(pipeline)
        && let Some(culprit) = left.iter().find(|command| may_fail(command))
    {
        let (node, name) = match simple(culprit) {
            Some(simple) => {
                let word = simple.words.first();
                (word.map_or(culprit.node(), Element::node), word.map(Word::display).unwrap_or_default())
            }
            None => (culprit.node(), String::new()),
        };
        let last = simple(last).and_then(ShellCall::of).map(|call| call.name).unwrap_or_default();
        found.push(DeafPipe { left: node, name, last });
    }
    pipeline.commands.iter().for_each(|command| inside(&command.kind, found));
}

/// The lists within a command whose status is the command's, or which `set -e` watches.
fn inside(kind: &CommandKind, found: &mut Vec<DeafPipe>) {
    match kind {
        CommandKind::Group(script) | CommandKind::Subshell(script) => list(script, found),
        CommandKind::If { branches, otherwise } => {
            branches.iter().for_each(|branch| list(&branch.body, found));
            otherwise.iter().for_each(|script| list(script, found));
        }
        CommandKind::Loop { kind: _, condition: _, body } => list(body, found),
        CommandKind::For { variable: _, words: _, body } => list(body, found),
        CommandKind::Case { subject: _, arms } => arms.iter().for_each(|arm| list(&arm.body, found)),
        CommandKind::Function { name: _, body } => inside(&body.kind, found),
        // The status of `x=$(a | b)` is that of the substitution; with a command behind it, it goes nowhere.
        CommandKind::Simple(simple) if simple.words.is_empty() => {
            let words = simple.assignments.iter().filter_map(|assignment| assignment.value.as_ref());
            words.flat_map(shell_call::substitutions).for_each(|script| list(script, found));
        }
        CommandKind::Simple(_) | CommandKind::Test { words: _ } | CommandKind::Arithmetic(_) => {}
    }
}

/// Whether a failure of this command on the left would be a loss.
fn may_fail(command: &Command) -> bool {
    let counts = |simple: &SimpleCommand| {
        // Whatever xargs runs, the first of the pipe decides what it gets.
        simple.name().as_deref() != Some("xargs")
            && ShellCall::of(simple).is_none_or(|call| {
                let name = call.name.as_str();
                let reads = READERS.contains(&name) || FILTERS.contains(&name) || name == "apk" && call.has("info");
                !reads
            })
    };
    match &command.kind {
        CommandKind::Simple(simple) => counts(simple),
        // `{ echo a; echo b; } | tee c`
        CommandKind::Group(script) | CommandKind::Subshell(script) => script.simple_commands().any(counts),
        CommandKind::If { .. }
        | CommandKind::Loop { .. }
        | CommandKind::For { .. }
        | CommandKind::Case { .. }
        | CommandKind::Function { .. } => true,
        CommandKind::Test { words: _ } | CommandKind::Arithmetic(_) => false,
    }
}

/// Whether a command reads only the beginning: what writes into the pipe is killed then, and `pipefail` would call it a failure.
fn stops_early(pipeline: &Pipeline) -> bool {
    let mut readers = pipeline.commands.iter().skip(1).filter_map(simple).filter_map(ShellCall::of);
    readers.any(|call| call.name == "head" || call.name == "grep" && (call.has("-m1") || call.has("-m")))
}

/// Whether the last command fails by itself when its input is empty or cut short: tar, gpg, gunzip, `grep` without a match.
fn notices(command: &Command) -> bool {
    let Some(call) = simple(command).and_then(ShellCall::of) else { return false };
    let letter = |letter: char| {
        call.arguments.iter().filter_map(Word::literal).enumerate().any(|(place, text)| {
            let letters = text.strip_prefix('-').filter(|it| !it.starts_with('-'));
            letters
                .or((place == 0 && call.name == "tar").then_some(text.as_str()))
                .is_some_and(|it| it.contains(letter))
        })
    };
    match call.name.as_str() {
        "tar" => letter('x') || letter('t') || call.has("--extract"),
        "gunzip" | "zcat" | "unxz" | "xzcat" | "bunzip2" | "bzcat" | "unzstd" | "apt-key" | "gpg" | "gpgv" => true,
        "gzip" | "xz" | "bzip2" | "zstd" => letter('d') || call.has("--decompress"),
        "cpio" => letter('i') || call.has("--extract"),
        "sha256sum" | "sha512sum" | "sha1sum" | "md5sum" | "shasum" => letter('c') || call.has("--check"),
        "grep" | "egrep" | "fgrep" => !letter('v'),
        _ => false,
    }
}
