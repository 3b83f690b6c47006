//! Text: edits arrive in order, positions are counted as agreed.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Encoding, Workspace, with_code};

const ADD: &str = "docker/add-instead-of-copy";
const URI: &str = "untitled:a";

fn counting(encoding: Encoding) -> Client {
    let capabilities = json!({ "general": { "positionEncodings": [encoding.name()] } });
    let client = Client::introduced(capabilities, json!({}));
    assert_eq!(client.announced["positionEncoding"], encoding.name());
    client
}

#[test]
fn ranges_are_counted_as_agreed() {
    let text = "FROM alpine:3.22\nONBUILD ADD é𝄞.txt /srv/\nRUN echo é𝄞 \\\n  é𝄞 && echo é𝄞\n\
                # é𝄞\nCOPY <<é𝄞 /a\nx\né𝄞\nONBUILD RUN echo é𝄞\n";
    for encoding in Encoding::ALL {
        let mut client = counting(encoding);
        client.open(URI, "dockerfile", text);
        client.published_at(URI, 1);
        // The fourth line says something behind the characters of two and four bytes.
        let command = text.find("echo é𝄞\n").expect("the second echo");
        let params = json!({ "textDocument": { "uri": URI }, "position": encoding.position(text, command + 1) });
        let hover = client.result("textDocument/hover", params);
        assert_eq!(encoding.slice(text, &hover["range"]), "echo", "{encoding:?}");
    }
}

#[test]
fn findings_behind_wide_characters_are_where_they_are() {
    let workspace = Workspace::new(
        "
#- Dockerfile
FROM alpine:3.22
COPY é𝄞.txt dist é𝄞 /srv/
#- dist/index.html
#- .dockerignore
dist
",
    );
    let text = workspace.text("Dockerfile");
    for encoding in Encoding::ALL {
        let mut client = counting(encoding);
        let uri = workspace.uri("Dockerfile");
        client.open(&uri, "dockerfile", text);
        let published = client.published(&uri);
        let found = with_code(&published["diagnostics"], "docker/copy-ignored-file");
        let ranges: Vec<&str> = found.iter().map(|found| encoding.slice(text, &found["range"])).collect();
        assert_eq!(ranges, ["dist"], "{encoding:?}");
    }
}

