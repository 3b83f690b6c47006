//! Files on disk and in other buffers: what a list hangs on, and being told of it.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Workspace, with_code};

const ADD: &str = "docker/add-instead-of-copy";
const IGNORED: &str = "docker/copy-ignored-file";

const CREATED: u32 = 1;
const CHANGED: u32 = 2;
const DELETED: u32 = 3;

const FILES: &str = "
#- Dockerfile
FROM alpine:3.22
COPY dist /srv/
#- dist/index.html
hello
#- .dockerignore
node_modules
#- other/Dockerfile
FROM alpine:3.22
ADD b /srv/
";

fn count(published: &Value, code: &str) -> usize {
    with_code(&published["diagnostics"], code).len()
}

struct Session {
    workspace: Workspace,
    client: Client,
}

impl Session {
    fn new(capabilities: Value) -> Self {
        let workspace = Workspace::new(FILES);
        let mut client = Client::introduced(capabilities, json!({ "workspaceFolders": [workspace.folder()] }));
        let uri = workspace.uri("Dockerfile");
        client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
        assert_eq!(count(&client.published(&uri), IGNORED), 0);
        assert_eq!(count(&client.published(&workspace.uri("other/Dockerfile")), ADD), 1);
        Self { workspace, client }
    }

    fn tell(&mut self, events: &[(&str, u32)]) {
        let changes: Vec<Value> =
            events.iter().map(|(path, kind)| json!({ "uri": self.workspace.uri(path), "type": kind })).collect();
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }
}

#[test]
fn files_are_watched_by_those_who_can() {
    let mut session = Session::new(clients::everything());
    let asked = session.client.wait_for("client/registerCapability");
    let registration = asked["registrations"].as_array().expect("registrations").iter();
    let watched = registration
        .filter(|it| it["method"] == "workspace/didChangeWatchedFiles")
        .flat_map(|it| it["registerOptions"]["watchers"].as_array().cloned().unwrap_or_default());
    let patterns: Vec<String> = watched.filter_map(|it| it["globPattern"].as_str().map(str::to_owned)).collect();
    assert!(patterns.contains(&"**/*".to_owned()) && patterns.len() > 1, "{patterns:?}");
}

#[test]
fn a_walk_is_shown_to_those_who_want_to_see_it() {
    let mut session = Session::new(clients::everything());
    let token = session.client.wait_for("window/workDoneProgress/create")["token"].clone();
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "end") {
        let params = session.client.wait_for("$/progress");
        assert_eq!(params["token"], token);
        kinds.push(params["value"]["kind"].clone());
    }
    assert_eq!(kinds, ["begin", "end"]);
}

#[test]
fn another_buffer_changes_the_list() {
    let mut session = Session::new(clients::everything());
    let [ignore, uri] = [".dockerignore", "Dockerfile"].map(|path| session.workspace.uri(path));
    let client = &mut session.client;
    client.open(&ignore, "ignore", "node_modules\ndist\n");
    assert_eq!(count(&client.published(&uri), IGNORED), 1);
    client.replace(&ignore, 2, "node_modules\n");
    let published = client.published(&uri);
    assert_eq!((count(&published, IGNORED), &published["version"]), (0, &json!(1)));
    // Another list does not change, so it is not sent again.
    client.replace(&ignore, 3, "node_modules\n# dist\n");
    client.published_at(&ignore, 3);
    client.settle();
    let sent = client.take("textDocument/publishDiagnostics");
    assert!(sent.iter().all(|params| params["uri"] != uri), "{sent:#?}");
    client.replace(&ignore, 4, "dist\n");
    assert_eq!(count(&client.published(&uri), IGNORED), 1);
    // What was typed and not saved is gone with the buffer.
    client.close(&ignore);
    assert_eq!(count(&client.published(&uri), IGNORED), 0);
}

