//! What a key costs from one end to the other: the real program, over standard input and output.

use std::fmt::Write;

use divan::{Bencher, black_box};
use serde_json::{Value, json};

#[allow(dead_code, reason = "the client is the tests' own; a benchmark needs less of it")]
#[path = "../lsp/client.rs"]
mod client;

use client::Client;

fn main() {
    divan::main();
}

/// Lines of the document.
const LINES: [usize; 3] = [100, 300, 900];

const URI: &str = "file:///bench/Dockerfile";

fn dockerfile(lines: usize) -> String {
    let mut text = String::from("FROM debian:13-slim\n");
    for line in 2..lines {
        let _ = writeln!(text, "RUN apt-get install -y --no-install-recommends package{line} | tee /tmp/log{line}");
    }
    text + "RUN apt-get install \n"
}

fn opened(lines: usize, capabilities: Value) -> Client {
    let mut client = Client::introduced(capabilities, json!({ "rootUri": null }));
    client.open(URI, "dockerfile", &dockerfile(lines));
    client
}

/// A letter at the end of the last line.
fn type_letter(client: &mut Client, lines: usize, version: i64) {
    let at = json!({ "line": lines - 1, "character": 20 });
    client.change(URI, version, json!([{ "range": { "start": at, "end": at }, "text": "-" }]));
}

/// From the key to the proposals.
#[divan::bench(args = LINES, sample_count = 50, sample_size = 1)]
fn completion(bencher: Bencher<'_, '_>, lines: usize) {
    let mut client = opened(lines, json!({ "textDocument": { "diagnostic": {} } }));
    let mut version = 1;
    bencher.bench_local(|| {
        version += 1;
        type_letter(&mut client, lines, version);
        let at = json!({ "line": lines - 1, "character": 21 });
        black_box(client.result("textDocument/completion", json!({ "textDocument": { "uri": URI }, "position": at })))
    });
}

/// From the key to the list of that version, the pause for the next key (20 ms) included.
#[divan::bench(args = LINES, sample_count = 50, sample_size = 1)]
fn diagnostics(bencher: Bencher<'_, '_>, lines: usize) {
    let mut client = opened(lines, json!({}));
    let mut version = 1;
    bencher.bench_local(|| {
        version += 1;
        type_letter(&mut client, lines, version);
        black_box(client.published_at(URI, version))
    });
}
