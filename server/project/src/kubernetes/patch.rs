//! Patches: files with parts of objects, which a kustomization applies to the objects of other files.

use std::path::Path;
use std::sync::Arc;

use syntax::yaml::{self, Node, Yaml};

use super::{Manifest, Object};
use crate::Snapshot;
use crate::context::Answer;
use crate::files::FileSource;
use crate::graph::{self, Completeness, Graph, Inquiry, Listed};

/// A patch lies at most so many folders below its kustomization.
const CLIMB_LIMIT: usize = 4;

/// Kinds that are refused without containers in a template.
const MAKING: [&str; 2] = ["CronJob", "Job"];

/// The graph of the workspace with the file at `path` in it, and with the kustomizations around it: what nobody has put there (a file
/// from a pipe) is put there now. With what was asked of the file system for that.
#[must_use]
pub fn graph_around(snapshot: &Snapshot, path: &Path, yaml: &Yaml) -> (Graph, Vec<Answer>) {
    let mut graph = snapshot.graph().clone();
    if graph.file(path).is_none() {
        graph.set(path, Some(Arc::new(graph::File::read(path, yaml))));
    }
    with_kustomizations(graph, snapshot.files(), path, snapshot.root_of(path))
}

/// `graph` with the kustomizations in it that lie in the folder of the file at `path` and in those around it, below `top`: what says
/// which files are patches is known even where nobody has read the workspace. With what was asked of the file system.
fn with_kustomizations(
    mut graph: Graph,
    files: &dyn FileSource,
    path: &Path,
    top: Option<&Path>,
) -> (Graph, Vec<Answer>) {
    let mut asked = Vec::new();
    let folders = path.ancestors().skip(1).take_while(|folder| top.is_none_or(|top| folder.starts_with(top)));
    for folder in folders.take(if top.is_some() { CLIMB_LIMIT } else { 1 }) {
        for name in graph::KUSTOMIZATION_FILES {
            let place = folder.join(name);
            // What the graph has it tells of itself when it changes: the file need not be read for every judgement.
            if graph.file(&place).is_some() {
                break;
            }
            let (text, answer) = Answer::of_text(files, &place);
            asked.push(answer);
            let Some(text) = text else { continue };
            let facts = graph::File::read(&place, &yaml::parse(text));
            graph.set(&place, Some(Arc::new(facts)));
            break;
        }
    }
    (graph, asked)
}

impl Manifest<'_> {
    /// The same as the workspace sees the file at `path`, which lies below `top`: `inquiry` asks from its place, and `facts` is what
    /// others see of it. What a kustomization names as a patch, or to tell kustomize what to do, holds parts of objects; so does what
    /// no kustomization takes in and is called a patch, or lies in an overlay and cannot be whole.
    #[must_use]
    pub fn in_workspace(mut self, inquiry: &Inquiry<'_>, facts: &graph::File, path: &Path, top: Option<&Path>) -> Self {
        let takers = inquiry.kustomizations();
        self.gains_selectors = takers.iter().any(|(_, it)| it.labels_select && !it.labels.is_empty());
        // Whether a kustomization names it says as much of every object that does not call itself a patch.
        let unmarked = facts.objects.iter().find(|object| !object.is_marked_patch);
        let is_whole = unmarked.is_none_or(|object| inquiry.completeness(object) == Completeness::Whole);
        let is_taken_in = takers.iter().flat_map(|(_, it)| &it.paths).any(|it| match it.listed {
            Listed::Resource | Listed::Component => it.path.as_ref() == path,
            Listed::Patch | Listed::Configuration => false,
        });
        let is_patch = !is_whole || !is_taken_in && is_called_patch(path);
        let is_overlay = !is_taken_in && is_in_overlay(top.and_then(|top| path.strip_prefix(top).ok()).unwrap_or(path));
        for object in &mut self.objects {
            object.is_partial |= is_patch || is_overlay && cannot_be_whole(*object);
        }
        self
    }
}

/// Whether the file or its folder says so: `memory-patch.yaml`, `patches/memory.yaml`, and `01-assert.yaml` with what a test expects of an
/// object.
fn is_called_patch(path: &Path) -> bool {
    let has = |name: &str, words: &[&str]| {
        let mut parts = name.split(|letter: char| !letter.is_ascii_alphanumeric());
        parts.any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
    };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_folder = path.parent().is_some_and(|folder| has(&name(folder), &["patch", "patches"]));
    is_folder || has(&name(path), &["patch", "patches", "assert"])
}

