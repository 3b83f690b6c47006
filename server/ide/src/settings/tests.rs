use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use expect_test::{Expect, expect};
use project::World;
use project::files::Memory;
use project::settings::{Flags, SettingsTree};
use testing::Fixture;

use super::*;

/// A settings file and the cursor in it.
fn open(text: &str) -> (Snapshot, Arc<Document>, TextSize) {
    let fixture = Fixture::parse(text);
    let path = PathBuf::from("/w/plimsoll.yaml");
    let memory = Memory::new([(path.clone(), fixture.files[0].text.clone())]);
    let mut world = World::new(Arc::new(memory));
    let settings = SettingsTree::read(world.snapshot().files(), &[path], &[], &Flags::default());
    world.set_settings(settings);
    let snapshot = world.snapshot();
    let document = snapshot.document(Path::new("/w/plimsoll.yaml")).expect("the file");
    let offset = TextSize::new(u32::try_from(fixture.cursor().offset).expect("short"));
    (snapshot, document, offset)
}

fn items(text: &str) -> Vec<CompletionItem> {
    let (snapshot, document, offset) = open(text);
    let mut items = completions(&snapshot, &document, offset);
    items.sort_by(|a, b| (a.group, &a.label).cmp(&(b.group, &b.label)));
    for item in &items {
        if let Some(key) = &item.documentation {
            assert!(documentation(key).is_some(), "{key:?}");
        }
        assert_eq!(item.range.is_empty(), document.text[item.range].is_empty());
    }
    items
}

/// `insert` and detail of each item.
#[track_caller]
fn check(text: &str, expected: &Expect) {
    let mut lines = String::new();
    for item in items(text) {
        let again = if item.retrigger { " …" } else { "" };
        let _ = writeln!(lines, "{:?}{again} | {}", item.insert, item.detail.unwrap_or_default());
    }
    expected.assert_eq(&lines);
}

fn labels(text: &str) -> Vec<String> {
    items(text).into_iter().map(|item| item.label).collect()
}

