//! Hover: what the thing under the cursor does, and what is true of it here.

mod argument;
mod comment;
mod ignore_file;
mod instruction;
mod stage;
mod transfer;
mod variable;

#[cfg(test)]
mod tests;

use std::path::Path;

use project::docker::Model;
use project::{Content, DocumentKind, Snapshot};
use schema::kubernetes::values::zone::Timestamp;
use syntax::dockerfile::{Flag, Form, Instruction, Keyword, MountOption, Word};
use syntax::image_reference::ImageReference;
use syntax::shell::SimpleCommand;
use syntax::{TextRange, TextSize};

use crate::cursor::{self, Cursor, Place};
use crate::types::Hover;
use crate::{documentation, kubernetes, settings};

pub(crate) use variable::shown;

/// What is to be said about the thing at `offset`, whatever time it is; `None` where there is nothing.
#[must_use]
pub fn hover(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Option<Hover> {
    hover_at(snapshot, path, offset, None)
}

/// The same with a clock: when a schedule runs next.
#[must_use]
pub fn hover_at(snapshot: &Snapshot, path: &Path, offset: TextSize, now: Option<Timestamp>) -> Option<Hover> {
    let document = cursor::document(snapshot, path)?;
    match &document.content {
        Content::Dockerfile(model) => {
            let place = cursor::at(model, offset)?;
            let on = On { snapshot, path, model, place, offset };
            if let Some(hover) = comment::suppressed(&on) {
                return Some(hover);
            }
            Some(Hover { range: place.range, markdown: on.markdown()? })
        }
        Content::Dockerignore(ignore) => ignore_file::pattern(snapshot, &document, ignore, offset),
        Content::Yaml(yaml) => kubernetes::hover(snapshot, path, yaml, offset, now),
        Content::Text(_) => match document.kind {
            DocumentKind::Settings => settings::hover(snapshot, &document, offset),
            DocumentKind::Dockerfile
            | DocumentKind::Dockerignore
            | DocumentKind::Yaml
            | DocumentKind::Json
            | DocumentKind::Template
            | DocumentKind::Other => None,
        },
    }
}

/// Where the pointer is.
struct On<'a> {
    snapshot: &'a Snapshot,
    path: &'a Path,
    model: &'a Model,
    place: Place<'a>,
    offset: TextSize,
}

