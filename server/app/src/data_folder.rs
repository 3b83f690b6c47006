//! The user's data folder: where imported schemas lie.

use std::env;
use std::path::PathBuf;

/// The folder that `plimsoll schemas import` writes to; it may not exist. `None`: the system does not say where a user's data belongs.
pub(crate) fn schemas() -> Option<PathBuf> {
    Some(data()?.join("plimsoll").join("schemas"))
}

/// `XDG_DATA_HOME` where it is set, else what the platform has for it.
fn data() -> Option<PathBuf> {
    // A relative one is to be ignored, says the specification.
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    named("XDG_DATA_HOME").or_else(|| {
        if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            Some(named("HOME")?.join("Library/Application Support"))
        } else {
            Some(named("HOME")?.join(".local/share"))
        }
    })
}
