//! What is said of objects and names by what is around them: cards, references, lenses, hints.

use expect_test::{Expect, expect};
use syntax::{TextEdit, TextRange, TextSize, apply};

use crate::check::{Case, check_hover};

/// A shop; `from` is replaced by `to`, which has the cursor.
fn shop(from: &str, to: &str) -> String {
    let text = "#- api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      serviceAccountName: api
      containers:
      - name: web
        image: api:1
        ports: [{name: http, containerPort: 8080}]
        resources: {requests: {cpu: 250m, memory: 256Mi}, limits: {memory: 512Mi}}
        envFrom:
        - configMapRef: {name: settings}
        - secretRef: {name: api-db}
        - secretRef: {name: gone}
        - secretRef: {name: perhaps, optional: true}
      - name: log
        image: log:1
        resources: {requests: {cpu: 250m, memory: 256Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
  minReplicas: 3
  maxReplicas: 10
#- shop.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {A: b}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: api-db, namespace: shop}
spec: {}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: api, namespace: shop}
---
apiVersion: v1
kind: Secret
metadata: {name: shop-tls, namespace: shop}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec:
  selector: {app: api}
  ports: [{name: web, port: 80, targetPort: http}]
---
apiVersion: v1
kind: Service
metadata: {name: lost, namespace: shop}
spec:
  selector: {app: lost}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  tls: [{hosts: [shop.example.com], secretName: shop-tls}]
  rules:
  - host: shop.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {name: www}}}}]}
";
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

