//! Whole blocks: manifests, parts of them, items of lists.

use project::kubernetes::Place;
use schema::kubernetes::Schema;
use schema::kubernetes::snippets::{self, Place as Fit, Snippet};

use super::documentation;
use super::site::{Site, Slot};
use crate::types::{CompletionItem, CompletionKind};

/// Behind what is used, before the rest; whole manifests behind their first keys.
const GROUP: u8 = 180;
const DOCUMENTS: u8 = 30;

/// Whole manifests, where nothing stands yet.
pub(super) fn documents(site: &mut Site<'_>) {
    if site.cursor.flow || site.column > 0 || !site.behind().trim().is_empty() {
        return;
    }
    let fits = |it: &&Snippet| it.place == Fit::Document && it.fits(site.version);
    let found: Vec<CompletionItem> =
        snippets::all().iter().filter(fits).map(|it| item(site, it, 0, "").group(DOCUMENTS)).collect();
    site.items.extend(found);
}

/// Fields of the object of `schema`.
pub(super) fn fields(site: &mut Site<'_>, schema: Schema<'_>, slot: Slot) {
    let Some(definition) = schema.definition().filter(|_| is_free(site)) else { return };
    let fits = |it: &&Snippet| match it.place {
        Fit::Fields(name) => name == definition && it.fits(site.version) && !is_there(site, it),
        Fit::Document | Fit::Item { .. } => false,
    };
    let found: Vec<CompletionItem> =
        snippets::all().iter().filter(fits).map(|it| item(site, it, slot.keys(), slot.sign()).group(GROUP)).collect();
    site.items.extend(found);
}

/// Items of the list at `place`.
pub(super) fn items(site: &mut Site<'_>, place: &Place<'_>, slot: Slot) {
    let Some(member) = place.member.as_ref().filter(|member| is_free(site) && member.keys.is_empty()) else { return };
    let Some(owner) = member.owner.definition() else { return };
    let fits = |it: &&Snippet| match it.place {
        Fit::Item { definition, field } => definition == owner && field == member.field.name && it.fits(site.version),
        Fit::Document | Fit::Fields(_) => false,
    };
    let found: Vec<CompletionItem> =
        snippets::all().iter().filter(fits).map(|it| item(site, it, slot.keys(), slot.sign()).group(GROUP)).collect();
    site.items.extend(found);
}

/// A block does not go into brackets, nor before what stands behind the cursor.
fn is_free(site: &Site<'_>) -> bool {
    !site.cursor.flow && site.quote.is_none() && site.behind().trim().is_empty()
}

/// Whether one of its keys stands beside the cursor.
fn is_there(site: &Site<'_>, snippet: &Snippet) -> bool {
    let keys = snippet.body.lines().filter(|line| !line.starts_with([' ', '-', '#']));
    keys.filter_map(|line| line.split_once(':')).any(|(key, _)| super::keys::has(site, key))
}

/// The block as it is written with its keys in `column`: its two columns become those of the file, and its lists stand as
/// the file's do.
fn item(site: &Site<'_>, snippet: &Snippet, column: usize, sign: &str) -> CompletionItem {
    let mut lines = snippet.body.lines();
    let first = format!("{sign}{}", lines.next().unwrap_or_default());
    let layout = Layout { indent: site.style.indent, list: site.style.list };
    let rest: Vec<(usize, String)> =
        layout.lines(snippet.body).skip(1).map(|(own, line)| (column + own, line)).collect();
    let item = CompletionItem::new(snippet.prefix, CompletionKind::Snippet, site.range).detail(snippet.title);
    let mut item = site.lines(item, &first, &rest);
    item.documentation = documentation::snippet_key(snippet);
    item
}

/// How far keys and lists are indented.
struct Layout {
    indent: usize,
    list: usize,
}

impl Layout {
    /// The lines of a snippet with the columns they get. In it a key is two columns deeper than the one around it, a dash two
    /// deeper than its key, and what follows the dash two more.
    fn lines<'t>(&self, body: &'t str) -> impl Iterator<Item = (usize, String)> + use<'t, '_> {
        // Each open level: its column in the snippet, and the column it gets.
        let mut levels: Vec<(usize, usize)> = vec![(0, 0)];
        body.lines().map(move |line| {
            let text = line.trim_start_matches(' ');
            if text.is_empty() {
                return (0, String::new());
            }
            let own = line.len() - text.len();
            while levels.len() > 1 && levels.last().is_some_and(|(column, _)| *column > own) {
                levels.pop();
            }
            let (outer, at) = levels.last().copied().unwrap_or_default();
            let column = match own.checked_sub(outer) {
                Some(0) | None => at,
                Some(_) if text.starts_with("- ") => at + self.list,
                Some(_) => at + self.indent,
            };
            if own > outer {
                levels.push((own, column));
            }
            if text.starts_with("- ") {
                levels.push((own + 2, column + 2));
            }
            (column, text.to_owned())
        })
    }
}
