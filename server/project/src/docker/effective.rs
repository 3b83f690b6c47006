//! What is in force: user, directory, shell, and what a container of the stage starts.

use syntax::dockerfile::{ArrayItem, Body, Command, Form, Instruction, Word};

use super::model::Model;
use super::stage::Base;

/// A setting in force, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective<T> {
    /// What is in force.
    pub value: T,
    /// Who made it so.
    pub origin: Origin,
}

/// Who made a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An instruction of this stage, by index.
    Here(usize),
    /// An instruction (index) of a stage this one is built on (number).
    Stage(usize, usize),
    /// The image below, as far as it is known.
    Image,
}

/// ENTRYPOINT and CMD of a stage.
#[derive(Debug, Clone, Default)]
pub struct Launch<'a> {
    /// The ENTRYPOINT in force.
    pub entrypoint: Option<(&'a Command, Origin)>,
    /// The CMD in force. An ENTRYPOINT set in a stage drops the CMD it would inherit.
    pub cmd: Option<(&'a Command, Origin)>,
}

impl Origin {
    fn of(stage: usize, owner: usize, instruction: usize) -> Self {
        if stage == owner { Origin::Here(instruction) } else { Origin::Stage(owner, instruction) }
    }
}

impl Model {
    /// The last instruction before `before` that `pick` accepts, in `stage` or those it is built on.
    fn last<'a, T>(
        &'a self,
        stage: usize,
        before: usize,
        pick: impl Fn(&'a Instruction) -> Option<T>,
    ) -> Option<(T, Origin)> {
        self.lineage(stage).find_map(|owner| {
            let end = if owner.index == stage { owner.instructions.end.min(before) } else { owner.instructions.end };
            (owner.instructions.start..end).rev().find_map(|index| {
                Some((pick(&self.syntax.instructions[index])?, Origin::of(stage, owner.index, index)))
            })
        })
    }

    /// The USER in force for instruction `before` of `stage` (`usize::MAX`: at its end), as a word of this file;
    /// `None` when no instruction sets it: then the base image decides.
    #[must_use]
    pub fn user(&self, stage: usize, before: usize) -> Option<(&Word, Origin)> {
        self.last(stage, before, |instruction| match &instruction.body {
            Body::User(word) => word.as_ref(),
            _ => None,
        })
    }

    /// The user's name or number, variables expanded, from the file or from what is known of the base image. `None`: unknown.
    #[must_use]
    pub fn user_name(&self, stage: usize, before: usize) -> Option<Effective<String>> {
        if let Some((word, origin)) = self.user(stage, before) {
            let index = match origin {
                Origin::Here(index) | Origin::Stage(_, index) => index,
                Origin::Image => return None,
            };
            return Some(Effective { value: self.scope(index).expand(word)?, origin });
        }
        let bottom = self.lineage(stage).last()?;
        let value = match &bottom.base {
            Base::Scratch => "root".to_owned(),
            Base::Image(image) => schema::dockerfile::image(&image.familiar_name())?
                .variant_for_tag(image.tag().unwrap_or("latest"))?
                .default_user
                .known()?
                .to_owned(),
            Base::Stage(_) | Base::Unknown => return None,
        };
        Some(Effective { value, origin: Origin::Image })
    }

    /// The working directory in force for instruction `before` of `stage`: relative WORKDIRs joined, variables expanded.
    /// `None`: it depends on an unknown value or on the base image.
    #[must_use]
    pub fn workdir(&self, stage: usize, before: usize) -> Option<Effective<String>> {
        let mut tail: Vec<String> = Vec::new();
        let mut origin = None;
        for owner in self.lineage(stage) {
            let end = if owner.index == stage { owner.instructions.end.min(before) } else { owner.instructions.end };
            for index in (owner.instructions.start..end).rev() {
                let Body::Workdir(Some(word)) = &self.syntax.instructions[index].body else { continue };
                let path = self.scope(index).expand(word)?;
                let origin = *origin.get_or_insert(Origin::of(stage, owner.index, index));
                let absolute = path.starts_with('/') || path.get(1..2) == Some(":");
                tail.push(path);
                if absolute {
                    tail.reverse();
                    return Some(Effective { value: clean(&tail), origin });
                }
            }
        }
        let bottom = self.lineage(stage).last()?;
        let below = match &bottom.base {
            Base::Scratch => "/".to_owned(),
            Base::Image(image) => schema::dockerfile::image(&image.familiar_name())?
                .variant_for_tag(image.tag().unwrap_or("latest"))?
                .workdir
                .known()?
                .to_owned(),
            Base::Stage(_) | Base::Unknown => return None,
        };
        tail.push(below);
        tail.reverse();
        Some(Effective { value: clean(&tail), origin: origin.unwrap_or(Origin::Image) })
    }

    /// The SHELL in force for instruction `before` of `stage`; `None`: the platform's default (`/bin/sh -c`, `cmd /S /C`).
    #[must_use]
    pub fn shell(&self, stage: usize, before: usize) -> Option<(&[ArrayItem], Origin)> {
        self.last(stage, before, |instruction| match &instruction.body {
            Body::Shell(Command { form: Form::Exec(items), .. }) if !items.is_empty() => Some(items.as_slice()),
            _ => None,
        })
    }

    /// What a container of `stage` starts, as far as this file says.
    #[must_use]
    pub fn launch(&self, stage: usize) -> Launch<'_> {
        let entrypoint = self.last(stage, usize::MAX, |instruction| match &instruction.body {
            Body::Entrypoint(command) => Some(command),
            _ => None,
        });
        let cmd = self.last(stage, usize::MAX, |instruction| match &instruction.body {
            Body::Cmd(command) => Some(command),
            _ => None,
        });
        let owner = |origin: Origin| match origin {
            Origin::Here(_) => Some(stage),
            Origin::Stage(owner, _) => Some(owner),
            Origin::Image => None,
        };
        let reset = |origin: Origin| entrypoint.is_some_and(|(_, entry)| owner(entry) > owner(origin));
        Launch { entrypoint, cmd: cmd.filter(|(_, origin)| !reset(*origin)) }
    }
}

/// Joins paths, each relative to the one before, and drops `.`, `..` and double slashes.
fn clean(paths: &[String]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for path in paths {
        if path.starts_with('/') {
            parts.clear();
        }
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
    }
    format!("/{}", parts.join("/"))
}
