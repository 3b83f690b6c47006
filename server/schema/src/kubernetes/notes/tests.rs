//! The notes read well, and everything they speak of exists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{FILES, Note, all, kind_note, note, value_note};

/// A field of `targets.txt`.
#[derive(Debug, Default)]
struct Field {
    /// Whether any key may follow.
    map: bool,
    /// The values that the schema allows; empty when it names none.
    values: BTreeSet<&'static str>,
}

/// `targets.txt`: the fields by definition.
fn targets() -> BTreeMap<&'static str, BTreeMap<&'static str, Field>> {
    let lines = include_str!("../../../notes/targets.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split(' ');
            let definition = words.next().unwrap_or_default();
            let fields = words.map(|word| match (word.strip_suffix(".*"), word.split_once('=')) {
                (Some(name), _) => (name, Field { map: true, ..Field::default() }),
                (None, Some((name, values))) => {
                    (name, Field { values: values.split('|').collect(), ..Field::default() })
                }
                (None, None) => (word, Field::default()),
            });
            (definition, fields.collect())
        })
        .collect()
}

/// What is wrong with a target, if anything.
fn fault(target: &str, targets: &BTreeMap<&'static str, BTreeMap<&'static str, Field>>) -> Option<String> {
    let Some((definition, rest)) = target.split_once('.') else {
        return (!targets.contains_key(target)).then(|| format!("no definition `{target}`"));
    };
    let Some(fields) = targets.get(definition) else { return Some(format!("no definition `{definition}`")) };
    let (name, value) = rest.split_once('=').map_or((rest, None), |(name, value)| (name, Some(value)));
    let Some(field) = fields.get(name) else {
        let of_map = fields.iter().any(|(map, field)| {
            field.map && name.strip_prefix(map).is_some_and(|key| key.len() > 1 && key.starts_with('.'))
        });
        return (!of_map || value.is_some()).then(|| format!("no field `{name}` in {definition}"));
    };
    let value = value?;
    (!field.values.is_empty() && !field.values.contains(value)).then(|| format!("no value `{value}` in {name}"))
}

/// The texts, each once, with its first target.
fn texts() -> BTreeMap<&'static str, &'static str> {
    all().iter().map(|it| (it.text, it.target)).collect()
}

#[test]
fn every_file_is_embedded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notes");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of the notes")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(FILES.iter().map(|(file, _)| (*file).to_owned()).collect::<BTreeSet<_>>(), files);
    assert!(FILES.is_sorted_by_key(|(file, _)| *file));
    for (file, text) in FILES {
        assert!(text.starts_with("## ") && text.ends_with(".\n"), "{file}");
        assert!(!text.contains("\n\n\n") && !text.contains(['\t', '\r']), "{file}");
        let lines = text.lines().collect::<Vec<_>>();
        for pair in lines.windows(2) {
            let well = match pair[0] {
                "" => !pair[1].is_empty(),
                heading if heading.starts_with("## ") => !pair[1].is_empty() && !pair[1].starts_with('#'),
                _ => pair[1].is_empty(),
            };
            assert!(well, "{file}: a heading has its text below it, a paragraph is one line: {}", pair[0]);
            assert!(!pair[0].ends_with(' ') && !pair[0].starts_with(' '), "{file}: {}", pair[0]);
        }
    }
}

