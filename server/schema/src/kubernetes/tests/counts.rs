//! What the data counts, the look-up must count too.

use crate::kubernetes::store::Bundle;
use crate::kubernetes::{Format, Kind, Schema, Version, custom_kinds, kinds, well_known_keys};

/// A row of `facts/counts.tsv`.
fn counted(what: &str) -> usize {
    let table = include_str!("../../../facts/counts.tsv");
    let row = table.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix('\t'));
    row.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no count of {what}"))
}

/// Kept by hand, see `facts/README.md`.
const BY_HAND: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.List";

#[test]
fn every_minor_has_its_definitions_and_fields() {
    let store = Bundle::Core.store();
    assert_eq!(Version::all().count(), 14);
    for version in Version::all() {
        let in_version = store.0.definitions().filter_map(|number| {
            let (name, _, range) = store.defined(number)?;
            if range.contains(version) && name != BY_HAND { Schema::of_definition(name, version) } else { None }
        });
        let schemas: Vec<Schema> = in_version.collect();
        assert_eq!(schemas.len(), counted(&format!("definitions {version}")), "definitions of {version}");
        let fields: usize = schemas.iter().map(|schema| schema.fields().count()).sum();
        assert_eq!(fields, counted(&format!("fields {version}")), "fields of {version}");
    }
}

#[test]
fn every_kind_is_there() {
    let is_counted = |kind: &Kind| kind.definition() != Some(BY_HAND);
    let mut all: Vec<_> =
        Version::all().flat_map(kinds).filter(is_counted).map(|kind| (kind.api_version(), kind.name())).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), counted("core kinds"));
    assert_eq!(kinds(Version::newest()).filter(is_counted).count(), counted("core kinds newest"));
    assert!(kinds(Version::newest()).all(|kind| kind.schema(Version::newest()).is_some()));
}

#[test]
fn every_custom_kind_and_format_is_there() {
    assert_eq!(custom_kinds().count(), counted("custom kinds"));
    let mut groups: Vec<&str> = custom_kinds().map(Kind::group).collect();
    groups.sort_unstable();
    groups.dedup();
    assert_eq!(groups.len(), counted("custom groups"));
    assert_eq!(Format::ALL.len(), counted("formats"));
    assert!(Format::ALL.iter().all(|format| format.schema().is_some_and(|schema| schema.fields().count() > 0)));
    let mut keys: Vec<_> = well_known_keys().map(|it| (it.name, it.value, it.note)).collect();
    keys.dedup();
    assert_eq!(keys.len(), counted("well-known keys"));
}
