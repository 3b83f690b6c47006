//! `plimsoll graph`

use std::path::Path;

use expect_test::expect;
use serde_json::Value;

use crate::workspace::Workspace;

/// A copy of the fixture with a cluster's workspace.
fn cluster() -> Workspace {
    fn copy(workspace: &Workspace, folder: &Path, below: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let name = below.join(entry.file_name());
            if entry.path().is_dir() {
                copy(workspace, &entry.path(), &name);
            } else {
                let text = std::fs::read(entry.path()).expect("a file");
                workspace.write(name.to_str().expect("a name"), text);
            }
        }
    }
    let workspace = Workspace::empty();
    copy(&workspace, &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cluster"), Path::new(""));
    workspace
}

#[test]
fn a_flowchart_of_one_kind_and_its_neighbours() {
    let ran = cluster().run(&["graph", "--kind", "deployment", "--namespace", "shop"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    expect![[r#"
        flowchart LR
          subgraph s0["shop"]
            n0["ConfigMap api-config"]
            n1["Deployment api"]
            n2["Deployment banner"]
            n3["Deployment banners"]:::missing
            n4["HorizontalPodAutoscaler api"]
            n5["HorizontalPodAutoscaler banner"]
            n6["NetworkPolicy allow-dns"]
            n7["NetworkPolicy api"]
            n8["NetworkPolicy db"]
            n9["NetworkPolicy default-deny"]
            n10["PodDisruptionBudget api"]
            n11["Secret api-db"]:::made
            n12["Service api"]
            n13["ServiceAccount api"]
          end
          n1 -->|mounts| n0
          n1 -->|reads| n0
          n1 -->|reads| n11
          n1 -->|runs as| n13
          n2 -->|reads| n11
          n4 -->|scales| n1
          n5 -->|scales| n3
          n6 -->|is about| n1
          n6 -->|is about| n2
          n7 -->|is about| n1
          n8 -->|lets through| n1
          n9 -->|is about| n1
          n9 -->|is about| n2
          n10 -->|guards| n1
          n12 -->|selects| n1
          classDef made stroke-dasharray:4 3
          classDef missing stroke:#d33,stroke-width:2px,color:#d33
    "#]]
    .assert_eq(&ran.stdout);
}

#[test]
fn what_is_missing_stands_out() {
    let ran = cluster().run(&["graph", "promo", "--format", "dot", "--kind", "Ingress"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    expect![[r#"
        digraph workspace {
          rankdir=LR
          node [shape=box]
          n0 [label="IngressClass nginx" style=dotted]
          subgraph cluster_1 {
            label="shop"
            n1 [label="Ingress banner"]
            n2 [label="Service banners" color=red fontcolor=red]
          }
          n1 -> n0 [label="is handled by"]
          n1 -> n2 [label="sends to"]
        }
    "#]]
    .assert_eq(&ran.stdout);
}

#[test]
fn objects_and_edges_as_json() {
    let workspace = cluster();
    let ran = workspace.run(&["graph", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let graph: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let objects = graph["objects"].as_array().expect("objects");
    for edge in graph["edges"].as_array().expect("edges") {
        for end in ["from", "to"] {
            let id = edge[end].as_u64().and_then(|id| usize::try_from(id).ok()).expect("a number");
            assert_eq!(objects[id]["id"], edge[end]);
        }
    }
    let written = objects.iter().filter(|object| object["standing"] == "written");
    assert!(written.clone().count() > 20 && written.clone().all(|it| it["file"].is_string() && it["line"].is_u64()));
    // The same on every run.
    assert_eq!(workspace.run(&["graph", "--format", "json"]).stdout, ran.stdout);
}

#[test]
fn what_is_not_there_is_said() {
    let workspace = Workspace::new("#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"a\\\"]<b>\\n\"}\n");
    let ran = workspace.run(&["graph", "--kind", "Service"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "flowchart LR\n"));
    assert_eq!(ran.stderr, "plimsoll: there is no such object in the manifests here\n");
    assert_eq!(workspace.run(&["graph"]).stdout, "flowchart LR\n  n0[\"ConfigMap a#quot;]#lt;b#gt;\"]\n");
    let ran = workspace.run(&["graph", "gone"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), "plimsoll: gone: there is no such file or folder\n"));
}