#[test]
fn keys_at_the_top() {
    check(
        "profile: all\n<|>\nhints: {}\n",
        &expect![[r#"
        "rules:\n  $0" | table of rules
        "exclude: [\"$1\"]" | list of patterns, default []
        "kubernetesVersion: " … | Kubernetes version, default "1.37"
        "podSecurity:\n  $0" | table
        "helm:\n  $0" | table
        "registries:\n  $0" | table
        "schemas:\n  $0" | table
    "#]],
    );
}

#[test]
fn keys_of_tables() {
    check(
        "helm:\n  <|>",
        &expect![[r#"
        "version: " … | Helm version, default 4
        "valuesFiles: [\"$1\"]" | list of values files, default []
        "apiVersions: [\"$1\"]" | list of API versions, default []
        "release:\n  $0" | table
    "#]],
    );
    check(
        "podSecurity: { level: baseline, <|> }",
        &expect![[r#"
        "version: " … | Kubernetes version or latest, default latest
    "#]],
    );
    check(
        "helm: { <|> }",
        &expect![[r#"
        "version: " … | Helm version, default 4
        "valuesFiles: [\"$1\"]" | list of values files, default []
        "apiVersions: [\"$1\"]" | list of API versions, default []
        "release: { $0 }" | table
    "#]],
    );
    check(
        "rules:\n  docker/add-instead-of-copy:\n    <|>",
        &expect![[r#"
        "level: " … | level
        "paths: [\"$1\"]" | list of patterns
        "options:\n  $0" | table
    "#]],
    );
    assert_eq!(
        labels("hints: { effectiveUser: true, <|> }"),
        [
            "defaultedFields",
            "imageReference",
            "probeBudget",
            "qualityOfService",
            "schedule",
            "secretData",
            "selectedPods"
        ]
    );
    assert_eq!(
        labels("hints:\n  effective<|>User: true\n"),
        [
            "defaultedFields",
            "effectiveUser",
            "imageReference",
            "probeBudget",
            "qualityOfService",
            "schedule",
            "secretData",
            "selectedPods"
        ]
    );
    assert_eq!(items("hints:\n  effective<|>User: true\n")[1].insert, "effectiveUser");
    assert_eq!(items("\"pro<|>\": all\n")[0].insert, "profile");
}

#[test]
fn names_of_rules() {
    let text = "rules:\n  docker/add<|>\n";
    let items = items(text);
    let item = items.iter().find(|item| item.label == "docker/add-instead-of-copy").expect("the rule");
    assert_eq!(item.insert, "docker/add-instead-of-copy: ");
    assert!(item.retrigger);
    assert_eq!(
        item.detail.as_deref(),
        Some("Flags `ADD` when every source is a plain file or folder of the build context.")
    );
    assert!(item.filter.as_deref().is_some_and(|filter| filter.contains("hadolint/DL3020")));
    assert_eq!(items.len(), rules::all().count());
    assert!(!labels("rules:\n  docker/add-instead-of-copy: off\n  <|>\n").contains(&item.label));
}

#[test]
fn values_of_keys() {
    check(
        "profile: <|>",
        &expect![[r#"
        "minimal" | What the builder, the API server or Helm rejects
        "recommended" | Every rule that is not off by default
        "production" | What a service that must stay up needs, too, at warning: probes, resources, pinned images
        "restricted" | Every control of the restricted Pod Security level, too, at warning
        "all" | Every opinion, too, at info
    "#]],
    );
    check(
        "rules: { docker/add-instead-of-copy: <|> }",
        &expect![[r#"
        "error" | The builder, the API server or Helm refuses it
        "warning" | It breaks at run time, or some day
        "info" | It hardens, or saves time or space
        "hint" | It is tidier or slightly better; no gate fails on it
        "off" | The rule does not run
    "#]],
    );
    check(
        "rules:\n  docker/add-instead-of-copy:\n    level: w<|>\n",
        &expect![[r#"
        "error" | The builder, the API server or Helm refuses it
        "warning" | It breaks at run time, or some day
        "info" | It hardens, or saves time or space
        "hint" | It is tidier or slightly better; no gate fails on it
        "off" | The rule does not run
    "#]],
    );
    check(
        "hints:\n  effectiveUser:<|>\n",
        &expect![[r#"
        " false" | 
        " true" | 
    "#]],
    );
    check(
        "helm: { version: <|> }",
        &expect![[r#"
        "3" | Render as Helm 3 does
        "4" | Render as Helm 4 does
    "#]],
    );
    assert_eq!(items("kubernetesVersion: <|>")[0].insert, "\"1.37\"");
    assert_eq!(items("kubernetesVersion: \"1.<|>\"")[0].insert, "1.37");
    assert_eq!(labels("podSecurity: { version: <|> }")[..2], ["latest", "1.37"]);
    assert_eq!(labels("profile:\n  pro<|>").len(), 5);
}

#[test]
fn nothing_is_proposed_where_nothing_fits() {
    for text in [
        "# <|>",
        "profile: all <|>",
        "exclude: [<|>]",
        "exclude:\n  - <|>",
        "unknown:\n  <|>",
        "unknown: <|>",
        "helm: { release: { name: <|> } }",
        "rules: { a: { options: { <|> } } }",
    ] {
        assert_eq!(labels(text), [""; 0], "{text}");
    }
}

/// The hover at the cursor, with the text it is about.
#[track_caller]
fn check_hover(text: &str, expected: &Expect) {
    let (snapshot, document, offset) = open(text);
    let shown = hover(&snapshot, &document, offset).map_or_else(
        || "nothing".to_owned(),
        |hover| format!("[{}]\n{}\n", &document.text[hover.range], hover.markdown),
    );
    expected.assert_eq(&shown);
}

#[test]
fn hovers_on_keys() {
    check_hover(
        "pro<|>file: all\n",
        &expect![[r#"
        [profile]
        **`profile`** · profile · default `recommended`

        How much is reported. Each profile contains the one before: `minimal`, `recommended`, `production`, `restricted`, `all`. Start with `recommended`; `production` suits folders whose workloads must stay up. Single rules are set under `rules`.

        - `minimal`: What the builder, the API server or Helm rejects
        - `recommended`: Every rule that is not off by default
        - `production`: What a service that must stay up needs, too, at warning: probes, resources, pinned images
        - `restricted`: Every control of the restricted Pod Security level, too, at warning
        - `all`: Every opinion, too, at info
    "#]],
    );
    check_hover(
        "helm: { valuesFiles<|>: [] }\n",
        &expect![[r#"
        [valuesFiles]
        **`helm.valuesFiles`** · list of values files · default `[]`

        Values files laid over the chart's own, the last one on top, as `helm install -f` does. Paths are relative to the chart's folder.

        For example `valuesFiles: [env/prod.yaml]`
    "#]],
    );
    check_hover(
        "rules:\n  docker/x: { 'paths<|>': [] }\n",
        &expect![[r#"
        [paths]
        **`rules.RULE.paths`** · list of patterns

        The files that this entry is for, as patterns like those of `exclude`. Without it, all.

        For example `paths: ["apps/payments/**"]`
    "#]],
    );
    check_hover("unk<|>nown: 1\n", &expect!["nothing"]);
}

#[test]
fn hovers_on_rules_and_values() {
    check_hover(
        "rules:\n  DL3020<|>: hint\n",
        &expect![[r#"
            [DL3020]
            **`docker/add-instead-of-copy`** · style · here hint

            Flags `ADD` when every source is a plain file or folder of the build context.

            `ADD` also downloads URLs, clones repositories and unpacks local archives. A reader has to rule all of that out
            before knowing that the line only copies, and a file that happens to be named `data.tar.gz` one day is silently
            unpacked. `COPY` copies, whatever the name.

            Also known as `hadolint/DL3020`, `trivy/DS-0005`, `checkov/CKV_DOCKER_4`, `semgrep/prefer-copy-over-add`
        "#]],
    );
    check_hover(
        "rules:\n  docker/add-instead-of-copy: \"o<|>ff\"\n",
        &expect![[r#"
        [off]
        **`off`** · level

        The rule does not run
    "#]],
    );
    check_hover(
        "profile: restrict<|>ed\n",
        &expect![[r#"
        [restricted]
        **`restricted`** · profile

        Every control of the restricted Pod Security level, too, at warning
    "#]],
    );
    check_hover("rules: { docker/none<|>: off }\n", &expect!["nothing"]);
}

#[test]
fn any_offset_is_answered() {
    let text = "rules:\n  'docker/é': { level: off, paths: [\"a/**\"] }\nhints: {\nprofile\n";
    let (snapshot, document, _) = open(&format!("{text}<|>"));
    for offset in 0..=u32::try_from(text.len()).expect("short") {
        let _ = completions(&snapshot, &document, TextSize::new(offset));
        let _ = hover(&snapshot, &document, TextSize::new(offset));
    }
}
