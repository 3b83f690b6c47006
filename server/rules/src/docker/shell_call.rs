//! The program that a simple command calls, seen through `sudo`, `env` and their kin.

use project::docker::Scope;
use syntax::shell::{Command, CommandKind, Script, SimpleCommand, Word, WordPart, WordPartKind};

/// A call of a program.
#[derive(Debug, Clone)]
pub(super) struct ShellCall<'a> {
    /// The program without its folder: `apt-get` for `sudo -E /usr/bin/apt-get`.
    pub(super) name: String,
    /// The word that names it.
    pub(super) word: &'a Word,
    /// What stands behind that word.
    pub(super) arguments: &'a [Word],
}

/// A command that runs the command behind it.
struct Wrapper {
    name: &'static str,
    /// Its flags that take the next word along.
    value_flags: &'static [&'static str],
    /// How many words of its own follow the flags.
    operands: usize,
}

const fn wrapper(name: &'static str, value_flags: &'static [&'static str], operands: usize) -> Wrapper {
    Wrapper { name, value_flags, operands }
}

const WRAPPERS: &[Wrapper] = &[
    wrapper("sudo", &["-u", "-g", "-p", "-C", "-h", "-r", "-t", "-U", "-T", "-D", "-R", "--user", "--group"], 0),
    wrapper("doas", &["-u", "-C"], 0),
    wrapper("env", &["-u", "-C", "--unset", "--chdir"], 0),
    wrapper("exec", &["-a"], 0),
    wrapper("command", &[], 0),
    wrapper("builtin", &[], 0),
    wrapper("time", &["-o", "-f"], 0),
    wrapper("nohup", &[], 0),
    wrapper("nice", &["-n"], 0),
    wrapper("ionice", &["-c", "-n"], 0),
    wrapper("stdbuf", &["-i", "-o", "-e"], 0),
    wrapper("eatmydata", &[], 0),
    wrapper("fakeroot", &[], 0),
    wrapper("busybox", &[], 0),
    wrapper("timeout", &["-s", "-k"], 1),
    wrapper("chroot", &[], 1),
    wrapper("gosu", &[], 1),
    wrapper("su-exec", &[], 1),
    wrapper("xargs", &["-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E"], 0),
];

impl<'a> ShellCall<'a> {
    /// The call that `command` comes down to; `None` without words, where a name is computed, and for `command -v name`,
    /// which only asks.
    pub(super) fn of(command: &'a SimpleCommand) -> Option<Self> {
        let mut words = command.words.as_slice();
        loop {
            let (first, rest) = words.split_first()?;
            let literal = first.literal()?;
            let name = base_name(&literal);
            let Some(wrapper) = WRAPPERS.iter().find(|wrapper| wrapper.name == name) else {
                return Some(Self { name: name.to_owned(), word: first, arguments: rest });
            };
            let skipped = wrapper.own_words(rest)?;
            if skipped >= rest.len() {
                return Some(Self { name: name.to_owned(), word: first, arguments: rest });
            }
            words = &rest[skipped..];
        }
    }

    /// Whether one of the arguments is this word.
    pub(super) fn has(&self, argument: &str) -> bool {
        self.arguments.iter().any(|word| word.literal().as_deref() == Some(argument))
    }

    /// The arguments that are no flags, as far as they are no values of flags either.
    pub(super) fn operands<'s>(&'s self, value_flags: &'s [&'s str]) -> impl Iterator<Item = &'a Word> + 's {
        let mut value_follows = false;
        let mut only_operands = false;
        self.arguments.iter().filter(move |word| {
            if std::mem::take(&mut value_follows) {
                return false;
            }
            let text = word.display();
            if only_operands || !text.starts_with('-') || text == "-" {
                return true;
            }
            only_operands = text == "--";
            value_follows = value_flags.contains(&text.as_str());
            false
        })
    }
}

impl Wrapper {
    /// How many of `words` belong to the wrapper itself; `None` when it runs nothing.
    fn own_words(&self, words: &[Word]) -> Option<usize> {
        let mut at = 0;
        let mut operands = self.operands;
        while let Some(word) = words.get(at) {
            let text = word.display();
            if self.name == "command" && matches!(text.as_str(), "-v" | "-V") {
                return None;
            }
            if text.starts_with('-') {
                at += 1 + usize::from(self.value_flags.contains(&text.as_str()));
            } else if matches!(self.name, "env" | "sudo") && is_assignment(&text) {
                at += 1;
            } else if operands > 0 {
                operands -= 1;
                at += 1;
            } else {
                break;
            }
        }
        Some(at)
    }
}

/// `NAME=value` among the arguments of `env` and `sudo`.
fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

/// The last part of a path.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The value of `word` with the variables that the file knows; `None` as soon as something in it is not known.
pub(super) fn value(word: &Word, scope: Scope<'_>) -> Option<String> {
    let mut text = String::new();
    append(&word.parts, scope, &mut text).then_some(text)
}

fn append(parts: &[WordPart], scope: Scope<'_>, text: &mut String) -> bool {
    parts.iter().all(|part| match &part.kind {
        WordPartKind::Literal(value) | WordPartKind::SingleQuoted(value) | WordPartKind::AnsiC(value) => {
            text.push_str(value);
            true
        }
        WordPartKind::DoubleQuoted(inner) => append(inner, scope, text),
        WordPartKind::Glob(character) => {
            text.push(*character);
            true
        }
        WordPartKind::Tilde => {
            text.push('~');
            true
        }
        WordPartKind::Variable(variable) if variable.operator.is_none() => {
            scope.value(&variable.name.text).is_some_and(|value| {
                text.push_str(&value);
                true
            })
        }
        WordPartKind::Variable(_)
        | WordPartKind::Command(_)
        | WordPartKind::Arithmetic(_)
        | WordPartKind::Process(_) => false,
    })
}

/// Whether `word` is (or holds, unquoted) a variable, so that the shell may make several words or none of it.
pub(super) fn splits(word: &Word) -> bool {
    word.parts.iter().any(|part| matches!(part.kind, WordPartKind::Variable(_) | WordPartKind::Command(_)))
}

/// The command's name and arguments; `None` for a group, a loop and the like.
pub(super) fn simple(command: &Command) -> Option<&SimpleCommand> {
    match &command.kind {
        CommandKind::Simple(simple) => Some(simple),
        CommandKind::Group(_)
        | CommandKind::Subshell(_)
        | CommandKind::If { .. }
        | CommandKind::Loop { .. }
        | CommandKind::For { .. }
        | CommandKind::Case { .. }
        | CommandKind::Function { .. }
        | CommandKind::Test { .. }
        | CommandKind::Arithmetic(_) => None,
    }
}

/// The scripts whose output stands in a word: `$(…)`, backquotes and `<(…)`, in double quotes too.
pub(super) fn substitutions(word: &Word) -> Vec<&Script> {
    let mut found = Vec::new();
    for part in &word.parts {
        let inner = match &part.kind {
            WordPartKind::DoubleQuoted(inner) => inner.as_slice(),
            _ => std::slice::from_ref(part),
        };
        for part in inner {
            if let WordPartKind::Command(script) | WordPartKind::Process(script) = &part.kind {
                found.push(script.as_ref());
            }
        }
    }
    found
}
