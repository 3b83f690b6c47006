//! What a Dockerfile means: stages and what they are made from, variables with their values, users, directories, commands.
//!
//! A [`Model`] is a function of one text. What needs other files (the build context, `.dockerignore`) is asked of the
//! snapshot, not kept here.

mod effective;
mod located;
mod model;
mod stage;
mod variables;

pub use effective::{Effective, Launch, Origin};
pub use located::{At, Located};
pub use model::Model;
pub use stage::{Base, Dependency, DependencyKind, Stage, Target};
pub use variables::{Binding, BindingKind, Scope};
