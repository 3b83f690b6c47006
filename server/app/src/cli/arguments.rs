//! The arguments, as clap reads them: every line of `--help` is written here.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use project::settings::{Flags, KubernetesVersion};
use project::{Profile, Severity};

use crate::report::Format;

/// A container-platform specialist for Dockerfiles: in the editor and in CI
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Some editors start every server with this flag and nothing else.
    #[arg(long, hide = true)]
    pub(super) stdio: bool,

    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the language server on standard input and output
    Lsp(Lsp),
    /// Report what is wrong
    #[command(
        after_help = "Exit code 0: no finding at or above --fail-on, 1: some, 2: not everything could be checked"
    )]
    Check(Check),
    /// Apply the safe fixes
    #[command(after_help = "Exit code 0: done, 1: --diff shows a change, 2: not everything could be fixed")]
    Fix(Fix),
    /// Explain a rule: why, example, what to use instead
    Explain(Explain),
    /// Draw who refers to whom: the objects of manifests and what connects them
    Graph(Graph),
    /// List the rules
    Rules(Rules),
    /// Import, list or remove schemas of custom resources
    #[command(subcommand)]
    Schemas(Schemas),
    /// Write today's findings to a file, so that `check --baseline FILE` shows only what is new
    Baseline(Baseline),
}

#[derive(Debug, Args, Default)]
pub(super) struct Lsp {
    /// Standard input and output: the only transport, accepted because editors pass it
    #[arg(long)]
    pub(super) stdio: bool,

    /// Append the log to FILE instead of standard error
    #[arg(long, value_name = "FILE")]
    pub(super) log_file: Option<PathBuf>,

    /// What to log, such as `info` or `plimsoll=debug`
    #[arg(long, value_name = "FILTER")]
    pub(super) log: Option<String>,

    /// The editor's process: the server notices a closed pipe by itself.
    #[arg(long = "clientProcessId", value_name = "ID", hide = true)]
    pub(super) client_process_id: Option<u32>,
}

/// Which files, and under which settings: shared by all commands that look at files.
#[derive(Debug, Args, Default)]
pub(super) struct Selection {
    /// Files and folders [default: the working directory]; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// What the text on standard input is called: decides its kind, settings and build context
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_path: Option<PathBuf>,

    /// Only files that differ from this git revision, and files git does not know yet
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,

    /// Which rules are on; beats every settings file
    #[arg(long, value_parser = profile())]
    pub(super) profile: Option<Profile>,

    /// The only settings file that counts, instead of the plimsoll.yaml files beside and above the checked files
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// The Kubernetes version to judge by, such as `1.36`
    #[arg(long, value_name = "VERSION", value_parser = kubernetes_version)]
    pub(super) kubernetes_version: Option<String>,

    /// No summary, notes or progress bar: only findings, changes and errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Refuses what is no version at all; one outside the bundled range is for the settings to say.
fn kubernetes_version(text: &str) -> Result<String, String> {
    match KubernetesVersion::named(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("a version looks like `1.36`".to_owned()),
    }
}

impl Selection {
    /// What the command line says about settings.
    pub(super) fn flags(&self) -> Flags {
        Flags {
            profile: self.profile,
            kubernetes_version: self.kubernetes_version.clone(),
            config: self.config.as_deref().map(super::place::absolute),
        }
    }
}

#[derive(Debug, Args, Default)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) selection: Selection,

    /// How to write the findings
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    /// Leave out what this file has, written by `plimsoll baseline`
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// The level from which on findings make the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = fail_on())]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args, Default)]
pub(super) struct Graph {
    /// Files and folders [default: the working directory]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// How to write the graph
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: GraphFormat,

    /// Only objects of this kind and what they are connected with; may be given several times
    #[arg(long = "kind", value_name = "KIND")]
    pub(super) kinds: Vec<String>,

    /// Only objects in this namespace and what they are connected with; may be given several times
    #[arg(long = "namespace", short, value_name = "NAMESPACE")]
    pub(super) namespaces: Vec<String>,
}

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum GraphFormat {
    /// A flowchart of Mermaid, which code hosts show in Markdown
    #[default]
    Mermaid,
    /// For Graphviz: `plimsoll graph --format dot | dot -Tsvg`
    Dot,
    /// Objects and edges
    Json,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// From which level on findings fail the run; `None`: never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FailOn(pub(super) Option<Severity>);

#[derive(Debug, Args, Default)]
pub(super) struct Rules {
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: ListFormat,
}

/// How the catalogue is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ListFormat {
    /// A table
    #[default]
    Text,
    /// An array of objects
    Json,
}

fn profile() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::name))
        .try_map(|name| Profile::named(&name).ok_or_else(|| format!("no profile is called `{name}`")))
}

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name).into_iter().chain(["never"]))
        .map(|name| FailOn(Severity::named(&name)))
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule, or another linter's id for it: `docker/latest-tag`, `latest-tag`, `DL3007`
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
}

#[derive(Debug, Args, Default)]
pub(super) struct Fix {
    #[command(flatten)]
    pub(super) selection: Selection,

    /// Also apply fixes that may change what the image does
    #[arg(long = "unsafe")]
    pub(super) with_unsafe: bool,

    /// Only apply the fixes of this rule; may be given several times
    #[arg(long = "rule", value_name = "RULE")]
    pub(super) rules: Vec<String>,

    /// Show what would change and write nothing; exit code 1 when something would
    #[arg(long)]
    pub(super) diff: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Schemas {
    /// Import schemas, so that their kinds are known in every workspace
    #[command(after_help = "\
Taken are custom resource definitions (`kubectl get crds -o yaml`), OpenAPI documents of a cluster \
(`kubectl get --raw /openapi/v3/apis/GROUP/VERSION`), and JSON schemas called `GROUP/KIND_VERSION.json`. \
Custom resource definitions in a workspace need no import.

Exit code 0: done, 2: nothing could be imported")]
    Import(SchemasImport),
    /// List the schemas that are read at run time and count for a path, the most important first
    List(SchemasList),
    /// Remove imported schemas
    Remove(SchemasRemove),
}

#[derive(Debug, Args)]
pub(super) struct SchemasImport {
    /// Files and folders; `-` reads standard input
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,

    /// Write to this folder instead of the user's own; name it in `plimsoll.yaml` under `schemas.folders`
    #[arg(long, value_name = "FOLDER")]
    pub(super) to: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SchemasList {
    /// The file or folder to ask for [default: the working directory]
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SchemasRemove {
    /// What to remove: a group, `GROUP/VERSION` or `GROUP/VERSION/KIND`
    #[arg(value_name = "NAME", required_unless_present = "all")]
    pub(super) names: Vec<String>,

    /// Remove everything that was imported
    #[arg(long, conflicts_with = "names")]
    pub(super) all: bool,

    /// Remove from this folder instead of the user's own
    #[arg(long, value_name = "FOLDER")]
    pub(super) from: Option<PathBuf>,
}

#[derive(Debug, Args, Default)]
pub(super) struct Baseline {
    #[command(flatten)]
    pub(super) selection: Selection,

    /// The file to write; `-` writes to standard output
    #[arg(long, short, value_name = "FILE", default_value = "plimsoll-baseline.json")]
    pub(super) output: PathBuf,
}
