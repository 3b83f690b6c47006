//! The graph of a workspace, as an editor sees it: names lead from file to file.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Encoding, Workspace, edited};

const FILES: &str = "
#- apps/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:1.27
        ports: [{name: http, containerPort: 8080}]
        envFrom:
        - configMapRef: {name: set<|>tings}
#- base/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data: {A: b}
#- base/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: w<|>eb}
  ports: [{port: 80, targetPort: http}]
";

const SETTINGS: usize = 0;
const LABEL: usize = 1;

/// A client that has waited until the workspace was read.
fn start(workspace: &Workspace) -> Client {
    let commands = json!({ "commands": ["plimsoll.showReferences"] });
    let mut capabilities = clients::everything();
    capabilities["experimental"] = json!({ "commands": commands });
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(capabilities, more);
    is_read(&mut client);
    client
}

fn is_read(client: &mut Client) {
    client.wait("the end of the progress", |message| {
        (message["method"] == "$/progress" && message["params"]["value"]["kind"] == "end").then_some(())
    });
}

fn open(client: &mut Client, workspace: &Workspace, path: &str) {
    client.open(&workspace.uri(path), "yaml", workspace.text(path));
}

#[test]
fn names_lead_to_other_files_and_are_renamed_in_them() {
    let workspace = Workspace::new(FILES);
    let mut client = start(&workspace);
    open(&mut client, &workspace, "apps/web.yaml");
    let definition = client.result("textDocument/definition", workspace.at(SETTINGS));
    assert_eq!(definition[0]["targetUri"], workspace.uri("base/settings.yaml"), "{definition}");
    let name = &definition[0]["targetSelectionRange"];
    assert_eq!(Encoding::Utf16.slice(workspace.text("base/settings.yaml"), name), "settings");

    let mut params = workspace.at(SETTINGS);
    params["newName"] = json!("options");
    let edit = client.result("textDocument/rename", params.clone());
    let changes = edit["documentChanges"].as_array().expect("changes");
    let changed: Vec<String> = changes
        .iter()
        .map(|change| {
            let uri = change["textDocument"]["uri"].as_str().expect("a document");
            let path = uri.strip_prefix(&format!("{}/", workspace.root_uri())).expect("a file of the workspace");
            assert_eq!(
                edited(workspace.text(path), &change["edits"]),
                workspace.text(path).replace("settings", "options")
            );
            path.to_owned()
        })
        .collect();
    assert_eq!(changed, ["apps/web.yaml", "base/settings.yaml"]);
    params["newName"] = json!("No Name");
    let refusal = client.request("textDocument/rename", params).unwrap_err();
    assert!(refusal["message"].as_str().is_some_and(|it| it.starts_with("`N` is upper case")), "{refusal}");

    let hover = client.result("textDocument/hover", workspace.at(SETTINGS));
    assert_eq!(hover["contents"]["value"], "**ConfigMap `settings`** · in `base/settings.yaml`");
    let symbols = client.result("workspace/symbol", json!({ "query": "settings" }));
    assert_eq!(symbols[0]["name"], "ConfigMap settings");
    assert_eq!(symbols[0]["location"]["uri"], workspace.uri("base/settings.yaml"));
}

#[test]
fn a_label_is_where_it_is_selected() {
    let workspace = Workspace::new(FILES);
    let mut client = start(&workspace);
    open(&mut client, &workspace, "base/service.yaml");
    let mut params = workspace.at(LABEL);
    params["context"] = json!({ "includeDeclaration": true });
    let references = client.result("textDocument/references", params);
    let places = references.as_array().expect("places").iter().map(|it| it["uri"].clone());
    let (web, service) = (workspace.uri("apps/web.yaml"), workspace.uri("base/service.yaml"));
    assert_eq!(places.collect::<Vec<_>>(), [web.as_str(), &web, &service]);
    let highlights = client.result("textDocument/documentHighlight", workspace.at(LABEL));
    assert_eq!(highlights.as_array().map(Vec::len), Some(1));
}

#[test]
fn lenses_and_hints_follow_other_files() {
    let workspace = Workspace::new(FILES);
    let mut client = start(&workspace);
    open(&mut client, &workspace, "base/service.yaml");
    let document = json!({ "textDocument": { "uri": workspace.uri("base/service.yaml") } });
    let lenses = client.result("textDocument/codeLens", document.clone());
    assert_eq!((&lenses[0]["command"]["title"], lenses.as_array().map(Vec::len)), (&json!("selects 3 Pods"), Some(1)));
    assert_eq!(lenses[0]["command"]["command"], "plimsoll.showReferences");
    let places = &lenses[0]["command"]["arguments"][2];
    assert_eq!(places[0]["uri"], workspace.uri("apps/web.yaml"), "{lenses}");

    // The client is told when the document beside it says something else; of what it has just opened itself it asks unbidden.
    client.settle();
    open(&mut client, &workspace, "apps/web.yaml");
    let more = workspace.text("apps/web.yaml").replace("replicas: 3", "replicas: 5");
    client.replace(&workspace.uri("apps/web.yaml"), 2, &more);
    client.wait_for("workspace/codeLens/refresh");
    let lenses = client.result("textDocument/codeLens", document.clone());
    assert_eq!(lenses[0]["command"]["title"], "selects 5 Pods");

    // What is closed unsaved is as it is on disk.
    client.close(&workspace.uri("apps/web.yaml"));
    let lenses = client.result("textDocument/codeLens", document);
    assert_eq!(lenses[0]["command"]["title"], "selects 3 Pods");
}

#[test]
fn files_that_come_change_and_go_are_followed() {
    let workspace = Workspace::new(FILES);
    let mut client = start(&workspace);
    open(&mut client, &workspace, "apps/web.yaml");
    let tell = |client: &mut Client, path: &str, kind: u32| {
        let changes = json!([{ "uri": workspace.uri(path), "type": kind }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    let leads_to = |client: &mut Client, wanted: &Value| {
        // Files are read in the background.
        let mut last = Value::Null;
        for _ in 0..500 {
            last = client.result("textDocument/definition", workspace.at(SETTINGS));
            if last.pointer("/0/targetUri").unwrap_or(&Value::Null) == wanted {
                return;
            }
            client.settle();
        }
        panic!("{last} is not {wanted}");
    };
    workspace.write("base/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n");
    tell(&mut client, "base/settings.yaml", 2);
    leads_to(&mut client, &Value::Null);
    workspace.write("apps/new.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
    tell(&mut client, "apps/new.yaml", 1);
    leads_to(&mut client, &json!(workspace.uri("apps/new.yaml")));
    workspace.delete("apps/new.yaml");
    tell(&mut client, "apps/new.yaml", 3);
    leads_to(&mut client, &Value::Null);
}
