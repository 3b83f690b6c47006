//! Suppressions in a manifest: comments, and annotations of its objects.

use syntax::yaml::{Node, Role, Yaml};
use syntax::{TextRange, TextSize};

use super::{Dialect, Reach, SuppressedName, Suppression, names, read};
use crate::kubernetes::{Manifest, Object, pods};

/// Every suppression of a manifest, in the order of the text.
#[must_use]
pub fn of_manifest(manifest: &Manifest<'_>) -> Vec<Suppression> {
    let yaml = manifest.yaml;
    let mut found: Vec<Suppression> = Vec::new();
    for &range in yaml.comments() {
        let Some((dialect, reach, names)) = read(&yaml.text()[range][1..], range) else { continue };
        let scope = match reach {
            Reach::File => Some(TextRange::up_to(TextSize::of(&**yaml.text()))),
            Reach::Next | Reach::Stage => reached(manifest, range),
        };
        if let Some(scope) = scope {
            found.push(Suppression { range, dialect, names, scope });
        }
    }
    for object in &manifest.objects {
        let template = pods(*object).map(|pod| pod.template).find(|template| *template != object.node);
        for metadata in [Some(object.node), template].into_iter().flatten().filter_map(|node| node.get("metadata")) {
            annotations(*object, metadata, &mut found);
        }
    }
    found.sort_by_key(|suppression| suppression.range.start());
    found
}

/// What a comment in `range` is for: the rest of its line before it, or what begins on the next line.
fn reached(manifest: &Manifest<'_>, range: TextRange) -> Option<TextRange> {
    let text = &**manifest.yaml.text();
    let line_start = text[..usize::from(range.start())].rfind('\n').map_or(0, |at| at + 1);
    let before = TextRange::new(TextSize::new(u32::try_from(line_start).ok()?), range.start());
    if !text[before].trim().is_empty() {
        return Some(before);
    }
    let below = below(text, range.end())?;
    if let Some(object) = manifest.objects.iter().find(|object| object.node.range().start() == below) {
        return Some(object.node.range());
    }
    let node = beginning_at(manifest.yaml, below)?;
    Some(node.as_entry().map_or(node.extent(), |entry| entry.range()))
}

/// Where the content of the line below begins, over further comments; `None` behind an empty line.
fn below(text: &str, end: TextSize) -> Option<TextSize> {
    let mut at = usize::from(end) + text[usize::from(end)..].find('\n')? + 1;
    loop {
        let line = text[at..].split('\n').next()?;
        let content = line.trim_start();
        if content.trim_end().is_empty() {
            return None;
        }
        if !content.starts_with('#') {
            return TextSize::try_from(at + line.len() - content.len()).ok();
        }
        at += line.len() + 1;
    }
}

/// The key that begins at `offset`, or the item whose `-` does.
fn beginning_at(yaml: &Yaml, offset: TextSize) -> Option<Node<'_>> {
    let behind = yaml.text()[usize::from(offset)..].strip_prefix('-').filter(|rest| rest.starts_with(' '));
    let blanks = |rest: &str| TextSize::of('-') + TextSize::of(rest) - TextSize::of(rest.trim_start_matches(' '));
    let (start, role) = behind.map_or((offset, Role::Key), |rest| (offset + blanks(rest), Role::Item));
    yaml.node_at(start)?.ancestors().find(|node| node.extent().start() == start && node.role() == role)
}