#[test]
fn edits_are_counted_as_agreed() {
    let text = "FROM alpine:3.22\r\n# é𝄞 |\r\nADD a /srv/\r\n";
    for encoding in Encoding::ALL {
        let mut client = counting(encoding);
        client.open(URI, "dockerfile", text);
        client.published_at(URI, 1);
        // The comment's mark goes, then the line is what stands behind it.
        let mark = text.find('|').expect("a mark");
        let start = encoding.position(text, text.find("# ").expect("a comment"));
        let end = encoding.position(text, mark + 1);
        client.change(URI, 2, json!([{ "range": { "start": start, "end": end }, "text": "ADD é𝄞 /b" }]));
        let found = client.published_at(URI, 2);
        assert_eq!(with_code(&Value::Array(found), ADD).len(), 2, "{encoding:?}");
        let folds = client.result("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
        assert_eq!(folds[0]["endLine"], 2);
    }
}

#[test]
fn several_changes_in_one_message_follow_each_other() {
    let mut client = Client::introduced(clients::minimal(), json!({}));
    client.open(URI, "dockerfile", "FROM a\n");
    client.published_at(URI, 1);
    let far = json!({ "line": 99, "character": 99 });
    let none = json!({ "line": 0, "character": 0 });
    let changes = json!([
        { "text": "nonsense" },
        { "text": "FROM alpine:3.22\n" },
        { "range": { "start": far, "end": far }, "text": "ADD a /srv/\n" },
        { "range": { "start": none, "end": none }, "text": "# above\n" },
        // Ends in the wrong order, beyond the line and the text.
        { "range": { "start": far, "end": { "line": 2, "character": 3 } }, "rangeLength": 12, "text": " b /srv/\n" },
    ]);
    client.change(URI, 2, changes);
    let found = client.published_at(URI, 2);
    assert_eq!(with_code(&Value::Array(found), ADD).len(), 1);
    let symbols = client.result("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    let names: Vec<&str> = symbols.as_array().expect("symbols").iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names, ["FROM alpine:3.22", "ADD"]);
}

/// A client types 500 keys without waiting: the last list is that of the last text, as a server sees it that never saw
/// another, and no list is of an older version than the one before.
#[test]
fn many_queued_edits_end_where_a_fresh_start_does() {
    let start = "FROM alpine:3.22 AS base\n\n";
    let typed = "ADD é𝄞 b /srv/\nRUN echo a && \\\n  echo b\n";
    let mut text = start.to_owned();
    let mut client = counting(Encoding::Utf16);
    client.open(URI, "dockerfile", start);
    let mut version = 1;
    let mut at = start.len() - 1;
    let characters: Vec<char> = typed.chars().cycle().take(460).collect();
    for character in &characters {
        version += 1;
        let position = Encoding::Utf16.position(&text, at);
        let range = json!({ "start": position, "end": position });
        client.change(URI, version, json!([{ "range": range, "text": character.to_string() }]));
        text.insert(at, *character);
        at += character.len_utf8();
    }
    for _ in 0..40 {
        version += 1;
        let end = Encoding::Utf16.position(&text, at);
        let (before, character) = text[..at].char_indices().next_back().expect("a character");
        let start = Encoding::Utf16.position(&text, before);
        client.change(URI, version, json!([{ "range": { "start": start, "end": end }, "text": "" }]));
        text.replace_range(before..before + character.len_utf8(), "");
        at = before;
    }
    let mut versions = Vec::new();
    let last = loop {
        let params = client.published(URI);
        versions.push(params["version"].as_i64().expect("a version"));
        if params["version"] == version {
            break params["diagnostics"].clone();
        }
    };
    assert!(versions.is_sorted(), "{versions:?}");
    let mut fresh = counting(Encoding::Utf16);
    fresh.open(URI, "dockerfile", &text);
    assert_eq!(fresh.published(URI)["diagnostics"], last);
    assert!(!with_code(&last, ADD).is_empty());
    let formatted = json!({ "textDocument": { "uri": URI }, "options": { "tabSize": 4, "insertSpaces": true } });
    let [one, other] = [&mut client, &mut fresh].map(|it| it.result("textDocument/formatting", formatted.clone()));
    assert_eq!(one, other);
}

#[test]
fn documents_without_a_place_are_served() {
    let workspace = Workspace::new("#- a.txt\n");
    let mut client = Client::introduced(clients::everything(), json!({ "workspaceFolders": [workspace.folder()] }));
    let name = workspace.root();
    let old = format!("git:{}/Dockerfile?%7B%22ref%22%3A%22HEAD%22%7D", name.display());
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/x/y#z", &old] {
        client.open(uri, "dockerfile", "FROM alpine:3.22 AS base\nADD a.txt /srv/\nFROM base\n");
        let published = client.published(uri);
        assert_eq!(with_code(&published["diagnostics"], ADD).len(), 1, "{uri}");
        let document = json!({ "uri": uri });
        let links = client.result("textDocument/documentLink", json!({ "textDocument": document }));
        assert_eq!(links, json!([]), "{uri}");
        let symbols = client.result("textDocument/documentSymbol", json!({ "textDocument": document }));
        assert_eq!(symbols.as_array().map(Vec::len), Some(2), "{uri}");
        client.close(uri);
        assert_eq!(client.published(uri)["diagnostics"], json!([]), "{uri}");
    }
}

#[test]
fn what_a_document_is_decides_its_text_where_its_name_does_not() {
    let mut client = Client::introduced(clients::minimal(), json!({}));
    client.open("untitled:b", "plaintext", "FROM alpine:3.22\nADD a /srv/\n");
    assert_eq!(with_code(&client.published("untitled:b")["diagnostics"], ADD).len(), 1);
    client.open("untitled:notes.md", "markdown", "FROM alpine:3.22\nADD a /srv/\n");
    assert_eq!(client.published("untitled:notes.md")["diagnostics"], json!([]));
}
