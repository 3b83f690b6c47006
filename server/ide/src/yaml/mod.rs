//! Features of any YAML or JSON document, whatever it describes.

pub(crate) mod anchors;
pub(crate) mod format;
pub(crate) mod hints;
mod layout;
mod lines;
pub(crate) mod links;
mod style;
pub(crate) mod tokens;

#[cfg(test)]
mod tests;
