//! Links of YAML: the files that a kustomization is made of, and the schema that a comment names.
//!
//! Addresses of the web are none of them: editors make links of these themselves.

use std::path::{Component, Path, PathBuf};

use project::Snapshot;
use project::files::EntryKind;
use project::graph;
use syntax::yaml::{Node, Yaml};
use syntax::{TextRange, TextSize};

/// Where a kustomization names files and folders beside it: `[]` is every item.
const PATHS: [&str; 20] = [
    "bases[]",
    "components[]",
    "configMapGenerator[].env",
    "configMapGenerator[].envs[]",
    "configurations[]",
    "crds[]",
    "generators[]",
    "helmCharts[].additionalValuesFiles[]",
    "helmCharts[].valuesFile",
    "helmGlobals.chartHome",
    "openapi.path",
    "patches[].path",
    "patchesJson6902[].path",
    "patchesStrategicMerge[]",
    "replacements[].path",
    "resources[]",
    "secretGenerator[].env",
    "secretGenerator[].envs[]",
    "transformers[]",
    "validators[]",
];

/// Where it names files as `path` or as `key=path`.
const KEYED_PATHS: [&str; 2] = ["configMapGenerator[].files[]", "secretGenerator[].files[]"];

/// Every place of the document that names a file that exists, with the file; a folder stands for the kustomization in
/// it.
pub(crate) fn files(snapshot: &Snapshot, path: &Path, yaml: &Yaml) -> Vec<(TextRange, PathBuf)> {
    let Some(folder) = path.parent() else { return Vec::new() };
    let mut named: Vec<(TextRange, String)> = yaml.comments().iter().filter_map(|it| modeline(yaml, *it)).collect();
    for document in yaml.documents().filter(|document| is_kustomization(path, document.root())) {
        for pattern in PATHS {
            named.extend(values(document.root(), pattern).into_iter().filter_map(|node| text_of(node, false)));
        }
        for pattern in KEYED_PATHS {
            named.extend(values(document.root(), pattern).into_iter().filter_map(|node| text_of(node, true)));
        }
    }
    named.into_iter().filter_map(|(range, text)| Some((range, file(snapshot, folder, &text)?))).collect()
}

fn is_kustomization(path: &Path, root: Node<'_>) -> bool {
    let version = || root.get("apiVersion").and_then(Node::text);
    graph::is_kustomization_file(path)
        || version().is_some_and(|version| version.starts_with("kustomize.config.k8s.io/"))
}

/// The nodes that a pattern such as `patches[].path` leads to.
fn values<'y>(root: Node<'y>, pattern: &str) -> Vec<Node<'y>> {
    let mut found = vec![root];
    for step in pattern.split('.') {
        let key = step.trim_end_matches("[]");
        found = found.into_iter().filter_map(|node| node.effective().get(key)).collect();
        if key.len() < step.len() {
            found = found.into_iter().flat_map(|node| node.effective().items()).collect();
        }
    }
    found
}

/// A scalar on one line as a path with its place: without quotes, and where it is `keyed` behind the key. `None` for
/// YAML that is written in the place of a path.
fn text_of(node: Node<'_>, keyed: bool) -> Option<(TextRange, String)> {
    let text = node.text().filter(|text| !text.contains('\n'))?;
    let path = text.split_once('=').filter(|_| keyed).map_or(&*text, |(_, path)| path);
    let at = node.source().rfind(path)?;
    let start = node.range().start() + TextSize::of(&node.source()[..at]);
    (!path.is_empty()).then(|| (TextRange::at(start, TextSize::of(path)), path.to_owned()))
}

/// The file behind `$schema=` in a comment for the YAML language server.
fn modeline(yaml: &Yaml, comment: TextRange) -> Option<(TextRange, String)> {
    let text = &yaml.text()[comment];
    let rest = text.trim_start_matches('#').trim_start().strip_prefix("yaml-language-server:")?;
    let behind = rest.trim_start().strip_prefix("$schema=")?;
    let path = behind.split_whitespace().next()?;
    let start = comment.start() + TextSize::of(text) - TextSize::of(behind);
    Some((TextRange::at(start, TextSize::of(path)), path.to_owned()))
}

