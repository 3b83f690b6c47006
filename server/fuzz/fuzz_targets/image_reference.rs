//! Any text as an image reference.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(syntax::invariants::image_reference(text), None);
});
