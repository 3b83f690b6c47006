//! Chores of the repository.

mod docs;
mod package_json;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  docs [--check]            write the rules' pages, or say which are stale
  package-json [--check]    write the editors' forms and the page about settings, or say which are stale";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["docs"] => docs::write(),
        ["docs", "--check"] => docs::check(),
        ["package-json"] => package_json::write(),
        ["package-json", "--check"] => package_json::check(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
