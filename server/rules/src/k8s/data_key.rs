//! Keys of ConfigMaps and Secrets, as Pods name them.

use project::graph::Edge;
use syntax::spelling;

use super::reference;
use crate::grain::Known;
use crate::report::Report;

/// Reports references whose ConfigMap or Secret is there and lacks the key they name.
pub(super) fn check(known: &Known<'_>, edges: &[Edge], consequence: &str, report: &mut Report<'_>) {
    for (reference, definition) in reference::without_part(known, edges) {
        let Some((key, range)) = &reference.part else { continue };
        let keys = definition.object.keys.iter().map(|key| key.name.as_ref());
        let near = spelling::nearest(key, keys).map(ToOwned::to_owned);
        let what = near.as_ref().map_or_else(|| "add it".to_owned(), |near| format!("use `{near}`"));
        let message = format!("{} has no key `{key}`, {consequence}; {what}", reference::title(definition.object));
        let found = reference::at(known, *range, message, report);
        found.label_in(known.file, definition.path, definition.object.site.name, format!("the {}", reference.kind));
        if let Some(near) = near
            && let Some(fix) = reference::rename(known, *range, key, &near)
        {
            found.fix(fix);
        }
    }
}
