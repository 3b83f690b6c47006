//! What a key press and a pointer cost in a Dockerfile of 294 lines, three times as long, and nine times; and in a
//! manifest of 1,000 lines and ten times as many.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use divan::{Bencher, black_box};
use project::files::Memory;
use project::{Snapshot, World};
use syntax::{TextRange, TextSize};

fn main() {
    divan::main();
}

/// Lines of the file: growth must be no more than linear.
const LINES: [usize; 3] = [294, 882, 2646];

const PATH: &str = "/w/Dockerfile";

/// A file of several stages that install, copy and compile, cut to `lines`.
fn dockerfile(lines: usize) -> String {
    let mut text = String::from("# syntax=docker/dockerfile:1\nARG DEBIAN=trixie\n");
    let mut stage = 0;
    while text.lines().count() < lines {
        let base = if stage == 0 { "debian:${DEBIAN}-slim".to_owned() } else { format!("stage{}", stage - 1) };
        let _ = write!(
            text,
            "\nFROM {base} AS stage{stage}\nARG VERSION=1.{stage}\nENV APP_HOME=/srv/app{stage} \\\n    LANG=C.UTF-8\n\
             WORKDIR $APP_HOME\n# What the build needs\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    \
             apt-get update && \\\n    apt-get install -y --no-install-recommends \\\n      ca-certificates \\\n      curl \\\n      \
             git && \\\n    rm -rf /var/lib/apt/lists/*\nCOPY package.json package-lock.json ./\nCOPY src/ src/\nRUN npm ci && \
             npm run build -- --version \"${{VERSION}}\" | tee /tmp/log\nRUN useradd --uid 1000{stage} app{stage}\nUSER app{stage}\n\
             EXPOSE 808{stage}\nCMD [\"node\", \"server.js\"]\n"
        );
        stage += 1;
    }
    text.lines().take(lines - 3).flat_map(|line| [line, "\n"]).collect()
}

/// The file with `last` as its last lines, open in a workspace of 50 Dockerfiles; the cursor behind it.
fn open(lines: usize, last: &str) -> (Snapshot, PathBuf, TextSize) {
    let text = format!("{}\nFROM debian:trixie-slim\n{last}", dockerfile(lines));
    let others = (0..50).map(|number| {
        (PathBuf::from(format!("/w/service{number}/Dockerfile")), format!("FROM registry.example.com/base:{number}\n"))
    });
    let sources = ["package.json", "package-lock.json", "src/main.js", "README.md"];
    let sources = sources.map(|name| (Path::new("/w").join(name), String::new()));
    let mut known: Vec<PathBuf> = others.clone().map(|(path, _)| path).collect();
    known.push(PathBuf::from(PATH));
    known.sort();
    let mut world = World::new(Arc::new(Memory::new(others.chain(sources))));
    world.set_roots(vec![PathBuf::from("/w")]);
    world.set_known(known);
    world.open(Path::new(PATH), Arc::from(text.as_str()), 1, None);
    let snapshot = world.snapshot();
    (snapshot, PathBuf::from(PATH), TextSize::of(text.as_str()))
}

/// Each place is one of those that people type most at.
#[divan::bench_group]
mod completion {
    use super::{Bencher, LINES, black_box, open};

    fn at(bencher: Bencher, lines: usize, last: &str) {
        let (snapshot, path, offset) = open(lines, last);
        assert!(!ide::completion::completions(&snapshot, &path, offset).is_empty());
        bencher.bench(|| ide::completion::completions(black_box(&snapshot), &path, offset));
    }

    #[divan::bench(args = LINES)]
    fn keyword(bencher: Bencher, lines: usize) {
        at(bencher, lines, "CO");
    }

    #[divan::bench(args = LINES)]
    fn image(bencher: Bencher, lines: usize) {
        at(bencher, lines, "FROM ");
    }

    #[divan::bench(args = LINES)]
    fn tag(bencher: Bencher, lines: usize) {
        at(bencher, lines, "FROM python:3");
    }

    #[divan::bench(args = LINES)]
    fn flag(bencher: Bencher, lines: usize) {
        at(bencher, lines, "COPY --");
    }

    #[divan::bench(args = LINES)]
    fn mount(bencher: Bencher, lines: usize) {
        at(bencher, lines, "RUN --mount=type=cache,");
    }

    #[divan::bench(args = LINES)]
    fn source(bencher: Bencher, lines: usize) {
        at(bencher, lines, "COPY ");
    }

    #[divan::bench(args = LINES)]
    fn variable(bencher: Bencher, lines: usize) {
        at(bencher, lines, "ENV A=$");
    }

    #[divan::bench(args = LINES)]
    fn command(bencher: Bencher, lines: usize) {
        at(bencher, lines, "RUN apt-get update && ap");
    }

