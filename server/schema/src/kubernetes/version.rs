use std::fmt;

/// A minor version of Kubernetes: 1.30. The major is always 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

const OLDEST: Version = Version(minor(env!("OLDEST_MINOR")));
const NEWEST: Version = Version(minor(env!("NEWEST_MINOR")));

impl Version {
    /// The minor 1.`minor`.
    pub const fn new(minor: u8) -> Version {
        Version(minor)
    }

    /// Reads `1.30`, `v1.30`, `1.30.4` and what distributions make of it, `v1.30.4-eks-abc` or `1.30+`. `None`: no
    /// version of Kubernetes.
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim();
        let rest = text.strip_prefix('v').unwrap_or(text).strip_prefix("1.")?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_ended = rest[digits..].chars().next().is_none_or(|it| matches!(it, '.' | '-' | '+'));
        if is_ended { rest[..digits].parse().ok().map(Version) } else { None }
    }

    /// 30 of 1.30.
    pub const fn minor(self) -> u8 {
        self.0
    }

    /// The first minor that is bundled.
    pub const fn oldest() -> Version {
        OLDEST
    }

    /// The last minor that is bundled.
    pub const fn newest() -> Version {
        NEWEST
    }

    /// Every bundled minor, oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Version> {
        (OLDEST.0..=NEWEST.0).map(Version)
    }

    /// Whether its facts are bundled.
    pub fn is_bundled(self) -> bool {
        (OLDEST..=NEWEST).contains(&self)
    }

    /// The nearest minor that is bundled.
    #[must_use]
    pub fn clamp(self) -> Version {
        Ord::clamp(self, OLDEST, NEWEST)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// The minors in which something exists, both ends included; 0 is an open end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Range {
    pub(super) since: u8,
    pub(super) until: u8,
}

impl Range {
    pub(super) fn contains(self, version: Version) -> bool {
        self.since <= version.0 && (self.until == 0 || version.0 <= self.until)
    }

    /// The part of it that lies in `other`, which says what an open end means.
    pub(super) fn within(self, other: Range) -> Range {
        let until = if self.until == 0 { other.until } else { self.until };
        Range { since: self.since.max(other.since), until }
    }

    /// From the start of one to the end of the other.
    pub(super) fn to(self, later: Range) -> Range {
        Range { since: self.since, until: later.until }
    }

    pub(super) fn since(self) -> Option<Version> {
        (self.since != 0).then_some(Version(self.since))
    }

    pub(super) fn until(self) -> Option<Version> {
        (self.until != 0).then_some(Version(self.until))
    }

    /// The minor of the range that is nearest to `version`.
    pub(super) fn nearest(self, version: Version) -> Version {
        let from = if self.since == 0 { OLDEST.0 } else { self.since };
        let to = if self.until == 0 { NEWEST.0 } else { self.until };
        Version(version.0.max(from).min(to.max(from)))
    }
}

/// Reads the digits that the build script found.
const fn minor(text: &str) -> u8 {
    let bytes = text.as_bytes();
    let mut number = 0;
    let mut at = 0;
    while at < bytes.len() {
        number = number * 10 + (bytes[at] - b'0');
        at += 1;
    }
    number
}
