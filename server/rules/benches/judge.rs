//! What judging a Dockerfile costs, at three sizes: growth must be no more than linear.

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

fn opened(text: &str) -> (Snapshot, Arc<Document>) {
    let path = Path::new("/w/Dockerfile");
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
    let (snapshot, document) = opened(&dockerfile(stages));
    bencher.bench(|| rules::judge::findings(black_box(&snapshot), black_box(&document)));
}
