//! Every mistake has its place and its sentence, and everything else counts.

use std::fmt::Write as _;
use std::path::Path;

use expect_test::expect;

use super::*;

#[test]
fn keys_that_nothing_knows() {
    check("
hint: { effectiveUser: false }
^^^^ unknown key `hint` (did you mean `hints`?)
'Profile': all
^^^^^^^^^ unknown key `Profile` (did you mean `profile`?)
effectiveUser: false
^^^^^^^^^^^^^ unknown key `effectiveUser`; it belongs below `hints`
hints:
  colour: red
  ^^^^^^ unknown key `colour`; known here: `defaultedFields`, `effectiveUser`, `imageReference`, `probeBudget`, `qualityOfService`, `schedule`, `secretData`, `selectedPods`
helm: { release: { nam: shop } }
                   ^^^ unknown key `nam` (did you mean `name`?)
rules:
  docker/exec-form: { level: warning, path: [\"legacy/**\"] }
                                      ^^^^ unknown key `path` (did you mean `paths`?)
version: 3
^^^^^^^ unknown key `version`; known here: `profile`, `rules`, `exclude`, `kubernetesVersion`, `podSecurity`, `helm`, `registries`, `schemas`, `hints`
[a, b]: c
^ a key is a word, not a list
");
}

#[test]
fn values_outside_their_list() {
    check(
        "
profile: productoin
         ^^^^^^^^^^ unknown profile `productoin` (did you mean `production`?)
helm: { version: 5 }
                 ^ unknown Helm version `5`; it is `3` or `4`
podSecurity: { level: strict }
                      ^^^^^^ unknown Pod Security level `strict`; it is `privileged`, `baseline` or `restricted`
rules:
  docker/a: loud
            ^^^^ unknown level `loud`; it is `error`, `warning`, `info`, `hint` or `off`
  docker/b: { level: \"eror\" }
                     ^^^^^^ unknown level `eror` (did you mean `error`?)
  docker/c: true
            ^^^^ unknown level `true`; it is `error`, `warning`, `info`, `hint` or `off`
",
    );
}

#[test]
fn values_of_the_wrong_type() {
    check(
        "
profile: [all]
^^^^^^^ `profile` is `minimal`, `recommended`, `production`, `restricted` or `all`, not a list
exclude: vendor/**
         ^^^^^^^^^ `exclude` is a list of patterns, not text; write `[\"vendor/**\"]`
hints: { effectiveUser: maybe, imageReference: \"false\" }
                        ^^^^^ `effectiveUser` is `true` or `false`, not `maybe`
                                               ^^^^^^^ `imageReference` is `true` or `false`, not text
podSecurity: restricted
             ^^^^^^^^^^ `podSecurity` is a table, not text; write `{ level: restricted, version: \"1.36\" }`
kubernetesVersion: newest
                   ^^^^^^ `kubernetesVersion` is a minor version such as `1.36`, not `newest`
helm:
  valuesFiles: { a: b }
  ^^^^^^^^^^^ `valuesFiles` is a list of values files, not a table; write `[env/prod.yaml]`
  release: { name: [shop] }
             ^^^^ `name` is text, not a list
registries:
^^^^^^^^^^ `registries` is a table, not a list; write `{ allow: [\"registry.example.com/*\"] }`
  - registry.example.com
rules:
  docker/a: [off]
  ^^^^^^^^ `docker/a` is a level or a table, not a list
  docker/b: { options: 3, paths: 4 }
                       ^ `options` is a table, not `3`
                                 ^ `paths` is a list of patterns, not a number; write `[\"4\"]`
",
    );
}

#[test]
fn values_that_are_missing() {
    check(
        "
profile:
^^^^^^^ `profile` has no value; it is `minimal`, `recommended`, `production`, `restricted` or `all`
hints: { effectiveUser: }
         ^^^^^^^^^^^^^ `effectiveUser` has no value; it is `true` or `false`
rules:
  docker/a:
  ^^^^^^^^ `docker/a` has no value; it is `error`, `warning`, `info`, `hint` or `off`
",
    );
}

#[test]
fn versions_outside_the_bundled_range() {
    check(
        "
kubernetesVersion: \"1.99\"
                   ^^^^^^ kubernetesVersion `1.99` is outside the bundled range 1.24–1.37; `1.37` is used
",
    );
    assert_eq!(settings("kubernetesVersion: 1.99").kubernetes_version, KubernetesVersion::NEWEST);
    assert_eq!(settings("kubernetesVersion: 1.3").kubernetes_version, KubernetesVersion::OLDEST);
    assert_eq!(settings("kubernetesVersion: 1.30").kubernetes_version.to_string(), "1.30");
}

#[test]
fn items_of_lists() {
    check("
exclude: [a/**, \"\", ../b, \"[\", [c], 5]
                ^^ pattern `` fits nothing
                    ^^^^ pattern `../b` leaves the folder of this file; put it into a file farther up
                          ^^^ pattern `[` cannot be read: unclosed character class; missing ']'
                               ^ `exclude` holds patterns, not a list
registries: { allow: [\"{a\"] }
                      ^^^^ pattern `{a` cannot be read: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
schemas: { folders: [\" \"] }
                     ^^^ an empty text names none of the folders
");
}

#[test]
fn keys_given_twice() {
    let text = "
profile: minimal
rules:
  docker/a: off
  docker/b: hint
  docker/a: warning
  ^^^^^^^^ `docker/a` is given twice; this one counts
profile: all
^^^^^^^ `profile` is given twice; this one counts
rules:
^^^^^ `rules` is given twice; put both into one table
  docker/c: info
";
    check(text);
    let settings = settings(&Fixture::parse(text).files[0].text);
    assert_eq!(settings.profile, Profile::All);
    let rules: Vec<_> = settings.rules.iter().map(|rule| (rule.name.as_str(), rule.level)).collect();
    let at = |severity| Some(Level::At(severity));
    assert_eq!(
        rules,
        [("docker/a", at(Severity::Warning)), ("docker/b", at(Severity::Hint)), ("docker/c", at(Severity::Info))]
    );
}

#[test]
fn text_that_is_no_yaml_costs_its_line() {
    check(
        "
profile: production
exclu
^^^^^ `exclu` is no key with a value; write `exclu: …`
rules:
  docker/a: off
  docker/
  ^^^^^^^ `docker/` is no key with a value; write `docker/: …`
  docker/b: { level: warning
            ^^^^^^^^^^^^^^^^ `{` is never closed
  docker/c: hint
hints:
  effectiveUser: \"false
                 ^^^^^^ a quote is opened here and never closed
  imageReference: false
exclude: [
  \"a\",
]
",
    );
    let text = "profile: production\nexclu\nrules:\n  docker/a: off\n  docker/\n  docker/c: hint\nhints: {\n";
    let settings = settings(text);
    assert_eq!(settings.profile, Profile::Production);
    assert_eq!(settings.rules.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>(), ["docker/a", "docker/c"]);
}

#[test]
fn other_mistakes_of_yaml() {
    check("profile\n^^^^^^^ settings are keys with values, not text; write `profile: …`\n");
    check("- a\n  ^ settings are keys with values, not a list; write `profile: recommended`\n");
    check("profile: all\n---\n^^^ only the first document of the file counts\nprofile: minimal\n");
    check("profile: *all\n         ^^^^ no anchor `&all` comes before `*all`\nhints:\n");
    check(
        "profile: all: minimal\n            ^^^^^^^^^ a `:` cannot stand here; quote the text, or begin a line for the key\n",
    );
    check(
        "hints:\n    effectiveUser: true\n  imageReference: true\n  ^^^^^^^^^^^^^^^^^^^^ this belongs to no key above; check its indentation\n",
    );
    check("exclude: [a, b}\n         ^^^^^^ `[` is closed by `}`\n");
    check("profile: @all\n         ^^^^ `@` cannot begin a text; quote it\n");
}

#[test]
fn tabs_blanks_and_conflicts() {
    check(
        "
hints:
\teffectiveUser: false
 ^^^^^^^^^^^^^^^^^^^^ a tab cannot indent a line of YAML; use spaces
profile: al
         ^^ unknown profile `al` (did you mean `all`?)
",
    );
    check(
        "
rules:
  docker/a:off
  ^^^^^^^^^^^^ `rules` is a table of rules and their levels, not text; a blank is missing behind `:`
",
    );
    check(
        "
<<<<<<< HEAD
^^^^^^^^^^^^ `<<<<<<< HEAD` is no key with a value
profile: all
=======
^^^^^^^ `=======` is no key with a value
hints:
",
    );
    assert!(!settings("hints:\n\teffectiveUser: false\n").hints.effective_user);
}

#[test]
fn anchors_are_followed() {
    let settings =
        settings("exclude: &list [a]\nregistries: { allow: *list }\nrules: { docker/a: &off off, docker/b: *off }\n");
    assert_eq!(settings.allowed_images, ["a"]);
    assert_eq!(settings.rules.len(), 2);
}

#[test]
fn what_is_built_to_hurt_is_bounded() {
    let mut bomb = "rules:\n  docker/a:\n    options:\n      a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        let _ = writeln!(bomb, "      a{level}: &a{level} [{}]", [before.as_str(); 8].join(", "));
    }
    let messages = |text: &str| -> Vec<String> {
        alone(text).mistakes(Path::new("/w/plimsoll.yaml")).iter().map(|mistake| mistake.message.clone()).collect()
    };
    assert_eq!(messages(&bomb), ["these options are larger than any rule's"]);
    assert_eq!(
        messages("rules: { docker/a: { options: &o { o: *o } } }"),
        ["these options are larger than any rule's"]
    );
    let deep = format!("rules: {}", "{ a: ".repeat(5_000));
    assert_eq!(messages(&deep), ["this is nested deeper than settings ever are"]);
    assert_eq!(messages(&"[".repeat(50_000)).len(), 1);
    assert_eq!(messages(&"- ".repeat(50_000)).len(), 1);
    let long = "# \n".repeat(200_000);
    assert_eq!(messages(&long), ["this file has 585 KB and is not read; settings fit into 256 KB"]);
}

#[test]
fn any_beginning_and_any_missing_character_is_read() {
    let text = "\u{feff}# é\r\nprofile: production\r\nrules:\r\n  'docker/é': &a { level: \"off\", paths: [\"a/**\"] }\r\n  x: *a\r\nhints:\n  effectiveUser: |\n    false\n...\n";
    let read = |text: &str| {
        let tree = alone(text);
        for mistake in tree.mistakes(Path::new("/w/plimsoll.yaml")) {
            assert!(text.get(std::ops::Range::<usize>::from(mistake.range)).is_some(), "{mistake:?} in {text:?}");
            assert!(!mistake.message.ends_with('.') && !mistake.message.is_empty(), "{mistake:?}");
        }
    };
    for (at, character) in text.char_indices() {
        read(&text[..at]);
        read(&text[at..]);
        read(&format!("{}{}", &text[..at], &text[at + character.len_utf8()..]));
        for insert in ["\t", ":", "\"", "{", "]", "\n", "- ", "\0", "&", "*"] {
            read(&format!("{}{insert}{}", &text[..at], &text[at..]));
        }
    }
}

#[test]
fn each_line_of_the_broken_fixture_is_named() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/broken/plimsoll.yaml");
    let text = std::fs::read_to_string(path).expect("the fixture");
    let marks = alone(&text)
        .mistakes(Path::new("/w/plimsoll.yaml"))
        .iter()
        .map(|mistake| (usize::from(mistake.range.start())..usize::from(mistake.range.end()), mistake.message.clone()))
        .collect::<Vec<_>>();
    expect![[r##"
        # One mistake a line; the reader of settings has to name each.
        profile: productoin
                 ^^^^^^^^^^ unknown profile `productoin` (did you mean `production`?)
        kubernetesVersion: "1.99"
                           ^^^^^^ kubernetesVersion `1.99` is outside the bundled range 1.24–1.37; `1.37` is used
        exclude: vendor/**
                 ^^^^^^^^^ `exclude` is a list of patterns, not text; write `["vendor/**"]`
        rules:
          docker/latst-tag: off
          docker/run-cd: loud
                         ^^^^ unknown level `loud`; it is `error`, `warning`, `info`, `hint` or `off`
          hadolint/DL9999: error
          docker/exec-form: { level: warning, path: ["legacy/**"] }
                                              ^^^^ unknown key `path` (did you mean `paths`?)
          docker/run-cd: warning
          ^^^^^^^^^^^^^ `docker/run-cd` is given twice; this one counts
        hints: { effectiveUser: maybe }
                                ^^^^^ `effectiveUser` is `true` or `false`, not `maybe`
        hint: { effectiveUser: false }
        ^^^^ unknown key `hint` (did you mean `hints`?)
        rules:
        ^^^^^ `rules` is given twice; put both into one table
          docker/run-sudo: hint
    "##]]
    .assert_eq(&testing::annotate(&text, marks));
}
