//! Tags to name as an example.

use syntax::image_reference::ImageReference;

/// A version of a well-known image; `None` for images that are not in the list or have no tag that is a version.
pub(crate) fn version(image: &ImageReference) -> Option<&'static str> {
    let known = schema::dockerfile::image(&image.familiar_name())?;
    let is_version = |tag: &&str| {
        tag.starts_with(|c: char| c.is_ascii_digit()) && tag.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let choices = schema::dockerfile::tags_for_completion(known);
    choices.iter().map(|choice| choice.tag.split('-').next().unwrap_or_default()).find(is_version)
}

/// A version of a well-known image in words, `, for example` and the image with it; empty where none is known.
pub(crate) fn example(image: &ImageReference) -> String {
    let name = image.familiar_name();
    version(image).map(|version| format!(", for example `{name}:{version}`")).unwrap_or_default()
}
