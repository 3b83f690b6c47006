//! Which place beats which: files by their folders, the editor, the command line.

use std::fmt::Write as _;
use std::path::Path;

use expect_test::expect;
use serde_json::json;

use super::*;

/// What of a file's settings is worth comparing in one line.
fn told(settings: &Settings) -> String {
    let rules: Vec<String> =
        settings.rules.iter().map(|rule| format!("{}={}", rule.name, rule.level.map_or("-", Level::name))).collect();
    format!(
        "{} {} {} {:?} [{}]",
        settings.profile.name(),
        settings.kubernetes_version,
        settings.hints.effective_user,
        settings.allowed_images,
        rules.join(" ")
    )
}

#[test]
fn the_nearest_wins_key_by_key() {
    let memory = workspace(&[
        (
            "plimsoll.yaml",
            "profile: production\nkubernetesVersion: 1.30\nrules: { a: off, b: hint }\nregistries: { allow: [x, y] }\n",
        ),
        ("apps/.plimsoll.yaml", "rules: { a: warning }\nhints: { effectiveUser: false }\n"),
        ("apps/shop/plimsoll.yaml", "profile: all\nregistries: { allow: [z] }\nrules: { c: info, a: error }\n"),
    ]);
    let files = ["apps/shop/plimsoll.yaml", "plimsoll.yaml", "apps/.plimsoll.yaml"];
    let editor = [
        (None, json!({ "profile": "minimal", "kubernetesVersion": "1.25" })),
        (Some("/w/apps"), json!({ "profile": "restricted", "rules": { "e": "off" }, "kubernetesVersion": "1.26" })),
        (Some("/v"), json!({ "profile": "restricted" })),
    ];
    let flags = Flags { profile: Some(Profile::Restricted), kubernetes_version: Some("1.35".into()), config: None };
    let mut lines = String::new();
    for (what, files, editor, flags) in [
        ("nothing", &files[..0], &editor[..0], &Flags::default()),
        ("editor", &files[..0], &editor[..], &Flags::default()),
        ("files", &files[..], &editor[..0], &Flags::default()),
        ("files over editor", &files[..], &editor[..], &Flags::default()),
        ("flags over both", &files[..], &editor[..], &flags),
    ] {
        let tree = tree(&memory, files, editor, flags);
        let _ = writeln!(lines, "{what}");
        for path in
            ["/w/Dockerfile", "/w/apps/Dockerfile", "/w/apps/shop/a/b/Dockerfile", "/v/Dockerfile", "/x/Dockerfile"]
        {
            let _ = writeln!(lines, "  {path}: {}", told(&tree.settings_for(Path::new(path))));
        }
    }
    expect![[r#"
        nothing
          /w/Dockerfile: recommended 1.37 true [] []
          /w/apps/Dockerfile: recommended 1.37 true [] []
          /w/apps/shop/a/b/Dockerfile: recommended 1.37 true [] []
          /v/Dockerfile: recommended 1.37 true [] []
          /x/Dockerfile: recommended 1.37 true [] []
        editor
          /w/Dockerfile: minimal 1.25 true [] []
          /w/apps/Dockerfile: restricted 1.26 true [] [e=off]
          /w/apps/shop/a/b/Dockerfile: restricted 1.26 true [] [e=off]
          /v/Dockerfile: restricted 1.37 true [] []
          /x/Dockerfile: minimal 1.25 true [] []
        files
          /w/Dockerfile: production 1.30 true ["x", "y"] [a=off b=hint]
          /w/apps/Dockerfile: production 1.30 false ["x", "y"] [a=warning a=off b=hint]
          /w/apps/shop/a/b/Dockerfile: all 1.30 false ["z"] [c=info a=error a=warning a=off b=hint]
          /v/Dockerfile: recommended 1.37 true [] []
          /x/Dockerfile: recommended 1.37 true [] []
        files over editor
          /w/Dockerfile: production 1.30 true ["x", "y"] [a=off b=hint]
          /w/apps/Dockerfile: production 1.30 false ["x", "y"] [a=warning a=off b=hint e=off]
          /w/apps/shop/a/b/Dockerfile: all 1.30 false ["z"] [c=info a=error a=warning a=off b=hint e=off]
          /v/Dockerfile: restricted 1.37 true [] []
          /x/Dockerfile: minimal 1.25 true [] []
        flags over both
          /w/Dockerfile: restricted 1.35 true ["x", "y"] [a=off b=hint]
          /w/apps/Dockerfile: restricted 1.35 false ["x", "y"] [a=warning a=off b=hint e=off]
          /w/apps/shop/a/b/Dockerfile: restricted 1.35 false ["z"] [c=info a=error a=warning a=off b=hint e=off]
          /v/Dockerfile: restricted 1.35 true [] []
          /x/Dockerfile: restricted 1.35 true [] []
    "#]]
    .assert_eq(&lines);
}

#[test]
fn one_file_in_a_folder_counts() {
    let memory = workspace(&[("plimsoll.yaml", "profile: minimal"), (".plimsoll.yaml", "profile: all\nx: y")]);
    let tree = tree(
        &memory,
        &[".plimsoll.yaml", "plimsoll.yaml", "plimsoll.yaml", "gone/plimsoll.yaml"],
        &[],
        &Flags::default(),
    );
    assert_eq!(tree.settings_for(Path::new("/w/Dockerfile")).profile, Profile::Minimal);
    assert_eq!(tree.files(), [Path::new("/w/.plimsoll.yaml"), Path::new("/w/plimsoll.yaml")]);
    let mistakes = tree.mistakes(Path::new("/w/.plimsoll.yaml"));
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].message, "this file does not count: `plimsoll.yaml` beside it does; put both into one");
    assert_eq!(tree.mistakes(Path::new("/w/plimsoll.yaml")), []);
}

