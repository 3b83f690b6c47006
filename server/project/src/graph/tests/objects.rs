use std::path::Path;

use expect_test::{Expect, expect};

use crate::graph::{Amounts, File, Origin};

/// What stays of a file, in short lines.
#[track_caller]
fn check(path: &str, text: &str, expected: &Expect) {
    let file = File::read(Path::new(path), &syntax::yaml::parse(text));
    let mut out = String::new();
    for object in &file.objects {
        let identity = &object.identity;
        let group = if identity.group.is_empty() { "core" } else { &identity.group };
        let origin = if object.origin == Origin::Generator { " (generated)" } else { "" };
        let name = if object.is_name_generated { format!("{}*", identity.name) } else { identity.name.to_string() };
        let namespace = identity.namespace.as_deref().unwrap_or("-");
        out.push_str(&format!("{group}/{} {} {namespace} {name}{origin}\n", identity.version, identity.kind));
        let site = &object.site;
        out.push_str(&format!("  at {:?} {:?}\n", &text[site.kind], &text[site.name]));
        if let Some(pod) = &object.pod {
            out.push_str(&format!("  Pod {:?} {:?}\n", pod.labels, pod.volumes));
            for container in &pod.containers {
                let ports: Vec<_> = container.ports.iter().map(|port| (port.name.as_deref(), port.number)).collect();
                out.push_str(&format!("    {:?} {} {} {ports:?}\n", container.role, container.name, container.image));
            }
            let amounts = |it: Amounts| format!("{:?} {:?}", it.cpu, it.memory);
            out.push_str(&format!("    requests {} limits {}\n", amounts(pod.requests()), amounts(pod.limits())));
        }
        for port in &object.ports {
            out.push_str(&format!("  port {:?} {} -> {:?}\n", port.name, port.number, port.target));
        }
        for key in &object.keys {
            out.push_str(&format!("  key {} at {:?}\n", key.name, &text[key.range]));
        }
        for noted in &object.attributes {
            out.push_str(&format!("  {:?} {} {:?} {}\n", noted.attribute, noted.item, noted.key, noted.text));
        }
        for reference in &object.references {
            let part = reference.part.as_ref().map(|(part, range)| format!(" [{part} at {:?}]", &text[*range]));
            let at = &text[reference.range];
            out.push_str(&format!(
                "  {:?} {} {}{} at {at:?}\n",
                reference.edge,
                reference.kind,
                reference.name,
                part.unwrap_or_default()
            ));
        }
        for made in &object.makes {
            let stem = if made.is_stem { "*" } else { "" };
            out.push_str(&format!("  makes {} {}{stem} {:?}\n", made.kind, made.name, made.keys));
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn a_workload() {
    check(
        "a.yaml",
        "apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  serviceName: db
  replicas: 3
  template:
    metadata: {labels: {app: db, app: db2}}
    spec:
      initContainers:
      - {name: setup, image: busybox, resources: {requests: {cpu: 2}}}
      - {name: log, image: fluentd, restartPolicy: Always, resources: {limits: {cpu: 100m, memory: 64Mi}}}
      containers:
      - name: db
        image: 'registry.example.org/db:1@sha256:0'
        ports: [{containerPort: 5432, name: sql}, {containerPort: x}]
        resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 2Gi}}
      volumes: [{name: tmp, emptyDir: {}}]
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
",
        &expect![[r#"
            apps/v1 StatefulSet shop db
              at "StatefulSet" "db"
              Pod [("app", "db2")] ["tmp"]
                Init setup busybox []
                Sidecar log fluentd []
                Main db registry.example.org/db:1@sha256:0 [(Some("sql"), 5432), (None, 0)]
                requests Some(2000) Some(1140850688) limits Some(100) Some(2214592512)
              Replicas 0 "" 3
              ClaimTemplate 0 "" data
              AccessMode 0 "" ReadWriteOnce
              StorageRequest 0 "" 1Gi
              GoverningService Service db at "db"
              StorageClass StorageClass fast at "fast"
              Namespace Namespace shop at "shop"
              makes PersistentVolumeClaim data-db-* None
        "#]],
    );
}

#[test]
fn lists_broken_lines_and_what_is_none() {
    check(
        "a.yaml",
        "kind: List
apiVersion: v1
items:
- apiVersion: v1
  kind: Service
  metadata: {generateName: web-}
  spec:
    ports:
    - {name: http, port: 80, targetPort: web}
    - port: 81
- kind: List
  items:
  - apiVersion: extensions/v1beta1
    kind: Ingress
    metadata:
      name: half
      nam
    spec: {rules: [{host: a.example.org}]}
---
not: an object
---
- a list
---
kind: ConfigMap
metadata:
  name: \"quoted\"
data: {a: 1, \"b.c\": x}
---
apiVersion: v1
kind:
",
        &expect![[r#"
            core/v1 Service - web-*
              at "Service" "web-"
              port Some("http") 80 -> Some("web")
              port None 81 -> Some("81")
            networking.k8s.io/v1beta1 Ingress - half
              at "Ingress" "half"
              Host 0 "" a.example.org
            core/ ConfigMap - quoted
              at "ConfigMap" "quoted"
              key a at "a"
              key b.c at "b.c"
        "#]],
    );
}

#[test]
fn json_and_aliases() {
    check(
        "a.json",
        r#"{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "type": "Opaque", "stringData": {"k": "v"}}"#,
        &expect![[r#"
            core/v1 Secret - a
              at "Secret" "a"
              key k at "k"
              SecretType 0 "" Opaque
        "#]],
    );
    check(
        "a.yaml",
        "apiVersion: v1
kind: Pod
metadata: {name: &name web, labels: &labels {app: *name}}
spec:
  volumes:
  - &volume {name: a, configMap: {name: one}}
  - {<<: *volume, name: b}
  serviceAccountName: *name
",
        &expect![[r#"
            core/v1 Pod - web
              at "Pod" "web"
              Pod [("app", "web")] ["a", "b"]
                requests None None limits None None
              Volume ConfigMap one at "one"
              ServiceAccount ServiceAccount web at "web"
        "#]],
    );
}

#[test]
fn generators() {
    check(
        "a/kustomization.yaml",
        "namespace: shop
configMapGenerator:
- name: app
  literals: [A=1, B=2]
  files: [x/app.ini, own=y]
- name: more
  envs: [a.env]
secretGenerator:
- {name: login, namespace: other, behavior: merge, literals: ['password=x']}
",
        &expect![[r#"
            core/v1 ConfigMap - app (generated)
              at "app" "app"
              key A at "A=1"
              key B at "B=2"
              key app.ini at "x/app.ini"
              key own at "own=y"
            core/v1 ConfigMap - more (generated)
              at "more" "more"
            core/v1 Secret other login (generated)
              at "login" "login"
              key password at "password=x"
        "#]],
    );
}

#[test]
fn limits_quotas_and_roles() {
    check(
        "a.yaml",
        "apiVersion: v1
kind: LimitRange
metadata: {name: a}
spec: {limits: [{type: Container, max: {cpu: 1}, default: {memory: 1Gi}}, {type: Pod, min: {cpu: 100m}}]}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: a}
spec: {hard: {requests.cpu: '10', pods: 5}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: a}
rules:
- {apiGroups: [''], resources: [secrets], verbs: [get, list]}
- {apiGroups: [apps], resources: ['*'], verbs: ['*']}
",
        &expect![[r#"
            core/v1 LimitRange - a
              at "LimitRange" "a"
              LimitType 0 "" Container
              LimitMax 0 "cpu" 1
              LimitDefault 0 "memory" 1Gi
              LimitType 1 "" Pod
              LimitMin 1 "cpu" 100m
            core/v1 ResourceQuota - a
              at "ResourceQuota" "a"
              QuotaHard 0 "requests.cpu" 10
              QuotaHard 0 "pods" 5
            rbac.authorization.k8s.io/v1 Role - a
              at "Role" "a"
              RuleGroup 0 "" 
              RuleResource 0 "" secrets
              RuleVerb 0 "" get
              RuleVerb 0 "" list
              RuleGroup 1 "" apps
              RuleResource 1 "" *
              RuleVerb 1 "" *
        "#]],
    );
}
