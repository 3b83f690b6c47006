//! Users and groups: the commands that make them, and every place that names one.

use project::docker::{Model, Scope};
use syntax::dockerfile::{Body, Instruction, Word};
use syntax::shell::{self, SimpleCommand, WordPartKind};
use syntax::{TextRange, TextSize};

/// A user or a group that a RUN makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// Its name.
    pub(crate) name: String,
    /// Where the name stands in the command that makes it.
    pub(crate) range: TextRange,
    /// A group rather than a user.
    pub(crate) is_group: bool,
    /// Its number, where the command gives one.
    pub(crate) number: Option<String>,
    /// The group a user is put in, where the command gives one.
    pub(crate) group: Option<String>,
    /// The instruction that makes it.
    pub(crate) instruction: usize,
}

/// A place that names a user or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The name.
    pub(crate) name: String,
    /// Where.
    pub(crate) range: TextRange,
}

/// What a command does with users and groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    MakesUser,
    MakesGroup,
    /// Its last word is a user.
    ChangesUser,
    /// Its last word is a group.
    ChangesGroup,
    /// Its first word is `user:group`.
    Owns,
    /// Its first word is a user to run as.
    RunsAs,
    /// `-o user -g group`
    Installs,
}

impl Role {
    fn of(command: &str) -> Option<Self> {
        Some(match command.rsplit('/').next()? {
            "useradd" | "adduser" => Role::MakesUser,
            "groupadd" | "addgroup" => Role::MakesGroup,
            "usermod" | "userdel" | "deluser" | "passwd" => Role::ChangesUser,
            "groupmod" | "groupdel" | "delgroup" => Role::ChangesGroup,
            "chown" | "chgrp" => Role::Owns,
            "su" | "gosu" | "su-exec" => Role::RunsAs,
            "install" => Role::Installs,
            _ => return None,
        })
    }
}

/// An option with its value, or a word that is none.
struct Argument<'a> {
    /// The option as written, without `=value`; `None` for a plain word.
    option: Option<String>,
    /// The value, or the plain word; `None` for an option without one.
    value: Option<&'a shell::Word>,
    /// Where the value begins, when it is joined to its option.
    joined: Option<usize>,
}

/// Every user and group that RUN instructions of the file make, in the order of the text.
pub(crate) fn made(model: &Model) -> Vec<Account> {
    let mut found = Vec::new();
    for (index, instruction) in model.syntax.instructions.iter().enumerate() {
        let scope = model.scope(index);
        for command in instruction.trigger().simple_commands() {
            let role = command.name().and_then(|name| Role::of(&name));
            let is_group = match role {
                Some(Role::MakesUser) => false,
                Some(Role::MakesGroup) => true,
                Some(Role::ChangesUser | Role::ChangesGroup | Role::Owns | Role::RunsAs | Role::Installs) | None => {
                    continue;
                }
            };
            found.extend(account(command, is_group, index, &scope));
        }
    }
    found
}

/// The users and groups that exist for instruction `before` of `stage`: made in it or in the stages it is built on.
pub(crate) fn visible(model: &Model, stage: usize, before: usize) -> Vec<Account> {
    let mut all = made(model);
    all.retain(|account| {
        account.instruction < before
            && model.stage_of(account.instruction).is_some_and(|owner| model.lineage(stage).any(|it| it.index == owner))
    });
    all
}

fn account(command: &SimpleCommand, is_group: bool, instruction: usize, scope: &Scope<'_>) -> Option<Account> {
    let name = command.name()?;
    let arguments = arguments(command);
    let valued = |wanted: &[&str]| {
        let found = arguments.iter().find(|it| it.option.as_deref().is_some_and(|option| wanted.contains(&option)))?;
        let text = expand(found.value?, scope)?;
        Some(text.get(found.joined.unwrap_or(0)..)?.to_owned())
    };
    let number = if is_group { valued(&["-g", "--gid"]) } else { valued(&["-u", "--uid"]) };
    // BusyBox's adduser keeps `-g` for the comment.
    let group = match (is_group, name.ends_with("useradd")) {
        (true, _) => None,
        (false, true) => valued(&["-g", "--gid"]),
        (false, false) => valued(&["-G", "--ingroup", "--gid"]),
    };
    let names: Vec<_> = arguments.iter().filter(|it| it.option.is_none()).filter_map(|it| it.value).collect();
    // `adduser user group` puts a user that is there into a group.
    let [word] = names.as_slice() else { return None };
    Some(Account { name: word.literal()?, range: word.range, is_group, number, group, instruction })
}

/// The text of a word, the builder's variables replaced; `None` where the shell decides.
fn expand(word: &shell::Word, scope: &Scope<'_>) -> Option<String> {
    let mut text = String::new();
    expand_parts(&word.parts, scope, &mut text).then_some(text)
}

