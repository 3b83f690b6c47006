mod mistakes;
mod places;

use std::path::{Path, PathBuf};

use serde_json::json;
use testing::Fixture;

use super::*;
use crate::files::Memory;

/// The settings of a workspace in memory, made from fixture files that all lie below `/w`.
fn workspace(files: &[(&str, &str)]) -> Memory {
    Memory::new(files.iter().map(|(path, text)| (Path::new("/w").join(path), (*text).to_owned())))
}

/// Reads every settings file of `memory`, with what the editor and the command line say.
fn tree(memory: &Memory, paths: &[&str], editor: &[(Option<&str>, serde_json::Value)], flags: &Flags) -> SettingsTree {
    let paths: Vec<PathBuf> = paths.iter().map(|path| Path::new("/w").join(path)).collect();
    let editor: Vec<_> = editor.iter().map(|(folder, value)| (folder.map(PathBuf::from), value.clone())).collect();
    SettingsTree::read(memory, &paths, &editor, flags)
}

fn alone(text: &str) -> SettingsTree {
    tree(&workspace(&[("plimsoll.yaml", text)]), &["plimsoll.yaml"], &[], &Flags::default())
}

fn settings(text: &str) -> Settings {
    Settings::clone(&alone(text).settings_for(Path::new("/w/Dockerfile")))
}

/// Holds the mistakes in a settings file against its caret lines: `^^^ message` under the line.
#[track_caller]
fn check(text: &str) {
    let fixture = Fixture::parse(text);
    let text = &fixture.files[0].text;
    let tree = alone(text);
    let seen: Vec<_> = tree
        .mistakes(Path::new("/w/plimsoll.yaml"))
        .iter()
        .map(|mistake| (usize::from(mistake.range.start())..usize::from(mistake.range.end()), mistake.message.clone()))
        .collect();
    let wanted: Vec<_> = fixture.expectations.iter().map(|it| (it.range.clone(), it.message.clone())).collect();
    assert_eq!(seen, wanted, "\n{}", testing::annotate(text, seen.clone()));
}

#[test]
fn a_file_without_mistakes() {
    let text = r#"
# The whole of it.
profile: production
kubernetesVersion: "1.36"
podSecurity: { level: restricted, version: "1.30" }
helm: { version: 3, valuesFiles: [values.yaml, env/prod.yaml], apiVersions: [monitoring.coreos.com/v1], release: { name: shop, namespace: web } }
registries: { allow: ["registry.example.com/*"] }
schemas: { folders: [schemas/, /opt/crds] }
exclude:
- "vendor/**"
rules:
  docker/apt-pin-version: off
  'hadolint/DL3007': false
  "k8s/unset-cpu-limits": { level: warning, paths: ["apps/payments/**"] }
  k8s/minimum-replicas:
    options: { replicas: 3, strict: true, names: [a, "1", 1.5, null] }
hints: { effectiveUser: false, imageReference: true }
"#;
    check(text);
    let settings = settings(text);
    assert_eq!(settings.profile, Profile::Production);
    assert_eq!(settings.kubernetes_version.to_string(), "1.36");
    assert_eq!(settings.pod_security.level, Some(PodSecurityLevel::Restricted));
    assert_eq!(settings.pod_security.version, PolicyVersion::Of(KubernetesVersion { minor: 30 }));
    assert_eq!(settings.helm.version, HelmVersion::Three);
    assert_eq!(settings.helm.values_files, ["values.yaml", "env/prod.yaml"]);
    assert_eq!(settings.helm.api_versions, ["monitoring.coreos.com/v1"]);
    assert_eq!(settings.helm.release, Release { name: Some("shop".into()), namespace: Some("web".into()) });
    assert_eq!(settings.allowed_images, ["registry.example.com/*"]);
    assert_eq!(settings.schema_folders, [Path::new("/w/schemas/"), Path::new("/opt/crds")]);
    assert_eq!(settings.hints, Hints { effective_user: false, ..Hints::default() });
    let rules: Vec<_> = settings.rules.iter().map(|rule| (rule.name.as_str(), rule.level)).collect();
    assert_eq!(
        rules,
        [
            ("docker/apt-pin-version", Some(Level::Off)),
            ("hadolint/DL3007", Some(Level::Off)),
            ("k8s/unset-cpu-limits", Some(Level::At(Severity::Warning))),
            ("k8s/minimum-replicas", None),
        ]
    );
    assert_eq!(settings.rules[3].options, json!({ "replicas": 3, "strict": true, "names": ["a", "1", 1.5, null] }));
    let limits = &settings.rules[2];
    assert!(limits.applies_to(Path::new("/w/apps/payments/x.yaml")) && !limits.applies_to(Path::new("/w/apps/x.yaml")));
}

#[test]
fn nothing_said_is_no_mistake() {
    for text in
        ["", "\n", "# only a comment\n", "---\n", "{}", "rules:\n  # none yet\nexclude:\nhints:\n", "\u{feff}# x\n"]
    {
        let tree = alone(text);
        assert_eq!(tree.mistakes(Path::new("/w/plimsoll.yaml")), [], "{text:?}");
        assert_eq!(tree.files(), [Path::new("/w/plimsoll.yaml")]);
    }
    assert_eq!(settings("").profile, Profile::Recommended);
    assert_eq!(settings("").kubernetes_version, KubernetesVersion::NEWEST);
    assert_eq!(settings("").helm.version, HelmVersion::Four);
}
