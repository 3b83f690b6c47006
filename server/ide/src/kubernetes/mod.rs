//! Kubernetes manifests: what a place in YAML is to the API server, and what is to be said about it.

mod card;
mod completion;
mod definition;
mod effective;
mod entity;
mod hints;
mod hover;
mod kustomized;
mod label;
mod lens;
mod lines;
mod occurrences;
mod outline;
mod pod_name;
mod probe;
mod reference;
mod references;
mod referred;
mod rename;
mod tally;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use completion::{completions, documentation};
pub(crate) use definition::definition;
pub(crate) use hints::hints;
pub(crate) use hover::hover;
pub(crate) use lens::lenses;
pub(crate) use lines::hints as lines;
pub(crate) use outline::outline;
pub(crate) use references::references;
pub(crate) use rename::{prepare, rename};
