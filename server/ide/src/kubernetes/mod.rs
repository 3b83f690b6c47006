//! Kubernetes manifests: what a place in YAML is to the API server, and what is to be said about it.

mod hover;
mod outline;
mod reference;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use hover::hover;
pub(crate) use outline::outline;
