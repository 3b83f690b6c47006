//! Stages: where they start, what they are made from, who uses them.

use std::collections::HashMap;
use std::ops::Range;

use syntax::TextRange;
use syntax::dockerfile::{Body, Dockerfile, Element, Flag, Instruction, Keyword, Name, Node};
use syntax::image_reference::ImageReference;

use super::variables::Table;

/// How many stages built on each other are followed.
pub(super) const LINEAGE_LIMIT: usize = 256;

/// A stage of a Dockerfile.
#[derive(Debug)]
pub struct Stage {
    /// Its number, as `--from=0` counts.
    pub index: usize,
    /// The instructions, FROM first, as indices of the file's.
    pub instructions: Range<usize>,
    /// The name behind AS.
    pub name: Option<Name>,
    /// What it is built on.
    pub base: Base,
    /// Every stage or image it takes something from, its base first.
    pub dependencies: Vec<Dependency>,
    /// The stages that take something from it.
    pub dependents: Vec<usize>,
    /// From the FROM to the end of its last instruction.
    pub range: TextRange,
}

impl Stage {
    /// The stage it is built on.
    #[must_use]
    pub fn parent(&self) -> Option<usize> {
        match self.base {
            Base::Stage(index) => Some(index),
            Base::Scratch | Base::Image(_) | Base::Unknown => None,
        }
    }

    /// The name, or the number where it has none.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.as_ref().map_or_else(|| self.index.to_string(), |name| name.text.clone())
    }
}

/// What a stage is built on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// An earlier stage.
    Stage(usize),
    /// Nothing.
    Scratch,
    /// An image, variables expanded.
    Image(ImageReference),
    /// A name with a variable nobody gives a value to, or none yet.
    Unknown,
}

/// One thing a stage takes from.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// By which means.
    pub kind: DependencyKind,
    /// From where.
    pub target: Target,
    /// The name as written, variables expanded where they are known.
    pub text: String,
    /// The place of the name: the image of FROM, the value of `--from` or `from=`.
    pub node: Node,
    /// The index of the instruction.
    pub instruction: usize,
}

/// By which means a stage takes from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DependencyKind {
    /// FROM
    Base,
    /// COPY --from
    Copy,
    /// RUN --mount=…,from=
    Mount,
}

/// From where something is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A stage of this file. It may be the stage itself or a later one, which the builder refuses.
    Stage(usize),
    /// An image or a named build context, which only the build command knows.
    Image(ImageReference),
    /// The empty image.
    Scratch,
    /// A name with a variable nobody gives a value to.
    Unknown,
}

/// Cuts the file into stages; names in lower case lead to the first of each name.
pub(super) fn split(file: &Dockerfile) -> (Vec<Stage>, HashMap<String, usize>) {
    let mut stages: Vec<Stage> = Vec::new();
    let mut names = HashMap::new();
    for (index, instruction) in file.instructions.iter().enumerate() {
        if let Some(stage) = stages.last_mut().filter(|_| instruction.keyword != Keyword::From) {
            stage.instructions.end = index + 1;
            stage.range = stage.range.cover(instruction.range);
        }
        let Body::From(from) = &instruction.body else { continue };
        let number = stages.len();
        if let Some(name) = &from.name {
            names.entry(name.text.to_ascii_lowercase()).or_insert(number);
        }
        stages.push(Stage {
            index: number,
            instructions: index..index + 1,
            name: from.name.clone(),
            base: Base::Unknown,
            dependencies: Vec::new(),
            dependents: Vec::new(),
            range: instruction.range,
        });
    }
    (stages, names)
}

/// Finds what each stage takes from.
pub(super) fn link(file: &Dockerfile, stages: &mut [Stage], names: &HashMap<String, usize>, table: &Table) {
    let mut latest: HashMap<String, usize> = HashMap::new();
    for number in 0..stages.len() {
        let mut dependencies = Vec::new();
        for index in stages[number].instructions.clone() {
            let instruction = file.instructions[index].trigger();
            collect(
                &mut dependencies,
                instruction,
                index,
                |text, kind| match kind {
                    // FROM sees earlier stages only; the latest of a name wins.
                    DependencyKind::Base => latest.get(text).copied(),
                    DependencyKind::Copy | DependencyKind::Mount => latest
                        .get(text)
                        .or_else(|| names.get(text))
                        .copied()
                        .or_else(|| text.parse().ok().filter(|stage| *stage < number)),
                },
                table,
                stages[number].index,
            );
        }
        stages[number].base =
            dependencies.first().filter(|first| first.kind == DependencyKind::Base).map_or(Base::Unknown, |first| {
                match &first.target {
                    Target::Stage(stage) => Base::Stage(*stage),
                    Target::Image(image) => Base::Image(image.clone()),
                    Target::Scratch => Base::Scratch,
                    Target::Unknown => Base::Unknown,
                }
            });
        for dependency in &dependencies {
            if let Target::Stage(used) = dependency.target
                && used != number
                && !stages[used].dependents.contains(&number)
            {
                stages[used].dependents.push(number);
            }
        }
        stages[number].dependencies = dependencies;
        if let Some(name) = &stages[number].name {
            latest.insert(name.text.to_ascii_lowercase(), number);
        }
    }
}

fn collect(
    found: &mut Vec<Dependency>,
    instruction: &Instruction,
    index: usize,
    stage: impl Fn(&str, DependencyKind) -> Option<usize>,
    table: &Table,
    number: usize,
) {
    let mut add = |kind, word: &syntax::dockerfile::Word| {
        let scope = match kind {
            DependencyKind::Base => None,
            DependencyKind::Copy | DependencyKind::Mount => Some(number),
        };
        let expanded = word.expand(&|name| table.value(scope, index, name)).filter(|text| !text.is_empty());
        let target = expanded.as_deref().map_or(Target::Unknown, |text| {
            if let Some(stage) = stage(&text.to_ascii_lowercase(), kind) {
                return Target::Stage(stage);
            }
            if text == "scratch" { Target::Scratch } else { Target::Image(ImageReference::parse(text)) }
        });
        found.push(Dependency {
            kind,
            target,
            text: expanded.unwrap_or_else(|| word.raw.clone()),
            node: word.node(),
            instruction: index,
        });
    };
    match &instruction.body {
        Body::From(from) => from.image.iter().for_each(|image| add(DependencyKind::Base, image)),
        Body::Copy(_) => {
            instruction
                .flags("from")
                .filter_map(|flag| flag.value.as_ref())
                .for_each(|word| add(DependencyKind::Copy, word));
        }
        Body::Run(_) => {
            let options = instruction.flags("mount").flat_map(|flag: &Flag| &flag.options);
            options
                .filter(|option| option.key.text.eq_ignore_ascii_case("from"))
                .filter_map(|option| option.value.as_ref())
                .for_each(|word| add(DependencyKind::Mount, word));
        }
        _ => {}
    }
}