#[test]
fn a_file_named_by_a_flag_is_the_only_one() {
    let memory =
        workspace(&[("plimsoll.yaml", "profile: minimal\n"), ("ci/strict.yaml", "profile: all\nexclude: [x]\n")]);
    let flags = |path: &str| Flags { config: Some(Path::new("/w").join(path)), ..Flags::default() };
    let editor = [(Some("/w"), json!({ "profile": "restricted", "hints": { "effectiveUser": false } }))];
    let read = tree(&memory, &["plimsoll.yaml"], &editor, &flags("ci/strict.yaml"));
    assert_eq!(read.files(), [Path::new("/w/ci/strict.yaml")]);
    for path in ["/w/Dockerfile", "/w/ci/Dockerfile"] {
        let settings = read.settings_for(Path::new(path));
        assert_eq!((settings.profile, settings.hints.effective_user), (Profile::All, false), "{path}");
    }
    assert_eq!(read.settings_for(Path::new("/v/Dockerfile")).profile, Profile::All);
    assert!(read.excludes(Path::new("/w/ci/a/x")) && !read.excludes(Path::new("/w/x")));

    let read = tree(&memory, &[], &[], &flags("gone.yaml"));
    let mistakes = read.mistakes(Path::new("/w/gone.yaml"));
    assert_eq!(mistakes[0].message, "these settings cannot be read: there is no such file");
}

#[test]
fn a_file_that_cannot_be_read_says_so() {
    let memory = workspace(&[("plimsoll.yaml/x", ""), ("a/plimsoll.yaml", "profile: all")]);
    let tree = tree(&memory, &["plimsoll.yaml", "a/plimsoll.yaml"], &[], &Flags::default());
    let mistakes = tree.mistakes(Path::new("/w/plimsoll.yaml"));
    assert_eq!(mistakes[0].message, "these settings cannot be read: it is a folder");
    assert_eq!(tree.settings_for(Path::new("/w/a/Dockerfile")).profile, Profile::All);
}

#[test]
fn patterns_begin_at_the_folder_of_their_file() {
    let memory = workspace(&[
        (
            "plimsoll.yaml",
            "exclude: [vendor/, apps/old/**]\nrules: { r: { level: off, paths: [apps/*/Dockerfile] } }\n",
        ),
        ("apps/plimsoll.yaml", "exclude: ['*.dev']\nrules: { r: { level: hint, paths: [shop/**] } }\n"),
    ]);
    let editor = [(None, json!({ "exclude": ["tmp"] })), (Some("/w"), json!({ "exclude": ["/third"] }))];
    let tree = tree(&memory, &["plimsoll.yaml", "apps/plimsoll.yaml"], &editor, &Flags::default());
    for (path, excluded) in [
        ("/w/Dockerfile", false),
        ("/w/vendor/Dockerfile", true),
        ("/w/apps/x/vendor/Dockerfile", true),
        ("/w/apps/old/Dockerfile", true),
        ("/w/old/Dockerfile", false),
        ("/w/apps/shop/Dockerfile.dev", true),
        ("/w/Dockerfile.dev", false),
        ("/w/third/Dockerfile", true),
        ("/w/apps/third/Dockerfile", false),
        ("/w/tmp/Dockerfile", false),
        ("/v/tmp/Dockerfile", true),
    ] {
        assert_eq!(tree.excludes(Path::new(path)), excluded, "{path}");
    }
    let level = |path: &str| {
        let path = Path::new(path);
        tree.settings_for(path).rules.iter().find(|rule| rule.applies_to(path)).and_then(|rule| rule.level)
    };
    assert_eq!(level("/w/apps/shop/Dockerfile"), Some(Level::At(Severity::Hint)));
    assert_eq!(level("/w/apps/till/Dockerfile"), Some(Level::Off));
    assert_eq!(level("/w/apps/till/x/Dockerfile"), None);
}

