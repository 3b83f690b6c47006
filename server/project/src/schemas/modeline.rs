//! `# yaml-language-server: $schema=…`: the schema that a document names itself.

use std::path::{Path, PathBuf};

use syntax::yaml::{Document, Yaml};
use syntax::{TextRange, TextSize};

use crate::files::normal;

/// A comment that names a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modeline {
    /// The document it counts for, from zero.
    pub document: usize,
    /// Where the name of the schema stands.
    pub range: TextRange,
    /// What it names.
    pub target: Target,
}

/// What a modeline names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file.
    File(PathBuf),
    /// Something that would have to be fetched: it never is.
    Remote(String),
}

/// The modelines of the file at `path`, in the order of the text; of a document the first one counts.
#[must_use]
pub fn modelines(yaml: &Yaml, path: &Path) -> Vec<Modeline> {
    let text = &**yaml.text();
    let mut found: Vec<Modeline> = Vec::new();
    if !text.contains("yaml-language-server") {
        return found;
    }
    for comment in yaml.comments() {
        let Some((at, name)) = schema_in(&text[*comment]) else { continue };
        let Some(document) = yaml.document_at(comment.start()).map(Document::index) else { continue };
        if found.iter().any(|it| it.document == document) {
            continue;
        }
        let (Ok(at), Ok(length)) = (TextSize::try_from(at), TextSize::try_from(name.len())) else { continue };
        let range = TextRange::at(comment.start() + at, length);
        let Some(target) = target(name, path) else { continue };
        found.push(Modeline { document, range, target });
    }
    found
}

/// What stands behind `$schema=` in a comment, and where.
fn schema_in(comment: &str) -> Option<(usize, &str)> {
    let rest = comment.strip_prefix('#')?.trim_start().strip_prefix("yaml-language-server")?;
    let rest = rest.trim_start().strip_prefix(':')?;
    let name = rest.split_once("$schema=")?.1.split_whitespace().next()?;
    Some((name.as_ptr() as usize - comment.as_ptr() as usize, name))
}

fn target(name: &str, path: &Path) -> Option<Target> {
    if let Some(file) = name.strip_prefix("file://") {
        let file = file.strip_prefix("localhost").unwrap_or(file);
        return Some(Target::File(normal(Path::new(file))));
    }
    let is_remote =
        name.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|it| it.is_ascii_alphanumeric()));
    if is_remote {
        return Some(Target::Remote(name.to_owned()));
    }
    Some(Target::File(normal(&path.parent()?.join(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str, &str)]) {
        let found = modelines(&syntax::yaml::parse(text), Path::new("/w/apps/a.yaml"));
        let found: Vec<(usize, &str, String)> = found
            .iter()
            .map(|it| {
                let target = match &it.target {
                    Target::File(path) => path.display().to_string(),
                    Target::Remote(address) => format!("remote {address}"),
                };
                (it.document, &text[it.range], target)
            })
            .collect();
        let found: Vec<(usize, &str, &str)> =
            found.iter().map(|(at, name, target)| (*at, *name, target.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_comment_names_a_file_or_an_address() {
        check("# yaml-language-server: $schema=../s/a.json\na: 1\n", &[(0, "../s/a.json", "/w/s/a.json")]);
        check("a: 1 # yaml-language-server : $schema=a.json extra\n", &[(0, "a.json", "/w/apps/a.json")]);
        check("# yaml-language-server: $schema=file:///s/a.json\na: 1\n", &[(0, "file:///s/a.json", "/s/a.json")]);
        check(
            "---\n# yaml-language-server: $schema=https://example.com/a.json\na: 1\n---\n# yaml-language-server: $schema=/b\nb: 1\n",
            &[(0, "https://example.com/a.json", "remote https://example.com/a.json"), (1, "/b", "/b")],
        );
        check("# yaml-language-server: $schema=\na: '# yaml-language-server: $schema=x'\n", &[]);
        check("# see yaml-language-server: $schema=x\na: 1\n", &[]);
    }
}
