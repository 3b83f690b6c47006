//! What well-known images contain: a dated list, because nothing is asked of a registry.

mod merge;
mod table;
mod tag;

pub use table::{Image, Variants, image, images};

use super::Known;

/// One kind of tag of an image, and what is in it. Facts that differ between the tags it stands for are `Unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// The form of its tags: `<version>-slim-trixie`. `<version>`, `<x>` (a release of the distribution), `<n>`, `<date>`
    /// stand for what changes.
    pub pattern: &'static str,
    /// Other forms for the same image: `<version>-slim`, `slim`; separated by blanks, often empty.
    pub aliases: &'static str,
    /// Concrete tags at the date of the list, separated by blanks; see [`Variant::tags`].
    pub listed: &'static str,
    /// Distribution and release: `debian 13 slim`, `alpine 3.24`, `distroless debian 13`; only the first words where the
    /// release is not certain.
    pub base_distribution: Known<&'static str>,
    /// `glibc`, `musl` or `uclibc`.
    pub libc: Known<&'static str>,
    /// The best shell there is: `bash`, `sh`, `powershell`, `cmd`. `None`: no shell at all.
    pub shell: Known<&'static str>,
    /// `apt`, `apk`, `dnf`, `microdnf`, `tdnf`, `yum`, `zypper`, `pacman`. `None`: nothing can be installed.
    pub package_manager: Known<&'static str>,
    /// The user that `RUN` and a container start as: a name or a number; `root` for uid 0.
    pub default_user: Known<&'static str>,
    /// A user made by the image for running without root, `name:uid`; the uid may be missing.
    pub nonroot_user: Known<&'static str>,
    /// The working directory.
    pub workdir: Known<&'static str>,
    /// Ports the image exposes, separated by blanks; see [`Variant::ports`].
    pub exposed_ports: Known<&'static str>,
    /// Whether the image has a `HEALTHCHECK`.
    pub has_healthcheck: Known<bool>,
    /// The image's `ENTRYPOINT`, a JSON array. `None`: it has none.
    pub entrypoint: Known<&'static str>,
    /// `build` or `runtime` and so on where it differs from the image's; otherwise empty.
    pub purpose: &'static str,
    /// Whether it keeps data that must survive the container.
    pub stateful: Known<bool>,
    /// Where it keeps its data.
    pub data_path: Known<&'static str>,
    /// The form of a smaller tag of the same image. `Unknown`: none is known.
    pub minimal_alternative: Known<&'static str>,
    /// Programs known to be in it besides those of the distribution, separated by blanks; a program that is not listed may
    /// be there all the same.
    pub tools: &'static str,
    /// The image's `STOPSIGNAL`; `Unknown` where it has none or nobody looked.
    pub stop_signal: Known<&'static str>,
    /// Whether the entrypoint starts as root and runs the program as another user.
    pub entrypoint_drops_privilege: Known<bool>,
    /// A remark on its state: `pre-release only`, `no longer updated`; empty for most.
    pub note: &'static str,
}

impl Variant {
    /// Concrete tags at the date of the list.
    pub fn tags(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.listed.split_ascii_whitespace()
    }

    /// Ports the image exposes, ranges left out; empty: none, or unknown.
    pub fn ports(&self) -> impl Iterator<Item = u16> + use<> {
        let text = self.exposed_ports.known().unwrap_or_default();
        text.split([' ', ',']).filter_map(|port| port.split('/').next()?.parse().ok())
    }

    /// Whether it runs on Windows only.
    #[must_use]
    pub fn is_windows(&self) -> bool {
        self.base_distribution.known().is_some_and(|base| base.starts_with("windows"))
    }

    /// Whether it stands for versions that are not released.
    #[must_use]
    pub fn is_pre_release(&self) -> bool {
        self.note.contains("pre-release")
    }

    /// The tag of the smaller alternative that belongs to `tag` of this variant. `None`: none is known, or it cannot be
    /// derived from `tag`.
    #[must_use]
    pub fn minimal_tag(&self, tag: &str) -> Option<String> {
        let minimal = self.minimal_alternative.known()?;
        let captures = self.patterns().find_map(|pattern| tag::captures(pattern, tag))?;
        tag::fill(minimal, &captures)
    }

    /// The pattern and its aliases.
    fn patterns(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.pattern).chain(self.aliases.split_ascii_whitespace())
    }
}

/// A tag to offer, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChoice {
    /// A concrete tag at the date of the list: `3.14-slim-trixie`.
    pub tag: &'static str,
    /// What is in it.
    pub variant: Variant,
}

/// Tags of `image` for completion: the newest version in all its variants first, and among them the small ones first; then
/// the next versions. Windows and pre-releases come last. Empty: the list knows the image but no tag of it.
#[must_use]
pub fn tags_for_completion(image: &Image) -> Vec<TagChoice> {
    let mut choices: Vec<(tag::Order, TagChoice)> = Vec::new();
    for (row, variant) in image.variants().enumerate() {
        for tag in variant.tags() {
            let order = tag::order(&variant, tag, row);
            choices.push((order, TagChoice { tag, variant: tag::of_listed(variant, tag) }));
        }
    }
    choices.sort_by(|(left, _), (right, _)| left.cmp(right));
    choices.dedup_by(|(_, later), (_, earlier)| later.tag == earlier.tag);
    choices.into_iter().map(|(_, choice)| choice).collect()
}
