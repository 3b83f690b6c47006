//! Texts about things that are the same in every file: what stands beside a completion item, and what a hover begins with.

mod command;
mod image;
mod instruction;

pub(crate) use command::{command, command_flag, command_flags};
pub(crate) use image::{image, variant_line};
pub(crate) use instruction::{flag, flag_value, instruction, mount_key, mount_type, mount_value};

use schema::dockerfile as known;
use syntax::image_reference::ImageReference;

use crate::types::DocumentationKey;

/// What a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// `RUN`
    Instruction,
    /// `RUN --mount`
    Flag,
    /// `RUN --network none`
    FlagValue,
    /// `cache`
    Mount,
    /// `cache sharing`
    MountKey,
    /// `cache sharing locked`
    MountValue,
    /// `TARGETARCH`
    Argument,
    /// `:-`
    Modifier,
    /// `python:3.14`
    Image,
    /// `SIGTERM`
    Signal,
    /// `linux/amd64`
    Platform,
    /// `8080`
    Port,
    /// `["/bin/sh", "-c"]`
    Shell,
    /// `curl`
    Command,
    /// `apt-get --no-install-recommends`
    CommandFlag,
    /// `syntax`
    Directive,
    /// `syntax docker/dockerfile:1`
    DirectiveValue,
    /// `StageNameCasing`
    Check,
    /// `docker/latest-tag`
    Rule,
    /// `org.opencontainers.image.source`
    Label,
    /// `go`
    Snippet,
    /// `io.k8s.api.core.v1.PodSpec containers`, `cert-manager.io/v1 Certificate spec.secretName`
    ManifestField,
    /// `Container imagePullPolicy Always`
    ManifestValue,
    /// `apps/v1 Deployment`
    ManifestKind,
    /// `label app.kubernetes.io/name`
    ManifestLabel,
    /// `deployment`
    ManifestSnippet,
}

impl Topic {
    const ALL: [Topic; 26] = [
        Topic::Instruction,
        Topic::Flag,
        Topic::FlagValue,
        Topic::Mount,
        Topic::MountKey,
        Topic::MountValue,
        Topic::Argument,
        Topic::Modifier,
        Topic::Image,
        Topic::Signal,
        Topic::Platform,
        Topic::Port,
        Topic::Shell,
        Topic::Command,
        Topic::CommandFlag,
        Topic::Directive,
        Topic::DirectiveValue,
        Topic::Check,
        Topic::Rule,
        Topic::Label,
        Topic::Snippet,
        Topic::ManifestField,
        Topic::ManifestValue,
        Topic::ManifestKind,
        Topic::ManifestLabel,
        Topic::ManifestSnippet,
    ];

    /// The word for it in a [`DocumentationKey`].
    fn name(self) -> &'static str {
        match self {
            Topic::Instruction => "instruction",
            Topic::Flag => "flag",
            Topic::FlagValue => "flag value",
            Topic::Mount => "mount",
            Topic::MountKey => "mount key",
            Topic::MountValue => "mount value",
            Topic::Argument => "argument",
            Topic::Modifier => "modifier",
            Topic::Image => "image",
            Topic::Signal => "signal",
            Topic::Platform => "platform",
            Topic::Port => "port",
            Topic::Shell => "shell",
            Topic::Command => "command",
            Topic::CommandFlag => "command flag",
            Topic::Directive => "directive",
            Topic::DirectiveValue => "directive value",
            Topic::Check => "check",
            Topic::Rule => "rule",
            Topic::Label => "label",
            Topic::Snippet => "snippet",
            Topic::ManifestField => "manifest field",
            Topic::ManifestValue => "manifest value",
            Topic::ManifestKind => "manifest kind",
            Topic::ManifestLabel => "manifest label",
            Topic::ManifestSnippet => "manifest snippet",
        }
    }

    /// The key for `name`.
    pub(crate) fn key(self, name: impl Into<String>) -> DocumentationKey {
        DocumentationKey { topic: self.name().to_owned(), name: name.into() }
    }
}

