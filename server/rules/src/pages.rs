//! Every rule's page is true: the example fires, what to use instead does not, and the page has what a page has.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use project::DocumentKind;

use crate::check::{findings_of, open, workspace};
use crate::{Check, Example, Rule, catalogue};

/// Whether `rule` finds something in the Dockerfile or the manifest of the example.
fn fires(rule: &'static Rule, example: &Example) -> bool {
    let snapshot = workspace(&example.files);
    let is_manifest = rule.name.starts_with("k8s/");
    let (path, kind) =
        if is_manifest { (Example::MANIFEST, DocumentKind::Yaml) } else { ("Dockerfile", DocumentKind::Dockerfile) };
    let document = open(&snapshot, path);
    assert_eq!(document.kind, kind, "{}: an example needs a file to look at", rule.name);
    !findings_of(rule, &snapshot, &document).is_empty()
}

#[test]
fn the_example_fires_and_its_counterpart_does_not() {
    for rule in catalogue::all().filter(|rule| !matches!(rule.check, Check::Judge)) {
        let [wrong, right] = rule.examples();
        assert!(
            !wrong.files.is_empty() && !right.files.is_empty(),
            "{}: an example and its counterpart are wanted",
            rule.name
        );
        assert!(fires(rule, &wrong), "{}: the example does not fire", rule.name);
        assert!(!fires(rule, &right), "{}: what to use instead fires", rule.name);
    }
}

#[test]
fn a_page_has_its_parts_and_keeps_its_tone() {
    for rule in catalogue::all() {
        for heading in ["What it does", "Why is this bad?", "Example"] {
            assert!(
                rule.section(heading).is_some_and(|text| !text.is_empty()),
                "{}: `## {heading}` is missing",
                rule.name
            );
        }
        let prose: String = rule.documentation.split("```").step_by(2).collect();
        for phrase in ["should consider", "please", "best practice", "!"] {
            let found = prose.to_lowercase().replace("`!`", "").contains(phrase);
            assert!(!found, "{}: the page says {phrase:?}", rule.name);
        }
        assert!(rule.documentation.lines().all(|line| !line.ends_with(' ')), "{}: blanks at a line's end", rule.name);
    }
}

#[test]
fn names_and_aliases_are_well_formed() {
    let mut names = BTreeSet::new();
    for rule in catalogue::all() {
        assert!(names.insert(rule.name), "{} is declared twice", rule.name);
        let (family, short) = rule.name.split_once('/').expect("family/name");
        assert!(["docker", "k8s", "plimsoll"].contains(&family), "{}", rule.name);
        assert!(
            short.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{}",
            rule.name
        );
        for alias in rule.same_as {
            let (peer, id) = alias.split_once('/').unwrap_or_else(|| panic!("{}: {alias} names no peer", rule.name));
            assert!(!peer.is_empty() && !id.is_empty());
            assert!(catalogue::means(alias, rule) && catalogue::means(id, rule));
            assert!(catalogue::find(alias).is_some());
        }
    }
}

/// The list of a family is kept by hand; the folder must agree with it.
#[test]
fn every_file_of_a_family_is_in_its_list() {
    for (family, rules) in
        [("docker", crate::docker::RULES), ("k8s", crate::k8s::RULES), ("plimsoll", crate::plimsoll::RULES)]
    {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(family);
        let files: BTreeSet<String> = std::fs::read_dir(&folder)
            .expect("the folder of the family")
            .filter_map(|entry| rule_file(&entry.ok()?.path()))
            .collect();
        let listed: BTreeSet<String> = rules.iter().map(|rule| rule.short_name().replace('-', "_")).collect();
        assert_eq!(files, listed, "{family}");
        let in_order: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        assert!(in_order.is_sorted(), "{family}: the list is sorted by name");
    }
}

/// The module of a file that declares a rule; what is shared between rules declares none.
fn rule_file(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    text.contains("\ndeclare_rule! {").then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
}
