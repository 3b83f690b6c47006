use super::check;

#[test]
fn names_lead_to_objects() {
    check(
        "
#- app.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      serviceAccountName: web
                          ^^^ is ServiceAccount web
      containers:
      - name: web
        env:
        - name: A
          valueFrom: {configMapKeyRef: {name: app, key: mode}}
                                              ^^^ is ConfigMap app in config.yaml, part is there
        - name: B
          valueFrom: {configMapKeyRef: {name: app, key: moed}}
                                              ^^^ is ConfigMap app in config.yaml, part missing
        - name: C
          valueFrom: {secretKeyRef: {name: \"db\", key: password}}
                                            ^^ missing, part unknown
        - name: D
          valueFrom: {secretKeyRef: {name: db, key: password, optional: true}}
                                           ^^ optional, part unknown
        envFrom:
        - configMapRef: {name: '${ENVIRONMENT}'}
                                ^^^^^^^^^^^^^^ unknown: template
      volumes:
      - name: data
        persistentVolumeClaim: {claimName: data}
                                           ^^^^ unknown: kind
      - name: tls
        secret: {secretName: web-tls, items: [{key: tls.crt, path: a}]}
                             ^^^^^^^ is Secret web-tls in config.yaml, part is there
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
#- config.yaml
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: app}
  data: {mode: fast}
- apiVersion: v1
  kind: Secret
  metadata: {name: web-tls}
  stringData: {tls.crt: a, tls.key: b}
",
    );
}

#[test]
fn the_near_one_is_meant() {
    let ingress = "
kind: Ingress
apiVersion: networking.k8s.io/v1
metadata: {name: a}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
";
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
    let marked = |message: &str| format!("{ingress}                                   ^^^ {message}, part is there\n");
    check(&format!(
        "#- dev/a.yaml{}#- dev/service.yaml\n{service}#- other/deep/a.yaml{}#- prod/a.yaml{}#- prod/b/service.yaml\n{service}",
        marked("is Service web in dev/service.yaml"),
        marked("is Service web in dev/service.yaml or Service web in prod/b/service.yaml"),
        marked("is Service web in prod/b/service.yaml"),
    ));
}

#[test]
fn namespaces_keep_apart() {
    check(
        "
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                                                                 ^^^^^^ missing
subjects:
- {kind: ServiceAccount, name: web, namespace: other}
                               ^^^ is ServiceAccount other/web
- {kind: ServiceAccount, name: web}
                               ^^^ missing
- {kind: ServiceAccount, name: default}
                               ^^^^^^^ by the cluster
- {kind: ServiceAccount, name: web, namespace: monitoring}
                               ^^^ unknown: namespace
- {kind: User, name: anna, apiGroup: rbac.authorization.k8s.io}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: other}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: other}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                                                                        ^^^^^^^^^^^^^ by the cluster
subjects: []
",
    );
}

#[test]
fn what_is_made_needs_no_manifest() {
    check(
        "
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - name: a
    env:
    - {name: A, valueFrom: {secretKeyRef: {name: db-login, key: password}}}
                                                 ^^^^^^^^ by ExternalSecret db, part is there
    - {name: B, valueFrom: {secretKeyRef: {name: db-login, key: user}}}
                                                 ^^^^^^^^ by ExternalSecret db, part missing
    - {name: C, valueFrom: {secretKeyRef: {name: sealed, key: a}}}
                                                 ^^^^^^ by SealedSecret sealed, part is there
    - {name: D, valueFrom: {secretKeyRef: {name: pg-app, key: uri}}}
                                                 ^^^^^^ by Cluster pg, part is there
    - {name: E, valueFrom: {secretKeyRef: {name: hippo-pguser-rhino, key: uri}}}
                                                 ^^^^^^^^^^^^^^^^^^ by PostgresCluster hippo, part unknown
    - {name: F, valueFrom: {configMapKeyRef: {name: kube-root-ca.crt, key: ca.crt}}}
                                                    ^^^^^^^^^^^^^^^^ by the cluster, part unknown
  volumes:
  - {name: a, persistentVolumeClaim: {claimName: data-web-0}}
                                                 ^^^^^^^^^^ by StatefulSet web
  - {name: b, secret: {secretName: web-tls}}
                                   ^^^^^^^ by Ingress web and Certificate web
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db}
spec:
  target: {name: db-login}
  data: [{secretKey: password}]
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed}
spec: {encryptedData: {a: AgB}}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: pg}
---
apiVersion: postgres-operator.crunchydata.com/v1beta1
kind: PostgresCluster
metadata: {name: hippo}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec: {volumeClaimTemplates: [{metadata: {name: data}}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {cert-manager.io/cluster-issuer: le}}
                                                                    ^^ unknown: kind
spec: {tls: [{secretName: web-tls}]}
                          ^^^^^^^ by Ingress web and Certificate web
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web}
spec: {secretName: web-tls}
",
    );
}

