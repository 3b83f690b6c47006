//! Settings from the editor, and what it is asked to tell of.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::ls_types::notification::{DidChangeConfiguration, DidChangeWatchedFiles, Notification};
use tower_lsp::ls_types::{
    ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    WatchKind,
};

use super::shared::Shared;

/// Our section of the editor's settings.
const SECTION: &str = "plimsoll";

/// Files whose text matters; of all others only that they are there.
const WATCHED_TEXTS: [&str; 4] = [
    "**/*{Dockerfile,dockerfile,Containerfile,containerfile}*",
    "**/*.{dockerignore,containerignore}",
    "**/{plimsoll,.plimsoll}.yaml",
    "**/{.gitignore,.ignore}",
];

/// Our settings in `value`: the section, where it has one, else all of it.
pub(super) fn section(value: Value) -> Value {
    match value {
        Value::Object(mut members) => match members.remove(SECTION) {
            Some(section) => section,
            None => Value::Object(members),
        },
        other => other,
    }
}

/// Our settings in what the editor sends when settings change; `None` where it sends none of ours.
pub(super) fn pushed(settings: Value) -> Option<Value> {
    match settings {
        Value::Object(mut members) => members.remove(SECTION),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
    }
}

/// Asks the editor for the settings of each folder, and for those of all.
pub(super) async fn fetch(shared: Arc<Shared>) {
    let (folders, introduced) = {
        let state = shared.state();
        (state.folders().to_vec(), state.introduced().clone())
    };
    let item = |scope_uri| ConfigurationItem { scope_uri, section: Some(SECTION.to_owned()) };
    let scoped = folders.iter().map(|folder| item(Some(folder.uri.clone())));
    let items: Vec<ConfigurationItem> = std::iter::once(item(None)).chain(scoped).collect();
    let answer = shared.client.configuration(items).await;
    match answer {
        Ok(values) => {
            let scopes = std::iter::once(None).chain(folders.into_iter().map(|folder| Some(folder.path)));
            let mut editor: Vec<(Option<PathBuf>, Value)> =
                scopes.zip(values).filter(|(_, value)| !value.is_null()).collect();
            // Most folders have no settings of their own.
            if let Some((None, all)) = editor.first().cloned() {
                editor.retain(|(scope, value)| scope.is_none() || *value != all);
            }
            if !editor.iter().any(|(scope, _)| scope.is_none()) && !introduced.is_null() {
                // An editor that has nothing to say keeps what it said when it introduced itself.
                editor.insert(0, (None, introduced));
            }
            replace(&shared, editor);
        }
        Err(error) => tracing::warn!(%error, "the editor does not tell its settings"),
    }
    shared.state().release();
    shared.wake.notify_one();
}

/// Takes the editor's settings.
pub(super) fn replace(shared: &Arc<Shared>, editor: Vec<(Option<PathBuf>, Value)>) {
    shared.state().set_editor(editor);
    shared.wake.notify_one();
}

/// Asks the editor to tell when files or settings change, as far as it can.
pub(super) async fn register(shared: Arc<Shared>) {
    let can = shared.session().workspace;
    let mut registrations = Vec::new();
    if can.watches {
        let texts = WATCHED_TEXTS.map(|pattern| watcher(pattern, WatchKind::Change));
        // COPY and ADD name any file, but only that it is there matters.
        let all = watcher("**/*", WatchKind::Create | WatchKind::Delete);
        let watchers = texts.into_iter().chain([all]).collect();
        let options = DidChangeWatchedFilesRegistrationOptions { watchers };
        registrations.push(registration(DidChangeWatchedFiles::METHOD, json!(options)));
    }
    if can.tells_configuration {
        registrations.push(registration(DidChangeConfiguration::METHOD, json!({ "section": SECTION })));
    }
    if !registrations.is_empty()
        && let Err(error) = shared.client.register_capability(registrations).await
    {
        tracing::warn!(%error, "the editor does not tell of changes");
    }
}

fn watcher(pattern: &str, kind: WatchKind) -> FileSystemWatcher {
    FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.to_owned()), kind: Some(kind) }
}

fn registration(method: &str, options: Value) -> Registration {
    Registration { id: format!("plimsoll/{method}"), method: method.to_owned(), register_options: Some(options) }
}
