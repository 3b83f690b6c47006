use super::{Schema, Version};

/// A field of an object, as it is in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'s> {
    /// `hostNetwork`.
    pub name: &'s str,
    /// Whether the object is rejected without it.
    pub is_required: bool,
    /// The first minor that has it; `None`: as far back as the facts go, or a custom resource.
    pub since: Option<Version>,
    /// The last minor that has it; `None`: the newest does, or a custom resource.
    pub until: Option<Version>,
    /// What it takes.
    pub schema: Schema<'s>,
}

/// A value of an enum, as it is in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<'s> {
    /// The value.
    pub value: Literal<'s>,
    /// The first minor that has it; `None`: as far back as the facts, or the field, go.
    pub since: Option<Version>,
    /// The last minor that has it; `None`: the newest does.
    pub until: Option<Version>,
}

/// A value that a schema names: of an enum, or a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal<'s> {
    /// A string, without quotes.
    Text(&'s str),
    /// Anything else, as compact JSON: `5`, `true`, `{}`.
    Json(&'s str),
}

impl<'s> Literal<'s> {
    /// The text of a string, the JSON of anything else.
    pub fn as_str(self) -> &'s str {
        match self {
            Literal::Text(text) | Literal::Json(text) => text,
        }
    }
}
