//! The settings of a scan: which files say something, and what stops the run.

use std::fmt;
use std::path::{Path, PathBuf};

use project::files::{Disk, FileSource};
use project::settings::{Flags, SettingsTree};
use rules::catalogue;
use rules::plimsoll::unknown_rule;
use syntax::LineIndex;

/// Where settings come from; they are read anew when a fix has changed one of the files.
#[derive(Debug, Clone, Default)]
pub(super) struct SettingsFiles {
    /// Those above, in and below what was selected, sorted.
    pub(super) files: Vec<PathBuf>,
    /// What the command line says.
    pub(super) flags: Flags,
}

/// What is wrong in the settings file that `--config` names, a line each.
#[derive(Debug)]
pub(super) struct ConfigMistakes(Vec<String>);

impl fmt::Display for ConfigMistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigMistakes {}

impl SettingsFiles {
    /// What they say, as `source` has them.
    pub(super) fn read(&self, source: &dyn FileSource) -> SettingsTree {
        SettingsTree::read(source, &self.files, &[], &self.flags)
    }

    /// Fails when the file of `--config` cannot be read or says something that means nothing: whoever names a file wants
    /// it to count. `shown` is its path as it was typed.
    pub(super) fn demand_config(&self, settings: &SettingsTree, shown: &str) -> anyhow::Result<()> {
        let Some(config) = &self.flags.config else { return Ok(()) };
        let text = match Disk.read(config) {
            Ok(text) => text,
            Err(error) => anyhow::bail!("{shown}: {error}"),
        };
        let mistakes = mistakes(settings, config, &text, shown);
        if mistakes.is_empty() { Ok(()) } else { Err(ConfigMistakes(mistakes).into()) }
    }
}

/// `plimsoll.yaml:4:3: unknown rule …`, by place.
fn mistakes(settings: &SettingsTree, config: &Path, text: &str, shown: &str) -> Vec<String> {
    let lines = LineIndex::new(text);
    let wrong = settings.mistakes(config).iter().map(|mistake| (mistake.range, mistake.message.clone()));
    let unknown = settings.rule_names(config).iter().filter(|name| catalogue::find(&name.name).is_none());
    let mut all: Vec<_> = wrong.chain(unknown.map(|it| (it.range, unknown_rule::message(&it.name)))).collect();
    all.sort_by_key(|(range, _)| (range.start(), range.end()));
    let line = |(range, message): (syntax::TextRange, String)| {
        let at = lines.line_column(range.start());
        format!("{shown}:{}:{}: {message}", at.line + 1, at.column + 1)
    };
    all.into_iter().map(line).collect()
}
