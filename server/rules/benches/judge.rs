//! What judging a file costs, at three sizes: growth must be no more than linear.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use divan::{Bencher, black_box};
use project::files::Memory;
use project::{Document, Snapshot, World};

fn main() {
    divan::main();
}

/// Stages of the file; each has 12 lines and some six findings.
const STAGES: [usize; 3] = [10, 100, 1000];

fn dockerfile(stages: usize) -> String {
    let mut text = String::from("# syntax=docker/dockerfile:1\n");
    for stage in 0..stages {
        let _ = write!(
            text,
            "FROM debian:13-slim AS stage{stage}\nARG VERSION\nWORKDIR srv\nRUN apt-get update\nRUN apt-get install curl && \\\n    \
             cd /opt && \\\n    curl -k https://example.net/setup.sh | sh\nADD app.conf /etc/app/\nCOPY . .\nRUN pip install -r \
             requirements.txt\nENV LANG C.UTF-8\nCMD serve --version $VERSION\n"
        );
    }
    text
}

/// Objects of the manifest; each has 26 lines, and one in ten has findings.
const OBJECTS: [usize; 3] = [4, 40, 400];

fn manifest(objects: usize) -> String {
    let mut text = String::new();
    for object in 0..objects {
        let replicas = if object % 10 == 9 { "\"2\"" } else { "2" };
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web{object}\n  labels:\n    app: web{object}\nspec:\n  replicas: \
             {replicas}\n  selector:\n    matchLabels:\n      app: web{object}\n  template:\n    metadata:\n      labels:\n        app: \
             web{object}\n    spec:\n      containers:\n        - name: web\n          image: registry.example.com/web:1.4.2\n          ports:\n            \
             - containerPort: 8080\n          resources:\n            requests:\n              cpu: 100m\n              memory: 128Mi\n          \
             imagePullPolicy: IfNotPresent\n"
        );
    }
    text
}

fn opened(text: &str, name: &str) -> (Snapshot, Arc<Document>) {
    let path = &Path::new("/w").join(name);
    let memory = Memory::new([(path.to_owned(), text.to_owned()), (PathBuf::from("/w/app.conf"), String::new())]);
    let mut world = World::new(Arc::new(memory));
    world.set_roots(vec![PathBuf::from("/w")]);
    world.open(path, Arc::from(text), 1, None);
    let snapshot = world.snapshot();
    let document = snapshot.document(path).expect("it is open");
    (snapshot, document)
}

/// Every rule of the default profile, on a file that is read already.
#[divan::bench(args = STAGES)]
fn judge(bencher: Bencher<'_, '_>, stages: usize) {
    let (snapshot, document) = opened(&dockerfile(stages), "Dockerfile");
    bencher.bench(|| rules::judge::findings(black_box(&snapshot), black_box(&document)));
}

/// Every rule of the default profile, on a manifest that is read already.
#[divan::bench(args = OBJECTS)]
fn judge_manifest(bencher: Bencher<'_, '_>, objects: usize) {
    let (snapshot, document) = opened(&manifest(objects), "a.yaml");
    bencher.bench(|| rules::judge::findings(black_box(&snapshot), black_box(&document)));
}
