//! Diagnostics: each finding is shown once, whoever asks, and never of a text that is gone.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Workspace, with_code};

const ADD: &str = "docker/add-instead-of-copy";

const TWO: &str = "
#- Dockerfile
FROM alpine:3.22
ADD a /srv/
#- other/Dockerfile
FROM alpine:3.22
ADD b /srv/
#- clean/Dockerfile
FROM alpine:3.22
";

fn introduced(capabilities: Value, workspace: &Workspace) -> Client {
    Client::introduced(capabilities, json!({ "workspaceFolders": [workspace.folder()] }))
}

fn adds(published: &Value) -> usize {
    with_code(&published["diagnostics"], ADD).len()
}

#[test]
fn lists_are_sent_with_their_version_even_when_they_are_empty() {
    let mut client = Client::introduced(clients::everything(), json!({}));
    client.open("untitled:a", "dockerfile", "FROM alpine:3.22\n");
    let first = client.published("untitled:a");
    assert_eq!((&first["version"], &first["diagnostics"]), (&json!(1), &json!([])));
    for version in 2..5 {
        let text = "FROM alpine:3.22\n".to_owned() + &"ADD a /b\n".repeat(version % 2);
        client.replace("untitled:a", i64::try_from(version).expect("small"), &text);
        let published = client.published("untitled:a");
        assert_eq!((published["version"].as_u64(), adds(&published)), (Some(version as u64), version % 2));
    }
}

#[test]
fn files_that_were_never_opened_are_told_of_once() {
    let workspace = Workspace::new(TWO);
    let mut client = introduced(clients::everything(), &workspace);
    let [root, other, clean] = ["Dockerfile", "other/Dockerfile", "clean/Dockerfile"].map(|path| workspace.uri(path));
    let published = client.published(&other);
    assert_eq!((published.get("version"), adds(&published)), (None, 1));
    assert_eq!(adds(&client.published(&root)), 1);
    // Opened, it is the same file, now with a version.
    client.open(&root, "dockerfile", workspace.text("Dockerfile"));
    let published = client.published(&root);
    assert_eq!((&published["version"], adds(&published)), (&json!(1), 1));
    // Closed, what is on disk counts again; the list did not change, so nothing is sent.
    client.close(&root);
    client.settle();
    let sent = client.take("textDocument/publishDiagnostics");
    assert!(
        sent.iter().all(|params| params["uri"] != root && params["uri"] != clean && params["uri"] != other),
        "{sent:#?}"
    );
}

#[test]
fn closing_a_file_loses_nothing_of_the_workspace() {
    let workspace = Workspace::new(TWO);
    let mut client = introduced(clients::everything(), &workspace);
    let uri = workspace.uri("other/Dockerfile");
    assert_eq!(adds(&client.published(&uri)), 1);
    client.open(&uri, "dockerfile", "FROM alpine:3.22\n");
    assert_eq!(adds(&client.published(&uri)), 0);
    client.close(&uri);
    let published = client.published(&uri);
    assert_eq!((published.get("version"), adds(&published)), (None, 1));
}

/// Edits and the end of the buffer come before the worker has looked: what is on disk counts.
#[test]
fn what_was_typed_last_is_gone_with_the_buffer() {
    let workspace = Workspace::new(TWO);
    let mut client = introduced(clients::everything(), &workspace);
    let uri = workspace.uri("other/Dockerfile");
    assert_eq!(adds(&client.published(&uri)), 1);
    client.open(&uri, "dockerfile", "FROM alpine:3.22\nADD a /b\nADD c /d\n");
    assert_eq!(adds(&client.published(&uri)), 2);
    for version in 2..10 {
        client.replace(&uri, version, "FROM alpine:3.22\n");
    }
    client.close(&uri);
    loop {
        let published = client.published(&uri);
        if published.get("version").is_none() {
            assert_eq!(adds(&published), 1);
            break;
        }
    }
}

#[test]
fn closing_a_file_of_no_folder_clears_its_list() {
    let workspace = Workspace::new(TWO);
    let elsewhere = Workspace::new(TWO);
    let mut client = introduced(clients::everything(), &workspace);
    let uri = elsewhere.uri("Dockerfile");
    client.open(&uri, "dockerfile", elsewhere.text("Dockerfile"));
    assert_eq!(adds(&client.published(&uri)), 1);
    client.close(&uri);
    assert_eq!(client.published(&uri)["diagnostics"], json!([]));
}

#[test]
fn without_a_folder_open_files_are_served() {
    let workspace = Workspace::new(TWO);
    let mut client = Client::introduced(clients::everything(), json!({ "rootUri": null, "workspaceFolders": null }));
    let uri = workspace.uri("Dockerfile");
    client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
    assert_eq!(adds(&client.published(&uri)), 1);
    client.settle();
    assert!(client.take("textDocument/publishDiagnostics").is_empty());
}

#[test]
fn the_older_ways_to_name_a_folder_are_understood() {
    let workspace = Workspace::new(TWO);
    let path = workspace.root().to_str().expect("a path").to_owned();
    for more in [json!({ "rootUri": workspace.root_uri() }), json!({ "rootPath": path })] {
        let mut client = Client::introduced(clients::minimal(), more);
        assert_eq!(adds(&client.published(&workspace.uri("other/Dockerfile"))), 1);
    }
}

