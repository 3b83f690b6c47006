//! Levels and profiles: how much a finding matters, and which rules are on.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Tidier or slightly better; never shown by a gate.
    Hint,
    /// Hardens, or saves time or space.
    Info,
    /// Breaks at run time, or some day.
    Warning,
    /// The builder, the API server or Helm refuses it.
    Error,
}

impl Severity {
    /// All, the least first.
    pub const ALL: [Severity; 4] = [Severity::Hint, Severity::Info, Severity::Warning, Severity::Error];

    /// The word used in settings and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// Which rules are on. Each profile contains the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Profile {
    /// What builder, API server or Helm reject.
    Minimal,
    /// Every rule that is not opinion.
    #[default]
    Recommended,
    /// What a service that must stay up needs.
    Production,
    /// Every restricted Pod Security control.
    Restricted,
    /// Everything.
    All,
}

impl Profile {
    /// All, the smallest first.
    pub const ALL: [Profile; 5] =
        [Profile::Minimal, Profile::Recommended, Profile::Production, Profile::Restricted, Profile::All];

    /// The word used in settings and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Profile::Minimal => "minimal",
            Profile::Recommended => "recommended",
            Profile::Production => "production",
            Profile::Restricted => "restricted",
            Profile::All => "all",
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }
}
