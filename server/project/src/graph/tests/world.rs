use std::path::Path;
use std::sync::Arc;

use crate::World;
use crate::files::Memory;

const PATH: &str = "/w/a.yaml";

fn config(name: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n")
}

fn names(world: &World) -> Vec<String> {
    let snapshot = world.snapshot();
    let found = snapshot.graph().inquire(Path::new(PATH)).of_kind("ConfigMap");
    found.iter().map(|it| it.object.identity.name.to_string()).collect()
}

#[test]
fn open_files_count_before_those_on_disk() {
    let path = Path::new(PATH);
    let disk = |name: &str| World::new(Arc::new(Memory::new([(path.to_owned(), config(name))])));
    let mut world = disk("disk");
    assert_eq!(names(&world), [""; 0]);
    let learnt = world.snapshot().manifests(path);
    world.learn(path, learnt);
    assert_eq!(names(&world), ["disk"]);
    assert!(!world.take_changes().is_empty() && world.take_changes().is_empty());
    let before = world.snapshot();
    world.open(path, config("edited").into(), 1, None);
    assert_eq!(names(&world), ["edited"]);
    assert_eq!(before.graph().inquire(path).of_kind("ConfigMap")[0].object.identity.name.as_ref(), "disk");
    // What changes below waits until the document is closed.
    world.learn(path, disk("saved").snapshot().manifests(path));
    assert_eq!(names(&world), ["edited"]);
    world.close(path);
    assert_eq!(names(&world), ["saved"]);
    world.learn(path, None);
    assert_eq!(names(&world), [""; 0]);
}

#[test]
fn what_is_no_manifest_leaves_nothing() {
    let mut world = World::new(Arc::new(Memory::new([])));
    world.open(Path::new("/w/values.yaml"), "a: 1\nkind: none\n".into(), 1, None);
    world.open(Path::new("/w/Dockerfile"), "FROM scratch\n".into(), 1, None);
    world.open(Path::new("/w/templates/a.yaml"), format!("{}# {{{{ .Values.a }}}}\n", config("a")).into(), 1, None);
    assert!(world.snapshot().graph().is_empty());
}
