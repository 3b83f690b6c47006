//! The binary `plimsoll`: the language server and the command line.

mod cli;
mod data_folder;
mod lsp;
mod report;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
