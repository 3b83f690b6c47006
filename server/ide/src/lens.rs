//! Lenses: facts above the objects of a manifest.

use std::path::Path;

use project::Snapshot;
use project::graph::Asked;

use crate::kubernetes;
use crate::types::Lens;

/// The lenses of a file in the order of the text, with what was asked about other files: while that holds, other files
/// change none of them. Empty for anything but manifests.
#[must_use]
pub fn lenses(snapshot: &Snapshot, path: &Path) -> (Vec<Lens>, Vec<Asked>) {
    kubernetes::lenses(snapshot, path)
}
