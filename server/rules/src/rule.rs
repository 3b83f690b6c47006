//! What a rule is.

use project::kind::SETTINGS_FILES;
use project::{Profile, Severity};

use crate::grain::Check;

/// What a rule is about; in the editor and in reports rules are listed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The builder refuses it, or it does nothing like what it says.
    Correctness,
    /// What the image weighs and how often it is built anew.
    Caching,
    /// Secrets, users, downloads.
    Security,
    /// The same input should give the same image.
    Reproducibility,
    /// What happens when the container runs.
    Runtime,
    /// How it reads.
    Style,
}

impl Group {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Group::Correctness => "correctness",
            Group::Caching => "caching",
            Group::Security => "security",
            Group::Reproducibility => "reproducibility",
            Group::Runtime => "runtime",
            Group::Style => "style",
        }
    }
}

/// Whether a rule offers a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fixable {
    /// Each finding has one.
    Always,
    /// Some findings have one.
    Sometimes,
    /// None has: it needs a decision.
    Never,
}

impl Fixable {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fixable::Always => "always",
            Fixable::Sometimes => "sometimes",
            Fixable::Never => "never",
        }
    }
}

/// A rule's metadata and its check. Made by [`declare_rule!`](crate::declare_rule).
#[derive(Debug)]
pub struct Rule {
    /// `docker/add-instead-of-copy`
    pub name: &'static str,
    /// The page as its doc comment has it: Markdown, headings from the second level down, a blank before each line.
    pub documentation: &'static str,
    /// The version it came with.
    pub since: &'static str,
    /// The level in its first profile.
    pub severity: Severity,
    /// The first profile it belongs to.
    pub profile: Profile,
    /// A profile from which on the level is another.
    pub raised: Option<(Profile, Severity)>,
    /// What it is about.
    pub group: Group,
    /// Whether it offers a fix.
    pub fixable: Fixable,
    /// Peers' names for the same fault: `hadolint/DL3020`, `buildkit/StageNameCasing`.
    pub same_as: &'static [&'static str],
    /// What it is to a finding that stands for several; `None` for most rules.
    pub part: Option<Part>,
    /// What it looks at, and how.
    pub check: Check,
}

/// What a rule is to a finding that stands for several of one Pod. [`judge`](crate::judge) puts them together, outside profile `all`.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Whether what the rule finds keeps its own place all the same, because it is worse than a step that was not taken. Its fix is
    /// a step of the whole then, too.
    pub is_apart: bool,
    /// Rules beside whose findings this one's say nothing new: of a step on the same Pod, of what keeps its place at that place.
    pub covered_by: &'static [&'static Rule],
}

impl Part {
    /// Shown within the finding that stands for it.
    pub const STEP: Self = Self { is_apart: false, covered_by: &[] };

    /// Shown at its own place; see [`Part::is_apart`].
    pub const APART: Self = Self { is_apart: true, covered_by: &[] };

    /// The same, left out beside findings of `rules`.
    #[must_use]
    pub const fn covered_by(self, rules: &'static [&'static Rule]) -> Self {
        Self { covered_by: rules, ..self }
    }
}

impl Rule {
    /// Whether its findings are shown within one that stands for several.
    #[must_use]
    pub fn is_step(&self) -> bool {
        self.part.is_some_and(|part| !part.is_apart)
    }

    /// The level under `profile`; `None` where the rule is off.
    #[must_use]
    pub fn level(&self, profile: Profile) -> Option<Severity> {
        if profile < self.profile {
            return None;
        }
        Some(self.raised.filter(|(from, _)| profile >= *from).map_or(self.severity, |(_, severity)| severity))
    }

    /// The level by profile, in words: `warning by default`, `info by default, warning from profile production on`,
    /// `hint in profile all only`.
    #[must_use]
    pub fn levels(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        let mut level = None;
        for profile in Profile::ALL {
            let here = self.level(profile);
            if here == level {
                continue;
            }
            level = here;
            let Some(severity) = here else { continue };
            said.push(match profile {
                Profile::Minimal => format!("{} in every profile", severity.name()),
                Profile::Recommended => format!("{} by default", severity.name()),
                Profile::Production | Profile::Restricted => {
                    format!("{} from profile {} on", severity.name(), profile.name())
                }
                Profile::All => format!("{} in profile all only", severity.name()),
            });
        }
        said.join(", ")
    }

    /// The level, group, fixes and first version, in one line.
    #[must_use]
    pub fn facts(&self) -> String {
        let fix = match self.fixable {
            Fixable::Always => "every finding has a fix",
            Fixable::Sometimes => "some findings have a fix",
            Fixable::Never => "no fix",
        };
        format!("{} · {} · {fix} · since {}", self.levels(), self.group.name(), self.since)
    }

