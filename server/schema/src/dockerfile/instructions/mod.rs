//! The instructions of a Dockerfile, their flags and forms; one file for each with something to say.

mod add;
mod arg;
mod cmd;
mod copy;
mod entrypoint;
mod env;
mod expose;
mod from;
mod healthcheck;
mod label;
mod maintainer;
mod onbuild;
mod run;
mod shell;
mod stopsignal;
mod user;
mod volume;
mod workdir;

use super::Value;

/// An instruction of the current stable Dockerfile frontend. Source: Dockerfile reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction {
    /// In capitals: `COPY`.
    pub keyword: &'static str,
    /// What it does, a few words without a full stop.
    pub summary: &'static str,
    /// What it does to the build and the running system, what to choose; Markdown, two to five sentences.
    pub documentation: &'static str,
    /// The first version of the Dockerfile syntax that has it (`1.4`); `None`: it always was there.
    pub since: Option<&'static str>,
    /// Why and in favour of what it is not used any more; `None`: it is in use.
    pub deprecated: Option<&'static str>,
    /// The flags it takes; empty when it takes none.
    pub flags: &'static [Flag],
    /// The ways to write it, the usual one first; never empty.
    pub syntax: &'static [Form],
}

/// A `--flag` of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// With its dashes: `--mount`.
    pub name: &'static str,
    /// What it does, a few words without a full stop.
    pub summary: &'static str,
    /// What it does and when to use it; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The first version of the Dockerfile syntax that has it (`1.4`); `None`: it always was there.
    pub since: Option<&'static str>,
    /// All words it accepts; empty: free text.
    pub values: &'static [Value],
    /// Whether and how a value follows.
    pub takes_value: FlagValue,
    /// Whether it may be given more than once.
    pub repeatable: bool,
}

/// What follows the name of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagValue {
    /// `--from=build`: there must be a value.
    Required,
    /// `--link` or `--link=false`: a boolean, true when left out.
    OptionalBoolean,
}

/// One way to write an instruction, for signature help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The whole line with its place-holders: `WORKDIR <path>`.
    pub label: &'static str,
    /// Its parts in order; flags, where there are any, are the first.
    pub parameters: &'static [Parameter],
}

/// One part of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// As it stands in the form's label.
    pub label: &'static str,
    /// What belongs there; whole sentences.
    pub documentation: &'static str,
}

/// What a flag that needs no value accepts.
const BOOLEAN: &[Value] = &[
    Value { name: "true", documentation: "Switches it on; the same as the bare flag." },
    Value { name: "false", documentation: "Switches it off." },
];

/// All instructions, roughly in the order in which a file uses them.
const INSTRUCTIONS: &[Instruction] = &[
    from::FROM,
    arg::ARG,
    env::ENV,
    workdir::WORKDIR,
    copy::COPY,
    add::ADD,
    run::RUN,
    user::USER,
    expose::EXPOSE,
    volume::VOLUME,
    label::LABEL,
    healthcheck::HEALTHCHECK,
    stopsignal::STOPSIGNAL,
    entrypoint::ENTRYPOINT,
    cmd::CMD,
    shell::SHELL,
    onbuild::ONBUILD,
    maintainer::MAINTAINER,
];

/// The instruction named `keyword`, in any case; `None`: there is no such instruction.
#[must_use]
pub fn instruction(keyword: &str) -> Option<&'static Instruction> {
    INSTRUCTIONS.iter().find(|it| it.keyword.eq_ignore_ascii_case(keyword))
}

/// All instructions, in about the order in which a file uses them.
#[must_use]
pub fn instructions() -> &'static [Instruction] {
    INSTRUCTIONS
}
