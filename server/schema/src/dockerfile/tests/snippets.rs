use crate::dockerfile::{Snippet, SnippetScope, image, instruction, snippets};

/// The text that a snippet inserts, with the defaults of its place-holders.
fn expand(body: &str) -> String {
    let mut defaults: Vec<(String, String)> = Vec::new();
    let mut out = String::new();
    let mut rest = body;
    while let Some(place) = rest.find(['\\', '$']) {
        out.push_str(&rest[..place]);
        let tail = &rest[place + 1..];
        if rest[place..].starts_with('\\') {
            out.extend(tail.chars().next());
            rest = &tail[1..];
        } else if let Some(inner) = tail.strip_prefix('{') {
            let (holder, after) = inner.split_once('}').expect("a closing brace");
            let (number, text) = holder.split_once([':', '|']).expect("a default");
            let first = text.trim_end_matches('|').split(',').next().filter(|_| holder.contains('|')).unwrap_or(text);
            defaults.push((number.to_owned(), first.to_owned()));
            out.push_str(first);
            rest = after;
        } else {
            let digits = tail.find(|it: char| !it.is_ascii_digit()).unwrap_or(tail.len());
            assert!(digits > 0, "a bare dollar sign in {body:?}");
            let number = &tail[..digits];
            let text = defaults.iter().find(|(known, _)| known == number).map(|(_, text)| text.as_str());
            assert!(text.is_some() || number == "0", "${number} before its default in {body:?}");
            out.push_str(text.unwrap_or("true"));
            rest = &tail[digits..];
        }
    }
    out.push_str(rest);
    out
}

/// Lines that begin an instruction.
fn instructions_of(text: &str) -> Vec<&str> {
    let mut continued = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if !continued && !line.is_empty() && !line.starts_with('#') {
            found.push(line);
        }
        continued = line.ends_with('\\');
    }
    found
}

fn of(scope: SnippetScope) -> impl Iterator<Item = &'static Snippet> {
    snippets().iter().filter(move |it| it.scope == scope)
}

#[test]
fn bodies_are_well_formed() {
    for it in snippets() {
        assert_eq!(it.body, it.body.trim_end(), "{}", it.label);
        assert!(!it.body.contains(['\t', '\r']), "{}", it.label);
        let text = expand(it.body);
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{}: {text}", it.label);
    }
}

#[test]
fn dockerfiles_are_made_of_instructions() {
    for it in [SnippetScope::File, SnippetScope::TopLevel, SnippetScope::Stage].into_iter().flat_map(of) {
        let text = expand(it.body);
        if text.contains("<<") {
            continue;
        }
        for line in instructions_of(&text) {
            let keyword = line.split(' ').next().unwrap_or_default();
            assert!(instruction(keyword).is_some(), "{}: {line}", it.label);
            for flag in line.split(' ').skip(1).take_while(|word| word.starts_with("--")) {
                let name = flag.split('=').next();
                let known = instruction(keyword).is_some_and(|it| it.flags.iter().any(|it| Some(it.name) == name));
                assert!(known, "{}: {flag}", it.label);
            }
        }
    }
}

#[test]
fn whole_files_are_ready_for_production() {
    for it in of(SnippetScope::File) {
        let text = expand(it.body);
        let label = it.label;
        assert!(text.starts_with("# syntax=docker/dockerfile:1\n\nFROM "), "{label}");
        let lines = instructions_of(&text);
        let last_from = lines.iter().rposition(|line| line.starts_with("FROM ")).expect(label);
        assert!(last_from > 0, "{label}: one stage only");
        let last = &lines[last_from..];
        let user = last.iter().find_map(|line| line.strip_prefix("USER ")).expect(label);
        assert!(user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)), "{label}: {user}");
        assert!(last.iter().any(|line| line.starts_with("EXPOSE ")), "{label}");
        for line in &lines {
            let program = line.strip_prefix("CMD ").or_else(|| line.strip_prefix("ENTRYPOINT "));
            assert!(program.is_none_or(|it| it.starts_with('[')), "{label}: {line}");
            assert!(line.strip_prefix("WORKDIR ").is_none_or(|path| path.starts_with('/')), "{label}: {line}");
        }
        let stages: Vec<&str> = lines.iter().filter_map(|line| line.split_once(" AS ").map(|(_, name)| name)).collect();
        for line in lines.iter().filter(|line| line.starts_with("FROM ")) {
            let reference = line.split(' ').find(|word| *word != "FROM" && !word.starts_with("--")).expect(label);
            if stages.contains(&reference) {
                continue;
            }
            let (name, tag) = reference.rsplit_once(':').expect(label);
            let known = image(name).unwrap_or_else(|| panic!("{label}: {name}"));
            assert!(known.variant_for_tag(tag).is_some(), "{label}: {reference}");
        }
        let cached =
            ["npm ci", "go mod download", "uv sync", "pip install", "cargo build", "mvn ", "gradle ", "dotnet restore"];
        for (number, line) in text.lines().enumerate() {
            if cached.iter().any(|command| line.trim_start().starts_with(command)) {
                let before = text.lines().take(number).last().unwrap_or_default();
                assert!(before.contains("type=cache"), "{label}: {line}");
            }
        }
    }
}

#[test]
fn arguments_of_run_are_no_instructions() {
    for it in of(SnippetScope::Run) {
        assert!(!it.body.starts_with("RUN"), "{}", it.label);
    }
}
