//! `plimsoll graph`

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ide::diagram::{self, Choice, Diagram, Node, Standing};
use project::Snapshot;
use serde::Serialize;
use syntax::LineIndex;

use super::arguments::{Graph, GraphFormat, Selection};
use super::check::say;
use super::scan::Scan;
use super::{FAILED, output, place};

/// Writes the graph of the selected files. What they refer to counts, wherever in the workspace it is.
pub(super) fn run(arguments: &Graph) -> anyhow::Result<ExitCode> {
    let selection = Selection { paths: arguments.paths.clone(), ..Selection::default() };
    let scan = Scan::new(&selection)?;
    let snapshot = scan.world.snapshot();
    let files: Vec<PathBuf> = scan.targets.iter().map(|target| target.path.clone()).collect();
    let choice = Choice { kinds: arguments.kinds.clone(), namespaces: arguments.namespaces.clone() };
    let diagram = diagram::diagram(&snapshot, &files, &choice);
    let mut notes = scan.notes;
    if diagram.nodes.is_empty() && notes.is_empty() && scan.problems.is_empty() {
        notes.push("there is no such object in the manifests here".to_owned());
    }
    let text = match arguments.format {
        GraphFormat::Mermaid => mermaid(&diagram),
        GraphFormat::Dot => dot(&diagram),
        GraphFormat::Json => json(&snapshot, &diagram),
    };
    output::print_raw(&text)?;
    say(&scan.problems, &notes, false);
    Ok(if scan.problems.is_empty() { ExitCode::SUCCESS } else { FAILED.into() })
}

/// The nodes by namespace, each with its number; those without one first.
fn by_namespace(diagram: &Diagram) -> BTreeMap<Option<&str>, Vec<(usize, &Node)>> {
    let mut groups: BTreeMap<Option<&str>, Vec<(usize, &Node)>> = BTreeMap::new();
    for (number, node) in diagram.nodes.iter().enumerate() {
        groups.entry(node.namespace.as_deref()).or_default().push((number, node));
    }
    groups
}

/// What stands behind a node that is no manifest, in a word.
fn mark(standing: &Standing) -> Option<&'static str> {
    match standing {
        Standing::Written(..) => None,
        Standing::Made => Some("made"),
        Standing::Elsewhere => Some("elsewhere"),
        Standing::Missing => Some("missing"),
    }
}

/// A flowchart of Mermaid.
fn mermaid(diagram: &Diagram) -> String {
    /// What would end a label or begin markup in one, as Mermaid escapes it.
    fn escaped(text: &str) -> String {
        let escape = |letter: char| match letter {
            '"' => "#quot;".to_owned(),
            '#' => "#35;".to_owned(),
            '<' => "#lt;".to_owned(),
            '>' => "#gt;".to_owned(),
            '`' => "#96;".to_owned(),
            letter if letter.is_control() => " ".to_owned(),
            letter => letter.to_string(),
        };
        text.chars().map(escape).collect()
    }
    let mut out = String::from("flowchart LR\n");
    for (group, (namespace, nodes)) in by_namespace(diagram).into_iter().enumerate() {
        let indent = if namespace.is_some() { "    " } else { "  " };
        if let Some(namespace) = namespace {
            let _ = writeln!(out, "  subgraph s{group}[\"{}\"]", escaped(namespace));
        }
        for (number, node) in nodes {
            let title = format!("{} {}", escaped(&node.kind), escaped(&node.name));
            let class = mark(&node.standing).map(|mark| format!(":::{mark}")).unwrap_or_default();
            let _ = writeln!(out, "{indent}n{number}[\"{}\"]{class}", title.trim_end());
        }
        if namespace.is_some() {
            out.push_str("  end\n");
        }
    }
    for arrow in &diagram.arrows {
        let _ = writeln!(out, "  n{} -->|{}| n{}", arrow.from, arrow.verb, arrow.to);
    }
    let has = |standing: &Standing| diagram.nodes.iter().any(|node| node.standing == *standing);
    for (standing, style) in [
        (Standing::Made, "stroke-dasharray:4 3"),
        (Standing::Elsewhere, "stroke-dasharray:1 3,color:#888"),
        (Standing::Missing, "stroke:#d33,stroke-width:2px,color:#d33"),
    ] {
        if let Some(mark) = mark(&standing).filter(|_| has(&standing)) {
            let _ = writeln!(out, "  classDef {mark} {style}");
        }
    }
    out
}

/// A directed graph of Graphviz.
fn dot(diagram: &Diagram) -> String {
    fn quoted(text: &str) -> String {
        let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
    let mut out = String::from("digraph workspace {\n  rankdir=LR\n  node [shape=box]\n");
    for (group, (namespace, nodes)) in by_namespace(diagram).into_iter().enumerate() {
        let indent = if namespace.is_some() { "    " } else { "  " };
        if let Some(namespace) = namespace {
            let _ = writeln!(out, "  subgraph cluster_{group} {{\n    label={}", quoted(namespace));
        }
        for (number, node) in nodes {
            let title = quoted(format!("{} {}", node.kind, node.name).trim_end());
            let style = match node.standing {
                Standing::Written(..) => "",
                Standing::Made => " style=dashed",
                Standing::Elsewhere => " style=dotted",
                Standing::Missing => " color=red fontcolor=red",
            };
            let _ = writeln!(out, "{indent}n{number} [label={title}{style}]");
        }
        if namespace.is_some() {
            out.push_str("  }\n");
        }
    }
    for arrow in &diagram.arrows {
        let _ = writeln!(out, "  n{} -> n{} [label={}]", arrow.from, arrow.to, quoted(arrow.verb));
    }
    out + "}\n"
}

/// An object as `--format json` has it. `id` is its number in this output only.
#[derive(Debug, Serialize)]
struct Listed<'d> {
    id: usize,
    kind: &'d str,
    namespace: Option<&'d str>,
    name: &'d str,
    /// `written`, `made`, `elsewhere`, `missing`.
    standing: &'static str,
    file: Option<String>,
    /// Counted from 1.
    line: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Edge {
    from: usize,
    to: usize,
    verb: &'static str,
}

#[derive(Debug, Serialize)]
struct Form<'d> {
    version: u32,
    objects: Vec<Listed<'d>>,
    edges: Vec<Edge>,
}

fn json(snapshot: &Snapshot, diagram: &Diagram) -> String {
    let working_directory = place::working_directory();
    let mut lines: BTreeMap<&Path, Option<LineIndex>> = BTreeMap::new();
    let objects = diagram.nodes.iter().enumerate().map(|(id, node)| {
        let (file, line) = match &node.standing {
            Standing::Written(path, offset) => {
                let index = lines.entry(path).or_insert_with(|| {
                    let document = snapshot.document(path).ok()?;
                    Some(LineIndex::new(&document.text))
                });
                let line = index.as_ref().map(|index| index.line((*offset).into()) + 1);
                (Some(place::shown(path, &working_directory)), line)
            }
            Standing::Made | Standing::Elsewhere | Standing::Missing => (None, None),
        };
        let standing = mark(&node.standing).unwrap_or("written");
        let (kind, name, namespace) = (node.kind.as_str(), node.name.as_str(), node.namespace.as_deref());
        Listed { id, kind, namespace, name, standing, file, line }
    });
    let edges = diagram.arrows.iter().map(|arrow| Edge { from: arrow.from, to: arrow.to, verb: arrow.verb });
    let form = Form { version: 1, objects: objects.collect(), edges: edges.collect() };
    format!("{}\n", serde_json::to_string_pretty(&form).unwrap_or_default())
}
