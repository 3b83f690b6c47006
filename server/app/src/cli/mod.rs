//! The command line: what the arguments say is done, and every mistake is one sentence on standard error.

mod arguments;
mod baseline;
mod catalogue;
mod check;
mod crash;
mod diff;
mod explain;
mod fix;
mod git;
mod graph;
mod mend;
mod output;
mod place;
mod progress;
mod scan;
mod schemas;
mod selected;
mod settings;
mod write;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use self::arguments::{Arguments, Command, ListFormat, Lsp};
use self::settings::ConfigMistakes;

/// The exit code of a run that could not do all it was asked to.
const FAILED: u8 = 2;

/// Reads the arguments and does what they say.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    output::set_color(arguments.color);
    run(arguments).unwrap_or_else(|error| {
        if error.is::<ConfigMistakes>() {
            output::say_plain(error);
        } else {
            output::say(format_args!("{error:#}"));
        }
        FAILED.into()
    })
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        None if arguments.stdio => serve(Lsp::default()),
        None => {
            output::print(&Arguments::command().render_help().ansi().to_string())?;
            Ok(FAILED.into())
        }
        Some(Command::Lsp(lsp)) => serve(lsp),
        Some(Command::Check(check)) => check::run(&check),
        Some(Command::Fix(fix)) => fix::run(&fix),
        Some(Command::Baseline(baseline)) => baseline::run(&baseline),
        Some(Command::Schemas(schemas)) => schemas::run(&schemas),
        Some(Command::Explain(explain)) => {
            output::print(&explain::page(&explain.rule)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Graph(graph)) => graph::run(&graph),
        Some(Command::Rules(rules)) => {
            match rules.format {
                ListFormat::Text => output::print(&catalogue::table())?,
                ListFormat::Json => output::print_raw(&catalogue::json())?,
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn serve(lsp: Lsp) -> anyhow::Result<ExitCode> {
    crate::lsp::run(crate::lsp::LogOptions { filter: lsp.log, file: lsp.log_file })
}
