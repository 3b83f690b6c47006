//! Grains: what a rule is handed.

use std::path::Path;

use project::docker::{At, Located, Model, Stage};
use project::graph::{self, Completeness, Inquiry};
use project::kubernetes::{Container, Manifest, Object, Pod, pods};
use project::settings::{PodSecurityLevel, Settings};
use syntax::dockerfile as tree;
use syntax::shell;

use crate::k8s::neighbours::Neighbours;
use crate::k8s::schema::{self, Fault};
use crate::k8s::standards::Standards;
use crate::report::Report;

/// A whole file.
#[derive(Debug, Clone, Copy)]
pub struct Dockerfile<'a> {
    /// The file, read and understood.
    pub model: &'a Model,
}

/// A stage with the file it is in.
#[derive(Debug, Clone, Copy)]
pub struct StageIn<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// The file.
    pub model: &'a Model,
}

/// A simple command of a RUN, with the pipeline and the list it stands in.
#[derive(Debug, Clone, Copy)]
pub struct ShellCommand<'a> {
    /// Its place.
    pub at: At<'a>,
    /// The script it stands in, outermost.
    pub script: &'a shell::Script,
    /// The command, its pipeline, and how deep it is.
    pub place: shell::Place<'a>,
}

impl<'a> ShellCommand<'a> {
    /// The command.
    #[must_use]
    pub fn command(&self) -> &'a shell::SimpleCommand {
        self.place.command
    }
}

/// A FROM.
pub type From<'a> = Located<'a, tree::From>;
/// A RUN.
pub type Run<'a> = Located<'a, tree::Command>;
/// A CMD, ENTRYPOINT or SHELL.
pub type Command<'a> = Located<'a, tree::Command>;
/// A COPY or an ADD.
pub type Transfer<'a> = Located<'a, tree::Transfer>;
/// An ENV, LABEL or ARG.
pub type Pairs<'a> = Located<'a, tree::Pairs>;
/// The ports of an EXPOSE.
pub type Ports<'a> = Located<'a, Vec<tree::Word>>;
/// The single word of a USER, WORKDIR, STOPSIGNAL or MAINTAINER.
pub type Single<'a> = Located<'a, tree::Word>;

/// A manifest, with what several rules want to know of it.
#[derive(Debug)]
pub struct ManifestFile<'a> {
    /// The file and its objects.
    pub manifest: &'a Manifest<'a>,
    /// Where it lies.
    pub path: &'a Path,
    /// Questions about the objects of the workspace, from this file's place. Each is written down with its answer.
    pub inquiry: &'a Inquiry<'a>,
    /// What others see of it.
    pub facts: &'a graph::File,
    /// What the schemas of their kinds say against them.
    pub(crate) faults: Vec<Fault<'a>>,
    /// The Pods of its objects, in the order of the text.
    pub pods: Vec<Pod<'a>>,
    /// Which level of the Pod Security Standards its Pods have to meet.
    pub standards: Standards,
    /// Patterns of the full names of images that may be used; empty for any.
    pub allowed_images: &'a [String],
    /// What its objects say about each other.
    pub(crate) neighbours: Neighbours<'a>,
}

/// Where a manifest lies, and what is around it.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// Questions about the objects of the workspace, from there.
    pub inquiry: &'a Inquiry<'a>,
    /// What others see of it.
    pub facts: &'a graph::File,
}

impl<'a> ManifestFile<'a> {
    /// The manifest under `settings`, with its objects held against their schemas and beside each other.
    #[must_use]
    pub fn new(manifest: &'a Manifest<'a>, settings: &'a Settings, surroundings: Surroundings<'a>) -> Self {
        let standards = Standards::new(manifest, settings.pod_security);
        let pods = manifest.objects.iter().copied().flat_map(pods).collect();
        let Surroundings { path, inquiry, facts } = surroundings;
        Self {
            manifest,
            path,
            inquiry,
            facts,
            faults: schema::faults(manifest),
            pods,
            standards,
            allowed_images: &settings.allowed_images,
            neighbours: Neighbours::new(manifest),
        }
    }
}

/// An object with the manifest it is in.
#[derive(Debug, Clone, Copy)]
pub struct ObjectIn<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The manifest.
    pub file: &'a ManifestFile<'a>,
}

/// An object as others in the workspace see it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The object.
    pub object: Object<'a>,
    /// What others see of it.
    pub fact: &'a graph::Object,
    /// The manifest.
    pub file: &'a ManifestFile<'a>,
}

impl<'a> ObjectIn<'a> {
    /// The object in the workspace; `None` for what is not a whole one (a patch), and does not reach a cluster as it stands.
    #[must_use]
    pub fn known(&self) -> Option<Known<'a>> {
        Known::of(self.object, self.file)
    }
}