impl<'a> On<'a> {
    fn instruction(&self) -> Option<&'a Instruction> {
        self.place.instruction
    }

    /// The line of a place, as people count.
    fn line(&self, at: TextSize) -> u32 {
        self.model.lines.line(at) + 1
    }

    fn text(&self, range: TextRange) -> &'a str {
        &self.model.text[range]
    }

    fn markdown(&self) -> Option<String> {
        match self.place.cursor {
            Cursor::Directive(directive) => documentation::directive_value(&directive.name.text, &directive.value.text)
                .filter(|_| directive.value.range.contains_inclusive(self.offset))
                .or_else(|| documentation::directive(&directive.name.text)),
            Cursor::Keyword => instruction::keyword(self),
            Cursor::FlagName(flag) => self.flag(flag),
            Cursor::FlagValue(flag) => self.flag_value(flag),
            Cursor::MountKey(flag, option) => documentation::mount_key(mount_type_of(flag), &option.key.text),
            Cursor::MountValue(flag, option) => self.mount_value(flag, option),
            Cursor::Image(word) => stage::reference(self).or_else(|| {
                let text = self.model.scope(self.place.index?).expand(word)?;
                Some(documentation::image(&ImageReference::parse(&text)))
            }),
            Cursor::StageName => stage::summary(self.model, self.model.stage_of(self.place.index?)?),
            Cursor::Key(pair) => match self.instruction()?.keyword {
                Keyword::Arg | Keyword::Env => variable::declaration(self, &pair.key.unquoted(), pair.key.range),
                _ => documentation::label(&pair.key.unquoted()),
            },
            Cursor::Value(pair) => match self.instruction()?.keyword {
                // What is written there is what it is, unless variables are in it.
                Keyword::Arg | Keyword::Env if pair.value.as_ref().is_some_and(Word::has_variables) => {
                    variable::declaration(self, &pair.key.unquoted(), pair.key.range)
                }
                _ => None,
            },
            Cursor::Variable(used) => variable::usage(self, &used.name.text, used.modifier.as_ref()),
            Cursor::ShellVariable(used) => variable::shell_usage(self, &used.name.text),
            Cursor::Source(word) => transfer::source(self, word),
            Cursor::Destination(word) => transfer::destination(self, word),
            Cursor::Argument => argument::argument(self),
            Cursor::Item(index) => self.item(index),
            Cursor::Command(command, word) => {
                let name = command.name()?;
                if word == 0 {
                    return documentation::command(&name);
                }
                documentation::command_flag(&name, &command.words.get(word)?.literal()?)
                    .or_else(|| argument::account_in_command(self))
            }
            Cursor::HeredocWord(heredoc) => Some(instruction::heredoc(self, heredoc)),
            Cursor::Comment | Cursor::Blank => None,
        }
    }

    fn flag(&self, flag: &Flag) -> Option<String> {
        documentation::flag(self.instruction()?.keyword.name(), &flag.name.text)
    }

    fn flag_value(&self, flag: &Flag) -> Option<String> {
        let keyword = self.instruction()?.keyword.name();
        let value = flag.value.as_ref()?;
        match flag.name.text.to_ascii_lowercase().as_str() {
            "from" => stage::reference(self),
            "platform" => documentation::platform(&value.raw).or_else(|| self.flag(flag)),
            "chown" => argument::owner(self, value).or_else(|| self.flag(flag)),
            "chmod" => argument::mode(&value.raw).or_else(|| self.flag(flag)),
            name => documentation::flag_value(keyword, name, &value.raw).or_else(|| self.flag(flag)),
        }
    }

    fn mount_value(&self, flag: &Flag, option: &MountOption) -> Option<String> {
        let value = option.value.as_ref()?;
        let kind = mount_type_of(flag);
        match option.key.text.to_ascii_lowercase().as_str() {
            "from" => stage::reference(self),
            "type" => documentation::mount_type(&value.raw),
            key => {
                let text = documentation::mount_value(kind, key, &value.raw)
                    .or_else(|| documentation::mount_key(kind, key))?;
                Some(match self.cached(&value.raw).filter(|_| kind.eq_ignore_ascii_case("cache")) {
                    Some(here) => format!("{text}\n\n*Here:* {here}"),
                    None => text,
                })
            }
        }
    }

    /// Whose cache `path` is, of the package managers that the RUN calls.
    fn cached(&self, path: &str) -> Option<String> {
        let names = self.instruction()?.simple_commands().filter_map(SimpleCommand::name);
        let managers = names.filter_map(|name| schema::dockerfile::package_manager(name.rsplit('/').next()?));
        let (manager, mount) = managers
            .into_iter()
            .find_map(|manager| Some((manager, manager.cache_mounts.iter().find(|mount| mount.target == path)?)))?;
        let sharing = if mount.locked { ", which wants `sharing=locked`" } else { "" };
        Some(format!("the cache of `{}`{sharing}.", manager.name))
    }

    /// A string of an array: of SHELL the whole of it, else the program it starts with.
    fn item(&self, index: usize) -> Option<String> {
        let command = self.instruction()?.command()?;
        let Form::Exec(items) = &command.form else { return None };
        if self.instruction()?.keyword == Keyword::Shell {
            let array: Vec<String> = items.iter().map(|item| format!("\"{}\"", item.value)).collect();
            return documentation::shell(&format!("[{}]", array.join(", ")));
        }
        let item = items.get(index)?;
        let program = &items.first()?.value;
        if index == 0 { documentation::command(program) } else { documentation::command_flag(program, &item.value) }
    }
}

/// The type of a `--mount`.
pub(crate) fn mount_type_of(flag: &Flag) -> &str {
    let value = flag
        .options
        .iter()
        .find(|option| option.key.text.eq_ignore_ascii_case("type"))
        .and_then(|option| option.value.as_ref());
    value.map_or("bind", |value| value.raw.as_str())
}