#[test]
fn files_on_disk_change_the_list() {
    let mut session = Session::new(clients::everything());
    let [uri, other] = ["Dockerfile", "other/Dockerfile"].map(|path| session.workspace.uri(path));
    session.workspace.write(".dockerignore", "dist\n");
    session.tell(&[(".dockerignore", CHANGED)]);
    assert_eq!(count(&session.client.published(&uri), IGNORED), 1);
    session.workspace.delete(".dockerignore");
    session.tell(&[(".dockerignore", DELETED)]);
    assert_eq!(count(&session.client.published(&uri), IGNORED), 0);
    session.workspace.write(".dockerignore", "dist\n");
    session.tell(&[(".dockerignore", CREATED)]);
    assert_eq!(count(&session.client.published(&uri), IGNORED), 1);

    session.workspace.write("other/Dockerfile", "FROM alpine:3.22\n");
    session.tell(&[("other/Dockerfile", CHANGED)]);
    assert_eq!(count(&session.client.published(&other), ADD), 0);
    session.workspace.write("other/Dockerfile", "FROM alpine:3.22\nADD a /b\nADD c /d\n");
    session.tell(&[("other/Dockerfile", CHANGED)]);
    assert_eq!(count(&session.client.published(&other), ADD), 2);
    session.workspace.delete("other/Dockerfile");
    session.tell(&[("other/Dockerfile", DELETED)]);
    assert_eq!(session.client.published(&other)["diagnostics"], json!([]));

    session.workspace.write("new/deep/api.Dockerfile", "FROM alpine:3.22\nADD a /b\n");
    let new = session.workspace.uri("new/deep/api.Dockerfile");
    session.tell(&[("new/deep/api.Dockerfile", CREATED)]);
    assert_eq!(count(&session.client.published(&new), ADD), 1);
    // Editors tell of a folder that came, not of what is in it.
    session.workspace.write("moved/here/Dockerfile", "FROM alpine:3.22\nADD a /b\n");
    let moved = session.workspace.uri("moved/here/Dockerfile");
    session.tell(&[("moved", CREATED)]);
    assert_eq!(count(&session.client.published(&moved), ADD), 1);
    session.workspace.delete("moved/here/Dockerfile");
    session.tell(&[("moved", DELETED)]);
    assert_eq!(session.client.published(&moved)["diagnostics"], json!([]));
}

#[test]
fn an_open_document_is_what_the_editor_shows_whatever_happens_on_disk() {
    let mut session = Session::new(clients::everything());
    let uri = session.workspace.uri("other/Dockerfile");
    session.client.open(&uri, "dockerfile", "FROM alpine:3.22\n");
    assert_eq!(count(&session.client.published(&uri), ADD), 0);
    session.workspace.write("other/Dockerfile", "FROM alpine:3.22\nADD a /b\nADD c /d\n");
    session.tell(&[("other/Dockerfile", CHANGED)]);
    session.workspace.delete("other/Dockerfile");
    session.tell(&[("other/Dockerfile", DELETED)]);
    session.client.settle();
    let sent = session.client.take("textDocument/publishDiagnostics");
    assert!(sent.iter().all(|params| params["uri"] != uri), "{sent:#?}");
    session.client.close(&uri);
    session.client.settle();
    let sent = session.client.take("textDocument/publishDiagnostics");
    assert!(sent.iter().all(|params| params["uri"] != uri || params["diagnostics"] == json!([])), "{sent:#?}");
}

#[test]
fn a_client_that_does_not_watch_is_helped_by_saving() {
    let mut session = Session::new(clients::minimal());
    let uri = session.workspace.uri("Dockerfile");
    session.workspace.write(".dockerignore", "dist\n");
    session.client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(count(&session.client.published(&uri), IGNORED), 1);
}

#[test]
fn a_client_that_asks_is_told_to_ask_again() {
    let workspace = Workspace::new(FILES);
    let mut client = Client::introduced(clients::asking(), json!({ "workspaceFolders": [workspace.folder()] }));
    let [ignore, uri] = [".dockerignore", "Dockerfile"].map(|path| workspace.uri(path));
    client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
    let ask = |client: &mut Client| {
        let report = client.result("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        with_code(&report["items"], IGNORED).len()
    };
    assert_eq!(ask(&mut client), 0);
    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    client.take("workspace/diagnostic/refresh");
    client.open(&ignore, "ignore", "dist\n");
    client.wait_for("workspace/diagnostic/refresh");
    assert_eq!(ask(&mut client), 1);
    // Of its own accord the client asks about what it edits; it need not be told.
    client.replace(&uri, 2, "FROM alpine:3.22\nCOPY dist /srv/\nADD a /b\n");
    assert_eq!(ask(&mut client), 1);
    workspace.write("other/Dockerfile", "FROM alpine:3.22\n");
    let changes = json!([{ "uri": workspace.uri("other/Dockerfile"), "type": CHANGED }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    client.wait_for("workspace/diagnostic/refresh");
    let previous: Vec<Value> = all["items"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|report| json!({ "uri": report["uri"], "value": report["resultId"] }))
        .collect();
    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let cleared = all["items"].as_array().expect("reports").iter();
    let cleared: Vec<&Value> =
        cleared.filter(|report| report["items"] == json!([])).map(|report| &report["uri"]).collect();
    assert_eq!(cleared, [&json!(workspace.uri("other/Dockerfile"))]);
    assert!(client.take("textDocument/publishDiagnostics").is_empty());
}
