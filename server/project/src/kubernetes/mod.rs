//! Kubernetes manifests: which objects a YAML or JSON file holds, what each place in them is, and where their Pods are.

mod object;
mod patch;
mod place;
mod pod;

pub use object::{Manifest, Object, objects};
pub use patch::graph_around;
pub use place::{Member, Place, around, place};
pub use pod::{Container, ContainerRole, Pod, pods};
