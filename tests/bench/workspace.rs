//! What a key costs in workspaces of three sizes, from one end to the other: it must not hang on the size. Opening them
//! is measured, too: until everything is read and judged.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use serde_json::{Value, json};
use tempfile::TempDir;

#[allow(dead_code, reason = "the client is the tests' own; a benchmark needs less of it")]
#[path = "../lsp/client.rs"]
mod client;

use client::Client;

fn main() {
    divan::main();
}

/// Files of the workspace: each with a Deployment, its Service and its ConfigMap.
const FILES: [usize; 3] = [200, 2_000, 20_000];

/// Files of one folder, which is one namespace.
const FOLDER: usize = 20;

/// The manifests of one application.
fn application(number: usize) -> String {
    let namespace = number / FOLDER;
    let mut text = String::new();
    let _ = write!(
        text,
        "apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{number}
  namespace: team-{namespace}
spec:
  replicas: 2
  selector:
    matchLabels: {{app: app-{number}}}
  template:
    metadata:
      labels: {{app: app-{number}}}
    spec:
      containers:
      - name: web
        image: registry.example.com/app-{number}:1.0.0
        ports: [{{name: http, containerPort: 8080}}]
        envFrom:
        - configMapRef: {{name: app-{number}}}
---
apiVersion: v1
kind: Service
metadata: {{name: app-{number}, namespace: team-{namespace}}}
spec:
  selector: {{app: app-{number}}}
  ports: [{{port: 80, targetPort: http}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: app-{number}, namespace: team-{namespace}}}
data: {{LEVEL: info}}
"
    );
    text
}

fn path(number: usize) -> String {
    format!("team-{}/app-{number}.yaml", number / FOLDER)
}

fn workspace(files: usize) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for number in 0..files {
        let path = folder.path().join(path(number));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, application(number)).expect("a file");
    }
    folder
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A client that has waited until everything was read.
fn opened(folder: &Path) -> Client {
    let capabilities = json!({ "window": { "workDoneProgress": true } });
    let mut client = Client::introduced(capabilities, json!({ "rootUri": uri(folder) }));
    client.wait("the end of the progress", |message| {
        (message["method"] == "$/progress" && message["params"]["value"]["kind"] == "end").then_some(())
    });
    client
}

/// From the start until the graph is there.
#[divan::bench(args = FILES, sample_count = 3, sample_size = 1)]
fn open(bencher: Bencher<'_, '_>, files: usize) {
    let folder = workspace(files);
    bencher.bench_local(|| black_box(opened(folder.path())));
}

/// From a key in a label to where the name beside it leads, over the graph.
#[divan::bench(args = FILES, sample_count = 50, sample_size = 1)]
fn definition(bencher: Bencher<'_, '_>, files: usize) {
    let folder = workspace(files);
    let mut client = opened(folder.path());
    let uri = uri(&folder.path().join(path(files / 2)));
    let text = application(files / 2);
    client.open(&uri, "yaml", &text);
    let line = text.lines().position(|line| line.contains("configMapRef")).expect("the line") as u64;
    let label = text.lines().position(|line| line.contains("labels:")).expect("the line") as u64;
    let mut version = 1;
    bencher.bench_local(|| {
        version += 1;
        let at = json!({ "line": label, "character": 20 });
        client.change(&uri, version, json!([{ "range": { "start": at, "end": at }, "text": "x" }]));
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": 35 } });
        let found: Value = client.result("textDocument/definition", at);
        assert_ne!(found, json!([]));
        black_box(found)
    });
}

/// From a key in a label to the list of that version, the pause for the next key (20 ms) included.
#[divan::bench(args = FILES, sample_count = 50, sample_size = 1)]
fn diagnostics(bencher: Bencher<'_, '_>, files: usize) {
    let folder = workspace(files);
    let mut client = opened(folder.path());
    let uri = uri(&folder.path().join(path(files / 2)));
    let text = application(files / 2);
    client.open(&uri, "yaml", &text);
    let label = text.lines().position(|line| line.contains("labels:")).expect("the line") as u64;
    let mut version = 1;
    bencher.bench_local(|| {
        version += 1;
        let at = json!({ "line": label, "character": 20 });
        client.change(&uri, version, json!([{ "range": { "start": at, "end": at }, "text": "x" }]));
        black_box(client.published_at(&uri, version))
    });
}