#[test]
fn paths_that_cannot_be_read_fit_no_file() {
    for paths in ["legacy/**", "[]", "['!legacy']", "{ a: b }"] {
        let settings = settings(&format!("rules: {{ r: {{ level: off, paths: {paths} }} }}"));
        assert!(!settings.rules[0].applies_to(Path::new("/w/legacy/Dockerfile")), "{paths}");
    }
}

#[test]
fn the_editor_is_told_by_the_setting_s_name() {
    let value = json!({
        "path": "/opt/plimsoll",
        "trace": { "server": "off" },
        "profile": null,
        "kubernetesVersion": 1.36,
        "exclude": "vendor/**",
        "podSecurity": { "level": "strict", "version": null },
        "hints": { "effectiveUser": "no", "colour": true },
        "hint": {},
        "helm": { "version": 4, "release": [] },
        "registries": { "allow": [3, {}] },
        "rules": { "docker/a": "loud", "docker/b": { "level": "hint", "path": [] }, "docker/c": null, "docker/d": false },
    });
    let memory = workspace(&[]);
    let tree = tree(&memory, &[], &[(None, value.clone()), (Some("/w"), value)], &Flags::default());
    expect![[r#"
        `plimsoll.exclude` is a list of patterns, not text; write `["vendor/**"]`
        `plimsoll.helm.release` is a table, not a list; write `{ name: shop, namespace: shop }`
        `plimsoll.hints.effectiveUser` is `true` or `false`, not text
        `plimsoll.podSecurity.level`: unknown Pod Security level `strict`; it is `privileged`, `baseline` or `restricted`
        `plimsoll.registries.allow` holds image patterns, not a table
        `plimsoll.rules.docker/a`: unknown level `loud`; it is `error`, `warning`, `info`, `hint` or `off`
        unknown key `plimsoll.hint` (did you mean `hints`?)
        unknown key `plimsoll.hints.colour`; known here: `defaultedFields`, `effectiveUser`, `imageReference`, `probeBudget`, `qualityOfService`, `schedule`, `secretData`, `selectedPods`
        unknown key `plimsoll.rules.docker/b.path` (did you mean `paths`?)
    "#]].assert_eq(&format!("{}\n", tree.editor_mistakes().join("\n")));
    assert_eq!(tree.editor_rule_names(), ["docker/a", "docker/b", "docker/c", "docker/d"]);
    let settings = tree.settings_for(Path::new("/w/Dockerfile"));
    assert_eq!(told(&settings), "recommended 1.36 true [\"3\"] [docker/b=hint docker/d=off]");
}

#[test]
fn an_editor_that_says_nonsense_is_heard_out() {
    for value in [json!(null), json!(3), json!([]), json!({}), json!("profile")] {
        let tree = tree(&workspace(&[]), &[], &[(None, value.clone())], &Flags::default());
        assert_eq!(tree.editor_mistakes().len(), usize::from(!value.is_null() && value != json!({})), "{value}");
    }
}

#[test]
fn flags_are_checked_too() {
    let mistakes = |version: &str| {
        let flags = Flags { kubernetes_version: Some(version.into()), ..Flags::default() };
        tree(&workspace(&[]), &[], &[], &flags).flag_mistakes().to_vec()
    };
    assert!(mistakes("1.30").is_empty());
    assert_eq!(mistakes("1.2"), ["--kubernetes-version `1.2` is outside the bundled range 1.24–1.37; `1.24` is used"]);
    assert_eq!(mistakes("latest"), ["--kubernetes-version is a minor version such as `1.36`, not `latest`"]);
}

#[test]
fn files_above_end_at_the_repository() {
    let memory = workspace(&[
        ("plimsoll.yaml", ""),
        ("repository/.git/HEAD", ""),
        ("repository/plimsoll.yaml", ""),
        ("repository/.plimsoll.yaml", ""),
        ("repository/a/x", ""),
        ("repository/a/b/.plimsoll.yaml", ""),
        ("loose/a/x", ""),
    ]);
    let above = |folder: &str| -> Vec<String> {
        let found = SettingsTree::files_above(&memory, &Path::new("/w").join(folder));
        found.iter().map(|path| path.strip_prefix("/w").expect("below /w").display().to_string()).collect()
    };
    assert_eq!(above("repository/a/b"), ["repository/plimsoll.yaml", "repository/.plimsoll.yaml"]);
    assert_eq!(
        above("repository/a/b/Dockerfile"),
        ["repository/plimsoll.yaml", "repository/.plimsoll.yaml", "repository/a/b/.plimsoll.yaml"]
    );
    assert!(above("repository").is_empty());
    assert_eq!(above("loose/a"), ["plimsoll.yaml"]);
    assert!(above("").is_empty());
}
