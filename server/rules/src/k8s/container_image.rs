//! Images of containers.

use project::kubernetes::Container;
use syntax::image_reference::ImageReference;
use syntax::yaml::Node;

use super::scalar;
use super::security_context::value;

/// The image of a container.
pub(super) struct ContainerImage<'a> {
    /// Where it stands.
    pub(super) node: Node<'a>,
    /// As it is written.
    pub(super) text: String,
    /// Taken apart.
    pub(super) reference: ImageReference,
}

/// The image of a container, valid or not; `None` where none is written, or one that is filled in later.
pub(super) fn of(container: Container<'_>) -> Option<ContainerImage<'_>> {
    let node = value(container.node, "image")?;
    let text = scalar::text(node).filter(|text| !text.is_empty() && !is_stand_in(text))?.into_owned();
    let reference = ImageReference::parse(&text);
    Some(ContainerImage { node, text, reference })
}

/// As [`of`], where it is a valid reference.
pub(super) fn valid(container: Container<'_>) -> Option<ContainerImage<'_>> {
    of(container).filter(|image| image.reference.errors.is_empty())
}

/// Whether a person or a tool puts an image in its place: `<image>`, `docker.io/{user}/web`, `ko://…`.
fn is_stand_in(text: &str) -> bool {
    text.contains(['<', '{']) || text.starts_with("ko://")
}