#[test]
fn every_target_exists_once() {
    let targets = targets();
    let faults: Vec<String> = all().iter().filter_map(|it| fault(it.target, &targets)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for pair in all().windows(2) {
        assert_ne!(pair[0].target, pair[1].target, "in {} and {}", pair[0].file, pair[1].file);
    }
    let used: BTreeSet<&str> = all().iter().filter_map(|it| it.target.split(['.', '=']).next()).collect();
    assert_eq!(targets.keys().copied().collect::<BTreeSet<_>>(), used, "`targets.txt` lists what is used");
}

#[test]
fn faults_are_seen() {
    let targets = targets();
    for wrong in [
        "Contaner",
        "Contaner.image",
        "Container.imagePullPolicies",
        "Container.imagePullPolicy=Sometimes",
        "Container.image.tag",
        "ResourceRequirements.limits.",
        "ResourceRequirements.limit.cpu",
    ] {
        assert!(fault(wrong, &targets).is_some(), "{wrong}");
    }
}

#[test]
fn lookups() {
    let target = |found: Option<&Note>| found.map(|it| (it.target, it.file));
    assert_eq!(target(note("Container", "readinessProbe")), Some(("Container.readinessProbe", "containers")));
    assert_eq!(
        target(note("ResourceRequirements", "limits.cpu")),
        Some(("ResourceRequirements.limits.cpu", "resources"))
    );
    assert_eq!(target(note("HTTPRoute", "spec.parentRefs")), Some(("HTTPRoute.spec.parentRefs", "gateway")));
    assert_eq!(target(kind_note("Deployment")), Some(("Deployment", "workloads")));
    assert_eq!(
        target(value_note("Container", "imagePullPolicy", "Always")),
        Some(("Container.imagePullPolicy=Always", "containers"))
    );
    assert_eq!(note("Container", "readinessprobe"), None);
    assert_eq!(note("", ""), None);
    assert_eq!(kind_note("Deploy"), None);
    assert_eq!(value_note("Container", "imagePullPolicy", ""), None);
    let shared = ["livenessProbe", "image"].map(|field| note("Container", field).map(|it| it.text));
    assert_ne!(shared[0], shared[1]);
    assert_eq!(shared[1], note("EphemeralContainer", "image").map(|it| it.text));
    for it in all() {
        let found = match (it.target.split_once('.'), it.target.split_once('=')) {
            (Some((definition, _)), Some((path, value))) => {
                value_note(definition, &path[definition.len() + 1..], value)
            }
            (Some((definition, field)), None) => note(definition, field),
            (None, _) => kind_note(it.target),
        };
        assert_eq!(found, Some(it));
    }
}

#[test]
fn there_are_enough() {
    assert!(texts().len() >= 400, "{}", texts().len());
}

/// Where a sentence begins: the start of each paragraph, and behind a full stop, outside of code.
fn sentence_starts(text: &str) -> Vec<char> {
    let mut starts = Vec::new();
    for paragraph in text.split("\n\n") {
        let prose: String = paragraph.split('`').enumerate().map(|(i, it)| if i % 2 == 0 { it } else { "`" }).collect();
        starts.extend(prose.chars().next());
        starts.extend(prose.split(". ").skip(1).filter_map(|it| it.chars().next()));
    }
    starts
}

#[test]
fn notes_are_whole_sentences() {
    for (text, target) in texts() {
        assert!(!text.is_empty() && text == text.trim(), "{target}");
        let words = text.split_whitespace().count();
        assert!((6..=90).contains(&words), "{target}: {words} words");
        assert_eq!(text.matches('`').count() % 2, 0, "{target}: open backtick");
        assert!(!text.contains("  "), "{target}: two blanks");
        for paragraph in text.split("\n\n") {
            assert!(!paragraph.contains('\n'), "{target}: line break");
            assert!(paragraph.ends_with('.'), "{target}: no full stop: {paragraph}");
        }
        assert!(sentence_starts(text).iter().all(|it| it.is_uppercase() || *it == '`'), "{target}: {text}");
        let lower = text.to_lowercase();
        for phrase in [
            "should consider",
            "you should",
            "simply",
            "please",
            "best practice",
            "best-practice",
            "powerful",
            "seamless",
            "robust",
            "leverage",
            "note that",
            "important to",
            "make sure",
            "ensure that",
            "e.g.",
            "i.e.",
            "etc.",
            " he ",
            "!",
        ] {
            assert!(!lower.contains(phrase), "{target}: {phrase}");
        }
        assert!(!text.contains(['\u{2014}', '\u{2013}']), "{target}: dash");
    }
}