impl<'a> Known<'a> {
    /// See [`ObjectIn::known`].
    #[must_use]
    pub fn of(object: Object<'a>, file: &'a ManifestFile<'a>) -> Option<Self> {
        let range = object.node.range();
        // They stand in the order of the text.
        let facts = &file.facts.objects;
        let first = facts.partition_point(|fact| fact.site.range.start() < range.start());
        let fact = facts[first..].iter().take_while(|fact| fact.site.range.start() == range.start());
        let fact = fact.into_iter().find(|fact| fact.site.range == range)?;
        (file.inquiry.completeness(fact) == Completeness::Whole).then_some(Self { object, fact, file })
    }
}

/// A Pod with the manifest it is in.
#[derive(Debug, Clone, Copy)]
pub struct PodIn<'a> {
    /// The Pod.
    pub pod: Pod<'a>,
    /// The manifest.
    pub file: &'a ManifestFile<'a>,
}

impl PodIn<'_> {
    /// Whether `level` of the Pod Security Standards is asked of it, in an edition that `test` says yes to (by its minor version); see
    /// [`Standards::ask`].
    pub fn must_meet(&self, level: PodSecurityLevel, test: impl Fn(u16) -> bool) -> bool {
        self.file.standards.ask(self.pod, level, test)
    }
}

impl ContainerIn<'_> {
    /// As [`PodIn::must_meet`].
    pub fn must_meet(&self, level: PodSecurityLevel, test: impl Fn(u16) -> bool) -> bool {
        self.file.standards.ask(self.container.pod, level, test)
    }
}

/// A container with the manifest it is in.
#[derive(Debug, Clone, Copy)]
pub struct ContainerIn<'a> {
    /// The container.
    pub container: Container<'a>,
    /// The manifest.
    pub file: &'a ManifestFile<'a>,
}

/// What a rule looks at. The walk calls every rule at its grain, behind ONBUILD too.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Once a manifest.
    Manifest(fn(&ManifestFile<'_>, &mut Report<'_>)),
    /// Every object of a manifest.
    Object(fn(&ObjectIn<'_>, &mut Report<'_>)),
    /// Every object of one of these kinds, of any group.
    Kinds(&'static [&'static str], fn(&ObjectIn<'_>, &mut Report<'_>)),
    /// Every Pod, and every Pod that an object makes.
    Pod(fn(&PodIn<'_>, &mut Report<'_>)),
    /// Every container of every Pod: regular, init and ephemeral ones.
    Container(fn(&ContainerIn<'_>, &mut Report<'_>)),
    /// Once a file.
    Dockerfile(fn(&Dockerfile<'_>, &mut Report<'_>)),
    /// Once a stage.
    Stage(fn(&StageIn<'_>, &mut Report<'_>)),
    /// Every instruction.
    Instruction(fn(&At<'_>, &mut Report<'_>)),
    /// Every FROM.
    From(fn(&From<'_>, &mut Report<'_>)),
    /// Every RUN.
    Run(fn(&Run<'_>, &mut Report<'_>)),
    /// Every simple command a POSIX shell executes in a RUN.
    ShellCommand(fn(&ShellCommand<'_>, &mut Report<'_>)),
    /// Every CMD and ENTRYPOINT.
    Launch(fn(&Command<'_>, &mut Report<'_>)),
    /// Every COPY.
    Copy(fn(&Transfer<'_>, &mut Report<'_>)),
    /// Every ADD.
    Add(fn(&Transfer<'_>, &mut Report<'_>)),
    /// Every COPY and ADD.
    Transfer(fn(&Transfer<'_>, &mut Report<'_>)),
    /// Every ENV.
    Env(fn(&Pairs<'_>, &mut Report<'_>)),
    /// Every LABEL.
    Label(fn(&Pairs<'_>, &mut Report<'_>)),
    /// Every ARG.
    Arg(fn(&Pairs<'_>, &mut Report<'_>)),
    /// Every EXPOSE.
    Expose(fn(&Ports<'_>, &mut Report<'_>)),
    /// Every USER with a word.
    User(fn(&Single<'_>, &mut Report<'_>)),
    /// Every WORKDIR with a path.
    Workdir(fn(&Single<'_>, &mut Report<'_>)),
    /// Every STOPSIGNAL with a signal.
    Stopsignal(fn(&Single<'_>, &mut Report<'_>)),
    /// Every MAINTAINER.
    Maintainer(fn(&Single<'_>, &mut Report<'_>)),
    /// Every HEALTHCHECK.
    Healthcheck(fn(&Located<'_, tree::Healthcheck>, &mut Report<'_>)),
    /// Nothing: [`judge`](crate::judge) itself finds it while it applies settings and suppressions.
    Judge,
}
