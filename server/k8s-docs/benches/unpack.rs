//! How long it takes until the first text of the reference is there, and every one after that.

use divan::black_box;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn unpack() -> usize {
    k8s_docs::read()
}

#[divan::bench]
fn find_field() -> Option<&'static str> {
    k8s_docs::field(black_box("io.k8s.api.core.v1.PodSpec"), black_box("hostUsers"))
}
