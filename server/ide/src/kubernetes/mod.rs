//! Kubernetes manifests: what a place in YAML is to the API server, and what is to be said about it.

mod completion;
mod effective;
mod hover;
mod lines;
mod outline;
mod probe;
mod reference;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use completion::{completions, documentation};
pub(crate) use hover::hover;
pub(crate) use lines::hints as lines;
pub(crate) use outline::outline;
