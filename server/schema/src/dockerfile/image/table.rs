//! The list itself, `data/images.tsv`: sections are found once, rows are read when somebody asks.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Variant, tag};
use crate::dockerfile::Known;

static TEXT: &str = include_str!("../../../data/images.tsv");

/// An image of the built-in list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image {
    /// As Docker shows it: `python`, `gcr.io/distroless/static-debian13`. Some names hold a `<n>`, which stands for a number.
    pub name: &'static str,
    /// What it is for, a few words: `language tools and runtime`; empty when nobody said.
    pub purpose: &'static str,
    /// The day on which the facts were collected: `2026-08-21`.
    pub as_of: &'static str,
    /// What the rows say about versions that they do not list.
    pub(super) versions: Versions,
    rows: &'static str,
}

/// What the rows of an image say about versions that they do not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    /// Nothing: the contents changed over time, or nobody knows.
    Listed,
    /// The distribution but not its release, and with which user and directory it starts.
    Start,
    /// Everything but the release of the distribution.
    Any,
    /// Everything: the name of the image says the release.
    Fixed,
}

impl Versions {
    fn from_cell(cell: &str) -> Self {
        match cell {
            "start" => Versions::Start,
            "any" => Versions::Any,
            "fixed" => Versions::Fixed,
            _ => Versions::Listed,
        }
    }
}

impl Image {
    /// Its variants, in the order of the list; never empty.
    #[must_use]
    pub fn variants(&self) -> Variants {
        Variants { rows: self.rows.lines() }
    }

    /// What `tag` stands for. A tag that several variants share (`3.13` on Debian and Windows, `22` on two Debian releases)
    /// gives the Linux ones, with `Unknown` where they differ. `None`: the list has no such form, or does not know the
    /// version and its contents cannot be told from the tag.
    #[must_use]
    pub fn variant_for_tag(&self, tag: &str) -> Option<Variant> {
        tag::resolve(self, tag)
    }
}

/// The variants of an image.
#[derive(Debug, Clone)]
pub struct Variants {
    rows: std::str::Lines<'static>,
}

impl Iterator for Variants {
    type Item = Variant;

    fn next(&mut self) -> Option<Variant> {
        self.rows.next().map(variant)
    }
}

struct Table {
    images: Vec<Image>,
    /// From name to place in `images`.
    names: FxHashMap<&'static str, usize>,
    /// The places of those whose name holds a place-holder.
    patterns: Vec<usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { images: Vec::new(), names: FxHashMap::default(), patterns: Vec::new() };
    for section in TEXT.split("\n[").skip(1) {
        let (head, rows) = section.split_once('\n').unwrap_or((section, ""));
        let mut cells = head.split('\t');
        let name = cells.next().unwrap_or_default().trim_end_matches(']');
        let mut next = || cells.next().unwrap_or_default();
        let image = Image { name, purpose: next(), as_of: next(), versions: Versions::from_cell(next()), rows };
        if name.contains('<') {
            table.patterns.push(table.images.len());
        }
        table.names.insert(name, table.images.len());
        table.images.push(image);
    }
    table
});

/// The image `familiar_name`: `python`, `bitnami/redis`, `gcr.io/distroless/static-debian13`; without `docker.io/library/`,
/// tag and digest. `None`: it is not in the list.
#[must_use]
pub fn image(familiar_name: &str) -> Option<&'static Image> {
    let table = &*TABLE;
    let place = table.names.get(familiar_name).copied().or_else(|| {
        table.patterns.iter().copied().find(|place| tag::captures(table.images[*place].name, familiar_name).is_some())
    })?;
    table.images.get(place)
}

/// All images of the list, in the order of their names.
#[must_use]
pub fn images() -> &'static [Image] {
    &TABLE.images
}

/// One row: cells separated by tabs, empty ones at the end left out.
fn variant(row: &'static str) -> Variant {
    let mut cells = row.split('\t');
    let mut text = || cells.next().unwrap_or_default();
    Variant {
        pattern: text(),
        aliases: text(),
        listed: text(),
        base_distribution: fact(text()),
        libc: fact(text()),
        shell: fact(text()),
        package_manager: fact(text()),
        default_user: fact(text()),
        nonroot_user: fact(text()),
        workdir: fact(text()),
        exposed_ports: fact(text()),
        has_healthcheck: truth(text()),
        entrypoint: fact(text()),
        purpose: text(),
        stateful: truth(text()),
        data_path: fact(text()),
        minimal_alternative: fact(text()),
        tools: text(),
        stop_signal: fact(text()),
        entrypoint_drops_privilege: truth(text()),
        note: text(),
    }
}

fn fact(cell: &'static str) -> Known<&'static str> {
    match cell {
        "" => Known::Unknown,
        "none" => Known::None,
        cell => Known::Some(cell),
    }
}

fn truth(cell: &str) -> Known<bool> {
    match cell {
        "true" => Known::Some(true),
        "false" => Known::Some(false),
        _ => Known::Unknown,
    }
}
