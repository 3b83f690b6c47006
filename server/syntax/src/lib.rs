//! Text to lossless trees, and minimal edits on them.
