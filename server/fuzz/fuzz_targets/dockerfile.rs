//! Any text as a Dockerfile.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(syntax::invariants::dockerfile(text), None);
});
