//! Settings: `plimsoll.yaml` in any folder, the editor's settings, the command line's flags.
//!
//! The nearest file wins key by key, files win over the editor, flags over both.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;
use syntax::TextRange;

use crate::files::FileSource;
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
    /// The key or the value.
    pub range: TextRange,
    /// One sentence: what is wrong, what is wanted.
    pub message: String,
}

/// A name under `rules:`, with its place: whether a rule has it is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleName {
    /// As written.
    pub name: String,
    /// Where.
    pub range: TextRange,
}

/// All settings of a workspace.
#[derive(Debug, Clone, Default)]
pub struct SettingsTree {
    base: Arc<Settings>,
}

impl SettingsTree {
    /// Reads `settings_files` from `files`. `editor` has what the editor says, for a folder each (`None`: for all), `flags` what the command line says.
    #[must_use]
    pub fn read(
        _files: &dyn FileSource,
        _settings_files: &[PathBuf],
        _editor: &[(Option<PathBuf>, serde_json::Value)],
        flags: &Flags,
    ) -> Self {
        Self { base: Arc::new(Settings { profile: flags.profile.unwrap_or_default(), ..Settings::default() }) }
    }

    /// The settings files that count for files below `folder` and lie above it, outermost first: to be read besides those in it.
    #[must_use]
    pub fn files_above(_files: &dyn FileSource, _folder: &Path) -> Vec<PathBuf> {
        Vec::new()
    }

    /// The settings in force for `path`.
    #[must_use]
    pub fn settings_for(&self, _path: &Path) -> Arc<Settings> {
        Arc::clone(&self.base)
    }

    /// Whether `exclude` in some settings file or the editor's settings leaves `path` out.
    #[must_use]
    pub fn excludes(&self, _path: &Path) -> bool {
        false
    }

    /// The settings files that were read, sorted.
    #[must_use]
    pub fn files(&self) -> Vec<&Path> {
        Vec::new()
    }

    /// What is wrong in the settings file at `path`, by place.
    #[must_use]
    pub fn mistakes(&self, _path: &Path) -> &[Mistake] {
        &[]
    }

    /// The names under `rules:` of the settings file at `path`, in order.
    #[must_use]
    pub fn rule_names(&self, _path: &Path) -> &[RuleName] {
        &[]
    }

    /// What is wrong in the editor's own settings: no file can show it.
    #[must_use]
    pub fn editor_mistakes(&self) -> &[String] {
        &[]
    }
}