/// The text a key stands for; `None` for a key nobody gave out.
pub(crate) fn of(key: &DocumentationKey) -> Option<String> {
    let topic = Topic::ALL.into_iter().find(|topic| topic.name() == key.topic)?;
    let name = key.name.as_str();
    match topic {
        Topic::Instruction => instruction(name),
        Topic::Flag => {
            let (keyword, name) = name.split_once(' ')?;
            flag(keyword, name)
        }
        Topic::FlagValue => {
            let (keyword, rest) = name.split_once(' ')?;
            let (name, value) = rest.split_once(' ')?;
            flag_value(keyword, name, value)
        }
        Topic::Mount => mount_type(name),
        Topic::MountKey => {
            let (kind, name) = name.split_once(' ')?;
            mount_key(kind, name)
        }
        Topic::MountValue => {
            let (kind, rest) = name.split_once(' ')?;
            let (name, value) = rest.split_once(' ')?;
            mount_value(kind, name, value)
        }
        Topic::Argument => argument(name),
        Topic::Modifier => modifier(name),
        Topic::Image => Some(image(&ImageReference::parse(name))),
        Topic::Signal => signal(name),
        Topic::Platform => platform(name),
        Topic::Port => port(name.parse().ok()?),
        Topic::Shell => shell(name),
        Topic::Command => command(name),
        Topic::CommandFlag => {
            let (name, flag) = name.split_once(' ')?;
            command_flag(name, flag)
        }
        Topic::Directive => directive(name),
        Topic::DirectiveValue => {
            let (name, value) = name.split_once(' ')?;
            directive_value(name, value)
        }
        Topic::Check => check(name),
        Topic::Rule => rules::find(name).map(rule),
        Topic::Label => label(name),
        Topic::Snippet => {
            let snippet = known::snippets().iter().find(|it| it.label == name)?;
            Some(card(snippet.label, &[snippet.detail], snippet.documentation))
        }
        Topic::ManifestField
        | Topic::ManifestValue
        | Topic::ManifestKind
        | Topic::ManifestLabel
        | Topic::ManifestSnippet => crate::kubernetes::documentation(topic, name),
    }
}

/// A bold name with its facts on one line, then the text.
pub(crate) fn card(name: &str, facts: &[&str], text: &str) -> String {
    let facts: String = facts.iter().filter(|fact| !fact.is_empty()).map(|fact| format!(" · {fact}")).collect();
    format!("**{}**{facts}\n\n{text}", code(name)).trim_end().to_owned()
}

/// A text of the user's as code on one line of Markdown, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    if line.contains('`') {
        // A longer fence; the blanks keep it apart from a backquote at an end.
        let run = line.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(run + 1);
        return format!("{fence} {line} {fence}");
    }
    format!("`{line}`")
}

/// ` since Dockerfile 1.4`, or nothing.
fn since(version: Option<&str>) -> String {
    version.map(|version| format!("since Dockerfile {version}")).unwrap_or_default()
}

/// A build argument that exists without an ARG of the file.
pub(crate) fn argument(name: &str) -> Option<String> {
    let argument = known::predefined_argument(name)?;
    let example = argument.example.map(|example| format!("such as `{example}`")).unwrap_or_default();
    Some(card(name, &["build argument of the builder", &example], argument.documentation))
}

/// A modifier of `${…}`.
pub(crate) fn modifier(operator: &str) -> Option<String> {
    let modifier = known::variable_modifiers().iter().find(|it| it.operator == operator)?;
    Some(card(modifier.form, &[&since(modifier.since)], modifier.documentation))
}

/// A signal, by name or number.
pub(crate) fn signal(text: &str) -> Option<String> {
    let signal = known::signal(text)?;
    let number = format!("signal {}", signal.number);
    let mut text = signal.documentation.to_owned();
    if !signal.stops.is_empty() {
        let programs: Vec<String> = signal.stops.iter().map(|program| format!("`{program}`")).collect();
        text.push_str(&format!("\n\nStops gracefully: {}.", programs.join(", ")));
    }
    Some(card(signal.canonical, &[&number], &text))
}

/// A platform.
pub(crate) fn platform(name: &str) -> Option<String> {
    let platform = known::platforms().iter().find(|it| it.name == name)?;
    Some(card(name, &["platform"], platform.documentation))
}

/// What usually listens on a port.
pub(crate) fn port(number: u16) -> Option<String> {
    let port = known::well_known_ports().iter().find(|it| it.port == number)?;
    Some(card(&number.to_string(), &["port"], &sentence(port.service)))
}

/// A value of SHELL, as the array that stands there.
pub(crate) fn shell(array: &str) -> Option<String> {
    let form = known::shells().iter().find(|it| it.array == array)?;
    let pipefail = if form.pipefail { "a failing pipe fails the step" } else { "" };
    Some(card(form.array, &[pipefail], form.documentation))
}

/// A parser directive.
pub(crate) fn directive(name: &str) -> Option<String> {
    let directive = known::directives().iter().find(|it| it.name.eq_ignore_ascii_case(name))?;
    let name = format!("# {}=", directive.name);
    Some(card(&name, &["parser directive", &since(directive.since)], directive.documentation))
}

/// A value of a parser directive.
pub(crate) fn directive_value(name: &str, value: &str) -> Option<String> {
    let directive = known::directives().iter().find(|it| it.name.eq_ignore_ascii_case(name))?;
    let value = directive.values.iter().find(|it| it.name == value)?;
    Some(card(&format!("# {}={}", directive.name, value.name), &[], value.documentation))
}

/// A build check of BuildKit, and the rule that does the same here.
pub(crate) fn check(name: &str) -> Option<String> {
    let check = known::buildkit_checks().iter().find(|it| it.name == name)?;
    let experimental = if check.experimental { "experimental" } else { "" };
    let mut text = check.documentation.to_owned();
    if let Some(rule) = rules::find(&format!("buildkit/{name}")) {
        text.push_str(&format!("\n\nHere it is the rule `{}`.", rule.name));
    }
    Some(card(name, &["build check of BuildKit", experimental], &text))
}

