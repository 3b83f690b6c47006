//! Names in the graph: where they lead, who has them, what renaming them changes.

use expect_test::expect;

use crate::check::{check_definition, check_references, check_refused, check_renamed_files};

/// A shop of four files; `MARK` stands for the cursor, in one of them.
fn shop(from: &str, with_cursor: &str) -> String {
    let text = "#- config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: api-config
data:
  LOG_LEVEL: info
  app.conf: a
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
#- deploy.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: api
      containers:
      - name: main
        image: nginx
        ports:
        - name: http
          containerPort: 8080
        readinessProbe:
          httpGet: {port: http}
        env:
        - name: LEVEL
          valueFrom:
            configMapKeyRef:
              name: api-config
              key: LOG_LEVEL
        - name: MEMORY
          valueFrom: {resourceFieldRef: {containerName: main, resource: limits.memory}}
        volumeMounts:
        - name: conf
          mountPath: /etc/app
      volumes:
      - name: conf
        configMap:
          name: api-config
#- service.yaml
apiVersion: v1
kind: Service
metadata:
  name: front
spec:
  selector:
    app: web
  ports:
  - name: web
    port: 80
    targetPort: http
#- ingress.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
  - host: shop.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service: {name: front, port: {name: web}}
";
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, with_cursor)
}

