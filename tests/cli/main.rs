//! The command line, end to end: the real binary in a folder of its own.

mod baseline;
mod catalogue;
mod check;
mod fix;
mod formats;
mod graph;
mod schemas;
mod selection;
mod workspace;
