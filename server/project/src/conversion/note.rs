//! What somebody should know of a conversion.

use std::fmt;

use syntax::yaml::Route;

use super::draft::relative;

/// Something that is not as it was after a conversion, or would not be without an entry that was put in. Shown as one
/// sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The way from the object, as it was before, to what this is about.
    pub at: Route,
    /// What to know.
    pub change: Change,
}

/// What is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The default was written out, because the new version has another one, or none.
    Stated {
        /// The value that was put in.
        value: String,
    },
    /// The field is left out, and its default is another one.
    Default {
        /// The default before.
        was: String,
        /// The default in the new version.
        now: String,
    },
    /// The new version has no such field; what was written there is gone.
    Dropped,
    /// An object without labels got those of its Pod template.
    Labels,
    /// An empty selector selected no Pods, and now selects every Pod of the namespace.
    EmptySelector,
    /// The annotation named a controller; the field names an IngressClass, which must exist.
    IngressClass {
        /// Its name, as it is written.
        name: String,
    },
    /// Fields that the schema of custom resources does not name were kept, and are now dropped.
    Pruned,
    /// Zero meant the default, and now means none.
    Zero {
        /// What was put in its place.
        value: &'static str,
    },
}

impl Note {
    /// The same, told from the object instead of the document's root.
    pub(super) fn within(self, object: &Route) -> Self {
        Self { at: relative(&self.at, object), ..self }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = &self.at;
        match &self.change {
            Change::Stated { value } => write!(f, "`{at}` is now written out as `{value}`, which it was by default"),
            Change::Default { was, now } => write!(f, "`{at}` is not set: its default was `{was}` and is now `{now}`"),
            Change::Dropped => write!(f, "`{at}` is gone: the new version has no place for it"),
            Change::Labels => f.write_str("the object has no labels of its own and no longer gets those of its Pods"),
            Change::EmptySelector => write!(f, "`{at}` is empty: it selected no Pod and now selects all of them"),
            Change::IngressClass { name } => write!(f, "`{at}` must be the name of an IngressClass, here `{name}`"),
            Change::Pruned => write!(f, "`{at}` does not name every field: others are no longer kept"),
            Change::Zero { value } => write!(f, "`{at}` was `0`, which meant `{value}` and is now written so"),
        }
    }
}
