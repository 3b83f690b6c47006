//! Why an object cannot be converted.

use std::fmt;

use syntax::yaml::{Node, Route};

use super::draft::relative;

/// Why an object cannot be converted, and where in it. Shown as one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The way from the object to what stands in the way; empty for the object itself.
    pub at: Route,
    /// What is wrong there.
    pub problem: Problem,
}

/// What stands in the way of a conversion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No way from the one kind to the other is known.
    Unknown {
        /// The kind it is, with its version: `example.org/v1 Thing`.
        from: String,
        /// The kind it would be.
        to: String,
    },
    /// Pod security policies have no successor that is an object.
    PodSecurityPolicy,
    /// A template action where the value decides how to convert.
    Template,
    /// Template actions between the entries of a mapping that would have to change.
    TemplateLines,
    /// A value that is neither what the field takes nor nothing.
    Shape,
    /// An anchor, an alias or a merge key: what is written here counts elsewhere too, or the other way round.
    Repeated,
    /// A key that stands twice in its mapping.
    Duplicate,
    /// A field that the new version does not have.
    UnknownField {
        /// The new version: `apps/v1`.
        version: String,
    },
    /// A field that the new version requires and that cannot be worked out.
    Missing {
        /// The new version: `apps/v1`.
        version: String,
    },
    /// A value that the new version does not take.
    Value {
        /// The value, as it is written.
        value: String,
        /// The new version: `apps/v1`.
        version: String,
    },
    /// A part of a schema of custom resources that does not say its type, which the new version requires.
    NoType,
    /// An object with more values than are looked at, aliases followed.
    TooLarge,
}

impl Reason {
    pub(super) fn new(at: Route, problem: Problem) -> Self {
        Self { at, problem }
    }

    pub(super) fn at(node: Node<'_>, problem: Problem) -> Self {
        Self { at: node.route(), problem }
    }

    pub(super) fn missing(at: Route, version: &str) -> Self {
        Self { at, problem: Problem::Missing { version: version.to_owned() } }
    }

    /// The same, told from the object instead of the document's root.
    pub(super) fn within(self, object: &Route) -> Self {
        Self { at: relative(&self.at, object), ..self }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_root() { "the object".to_owned() } else { format!("`{}`", self.at) };
        match &self.problem {
            Problem::Unknown { from, to } => write!(f, "no conversion of `{from}` to `{to}` is known"),
            Problem::PodSecurityPolicy => f.write_str(
                "PodSecurityPolicy has no successor; set the label `pod-security.kubernetes.io/enforce` on namespaces",
            ),
            Problem::Template => write!(f, "{at} is a template, and the value decides how to convert it"),
            Problem::TemplateLines => write!(f, "{at} has template actions between its fields; convert it by hand"),
            Problem::Shape => write!(f, "{at} is not what the field takes; correct it first"),
            Problem::Repeated => write!(f, "{at} has an anchor, an alias or a tag; write it out first"),
            Problem::Duplicate => write!(f, "{at} stands there twice; remove one first"),
            Problem::UnknownField { version } => write!(f, "{at} does not exist in `{version}`; remove it first"),
            Problem::Missing { version } => write!(f, "{at} is missing, which `{version}` requires; add it first"),
            Problem::Value { value, version } => write!(f, "{at} is `{value}`, which `{version}` does not take"),
            Problem::NoType => write!(f, "{at} has no `type`, which a structural schema requires; add it first"),
            Problem::TooLarge => f.write_str("the object has too many values to look at"),
        }
    }
}

impl std::error::Error for Reason {}
