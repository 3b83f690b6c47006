//! From a concrete tag to the variant it stands for. Rather no answer than a wrong one.

use std::cmp::Reverse;

use super::Variant;
use super::merge::{common_words, distribution_only, meet};
use super::table::{Image, Versions};
use crate::dockerfile::Known;

/// What the place-holders of a pattern stood for, in order; more than four do not occur.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Captures<'t> {
    texts: [(&'static str, &'t str); 4],
    count: usize,
    /// The number behind the name of a distribution: `3.22` in `alpine3.22`.
    release: Option<&'t str>,
}

impl<'t> Captures<'t> {
    fn get(&self, name: &str) -> Option<&'t str> {
        self.texts[..self.count].iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    fn push(&mut self, name: &'static str, text: &'t str) -> Option<()> {
        *self.texts.get_mut(self.count)? = (name, text);
        self.count += 1;
        Some(())
    }
}

/// Distributions as they occur in tags; a number may follow.
const DISTRIBUTIONS: &[&str] =
    &["alpine", "debian", "ubuntu", "ubi", "rockylinux", "almalinux", "oraclelinux", "azurelinux"];

/// Words in tags that name a release of a distribution.
const RELEASES_IN_TAGS: &[&str] = &[
    "trixie",
    "bookworm",
    "bullseye",
    "buster",
    "stretch",
    "forky",
    "sid",
    "resolute",
    "noble",
    "jammy",
    "focal",
    "bionic",
    "al2023",
    "amazonlinux2",
    "al2",
    "ltsc",
    "1809",
    "oraclelinux8",
    "oraclelinux9",
    "oraclelinux10",
    "ubi8",
    "ubi9",
    "ubi10",
    "azurelinux3",
    "azurelinux4",
    "almalinux10",
    "debian13",
    "debian12",
];

/// Releases of distributions that tags name by number.
const RELEASES: &[&str] = &[
    "alpine 3.24",
    "alpine 3.23",
    "alpine 3.22",
    "alpine 3.21",
    "alpine 3.20",
    "alpine 3.19",
    "alpine 3.18",
    "alpine 3.17",
    "alpine 3.16",
    "alpine 3.15",
    "alpine 3.14",
    "alpine 3.13",
    "alpine 3.12",
    "alpine 3.11",
    "alpine 3.10",
    "alpine 3.9",
    "alpine 3.8",
    "ubuntu 26.04",
    "ubuntu 25.10",
    "ubuntu 25.04",
    "ubuntu 24.10",
    "ubuntu 24.04",
    "ubuntu 22.04",
    "ubuntu 20.04",
    "ubuntu 18.04",
    "ubuntu 16.04",
    "debian 13",
    "debian 12",
    "debian 11",
    "debian 10",
    "debian 9",
    "fedora 44",
    "fedora 43",
    "fedora 42",
    "fedora 41",
    "fedora 40",
    "fedora 39",
    "rockylinux 10",
    "rockylinux 9",
    "rockylinux 8",
    "almalinux 10",
    "almalinux 9",
    "almalinux 8",
];

/// How well a tag fits a pattern: letters of the pattern that are not place-holders, then dates before versions.
type Score = (usize, bool);

fn score(pattern: &str) -> Score {
    let mut literal = 0;
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('<') {
        literal += before.len();
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    (literal + rest.len(), pattern.contains("<date>"))
}

/// A variant whose form fits, and how.
struct Fit<'t> {
    variant: Variant,
    pattern: &'static str,
    captures: Captures<'t>,
}

pub(super) fn resolve(image: &Image, tag: &str) -> Option<Variant> {
    let fits = best_fits(image, tag);
    let first = fits.first()?;
    let version = first.captures.get("version");
    let names_release = names_release(first.pattern, &first.captures);
    let names_family = names_release || DISTRIBUTIONS.iter().any(|it| first.pattern.contains(it));

    let listed = version.is_none_or(|version| image.variants().any(|it| lists(&it, version)));
    let own = |fit: &&Fit<'_>| {
        version
            .is_none_or(|version| lists(&fit.variant, version) || (listed && fit.variant.tags().count() >= SHORTENED))
    };
    let has_own = fits.iter().any(|fit| own(&fit));
    let merged = if has_own { all(fits.iter().filter(own)) } else { all(fits.iter()) }?;

    let numbered = DISTRIBUTIONS.contains(&image.name) || image.name == "fedora";
    let vague = !has_own || merged.base_distribution.known().is_some_and(|it| it.contains(';'));
    let release = first.captures.release.or(version.filter(|_| numbered && vague));
    // A patch release keeps the distribution of its day, so only the versions listed are certain to be on this one.
    let current = version.is_none_or(|version| fits.iter().any(|fit| lists_exactly(&fit.variant, version)));
    let fixed = names_release || image.versions == Versions::Fixed || (numbered && has_own);
    let variant = with_base(merged, release, current || fixed);
    if listed {
        return Some(variant);
    }
    let nothing_listed = || !image.variants().any(|it| versions(&it).next().is_some());
    match image.versions {
        Versions::Any | Versions::Fixed => Some(variant),
        Versions::Start => {
            let Variant { default_user, workdir, .. } = variant;
            Some(Variant { default_user, workdir, ..distribution_only(variant) })
        }
        Versions::Listed if nothing_listed() => Some(variant),
        Versions::Listed => names_family.then(|| distribution_only(variant)),
    }
}

