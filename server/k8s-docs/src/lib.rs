//! What the API reference of Kubernetes says about its definitions and their fields: prose and look-up only.
//!
//! The texts are those of crate `k8s-openapi`, which only the build script names, and only with feature `bundled`. They
//! are of one minor version, [`MINOR`]; what came later or went earlier has none. Without the feature there are no texts
//! at all, and every look-up answers `None`.
//!
//! Names are those of the OpenAPI document: `io.k8s.api.core.v1.PodSpec`, `hostUsers`.

use std::ops::Range;
use std::sync::LazyLock;

#[path = "../build/pack.rs"]
#[allow(dead_code)]
mod pack;
#[cfg(test)]
#[path = "../build/prose.rs"]
mod prose;

/// The minor version that the texts are of, `1.37`; empty without feature `bundled`.
pub const MINOR: &str = env!("REFERENCE_MINOR");

/// The length before deflating, four bytes, and what was deflated.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/prose.packed"));

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::read(unpack()));

/// What is said, by the names of definitions and fields.
struct Reference {
    texts: Vec<&'static str>,
    /// Sorted by name.
    definitions: Vec<Definition>,
    /// Name and number of the text; those of one definition stand together, sorted by name.
    fields: Vec<(&'static str, u32)>,
}

struct Definition {
    name: &'static str,
    /// The number of the text; some definitions have none.
    text: Option<u32>,
    fields: Range<usize>,
}

impl Reference {
    fn read(packed: &'static str) -> Self {
        let (texts, index) = packed.split_once(pack::TEXTS_END).unwrap_or_default();
        let mut reference = Self {
            texts: texts.split_terminator(pack::TEXT_END).collect(),
            definitions: Vec::new(),
            fields: Vec::new(),
        };
        for line in index.lines() {
            let Some((name, number)) = line.rsplit_once('\t') else { continue };
            let number = number.parse().ok();
            match (name.strip_prefix('\t'), number, reference.definitions.last_mut()) {
                (Some(field), Some(number), Some(definition)) => {
                    reference.fields.push((field, number));
                    definition.fields.end = reference.fields.len();
                }
                _ => {
                    let fields = reference.fields.len()..reference.fields.len();
                    reference.definitions.push(Definition { name, text: number, fields });
                }
            }
        }
        reference
    }

    fn definition(&self, name: &str) -> Option<&Definition> {
        let place = self.definitions.binary_search_by(|definition| definition.name.cmp(name)).ok()?;
        self.definitions.get(place)
    }

    fn text(&self, number: u32) -> Option<&'static str> {
        self.texts.get(number as usize).copied()
    }
}

/// Unpacks the texts, once for the life of the process: 0.7 MB. Empty: they cannot be read, which the tests rule out.
fn unpack() -> &'static str {
    let Some((length, deflated)) = PACKED.split_first_chunk::<4>() else { return "" };
    let mut bytes = vec![0; u32::from_le_bytes(*length) as usize];
    let read = miniz_oxide::inflate::decompress_slice_iter_to_slice(&mut bytes, std::iter::once(deflated), false, true);
    read.ok().and_then(|_| String::from_utf8(bytes).ok()).unwrap_or_default().leak()
}

/// What a definition is: `io.k8s.api.core.v1.PodSpec`. Markdown, one or more paragraphs. `None`: the reference does not
/// have it or says nothing, or is not bundled.
#[must_use]
pub fn definition(name: &str) -> Option<&'static str> {
    REFERENCE.text(REFERENCE.definition(name)?.text?)
}

/// What a field of a definition is: `io.k8s.api.core.v1.PodSpec`, `hostUsers`. Markdown, one or more paragraphs. `None`:
/// the reference does not have it or says nothing, or is not bundled.
#[must_use]
pub fn field(definition: &str, field: &str) -> Option<&'static str> {
    let fields = &REFERENCE.fields[REFERENCE.definition(definition)?.fields.clone()];
    let place = fields.binary_search_by(|(name, _)| (*name).cmp(field)).ok()?;
    REFERENCE.text(fields[place].1)
}

/// Every text with what it is of: the definition, and the field, which is empty for what the definition itself is.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    REFERENCE.definitions.iter().flat_map(|definition| {
        let own = definition.text.and_then(|number| Some((definition.name, "", REFERENCE.text(number)?)));
        let fields = REFERENCE.fields[definition.fields.clone()].iter();
        own.into_iter()
            .chain(fields.filter_map(|(field, number)| Some((definition.name, *field, REFERENCE.text(*number)?))))
    })
}

/// For the benchmark: unpacks and reads anew; how many texts there are. What is unpacked is never freed.
#[doc(hidden)]
#[must_use]
pub fn read() -> usize {
    Reference::read(unpack()).texts.len()
}

#[cfg(test)]
mod tests;
