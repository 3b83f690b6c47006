use std::path::Path;

use testing::Fixture;

use super::{check, graph, title};
use crate::graph::Completeness;

const OVERLAYS: &str = "
#- base/kustomization.yaml
resources: [web.yaml]
commonLabels: {team: shop}
#- base/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        envFrom:
        - configMapRef: {name: app}
                               ^^^ is ConfigMap app in dev/kustomization.yaml or ConfigMap app in prod/kustomization.yaml
        - secretRef: {name: other}
                            ^^^^^ missing
#- dev/kustomization.yaml
resources: [../base, ingress.yaml]
namePrefix: dev-
namespace: dev
configMapGenerator:
- name: app
  literals: [MODE=fast]
#- dev/ingress.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 2}
                                                ^^^ is Deployment web in base/web.yaml
#- prod/kustomization.yaml
resources: [../base]
patches:
- path: replicas.yaml
- path: ops.json
  target: {kind: Deployment}
namespace: prod
configMapGenerator:
- name: app
  files: [config/app.ini]
#- prod/replicas.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 3}
#- prod/ops.json
[{\"op\": \"remove\", \"path\": \"/spec/replicas\"}]
#- outside.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: dev}
spec: {scaleTargetRef: {kind: Deployment, name: dev-web}, minReplicas: 2}
                                                ^^^^^^^ is Deployment web in base/web.yaml
#- secret.yaml
apiVersion: v1
kind: Secret
metadata: {name: unrelated}
";

#[test]
fn references_find_their_way_through_overlays() {
    check(OVERLAYS);
}

#[test]
fn patches_are_no_whole_objects() {
    let graph = graph(&Fixture::parse(OVERLAYS));
    let completeness = |path: &str| {
        let path = Path::new(path);
        graph.inquire(path).completeness(&graph.file(path).unwrap().objects[0])
    };
    assert_eq!(completeness("base/web.yaml"), Completeness::Whole);
    assert_eq!(completeness("prod/replicas.yaml"), Completeness::Patch);
    assert_eq!(completeness("dev/kustomization.yaml"), Completeness::Whole);
    assert!(graph.file(Path::new("prod/ops.json")).is_none());
}

#[test]
fn an_overlay_says_the_namespace() {
    let graph = graph(&Fixture::parse(OVERLAYS));
    let namespaces = |path: &str| {
        let path = Path::new(path);
        graph.inquire(path).namespaces(&graph.file(path).unwrap().objects[0]).join(" ")
    };
    assert_eq!(namespaces("base/web.yaml"), "dev prod");
    assert_eq!(namespaces("dev/ingress.yaml"), "dev");
    assert_eq!(namespaces("outside.yaml"), "dev");
    assert_eq!(namespaces("secret.yaml"), "");
}

#[test]
fn who_refers_through_a_prefix_is_found() {
    let graph = graph(&Fixture::parse(OVERLAYS));
    let path = Path::new("base/web.yaml");
    let inquiry = graph.inquire(path);
    let by = inquiry.referrers(&graph.file(path).unwrap().objects[0]);
    let by: Vec<_> = by.iter().map(|(it, _)| format!("{} in {}", title(it.object), it.path.display())).collect();
    assert_eq!(
        by,
        ["HorizontalPodAutoscaler web in dev/ingress.yaml", "HorizontalPodAutoscaler dev/web in outside.yaml"]
    );
}

#[test]
fn what_lies_elsewhere_is_unknown() {
    check(
        "
#- a/kustomization.yaml
resources:
- github.com/org/repo//deploy?ref=v1
- web.yaml
#- a/web.yaml
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
imagePullSecrets: [{name: registry}]
                          ^^^^^^^^ unknown: unseen
---
apiVersion: v1
kind: Secret
metadata: {name: other}
#- flux/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {path: ./tenants/blue, targetNamespace: blue, sourceRef: {kind: GitRepository, name: flux-system}}
                                                                                           ^^^^^^^^^^^ unknown: kind
#- tenants/blue/web.yaml
apiVersion: v1
kind: Service
metadata: {name: web}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
                                        ^^^ is Service web, part unknown
#- other.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: red}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
                                        ^^^ unknown: far, part unknown
",
    );
}

#[test]
fn kustomizations_that_include_each_other_come_to_an_end() {
    check(
        "
#- a/kustomization.yaml
resources: [../b, ., pod.yaml]
namespace: one
#- b/kustomization.yaml
resources: [../a, ../b]
components: [../a]
#- a/pod.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {serviceAccountName: a}
                           ^ missing
#- b/account.yaml
apiVersion: v1
kind: ServiceAccount
metadata: {name: a, namespace: two}
",
    );
}
