//! Ingresses: their paths and what they lead to.

use project::kubernetes::Object;
use syntax::yaml::Node;

use super::{group, scalar};

/// The groups that have had Ingresses.
pub(super) const GROUPS: [&str; 2] = ["networking.k8s.io", "extensions"];

/// The rules of an Ingress; none of an object of another group.
pub(super) fn rules(object: Object<'_>) -> impl Iterator<Item = Node<'_>> {
    let spec = object.find("spec").filter(|_| group::is_of(object, &GROUPS));
    spec.into_iter().flat_map(|spec| scalar::items(spec, "rules")).map(Node::effective)
}

/// The paths of an Ingress, each with its rule.
pub(super) fn paths(object: Object<'_>) -> impl Iterator<Item = (Node<'_>, Node<'_>)> {
    rules(object).flat_map(|rule| {
        let http = scalar::get(rule, "http");
        http.into_iter().flat_map(|http| scalar::items(http, "paths")).map(move |path| (rule, path.effective()))
    })
}

/// What an Ingress leads to: the backends of its paths, and the default one.
pub(super) fn backends(object: Object<'_>) -> impl Iterator<Item = Node<'_>> {
    let spec = object.find("spec").filter(|_| group::is_of(object, &GROUPS));
    let default = spec.and_then(|spec| scalar::get(spec, "defaultBackend"));
    default.into_iter().chain(paths(object).filter_map(|(_, path)| scalar::get(path, "backend"))).map(Node::effective)
}
