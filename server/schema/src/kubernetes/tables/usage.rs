use std::sync::LazyLock;

static USAGE: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let table = include_str!("../../../data/usage.tsv");
    let rows = table.lines().skip(1).filter_map(|line| line.split_once('\t'));
    let mut rows: Vec<(&str, Vec<&str>)> = rows.map(|(owner, names)| (owner, names.split(' ').collect())).collect();
    rows.sort_unstable_by_key(|(owner, _)| *owner);
    rows
});

/// The fields of a definition that manifests use, the most frequent first, as counted over public ones. `owner` is the short
/// name of the definition (`PodSpec`), for custom resources the kind with the path (`HTTPRoute.spec.rules`), and `Kind` for
/// the kinds themselves. Empty: none was seen.
pub fn usage(owner: &str) -> &'static [&'static str] {
    let place = USAGE.binary_search_by_key(&owner, |(name, _)| *name);
    place.ok().and_then(|index| USAGE.get(index)).map(|(_, names)| names.as_slice()).unwrap_or_default()
}