    #[divan::bench(args = LINES)]
    fn user(bencher: Bencher, lines: usize) {
        at(bencher, lines, "USER ");
    }
}

#[divan::bench(args = LINES)]
fn hover_on_an_instruction(bencher: Bencher, lines: usize) {
    let (snapshot, path, offset) = open(lines, "RUN");
    bencher.bench(|| ide::hover::hover(black_box(&snapshot), &path, offset));
}

#[divan::bench(args = LINES)]
fn hover_on_an_image(bencher: Bencher, lines: usize) {
    let (snapshot, path, offset) = open(lines, "FROM python:3.14");
    bencher.bench(|| ide::hover::hover(black_box(&snapshot), &path, offset));
}

#[divan::bench(args = LINES)]
fn hover_on_a_variable(bencher: Bencher, lines: usize) {
    let (snapshot, path, offset) = open(lines, "ARG A=1\nENV B=$A");
    bencher.bench(|| ide::hover::hover(black_box(&snapshot), &path, offset));
}

#[divan::bench(args = LINES)]
fn references_of_a_variable(bencher: Bencher, lines: usize) {
    let (snapshot, path, offset) = open(lines, "ARG VERSION");
    bencher.bench(|| ide::references::references(black_box(&snapshot), &path, offset, true));
}

#[divan::bench(args = LINES)]
fn tokens(bencher: Bencher, lines: usize) {
    let (snapshot, path, _) = open(lines, "");
    bencher.bench(|| ide::tokens::tokens(black_box(&snapshot), &path, None));
}

#[divan::bench(args = LINES)]
fn symbols(bencher: Bencher, lines: usize) {
    let (snapshot, path, _) = open(lines, "");
    bencher.bench(|| ide::symbols::document(black_box(&snapshot), &path));
}

#[divan::bench(args = LINES)]
fn folds(bencher: Bencher, lines: usize) {
    let (snapshot, path, _) = open(lines, "");
    bencher.bench(|| ide::folding::folds(black_box(&snapshot), &path));
}

#[divan::bench(args = LINES)]
fn hints(bencher: Bencher, lines: usize) {
    let (snapshot, path, end) = open(lines, "");
    bencher.bench(|| ide::inlay::hints(black_box(&snapshot), &path, TextRange::up_to(end)));
}

/// Deployments of 40 lines each, in a manifest of so many lines.
fn manifest(lines: usize) -> (Snapshot, PathBuf, TextSize) {
    let mut text = String::new();
    for number in 0..lines / 40 {
        let _ = write!(
            text,
            "---\n# The service with the number {number}\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{number}\n  \
             namespace: shop\n  labels: {{ app: service-{number}, tier: \"backend\" }}\nspec:\n  replicas: 3\n  selector:\n    \
             matchLabels:\n      app: service-{number}\n  template:\n    metadata:\n      labels:\n        app: service-{number}\n    \
             spec:\n      containers:\n      - name: web # the only one\n        image: registry.example.com/web:1.{number}\n        \
             args:\n          - --port\n          - \"8080\"\n        ports:\n        - containerPort: 8080\n          name: http\n        \
             resources:\n            requests:\n                cpu: 100m\n                memory: 128Mi\n        livenessProbe:\n          \
             httpGet: {{ path: /live, port: http }}\n        command:\n        - sh\n        - -c\n        \
             - |\n          set -eu\n          exec /srv/web\n      terminationGracePeriodSeconds:   30\n      automountServiceAccountToken: false\n\n"
        );
    }
    let path = PathBuf::from("/w/manifest.yaml");
    let mut world = World::new(Arc::new(Memory::default()));
    world.open(&path, Arc::from(text.as_str()), 1, None);
    (world.snapshot(), path, TextSize::of(text.as_str()))
}

const MANIFEST_LINES: [usize; 2] = [1_000, 10_000];

#[divan::bench(args = MANIFEST_LINES)]
fn tokens_of_a_manifest(bencher: Bencher, lines: usize) {
    let (snapshot, path, _) = manifest(lines);
    bencher.bench(|| ide::tokens::tokens(black_box(&snapshot), &path, None));
}

#[divan::bench(args = MANIFEST_LINES)]
fn format_of_a_manifest(bencher: Bencher, lines: usize) {
    let (snapshot, path, _) = manifest(lines);
    assert!(!ide::format::document(&snapshot, &path, ide::format::Options::default()).is_empty());
    bencher.bench(|| ide::format::document(black_box(&snapshot), &path, ide::format::Options::default()));
}

#[divan::bench(args = MANIFEST_LINES)]
fn hints_of_a_manifest(bencher: Bencher, lines: usize) {
    let (snapshot, path, end) = manifest(lines);
    bencher.bench(|| ide::inlay::hints(black_box(&snapshot), &path, TextRange::up_to(end)));
}
