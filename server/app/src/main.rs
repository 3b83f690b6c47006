//! The binary `plimsoll`: the language server and the command line.

fn main() {}