fn annotations(object: Object<'_>, metadata: Node<'_>, found: &mut Vec<Suppression>) {
    for entry in metadata.get("annotations").into_iter().flat_map(Node::entries) {
        let (name, value) = (entry.name(), entry.value.text().unwrap_or_default());
        // Names are found again in the source as long as nothing is escaped in it.
        let start = entry.value.range().start()
            + entry.value.source().find(&*value).map_or(TextSize::new(0), |at| TextSize::new(at as u32));
        let key = |rest: &str| {
            let range = entry.key.range();
            let end =
                range.end() - if range.len() > TextSize::of(&*name) { TextSize::of('"') } else { TextSize::new(0) };
            SuppressedName { text: rest.to_owned(), range: TextRange::new(end - TextSize::of(rest), end) }
        };
        let (dialect, list) = if name == "plimsoll.dev/ignore" {
            (Dialect::Plimsoll, names(&value, start))
        } else if name == "kube-score/ignore" {
            (Dialect::KubeScore, names(&value, start))
        } else if let Some(check) = name.strip_prefix("ignore-check.kube-linter.io/") {
            (Dialect::KubeLinter, vec![key(check)])
        } else if name == "kube-linter.io/ignore-all" {
            (Dialect::KubeLinter, Vec::new())
        } else if name.strip_prefix("checkov.io/skip").is_some_and(|rest| rest.bytes().all(|it| it.is_ascii_digit())) {
            let id = value.split('=').next().unwrap_or_default();
            (Dialect::Checkov, names(id, start))
        } else {
            continue;
        };
        if list.is_empty() && name != "kube-linter.io/ignore-all" {
            continue;
        }
        found.push(Suppression { range: entry.range(), dialect, names: list, scope: object.node.range() });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use schema::kubernetes::{Catalog, Version};

    use super::*;

    /// Each suppression: dialect, names, what it is for.
    fn seen(text: &str) -> String {
        let yaml = syntax::yaml::parse(text);
        let catalog = Catalog::default();
        let manifest = Manifest::new(&yaml, &catalog, Version::newest());
        let shown = |it: Suppression| {
            for name in &it.names {
                assert_eq!(&text[name.range], name.text);
            }
            let names: Vec<&str> = it.names.iter().map(|name| name.text.as_str()).collect();
            format!("{:?} {} → {:?}", it.dialect, names.join(" "), &text[it.scope])
        };
        of_manifest(&manifest).into_iter().map(shown).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn comments_hold_for_what_they_stand_at() {
        expect![[r#"
            Plimsoll x → "  name: a "
            Plimsoll y → "spec:\n  # trivy:ignore:KSV-0001\n  hostPID: true"
            Trivy KSV-0001 → "hostPID: true""#]].assert_eq(&seen(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a # plimsoll: ignore[x] why\n# plimsoll: ignore[y]\nspec:\n  \
             # trivy:ignore:KSV-0001\n  hostPID: true\n",
        ));
        expect![[r#"Plimsoll y → "{name: a}""#]].assert_eq(&seen(
            "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  # plimsoll: ignore[y]\n  - {name: a}\n",
        ));
        expect![[r##"
            Plimsoll x → "apiVersion: v1\nkind: Pod"
            Plimsoll f → "# plimsoll: ignore[x]\napiVersion: v1\nkind: Pod\n# plimsoll: ignore-file[f]\n""##]]
        .assert_eq(&seen("# plimsoll: ignore[x]\napiVersion: v1\nkind: Pod\n# plimsoll: ignore-file[f]\n"));
    }

    #[test]
    fn annotations_hold_for_their_object() {
        expect![[r#"
            Plimsoll a b → "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    plimsoll.dev/ignore: a, b\n    ignore-check.kube-linter.io/latest-tag: fine\n    \"checkov.io/skip1\": 'CKV_K8S_20=why'\n    kube-score/ignore: c"
            KubeLinter latest-tag → "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    plimsoll.dev/ignore: a, b\n    ignore-check.kube-linter.io/latest-tag: fine\n    \"checkov.io/skip1\": 'CKV_K8S_20=why'\n    kube-score/ignore: c"
            Checkov CKV_K8S_20 → "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    plimsoll.dev/ignore: a, b\n    ignore-check.kube-linter.io/latest-tag: fine\n    \"checkov.io/skip1\": 'CKV_K8S_20=why'\n    kube-score/ignore: c"
            KubeScore c → "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    plimsoll.dev/ignore: a, b\n    ignore-check.kube-linter.io/latest-tag: fine\n    \"checkov.io/skip1\": 'CKV_K8S_20=why'\n    kube-score/ignore: c""#]].assert_eq(&seen(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    plimsoll.dev/ignore: a, b\n    \
             ignore-check.kube-linter.io/latest-tag: fine\n    \"checkov.io/skip1\": 'CKV_K8S_20=why'\n    \
             kube-score/ignore: c\n",
        ));
    }
}
