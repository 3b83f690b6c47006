//! How long it takes until the first question about Kubernetes is answered, and every one after that.

use divan::{Bencher, black_box};
use schema::kubernetes::{Version, api_versions_of, kind, unpack};

fn main() {
    divan::main();
}

#[divan::bench(args = ["core", "custom", "formats", "tables"])]
fn load(name: &str) -> usize {
    unpack(black_box(name))
}

#[divan::bench]
fn find_kind(bencher: Bencher) {
    let _ = kind("v1", "Pod");
    bencher.bench(|| kind(black_box("apps/v1"), black_box("Deployment")));
}

#[divan::bench]
fn find_field_of_container(bencher: Bencher) {
    let pod = kind("v1", "Pod").and_then(|kind| kind.schema(Version::newest()));
    bencher.bench(|| {
        let spec = pod?.field("spec")?.schema;
        let container = spec.field(black_box("containers"))?.schema.items()?;
        container.field(black_box("securityContext"))
    });
}

#[divan::bench]
fn list_fields_of_pod_spec(bencher: Bencher) {
    let spec = kind("v1", "Pod").and_then(|kind| kind.schema(Version::newest())).and_then(|pod| pod.field("spec"));
    bencher.bench(|| spec.map(|spec| black_box(spec).schema.fields().count()));
}

#[divan::bench]
fn versions_of_a_kind() -> usize {
    api_versions_of(black_box("HorizontalPodAutoscaler")).count()
}
