//! Any text as an ignore file, asked about any path.

#![no_main]

use libfuzzer_sys::fuzz_target;
use project::dockerignore::Dockerignore;

fuzz_target!(|input: (&str, &str)| {
    let (text, path) = input;
    let file = Dockerignore::parse(text);
    for range in file.patterns.iter().map(|it| it.range).chain(file.errors.iter().map(|it| it.range)) {
        assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} is no text");
    }
    let verdict = file.verdict(path);
    // What decides is the last word: a pattern that says just that.
    assert!(verdict.by.is_none_or(|by| file.patterns[by].negated != verdict.ignored));
    assert!(verdict.by.is_some() || !verdict.ignored);
    let _ = file.could_reinclude_below(path);
});
