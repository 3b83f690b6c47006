//! Names of documents: the client's URIs and our paths.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};

use project::files::{Disk, Entry, EntryKind, FileError, FileSource};
use serde_json::Value;
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

/// Members of messages that hold a URI.
const URI_MEMBERS: [&str; 7] = ["uri", "rootUri", "scopeUri", "baseUri", "targetUri", "oldUri", "newUri"];

/// The path of a document. One without a place on disk (`untitled:`, `git:`) gets a relative path, its own: scheme, a
/// digest of the whole URI, then the path it names, so that its file name still says what it is.
pub(super) fn path(uri: &Uri) -> PathBuf {
    if let Some(path) = file_path(uri) {
        return path;
    }
    let mut hasher = DefaultHasher::new();
    uri.as_str().hash(&mut hasher);
    let mut path = PathBuf::from(uri.scheme().as_str());
    path.push(format!("{:016x}", hasher.finish()));
    let named = uri.path().decode().to_string_lossy();
    path.extend(Path::new(&*named).components().filter_map(|component| match component {
        Component::Normal(name) => Some(name),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    }));
    path
}

/// The place on disk of a document, absolute; `None` where it has none.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    uri.to_file_path().map(Cow::into_owned).filter(|path| path.is_absolute())
}

/// The URI of a file; `None` for a document without a place on disk.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    if path.is_absolute() { Uri::from_file_path(path) } else { None }
}

/// Escapes in all URIs of a message what no URI may hold: several editors leave brackets and blanks as they are, and a
/// strict reader would refuse the whole message.
pub(super) fn tidy(message: &mut Value) {
    // As deep as JSON was read, which the reader bounds.
    match message {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(uri) if URI_MEMBERS.contains(&name.as_str()) => {
                        if let Cow::Owned(escaped) = escaped(uri) {
                            *uri = escaped;
                        }
                    }
                    _ => tidy(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn escaped(uri: &str) -> Cow<'_, str> {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    if uri.bytes().all(legal) {
        return Cow::Borrowed(uri);
    }
    let mut escaped = String::with_capacity(uri.len() + 16);
    for byte in uri.bytes() {
        if legal(byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    Cow::Owned(escaped)
}

/// The disk, for documents that have a place there: a relative path would be looked up in whatever folder the server
/// happens to run in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Placed;

impl FileSource for Placed {
    fn read(&self, path: &Path) -> Result<Arc<str>, FileError> {
        if path.is_absolute() { Disk.read(path) } else { Err(FileError::Missing) }
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        if path.is_absolute() { Disk.kind(path) } else { None }
    }

    fn list(&self, path: &Path) -> Vec<Entry> {
        if path.is_absolute() { Disk.list(path) } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use serde_json::json;

    use super::*;

    fn path_of(text: &str) -> PathBuf {
        path(&Uri::from_str(text).unwrap())
    }

    #[cfg(unix)]
    #[test]
    fn files_have_their_place() {
        let placed = path_of("file:///a%20b/%5Bid%5D/%C3%A9/Dockerfile");
        assert_eq!(placed, Path::new("/a b/[id]/é/Dockerfile"));
        assert_eq!(path(&uri(&placed).unwrap()), placed);
    }

    #[test]
    fn other_documents_have_none() {
        let scratch = path_of("untitled:Untitled-1");
        assert!(scratch.is_relative() && scratch.ends_with("Untitled-1") && uri(&scratch).is_none());
        let [old, new] = ["1", "2"].map(|query| path_of(&format!("git:/work/Dockerfile?{query}")));
        assert!(old.is_relative() && old.ends_with("work/Dockerfile"));
        assert_ne!(old, new);
        assert_eq!(Placed.kind(Path::new("src")), None);
        assert_eq!(Placed.read(Path::new("Cargo.toml")), Err(FileError::Missing));
    }

    #[test]
    fn what_no_uri_may_hold_is_escaped() {
        let mut message = json!({"textDocument": {"uri": "file:///[id]/a b/é"}, "text": "[x]", "rootUri": null});
        tidy(&mut message);
        let expected = json!({
            "textDocument": {"uri": "file:///%5Bid%5D/a%20b/%C3%A9"}, "text": "[x]", "rootUri": null
        });
        assert_eq!(message, expected);
    }
}
