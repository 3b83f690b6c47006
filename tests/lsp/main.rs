//! The language server as an editor sees it: the real binary over its standard input and output.

mod client;
mod clients;
mod diagnostics;
mod features;
mod files;
mod graph;
mod lifecycle;
mod manifests;
mod settings;
mod text;
mod workspace;
mod yaml;
