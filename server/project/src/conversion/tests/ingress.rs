use expect_test::expect;

use super::check;

const V1: &str = "networking.k8s.io/v1 Ingress";

#[test]
fn backends_get_a_service() {
    check(
        "\
apiVersion: extensions/v1beta1 # old
kind: Ingress
metadata:
  name: shop
  annotations:
    # which controller
    kubernetes.io/ingress.class: \"nginx\" # ours
    nginx.ingress.kubernetes.io/rewrite-target: /
spec:
  # when nothing else fits
  backend:
    serviceName: fallback # says sorry
    servicePort: 80
  tls:
    - hosts: [shop.example.com]
      secretName: shop-tls
  rules:
    # the shop

    - host: shop.example.com
      http:
        paths:
          # the interface
          - path: /api
            backend:
              # its Service
              serviceName: api
              servicePort: http # by name
          - backend:
              servicePort: \"8080\"
              serviceName: 'web'
            path: /
",
        V1,
        &expect![[r#"
            apiVersion: networking.k8s.io/v1 # old
            kind: Ingress
            metadata:
              name: shop
              annotations:
                nginx.ingress.kubernetes.io/rewrite-target: /
            spec:
              # which controller
              ingressClassName: "nginx" # ours
              # when nothing else fits
              defaultBackend:
                service:
                  name: fallback # says sorry
                  port:
                    number: 80
              tls:
                - hosts: [shop.example.com]
                  secretName: shop-tls
              rules:
                # the shop

                - host: shop.example.com
                  http:
                    paths:
                      # the interface
                      - path: /api
                        pathType: ImplementationSpecific
                        backend:
                          service:
                            # its Service
                            name: api
                            port:
                              name: http # by name
                      - backend:
                          service:
                            name: 'web'
                            port:
                              number: 8080
                        path: /
                        pathType: ImplementationSpecific
            # `spec.ingressClassName` must be the name of an IngressClass, here `nginx`
        "#]],
    );
}

#[test]
fn styles_are_kept() {
    check(
        "\
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: {name: shop, annotations: {kubernetes.io/ingress.class: nginx}}
spec:
    rules:
    -   http:
            paths:
            -   path: /
                pathType: Prefix
                backend: {serviceName: web, servicePort: 80}
            -   backend:
                    resource: {apiGroup: k8s.example.com, kind: Bucket, name: static}
                path: /static
",
        V1,
        &expect![[r#"
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop}
            spec:
                ingressClassName: nginx
                rules:
                -   http:
                        paths:
                        -   path: /
                            pathType: Prefix
                            backend: {service: {name: web, port: {number: 80}}}
                        -   backend:
                                resource: {apiGroup: k8s.example.com, kind: Bucket, name: static}
                            path: /static
                            pathType: ImplementationSpecific
            # `spec.ingressClassName` must be the name of an IngressClass, here `nginx`
        "#]],
    );
    check(
        "{\"apiVersion\": \"networking.k8s.io/v1beta1\", \"kind\": \"Ingress\", \"spec\": {\"backend\": {\"serviceName\": \"web\", \"servicePort\": 80}}}\n",
        V1,
        &expect![[r#"
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}}
        "#]],
    );
}

#[test]
fn objects_in_lists_are_converted_in_place() {
    check(
        "\
apiVersion: v1
kind: List
items:
- apiVersion: networking.k8s.io/v1beta1
  kind: Ingress
  metadata:
    name: a
  spec:
    backend:
      serviceName: a
      servicePort: 1
- apiVersion: networking.k8s.io/v1beta1
  kind: Ingress
  metadata:
    name: b
  spec:
    rules: []
",
        V1,
        &expect![[r#"
            apiVersion: v1
            kind: List
            items:
            - apiVersion: networking.k8s.io/v1
              kind: Ingress
              metadata:
                name: a
              spec:
                defaultBackend:
                  service:
                    name: a
                    port:
                      number: 1
            - apiVersion: networking.k8s.io/v1
              kind: Ingress
              metadata:
                name: b
              spec:
                rules: []
        "#]],
    );
}

#[test]
fn what_is_not_known_is_said() {
    let with = |backend: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nspec:\n  rules:\n  - http:\n      paths:\n      - path: /a\n        backend:\n{backend}"
        )
    };
    let table = [
        "          serviceName: web\n          servicePort: \"{{ .Values.port }}\"\n",
        "          serviceName: web\n          servicePort: {{ .Values.port }}\n",
        "          serviceName: web\n",
        "          servicePort: 80\n",
        "          serviceName: web\n          servicePort: [80]\n",
        "          serviceName: web\n          serviceName: api\n          servicePort: 80\n",
        "          &web\n          serviceName: web\n          servicePort: 80\n",
        "          serviceName: web\n          servicePort: 80\n          weight: 1\n",
    ];
    let seen: String = table.iter().map(|backend| super::converted(&with(backend), V1)).collect();
    expect![[r#"
        impossible: `spec.rules[0].http.paths[0].backend.servicePort` is a template, and the value decides how to convert it
        impossible: `spec.rules[0].http.paths[0].backend.servicePort` is a template, and the value decides how to convert it
        impossible: `spec.rules[0].http.paths[0].backend.servicePort` is missing, which `networking.k8s.io/v1` requires; add it first
        impossible: `spec.rules[0].http.paths[0].backend.serviceName` is missing, which `networking.k8s.io/v1` requires; add it first
        impossible: `spec.rules[0].http.paths[0].backend.servicePort` is not what the field takes; correct it first
        impossible: `spec.rules[0].http.paths[0].backend.serviceName` stands there twice; remove one first
        impossible: `spec.rules[0].http.paths[0].backend` has an anchor, an alias or a tag; write it out first
        impossible: `spec.rules[0].http.paths[0].backend.weight` does not exist in `networking.k8s.io/v1`; remove it first
    "#]].assert_eq(&seen);
}

#[test]
fn a_field_beside_the_annotation_stays() {
    check(
        "\
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata:
  annotations:
    kubernetes.io/ingress.class: nginx
spec:
  ingressClassName: internal
  rules: []
",
        V1,
        &expect![[r#"
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              annotations:
                kubernetes.io/ingress.class: nginx
            spec:
              ingressClassName: internal
              rules: []
        "#]],
    );
}

#[test]
fn classes_only_change_their_version() {
    check(
        "\
apiVersion: networking.k8s.io/v1beta1
kind: IngressClass
metadata:
  name: nginx
spec:
  controller: k8s.io/ingress-nginx
",
        "networking.k8s.io/v1 IngressClass",
        &expect![[r#"
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata:
              name: nginx
            spec:
              controller: k8s.io/ingress-nginx
        "#]],
    );
}