fn expand_parts(parts: &[shell::WordPart], scope: &Scope<'_>, text: &mut String) -> bool {
    parts.iter().all(|part| match &part.kind {
        WordPartKind::Literal(value) | WordPartKind::SingleQuoted(value) | WordPartKind::AnsiC(value) => {
            text.push_str(value);
            true
        }
        WordPartKind::DoubleQuoted(inner) => expand_parts(inner, scope, text),
        WordPartKind::Variable(variable) if variable.operator.is_none() => {
            scope.value(&variable.name.text).map(|value| text.push_str(&value)).is_some()
        }
        WordPartKind::Variable(_)
        | WordPartKind::Command(_)
        | WordPartKind::Arithmetic(_)
        | WordPartKind::Process(_)
        | WordPartKind::Glob(_)
        | WordPartKind::Tilde => false,
    })
}

/// Splits the words behind the name into options with their values and plain words.
fn arguments(command: &SimpleCommand) -> Vec<Argument<'_>> {
    let name = command.name().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let mut found: Vec<Argument<'_>> = Vec::new();
    let mut words = command.arguments().iter();
    while let Some(word) = words.next() {
        let text = word.display();
        if text == "--" || !text.starts_with('-') || text.len() < 2 {
            found.push(Argument { option: None, value: Some(word), joined: None });
            continue;
        }
        if let Some((option, _)) = text.split_once('=').filter(|_| text.starts_with("--")) {
            let joined = Some(option.len() + 1);
            found.push(Argument { option: Some(option.to_owned()), value: Some(word), joined });
            continue;
        }
        if text.starts_with("--") {
            let value = if takes_value(name, &text) { words.next() } else { None };
            found.push(Argument { option: Some(text), value, joined: None });
            continue;
        }
        // Short options may stand together; the first one that takes a value takes the rest, or the next word.
        for (at, letter) in text.char_indices().skip(1) {
            let option = format!("-{letter}");
            if !takes_value(name, &option) {
                found.push(Argument { option: Some(option), value: None, joined: None });
                continue;
            }
            let rest = at + letter.len_utf8();
            let (value, joined) = if rest < text.len() { (Some(word), Some(rest)) } else { (words.next(), None) };
            found.push(Argument { option: Some(option), value, joined });
            break;
        }
    }
    found
}

/// Whether an option of one of the commands here is followed by a value.
fn takes_value(command: &str, option: &str) -> bool {
    const LONG: [&str; 24] = [
        "--base-dir",
        "--comment",
        "--conf",
        "--expiredate",
        "--firstuid",
        "--gecos",
        "--gid",
        "--group",
        "--groups",
        "--home",
        "--home-dir",
        "--inactive",
        "--ingroup",
        "--key",
        "--lastuid",
        "--login",
        "--mode",
        "--new-name",
        "--owner",
        "--password",
        "--prefix",
        "--root",
        "--shell",
        "--uid",
    ];
    if option.starts_with("--") {
        // Debian's adduser has a bare `--group`.
        return LONG.contains(&option) && !(command == "adduser" && option == "--group");
    }
    let letters = match command {
        "useradd" | "usermod" => "bcdefgGkKlpPRsuZ",
        "groupadd" | "groupmod" => "gKnpPRU",
        "adduser" => "hgsGuk",
        "addgroup" => "g",
        "install" => "gmoStZ",
        "su" => "cgGs",
        _ => "",
    };
    option.chars().nth(1).is_some_and(|letter| letters.contains(letter))
}

/// Every place of the file that names a user or a group, in the order of the text; numbers are nobody's name.
pub(crate) fn mentions(model: &Model) -> Vec<Mention> {
    let mut found = Vec::new();
    for instruction in model.syntax.instructions.iter().map(Instruction::trigger) {
        if let Body::User(Some(word)) = &instruction.body {
            owners(word, &mut found);
        }
        instruction.flags("chown").filter_map(|flag| flag.value.as_ref()).for_each(|word| owners(word, &mut found));
        for command in instruction.simple_commands() {
            in_command(command, &mut found);
        }
    }
    found.sort_by_key(|mention| mention.range.start());
    found
}

/// The names in the `user:group` of a builder's word.
fn owners(word: &Word, found: &mut Vec<Mention>) {
    // Only text that stands as it is written has places for its parts.
    if word.range.len() == TextSize::of(word.raw.as_str()) {
        split(&word.raw, word.range.start(), found);
    }
}

