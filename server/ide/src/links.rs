//! Links: COPY sources that exist, and URLs; the files that YAML names.

use std::path::{Path, PathBuf};

use project::docker::Model;
use project::files::EntryKind;
use project::{Content, Snapshot, context};
use syntax::dockerfile::Word;
use syntax::{TextRange, TextSize};

use crate::types::{Link, LinkTarget};
use crate::{cursor, yaml};

/// Everything in the file that leads somewhere.
#[must_use]
pub fn links(snapshot: &Snapshot, path: &Path) -> Vec<Link> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    if let Content::Yaml(tree) = &document.content {
        let files = yaml::links::files(snapshot, path, tree).into_iter();
        let mut found: Vec<Link> =
            files.map(|(range, file)| Link { range, target: LinkTarget::File(file), tooltip: None }).collect();
        found.sort_by_key(|link| (link.range.start(), link.range.end()));
        return found;
    }
    let mut found = urls(&document.text);
    if let Content::Dockerfile(model) = &document.content {
        let folder = snapshot.build_context(path, model);
        for (index, instruction) in model.syntax.instructions.iter().enumerate() {
            for (word, text) in context::context_sources(model, index, instruction.trigger()) {
                if folder.entry(&text) == Some(EntryKind::File)
                    && let Some(file) = folder.path(&text)
                {
                    found.push(Link { range: unquoted(model, word), target: LinkTarget::File(file), tooltip: None });
                }
            }
        }
    }
    found.sort_by_key(|link| (link.range.start(), link.range.end()));
    // A URL inside a longer link, or two links on one text, would confuse the editor.
    found.dedup_by(|next, first| first.range.intersect(next.range).is_some_and(|both| !both.is_empty()));
    found
}

/// The place of a word without the quotes of an array.
fn unquoted(model: &Model, word: &Word) -> TextRange {
    let quote = TextSize::of('"');
    let text = &model.text[word.range];
    if text.len() > 2 && text.starts_with('"') && text.ends_with('"') {
        TextRange::new(word.range.start() + quote, word.range.end() - quote)
    } else {
        word.range
    }
}

/// The file of the build context that a COPY or ADD source names.
pub(crate) fn source_file(
    snapshot: &Snapshot,
    path: &Path,
    model: &Model,
    index: Option<usize>,
    word: &Word,
) -> Option<PathBuf> {
    let index = index?;
    let instruction = model.syntax.instructions.get(index)?.trigger();
    let (_, text) = context::context_sources(model, index, instruction)
        .into_iter()
        .find(|(source, _)| source.range == word.range)?;
    let folder = snapshot.build_context(path, model);
    (folder.entry(&text) == Some(EntryKind::File)).then(|| folder.path(&text)).flatten()
}

fn urls(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(colon) = text[at..].find("://").map(|offset| at + offset) {
        at = colon + 3;
        let Some(scheme) = ["https", "http"].into_iter().find(|scheme| text[..colon].ends_with(scheme)) else {
            continue;
        };
        let start = colon - scheme.len();
        if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let stop = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '"' | '\'' | '`' | '<' | '>' | '|' | ';' | '\\' | '{' | '}')
        };
        let end = text[at..].find(stop).map_or(text.len(), |offset| at + offset);
        let url = without_closing(text[start..end].trim_end_matches(['.', ',', ':', '!', '?']));
        // With a variable in it, or nothing behind the slashes, it leads nowhere.
        if url.len() <= scheme.len() + 3 || url.contains('$') {
            continue;
        }
        let range = TextRange::at(size(start), TextSize::of(url));
        found.push(Link { range, target: LinkTarget::Url(url.to_owned()), tooltip: None });
        at = end;
    }
    found
}

/// The text up to the first `)` that closes what was opened before it.
fn without_closing(text: &str) -> &str {
    let mut open = 0usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' if open == 0 => return &text[..at],
            ')' => open -= 1,
            _ => {}
        }
    }
    text
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::check::Case;

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

    #[test]
    fn files_and_urls() {
        check(
            "#- web/Dockerfile\n# see https://docs.docker.com/reference/dockerfile/.\nFROM a\nCOPY src/a.js none.js src /b\nCOPY --from=b src/a.js /c\nADD [\"src/a.js\", \"https://example.com/x_(1).tgz\", \"/d\"]\nRUN curl http://example.com/$V https://e.org:8080/a?b=c#d | sh; xhttps://no.example.com\nCOPY \"src/a.js\" /e\n#- web/src/a.js\n",
            &expect![[r#"
                web/Dockerfile:1 `https://docs.docker.com/reference/dockerfile/` → https://docs.docker.com/reference/dockerfile/
                web/Dockerfile:3 `src/a.js` → /w/web/src/a.js
                web/Dockerfile:5 `src/a.js` → /w/web/src/a.js
                web/Dockerfile:5 `https://example.com/x_(1).tgz` → https://example.com/x_(1).tgz
                web/Dockerfile:6 `https://e.org:8080/a?b=c#d` → https://e.org:8080/a?b=c#d
                web/Dockerfile:7 `src/a.js` → /w/web/src/a.js
            "#]],
        );
        check("FROM a\nRUN curl https://\n", &expect![[""]]);
        check(
            "#- .dockerignore\n# https://example.com/ignore\n",
            &expect![[r#"
            .dockerignore:1 `https://example.com/ignore` → https://example.com/ignore
        "#]],
        );
    }
}