/// `variant` as its listed tag `tag` has it.
pub(super) fn of_listed(variant: Variant, tag: &str) -> Variant {
    let release = variant.patterns().find_map(|pattern| captures(pattern, tag)).and_then(|it| it.release);
    with_base(variant, release, true)
}

fn names_release(pattern: &str, captures: &Captures<'_>) -> bool {
    captures.release.is_some() || RELEASES_IN_TAGS.iter().any(|it| pattern.contains(it))
}

/// The list gives at most this many tags for a variant; one with as many may have more.
const SHORTENED: usize = 10;

/// The variants that fit best; those of Windows only when there are no others.
fn best_fits<'t>(image: &Image, tag: &'t str) -> Vec<Fit<'t>> {
    let mut best = (Score::default(), false);
    let mut fits = Vec::new();
    for variant in image.variants() {
        let fitting = variant.patterns().filter_map(|pattern| Some((score(pattern), pattern, captures(pattern, tag)?)));
        let Some((score, pattern, captures)) = fitting.max_by_key(|(score, ..)| *score) else { continue };
        let rank = (score, !variant.is_windows());
        if rank > best {
            fits.clear();
            best = rank;
        }
        if rank == best {
            fits.push(Fit { variant, pattern, captures });
        }
    }
    fits
}

fn all<'f, 't: 'f>(mut fits: impl Iterator<Item = &'f Fit<'t>>) -> Option<Variant> {
    let first = fits.next()?.variant;
    Some(fits.fold(first, |merged, fit| meet(merged, &fit.variant)))
}

/// Whether the tags listed for `variant` hold `version`, or a longer or shorter form of it: `3.13.5` goes with `3.13`.
fn lists(variant: &Variant, version: &str) -> bool {
    listed_as(variant, version).next().is_some()
}

/// Whether they hold `version` itself or a longer form of it.
fn lists_exactly(variant: &Variant, version: &str) -> bool {
    let parts = version.split('.').count();
    number_of(version) == version && listed_as(variant, version).any(|listed| parts <= listed.split('.').count())
}

/// The listed versions that `version` goes with.
fn listed_as(variant: &Variant, version: &str) -> impl Iterator<Item = &'static str> {
    let version = number_of(version);
    let major = version.split('.').next().unwrap_or(version);
    let likely = variant.tags().filter(move |tag| tag.contains(major));
    likely.filter_map(|tag| version_in(variant, tag)).map(number_of).filter(move |listed| {
        let mut pairs = listed.split('.').zip(version.split('.'));
        pairs.all(|(left, right)| left == right)
    })
}

/// The versions in the tags listed for `variant`.
fn versions(variant: &Variant) -> impl Iterator<Item = &'static str> {
    variant.tags().filter_map(|tag| version_in(variant, tag))
}

fn version_in<'t>(variant: &Variant, tag: &'t str) -> Option<&'t str> {
    variant.patterns().find_map(|pattern| captures(pattern, tag)?.get("version"))
}

/// `3.15.0` of `3.15.0rc1`, `8` of `8u432-b06`.
fn number_of(version: &str) -> &str {
    let version = version.strip_prefix('v').unwrap_or(version);
    let end = version.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(version.len());
    &version[..end]
}

/// `variant` with its distribution, which may be a list (`alpine 3.24; alpine 3.23`), as precise as is certain.
fn with_base(variant: Variant, release: Option<&str>, certain: bool) -> Variant {
    let base_distribution = match variant.base_distribution {
        Known::Some(text) => precise(text, release, certain),
        base @ (Known::None | Known::Unknown) => base,
    };
    Variant { base_distribution, ..variant }
}

fn precise(text: &'static str, release: Option<&str>, certain: bool) -> Known<&'static str> {
    let first = text.split(';').next().unwrap_or(text);
    let family = first.split([' ', '-']).next().unwrap_or(first).trim_end_matches(|it: char| it.is_ascii_digit());
    let single = !text.contains(';') && text != family;
    match release {
        Some(release) if !(single && certain && first.split(' ').any(|word| word == release)) => {
            let named = |known: &&'static str| {
                let number = known.strip_prefix(family).unwrap_or_default().trim_start();
                release == number || release.strip_prefix(number).is_some_and(|rest| rest.starts_with('.'))
            };
            let known = text.split("; ").chain(RELEASES.iter().copied()).find(named);
            Known::Some(known.unwrap_or(family))
        }
        Some(_) => Known::Some(text),
        None if !certain => Known::Some(family),
        None => text.split("; ").skip(1).fold(Known::Some(first), |common, next| match common {
            Known::Some(common) => common_words(common, next),
            base @ (Known::None | Known::Unknown) => base,
        }),
    }
}

