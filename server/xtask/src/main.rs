//! Chores of the repository.

mod corpus;
mod docs;
mod package_json;
mod schemas;
mod yaml;

use std::env;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  docs [--check]                    write the rules' pages, or say which are stale
  package-json [--check]            write the editors' forms and the page about settings, or say which are stale
  schemas build FOLDER [--check]    make the facts about Kubernetes anew from a folder of data, or say what would change
  corpus dockerfiles FOLDER         properties that every Dockerfile must have, over all files below FOLDER
  corpus manifests FOLDER           what rules find in every manifest below FOLDER, and whether each fix keeps its promises
  corpus shell FOLDER               our shell reader against another parser (needs `--features second-opinion`)
  yaml cases FILE…                  the YAML reader on typing and conformance cases
  yaml corpus FOLDER                the YAML reader and its edits on every file below FOLDER
  yaml format FOLDER                the formatter on every file below FOLDER, as it is and laid out otherwise
  yaml replay FOLDER [--files N] [--seed N]
                                    type N manifests of FOLDER, and hold what is proposed against what their authors wrote
  yaml usage FOLDER                 make the table of the fields that manifests use anew";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let holds = |()| true;
    let result = match words.as_slice() {
        ["docs"] => docs::write().map(holds),
        ["docs", "--check"] => docs::check().map(holds),
        ["package-json"] => package_json::write().map(holds),
        ["package-json", "--check"] => package_json::check().map(holds),
        ["schemas", "build", folder] => schemas::write(folder).map(holds),
        ["schemas", "build", folder, "--check"] => schemas::check(folder).map(holds),
        ["yaml", rest @ ..] => yaml::run(rest).map(holds),
        ["corpus", kind, folder] => corpus::run(kind, Path::new(folder)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
