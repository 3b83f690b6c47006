mod counts;
mod custom;
mod lookups;
mod packed;
mod snippets;
mod tables;
mod versions;
