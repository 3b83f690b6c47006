//! The checks: one file per rule, path = name.