/// Longer names and tags are not valid, and not looked at.
const LONGEST: usize = 255;

/// What the place-holders of `pattern` stand for when it fits all of `text`.
pub(super) fn captures<'t>(pattern: &'static str, text: &'t str) -> Option<Captures<'t>> {
    let end = pattern.rsplit_once('>').map_or(pattern, |(_, end)| end);
    if !text.ends_with(end) || text.len() > LONGEST {
        return None;
    }
    let mut captures = Captures::default();
    fits(pattern, text, "", &mut captures).then_some(captures)
}

fn fits<'t>(pattern: &'static str, text: &'t str, before: &str, captures: &mut Captures<'t>) -> bool {
    let Some((literal, rest)) = pattern.split_once('<') else { return pattern == text };
    let Some((name, pattern)) = rest.split_once('>') else { return false };
    let Some(text) = text.strip_prefix(literal) else { return false };
    if matches!(name, "version" | "x" | "n") && !text.starts_with(|it: char| it.is_ascii_digit() || it == 'v') {
        return false;
    }
    let before = if literal.is_empty() { before } else { literal };
    let distribution = before.trim_end_matches('-');
    let names_distribution = DISTRIBUTIONS.iter().any(|it| distribution.ends_with(it));
    for end in (1..=text.len()).rev().filter(|end| text.is_char_boundary(*end)) {
        let (value, rest) = text.split_at(end);
        if !stands_for(name, value) {
            continue;
        }
        let saved = *captures;
        if names_distribution && matches!(name, "x" | "n") && captures.release.is_none() {
            captures.release = Some(value);
        }
        if captures.push(name, value).is_some() && fits(pattern, rest, "", captures) {
            return true;
        }
        *captures = saved;
    }
    false
}

fn stands_for(name: &str, value: &str) -> bool {
    match name {
        "version" => is_version(value),
        "x" | "n" | "jdk" | "pg" | "postgis" | "sbt" | "scala" | "year" => is_number(value),
        "date" => value.len() >= 8 && value.bytes().all(|it| it.is_ascii_digit() || it == b'.'),
        "codename" => value.bytes().all(|it| it.is_ascii_lowercase()),
        _ => value.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it)),
    }
}

/// `3`, `3.24`: digits with single dots between them.
fn is_number(value: &str) -> bool {
    value.split('.').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()))
}

/// `3.13.1`, `v2.1`, `21.0.5_11`, `8u432-b06`, `19beta3`, `4.0.0-rc-5`, `1.27-rc.1`.
fn is_version(value: &str) -> bool {
    let value = value.strip_prefix('v').unwrap_or(value);
    let end = value.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(value.len());
    let (number, rest) = value.split_at(end);
    is_number(number) && (rest.is_empty() || is_suffix(rest))
}

fn is_suffix(text: &str) -> bool {
    const PRE_RELEASE: &[&str] = &["rc", "beta", "alpha", "preview", "pre", "a", "b", "m", "M", "ea"];
    if let Some(build) = text.strip_prefix('_') {
        return is_number(build);
    }
    if let Some(update) = text.strip_prefix('u') {
        return update.split("-b").all(is_number);
    }
    let word = text.strip_prefix(['-', '.']).unwrap_or(text);
    PRE_RELEASE.iter().filter_map(|it| word.strip_prefix(it)).any(|number| {
        let number = number.strip_prefix(['-', '.']).unwrap_or(number);
        number.is_empty() || is_number(number)
    })
}

/// `pattern` with the place-holders filled in; `None`: one is unknown.
pub(super) fn fill(pattern: &str, captures: &Captures<'_>) -> Option<String> {
    let mut filled = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>')?;
        filled.push_str(before);
        filled.push_str(captures.get(name)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// Where a tag stands in a list for people; smaller comes first.
pub(super) type Order = (bool, bool, Reverse<Vec<u32>>, u8, usize, usize);

pub(super) fn order(variant: &Variant, tag: &str, row: usize) -> Order {
    let version = version_in(variant, tag).or_else(|| versions(variant).next()).unwrap_or_default();
    let numbers = version.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
    (variant.is_windows(), variant.is_pre_release(), Reverse(numbers), size(variant, tag), tag.len(), row)
}

/// A rough order by size: what has less in it comes first.
fn size(variant: &Variant, tag: &str) -> u8 {
    let base = variant.base_distribution.known().unwrap_or_default();
    match () {
        () if variant.shell.is_none() => 0,
        () if tag.contains("slim") || tag.contains("minimal") => 1,
        () if base.starts_with("alpine") => 2,
        () if base.contains("slim") => 3,
        () => 4,
    }
}
