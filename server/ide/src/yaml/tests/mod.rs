//! Fixtures of YAML and JSON, and what a person would see.

mod format;
mod hints;
mod properties;
mod tokens;
