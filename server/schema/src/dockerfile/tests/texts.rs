use crate::dockerfile::{
    buildkit_checks, commands, directives, instructions, mount_types, package_managers, platforms,
    predefined_arguments, shells, signals, snippets, variable_modifiers, well_known_ports,
};

/// Every text that a person reads, with where it stands.
fn texts() -> Vec<(String, &'static str)> {
    let mut all: Vec<(String, &'static str)> = Vec::new();
    for it in instructions() {
        all.push((it.keyword.to_owned(), it.documentation));
        all.extend(it.deprecated.map(|text| (format!("{} deprecated", it.keyword), text)));
        for flag in it.flags {
            all.push((format!("{} {}", it.keyword, flag.name), flag.documentation));
            all.extend(flag.values.iter().map(|value| (format!("{} {}", flag.name, value.name), value.documentation)));
        }
        for parameter in it.syntax.iter().flat_map(|form| form.parameters) {
            all.push((format!("{} {}", it.keyword, parameter.label), parameter.documentation));
        }
    }
    for it in directives() {
        all.push((it.name.to_owned(), it.documentation));
        all.extend(it.values.iter().map(|value| (format!("{} {}", it.name, value.name), value.documentation)));
    }
    for it in mount_types() {
        all.push((it.name.to_owned(), it.documentation));
        for option in it.options {
            all.push((format!("{} {}", it.name, option.name), option.documentation));
            all.extend(
                option.values.iter().map(|value| (format!("{} {}", option.name, value.name), value.documentation)),
            );
        }
    }
    all.extend(buildkit_checks().iter().map(|it| (it.name.to_owned(), it.documentation)));
    all.extend(predefined_arguments().iter().map(|it| (it.name.to_owned(), it.documentation)));
    all.extend(variable_modifiers().iter().map(|it| (it.operator.to_owned(), it.documentation)));
    all.extend(signals().iter().map(|it| (it.canonical.to_owned(), it.documentation)));
    all.extend(platforms().iter().map(|it| (it.name.to_owned(), it.documentation)));
    all.extend(shells().iter().map(|it| (it.array.to_owned(), it.documentation)));
    all.extend(commands().map(|it| (it.name.to_owned(), it.documentation)));
    all.extend(snippets().iter().map(|it| (it.label.to_owned(), it.documentation)));
    for it in package_managers() {
        all.extend(it.flags.iter().map(|flag| (format!("{} {}", it.name, flag.name), flag.documentation)));
    }
    all
}

#[test]
fn texts_are_whole_sentences() {
    for (place, text) in texts() {
        assert!(!text.is_empty(), "{place}: no text");
        assert_eq!(text, text.trim(), "{place}");
        assert!(text.ends_with('.'), "{place}: no full stop: {text}");
        assert!(!text.contains("  ") || text.contains("<digest>  <file>"), "{place}: two blanks: {text}");
        assert!(!text.contains('\n'), "{place}: line break");
        assert_eq!(text.matches('`').count() % 2, 0, "{place}: open backtick: {text}");
        assert!(text.chars().count() <= 760, "{place}: {} characters", text.chars().count());
        let first = text.chars().next().unwrap_or('a');
        let deprecated = place.ends_with("deprecated");
        assert!(deprecated || !first.is_lowercase() || NAMES.iter().any(|it| text.starts_with(it)), "{place}: {text}");
        let lower = text.to_lowercase();
        for phrase in [
            "should consider",
            "you should",
            "simply",
            "please",
            "best practice",
            "best-practice",
            "powerful",
            "seamless",
        ] {
            assert!(!lower.contains(phrase), "{place}: {phrase}");
        }
    }
}

/// Words that stay in lower case at the beginning of a sentence.
const NAMES: &[&str] = &["apt-get", "conda", "pip", "gosu", "uv"];

#[test]
fn summaries_are_no_sentences() {
    let flags = instructions().iter().flat_map(|it| it.flags.iter().map(|flag| flag.summary));
    let summaries = instructions().iter().map(|it| it.summary).chain(flags);
    for text in
        summaries.chain(snippets().iter().map(|it| it.detail)).chain(well_known_ports().iter().map(|it| it.service))
    {
        assert!(!text.is_empty() && text == text.trim() && !text.ends_with('.'), "{text:?}");
        assert!(text.chars().count() <= 100, "{text}");
    }
}