/// Whether the folders of a file are those in which kustomizations keep what differs.
fn is_in_overlay(path: &Path) -> bool {
    let mut folders = path.parent().into_iter().flat_map(Path::components);
    folders.any(|folder| ["overlays", "overlay", "components"].iter().any(|name| folder.as_os_str() == *name))
}

/// Whether a workload lacks what every whole one says: a selector, and the images of its containers.
fn cannot_be_whole(object: Object<'_>) -> bool {
    if !object.lacks_selector() && !object.is_one_of(&MAKING) {
        return false;
    }
    let template = object.find("spec.jobTemplate.spec.template").or_else(|| object.find("spec.template"));
    let containers = template.and_then(|template| template.get("spec")?.get("containers"));
    containers.is_none_or(|containers| containers.items().any(|container: Node<'_>| container.get("image").is_none()))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use schema::kubernetes::{Catalog, Version};

    use super::*;
    use crate::files::Memory;

    /// The files of a workspace at `/w`, and which of their objects are parts.
    fn parts(files: &[(&str, &str)]) -> Vec<(String, bool)> {
        let top = Path::new("/w");
        let memory = Memory::new(files.iter().map(|(path, text)| (top.join(path), (*text).to_owned())));
        let catalog = Catalog::default();
        let mut parts = Vec::new();
        for (name, text) in files {
            let path: PathBuf = top.join(name);
            let yaml = yaml::parse(*text);
            let facts = graph::File::read(&path, &yaml);
            let (graph, _) = with_kustomizations(Graph::default(), &memory, &path, Some(top));
            let manifest = Manifest::new(&yaml, &catalog, Version::newest());
            let manifest = manifest.in_workspace(&graph.inquire(&path), &facts, &path, Some(top));
            let of_file = manifest.objects.iter().map(|object| object.is_partial || manifest.gains_selectors);
            parts.extend(of_file.map(|is_part| ((*name).to_owned(), is_part)));
        }
        parts
    }

    #[track_caller]
    fn are_parts(files: &[(&str, &str)], expected: &[(&str, bool)]) {
        let expected: Vec<(String, bool)> =
            expected.iter().map(|(name, is_part)| ((*name).to_owned(), *is_part)).collect();
        assert_eq!(parts(files), expected);
    }

    const REPLICAS: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 3}\n";

    #[test]
    fn a_kustomization_around_it_names_a_patch() {
        are_parts(
            &[
                ("a/b.yaml", REPLICAS),
                ("a/c.yaml", REPLICAS),
                ("a/kustomization.yaml", "patches:\n- path: ./patches/d.yaml\n- patch: x\nresources: [b.yaml]\n"),
                ("a/patches/d.yaml", REPLICAS),
                ("c.yaml", REPLICAS),
                ("kustomization.yml", "patchesStrategicMerge: [c.yaml]\n"),
            ],
            &[("a/b.yaml", false), ("a/c.yaml", false), ("a/patches/d.yaml", true), ("c.yaml", true)],
        );
    }

    #[test]
    fn what_a_kustomization_takes_in_is_whole_whatever_its_name() {
        are_parts(
            &[
                ("patches/a.yaml", REPLICAS),
                ("patches/kustomization.yaml", "resources: [a.yaml]\n"),
                ("memory_patch.yaml", REPLICAS),
                ("dispatch.yaml", REPLICAS),
            ],
            &[("patches/a.yaml", false), ("memory_patch.yaml", true), ("dispatch.yaml", false)],
        );
    }

    #[test]
    fn what_lies_in_an_overlay_is_a_part_where_it_cannot_be_whole() {
        let image = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n        - name: \
                     a\n          image: b\n";
        let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
        are_parts(
            &[("overlays/prod/a.yaml", REPLICAS), ("overlays/prod/b.yaml", image), ("overlays/prod/c.yaml", service)],
            &[("overlays/prod/a.yaml", true), ("overlays/prod/b.yaml", false), ("overlays/prod/c.yaml", false)],
        );
    }

    #[test]
    fn a_kustomization_that_labels_gives_selectors() {
        are_parts(
            &[
                ("a/a.yaml", REPLICAS),
                ("a/kustomization.yaml", "resources: [a.yaml]\ncommonLabels: {app: a}\n"),
                ("b/a.yaml", REPLICAS),
                ("b/kustomization.yaml", "resources: [a.yaml]\nlabels: [{pairs: {app: a}}]\n"),
            ],
            &[("a/a.yaml", true), ("b/a.yaml", false)],
        );
    }
}
