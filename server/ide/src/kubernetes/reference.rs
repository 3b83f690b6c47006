//! What the API reference of Kubernetes says, to stand last in a hover. Without feature `bundled-docs` it says nothing.

use schema::kubernetes::{Kind, Schema};

#[cfg(not(feature = "bundled-docs"))]
mod k8s_docs {
    pub(super) const MINOR: &str = "";

    pub(super) fn definition(_: &str) -> Option<&'static str> {
        None
    }

    pub(super) fn field(_: &str, _: &str) -> Option<&'static str> {
        None
    }
}

/// What the reference says of a field of `owner`, behind a rule and with its source; `None`: nothing.
pub(crate) fn of_field(owner: Schema<'_>, field: &str) -> Option<String> {
    k8s_docs::field(owner.definition()?, field).map(folded)
}

/// What a schema that was read at run time says of itself, behind a rule and with its source; `None`: nothing, or it is bundled.
pub(crate) fn of_schema(schema: Schema<'_>, kind: Kind<'_>) -> Option<String> {
    let text = schema.description()?;
    Some(format!("---\n\n{text}\n\n*Definition of {}*", kind.name()))
}

/// What the reference says of a kind, behind a rule and with its source; `None`: nothing, or it is custom.
pub(crate) fn of_kind(kind: Kind<'_>) -> Option<String> {
    k8s_docs::definition(kind.definition()?).map(folded)
}

/// No editor folds a part of a hover, so what is less worth reading stands below a rule.
fn folded(text: &str) -> String {
    format!("---\n\n{text}\n\n*API reference of Kubernetes {}*", k8s_docs::MINOR)
}
