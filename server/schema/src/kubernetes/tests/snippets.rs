//! The form of the snippets. That what they hold is right is held where YAML is read, in crate `ide`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::kubernetes::snippets::{Place, Snippet, all};
use crate::kubernetes::{Schema, Version, kind};

#[test]
fn every_file_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snippets");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".yaml")?.to_owned()))
        .collect();
    let listed: BTreeSet<String> = all().iter().map(|snippet| snippet.prefix.to_owned()).collect();
    assert_eq!(files, listed);
    assert_eq!(listed.len(), all().len(), "a file is listed twice");
    assert!(all().is_sorted_by_key(|snippet| snippet.place != Place::Document), "documents first");
}

#[test]
fn every_one_says_what_it_is() {
    let mut titles = BTreeSet::new();
    for Snippet { prefix, title, documentation, place, api_version, kind: name, body, .. } in all() {
        assert!(!title.is_empty() && !title.ends_with('.') && title.len() <= 60, "{prefix}: {title}");
        assert!(titles.insert((place_of(*place), title)), "{prefix}: two are called so");
        assert!(documentation.is_empty() || documentation.ends_with('.'), "{prefix}: {documentation}");
        assert!(documentation.len() <= 400, "{prefix}: {} characters", documentation.len());
        assert!(!body.is_empty() && !body.contains('\t') && !body.starts_with('#'), "{prefix}");
        assert_eq!(body.lines().find(|line| line.ends_with(' ')), None, "{prefix}");
        match place {
            Place::Document => assert!(!api_version.is_empty() && !name.is_empty(), "{prefix}"),
            Place::Fields(definition) => {
                assert!(Schema::of_definition(definition, Version::newest()).is_some(), "{prefix}: {definition}");
            }
            Place::Item { definition, field } => {
                let schema = Schema::of_definition(definition, Version::newest()).expect("a definition");
                let list = schema.field(field).expect("a field").schema;
                assert!(list.items().is_some(), "{prefix}: {definition}.{field}");
            }
        }
    }
}

fn place_of(place: Place) -> String {
    format!("{place:?}")
}

#[test]
fn placeholders_are_numbered_in_their_order_and_said_once() {
    for Snippet { prefix, body, .. } in all() {
        let pieces: Vec<&str> = body.split("${").skip(1).collect();
        let numbers: Vec<usize> =
            pieces.iter().filter_map(|piece| piece[..piece.find([':', '|'])?].parse().ok()).collect();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=numbers.len()).collect::<Vec<_>>(), "{prefix}");
        let repeated = body.split('$').skip(1).filter_map(|piece| {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            piece[..digits].parse::<usize>().ok()
        });
        for number in repeated {
            assert!(numbers.contains(&number), "{prefix}: ${number} repeats nothing");
        }
        let first_said = |number: usize| body.find(&format!("${{{number}")).unwrap_or(0);
        assert!(
            numbers.iter().all(|number| {
                let bare = format!("${number}");
                let place = body
                    .match_indices(&bare)
                    .find(|(at, _)| !body[at + bare.len()..].starts_with(|it: char| it.is_ascii_digit()));
                place.is_none_or(|(at, _)| at > first_said(*number))
            }),
            "{prefix}: repeated before it is said"
        );
    }
}

#[test]
fn filled() {
    let pdb = all().iter().find(|snippet| snippet.prefix == "pdb").expect("it is there");
    let filled = pdb.filled();
    assert!(filled.contains("\n  name: web\n") && filled.ends_with("name: web"), "{filled}");
    for snippet in all() {
        let filled = snippet.filled();
        assert!(!filled.contains('$') && !filled.contains('\\'), "{}: {filled}", snippet.prefix);
    }
}

#[test]
fn no_version_of_a_kind_is_outdated() {
    for Snippet { prefix, api_version, kind: name, .. } in all().iter().filter(|it| it.place == Place::Document) {
        if api_version.starts_with("kustomize.config.k8s.io/") {
            continue;
        }
        let kind = kind(api_version, name).unwrap_or_else(|| panic!("{prefix}: {api_version} {name}"));
        let newest = Version::newest();
        let is_current = kind.is_served_in(newest) && !kind.is_deprecated_in(newest) && !kind.is_superseded();
        assert!(is_current, "{prefix}: {api_version} {name}");
    }
}
