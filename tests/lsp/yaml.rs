//! YAML as text: layout, colours, anchors, links, hints, and objects found by name.
#![expect(clippy::needless_pass_by_value, reason = "messages are literals, and are written where they are sent")]

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Encoding, Workspace, edited};

const FILES: &str = "
#- settings.yaml
apiVersion: v1
kind: ConfigMap
metadata:
    name: &name<|> café
    labels:
        app:   *name
data:
  # of the script
  script: |
      echo  x
#- secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: login
  namespace: shop
data:
  password: aHVudGVyMg==
#- kustomization.yaml
resources:
- settings.yaml
";

const FORMATTED: &str = "\
apiVersion: v1
kind: ConfigMap
metadata:
    name: &name café
    labels:
        app: *name
data:
    # of the script
    script: |
        echo  x
";

struct Session {
    workspace: Workspace,
    client: Client,
}

impl Session {
    fn new() -> Self {
        let workspace = Workspace::new(FILES);
        let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
        let mut client = Client::introduced(clients::everything(), more);
        client.open(&workspace.uri("settings.yaml"), "yaml", workspace.text("settings.yaml"));
        client.settle();
        Self { workspace, client }
    }

    /// Asks about a file, with more parameters.
    fn ask(&mut self, method: &str, file: &str, more: Value) -> Value {
        let mut params = json!({ "textDocument": { "uri": self.workspace.uri(file) } });
        for (name, value) in more.as_object().into_iter().flatten() {
            params[name] = value.clone();
        }
        self.client.result(method, params)
    }
}

#[test]
fn a_manifest_is_laid_out_in_its_own_style() {
    let mut session = Session::new();
    let text = session.workspace.text("settings.yaml").to_owned();
    let wish = json!({ "options": { "tabSize": 8, "insertSpaces": true } });
    let edits = session.ask("textDocument/formatting", "settings.yaml", wish.clone());
    assert_eq!(edited(&text, &edits), FORMATTED);

    // A line alone; in a block that moves, all of the block.
    let line =
        |line: u64| json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 1 } });
    let with = |range: Value| json!({ "range": range, "options": wish["options"] });
    let edits = session.ask("textDocument/rangeFormatting", "settings.yaml", with(line(5)));
    assert_eq!(edited(&text, &edits), text.replace("app:   *", "app: *"));
    let edits = session.ask("textDocument/rangeFormatting", "settings.yaml", with(line(9)));
    assert_eq!(edited(&text, &edits), FORMATTED.replace("app: *", "app:   *"));

    session.client.replace(&session.workspace.uri("settings.yaml"), 2, FORMATTED);
    assert_eq!(session.ask("textDocument/formatting", "settings.yaml", wish), json!([]));
}

#[test]
fn keys_and_values_are_coloured() {
    let mut session = Session::new();
    let tokens = session.ask("textDocument/semanticTokens/full", "settings.yaml", json!({}));
    let text = session.workspace.text("settings.yaml").to_owned();
    let (mut line, mut start) = (0, 0);
    let numbers: Vec<u64> = tokens["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let words = numbers.chunks(5).map(|token| {
        start = if token[0] == 0 { start + token[1] } else { token[1] };
        line += token[0];
        let at = |character: u64| json!({ "line": line, "character": character });
        Encoding::Utf16.slice(&text, &json!({ "start": at(start), "end": at(start + token[2]) })).to_owned()
    });
    let words: Vec<String> = words.collect();
    assert_eq!(
        words,
        [
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            "name",
            "&name",
            "café",
            "labels",
            "app",
            "*name",
            "data",
            "# of the script",
            "script",
            "|"
        ]
    );
}

#[test]
fn an_anchor_is_renamed_with_its_aliases() {
    let mut session = Session::new();
    let text = session.workspace.text("settings.yaml").to_owned();
    let mut params = session.workspace.at(0);
    let prepared = session.client.result("textDocument/prepareRename", params.clone());
    assert_eq!(prepared["placeholder"], "name");
    assert_eq!(Encoding::Utf16.slice(&text, &prepared["range"]), "name");
    params["newName"] = json!("app");
    let edit = session.client.result("textDocument/rename", params.clone());
    let expected = text.replace("&name", "&app").replace("*name", "*app");
    assert_eq!(edited(&text, &edit["documentChanges"][0]["edits"]), expected);
    params["newName"] = json!("no name");
    let refusal = session.client.request("textDocument/rename", params.clone()).unwrap_err();
    assert!(refusal["message"].as_str().is_some_and(|message| message.contains("no anchor name")), "{refusal}");

    let uses = session.client.result("textDocument/documentHighlight", params);
    let kinds: Vec<&Value> = uses.as_array().into_iter().flatten().map(|highlight| &highlight["kind"]).collect();
    assert_eq!(kinds, [&json!(3), &json!(2)]);
}

#[test]
fn files_and_objects_are_found() {
    let mut session = Session::new();
    let links = session.ask("textDocument/documentLink", "kustomization.yaml", json!({}));
    assert_eq!(links[0]["target"], session.workspace.uri("settings.yaml"));

    let found = session.client.result("workspace/symbol", json!({ "query": "login" }));
    assert_eq!(found[0]["name"], "Secret shop/login");
    assert_eq!(found[0]["location"]["uri"], session.workspace.uri("secret.yaml"));
    let found = session.client.result("workspace/symbol", json!({ "query": "configmap" }));
    assert_eq!(found[0]["name"], "ConfigMap café");

    let all = json!({ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } } });
    let hints = session.ask("textDocument/inlayHint", "secret.yaml", all);
    assert_eq!(hints[0]["label"], "7 bytes, text");
}
