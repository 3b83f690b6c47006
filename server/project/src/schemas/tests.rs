use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use expect_test::{Expect, expect};
use schema::kubernetes::Version;
use testing::Fixture;

use super::import::{Import, Mistake};
use crate::files::{Entry, EntryKind, FileError, FileSource, Memory};
use crate::settings::{Flags, SettingsTree};
use crate::{Answer, Question, Snapshot, World};

const CRD: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tabs.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Tab, plural: tabs}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              replicas: {type: integer}
";

fn absolute(path: &str) -> PathBuf {
    Path::new("/w").join(path)
}

/// A world of the files of a fixture below `/w`.
fn world(files: &str) -> World {
    let fixture = Fixture::parse(files);
    let mut known: Vec<PathBuf> = fixture.files.iter().map(|file| absolute(&file.path)).collect();
    known.sort();
    let files = Memory::new(fixture.files.into_iter().map(|file| (absolute(&file.path), file.text)));
    let settings: Vec<PathBuf> = known.iter().filter(|path| path.ends_with("plimsoll.yaml")).cloned().collect();
    let tree = SettingsTree::read(&files, &settings, &[], &Flags::default());
    let mut world = World::new(Arc::new(files));
    world.set_known(known.into_iter().filter(|path| !path.starts_with("/w/data")).collect());
    world.set_settings(tree);
    world
}

/// The fields of `spec` of `example.com/v1 Tab` as the file at `path` sees it; `-` where the kind is unknown.
fn fields(snapshot: &Snapshot, path: &str) -> String {
    let catalog = snapshot.catalog(&absolute(path));
    let Some(kind) = catalog.kind("example.com/v1", "Tab") else { return "-".to_owned() };
    let spec = kind.schema(Version::newest()).and_then(|schema| schema.field("spec"));
    let fields: Vec<&str> = spec.iter().flat_map(|spec| spec.schema.fields()).map(|field| field.name).collect();
    fields.join(" ")
}

#[test]
fn definitions_of_the_workspace_are_known_and_change_with_their_buffer() {
    let mut world = world(&format!("#- crds/tab.yaml\n{CRD}#- a.yaml\nkind: Tab\n#- other.json\n{{}}\n"));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "replicas");
    let before = world.snapshot();

    let path = absolute("crds/tab.yaml");
    world.open(&path, CRD.replace("replicas", "size").into(), 1, Some("yaml"));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "size");
    world.open(&path, CRD.replace("replicas", "width").into(), 2, None);
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "width");
    // Half typed: the tree holds, and so do the other fields.
    world.open(&path, CRD.replace("  names:", "  nam\n  names:").into(), 3, None);
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "replicas");
    world.open(&path, "kind: ConfigMap\n".into(), 4, None);
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "-");
    world.close(&path);
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "replicas");
    assert_eq!(fields(&before, "a.yaml"), "replicas");
}

#[test]
fn a_buffer_that_was_never_saved_counts_too() {
    let mut world = world("#- a.yaml\nkind: Tab\n");
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "-");
    world.open(&absolute("new.yaml"), CRD.into(), 1, Some("yaml"));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "replicas");
}

/// Files that change while a world is looking.
#[derive(Debug)]
struct Changing(Mutex<Memory>);

impl FileSource for Changing {
    fn read(&self, path: &Path) -> Result<Arc<str>, FileError> {
        self.0.lock().unwrap().read(path)
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        self.0.lock().unwrap().kind(path)
    }

    fn list(&self, path: &Path) -> Vec<Entry> {
        self.0.lock().unwrap().list(path)
    }
}

#[test]
fn files_that_change_on_disk_are_read_again() {
    let path = absolute("tab.yaml");
    let with = |text: &str| Memory::new([(path.clone(), text.to_owned())]);
    let disk = Arc::new(Changing(Mutex::new(with(CRD))));
    let mut world = World::new(Arc::clone(&disk) as Arc<dyn FileSource>);
    world.set_known(vec![path.clone()]);
    let before = world.snapshot();
    assert_eq!(fields(&before, "a.yaml"), "replicas");
    *disk.0.lock().unwrap() = with(&CRD.replace("replicas", "size"));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "replicas");
    world.disk_changed(&[absolute("Dockerfile")]);
    assert_eq!(world.snapshot().schemas_revision(), before.schemas_revision());
    world.disk_changed(std::slice::from_ref(&path));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "size");
    assert_eq!(fields(&before, "a.yaml"), "replicas");
}

