//! The variables a script reads, and those it sets itself.

use std::collections::HashSet;

use syntax::shell::{Command, CommandKind, Redirection, Script, SimpleCommand, Variable, Word, WordPart, WordPartKind};

/// Builtins whose plain arguments are names they set.
const SETTERS: [&str; 9] =
    ["declare", "export", "getopts", "local", "mapfile", "read", "readarray", "readonly", "typeset"];

/// What scripts do with variables. Where one reads another file (`. /etc/os-release`) or evaluates text, anything may be set.
#[derive(Debug, Default)]
pub(super) struct ShellNames<'a> {
    /// Every variable that is read without a value of its own for the case that it is missing, in the order of the text.
    pub(super) read: Vec<&'a Variable>,
    /// Names set anywhere: assignments, loops, builtins.
    set: HashSet<String>,
    anything_set: bool,
}

impl<'a> ShellNames<'a> {
    /// Looks through `scripts`.
    pub(super) fn of(scripts: impl IntoIterator<Item = &'a Script>) -> Self {
        let mut names = Self::default();
        scripts.into_iter().for_each(|script| names.script(script));
        names
    }

    /// Whether the scripts may set `name` themselves.
    pub(super) fn may_set(&self, name: &str) -> bool {
        self.anything_set || self.set.contains(name)
    }

    // The shell reader's own limit of nesting bounds this walk.
    fn script(&mut self, script: &'a Script) {
        for statement in &script.statements {
            statement.pipeline.commands.iter().for_each(|command| self.command(command));
        }
    }

    fn command(&mut self, command: &'a Command) {
        match &command.kind {
            CommandKind::Simple(simple) => self.simple(simple),
            CommandKind::Group(script) | CommandKind::Subshell(script) => self.script(script),
            CommandKind::If { branches, otherwise } => {
                for branch in branches {
                    self.script(&branch.condition);
                    self.script(&branch.body);
                }
                otherwise.iter().for_each(|script| self.script(script));
            }
            CommandKind::Loop { kind: _, condition, body } => {
                self.script(condition);
                self.script(body);
            }
            CommandKind::For { variable, words, body } => {
                self.set.extend(variable.iter().map(|name| name.text.clone()));
                self.words(words);
                self.script(body);
            }
            CommandKind::Case { subject, arms } => {
                self.words(subject);
                for arm in arms {
                    self.words(&arm.patterns);
                    self.script(&arm.body);
                }
            }
            CommandKind::Function { name: _, body } => self.command(body),
            CommandKind::Test { words } => self.words(words),
            CommandKind::Arithmetic(_) => {}
        }
        self.redirections(&command.redirections);
    }

    fn simple(&mut self, simple: &'a SimpleCommand) {
        for assignment in &simple.assignments {
            self.set.insert(assignment.name.text.clone());
            self.words(&assignment.value);
        }
        self.words(&simple.words);
        self.redirections(&simple.redirections);
        match simple.name().as_deref() {
            Some("." | "source" | "eval") => self.anything_set = true,
            Some(name) if SETTERS.contains(&name) => {
                let arguments = simple.arguments().iter().map(Word::display);
                self.set.extend(arguments.map(|it| it.split('=').next().unwrap_or_default().to_owned()));
            }
            Some("printf") => {
                let mut words = simple.arguments().iter().map(Word::display).skip_while(|word| word != "-v");
                self.set.extend(words.nth(1));
            }
            _ => {}
        }
    }

    fn words(&mut self, words: impl IntoIterator<Item = &'a Word>) {
        words.into_iter().for_each(|word| self.parts(&word.parts));
    }

    fn redirections(&mut self, redirections: &'a [Redirection]) {
        for redirection in redirections {
            self.words(&redirection.target);
            redirection.body.iter().for_each(|body| self.parts(&body.parts));
        }
    }

    fn parts(&mut self, parts: &'a [WordPart]) {
        for part in parts {
            match &part.kind {
                WordPartKind::Variable(variable) => {
                    let operator = variable.operator.as_ref().map_or("", |(operator, _)| operator.as_str());
                    match operator {
                        ":=" | "=" => {
                            self.set.insert(variable.name.text.clone());
                        }
                        ":-" | "-" | ":+" | "+" => {}
                        _ => self.read.push(variable),
                    }
                    self.parts(&variable.argument);
                }
                WordPartKind::DoubleQuoted(inner) | WordPartKind::Arithmetic(inner) => self.parts(inner),
                WordPartKind::Command(script) | WordPartKind::Process(script) => self.script(script),
                WordPartKind::Literal(_)
                | WordPartKind::SingleQuoted(_)
                | WordPartKind::AnsiC(_)
                | WordPartKind::Glob(_)
                | WordPartKind::Tilde => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::shell;

    #[test]
    fn names_are_read_or_set() {
        let script = shell::parse(
            "A=$B; for f in $C; do echo \"$D $f ${E:-x} $(cat $F)\"; done; export G=1 H; read -r I; : ${J:=1}; \
             case $K in x) echo ${L#v};; esac; printf -v M x; N=1 make; if [ -n \"$O\" ]; then cat > $P; fi",
            0.into(),
        );
        let names = ShellNames::of([&script]);
        let read: Vec<&str> = names.read.iter().map(|variable| variable.name.text.as_str()).collect();
        assert_eq!(read, ["B", "C", "D", "f", "F", "K", "L", "O", "P"]);
        for name in ["A", "f", "G", "H", "I", "J", "M", "N"] {
            assert!(names.may_set(name), "{name}");
        }
        assert!(!names.may_set("B"));
        assert!(ShellNames::of([&shell::parse(". /etc/os-release && echo $ID", 0.into())]).may_set("ID"));
    }
}