#[test]
fn objects_across_files() {
    check_definition(
        &shop("              name: api-config\n", "              name: api-<|>config\n"),
        &expect![[r#"
            config.yaml:4 `api-config`
        "#]],
    );
    check_references(
        &shop("  name: api-config\ndata", "  name: api<|>-config\ndata"),
        &expect![[r#"
        config.yaml:4 `api-config` declares
        deploy.yaml:27 `api-config`
        deploy.yaml:37 `api-config`
    "#]],
    );
    check_references(
        &shop("serviceAccountName: api", "serviceAccountName: a<|>pi"),
        &expect![[r#"
        config.yaml:12 `api` declares
        deploy.yaml:14 `api`
    "#]],
    );
    check_renamed_files(
        &shop("  name: api-config\ndata", "  name: api<|>-config\ndata"),
        "settings",
        &expect![[r#"
        config.yaml
           4   name: settings
        deploy.yaml
          27               name: settings
          37           name: settings
    "#]],
    );
    check_renamed_files(
        &shop("{name: front,", "{name: fr<|>ont,"),
        "shop",
        &expect![[r#"
        ingress.yaml
          13           service: {name: shop, port: {name: web}}
        service.yaml
           4   name: shop
    "#]],
    );
}

#[test]
fn keys_and_ports() {
    check_definition(
        &shop("key: LOG_LEVEL", "key: LOG<|>_LEVEL"),
        &expect![[r#"
        config.yaml:6 `LOG_LEVEL`
    "#]],
    );
    check_references(
        &shop("key: LOG_LEVEL", "key: LOG<|>_LEVEL"),
        &expect![[r#"
        config.yaml:6 `LOG_LEVEL` declares
        deploy.yaml:28 `LOG_LEVEL`
    "#]],
    );
    check_references(
        &shop("  app.conf: a", "  app<|>.conf: a"),
        &expect![[r#"
        config.yaml:7 `app.conf` declares
    "#]],
    );
    check_renamed_files(
        &shop("  LOG_LEVEL: info", "  LOG<|>_LEVEL: info"),
        "LEVEL",
        &expect![[r#"
        config.yaml
           6   LEVEL: info
        deploy.yaml
          28               key: LEVEL
    "#]],
    );
    check_references(
        &shop("port: {name: web}", "port: {name: w<|>eb}"),
        &expect![[r#"
        ingress.yaml:13 `web`
        service.yaml:9 `web` declares
    "#]],
    );
    check_renamed_files(
        &shop("  - name: web\n    port", "  - name: w<|>eb\n    port"),
        "http",
        &expect![[r#"
        ingress.yaml
          13           service: {name: front, port: {name: http}}
        service.yaml
           9   - name: http
    "#]],
    );
}

#[test]
fn names_within_pods() {
    check_references(
        &shop("containerName: main", "containerName: ma<|>in"),
        &expect![[r#"
        deploy.yaml:16 `main` declares
        deploy.yaml:30 `main`
    "#]],
    );
    check_references(
        &shop("      - name: conf\n        configMap", "      - name: co<|>nf\n        configMap"),
        &expect![[r#"
        deploy.yaml:32 `conf`
        deploy.yaml:35 `conf` declares
    "#]],
    );
    check_references(
        &shop("targetPort: http", "targetPort: ht<|>tp"),
        &expect![[r#"
        deploy.yaml:19 `http` declares
        deploy.yaml:22 `http`
        service.yaml:11 `http`
    "#]],
    );
    check_definition(
        &shop("targetPort: http", "targetPort: ht<|>tp"),
        &expect![[r#"
        deploy.yaml:19 `http`
    "#]],
    );
    check_renamed_files(
        &shop("        - name: http\n", "        - name: ht<|>tp\n"),
        "web",
        &expect![[r#"
        deploy.yaml
          19         - name: web
          22           httpGet: {port: web}
        service.yaml
          11     targetPort: web
    "#]],
    );
}

#[test]
fn labels_that_are_selected() {
    check_definition(
        &shop("    app: web\n  ports", "    app: w<|>eb\n  ports"),
        &expect![[r#"
        deploy.yaml:12 `web`
    "#]],
    );
    check_references(
        &shop("    app: web\n  ports", "    app: w<|>eb\n  ports"),
        &expect![[r#"
        deploy.yaml:8 `web`
        deploy.yaml:12 `web` declares
        service.yaml:7 `web`
    "#]],
    );
    check_references(
        &shop("    app: web\n  ports", "    a<|>pp: web\n  ports"),
        &expect![[r#"
        deploy.yaml:8 `app`
        deploy.yaml:12 `app` declares
        service.yaml:7 `app`
    "#]],
    );
    check_renamed_files(
        &shop("    app: web\n  ports", "    app: w<|>eb\n  ports"),
        "front",
        &expect![[r#"
        deploy.yaml
           8     matchLabels: {app: front}
          12         app: front
        service.yaml
           7     app: front
    "#]],
    );
    // Nobody selects the Deployment itself.
    check_references(&shop("  labels: {app: web}", "  labels: {app: w<|>eb}"), &expect![]);
}

const OVERLAYS: &str = "#- base/kustomization.yaml
resources: [deploy.yaml]
#- base/deploy.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: w<|>eb
spec:
  template:
    spec:
      containers:
      - {name: main, image: a, envFrom: [{configMapRef: {name: settings}}]}
#- one/kustomization.yaml
resources: [../base]
patches:
- path: more.yaml
- target: {kind: Deployment, name: web}
  patch: '[]'
replicas: [{name: web, count: 3}]
configMapGenerator:
- name: settings
  literals: [A=1]
#- one/more.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec: {replicas: 2}
#- two/kustomization.yaml
resources: [../base, scaler.yaml]
configMapGenerator:
- name: settings
  literals: [A=2]
#- two/scaler.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
";

#[test]
fn what_one_build_puts_together_is_renamed_together() {
    check_renamed_files(
        OVERLAYS,
        "front",
        &expect![[r#"
        base/deploy.yaml
           4   name: front
        one/kustomization.yaml
           4 - target: {kind: Deployment, name: front}
           6 replicas: [{name: front, count: 3}]
        one/more.yaml
           4   name: front
        two/scaler.yaml
           4 spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: front}}
    "#]],
    );
    let settings = OVERLAYS.replace("w<|>eb", "web").replace("{name: settings}", "{name: set<|>tings}");
    check_references(
        &settings,
        &expect![[r#"
        base/deploy.yaml:9 `settings`
        one/kustomization.yaml:8 `settings` declares
        two/kustomization.yaml:3 `settings` declares
    "#]],
    );
    check_renamed_files(
        &settings,
        "own",
        &expect![[r#"
        base/deploy.yaml
           9       - {name: main, image: a, envFrom: [{configMapRef: {name: own}}]}
        one/kustomization.yaml
           8 - name: own
        two/kustomization.yaml
           3 - name: own
    "#]],
    );
    let patched = OVERLAYS.replace("w<|>eb", "web").replacen("name: web\nspec: {rep", "name: w<|>eb\nspec: {rep", 1);
    check_definition(
        &patched,
        &expect![[r#"
        base/deploy.yaml:4 `web`
    "#]],
    );
}

#[test]
fn what_is_made_is_called_so_by_its_maker() {
    let files = "#- secret.yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db}
spec:
  target: {name: db-login}
#- own.yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: api}
spec: {}
#- pod.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - {name: a, image: b, envFrom: [{secretRef: {name: db-login}}, {secretRef: {name: api}}]}
";
    let at = |from: &str, to: &str| files.replacen(from, to, 1);
    check_definition(
        &at("secretRef: {name: db-login}", "secretRef: {name: db-l<|>ogin}"),
        &expect![[r#"
        secret.yaml:5 `db-login`
    "#]],
    );
    check_references(
        &at("secretRef: {name: db-login}", "secretRef: {name: db-l<|>ogin}"),
        &expect![[r#"
        pod.yaml:6 `db-login`
        secret.yaml:5 `db-login` declares
    "#]],
    );
    check_renamed_files(
        &at("target: {name: db-login}", "target: {name: db<|>-login}"),
        "login",
        &expect![[r#"
        pod.yaml
           6   - {name: a, image: b, envFrom: [{secretRef: {name: login}}, {secretRef: {name: api}}]}
        secret.yaml
           5   target: {name: login}
    "#]],
    );
    // The name of the maker is the name of what it makes.
    check_renamed_files(
        &at("metadata: {name: api}", "metadata: {name: a<|>pi}"),
        "login",
        &expect![[r#"
        own.yaml
           3 metadata: {name: login}
        pod.yaml
           6   - {name: a, image: b, envFrom: [{secretRef: {name: db-login}}, {secretRef: {name: login}}]}
    "#]],
    );
    check_refused(
        &at("secretRef: {name: api}", "secretRef: {name: a<|>pi}"),
        "login",
        "Secret `api` is made by ExternalSecret `api`, whose name it has: rename that",
    );
}

#[test]
fn names_that_are_refused() {
    let object = shop("  name: api-config\ndata", "  name: api<|>-config\ndata");
    check_refused(&object, "Api", "`A` is upper case; write lower-case letters, digits, `-` and `.`");
    check_refused(&object, "123", "`123` is no text in YAML unless it is quoted; take another name");
    let key = shop("  LOG_LEVEL: info", "  LOG<|>_LEVEL: info");
    check_refused(&key, "app.conf", "ConfigMap `api-config` has already a key `app.conf`");
    let port = shop("        - name: http\n", "        - name: ht<|>tp\n");
    check_refused(&port, "80", "The name of the port has no letter; write one, or use the number itself");
    let other = format!("{object}#- other.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: other}}\n");
    check_refused(&other, "other", "There is already a ConfigMap `other`");
    let prefixed = "#- base/kustomization.yaml\nnamePrefix: shop-\nresources: [a.yaml]\n#- base/a.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: w<|>eb}\n#- ingress.yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec: {defaultBackend: {service: {name: shop-web, port: {number: 80}}}}\n";
    check_refused(
        prefixed,
        "front",
        "ingress.yaml:4 says `shop-web` for `web`: a prefix, a suffix or a quotation makes it so",
    );
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: sh<|>op}\n";
    check_refused(
        &format!("#- a.yaml\n{namespace}"),
        "market",
        "A Namespace is named by every object in it and by its labels; move the objects instead",
    );
    let claims = "#- a.yaml\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  template:\n    spec:\n      containers: [{name: a, volumeMounts: [{name: da<|>ta, mountPath: /d}]}]\n  volumeClaimTemplates: [{metadata: {name: data}}]\n";
    check_refused(
        claims,
        "files",
        "The claims of the Pods are called after `data`: under another name the Pods begin with empty volumes",
    );
}
