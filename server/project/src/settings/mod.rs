//! Settings: `plimsoll.yaml` in any folder, the editor's settings, the command line's flags.
//!
//! The nearest file wins key by key, files win over the editor, flags over both.

use std::path::Path;
use std::sync::Arc;

use globset::GlobSet;

use crate::level::{Profile, Severity};

/// The settings in force for a file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which rules are on.
    pub profile: Profile,
    /// What is said of single rules, the most important first: the first one that names a rule and fits the file's path decides.
    pub rules: Vec<RuleSetting>,
    /// Which inlay hints are shown.
    pub hints: Hints,
}

/// What the settings say of a rule.
#[derive(Debug, Clone)]
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
    /// The user a stage starts as, and the value of a variable behind USER.
    pub effective_user: bool,
    /// What a FROM with variables comes to.
    pub image_reference: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Self { effective_user: true, image_reference: true }
    }
}

impl RuleSetting {
    /// Whether it is for the file at `path`.
    #[must_use]
    pub fn applies_to(&self, path: &Path) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
    }
}

/// All settings of a workspace.
#[derive(Debug, Clone, Default)]
pub struct SettingsTree {
    base: Arc<Settings>,
}

impl SettingsTree {
    /// The settings in force for `path`.
    #[must_use]
    pub fn settings_for(&self, _path: &Path) -> Arc<Settings> {
        Arc::clone(&self.base)
    }
}