#[test]
fn a_definition_may_break_off_anywhere() {
    for end in (0..CRD.len()).filter(|end| CRD.is_char_boundary(*end)) {
        let mut world = world("#- a.yaml\nkind: Tab\n");
        world.open(&absolute("tab.yaml"), CRD[..end].into(), 1, Some("yaml"));
        let seen = fields(&world.snapshot(), "a.yaml");
        assert!(["-", "", "replicas"].contains(&seen.as_str()) || "replicas".starts_with(&seen), "{end}: {seen}");
    }
}

#[test]
fn what_is_asked_holds_until_the_kinds_change() {
    let mut world = world(&format!("#- tab.yaml\n{CRD}#- a.yaml\nkind: Tab\n"));
    let ask = |world: &World, kind: &str| {
        let kinds = vec![("example.com/v1".to_owned(), kind.to_owned())];
        Answer::new(Question::Kinds(absolute("a.yaml"), kinds), &world.snapshot())
    };
    let (known, unknown, core) = (ask(&world, "Tab"), ask(&world, "Chair"), ask(&world, "Pod"));
    let revision = world.snapshot().schemas_revision();

    // Another file, and the same definition as before with a comment more.
    world.open(&absolute("a.yaml"), "kind: Tab\n# more\n".into(), 2, Some("yaml"));
    world.open(&absolute("tab.yaml"), format!("# more\n{CRD}").into(), 1, Some("yaml"));
    let snapshot = world.snapshot();
    assert!([&known, &unknown, &core].iter().all(|answer| answer.holds(&snapshot)));
    let opened = world.snapshot().schemas_revision();
    assert_ne!(opened, revision);
    world.open(&absolute("a.yaml"), "kind: Tab\n# even more\n".into(), 3, None);
    assert_eq!(world.snapshot().schemas_revision(), opened);

    world.open(&absolute("tab.yaml"), CRD.replace("replicas", "size").into(), 2, None);
    let snapshot = world.snapshot();
    assert_ne!(snapshot.schemas_revision(), opened);
    assert!(!known.holds(&snapshot) && !unknown.holds(&snapshot));
}

#[test]
fn of_two_definitions_the_nearer_one_counts() {
    let other = CRD.replace("replicas", "size");
    let files =
        format!("#- one/crds/tab.yaml\n{CRD}#- two/crds/tab.yaml\n{other}#- one/a.yaml\na: 1\n#- two/b/c.yaml\na: 1\n");
    let snapshot = world(&files).snapshot();
    assert_eq!(fields(&snapshot, "one/a.yaml"), "replicas");
    assert_eq!(fields(&snapshot, "two/b/c.yaml"), "size");
    assert_eq!(fields(&snapshot, "three.yaml"), "replicas");
}

#[test]
fn folders_of_the_settings_stand_above_the_workspace_and_imports_below() {
    let schema = r#"{"type": "object", "properties": {"spec": {"properties": {"NAME": {"type": "string"}}}}}"#;
    let catalog = |name: &str| schema.replace("NAME", name);
    let files = format!(
        "#- plimsoll.yaml\na: 1\n#- set/plimsoll.yaml\nschemas: {{folders: [../data/schemas]}}\n#- tab.yaml\n{CRD}\
         #- data/schemas/example.com/tab_v1.json\n{}\n#- data/imports/example.com/tab_v1.json\n{}\n\
         #- data/imports/example.com/chair_v1.json\n{}\n",
        catalog("set"),
        catalog("imported"),
        catalog("imported"),
    );
    let mut world = world(&files);
    world.set_imports(vec![absolute("data/imports")]);
    let snapshot = world.snapshot();
    assert_eq!(fields(&snapshot, "a.yaml"), "replicas");
    assert_eq!(fields(&snapshot, "set/a.yaml"), "set");
    let catalog = snapshot.catalog(&absolute("a.yaml"));
    assert!(catalog.kind("example.com/v1", "Chair").is_some());
    // What is half typed settles nothing.
    assert!(catalog.kind("example.com/v1", "chair").is_none());
    assert!(catalog.is_known_group("example.com") && !catalog.is_known_group("example.org"));
    let places: Vec<_> = snapshot.schema_places(&absolute("set/a.yaml")).into_iter().map(|place| place.path).collect();
    assert_eq!(places, [absolute("data/schemas"), absolute("tab.yaml"), absolute("data/imports")]);

    world.set_known(vec![]);
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "imported");
}

