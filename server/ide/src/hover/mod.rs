//! Hover: what the thing under the cursor does, and what is true of it here.

mod ignore_file;
mod image;
mod instruction;
mod stage;
mod variable;

use std::path::Path;

use project::docker::Model;
use project::{Content, Snapshot};
use syntax::TextSize;
use syntax::dockerfile::{Flag, Keyword};

use crate::cursor::{self, Cursor, Place};
use crate::types::Hover;

/// What is to be said about the thing at `offset`; `None` where there is nothing.
#[must_use]
pub fn hover(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Option<Hover> {
    let document = cursor::document(snapshot, path)?;
    match &document.content {
        Content::Dockerfile(model) => {
            let place = cursor::at(model, offset)?;
            let markdown = dockerfile(model, &place, offset)?;
            Some(Hover { range: place.range, markdown })
        }
        Content::Dockerignore(ignore) => ignore_file::pattern(snapshot, &document, ignore, offset),
        Content::Text(_) => None,
    }
}

fn dockerfile(model: &Model, place: &Place<'_>, offset: TextSize) -> Option<String> {
    match place.cursor {
        Cursor::Directive(directive) => {
            let known = schema::dockerfile::directives()
                .iter()
                .find(|it| it.name.eq_ignore_ascii_case(&directive.name.text))?;
            Some(format!("**`# {}=`** · directive\n\n{}", known.name, known.documentation))
        }
        Cursor::Keyword => instruction::keyword(model, place),
        Cursor::FlagName(flag) => instruction::flag(place.instruction?.keyword, flag),
        Cursor::FlagValue(flag, _) => flag_value(model, place, flag, offset),
        Cursor::MountKey(flag, option) => instruction::mount_key(flag, option),
        Cursor::MountValue(flag, option, _) => match option.key.text.as_str() {
            "from" => stage::reference(model, place.index?, offset),
            "type" => instruction::mount_type(option),
            _ => instruction::mount_key(flag, option),
        },
        Cursor::Image(word) => stage::reference(model, place.index?, offset)
            .or_else(|| image::hover(&model.scope(place.index?).expand(word)?)),
        Cursor::StageName(_) => stage::summary(model, model.stage_of(place.index?)?),
        Cursor::Key(pair) if matches!(place.instruction?.keyword, Keyword::Arg | Keyword::Env) => {
            variable::declaration(model, place.index?, &pair.key.unquoted(), pair.key.range)
        }
        Cursor::Variable(used) => variable::usage(model, place.index?, &used.name.text, used.modifier.as_ref()),
        Cursor::ShellVariable(used, _) => variable::usage(model, place.index?, &used.name.text, None),
        Cursor::Argument(_) => instruction::argument(model, place),
        Cursor::Command(command, word) => {
            let name = command.name()?;
            if word == 0 { instruction::shell_command(&name) } else { instruction::shell_flag(&name, command, word) }
        }
        Cursor::HeredocWord(heredoc) => Some(instruction::heredoc(place.instruction?.keyword, heredoc)),
        Cursor::Comment(_)
        | Cursor::Key(_)
        | Cursor::Value(_)
        | Cursor::Source(_)
        | Cursor::Destination(_)
        | Cursor::Item(..)
        | Cursor::Blank => None,
    }
}

fn flag_value(model: &Model, place: &Place<'_>, flag: &Flag, offset: TextSize) -> Option<String> {
    match flag.name.text.as_str() {
        "from" => stage::reference(model, place.index?, offset),
        _ => instruction::flag(place.instruction?.keyword, flag),
    }
}
