//! Real files: the same tree as a conforming parser's, and what is left of it when they are broken.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use syntax::yaml;

use super::{breaks, edits, events};

/// Reads every YAML and JSON file below `folder`; an error when a tree differs or the text is lost.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let texts = read(folder)?;
    let texts: Vec<_> = texts.iter().map(|(path, text)| (path.as_path(), text.clone())).collect();
    let mut failed = compare(&texts);
    breaks::run(&texts);
    failed += edits::run(&texts);
    if failed > 0 {
        bail!("{failed} files are read in another way than they should be");
    }
    Ok(())
}

/// Every YAML and JSON file below `folder` that is text, by path.
pub(super) fn read(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let text = |file: PathBuf| std::fs::read_to_string(&file).ok().map(|text| (file, text));
    Ok(files.into_iter().filter_map(text).collect())
}

/// Every YAML and JSON file below `folder`.
pub(super) fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json") {
            files.push(path);
        }
    }
    Ok(())
}

fn compare(texts: &[(&Path, String)]) -> usize {
    let (mut valid, mut invalid, mut failed) = (0, 0, 0);
    for (path, text) in texts {
        for text in [text.clone(), text.replace("\r\n", "\n").replace('\n', "\r\n")] {
            let ours = yaml::parse(text.as_str());
            if let Some(broken) = yaml::invariants::broken(&ours) {
                println!("{}: {broken}", path.display());
                failed += 1;
            }
            match events::of_oracle(&text, false) {
                Some(expected) => {
                    valid += 1;
                    let found = events::of(&ours);
                    if found != expected || !ours.errors().is_empty() {
                        failed += 1;
                        println!("{}: differs", path.display());
                        for error in ours.errors().iter().take(3) {
                            println!("  {:?} {error}", error.range);
                        }
                        if let Some(at) =
                            (0..expected.len().max(found.len())).find(|at| found.get(*at) != expected.get(*at))
                        {
                            println!("  event {at}: expected {:?}, found {:?}", expected.get(at), found.get(at));
                        }
                    }
                }
                None => {
                    invalid += 1;
                    if ours.errors().is_empty() {
                        failed += 1;
                        println!("{}: the oracle refuses it, we do not", path.display());
                    }
                }
            }
        }
    }
    println!("{valid} valid and {invalid} invalid texts (each file with LF and with CRLF), {failed} differ");
    failed
}
