//! Settings: `plimsoll.yaml` in any folder, the editor's settings, the command line's flags.
//!
//! The nearest file wins key by key, files win over the editor, flags over both. What can be set is in [`keys`].

mod hint_keys;
pub mod keys;
mod layer;
mod patterns;
mod read;
mod tree;
pub mod version;
mod yaml;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use globset::GlobSet;
use syntax::TextRange;

use crate::level::{Profile, Severity};

pub use layer::Layer;
pub use tree::SettingsTree;
pub use version::{KubernetesVersion, PolicyVersion};

/// The settings in force for a file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which rules are on.
    pub profile: Profile,
    /// What is said of single rules, the most important first: the first one that names a rule and fits the file's path decides.
    pub rules: Vec<RuleSetting>,
    /// Which inlay hints are shown.
    pub hints: Hints,
    /// The cluster's version; always one that is bundled.
    pub kubernetes_version: KubernetesVersion,
    /// What is enforced in namespaces whose labels do not say.
    pub pod_security: PodSecurity,
    /// How charts are rendered.
    pub helm: Helm,
    /// Patterns of full image names that may be used; empty for any.
    pub allowed_images: Vec<String>,
    /// Folders with schemas of custom resources, absolute as far as the settings' own place is.
    pub schema_folders: Vec<PathBuf>,
}

/// What the settings say of a rule.
#[derive(Debug, Clone, Default)]
pub struct RuleSetting {
    /// A rule's name or an alias, as written.
    pub name: String,
    /// The level; `None` leaves the profile's.
    pub level: Option<Level>,
    /// The files it is for, absolute patterns; `None` for all.
    pub paths: Option<GlobSet>,
    /// The rule's own options; `Null` where there are none.
    pub options: serde_json::Value,
}

/// A level in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// The rule's findings have this severity.
    At(Severity),
}

/// Which inlay hints are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// What holds of fields that are left out of objects.
    pub defaulted_fields: bool,
    /// The user a stage starts as, and the value of a variable behind USER.
    pub effective_user: bool,
    /// What a FROM with variables comes to.
    pub image_reference: bool,
    /// How long a probe may fail before something happens.
    pub probe_budget: bool,
    /// Which Pods are killed first when a node runs out of memory.
    pub quality_of_service: bool,
    /// A schedule in words.
    pub schedule: bool,
    /// How long the values of a Secret are, and of what kind.
    pub secret_data: bool,
    /// What a Service, a disruption budget or a policy selects.
    pub selected_pods: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Self {
            defaulted_fields: true,
            effective_user: true,
            image_reference: true,
            probe_budget: true,
            quality_of_service: true,
            schedule: true,
            secret_data: true,
            selected_pods: true,
        }
    }
}

/// What Pod Security admission enforces where a namespace's labels do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PodSecurity {
    /// The level; `None` where the settings do not say either.
    pub level: Option<PodSecurityLevel>,
    /// The edition of the level.
    pub version: PolicyVersion,
}

/// A level of the Pod Security Standards; each forbids more than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PodSecurityLevel {
    /// Nothing is forbidden.
    Privileged,
    /// Known ways out of a container are closed.
    Baseline,
    /// Current hardening practice.
    Restricted,
}

impl PodSecurityLevel {
    /// The level of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "privileged" => Some(Self::Privileged),
            "baseline" => Some(Self::Baseline),
            "restricted" => Some(Self::Restricted),
            _ => None,
        }
    }
}

/// How charts are rendered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Helm {
    /// The major version that installs them.
    pub version: HelmVersion,
    /// Values files over the chart's own, the last one on top; relative to the chart.
    pub values_files: Vec<String>,
    /// What the cluster offers besides Kubernetes' own API: `monitoring.coreos.com/v1`.
    pub api_versions: Vec<String>,
    /// The release that is rendered.
    pub release: Release,
}

/// A major version of Helm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum HelmVersion {
    /// Helm 3.
    Three,
    /// Helm 4.
    #[default]
    Four,
}

impl HelmVersion {
    /// The version of that number.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "3" => Some(Self::Three),
            "4" => Some(Self::Four),
            _ => None,
        }
    }
}

/// The release that is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    /// Its name; `None` for the chart's.
    pub name: Option<String>,
    /// Its namespace; `None` for `default`.
    pub namespace: Option<String>,
}

impl RuleSetting {
    /// Whether it is for the file at `path`.
    #[must_use]
    pub fn applies_to(&self, path: &Path) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
    }
}

/// What the command line says; it beats every file.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--profile`
    pub profile: Option<Profile>,
    /// `--kubernetes-version`
    pub kubernetes_version: Option<String>,
    /// `--config`: the only settings file that counts.
    pub config: Option<PathBuf>,
}

/// Something in a settings file that means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The key or the value; empty at the beginning where the file as a whole is meant.
    pub range: TextRange,
    /// One sentence: what is wrong, what is wanted.
    pub message: String,
    /// What was probably meant, to stand in `range`; `None` where that is anyone's guess.
    pub meant: Option<String>,
}

/// A name under `rules:`, with its place: whether a rule has it is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleName {
    /// As written, without quotes.
    pub name: String,
    /// Where, with quotes.
    pub range: TextRange,
}