/// The file at `path` seen from `folder`; for a folder the kustomization in it. `None` where there is none.
fn file(snapshot: &Snapshot, folder: &Path, path: &str) -> Option<PathBuf> {
    if path.contains("://") {
        return None;
    }
    let mut whole = folder.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => whole.push(name),
            Component::ParentDir => _ = whole.pop(),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    let files = snapshot.files();
    match files.kind(&whole)? {
        EntryKind::File => Some(whole),
        EntryKind::Folder => graph::KUSTOMIZATION_FILES
            .into_iter()
            .map(|name| whole.join(name))
            .find(|inner| files.kind(inner) == Some(EntryKind::File)),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::check::{Case, check_definition};
    use crate::links::links;
    use crate::types::LinkTarget;

    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        let case = Case::new(fixture);
        let path = case.path();
        let lines = links(&case.snapshot, &path).into_iter().map(|link| {
            let target = match &link.target {
                LinkTarget::Url(url) => url.clone(),
                LinkTarget::File(file) => file.display().to_string(),
            };
            format!("{} → {target}\n", case.shown(&path, link.range))
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    const OVERLAY: &str = "
#- env/prod/kustomization.yaml
# https://example.org/not-a-link
resources:
- ../../base
- \"extra.yaml\"
- https://example.org/x.yaml
- none.yaml
- .
patches:
- path: patches/replicas.yaml
- patch: |
    - op: remove
patchesStrategicMerge:
- |
  kind: Deployment
configMapGenerator:
- name: settings
  files:
  - extra.yaml
  - renamed.yaml=patches/replicas.yaml
  envs: [/etc/passwd, ./extra.yaml]
image: nginx
#- base/kustomization.yml
#- env/prod/extra.yaml
#- env/prod/patches/replicas.yaml
";

    #[test]
    fn the_files_of_a_kustomization() {
        check(
            OVERLAY,
            &expect![[r#"
            env/prod/kustomization.yaml:3 `../../base` → /w/base/kustomization.yml
            env/prod/kustomization.yaml:4 `extra.yaml` → /w/env/prod/extra.yaml
            env/prod/kustomization.yaml:7 `.` → /w/env/prod/kustomization.yaml
            env/prod/kustomization.yaml:9 `patches/replicas.yaml` → /w/env/prod/patches/replicas.yaml
            env/prod/kustomization.yaml:18 `extra.yaml` → /w/env/prod/extra.yaml
            env/prod/kustomization.yaml:19 `patches/replicas.yaml` → /w/env/prod/patches/replicas.yaml
            env/prod/kustomization.yaml:20 `./extra.yaml` → /w/env/prod/extra.yaml
        "#]],
        );
        check("#- a/other.yaml\nresources: [x.yaml]\n#- a/x.yaml\n", &expect![]);
        check(
            "#- a/any.yaml\napiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\n#- a/x.yaml\n",
            &expect![[r#"
                a/any.yaml:3 `x.yaml` → /w/a/x.yaml
            "#]],
        );
    }

    #[test]
    fn definition_goes_there_too() {
        check_definition(
            &OVERLAY.replace("../../base", "../../b<|>ase"),
            &expect![[r#"
            base/kustomization.yml:1 ``
        "#]],
        );
        check_definition(&OVERLAY.replace("none.yaml", "none<|>.yaml"), &expect![]);
    }

    #[test]
    fn the_schema_of_a_comment() {
        check(
            "#- a/x.yaml\n# yaml-language-server: $schema=../schemas/x.json\n# yaml-language-server: $schema=https://example.org/x.json\n# $schema=x.yaml\na: 1\n#- schemas/x.json\n",
            &expect![[r#"
                a/x.yaml:1 `../schemas/x.json` → /w/schemas/x.json
            "#]],
        );
    }
}
