//! Every method the server announces, asked by a client that can do everything and by one that can do nothing.
#![expect(clippy::needless_pass_by_value, reason = "messages are literals, and are written where they are sent")]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Encoding, Workspace, edited, with_code};

const FILES: &str = "
#- Dockerfile
# syntax=docker/dockerfile:1
# https://example.org/why
ARG <|>VERSION=3.22
FROM alpine:${<|>VERSION} AS <|>base
<|>ADD a.txt /srv/<|>
RUN <<EOF
  echo hello
EOF
RUN echo a && \\
    echo b
<|>
FROM base
COPY --from=<|>base /srv /srv
COPY a.txt<|> /srv/
ENTRYPOINT [\"/srv/run\"<|>]
#- a.txt
a
#- other/Dockerfile
FROM alpine:3.22 AS remote
ADD b.txt /
#- other/b.txt
b
";

/// Cursors of [`FILES`].
const VERSION: usize = 0;
const VERSION_USE: usize = 1;
const BASE: usize = 2;
const ADD_START: usize = 3;
const ADD_END: usize = 4;
const EMPTY_LINE: usize = 5;
const BASE_USE: usize = 6;
const SOURCE: usize = 7;
const ARRAY: usize = 8;

struct Session {
    workspace: Workspace,
    client: Client,
    uri: String,
    text: String,
    asked: BTreeSet<String>,
}

impl Session {
    fn new(capabilities: Value) -> Self {
        let workspace = Workspace::new(FILES);
        let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
        let mut client = Client::introduced(capabilities, more);
        let (uri, text) = (workspace.uri("Dockerfile"), workspace.text("Dockerfile").to_owned());
        client.open(&uri, "dockerfile", &text);
        client.published_at(&uri, 1);
        // Found by the walk; once it is told of, the workspace is known.
        client.published(&workspace.uri("other/Dockerfile"));
        Self { workspace, client, uri, text, asked: BTreeSet::new() }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked.insert(method.to_owned());
        self.client.result(method, params)
    }

    /// Asks about the document, with more parameters.
    fn document(&mut self, method: &str, more: Value) -> Value {
        let mut params = json!({ "textDocument": { "uri": self.uri } });
        for (name, value) in more.as_object().into_iter().flatten() {
            params[name] = value.clone();
        }
        self.ask(method, params)
    }

    /// Asks about a cursor.
    fn at(&mut self, method: &str, cursor: usize) -> Value {
        let params = self.workspace.at(cursor);
        self.ask(method, params)
    }

    fn slice(&self, range: &Value) -> &str {
        Encoding::Utf16.slice(&self.text, range)
    }

    fn slices(&self, list: &Value, range: &str) -> Vec<String> {
        let items = list.as_array().expect("a list");
        items.iter().map(|item| self.slice(item.pointer(range).expect("a range")).to_owned()).collect()
    }

    fn actions(&mut self, only: Value) -> Vec<Value> {
        let range = self.workspace.range(ADD_START, ADD_END);
        let mut context = json!({ "diagnostics": [] });
        if !only.is_null() {
            context["only"] = only;
        }
        let answer = self.document("textDocument/codeAction", json!({ "range": range, "context": context }));
        answer.as_array().expect("actions").clone()
    }
}

/// The methods behind what was announced.
fn announced(capabilities: &Value) -> BTreeSet<String> {
    let methods = [
        ("/hoverProvider", "textDocument/hover"),
        ("/completionProvider", "textDocument/completion"),
        ("/completionProvider/resolveProvider", "completionItem/resolve"),
        ("/signatureHelpProvider", "textDocument/signatureHelp"),
        ("/definitionProvider", "textDocument/definition"),
        ("/referencesProvider", "textDocument/references"),
        ("/documentHighlightProvider", "textDocument/documentHighlight"),
        ("/documentSymbolProvider", "textDocument/documentSymbol"),
        ("/workspaceSymbolProvider", "workspace/symbol"),
        ("/codeActionProvider", "textDocument/codeAction"),
        ("/codeActionProvider/resolveProvider", "codeAction/resolve"),
        ("/executeCommandProvider", "workspace/executeCommand"),
        ("/renameProvider", "textDocument/rename"),
        ("/renameProvider/prepareProvider", "textDocument/prepareRename"),
        ("/foldingRangeProvider", "textDocument/foldingRange"),
        ("/selectionRangeProvider", "textDocument/selectionRange"),
        ("/documentLinkProvider", "textDocument/documentLink"),
        ("/inlayHintProvider", "textDocument/inlayHint"),
        ("/codeLensProvider", "textDocument/codeLens"),
        ("/semanticTokensProvider/full", "textDocument/semanticTokens/full"),
        ("/semanticTokensProvider/full/delta", "textDocument/semanticTokens/full/delta"),
        ("/semanticTokensProvider/range", "textDocument/semanticTokens/range"),
        ("/documentFormattingProvider", "textDocument/formatting"),
        ("/documentRangeFormattingProvider", "textDocument/rangeFormatting"),
        ("/documentOnTypeFormattingProvider", "textDocument/onTypeFormatting"),
        ("/diagnosticProvider", "textDocument/diagnostic"),
        ("/diagnosticProvider/workspaceDiagnostics", "workspace/diagnostic"),
    ];
    let is_there =
        |pointer| capabilities.pointer(pointer).is_some_and(|value| *value != json!(false) && !value.is_null());
    let known: BTreeSet<&str> = methods.iter().filter_map(|(pointer, _)| pointer.split('/').nth(1)).collect();
    for name in capabilities.as_object().expect("capabilities").keys() {
        let other = ["positionEncoding", "textDocumentSync", "workspace"].contains(&name.as_str());
        assert!(other || known.contains(name.as_str()), "no test knows what `{name}` announces");
    }
    methods.into_iter().filter(|(pointer, _)| is_there(pointer)).map(|(_, method)| method.to_owned()).collect()
}

#[test]
fn a_client_that_can_do_everything_gets_everything() {
    let mut session = Session::new(clients::everything());
    hover_and_hints(&mut session, "markdown");
    navigation(&mut session);
    let symbols = session.document("textDocument/documentSymbol", json!({}));
    let stage = symbols.as_array().expect("symbols").iter().find(|symbol| symbol["name"] == "base").expect("a stage");
    assert!(stage["children"].as_array().is_some_and(|children| children.len() == 3), "{stage}");
    assert_eq!(session.slice(&stage["selectionRange"]), "base");
    workspace_symbols(&mut session);
    let definition = session.at("textDocument/definition", BASE_USE);
    assert_eq!(session.slices(&definition, "/targetSelectionRange"), ["base"]);
    assert!(session.slice(&definition[0]["targetRange"]).starts_with("FROM"));
    proposals(&mut session, "markdown");
    signatures(&mut session);
    layout(&mut session);
    tokens(&mut session);

    let prepared = session.at("textDocument/prepareRename", BASE_USE);
    assert_eq!((prepared["placeholder"].as_str(), session.slice(&prepared["range"])), (Some("base"), "base"));
    let mut params = session.workspace.at(BASE_USE);
    params["newName"] = json!("build");
    let edit = session.ask("textDocument/rename", params.clone());
    assert_eq!(edit["documentChanges"][0]["textDocument"], json!({ "uri": session.uri, "version": 1 }));
    let renamed = edited(&session.text, &edit["documentChanges"][0]["edits"]);
    assert_eq!(renamed, session.text.replace("base", "build"));
    params["newName"] = json!("no name");
    let refusal = session.client.request("textDocument/rename", params).unwrap_err();
    assert!(refusal["message"].as_str().is_some_and(|message| message.contains("no stage name")), "{refusal}");

    let actions = session.actions(Value::Null);
    let fix = actions.iter().find(|action| action["title"] == "Use `COPY`").expect("a fix").clone();
    assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert!(fix.get("edit").is_none(), "{fix}");
    let resolved = session.ask("codeAction/resolve", fix.clone());
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": session.uri, "version": 1 }));
    assert_eq!(edited(&session.text, &change["edits"]), session.text.replace("ADD", "COPY"));
    let all = session.actions(json!(["source.fixAll"]));
    assert!(all.iter().all(|action| action["kind"] == "source.fixAll.plimsoll") && all.len() == 1, "{all:?}");
    assert!(session.actions(json!(["source.organizeImports"])).is_empty());
    assert!(session.actions(json!(["quickfix"])).iter().all(|action| action["kind"] == "quickfix"));
    // Another text than the one the action was offered for.
    session.client.replace(&session.uri.clone(), 2, "FROM alpine:3.22\n");
    assert_eq!(session.client.request("codeAction/resolve", fix).unwrap_err()["code"], -32801);

    assert_eq!(announced(&session.client.announced), session.asked);
}

#[test]
fn a_client_that_can_do_nothing_gets_what_it_can_use() {
    let mut session = Session::new(clients::with(json!({ "workspace": {} }), "/workspace", "applyEdit", json!(true)));
    hover_and_hints(&mut session, "plaintext");
    navigation(&mut session);
    let symbols = session.document("textDocument/documentSymbol", json!({}));
    let copy = symbols.as_array().expect("symbols").iter().find(|symbol| symbol["name"] == "ADD").expect("ADD");
    assert_eq!((&copy["containerName"], &copy["location"]["uri"]), (&json!("base"), &json!(session.uri)));
    workspace_symbols(&mut session);
    let definition = session.at("textDocument/definition", BASE_USE);
    assert_eq!(session.slices(&definition, "/range"), ["base"]);
    proposals(&mut session, "plaintext");
    signatures(&mut session);
    layout(&mut session);

    let mut params = session.workspace.at(BASE_USE);
    params["newName"] = json!("build");
    let edit = session.ask("textDocument/rename", params);
    let changes = &edit["changes"][&session.uri];
    assert_eq!(edited(&session.text, changes), session.text.replace("base", "build"));
    assert!(edit.get("documentChanges").is_none());

    // Commands stand for actions, and come back as an edit to apply.
    let actions = session.actions(Value::Null);
    let fix = actions.iter().find(|action| action["title"] == "Use `COPY`").expect("a fix");
    let params = json!({ "command": fix["command"], "arguments": fix["arguments"] });
    session.ask("workspace/executeCommand", params);
    let applied = session.client.wait_for("workspace/applyEdit");
    let text = edited(&session.text, &applied["edit"]["changes"][&session.uri]);
    assert_eq!(text, session.text.replace("ADD", "COPY"));
    let unknown = session.client.request("workspace/executeCommand", json!({ "command": "dance", "arguments": [] }));
    assert_eq!(unknown.unwrap_err()["code"], -32602);

    assert_eq!(announced(&session.client.announced), session.asked);
    let unasked = session.client.take("client/registerCapability").len()
        + session.client.take("window/workDoneProgress/create").len();
    assert_eq!(unasked, 0, "a client is asked for what it cannot do");
}

#[test]
fn a_client_without_edits_is_offered_no_actions() {
    let client = Client::introduced(clients::minimal(), json!({}));
    let offered = announced(&client.announced);
    assert!(!offered.contains("textDocument/codeAction") && !offered.contains("workspace/executeCommand"));
}

#[test]
fn actions_carry_their_edit_where_it_cannot_come_later() {
    let mut capabilities = clients::everything();
    capabilities["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["command"] });
    let mut session = Session::new(capabilities);
    let shown = session.document("textDocument/codeAction", {
        let range = session.workspace.range(ADD_START, ADD_END);
        let start = &range["start"];
        let end = json!({ "line": start["line"], "character": 3 });
        let mine =
            json!({ "range": { "start": start, "end": end }, "message": "x", "code": "docker/add-instead-of-copy" });
        json!({ "range": range, "context": { "diagnostics": [mine] } })
    });
    let fix = shown.as_array().expect("actions").iter().find(|action| action["title"] == "Use `COPY`").expect("a fix");
    assert_eq!(fix["diagnostics"][0]["message"], "x");
    assert_eq!(fix["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    assert!(session.client.announced["codeActionProvider"].get("resolveProvider").is_none());
}

fn hover_and_hints(session: &mut Session, format: &str) {
    let hover = session.at("textDocument/hover", VERSION_USE);
    assert_eq!(hover["contents"]["kind"], format);
    let text = hover["contents"]["value"].as_str().expect("a text");
    assert!(text.contains("3.22") && text.contains("**") == (format == "markdown"), "{text}");
    let everything = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = session.document("textDocument/inlayHint", json!({ "range": everything }));
    let labels: Vec<&str> = hints.as_array().expect("hints").iter().filter_map(|hint| hint["label"].as_str()).collect();
    assert!(labels.contains(&"= alpine:3.22"), "{labels:?}");
}

fn navigation(session: &mut Session) {
    let mut params = session.workspace.at(BASE);
    params["context"] = json!({ "includeDeclaration": true });
    let references = session.ask("textDocument/references", params);
    assert_eq!(session.slices(&references, "/range"), ["base"; 3]);
    let highlights = session.at("textDocument/documentHighlight", VERSION);
    assert_eq!(session.slices(&highlights, "/range"), ["VERSION"; 2]);
    let kinds: Vec<&Value> = highlights.as_array().expect("highlights").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, [&json!(3), &json!(2)]);
    let links = session.document("textDocument/documentLink", json!({}));
    let targets: Vec<&str> =
        links.as_array().expect("links").iter().filter_map(|link| link["target"].as_str()).collect();
    let file = session.workspace.uri("a.txt");
    assert_eq!(targets, ["https://example.org/why", &file, &file]);
    let definition = session.at("textDocument/definition", SOURCE);
    assert!(definition[0].to_string().contains("a.txt"), "{definition}");
}

fn workspace_symbols(session: &mut Session) {
    let symbols = session.ask("workspace/symbol", json!({ "query": "remote" }));
    assert_eq!(symbols[0]["location"]["uri"], session.workspace.uri("other/Dockerfile"));
    let range = &symbols[0]["location"]["range"];
    assert_eq!(Encoding::Utf16.slice(session.workspace.text("other/Dockerfile"), range), "remote");
}

fn proposals(session: &mut Session, format: &str) {
    let list = session.at("textDocument/completion", BASE_USE);
    assert_eq!(list["isIncomplete"], json!(false));
    let items = list["items"].as_array().expect("proposals");
    let stage = items.iter().find(|item| item["label"] == "base").expect("the stage");
    let edit = json!([stage["textEdit"]]);
    assert_eq!(edited(&session.text, &edit), session.text);

    let list = session.at("textDocument/completion", EMPTY_LINE);
    let items = list["items"].as_array().expect("proposals").clone();
    let has_snippets = items.iter().any(|item| item["insertTextFormat"] == 2);
    assert_eq!(has_snippets, format == "markdown");
    assert!(
        has_snippets || items.iter().all(|item| !item["textEdit"]["newText"].to_string().contains("${1")),
        "{items:#?}"
    );
    let add = items.iter().find(|item| item["label"] == "ADD").expect("the instruction").clone();
    assert!(add.get("documentation").is_none());
    let resolved = session.ask("completionItem/resolve", add.clone());
    assert_eq!((&resolved["label"], &resolved["textEdit"]), (&add["label"], &add["textEdit"]));
    assert_eq!(resolved["documentation"]["kind"], format);
}

fn signatures(session: &mut Session) {
    let help = session.at("textDocument/signatureHelp", ARRAY);
    let signature =
        &help["signatures"][usize::try_from(help["activeSignature"].as_u64().expect("a form")).expect("a form")];
    let label = signature["label"].as_str().expect("a label");
    for parameter in signature["parameters"].as_array().expect("parameters") {
        let is_in_it = match &parameter["label"] {
            Value::String(text) => label.contains(text.as_str()),
            offsets => offsets[1].as_u64().is_some_and(|end| end <= label.encode_utf16().count() as u64),
        };
        assert!(is_in_it, "{parameter} in {label}");
    }
}

fn layout(session: &mut Session) {
    let folds = session.document("textDocument/foldingRange", json!({}));
    let lines = |fold: &Value| (fold["startLine"].as_u64(), fold["endLine"].as_u64());
    let folds = folds.as_array().expect("folds");
    assert!(!folds.is_empty() && folds.iter().all(|fold| lines(fold).0 < lines(fold).1), "{folds:?}");
    let positions = json!([session.workspace.at(BASE)["position"], session.workspace.at(SOURCE)["position"]]);
    let selections = session.document("textDocument/selectionRange", json!({ "positions": positions }));
    assert_eq!(session.slice(&selections[0]["range"]), "base");
    assert!(selections[1]["parent"].is_object());
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let edits = session.document("textDocument/formatting", json!({ "options": options }));
    assert!(edited(&session.text, &edits).contains("\n  echo b\n"), "{edits}");
    let range = session.workspace.range(ADD_START, ADD_END);
    let edits = session.document("textDocument/rangeFormatting", json!({ "options": options, "range": range }));
    assert_eq!(edited(&session.text, &edits), session.text);
    let mut typed = session.workspace.at(ADD_START);
    typed["options"] = options;
    typed["ch"] = json!("\n");
    let edits = session.ask("textDocument/onTypeFormatting", typed);
    assert_eq!(edited(&session.text, &edits), session.text);
}

fn tokens(session: &mut Session) {
    let full = session.document("textDocument/semanticTokens/full", json!({}));
    let legend = session.client.announced["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let colours = decode(&full["data"], &legend, &session.text);
    for colour in
        ["keyword FROM", "keyword ARG", "keyword ENTRYPOINT", "comment # https://example.org/why", "namespace base"]
    {
        assert!(colours.iter().any(|found| found == colour), "no {colour} in {colours:#?}");
    }
    let range = session.workspace.range(ADD_START, ADD_END);
    let part = session.document("textDocument/semanticTokens/range", json!({ "range": range }));
    let part = decode(&part["data"], &legend, &session.text);
    assert!(part.contains(&"keyword ADD".to_owned()) && part.len() < colours.len(), "{part:?}");
    let previous = json!({ "previousResultId": full["resultId"] });
    let same = session.document("textDocument/semanticTokens/full/delta", previous);
    assert_eq!(same["edits"], json!([]));
}

/// Each token as its kind and its text.
fn decode(data: &Value, legend: &Value, text: &str) -> Vec<String> {
    let numbers: Vec<u64> = data.as_array().expect("tokens").iter().filter_map(Value::as_u64).collect();
    let (mut line, mut character) = (0, 0);
    let mut found = Vec::new();
    for token in numbers.chunks_exact(5) {
        line += token[0];
        character = if token[0] == 0 { character + token[1] } else { token[1] };
        let place = |character| json!({ "line": line, "character": character });
        let range = json!({ "start": place(character), "end": place(character + token[2]) });
        let slice = Encoding::Utf16.slice(text, &range);
        assert!(!slice.contains('\n') && !slice.is_empty(), "{range}");
        found.push(format!("{} {slice}", legend[usize::try_from(token[3]).expect("a kind")].as_str().expect("a kind")));
    }
    found
}

#[test]
fn tokens_of_an_edited_document_come_as_a_difference() {
    let mut session = Session::new(clients::everything());
    let legend = session.client.announced["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let before = session.document("textDocument/semanticTokens/full", json!({}));
    let text = session.text.replace("RUN <<EOF", "RUN --network=none <<EOF");
    session.client.replace(&session.uri.clone(), 2, &text);
    let previous = json!({ "previousResultId": before["resultId"] });
    let delta = session.document("textDocument/semanticTokens/full/delta", previous);
    let mut data = before["data"].as_array().expect("tokens").clone();
    for edit in delta["edits"].as_array().expect("edits") {
        let start = usize::try_from(edit["start"].as_u64().expect("a start")).expect("a start");
        let count = usize::try_from(edit["deleteCount"].as_u64().expect("a count")).expect("a count");
        data.splice(start..start + count, edit["data"].as_array().cloned().unwrap_or_default());
    }
    let full = session.document("textDocument/semanticTokens/full", json!({}));
    assert_eq!(decode(&Value::Array(data), &legend, &text), decode(&full["data"], &legend, &text));
    assert!(delta["edits"][0]["data"].as_array().is_some_and(|added| added.len() < 50), "{delta}");
    // Of tokens the server does not remember the client gets all.
    let all = session.document("textDocument/semanticTokens/full/delta", json!({ "previousResultId": "?" }));
    assert_eq!(all["data"], full["data"]);
}

#[test]
fn diagnostics_have_what_the_client_shows() {
    let mut session = Session::new(clients::everything());
    session.client.replace(&session.uri.clone(), 2, &session.text.clone());
    let found = session.client.published_at(&session.uri.clone(), 2);
    let add = &with_code(&Value::Array(found), "docker/add-instead-of-copy")[0];
    assert_eq!((session.slice(&add["range"]), &add["source"]), ("ADD", &json!("plimsoll")));
    assert_eq!((&add["severity"], &add["data"]), (&json!(2), &json!({ "fixes": ["Use `COPY`"] })));
    assert!(add.get("codeDescription").is_none());
}
