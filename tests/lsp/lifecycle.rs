//! Beginning, ending, and everything that goes wrong in between.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::Workspace;

const DOCKERFILE: &str = "FROM alpine:3.22\nADD a.txt /srv/\n";

/// A server with the document `untitled:a` open in it.
fn with_document(environment: &[(&str, &str)]) -> Client {
    let mut client = Client::start_with(environment).introduce(clients::minimal(), json!({}));
    client.open("untitled:a", "dockerfile", DOCKERFILE);
    client.published_at("untitled:a", 1);
    client
}

fn hover() -> Value {
    json!({ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 0 } })
}

#[test]
fn shutdown_and_exit_end_the_server_while_its_input_stays_open() {
    let mut client = with_document(&[]);
    assert_eq!(client.quit().code(), Some(0));
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut client = with_document(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
    let mut client = Client::start();
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    let mut client = with_document(&[]);
    client.hang_up();
    assert_eq!(client.ended().code(), Some(1));
    let mut client = with_document(&[]);
    client.result("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn the_death_of_the_parent_ends_the_server() {
    // Any process will do as a parent; another server is at hand everywhere.
    let parent = Client::start();
    let mut client = Client::introduced(clients::minimal(), json!({ "processId": parent.process() }));
    client.open("untitled:a", "dockerfile", DOCKERFILE);
    client.published_at("untitled:a", 1);
    drop(parent);
    if cfg!(unix) {
        assert_eq!(client.ended().code(), Some(1));
    }
}

#[test]
fn requests_out_of_season_are_refused() {
    let mut client = Client::start();
    let early = client.request("textDocument/hover", hover()).unwrap_err();
    assert_eq!(early["code"], -32002);
    // What is not to be answered is dropped.
    client.open("untitled:a", "dockerfile", DOCKERFILE);
    let mut client = client.introduce(clients::minimal(), json!({}));
    assert_eq!(client.result("textDocument/hover", hover()), Value::Null);
    let again = client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(again.unwrap_err()["code"], -32600);
    client.result("shutdown", Value::Null);
    let late = client.request("textDocument/hover", hover()).unwrap_err();
    assert_eq!(late["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn unknown_methods_are_refused_and_unknown_notifications_passed_over() {
    let mut client = with_document(&[]);
    for method in ["textDocument/dance", "$/dance"] {
        assert_eq!(client.request(method, json!({})).unwrap_err()["code"], -32601, "{method}");
    }
    client.notify("$/dance", json!({}));
    client.notify("dance", json!({}));
    client.notify("textDocument/didChange", json!({ "nonsense": true }));
    client.change("untitled:never-opened", 2, json!([{ "text": "x" }]));
    client.close("untitled:never-opened");
    assert_eq!(client.request("textDocument/hover", json!({ "position": 1 })).unwrap_err()["code"], -32602);
    assert_ne!(client.result("textDocument/hover", hover()), Value::Null);
}

#[test]
fn garbage_costs_no_more_than_itself() {
    let mut client = with_document(&[]);
    let complaint = |client: &mut Client, bytes: &[u8], code: i64| {
        client.write(bytes);
        let error = client.wait("a complaint", |message| {
            message.get("error").filter(|_| message["id"].is_null()).map(|error| error["code"].clone())
        });
        assert_eq!(error, code, "{:?}", String::from_utf8_lossy(bytes));
        assert_ne!(client.result("textDocument/hover", hover()), Value::Null);
    };
    complaint(&mut client, b"what is this?\n\xff\xfe\0\n", -32700);
    complaint(&mut client, b"Content-Length: 12\r\n\r\n{\"jsonrpc\": ", -32700);
    complaint(&mut client, b"Content-Length: 2\r\n\r\n\xff\xff", -32700);
    complaint(&mut client, b"Content-Length: many\r\n\r\n", -32700);
    complaint(&mut client, b"Content-Length: 2\r\n\r\n[]", -32600);
    complaint(&mut client, b"Content-Length: 4\r\n\r\nnull", -32600);
    complaint(&mut client, b"Content-Length: 23\r\n\r\n{\"id\":null,\"method\":17}", -32600);
    let deep = "[".repeat(100_000);
    complaint(&mut client, format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes(), -32700);
    client.logged("what came is no message");
    // An answer that nobody asked for.
    client.send(&json!({ "jsonrpc": "2.0", "id": 4711, "result": null }));
    assert_eq!(client.quit().code(), Some(0));
}

#[test]
fn a_request_can_be_cancelled() {
    let mut client = with_document(&[("PLIMSOLL_FAULT", "stall:textDocument/foldingRange")]);
    if !cfg!(debug_assertions) {
        return;
    }
    // More than there are threads: those that wait for one are cancelled as well.
    let document = json!({ "textDocument": { "uri": "untitled:a" } });
    let stalled: Vec<i64> = (0..40).map(|_| client.ask("textDocument/foldingRange", document.clone())).collect();
    for id in &stalled {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in stalled {
        assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    }
    // The thread hears of it too.
    assert!(client.logged("a stalled request goes on").contains("cancelled=true"));
    assert_ne!(client.result("textDocument/hover", hover()), Value::Null);
}

#[test]
fn a_panic_costs_one_request() {
    let mut client = with_document(&[("PLIMSOLL_FAULT", "panic:textDocument/foldingRange")]);
    if !cfg!(debug_assertions) {
        return;
    }
    let document = json!({ "textDocument": { "uri": "untitled:a" } });
    for _ in 0..3 {
        let error = client.request("textDocument/foldingRange", document.clone()).unwrap_err();
        assert_eq!(error["code"], -32603);
    }
    client.logged("a fault was asked for");
    assert_ne!(client.result("textDocument/hover", hover()), Value::Null);
    client.replace("untitled:a", 2, "FROM alpine:3.22\n");
    client.published_at("untitled:a", 2);
}

#[test]
fn answers_are_traced_for_those_who_want_it() {
    let workspace = Workspace::new(DOCKERFILE);
    let mut client = Client::introduced(clients::minimal(), json!({ "trace": "messages" }));
    let uri = workspace.uri("Dockerfile");
    client.open(&uri, "dockerfile", DOCKERFILE);
    let document = json!({ "textDocument": { "uri": uri } });
    let traced = |client: &mut Client| {
        client.wait("a trace", |message| {
            let params = &message["params"];
            let fits = message["method"] == "$/logTrace" && params["message"].to_string().contains("foldingRange");
            fits.then(|| params.clone())
        })
    };
    client.result("textDocument/foldingRange", document.clone());
    assert!(traced(&mut client).get("verbose").is_none());
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.result("textDocument/foldingRange", document.clone());
    assert!(traced(&mut client)["verbose"].is_string());
    client.notify("$/setTrace", json!({ "value": "off" }));
    client.take("$/logTrace");
    client.result("textDocument/foldingRange", document);
    client.settle();
    assert!(client.take("$/logTrace").is_empty());
}