/// A rule: what it does and why.
pub(crate) fn rule(rule: &rules::Rule) -> String {
    let text = prose(&rule.section("What it does").unwrap_or_default());
    let why = prose(&rule.section("Why is this bad?").unwrap_or_default());
    let why = why.split("\n\n").next().unwrap_or_default();
    let also = if rule.same_as.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = rule.same_as.iter().map(|name| format!("`{name}`")).collect();
        format!("\n\nAlso known as {}.", names.join(", "))
    };
    card(rule.name, &[&rule.facts()], &format!("{text}\n\n{why}{also}"))
}

/// A section of a page for a hover, which has its own width: paragraphs on one line each, lists and code as they are.
fn prose(section: &str) -> String {
    if ["```", "\n- ", "\n| "].iter().any(|mark| section.contains(mark)) {
        return section.to_owned();
    }
    let paragraphs: Vec<String> = section.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect();
    paragraphs.join("\n\n")
}

/// A key of LABEL.
pub(crate) fn label(name: &str) -> Option<String> {
    let key = known::label_keys().iter().find(|it| it.name == name)?;
    Some(card(name, &["label of the image", &format!("such as `{}`", key.example)], key.documentation))
}

/// `text` with a capital first and a full stop last.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?']) || text.is_empty() { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key for everything the schema knows.
    fn keys() -> Vec<DocumentationKey> {
        let mut keys = Vec::new();
        for it in known::instructions() {
            keys.push(Topic::Instruction.key(it.keyword));
            for flag in it.flags {
                keys.push(Topic::Flag.key(format!("{} {}", it.keyword, flag.name)));
                let values = flag.values.iter().map(|value| format!("{} {} {}", it.keyword, flag.name, value.name));
                keys.extend(values.map(|name| Topic::FlagValue.key(name)));
            }
        }
        for kind in known::mount_types() {
            keys.push(Topic::Mount.key(kind.name));
            for option in kind.options {
                keys.push(Topic::MountKey.key(format!("{} {}", kind.name, option.name)));
                let values = option.values.iter().map(|value| format!("{} {} {}", kind.name, option.name, value.name));
                keys.extend(values.map(|name| Topic::MountValue.key(name)));
            }
        }
        for manager in known::package_managers() {
            let Some(command) = manager.commands.first() else { continue };
            // The second manager behind a command is never asked.
            if known::package_manager(command) != Some(manager) {
                continue;
            }
            keys.push(Topic::Command.key(*command));
            let flags = manager.flags.iter().filter_map(|flag| flag.name.split(", ").next());
            keys.extend(flags.map(|flag| Topic::CommandFlag.key(format!("{command} {flag}"))));
        }
        for directive in known::directives() {
            keys.push(Topic::Directive.key(directive.name));
            let values = directive.values.iter().map(|value| format!("{} {}", directive.name, value.name));
            keys.extend(values.map(|name| Topic::DirectiveValue.key(name)));
        }
        keys.extend(known::commands().map(|it| Topic::Command.key(it.name)));
        keys.extend(known::predefined_arguments().iter().map(|it| Topic::Argument.key(it.name)));
        keys.extend(known::variable_modifiers().iter().map(|it| Topic::Modifier.key(it.operator)));
        keys.extend(known::signals().iter().map(|it| Topic::Signal.key(it.canonical)));
        keys.extend(known::platforms().iter().map(|it| Topic::Platform.key(it.name)));
        keys.extend(known::well_known_ports().iter().map(|it| Topic::Port.key(it.port.to_string())));
        keys.extend(known::shells().iter().map(|it| Topic::Shell.key(it.array)));
        keys.extend(known::buildkit_checks().iter().map(|it| Topic::Check.key(it.name)));
        keys.extend(known::label_keys().iter().map(|it| Topic::Label.key(it.name)));
        keys.extend(known::snippets().iter().map(|it| Topic::Snippet.key(it.label)));
        keys.extend(known::images().iter().map(|it| Topic::Image.key(it.name)));
        keys
    }

    #[test]
    fn every_text_fits_a_hover() {
        for key in keys() {
            let text = of(&key).unwrap_or_else(|| panic!("{key:?} has no text"));
            assert!(text.starts_with("**`") && !text.contains("````"), "{text}");
            // One line of the eight is kept for what is true here; an image is the same everywhere.
            let limit = if key.topic == Topic::Image.name() { 8 } else { 7 };
            let lines = crate::check::lines(&text);
            assert!(lines <= limit, "{lines} lines are too many:\n{text}");
        }
    }

    #[test]
    fn keys_that_nobody_gave_out_have_no_text() {
        for (topic, name) in
            [("flag", "RUN"), ("flag", "RUN --nope"), ("mount", ""), ("port", "x"), ("", "RUN"), ("mount value", "a b")]
        {
            assert_eq!(
                of(&DocumentationKey { topic: topic.to_owned(), name: name.to_owned() }),
                None,
                "{topic} {name}"
            );
        }
    }
}
