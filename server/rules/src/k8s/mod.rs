//! The rules about Kubernetes manifests.

rules! {
    yaml_syntax,
}
