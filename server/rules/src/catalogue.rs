//! The list of all rules, and looking one up.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntax::spelling;

use crate::rule::Rule;

static BY_NAME: LazyLock<HashMap<String, &'static Rule>> = LazyLock::new(|| {
    let mut map: HashMap<String, &'static Rule> = HashMap::new();
    for rule in all() {
        for alias in rule.same_as {
            map.entry(alias.to_ascii_lowercase()).or_insert(rule);
            if let Some((_, id)) = alias.split_once('/') {
                map.entry(id.to_ascii_lowercase()).or_insert(rule);
            }
        }
    }
    for rule in all() {
        map.entry(rule.short_name().to_owned()).or_insert(rule);
        map.insert(rule.name.to_owned(), rule);
    }
    map
});

/// Every rule, by name.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    crate::docker::RULES.iter().chain(crate::k8s::RULES).chain(crate::plimsoll::RULES).copied()
}

/// The rule called `name`: its own name, without its family, or a peer's id with or without the peer (`hadolint/DL3007`,
/// `DL3007`), in any case. A peer's id that stands for several rules gives the first; [`aliases`] gives all.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).or_else(|| BY_NAME.get(&name.to_ascii_lowercase())).copied()
}

/// Whether `name` means `rule`: its name, its short name, or one of its aliases with or without the peer.
#[must_use]
pub fn means(name: &str, rule: &Rule) -> bool {
    name == rule.name
        || name == rule.short_name()
        || rule.same_as.iter().any(|alias| {
            alias.eq_ignore_ascii_case(name)
                || alias.split_once('/').is_some_and(|(_, id)| id.eq_ignore_ascii_case(name))
        })
}

/// The rule whose name is nearest to `name`, when it is near enough to be a slip of the finger.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static Rule> {
    let whole = name.contains('/');
    let shown = |rule: &'static Rule| if whole { rule.name } else { rule.short_name() };
    let best = spelling::nearest(name, all().map(shown))?;
    all().find(|rule| shown(rule) == best)
}
