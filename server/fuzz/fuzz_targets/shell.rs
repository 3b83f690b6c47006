//! Any text as a shell script.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(syntax::invariants::shell(text), None);
});