#[test]
fn releases_bring_what_nobody_sees() {
    check(
        "
#- apps/web/a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  defaultBackend: {service: {name: redis-master, port: {number: 6379}}}
                                   ^^^^^^^^^^^^ by release HelmRelease shop/redis in apps/redis.yaml, part unknown
  rules:
  - http: {paths: [{backend: {service: {name: api, port: {name: http}}}}]}
                                              ^^^ unknown: release, part unknown
#- apps/redis.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: redis, namespace: shop}
spec: {chart: {spec: {chart: redis, sourceRef: {kind: HelmRepository, name: bitnami}}}}
                                                                            ^^^^^^^ unknown: kind
#- other.yaml
apiVersion: v1
kind: Service
metadata: {name: other, namespace: other}
spec: {ports: [{port: 80, name: http}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: other, namespace: other}
spec:
  defaultBackend: {service: {name: api, port: {name: http}}}
                                   ^^^ missing, part unknown
  rules:
  - http: {paths: [{backend: {service: {name: other, port: {name: web}}}}]}
                                              ^^^^^ is Service other/other, part missing
  - http: {paths: [{backend: {service: {name: other, port: {name: http}}}}]}
                                              ^^^^^ is Service other/other, part is there
  - http: {paths: [{backend: {serviceName: other, servicePort: 80}}]}
                                           ^^^^^ is Service other/other, part is there
",
    );
}

#[test]
fn kinds_that_are_stated() {
    check(
        "
#- a.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}}
                                                                      ^^ missing
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: dv}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec:
  parentRefs: [{name: edge, sectionName: https}]
                      ^^^^ is Gateway edge, part is there
  rules:
  - backendRefs: [{name: db, port: 80}, {kind: StatefulSet, group: apps, name: dv}]
                         ^^ unknown: kind, part unknown
                                                                               ^^ is StatefulSet dv
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge}
spec: {listeners: [{name: https}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec:
  gateways: [mesh, infra/edge]
                         ^^^^ unknown: namespace
  http:
  - route: [{destination: {host: reviews.prod.svc.cluster.local}}, {destination: {host: api.example.org}}]
                                 ^^^^^^^ unknown: kind
",
    );
}

#[test]
fn what_the_cursor_is_on() {
    let text = "
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - env:
    - {name: A, valueFrom: {secretKeyRef: {name: log<|>in, key: us<|>er}}}
    - {name: B, value: no<|>thing}
";
    let fixture = testing::Fixture::parse(text);
    let graph = super::graph(&fixture);
    let file = graph.file(std::path::Path::new("a.yaml")).unwrap();
    let found: Vec<_> = fixture
        .cursors
        .iter()
        .map(|cursor| {
            let offset = u32::try_from(cursor.offset).unwrap().into();
            let (_, object) = file.object_at(offset).unwrap();
            assert_eq!(file.object_of(object.site.range), Some(object));
            object.reference_at(offset).map(|reference| reference.name.to_string())
        })
        .collect();
    assert_eq!(found, [Some("login".to_owned()), Some("login".to_owned()), None]);
}
