//! Paths: from what was typed to where it is, and back to what is shown.

use std::path::{Component, Path, PathBuf};
use std::{env, fs};

/// The working directory; empty where it was deleted under us.
pub(super) fn working_directory() -> PathBuf {
    env::current_dir().unwrap_or_default()
}

/// The absolute form of a path that was typed. `..` behind a name is resolved on disk, for the name may be a link.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let mut whole = working_directory();
    let mut named = false;
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if named && let Ok(real) = fs::canonicalize(&whole) {
                    whole = real;
                }
                whole.pop();
            }
            Component::Normal(name) => {
                named = true;
                whole.push(name);
            }
            Component::RootDir | Component::Prefix(_) => whole.push(component),
        }
    }
    whole
}

/// How `path` is shown: relative to the working directory where it lies below it, with forward slashes everywhere.
pub(super) fn shown(path: &Path, working_directory: &Path) -> String {
    let path = match path.strip_prefix(working_directory) {
        Ok(rest) if rest.as_os_str().is_empty() => Path::new("."),
        Ok(rest) => rest,
        Err(_) => path,
    };
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The way from the folder `from` to `path`, both absolute, with forward slashes; `path` itself where they share no root.
pub(super) fn relative(path: &Path, from: &Path) -> String {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return shown(path, Path::new(""));
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(path.components().skip(shared)).collect();
    shown(&way, Path::new(""))
}
