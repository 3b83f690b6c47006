//! A folder of files made from a fixture, with its cursors as positions.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use testing::Fixture;

/// What a client counts as one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub(crate) const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// Its name in the protocol.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    fn width(self, character: char) -> u64 {
        match self {
            Encoding::Utf8 => character.len_utf8() as u64,
            Encoding::Utf16 => character.len_utf16() as u64,
            Encoding::Utf32 => 1,
        }
    }

    /// The position of a byte of `text`.
    pub(crate) fn position(self, text: &str, offset: usize) -> Value {
        let before = &text[..offset];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        json!({ "line": line, "character": before[start..].chars().map(|character| self.width(character)).sum::<u64>() })
    }

    /// The byte of `text` at a position.
    pub(crate) fn offset(self, text: &str, position: &Value) -> usize {
        let line = usize::try_from(position["line"].as_u64().expect("a line")).expect("a line");
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = position["character"].as_u64().expect("a character");
        for (index, character) in text[start..].char_indices() {
            if left == 0 || character == '\n' {
                return start + index;
            }
            left = left.checked_sub(self.width(character)).expect("a position between characters");
        }
        text.len()
    }

    /// The text in a range.
    pub(crate) fn slice<'t>(self, text: &'t str, range: &Value) -> &'t str {
        &text[self.offset(text, &range["start"])..self.offset(text, &range["end"])]
    }
}

/// The URI of a file.
pub(crate) fn uri_of(path: &Path) -> String {
    let path = path.to_str().expect("a path of text").replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

/// A folder of files.
pub(crate) struct Workspace {
    folder: TempDir,
    fixture: Fixture,
}

impl Workspace {
    /// Writes the files of a fixture.
    pub(crate) fn new(fixture: &str) -> Self {
        let workspace = Self { folder: TempDir::new().expect("a folder"), fixture: Fixture::parse(fixture) };
        for file in &workspace.fixture.files {
            workspace.write(&file.path, &file.text);
        }
        workspace
    }

    /// Where it is; links in the path of the system's own folder resolved.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the folder")
    }

    pub(crate) fn root_uri(&self) -> String {
        uri_of(&self.root())
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        uri_of(&self.root().join(path))
    }

    /// As a workspace folder.
    pub(crate) fn folder(&self) -> Value {
        json!({ "uri": self.root_uri(), "name": "workspace" })
    }

    /// The text of a file of the fixture.
    pub(crate) fn text(&self, path: &str) -> &str {
        &self.fixture.files.iter().find(|file| file.path == path).expect("a file of the fixture").text
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Deletes a file.
    pub(crate) fn delete(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).expect("a file to delete");
    }

    /// The document and the position of a cursor, in UTF-16.
    pub(crate) fn at(&self, cursor: usize) -> Value {
        let cursor = &self.fixture.cursors[cursor];
        let position = Encoding::Utf16.position(self.text(&cursor.file), cursor.offset);
        json!({ "textDocument": { "uri": self.uri(&cursor.file) }, "position": position })
    }

    /// The range between two cursors of a file, in UTF-16.
    pub(crate) fn range(&self, from: usize, to: usize) -> Value {
        json!({ "start": self.at(from)["position"], "end": self.at(to)["position"] })
    }
}

/// The diagnostics with this code.
pub(crate) fn with_code(diagnostics: &Value, code: &str) -> Vec<Value> {
    diagnostics.as_array().into_iter().flatten().filter(|diagnostic| diagnostic["code"] == code).cloned().collect()
}

/// `text` with the edits of a document in it.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let edits: Vec<syntax::TextEdit> = edits
        .as_array()
        .into_iter()
        .flatten()
        .map(|edit| {
            let end = |name: &str| {
                let offset = Encoding::Utf16.offset(text, &edit["range"][name]);
                syntax::TextSize::try_from(offset).expect("a short text")
            };
            let range = syntax::TextRange::new(end("start"), end("end"));
            syntax::TextEdit::replace(range, edit["newText"].as_str().expect("a text"))
        })
        .collect();
    syntax::apply(text, &edits).expect("edits that do not overlap")
}
