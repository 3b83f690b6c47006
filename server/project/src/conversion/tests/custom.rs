use expect_test::expect;

use super::{check, converted};

#[test]
fn certificates_have_a_private_key() {
    check(
        "\
apiVersion: cert-manager.io/v1alpha2
kind: Certificate
metadata:
  name: shop
spec:
  secretName: shop-tls
  issuerRef:
    name: letsencrypt
  dnsNames: [shop.example.com]
  emailSANs: [a@example.com]
  uriSANs:
  - spiffe://a
  organization:
  - Example # us
  keyAlgorithm: ecdsa # small
  keyEncoding: pkcs8
  keySize: 256
",
        "cert-manager.io/v1 Certificate",
        &expect![[r#"
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata:
              name: shop
            spec:
              secretName: shop-tls
              issuerRef:
                name: letsencrypt
              dnsNames: [shop.example.com]
              emailAddresses: [a@example.com]
              uris:
              - spiffe://a
              subject:
                organizations:
                - Example # us
              privateKey:
                algorithm: ECDSA # small
                encoding: PKCS8
                size: 256
        "#]],
    );
    check(
        "\
apiVersion: cert-manager.io/v1alpha2
kind: Certificate
spec:
  secretName: a
  issuerRef: {name: a}
  organization: [Example]
  subject:
    countries: [DE]
  privateKey:
    rotationPolicy: Always
  keySize: 2048
",
        "cert-manager.io/v1 Certificate",
        &expect![[r#"
            apiVersion: cert-manager.io/v1
            kind: Certificate
            spec:
              secretName: a
              issuerRef: {name: a}
              subject:
                countries: [DE]
                organizations:
                  - Example
              privateKey:
                rotationPolicy: Always
                size: 2048
        "#]],
    );
    check(
        "\
apiVersion: cert-manager.io/v1alpha3
kind: ClusterIssuer
metadata:
  name: letsencrypt
spec:
  acme:
    server: https://acme.example.com
    privateKeySecretRef:
      name: key
    solvers:
    - dns01:
        clouddns:
          project: p
    - http01:
        ingress:
          class: nginx
",
        "cert-manager.io/v1 ClusterIssuer",
        &expect![[r#"
            apiVersion: cert-manager.io/v1
            kind: ClusterIssuer
            metadata:
              name: letsencrypt
            spec:
              acme:
                server: https://acme.example.com
                privateKeySecretRef:
                  name: key
                solvers:
                - dns01:
                    cloudDNS:
                      project: p
                - http01:
                    ingress:
                      class: nginx
        "#]],
    );
}

#[test]
fn equal_structures_only_change_their_version() {
    let table = [
        (
            "apiVersion: networking.istio.io/v1alpha3\nkind: VirtualService\nspec:\n  hosts: [a]\n  http:\n  - route:\n    - destination:\n        host: a\n",
            "networking.istio.io/v1 VirtualService",
        ),
        (
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: HTTPRoute\nspec:\n  parentRefs:\n  - name: gw\n  rules:\n  - backendRefs:\n    - name: a\n      port: 80\n",
            "gateway.networking.k8s.io/v1 HTTPRoute",
        ),
        (
            "apiVersion: gateway.networking.k8s.io/v1alpha2\nkind: ReferencePolicy # once\nspec:\n  from:\n  - group: gateway.networking.k8s.io\n    kind: HTTPRoute\n    namespace: a\n  to:\n  - group: \"\"\n    kind: Service\n",
            "gateway.networking.k8s.io/v1 ReferenceGrant",
        ),
        (
            "apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: GitRepository\nspec:\n  interval: 5m\n  url: https://example.com/a\n",
            "source.toolkit.fluxcd.io/v1 GitRepository",
        ),
        (
            "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nspec:\n  secretStoreRef: {name: a, kind: SecretStore}\n  target: {name: b}\n  dataFrom:\n  - extract: {key: c}\n",
            "external-secrets.io/v1 ExternalSecret",
        ),
        (
            "apiVersion: traefik.containo.us/v1alpha1\nkind: IngressRoute\nspec:\n  entryPoints: [web]\n  routes:\n  - match: Host(`a`)\n    kind: Rule\n    services:\n    - name: a\n      port: 80\n",
            "traefik.io/v1alpha1 IngressRoute",
        ),
        (
            "apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nspec:\n  podSelector: {}\n",
            "networking.k8s.io/v1 NetworkPolicy",
        ),
        (
            "apiVersion: scheduling.k8s.io/v1beta1\nkind: PriorityClass\nvalue: 10\n",
            "scheduling.k8s.io/v1 PriorityClass",
        ),
        (
            "apiVersion: storage.k8s.io/v1beta1\nkind: CSIDriver\nmetadata:\n  name: a\nspec:\n  attachRequired: false\n",
            "storage.k8s.io/v1 CSIDriver",
        ),
        (
            "apiVersion: apiregistration.k8s.io/v1beta1\nkind: APIService\nspec:\n  group: a\n  groupPriorityMinimum: 1\n  versionPriority: 1\n",
            "apiregistration.k8s.io/v1 APIService",
        ),
    ];
    for (text, to) in table {
        let (version, name) = to.split_once(' ').unwrap();
        let (first, rest) = text.split_once('\n').unwrap();
        assert!(first.starts_with("apiVersion: "));
        let expected = format!("apiVersion: {version}\n{rest}").replace("ReferencePolicy", name);
        assert_eq!(converted(text, to), expected);
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let table = [
        (
            "apiVersion: external-secrets.io/v1alpha1\nkind: ExternalSecret\nspec:\n  dataFrom:\n  - key: c\n",
            "external-secrets.io/v1 ExternalSecret",
        ),
        (
            "apiVersion: helm.toolkit.fluxcd.io/v2beta1\nkind: HelmRelease\nspec:\n  interval: 5m\n  chart:\n    spec:\n      chart: a\n      sourceRef: {kind: HelmRepository, name: b}\n      valuesFile: c.yaml\n",
            "helm.toolkit.fluxcd.io/v2 HelmRelease",
        ),
        ("apiVersion: example.org/v1\nkind: Certificate\nspec: {}\n", "cert-manager.io/v1 Certificate"),
        ("apiVersion: apps/v1\nkind: Deployment\nspec: {}\n", "networking.k8s.io/v1 Ingress"),
    ];
    let seen: String = table.iter().map(|(text, to)| converted(text, to)).collect();
    expect![[r#"
        impossible: `spec.dataFrom[0].key` does not exist in `external-secrets.io/v1`; remove it first
        impossible: `spec.chart.spec.valuesFile` does not exist in `helm.toolkit.fluxcd.io/v2`; remove it first
        impossible: no conversion of `example.org/v1 Certificate` to `cert-manager.io/v1 Certificate` is known
        impossible: no conversion of `apps/v1 Deployment` to `networking.k8s.io/v1 Ingress` is known
    "#]]
    .assert_eq(&seen);
}
