//! Belongings: where a field that does not exist here does exist.

use schema::kubernetes::{Schema, Shape};
use syntax::yaml::Node;

use super::Fault;

/// Fields within fields are looked through this far down.
const DEPTH: usize = 3;

/// A field stands this far from where it belongs, in levels.
const LEVELS: usize = 4;

/// Schemas that are looked at for one field, so that a broad schema costs no more than a deep one.
const MOST: usize = 200;

/// Where a field belongs.
#[derive(Debug, Clone)]
pub(crate) struct Belonging<'a> {
    /// The mapping on the way that is there.
    pub(crate) from: Node<'a>,
    /// The fields from there to the mapping the field belongs in; mostly none or one.
    pub(crate) steps: Vec<&'a str>,
}

/// Where the field `name` of a fault belongs: in a mapping around it, or in one of the fields of these. What is there comes before what
/// would have to be made; `None` where several places would do, and where none does.
#[must_use]
pub(crate) fn belonging<'a>(fault: &Fault<'a>, name: &str) -> Option<Belonging<'a>> {
    let mut levels = fault.way.iter().filter(|(node, _)| node.is_mapping());
    let (here, schema) = *levels.next()?;
    if let Some(below) = below(here, schema, name) {
        return Some(below);
    }
    for (node, schema) in levels.take(LEVELS) {
        if schema.field(name).is_some() && node.entry(name).is_none() {
            return Some(Belonging { from: *node, steps: Vec::new() });
        }
        if let Some(below) = below(*node, *schema, name) {
            return Some(below);
        }
    }
    None
}

/// The one place below `node` that has the field: of mappings that are there, else of all.
fn below<'a>(node: Node<'a>, schema: Schema<'a>, name: &str) -> Option<Belonging<'a>> {
    let mut level: Vec<(Option<Node<'a>>, Vec<&'a str>, Schema<'a>)> = vec![(Some(node), Vec::new(), schema)];
    let mut looked = 0;
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        let mut found = Vec::new();
        for (at, steps, schema) in level {
            for field in schema.fields() {
                looked += 1;
                if looked > MOST {
                    return None;
                }
                if field.schema.shape() != Shape::Object || field.name == "status" {
                    continue;
                }
                let mut steps = steps.clone();
                steps.push(field.name);
                let there = at.and_then(|at| at.get(field.name)).filter(|there| there.is_mapping());
                let has_it = field.schema.field(name).is_some();
                if has_it && there.is_none_or(|there| there.entry(name).is_none()) {
                    found.push((there.is_some(), steps.clone()));
                }
                next.push((there, steps, field.schema));
            }
        }
        let is_any_there = found.iter().any(|(is_there, _)| *is_there);
        let mut best = found.into_iter().filter(|(is_there, _)| *is_there == is_any_there);
        if let Some((_, steps)) = best.next() {
            return if best.next().is_none() { Some(Belonging { from: node, steps }) } else { None };
        }
        level = next;
    }
    None
}
