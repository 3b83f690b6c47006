//! Commands that occur in `RUN`, and what a build has to know of them.

mod build;
mod download;
mod files;
mod host;
mod managers;
mod shell;
mod tools;
mod users;

/// A command of the shell. Source: the facts table `shells_and_commands.tsv`, of 2026-08-22.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// As it is called, without a path: `curl`.
    pub name: &'static str,
    /// What it does in an image build and what to choose; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The kind of command.
    pub class: CommandClass,
    /// The package that usually brings it (the name in Debian); empty: a builtin, or there is none.
    pub package: &'static str,
    /// Flags that make a failed transfer fail the command; empty: it does so anyway, or cannot.
    pub fail_flags: &'static [&'static str],
    /// Flags that follow redirects; empty: it does so anyway, or cannot.
    pub follow_flags: &'static [&'static str],
    /// Flags that switch off a check of identity or integrity.
    pub insecure_flags: &'static [&'static str],
    /// Flags that keep progress bars out of the log.
    pub quiet_flags: &'static [&'static str],
    /// Flags that keep it from asking.
    pub non_interactive_flags: &'static [&'static str],
}

/// Kinds of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandClass {
    /// Fetches something from the network.
    Download,
    /// Packs or unpacks.
    Archive,
    /// Makes or changes users and groups.
    User,
    /// Changes the user a program runs as.
    Privilege,
    /// Changes owners, modes or capabilities of files.
    Permission,
    /// A package manager; see [`package_manager`](super::package_manager).
    Package,
    /// Checks a digest or a signature.
    Verify,
    /// Maintains trusted certificates.
    Certificate,
    /// Starts or enables a service; there is nothing to serve in a build.
    Service,
    /// Works on the running host or its processes; no use in a build.
    Host,
    /// Looks at or uses the network, mostly for people.
    Network,
    /// Waits for a person.
    Interactive,
    /// A shell.
    Shell,
    /// Built into the shell.
    Builtin,
    /// Works on files and text.
    File,
    /// Compiles and links.
    BuildTool,
    /// Process 1 of a container.
    Init,
    /// Works on containers or their cluster.
    ContainerTool,
    /// Any other tool, language runtimes among them.
    Tool,
}

/// A command without flags of note; the others are made from it.
const fn of(class: CommandClass, name: &'static str, package: &'static str, documentation: &'static str) -> Command {
    Command {
        name,
        documentation,
        class,
        package,
        fail_flags: &[],
        follow_flags: &[],
        insecure_flags: &[],
        quiet_flags: &[],
        non_interactive_flags: &[],
    }
}

const COMMANDS: &[&[Command]] = &[
    download::COMMANDS,
    files::COMMANDS,
    users::COMMANDS,
    managers::COMMANDS,
    shell::COMMANDS,
    build::COMMANDS,
    tools::COMMANDS,
    host::COMMANDS,
];

/// The command `name`, without its path, case-sensitive; `None`: nothing is known of it.
#[must_use]
pub fn command(name: &str) -> Option<&'static Command> {
    commands().find(|it| it.name == name)
}

/// All commands that are known.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().copied().flatten()
}
