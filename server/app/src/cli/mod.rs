//! The command line.

mod arguments;
mod catalogue;
mod check;
mod place;
mod scan;

use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use self::arguments::{Arguments, Command, ListFormat, Lsp};

/// Reads the arguments and does what they say.
pub(crate) fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("plimsoll: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command.unwrap_or_else(|| Command::Lsp(Lsp::default())) {
        Command::Lsp(lsp) => crate::lsp::run(crate::lsp::LogOptions { filter: lsp.log, file: lsp.log_file }),
        Command::Check(check) => check::run(&check),
        Command::Rules(rules) => {
            match rules.format {
                ListFormat::Json | ListFormat::Text => println!("{}", catalogue::json()),
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Fix(_) | Command::Explain(_) | Command::Baseline(_) => bail!("not yet"),
    }
}