#[test]
fn a_document_may_name_its_schema() {
    let schema = r#"{"properties": {"spec": {"properties": {"named": {"type": "string"}}}}}"#;
    let files = format!("#- tab.yaml\n{CRD}#- s/tab.json\n{schema}\n#- a.yaml\na: 1\n");
    let mut world = world(&files);
    let text = |name: &str| format!("# yaml-language-server: $schema={name}\napiVersion: example.com/v1\nkind: Tab\n");
    world.open(&absolute("a.yaml"), text("s/tab.json").into(), 1, Some("yaml"));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "named");
    assert_eq!(fields(&world.snapshot(), "b.yaml"), "replicas");
    world.open(&absolute("s/tab.json"), schema.replace("named", "typed").into(), 1, Some("json"));
    assert_eq!(fields(&world.snapshot(), "a.yaml"), "typed");
    for name in ["https://example.com/tab.json", "gone.json", "tab"] {
        world.open(&absolute("a.yaml"), text(name).into(), 2, None);
        assert_eq!(fields(&world.snapshot(), "a.yaml"), "replicas", "{name}");
    }
}

/// What importing `paths` of a fixture comes to.
fn check_import(files: &str, paths: &[&str], expected: &Expect) {
    let files = Memory::new(Fixture::parse(files).files.into_iter().map(|file| (absolute(&file.path), file.text)));
    let paths: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
    let Import { files, bundled, mistakes } = Import::read(&files, &paths);
    let mut text: String =
        files.iter().map(|(path, text)| format!("== {}\n{}\n", path.display(), text.trim_end())).collect();
    if bundled > 0 {
        text.push_str(&format!("({bundled} bundled)\n"));
    }
    for Mistake { file, place, reason } in mistakes {
        text.push_str(&format!("! {} {place}: {reason}\n", file.display()));
    }
    expected.assert_eq(&text);
}

#[test]
fn what_is_imported_is_a_file_for_each_version_of_a_kind() {
    let openapi = r##"{"openapi": "3.0.0", "components": {"schemas": {
        "a.Tab": {"properties": {"spec": {"$ref": "#/components/schemas/a.Spec"}},
                  "x-kubernetes-group-version-kind": [{"group": "a.example.com", "version": "v1", "kind": "Tab"}]},
        "a.Spec": {"properties": {"inner": {"$ref": "#/components/schemas/a.Spec"}}},
        "a.Other": {"type": "string"},
        "Pod": {"x-kubernetes-group-version-kind": [{"group": "", "version": "v1", "kind": "Pod"}]}}}}"##;
    let files = format!(
        "#- crd.yaml\n{CRD}#- openapi.json\n{openapi}\n#- cat/b.example.com/chair_v1beta1.json\n{{\"type\": \"object\"}}\n\
         #- cat/cert-manager.io/certificate_v1.json\n{{\"type\": \"object\"}}\n#- cat/notes.yaml\na: 1\n",
    );
    check_import(
        &files,
        &["crd.yaml", "openapi.json", "cat"],
        &expect![[r#"
        == a.example.com/Tab_v1.facts
        kind a.example.com/v1 Tab : object->a.Tab
        type a.Spec : any
         inner ->a.Spec
        type a.Tab : any
         spec ->a.Spec
        == b.example.com/chair_v1beta1.json
        {"type":"object"}
        == cert-manager.io/Certificate_v1.facts
        kind cert-manager.io/v1 Certificate : object
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
        == example.com/Tab_v1.facts
        kind example.com/v1 Tab plural=tabs scope=Namespaced marks=storage : object
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
         spec object
          replicas int
        (1 bundled)
    "#]],
    );
}

#[test]
fn what_cannot_be_imported_is_told() {
    let files = "#- none.yaml\na: 1\n#- plain.json\n{\"type\": \"object\"}\n#- bad.yaml\nkind: CustomResourceDefinition\nspec: {}\n\
                 #- half.json\n{\"type\": \n";
    check_import(
        files,
        &["none.yaml", "plain.json", "bad.yaml", "half.json", "gone.yaml"],
        &expect![[r#"
        ! /w/none.yaml : there is no schema in it: no CustomResourceDefinition, OpenAPI document or JSON Schema
        ! /w/plain.json : it does not say which kind it is for: call it `GROUP/KIND_VERSION.json`, in lower case
        ! /w/bad.yaml /spec/group: an API group is needed, such as `example.com`
        ! /w/half.json : there is no schema in it: no CustomResourceDefinition, OpenAPI document or JSON Schema
        ! /w/gone.yaml : there is no such file
    "#]],
    );
}
