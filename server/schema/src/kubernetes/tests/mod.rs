mod counts;
mod custom;
mod lookups;
mod packed;
mod tables;
mod versions;
