//! What the world knows: instructions, images, package managers, signals, Kubernetes; data and look-up only.
//!
//! Nothing here sees a user's text or a position in it, and nothing can fail: a look-up answers with what is known or
//! with nothing. The texts are the specialist's own words, Markdown, ready for a hover.

pub mod dockerfile;
pub mod kubernetes;
