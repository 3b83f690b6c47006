//! What reading YAML costs: at three sizes, so that growth shows, right and broken.

use divan::{Bencher, black_box};
use syntax::yaml;

fn main() {
    divan::main();
}

/// An object of 28 lines, as they are written.
const OBJECT: &str = "\
# A web server.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web, tier: front}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: \"registry.example.org/web:1.27\"
          args: [\"--port\", '8080']
          command:
            - /bin/sh
            - -c
            - |
              exec serve --verbose # no comment
          ports:
            - containerPort: 8080
---
";

fn manifest(lines: usize) -> String {
    OBJECT.repeat(lines.div_ceil(OBJECT.lines().count()))
}

#[divan::bench(args = [100, 1_000, 10_000, 100_000])]
fn read(bencher: Bencher<'_, '_>, lines: usize) {
    let text = manifest(lines);
    bencher.bench(|| yaml::parse(black_box(text.as_str())));
}

#[divan::bench(args = [100, 1_000, 10_000])]
fn read_half_typed(bencher: Bencher<'_, '_>, lines: usize) {
    let text = manifest(lines);
    let middle = text.len() / 2;
    let line = middle + text[middle..].find("spec:\n").map_or(0, |found| found + "spec:\n".len());
    let text = format!("{}  hostN\n{}", &text[..line], &text[line..]);
    bencher.bench(|| yaml::parse(black_box(text.as_str())));
}

#[divan::bench(args = [1_000, 10_000])]
fn decode_every_scalar(bencher: Bencher<'_, '_>, lines: usize) {
    let tree = yaml::parse(manifest(lines));
    bencher.bench(|| tree.nodes().filter_map(yaml::Node::text).map(|text| text.len()).sum::<usize>());
}

#[divan::bench(args = [1_000, 10_000])]
fn cursor(bencher: Bencher<'_, '_>, lines: usize) {
    let tree = yaml::parse(manifest(lines));
    let middle = u32::try_from(tree.text().len() / 2).unwrap_or(0);
    bencher.bench(|| tree.cursor(black_box(middle.into())));
}

#[divan::bench(args = [1_000, 10_000])]
fn set_a_value(bencher: Bencher<'_, '_>, lines: usize) {
    let tree = yaml::parse(manifest(lines));
    let at = yaml::Address::new(0, yaml::Route::parse("spec.replicas"));
    let operation = [yaml::Operation::Set { at, value: 5.into() }];
    bencher.bench(|| tree.resolve(black_box(&operation)));
}
