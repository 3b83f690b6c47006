//! Settings of apt that a build writes before it installs.

use project::docker::{At, Model};

/// The instructions of a file that write a setting into apt's configuration: most often
/// `echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/…`. It holds for all that follows.
#[derive(Debug)]
pub(super) struct AptSettings(Vec<usize>);

impl AptSettings {
    /// Those that write `setting`, named in any case.
    pub(super) fn naming(model: &Model, setting: &str) -> Self {
        let names = |text: &str| {
            text.contains("apt.conf")
                && text.as_bytes().windows(setting.len()).any(|window| window.eq_ignore_ascii_case(setting.as_bytes()))
        };
        let instructions = model.syntax.instructions.iter().enumerate();
        Self(instructions.filter(|(_, it)| names(&model.text[it.extent()])).map(|(index, _)| index).collect())
    }

    /// Whether one of them is in force at `at`: in the same instruction, or before it in its stage and those below.
    pub(super) fn in_force(&self, at: &At<'_>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let Some(stage) = at.model.stage_of(at.index) else { return self.0.iter().any(|index| *index <= at.index) };
        at.model.lineage(stage).any(|owner| {
            let end = if owner.index == stage { at.index + 1 } else { owner.instructions.end };
            let from = self.0.partition_point(|index| *index < owner.instructions.start);
            self.0.get(from).is_some_and(|index| *index < end)
        })
    }
}
