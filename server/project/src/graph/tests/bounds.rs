use std::fmt::Write;
use std::path::Path;

use super::{graph, put};
use crate::graph::{File, Graph};
use testing::Fixture;

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n";

#[test]
fn taking_all_out_leaves_nothing() {
    let fixture = Fixture::parse(&format!("#- a.yaml\n{SERVICE}#- b.yaml\n{SERVICE}---\n{SERVICE}"));
    let mut graph = graph(&fixture);
    assert_eq!(graph.len(), 2);
    let before = graph.clone();
    for path in ["a.yaml", "b.yaml", "c.yaml"] {
        graph.set(Path::new(path), None);
    }
    assert!(graph.is_empty());
    assert!(graph.inquire(Path::new("a.yaml")).of_kind("Service").is_empty());
    assert_eq!(before.inquire(Path::new("a.yaml")).of_kind("Service").len(), 3);
}

#[test]
fn only_what_changed_is_asked_again() {
    let mut graph = Graph::default();
    put(&mut graph, "a.yaml", SERVICE);
    put(&mut graph, "b.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\n");
    let asked = |graph: &Graph, kind: &str| {
        let inquiry = graph.inquire(Path::new("c.yaml"));
        assert!(inquiry.of_kind(kind).len() < 2);
        inquiry.into_asked()
    };
    let (services, secrets, jobs) = (asked(&graph, "Service"), asked(&graph, "Secret"), asked(&graph, "Job"));
    // Lines above and comments around change nothing that anybody is told.
    assert!(put(&mut graph, "a.yaml", &format!("# new\n\n{SERVICE}")).is_empty());
    let changes = put(&mut graph, "a.yaml", &SERVICE.replace("app: web", "app: api"));
    assert!(changes.touch(&services) && !changes.touch(&secrets) && !changes.touch(&jobs));
    assert!(!services.iter().all(|it| it.holds(&graph)) && secrets.iter().all(|it| it.holds(&graph)));
    let changes = put(&mut graph, "d.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: b}\n");
    assert!(changes.touch(&jobs) && !jobs.iter().all(|it| it.holds(&graph)) && !changes.touch(&secrets));
    let changes = put(&mut graph, "a.yaml", SERVICE);
    assert!(changes.touch(&services) && services.iter().all(|it| it.holds(&graph)));
}

#[test]
fn many_of_one_name_are_bounded() {
    let mut text = String::new();
    for index in 0..10_000 {
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: one}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{index}}}\nspec: {{volumes: [{{configMap: {{name: one}}}}]}}\n"
        );
    }
    let mut graph = Graph::default();
    put(&mut graph, "a.yaml", &text);
    let inquiry = graph.inquire(Path::new("a.yaml"));
    let file = graph.file(Path::new("a.yaml")).unwrap();
    assert_eq!(inquiry.referrers(&file.objects[0]).len(), 10_000);
    assert_eq!(inquiry.twins(&file.objects[0]).len(), 9_999);
    let pod = &file.objects[1];
    assert_eq!(inquiry.lookup(pod, &pod.references[0]).definitions().len(), 10_000);
}

#[test]
fn aliases_do_not_multiply() {
    let mut text =
        "apiVersion: v1\nkind: List\nx: &p {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {volumes: ["
            .to_owned();
    text.push_str(&"{configMap: {name: a}}, ".repeat(2_000));
    text.push_str("]}}\nitems: [");
    text.push_str(&"*p, ".repeat(2_000));
    text.push_str("]\n");
    let file = File::read(Path::new("a.yaml"), &syntax::yaml::parse(text));
    let references: usize = file.objects.iter().map(|object| object.references.len()).sum();
    assert!(references < 100_000, "{references}");
}

/// Some of everything, written as it is rarely written.
const ODD: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: 'ü', namespace: [a], labels: {a: {b: c}, d: !!str e}}
spec:
  selector: {matchLabels: [x], matchExpressions: {key: a}}
  replicas: {}
  template:
    metadata: {labels: *none}
    spec:
      containers: [{name: a, ports: [{containerPort: 99999999999}, 7], env: [{valueFrom: {secretKeyRef: x}}, 3]}, b]
      volumes: {name: x}
      imagePullSecrets: [{name: {}}, {name: [a]}, {name: \"\"}]
---
kind: List
items: [{kind: List, items: [{kind: List, items: [{kind: List, items: [{kind: A, apiVersion: b}]}]}]}]
---
apiVersion: a/b/c
kind: [Service]
---
apiVersion: v1
kind: Service
metadata: {name: -, namespace: '${x}'}
spec: {selector: {a: ~}, ports: {port: 1}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
spec: {data: [{secretKey: [a]}], target: {name: {}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a}
spec: {host: .svc, subsets: 3}
";

#[test]
fn whatever_is_typed_is_read() {
    let ends = (0..ODD.len()).filter(|end| ODD.is_char_boundary(*end));
    for path in ["a/b.yaml", "a/kustomization.yaml"] {
        for end in ends.clone() {
            let mut graph = Graph::default();
            put(&mut graph, path, &ODD[..end]);
            let inquiry = graph.inquire(Path::new(path));
            for object in graph.file(Path::new(path)).iter().flat_map(|file| &file.objects) {
                for reference in &object.references {
                    let _ = inquiry.part(reference, &inquiry.lookup(object, reference));
                }
                for selector in &object.selectors {
                    let _ = (inquiry.selected(object, selector), inquiry.doubt(object, selector));
                }
                let _ = (inquiry.selecting(object), inquiry.referrers(object), inquiry.pods_beside(object));
            }
        }
    }
    let file = File::read(Path::new("a.yaml"), &syntax::yaml::parse(ODD));
    assert!(file.objects.len() >= 4, "{}", file.objects.len());
}
