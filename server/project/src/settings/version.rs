//! Versions as settings name them: `1.36`, and which of them are bundled.

use std::fmt;
use std::ops::RangeInclusive;

/// The minor versions of Kubernetes 1 that the bundled schemas cover, as of November 2026.
pub const BUNDLED_MINORS: RangeInclusive<u16> = 24..=37;

/// A minor version of Kubernetes: schemas do not differ between its patches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KubernetesVersion {
    /// 36 in `1.36`; the major version has always been 1.
    pub minor: u16,
}

impl KubernetesVersion {
    /// The oldest one bundled.
    pub const OLDEST: Self = Self { minor: *BUNDLED_MINORS.start() };

    /// The newest one bundled: what counts where nothing is said.
    pub const NEWEST: Self = Self { minor: *BUNDLED_MINORS.end() };

    /// Reads `1.36`, `v1.36` or `1.36.2`; `None` for anything else.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<u16>().ok()).flatten()
        };
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.');
        let (major, minor) = (number(parts.next()?)?, number(parts.next()?)?);
        let patch_is_fine = parts.next().is_none_or(|patch| number(patch).is_some());
        (major == 1 && patch_is_fine && parts.next().is_none()).then_some(Self { minor })
    }

    /// The nearest version that is bundled.
    #[must_use]
    pub fn bundled(self) -> Self {
        self.clamp(Self::OLDEST, Self::NEWEST)
    }
}

impl Default for KubernetesVersion {
    fn default() -> Self {
        Self::NEWEST
    }
}

impl fmt::Display for KubernetesVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "1.{}", self.minor)
    }
}

/// The edition of the Pod Security Standards that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PolicyVersion {
    /// That of the cluster's version.
    #[default]
    Latest,
    /// That of a Kubernetes version.
    Of(KubernetesVersion),
}

impl PolicyVersion {
    /// Reads `latest` or a Kubernetes version; `None` for anything else.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        if text == "latest" { Some(Self::Latest) } else { KubernetesVersion::named(text).map(Self::Of) }
    }
}

/// What is said of a version that is outside the bundled range; `None` inside. `key` is what it was given as.
#[must_use]
pub(super) fn complaint(key: &str, version: KubernetesVersion) -> Option<String> {
    let used = version.bundled();
    (used != version).then(|| {
        let (oldest, newest) = (KubernetesVersion::OLDEST, KubernetesVersion::NEWEST);
        format!("{key} `{version}` is outside the bundled range {oldest}–{newest}; `{used}` is used")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_cut_to_the_range() {
        let table = [
            ("1.36", Some("1.36")),
            ("v1.30", Some("1.30")),
            ("1.30.4", Some("1.30")),
            ("1.3", Some("1.24")),
            ("1.99", Some("1.37")),
            ("1", None),
            ("1.", None),
            ("1.x", None),
            ("1.+3", None),
            ("2.0", None),
            ("1.2.3.4", None),
            ("1.99999999", None),
            ("latest", None),
            ("", None),
        ];
        for (text, expected) in table {
            let read = KubernetesVersion::named(text).map(|version| version.bundled().to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn only_what_is_outside_is_complained_about() {
        let of = |minor| complaint("kubernetesVersion", KubernetesVersion { minor });
        assert_eq!(of(24), None);
        assert_eq!(of(37), None);
        assert_eq!(
            of(99).as_deref(),
            Some("kubernetesVersion `1.99` is outside the bundled range 1.24–1.37; `1.37` is used")
        );
    }
}
