//! `plimsoll rules` and `plimsoll explain`.

use std::collections::BTreeMap;

use expect_test::expect;
use serde_json::Value;

use crate::workspace::Workspace;

#[test]
fn the_catalogue_lists_every_rule() {
    let workspace = Workspace::empty();
    let rules: Value = serde_json::from_str(&workspace.run(&["rules", "--format", "json"]).stdout).expect("JSON");
    let rules = rules.as_array().expect("a list");
    let table = workspace.run(&["rules"]);
    assert_eq!((table.code, table.stderr.as_str()), (Some(0), ""));
    for rule in rules {
        for key in ["name", "severity", "profile", "group", "fixable", "since", "summary"] {
            assert!(rule[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {rule}");
        }
        assert!(rule["aliases"].is_array());
        let (name, summary) = (rule["name"].as_str().unwrap_or_default(), rule["summary"].as_str().unwrap_or_default());
        let line = table.stdout.lines().find(|line| line.split_whitespace().next() == Some(name));
        assert!(line.is_some_and(|line| line.ends_with(summary)), "{name}");
        assert!(summary.ends_with('.') && !summary.contains('\n'), "{summary:?}");
    }
}

#[test]
fn every_rule_is_explained() {
    let workspace = Workspace::empty();
    let rules: Value = serde_json::from_str(&workspace.run(&["rules", "--format", "json"]).stdout).expect("JSON");
    let names = rules.as_array().expect("a list").iter().filter_map(|rule| rule["name"].as_str());
    for name in names {
        let ran = workspace.run(&["explain", name]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{name}");
        assert!(ran.stdout.starts_with(&format!("{name}\n")) && !ran.stdout.contains("\n\n\n"), "{}", ran.shown());
        assert!(!ran.stdout.contains("```") && !ran.stdout.contains("## "), "{}", ran.shown());
    }
}

#[test]
fn a_page_for_the_terminal() {
    let workspace = Workspace::empty();
    let page = workspace.run(&["explain", "docker/add-instead-of-copy"]);
    expect![[r#"
        exit 0
        --- stdout
        docker/add-instead-of-copy
        warning by default · style · every finding has a fix · since 0.1.0

        What it does
        Flags `ADD` when every source is a plain file or folder of the build context.

        Why is this bad?
        `ADD` also downloads URLs, clones repositories and unpacks local archives. A reader has
        to rule all of that out before knowing that the line only copies, and a file that
        happens to be named `data.tar.gz` one day is silently unpacked. `COPY` copies, whatever
        the name.

        Example
            ADD config.toml /etc/app/
        Use instead:
            COPY config.toml /etc/app/

        When to ignore it
        When a source is an archive under a name that does not show it, and unpacking it is what
        you want.

        Also known as
        hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add
    "#]]
    .assert_eq(&page.shown());
    for name in ["add-instead-of-copy", "hadolint/DL3020", "dl3020"] {
        assert_eq!(workspace.run(&["explain", name]), page, "{name}");
    }
}

/// A peer's rule may be several of ours.
#[test]
fn an_id_that_stands_for_several_rules_lists_them() {
    let workspace = Workspace::empty();
    let rules: Value = serde_json::from_str(&workspace.run(&["rules", "--format", "json"]).stdout).expect("JSON");
    let mut by_alias: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in rules.as_array().expect("a list") {
        for alias in rule["aliases"].as_array().expect("a list") {
            by_alias.entry(alias.as_str().unwrap_or_default()).or_default().extend(rule["name"].as_str());
        }
    }
    for (alias, names) in by_alias.iter().filter(|(_, names)| names.len() > 1) {
        let ran = workspace.run(&["explain", alias]);
        assert!(ran.stdout.starts_with(&format!("{alias} stands for {} rules here\n", names.len())), "{}", ran.shown());
        assert!(names.iter().all(|name| ran.stdout.lines().any(|line| line == *name)), "{}", ran.shown());
    }
}

#[test]
fn a_slip_of_the_finger_is_noticed() {
    let workspace = Workspace::empty();
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: no rule is called `docker/add-instead-of-copi` (did you mean `docker/add-instead-of-copy`?)
    "#]]
    .assert_eq(&workspace.run(&["explain", "docker/add-instead-of-copi"]).shown());
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: no rule is called `rotten-fruit`; `plimsoll rules` lists all
    "#]]
    .assert_eq(&workspace.run(&["explain", "rotten-fruit"]).shown());
}
