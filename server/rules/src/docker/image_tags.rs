//! Tags to name as an example.

use syntax::image_reference::ImageReference;

/// A version of a well-known image in words, `, for example` and the image with it; empty for images that are not in the list
/// or have no tag that is a version.
pub(super) fn example(image: &ImageReference) -> String {
    let name = image.familiar_name();
    let Some(known) = schema::dockerfile::image(&name) else { return String::new() };
    let choices = schema::dockerfile::tags_for_completion(known);
    let mut versions = choices.iter().map(|choice| choice.tag.split('-').next().unwrap_or_default());
    let is_version = |tag: &&str| {
        tag.starts_with(|c: char| c.is_ascii_digit()) && tag.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    versions.find(is_version).map(|version| format!(", for example `{name}:{version}`")).unwrap_or_default()
}
