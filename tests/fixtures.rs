//! `fixtures/README.md` says which rule finds something where: it has to be true, for each rule and each file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The table of the page: rule to files, as written.
fn promised(page: &str) -> BTreeMap<String, Vec<String>> {
    let names = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let table =
        page.lines().skip_while(|line| !line.starts_with("| rule |")).skip(2).take_while(|line| line.starts_with('|'));
    let mut promised: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in table {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        promised.entry(names(cells[0])[0].clone()).or_default().extend(names(cells[1]));
    }
    promised
}

/// Rule and file of everything that is found in the fixtures, by their own settings aside.
fn found(fixtures: &Path) -> BTreeSet<(String, String)> {
    let folder = |name: &str| fixtures.join(name);
    let output = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
        .args(["check", "--format", "json", "--profile", "all"])
        .args([folder("images"), folder("broken"), folder("cluster")])
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows = report["findings"].as_array().expect("findings");
    rows.iter()
        .map(|row| (row["rule"].as_str().unwrap().to_owned(), row["file"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn the_pages_about_fixtures_are_true() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let found = found(&fixtures);
    for (page, family, least) in [("README.md", "docker/", 50), ("cluster/README.md", "k8s/", 17)] {
        let page = std::fs::read_to_string(fixtures.join(page)).expect("the page");
        let promised = promised(&page);
        assert!(promised.len() >= least, "the table is read: {promised:?}");
        holds(&promised, family, &found);
    }
}

/// Every promise of a page about rules of `family` is among what is found.
fn holds(promised: &BTreeMap<String, Vec<String>>, family: &str, found: &BTreeSet<(String, String)>) {
    let silent: Vec<(&String, &String)> = promised
        .iter()
        .flat_map(|(rule, files)| files.iter().map(move |file| (rule, file)))
        .filter(|(rule, file)| {
            !found.iter().any(|(seen, at)| seen.strip_prefix(family) == Some(rule) && at.ends_with(&format!("/{file}")))
        })
        .collect();
    assert!(silent.is_empty(), "nothing is found, although the page says so: {silent:?}");
}

/// What is kept well shows that silence is possible.
#[test]
fn nothing_is_found_in_what_is_kept_well() {
    for folder in
        ["images/checkout", "images/migrate", "cluster/backups", "cluster/base", "cluster/crds", "cluster/overlays"]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
            .args(["check", "--format", "json"])
            .arg(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder))
            .output()
            .expect("the program runs");
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        // What hardens is said of these too, by the profile that their settings choose.
        let rows = report["findings"].as_array().expect("findings");
        let loud: Vec<&Value> =
            rows.iter().filter(|row| row["severity"] == "error" || row["severity"] == "warning").collect();
        assert!(loud.is_empty(), "{folder}: {loud:#?}");
        assert!(rows.is_empty() || folder.starts_with("cluster/"), "{folder}: {rows:#?}");
    }
}

/// The README shows a command and says how it ends.
#[test]
fn the_first_command_of_the_readme_ends_as_it_says() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let line = page.lines().find_map(|line| line.strip_prefix("cargo run --release -- check ")).expect("the command");
    let folders = line.split('#').next().unwrap_or_default().split_whitespace();
    let output = Command::new(env!("CARGO_BIN_EXE_plimsoll")).current_dir(root).arg("check").args(folders).output();
    assert_eq!(output.expect("the program runs").status.code(), Some(1), "{line}");
    assert!(page.contains("The first one ends with exit code 1"));
}