fn split(text: &str, mut start: TextSize, found: &mut Vec<Mention>) {
    for name in text.split(':') {
        let range = TextRange::at(start, TextSize::of(name));
        start = range.end() + TextSize::of(':');
        if is_name(name) {
            found.push(Mention { name: name.to_owned(), range });
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn in_command(command: &SimpleCommand, found: &mut Vec<Mention>) {
    let Some(role) = command.name().and_then(|name| Role::of(&name)) else { return };
    let is_useradd = command.name().is_some_and(|name| name.ends_with("useradd"));
    let arguments = arguments(command);
    let mut plain = arguments.iter().filter(|it| it.option.is_none()).filter_map(|it| it.value);
    match role {
        Role::MakesUser | Role::MakesGroup | Role::ChangesUser | Role::ChangesGroup => {
            plain.for_each(|word| add(word, None, found));
        }
        Role::Owns | Role::RunsAs => plain.next().into_iter().for_each(|word| add(word, None, found)),
        Role::Installs => {}
    }
    for argument in &arguments {
        let (Some(option), Some(word)) = (argument.option.as_deref(), argument.value) else { continue };
        let names = match (role, option) {
            (Role::MakesUser, "-g") => is_useradd,
            (Role::MakesUser | Role::ChangesUser, "-G" | "--gid" | "--groups" | "--ingroup") => true,
            (Role::ChangesUser, "-g") => true,
            (Role::Installs, "-o" | "-g" | "--owner" | "--group") => true,
            (
                Role::MakesUser
                | Role::MakesGroup
                | Role::ChangesUser
                | Role::ChangesGroup
                | Role::Owns
                | Role::RunsAs
                | Role::Installs,
                _,
            ) => false,
        };
        if names {
            add(word, argument.joined, found);
        }
    }
}

/// The names in a word of the shell, from the byte `joined` on; of a word that is more than text none.
fn add(word: &shell::Word, joined: Option<usize>, found: &mut Vec<Mention>) {
    let Some(text) = word.literal().filter(|text| TextSize::of(text.as_str()) == word.range.len()) else { return };
    let from = joined.unwrap_or(0);
    let Some(text) = text.get(from..) else { return };
    let mut start = word.range.start() + TextSize::new(u32::try_from(from).unwrap_or(u32::MAX));
    for list in text.split(',') {
        split(list, start, found);
        start += TextSize::of(list) + TextSize::of(',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a RUN makes: `user name:number@group` or `group name:number`.
    fn seen(command: &str) -> Vec<String> {
        let model = Model::new(format!("FROM a\nARG ID=10001\nRUN {command}\n").into());
        let shown = made(&model).into_iter().map(|it| {
            assert_eq!(&model.text[it.range], it.name);
            let kind = if it.is_group { "group" } else { "user" };
            let group = it.group.map(|group| format!("@{group}")).unwrap_or_default();
            format!("{kind} {}:{}{group}", it.name, it.number.unwrap_or_default())
        });
        shown.collect()
    }

    #[test]
    fn commands_that_make_accounts() {
        let table: [(&str, &[&str]); 15] = [
            ("useradd app", &["user app:"]),
            ("useradd -rmu 10001 -g web -s /bin/false app", &["user app:10001@web"]),
            ("useradd -u10001 --gid=10002 --home-dir /app app", &["user app:10001@10002"]),
            ("useradd --uid=\"$ID\" app", &["user app:10001"]),
            ("useradd --uid $UNKNOWN app", &["user app:"]),
            ("groupadd --system --gid ${ID} app && useradd -g app app", &["group app:10001", "user app:@app"]),
            ("addgroup -S -g 10001 app", &["group app:10001"]),
            ("adduser -S -D -H -u 10001 -G app -g 'the app' app", &["user app:10001@app"]),
            ("adduser --disabled-password --gecos '' --uid 10001 app", &["user app:10001"]),
            ("adduser --system --group app", &["user app:"]),
            ("adduser app docker", &[]),
            ("/usr/sbin/useradd app", &["user app:"]),
            ("useradd \"$NAME\"", &[]),
            ("echo useradd app", &[]),
            ("if true; then useradd app; fi", &["user app:"]),
        ];
        for (command, expected) in table {
            assert_eq!(seen(command), expected, "{command}");
        }
    }

    #[test]
    fn an_account_is_there_for_what_is_built_on_it() {
        let model = Model::new("FROM a AS base\nRUN useradd one\nFROM base\nRUN useradd two\nFROM b\n".into());
        let names = |stage: usize, before: usize| {
            let accounts = visible(&model, stage, before).into_iter();
            accounts.map(|account| account.name).collect::<Vec<_>>()
        };
        assert_eq!(names(0, 2), ["one"]);
        assert_eq!(names(1, 3), ["one"]);
        assert_eq!(names(1, 4), ["one", "two"]);
        assert!(names(2, 5).is_empty());
    }
}
