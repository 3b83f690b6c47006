//! Settings take effect at once, wherever they come from.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Workspace, with_code};

const ADD: &str = "docker/add-instead-of-copy";

const FILES: &str = "
#- Dockerfile
FROM alpine:3.22
ADD a /srv/
#- deep/Dockerfile
FROM alpine:3.22
ADD b /srv/
";

fn adds(published: &Value) -> usize {
    with_code(&published["diagnostics"], ADD).len()
}

fn off() -> Value {
    json!({ "rules": { ADD: "off" } })
}

fn folder(workspace: &Workspace) -> Value {
    json!({ "workspaceFolders": [workspace.folder()] })
}

/// A client that cannot be asked for settings.
fn silent() -> Value {
    let mut capabilities = clients::everything();
    capabilities["workspace"]["configuration"] = json!(false);
    capabilities
}

#[test]
fn a_settings_file_on_disk_counts_from_the_first_list_on() {
    let workspace = Workspace::new(FILES);
    workspace.write("plimsoll.yaml", &format!("rules:\n  {ADD}: off\n"));
    let mut client = Client::introduced(silent(), folder(&workspace));
    let uri = workspace.uri("deep/Dockerfile");
    client.open(&uri, "dockerfile", workspace.text("deep/Dockerfile"));
    assert_eq!(adds(&client.published(&uri)), 0);
    workspace.write("plimsoll.yaml", "{}\n");
    let changes = json!([{ "uri": workspace.uri("plimsoll.yaml"), "type": 2 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    assert_eq!(adds(&client.published(&uri)), 1);
    assert_eq!(adds(&client.published(&workspace.uri("Dockerfile"))), 1);
}

#[test]
fn a_settings_file_counts_as_it_is_typed() {
    let workspace = Workspace::new(FILES);
    workspace.write("plimsoll.yaml", "{}\n");
    let mut client = Client::introduced(silent(), folder(&workspace));
    let [root, deep, settings] = ["Dockerfile", "deep/Dockerfile", "plimsoll.yaml"].map(|path| workspace.uri(path));
    client.open(&root, "dockerfile", workspace.text("Dockerfile"));
    assert_eq!(adds(&client.published(&root)), 1);
    assert_eq!(adds(&client.published(&deep)), 1);
    client.open(&settings, "yaml", &format!("rules:\n  {ADD}: off\n"));
    assert_eq!(adds(&client.published(&root)), 0);
    assert_eq!(adds(&client.published(&deep)), 0);
    client.replace(&settings, 2, &format!("rules:\n  {ADD}: error\n"));
    let published = client.published(&root);
    assert_eq!(with_code(&published["diagnostics"], ADD)[0]["severity"], 1);
    client.close(&settings);
    let published = client.published(&root);
    assert_eq!(with_code(&published["diagnostics"], ADD)[0]["severity"], 2);
}

#[test]
fn what_settings_leave_out_has_no_findings() {
    let workspace = Workspace::new(FILES);
    workspace.write("plimsoll.yaml", "exclude: [\"deep/**\"]\n");
    let mut client = Client::introduced(silent(), folder(&workspace));
    let [root, deep, settings] = ["Dockerfile", "deep/Dockerfile", "plimsoll.yaml"].map(|path| workspace.uri(path));
    assert_eq!(adds(&client.published(&root)), 1);
    client.open(&settings, "yaml", "{}\n");
    assert_eq!(adds(&client.published(&deep)), 1);
    client.replace(&settings, 2, "exclude: [\"deep/**\"]\n");
    assert_eq!(client.published(&deep)["diagnostics"], json!([]));
}

#[test]
fn the_editors_settings_are_asked_for_before_the_first_list() {
    let workspace = Workspace::new(FILES);
    let mut client = Client::start();
    client.settings.insert(String::new(), off());
    let mut client = client.introduce(clients::everything(), folder(&workspace));
    let uri = workspace.uri("Dockerfile");
    client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
    assert_eq!(adds(&client.published(&uri)), 0);
    // Changed, they are asked for again.
    client.settings.insert(String::new(), json!({}));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(adds(&client.published(&uri)), 1);
    client.wait_for("workspace/inlayHint/refresh");
}

#[test]
fn the_editors_settings_are_those_of_the_folder() {
    let [one, two] = [FILES, FILES].map(Workspace::new);
    let mut client = Client::start();
    client.settings.insert(one.root_uri(), off());
    client.settings.insert(two.root_uri(), json!({}));
    let folders = json!({ "workspaceFolders": [one.folder(), two.folder()] });
    let mut client = client.introduce(clients::everything(), folders);
    for (workspace, expected) in [(&one, 0), (&two, 1)] {
        let uri = workspace.uri("Dockerfile");
        client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
        let published = client.wait("a list with a version", |message| {
            let params = &message["params"];
            (params["uri"] == uri && params["version"] == 1).then(|| params.clone())
        });
        assert_eq!(adds(&published), expected);
    }
}

#[test]
fn settings_are_taken_as_they_are_sent_by_those_who_cannot_be_asked() {
    for options in [off(), json!({ "plimsoll": off() })] {
        let mut more = json!({});
        more["initializationOptions"] = options;
        let mut client = Client::introduced(clients::minimal(), more);
        client.open("untitled:a", "dockerfile", "FROM alpine:3.22\nADD a /b\n");
        assert_eq!(adds(&client.published("untitled:a")), 0);
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "plimsoll": {} } }));
        assert_eq!(adds(&client.published("untitled:a")), 1);
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "other": {} } }));
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "plimsoll": off() } }));
        assert_eq!(adds(&client.published("untitled:a")), 0);
    }
}

#[test]
fn a_mistake_in_the_editors_settings_is_told_of_once() {
    let mut client = Client::introduced(clients::minimal(), json!({ "initializationOptions": { "profil": "all" } }));
    client.open("untitled:a", "dockerfile", "FROM alpine:3.22\n");
    let message = client.wait_for("window/showMessage");
    assert!(message["message"].as_str().is_some_and(|message| message.contains("profil")), "{message}");
    client.replace("untitled:a", 2, "FROM alpine:3.22\nADD a /b\n");
    client.published_at("untitled:a", 2);
    client.settle();
    assert!(client.take("window/showMessage").is_empty());
    // A mistake in a file is a finding in the file.
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "plimsoll": {} } }));
    client.settle();
    assert!(client.take("window/showMessage").is_empty());
}

#[test]
fn a_client_that_asks_is_told_to_ask_again_under_new_settings() {
    let workspace = Workspace::new(FILES);
    let mut client = Client::introduced(clients::asking(), folder(&workspace));
    let uri = workspace.uri("Dockerfile");
    client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
    let ask = |client: &mut Client| {
        let report = client.result("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        with_code(&report["items"], ADD).len()
    };
    assert_eq!(ask(&mut client), 1);
    client.settings.insert(String::new(), off());
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.wait_for("workspace/diagnostic/refresh");
    assert_eq!(ask(&mut client), 0);
    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(all["items"], json!([]));
}
