//! What the world knows: instructions, images, package managers, signals, Kubernetes; data and look-up only.
//!
//! Nothing here knows a file or a position in it, and nothing can fail: a look-up answers with what is known or with
//! nothing, and a value of a manifest ([`kubernetes::values`]) is read or said to be wrong, and how. The texts are the specialist's own words, Markdown, ready for a hover.

pub mod dockerfile;
pub mod kubernetes;
