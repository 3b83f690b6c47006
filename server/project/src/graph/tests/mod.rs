//! What the graph makes of small workspaces.

mod bounds;
mod kustomize;
mod lookup;
mod objects;
mod selecting;
mod world;

use std::path::Path;
use std::sync::Arc;

use testing::{Fixture, annotate};

use super::{Definition, Edge, File, Graph, Inquiry, Lookup, Maker, Object, Part};

/// The graph of a fixture.
fn graph(fixture: &Fixture) -> Graph {
    let mut graph = Graph::default();
    for file in &fixture.files {
        put(&mut graph, &file.path, &file.text);
    }
    graph
}

fn put(graph: &mut Graph, path: &str, text: &str) -> super::Changes {
    let path = Path::new(path);
    graph.set(path, Some(Arc::new(File::read(path, &syntax::yaml::parse(text)))))
}

/// `Kind name`, with the namespace that is written.
fn title(object: &Object) -> String {
    let identity = &object.identity;
    let namespace = identity.namespace.as_ref().map(|it| format!("{it}/")).unwrap_or_default();
    format!("{} {namespace}{}", identity.kind, identity.name)
}

/// `Kind name in file`, the file only where it is another one.
fn place(definition: &Definition<'_>, from: &str) -> String {
    let path = definition.path.to_string_lossy();
    let title = title(definition.object);
    if path == from { title } else { format!("{title} in {path}") }
}

/// What a lookup says, as short as it can be said.
fn said(inquiry: &Inquiry<'_>, object: &Object, reference: &super::Reference, from: &str) -> String {
    let lookup = inquiry.lookup(object, reference);
    let maker = |maker: &Maker<'_>| match maker {
        Maker::Object(definition, _) => place(definition, from),
        Maker::Release(definition) => format!("release {}", place(definition, from)),
        Maker::Cluster => "the cluster".to_owned(),
    };
    let answer = match &lookup {
        Lookup::Found(definition) => format!("is {}", place(definition, from)),
        Lookup::Ambiguous(all) => {
            let all: Vec<_> = all.iter().map(|it| place(it, from)).collect();
            format!("is {}", all.join(" or "))
        }
        Lookup::Produced(makers) => format!("by {}", makers.iter().map(maker).collect::<Vec<_>>().join(" and ")),
        Lookup::Optional => "optional".to_owned(),
        Lookup::Missing => "missing".to_owned(),
        Lookup::Unknown(why) => format!("unknown: {why:?}").to_lowercase(),
    };
    match inquiry.part(reference, &lookup) {
        Part::Whole => answer,
        Part::Found(..) => format!("{answer}, part is there"),
        Part::Unknown => format!("{answer}, part unknown"),
        Part::Missing(_) => format!("{answer}, part missing"),
    }
}

/// Holds every reference of every file against the carets of the fixture; namespaces apart.
#[track_caller]
fn check(fixture: &str) {
    let fixture = Fixture::parse(fixture);
    let graph = graph(&fixture);
    let (mut expected, mut actual) = (String::new(), String::new());
    for file in &fixture.files {
        let marks = fixture.expectations.iter().filter(|it| it.file == file.path);
        let marks = marks.map(|it| (it.range.clone(), it.message.clone()));
        expected.push_str(&format!("#- {}\n{}", file.path, annotate(&file.text, marks)));
        let inquiry = graph.inquire(Path::new(&file.path));
        let mut marks = Vec::new();
        for object in graph.file(Path::new(&file.path)).iter().flat_map(|file| &file.objects) {
            for reference in object.references.iter().filter(|it| it.edge != Edge::Namespace) {
                marks.push((reference.range.into(), said(&inquiry, object, reference, &file.path)));
            }
        }
        marks.sort_by_key(|(range, _): &(std::ops::Range<usize>, _)| (range.start, range.end));
        actual.push_str(&format!("#- {}\n{}", file.path, annotate(&file.text, marks)));
    }
    if expected != actual {
        panic!("expected:\n{expected}\nactual:\n{actual}");
    }
}