#[test]
fn the_card_of_an_object() {
    check_hover(
        &shop("kind: Deployment\n", "kind: Deploy<|>ment\n"),
        &expect![[r#"
            api.yaml:2 `Deployment`
            **Deployment `shop/api`** · `apps/v1` · in a namespace · 3–10 × 500m / 512Mi (Burstable)

            ← `Service/api` :80 → `http` 8080 ← `Ingress/shop` `shop.example.com`

            → `Secret/gone` (**missing**), `ServiceAccount/api`, `ConfigMap/settings`, `Secret/api-db` (made by `ExternalSecret/api-db`) and 1 more

            ⇅ `HorizontalPodAutoscaler/api` 3–10 · `PodDisruptionBudget` none: a node drain may stop all 3 at once

            Keeps a number of interchangeable Pods and replaces them revision by revision through ReplicaSets. Pods get new names and no disks of their own. Things with identity or a disk for each replica go into a StatefulSet.
        "#]],
    );
    check_hover(
        &shop("kind: ConfigMap", "kind: Config<|>Map"),
        &expect![[r#"
        shop.yaml:2 `ConfigMap`
        **ConfigMap `shop/settings`** · `v1` · in a namespace

        ← `Deployment/api` reads it

        Up to 1 MiB of text for Pods of its namespace. Mounted files follow a change within about a minute; variables never do. A hash in the name, as Kustomize makes it, turns a change into a rolling update that can be undone.
    "#]],
    );
    check_hover(
        &shop("kind: Service\nmetadata: {name: api", "kind: Ser<|>vice\nmetadata: {name: api"),
        &expect![[r#"
        shop.yaml:20 `Service`
        **Service `shop/api`** · `v1` · in a namespace

        ← `Ingress/shop` `shop.example.com`

        → selects `Deployment/api` (3 to 10 Pods)

        A stable name and address in front of changing Pods. It is not a process: kube-proxy or the CNI rewrites packets on each node. Balancing is per connection, so HTTP/2, gRPC and keep-alive clients stick to one Pod until they reconnect.
    "#]],
    );
    check_hover(
        &shop("kind: Service\nmetadata: {name: lost", "kind: Ser<|>vice\nmetadata: {name: lost"),
        &expect![[r#"
        shop.yaml:27 `Service`
        **Service `shop/lost`** · `v1` · in a namespace

        → selects nothing

        A stable name and address in front of changing Pods. It is not a process: kube-proxy or the CNI rewrites packets on each node. Balancing is per connection, so HTTP/2, gRPC and keep-alive clients stick to one Pod until they reconnect.
    "#]],
    );
    check_hover(
        &shop("kind: Ingress", "kind: Ing<|>ress"),
        &expect![[r#"
        shop.yaml:34 `Ingress`
        **Ingress `shop/shop`** · `networking.k8s.io/v1` · in a namespace

        → `Secret/shop-tls`, `Service/api`

        Rules for a controller that has to be installed: without one the object is accepted and nothing happens. The API is frozen; what it lacks (header matches, weights, TCP) lives in each controller's annotations or in Gateway API.
    "#]],
    );
    check_hover(
        &shop("kind: Horizontal", "kind: Hori<|>zontal"),
        &expect![[r#"
            api.yaml:25 `HorizontalPodAutoscaler`
            **HorizontalPodAutoscaler `shop/api`** · `autoscaling/v2` · in a namespace

            → `Deployment/api`

            Every 15 s: wanted replicas = present × measured ÷ target, the largest over all metrics. Within 10 % of the target nothing happens. It reads averages over ready Pods, so it reacts after some 30 to 60 s plus start-up: headroom has to cover that.
        "#]],
    );
}

#[test]
fn what_a_name_leads_to() {
    check_hover(
        &shop("configMapRef: {name: settings", "configMapRef: {name: set<|>tings"),
        &expect![[r#"
        api.yaml:16 `settings`
        **ConfigMap `settings`** · in `shop.yaml`
    "#]],
    );
    check_hover(
        &shop("secretRef: {name: api-db", "secretRef: {name: api<|>-db"),
        &expect![[r#"
        api.yaml:17 `api-db`
        **Secret `api-db`** · made by ExternalSecret `api-db`, in `shop.yaml`
    "#]],
    );
    check_hover(
        &shop("secretRef: {name: gone", "secretRef: {name: go<|>ne"),
        &expect![[r#"
        api.yaml:18 `gone`
        **Secret `gone`** · missing

        **Nothing here is called so.** The container does not start: `CreateContainerConfigError`.
    "#]],
    );
    check_hover(
        &shop("secretRef: {name: perhaps", "secretRef: {name: per<|>haps"),
        &expect![[r#"
        api.yaml:19 `perhaps`
        **Secret `perhaps`** · optional

        Nothing in the workspace is called so, and the Pod starts without it.
    "#]],
    );
    check_hover(
        &shop("kind: Deployment, name: api", "kind: Deployment, name: a<|>pi"),
        &expect![[r#"
        api.yaml:28 `api`
        **Deployment `api`** · in this file
    "#]],
    );
    check_hover(
        &shop("service: {name: api, port: {name: www", "service: {name: api, port: {name: w<|>ww"),
        &expect![[r#"
        shop.yaml:40 `www`
        **Service `api`** · in this file

        **It has no `www`**; there: `web` (80).
    "#]],
    );
    check_hover(
        &shop("service: {name: api,", "service: {name: a<|>pi,"),
        &expect![[r#"
        shop.yaml:40 `api`
        **Service `api`** · in this file

        **It has no `www`**; there: `web` (80).
    "#]],
    );
    let overlays = "#- base/kustomization.yaml\nresources: [a.yaml]\n#- base/a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b, envFrom: [{configMapRef: {name: s<|>ettings}}]}]}\n#- one/kustomization.yaml\nresources: [../base]\nconfigMapGenerator: [{name: settings}]\n#- two/kustomization.yaml\nresources: [../base]\nconfigMapGenerator: [{name: settings}]\n";
    check_hover(
        overlays,
        &expect![[r#"
        base/a.yaml:4 `settings`
        **ConfigMap `settings`** · one of 2

        Which one depends on what is built: `one/kustomization.yaml`, `two/kustomization.yaml`.
    "#]],
    );
}

/// The file with the cursor, its lenses above the lines and its hints in them.
#[track_caller]
fn check_shown(fixture: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let path = case.cursor().0;
    let text = case.text(&path);
    let hints = crate::inlay::hints(&case.snapshot, &path, TextRange::up_to(TextSize::of(text)));
    let hints = hints.iter().map(|hint| TextEdit::insert(hint.offset, format!(" «{}»", hint.label)));
    let mut shown = apply(text, &hints.collect::<Vec<_>>()).expect("hints lie inside the text");
    shown.retain(|letter| letter != '\r');
    let mut out = String::new();
    for lens in crate::lens::lenses(&case.snapshot, &path).0 {
        let places: Vec<String> = lens.places.iter().map(|it| case.shown(&it.path, it.range)).collect();
        out += &format!("{}: {} ({})\n", case.shown(&path, lens.range), lens.title, places.join(", "));
    }
    let kinds = shown.lines().filter(|line| line.starts_with("kind: ") && line.contains('«'));
    expected.assert_eq(&format!("{out}{}\n", kinds.collect::<Vec<_>>().join("\n")));
}

#[test]
fn lenses_and_hints() {
    check_shown(
        &shop("image: api:1", "image: a<|>pi:1"),
        &expect![[r#"
        api.yaml:2 `Deployment`: referenced by 1 (api.yaml:28 `api`)
        kind: Deployment «Burstable»
    "#]],
    );
    check_shown(
        &shop("data: {A: b}", "data: {A: <|>b}"),
        &expect![[r#"
        shop.yaml:2 `ConfigMap`: referenced by 1 (api.yaml:16 `settings`)
        shop.yaml:12 `ServiceAccount`: referenced by 1 (api.yaml:9 `api`)
        shop.yaml:16 `Secret`: referenced by 1 (shop.yaml:37 `shop-tls`)
        shop.yaml:20 `Service`: selects 3 to 10 Pods (api.yaml:3 `api`)
        shop.yaml:20 `Service`: referenced by 1 (shop.yaml:40 `api`)
        shop.yaml:27 `Service`: selects nothing ()
        kind: Service «→ Deployment api»
    "#]],
    );
    let settings =
        serde_json::json!({ "hints": { "selectedPods": false, "qualityOfService": false, "defaultedFields": false } });
    let case = Case::with(&shop("image: api:1", "image: a<|>pi:1"), |world| {
        let files = world.snapshot();
        let flags = project::settings::Flags::default();
        let editor = [(None, settings.clone())];
        world.set_settings(project::settings::SettingsTree::read(files.files(), &[], &editor, &flags));
    });
    let path = case.cursor().0;
    assert_eq!(crate::inlay::hints(&case.snapshot, &path, TextRange::up_to(TextSize::of(case.text(&path)))), []);
}