#[test]
fn folders_come_and_go() {
    let [one, two] = [TWO, TWO].map(Workspace::new);
    let mut client = introduced(clients::everything(), &one);
    for path in ["Dockerfile", "other/Dockerfile"] {
        assert_eq!(adds(&client.published(&one.uri(path))), 1);
    }
    let event = json!({ "added": [two.folder()], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    for path in ["Dockerfile", "other/Dockerfile"] {
        assert_eq!(adds(&client.published(&two.uri(path))), 1);
    }
    client.open(&one.uri("Dockerfile"), "dockerfile", one.text("Dockerfile"));
    assert_eq!(client.published(&one.uri("Dockerfile"))["version"], 1);
    let event = json!({ "added": [], "removed": [one.folder()] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    // What is open stays, what is not goes.
    assert_eq!(client.published(&one.uri("other/Dockerfile"))["diagnostics"], json!([]));
    client.settle();
    let sent = client.take("textDocument/publishDiagnostics");
    assert!(sent.iter().all(|params| params["uri"] != one.uri("Dockerfile")), "{sent:#?}");
}

/// A client that asks: what it is answered, and that nothing is sent besides.
#[test]
fn a_client_that_asks_is_answered_and_sent_nothing() {
    let workspace = Workspace::new(TWO);
    let mut client = introduced(clients::asking(), &workspace);
    assert_eq!(client.announced["diagnosticProvider"]["interFileDependencies"], true);
    let uri = workspace.uri("Dockerfile");
    client.open(&uri, "dockerfile", workspace.text("Dockerfile"));
    let ask = |client: &mut Client, previous: &Value| {
        let mut params = json!({ "textDocument": { "uri": uri } });
        if !previous.is_null() {
            params["previousResultId"] = previous.clone();
        }
        client.result("textDocument/diagnostic", params)
    };
    let report = ask(&mut client, &Value::Null);
    assert_eq!((&report["kind"], with_code(&report["items"], ADD).len()), (&json!("full"), 1));
    let id = report["resultId"].clone();
    assert_eq!(ask(&mut client, &id), json!({ "kind": "unchanged", "resultId": id }));
    client.replace(&uri, 2, "FROM alpine:3.22\n");
    let report = ask(&mut client, &id);
    assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])));

    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = all["items"].as_array().expect("reports").clone();
    // The open one is clean as it is in the editor, and so is the one without findings.
    let [other] = items.as_slice() else { panic!("{items:#?}") };
    assert_eq!((&other["uri"], &other["kind"]), (&json!(workspace.uri("other/Dockerfile")), &json!("full")));
    assert_eq!((with_code(&other["items"], ADD).len(), &other["version"]), (1, &Value::Null));

    let previous = json!([{ "uri": other["uri"], "value": other["resultId"] }, { "uri": uri, "value": id }]);
    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let mut kinds: Vec<(String, String)> = all["items"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|it| {
            (it["uri"].as_str().unwrap_or_default().to_owned(), it["kind"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    kinds.sort();
    assert_eq!(kinds, [(uri, "full".to_owned()), (workspace.uri("other/Dockerfile"), "unchanged".to_owned())]);

    client.result("workspace/symbol", json!({ "query": "" }));
    assert!(client.take("textDocument/publishDiagnostics").is_empty());
}

#[test]
fn reports_of_the_workspace_come_in_parts_to_those_who_want_it() {
    let workspace = Workspace::new(TWO);
    let mut client = introduced(clients::asking(), &workspace);
    let params = json!({ "previousResultIds": [], "partialResultToken": "part" });
    let rest = client.result("workspace/diagnostic", params);
    assert_eq!(rest["items"], json!([]));
    let mut found = Vec::new();
    while found.len() < 2 {
        let part = client.wait("a part", |message| {
            let params = &message["params"];
            (message["method"] == "$/progress" && params["token"] == "part").then(|| params["value"]["items"].clone())
        });
        found.extend(part.as_array().expect("reports").clone());
    }
    assert!(found.iter().all(|report| with_code(&report["items"], ADD).len() == 1), "{found:#?}");
}

#[test]
fn a_client_that_asks_for_files_only_is_sent_the_rest() {
    let workspace = Workspace::new(TWO);
    let mut client = introduced(clients::asking(), &workspace);
    let [root, other] = ["Dockerfile", "other/Dockerfile"].map(|path| workspace.uri(path));
    assert_eq!(adds(&client.published(&root)), 1);
    assert_eq!(adds(&client.published(&other)), 1);
    // Opened, it is asked for: what was sent is taken back.
    client.open(&root, "dockerfile", workspace.text("Dockerfile"));
    assert_eq!(client.published(&root)["diagnostics"], json!([]));
    let report = client.result("textDocument/diagnostic", json!({ "textDocument": { "uri": root } }));
    assert_eq!(with_code(&report["items"], ADD).len(), 1);
    // Closed, it is sent again.
    client.close(&root);
    assert_eq!(adds(&client.published(&root)), 1);
    // Should it ask for the workspace after all, it is sent nothing any more.
    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(all["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(client.published(&root)["diagnostics"], json!([]));
    assert_eq!(client.published(&other)["diagnostics"], json!([]));
}
