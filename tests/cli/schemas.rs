//! Schemas of custom resources: importing, listing, removing.

use expect_test::{Expect, expect};

use crate::workspace::Workspace;

const CRD: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: {kind: Tab, plural: tabs}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
  - name: v1beta1
    served: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
";

/// Runs the binary and holds what it writes, both streams with the exit code, against `expected`.
fn check(workspace: &Workspace, arguments: &[&str], expected: &Expect) {
    let ran = workspace.run(arguments);
    let home = workspace.path("").display().to_string();
    let text = format!("{}{}exit code {}\n", ran.stderr, ran.stdout, ran.code.unwrap_or(-1));
    expected.assert_eq(&text.replace(&home, ""));
}

#[test]
fn what_is_imported_is_listed_and_can_be_removed() {
    let workspace = Workspace::new(&format!(
        "#- in/crd.yaml\n{CRD}#- in/example.org/chair_v1.json\n{{\"type\": \"object\"}}\n#- apps/a.yaml\na: 1\n"
    ));
    check(
        &workspace,
        &["schemas", "import", "in"],
        &expect![[r#"
        imported 2 kinds in 3 versions of 2 groups into .data/plimsoll/schemas
        exit code 0
    "#]],
    );
    check(
        &workspace,
        &["schemas", "list", "apps"],
        &expect![[r#"
            workspace in/crd.yaml: 1 kind
              example.com/v1: Tab
              example.com/v1beta1: Tab
            imported .data/plimsoll/schemas: 2 kinds
              example.com/v1: Tab
              example.com/v1beta1: Tab
              example.org/v1: chair
            bundled Kubernetes 1.24 to 1.37, 911 versions of custom resources
            exit code 0
        "#]],
    );
    check(
        &workspace,
        &["schemas", "remove", "example.com/v1beta1", "example.net"],
        &expect![[r#"
        plimsoll: nothing called `example.net` was imported; `plimsoll schemas list` shows what was
        removed 1 schema
        exit code 2
    "#]],
    );
    check(
        &workspace,
        &["schemas", "remove", "--all"],
        &expect![[r#"
        removed 2 schemas
        exit code 0
    "#]],
    );
    check(
        &workspace,
        &["schemas", "list", "apps/a.yaml"],
        &expect![[r#"
            workspace in/crd.yaml: 1 kind
              example.com/v1: Tab
              example.com/v1beta1: Tab
            imported .data/plimsoll/schemas: 0 kinds
            bundled Kubernetes 1.24 to 1.37, 911 versions of custom resources
            exit code 0
        "#]],
    );
}

#[test]
fn a_folder_of_the_workspace_is_named_in_the_settings() {
    let workspace = Workspace::new("#- apps/a.yaml\na: 1\n");
    let list = "apiVersion: v1\nkind: List\nitems:\n- ".to_owned() + CRD.trim_end().replace('\n', "\n  ").as_str();
    let ran = workspace.pipe(&["schemas", "import", "-", "--to", "schemas"], list + "\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout, "imported 1 kind in 2 versions of 1 group into schemas\n");
    workspace.write("plimsoll.yaml", "schemas: {folders: [schemas]}\n");
    check(
        &workspace,
        &["schemas", "list"],
        &expect![[r#"
            settings schemas: 1 kind
              example.com/v1: Tab
              example.com/v1beta1: Tab
            imported .data/plimsoll/schemas: 0 kinds
            bundled Kubernetes 1.24 to 1.37, 911 versions of custom resources
            exit code 0
        "#]],
    );
}

#[test]
fn what_cannot_be_imported_is_told() {
    let workspace =
        Workspace::new("#- notes.yaml\na: 1\n#- crd.yaml\nkind: CustomResourceDefinition\nspec: {group: a.b}\n");
    check(
        &workspace,
        &["schemas", "import", "notes.yaml", "crd.yaml", "gone.json"],
        &expect![[r#"
        notes.yaml: there is no schema in it: no CustomResourceDefinition, OpenAPI document or JSON Schema
        crd.yaml: /spec/names/kind: the name of the kind is needed, such as `CronTab`
        gone.json: there is no such file
        nothing was imported
        exit code 2
    "#]],
    );
    check(
        &workspace,
        &["schemas", "import"],
        &expect![[r#"
        error: the following required arguments were not provided:
          <PATH>...

        Usage: plimsoll schemas import <PATH>...

        For more information, try '--help'.
        exit code 2
    "#]],
    );
}

#[test]
fn a_named_file_is_judged_by_the_definitions_beside_it() {
    let workspace = Workspace::new(
        "
#- crds/shop.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: shops, singular: shop, kind: Shop, listKind: ShopList}
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
            properties: {open: {type: boolean}}
#- shops/one.yaml
apiVersion: example.com/v1
kind: Shop
metadata: {name: one}
spec: {opne: true}
",
    );
    let ran = workspace.run(&["check", "shops/one.yaml"]);
    assert!(ran.stdout.contains("`opne` is no field of `spec`: write `open`"), "{}", ran.shown());
}