    /// The name behind the family: `add-instead-of-copy`.
    #[must_use]
    pub fn short_name(&self) -> &'static str {
        self.name.split_once('/').map_or(self.name, |(_, short)| short)
    }

    /// The page as Markdown: [`Rule::documentation`] without the blank that a doc comment has before each line.
    #[must_use]
    pub fn page(&self) -> String {
        self.documentation.lines().flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect()
    }

    /// The text under `## heading` of the page, trimmed; `None` where the page has no such heading.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<String> {
        let page = self.page();
        let mut rest = page.as_str();
        loop {
            let start = rest.find("## ")?;
            let (title, body) = rest[start + 3..].split_once('\n')?;
            if title.trim() == heading {
                let end = body.find("\n## ").map_or(body.len(), |end| end + 1);
                return Some(body[..end].trim().to_owned());
            }
            rest = body;
        }
    }

    /// The first sentence of what the rule does, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let text = self.section("What it does").unwrap_or_default();
        let words: Vec<&str> = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect();
        let paragraph = words.join(" ");
        let mut in_code = false;
        for (at, letter) in paragraph.char_indices() {
            match letter {
                '`' => in_code = !in_code,
                '.' if !in_code && paragraph[at + 1..].starts_with(' ') => return paragraph[..=at].to_owned(),
                _ => {}
            }
        }
        paragraph
    }

    /// The two halves of the page's example: what fires, and what to use instead. Empty halves where the page has none.
    #[must_use]
    pub fn examples(&self) -> [Example; 2] {
        let section = self.section("Example").unwrap_or_default();
        let (wrong, right) = section.split_once("Use instead:").unwrap_or((&section, ""));
        // The pages about settings show settings.
        let yaml = if self.name.starts_with("plimsoll/") { SETTINGS_FILES[0] } else { Example::MANIFEST };
        [Example::read(wrong, yaml), Example::read(right, yaml)]
    }
}

/// A half of a page's example: its fenced blocks, each a file or several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// Path and text. The fence says what a block is: `dockerfile`, `dockerignore`, `settings` and `yaml` (a manifest, on pages about
    /// settings those) are a file each; `files` lists paths of the build context, one a line.
    pub files: Vec<(String, String)>,
}

impl Example {
    /// What a manifest is called in an example.
    pub const MANIFEST: &str = "manifest.yaml";

    fn read(half: &str, yaml: &str) -> Self {
        let mut files = Vec::new();
        let mut rest = half;
        while let Some((_, fenced)) = rest.split_once("```") {
            let Some((language, body)) = fenced.split_once('\n') else { break };
            let Some((text, after)) = body.split_once("```") else { break };
            // A doc comment has a blank before each line; the end of a heredoc may not.
            let text: String = text.split_inclusive('\n').map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
            match language.trim() {
                "dockerfile" => files.push(("Dockerfile".to_owned(), text)),
                "dockerignore" => files.push((".dockerignore".to_owned(), text)),
                "settings" => files.push((SETTINGS_FILES[0].to_owned(), text)),
                "yaml" => files.push((yaml.to_owned(), text)),
                "files" => files.extend(text.lines().map(|path| (path.trim().to_owned(), String::new()))),
                _ => {}
            }
            rest = after;
        }
        Self { files }
    }
}

/// Declares the rule of a file as `RULE`: the doc comment is its page.
#[macro_export]
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])*
        $name:literal {
            since: $since:literal,
            severity: $severity:expr,
            $(profile: $profile:expr,)?
            $(raised: $raised:expr,)?
            group: $group:expr,
            fixable: $fixable:expr,
            same_as: $same_as:expr,
            $(part: $part:expr,)?
            check: $check:expr $(,)?
        }
    ) => {
        $(#[doc = $line])*
        pub static RULE: $crate::Rule = $crate::Rule {
            name: $name,
            documentation: concat!($($line, "\n"),*),
            since: $since,
            severity: $severity,
            profile: $crate::declare_rule!(@profile $($profile)?),
            raised: $crate::declare_rule!(@raised $($raised)?),
            group: $group,
            fixable: $fixable,
            same_as: $same_as,
            part: $crate::declare_rule!(@part $($part)?),
            check: $check,
        };
    };
    (@part) => { None };
    (@part $part:expr) => { Some($part) };
    (@profile) => { $crate::Profile::Recommended };
    (@profile $profile:expr) => { $profile };
    (@raised) => { None };
    (@raised $raised:expr) => { Some($raised) };
}
