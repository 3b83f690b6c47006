//! The text form of the facts: what lies in `server/schema/facts`, one line per field, made to be read in a diff.
//!
//! ```text
//! type io.k8s.api.core.v1.ContainerPort object
//!  containerPort! int format=int32
//!  hostIP string
//!  protocol string default=TCP enum=SCTP|TCP|UDP
//! ```
//!
//! A line is a name, a type expression and facts; what is indented below it belongs to it. `!` marks a required
//! field. A type expression is types joined by `/`, a reference (`->io.k8s.api.core.v1.Probe`), a list of one
//! (`[]string`) or a map to one (`{}string`). `@1.25..1.28` says in which minors the line, or the value of an enum,
//! holds; a missing end is the end of the definition. `*affinity#3fa2c1` puts the lines of a shared block here.
//! Other parts of a schema have a sign for a name: `[]` items, `{}` values of a map, `~"regex"` values by key,
//! `&` all of, `|` any of, `^` one of, `-` not, `?if`, `?then`, `?else`.
//!
//! The build script reads this form and packs it; nothing of it is read at run time.

mod read;
mod write;

pub use super::layout::{Fact, Types};
pub use read::{Mistake, read};
pub use write::write;

/// A file of facts: its blocks in the order of the file, which is sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Definitions, kinds, formats and shared subtrees.
    pub blocks: Vec<Block>,
}

/// A line without indentation and everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the block describes.
    pub head: Head,
    /// The schema itself; of a shared block only its children count.
    pub node: Node,
}

/// What a block describes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// A subtree that several places use: `affinity#3fa2c1`, the name of a field and a hash of the content.
    Shared(String),
    /// A named definition: `io.k8s.api.core.v1.PodSpec`; of a format `kustomization#ConfigMapArgs`.
    Type(String, Span),
    /// A kind of a custom resource in one version.
    Kind(CustomKind),
    /// A format that is no Kubernetes object: `chart`.
    Format(String),
}

/// A kind of a custom resource in one version, as its CustomResourceDefinition declares it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CustomKind {
    /// `argoproj.io/v1alpha1`.
    pub api_version: String,
    /// `Rollout`.
    pub kind: String,
    /// `rollouts`; empty: unknown.
    pub plural: String,
    /// `Namespaced` or `Cluster`; empty: unknown.
    pub scope: String,
    /// `ro`; often empty.
    pub short_names: Vec<String>,
    /// Words that hold: `deprecated`, `unserved`, `storage`, `superseded`, `experimental`.
    pub marks: Vec<String>,
}

/// One schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// The types it takes; none: any.
    pub types: Types,
    /// The definition that says the rest.
    pub reference: Option<String>,
    /// Facts in the order of [`Fact`], each at most once.
    pub facts: Vec<(Fact, Vec<String>)>,
    /// The values it takes, or, with [`Fact::Known`], the values it is known to take.
    pub choices: Vec<Choice>,
    /// Fields and other parts, sorted.
    pub children: Vec<Child>,
    /// The shared block whose children come here; then `children` is empty.
    pub shared: Option<String>,
}

/// A value: of an enum, or a default.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A string, without quotes.
    Text(String),
    /// Anything else, as compact JSON: `5`, `true`, `{}`.
    Json(String),
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Choice {
    /// The value.
    pub value: Value,
    /// Where it holds.
    pub span: Span,
}

/// A part of a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Child {
    /// Which part.
    pub role: Role,
    /// Where the line holds; a field whose facts changed has several lines with disjoint spans.
    pub span: Span,
    /// Whether the object is rejected without it.
    pub required: bool,
    /// Its schema.
    pub node: Node,
}

/// Which part of a schema a child is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A field of an object.
    Field(String),
    /// The items of a list.
    Items,
    /// The values of a map.
    Values,
    /// The values of a map whose keys match a regular expression.
    Pattern(String),
    /// All of these hold.
    AllOf,
    /// At least one of these holds.
    AnyOf,
    /// Exactly one of these holds.
    OneOf,
    /// This does not hold.
    Not,
    /// The condition of [`Role::Then`] and [`Role::Else`].
    If,
    /// What holds when the condition does.
    Then,
    /// What holds when the condition does not.
    Else,
}

impl Role {
    /// The name of the field; `None` for every other part.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Role::Field(name) => Some(name),
            Role::Items
            | Role::Values
            | Role::Pattern(_)
            | Role::AllOf
            | Role::AnyOf
            | Role::OneOf
            | Role::Not
            | Role::If
            | Role::Then
            | Role::Else => None,
        }
    }
}

/// A range of minor versions of Kubernetes, both ends included; `None` is the end of what surrounds it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first minor.
    pub since: Option<u8>,
    /// The last minor.
    pub until: Option<u8>,
}

impl Span {
    /// Whether it says nothing.
    pub fn is_whole(self) -> bool {
        self == Span::default()
    }
}

impl Node {
    /// The values of a fact; `None`: the schema does not state it.
    pub fn fact(&self, fact: Fact) -> Option<&[String]> {
        self.facts.iter().find(|(it, _)| *it == fact).map(|(_, values)| values.as_slice())
    }

    /// States a fact, in its place.
    pub fn set(&mut self, fact: Fact, values: Vec<String>) {
        match self.facts.binary_search_by_key(&fact, |(it, _)| *it) {
            Ok(at) => self.facts[at].1 = values,
            Err(at) => self.facts.insert(at, (fact, values)),
        }
    }
}
