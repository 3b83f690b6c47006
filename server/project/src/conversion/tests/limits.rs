use std::fmt::Write;

use expect_test::expect;
use schema::kubernetes::Catalog;

use super::{converted, target};
use crate::conversion::{Conversion, convert};
use crate::kubernetes::Object;

#[test]
fn many_changes_are_few_operations() {
    let mut text =
        "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nspec:\n  rules:\n  # all\n  - http:\n      paths:\n"
            .to_owned();
    for index in 0..400 {
        write!(text, "      # number {index}\n      - path: /{index}\n        backend:\n          serviceName: s{index} # at {index}\n          servicePort: 80\n").unwrap();
    }
    let after = converted(&text, "networking.k8s.io/v1 Ingress");
    assert_eq!(after.matches("pathType: ImplementationSpecific").count(), 400);
    let yaml = syntax::yaml::parse(text);
    let catalog = Catalog::default();
    let object = Object::new(yaml.document(0).unwrap().root(), &catalog);
    let Conversion::Steps { operations, .. } = convert(object, target("networking.k8s.io/v1 Ingress")) else {
        panic!("it can be converted")
    };
    assert!(operations.len() < 4, "{}", operations.len());
}

#[test]
fn what_counts_elsewhere_is_left_alone() {
    let with = |spec: &str| {
        converted(
            &format!(
                "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  labels: &labels {{a: b}}\n{spec}"
            ),
            "networking.k8s.io/v1 Ingress",
        )
    };
    let seen = [
        with("spec:\n  backend: &web\n    serviceName: web\n    servicePort: 80\n"),
        with("spec:\n  backend:\n    <<: *labels\n    serviceName: web\n    servicePort: 80\n"),
        with("spec:\n  backend:\n    serviceName: &name web\n    servicePort: 80\n"),
        with("spec:\n  tls: []\n  backend:\n    resource: {apiGroup: a, kind: B, name: *labels}\n"),
        with("spec:\n  tls: []\n  backend:\n    resource: {apiGroup: a, kind: B, name: c}\nstatus: *labels\n"),
    ];
    expect![[r#"
        impossible: `spec.backend` has an anchor, an alias or a tag; write it out first
        impossible: `spec.backend` has an anchor, an alias or a tag; write it out first
        impossible: `spec.backend.serviceName` has an anchor, an alias or a tag; write it out first
        impossible: `spec.backend.resource.name` is not what the field takes; correct it first
        impossible: `status` has an anchor, an alias or a tag; write it out first
    "#]]
    .assert_eq(&seen.concat());
}

#[test]
fn bombs_and_depths_are_bounded() {
    let mut text = "apiVersion: extensions/v1beta1\nkind: Deployment\na0: &a0 {k: [x, x]}\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        writeln!(text, "a{level}: &a{level} {{k: [*a{below}, *a{below}]}}").unwrap();
    }
    text.push_str(
        "spec:\n  selector: {matchLabels: {a: b}}\n  template: {spec: {containers: [{name: a}], affinity: *a39}}\n",
    );
    assert!(converted(&text, "apps/v1 Deployment").starts_with("impossible"));
    let deep = format!(
        "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nspec:\n  version: v1\n  validation:\n    openAPIV3Schema: {}{}\n",
        "{type: object, properties: {a: ".repeat(80),
        "}}".repeat(80)
    );
    converted(&deep, "apiextensions.k8s.io/v1 CustomResourceDefinition");
}

#[test]
fn nothing_that_is_typed_panics() {
    let table = [
        (
            "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  annotations:\n    kubernetes.io/ingress.class: a # b\nspec:\n  backend:\n    serviceName: x # y\n    servicePort: 80\n  rules:\n  - http:\n      paths:\n      - backend: {serviceName: é, servicePort: http}\n",
            "networking.k8s.io/v1 Ingress",
        ),
        (
            "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nspec:\n  version: v1 # é\n  names: {kind: A}\n  validation:\n    openAPIV3Schema:\n      description: |\n        é\n  additionalPrinterColumns:\n  - JSONPath: a\n",
            "apiextensions.k8s.io/v1 CustomResourceDefinition",
        ),
        (
            "apiVersion: discovery.k8s.io/v1beta1\nkind: EndpointSlice\naddressType: IPv4\nendpoints:\n# é\n- addresses: []\n  topology:\n    topology.kubernetes.io/zone: a # é\n",
            "discovery.k8s.io/v1 EndpointSlice",
        ),
    ];
    let catalog = Catalog::default();
    for (text, to) in table {
        let to = target(to);
        for (at, _) in text.char_indices() {
            let without: String = text[at..].chars().skip(1).collect();
            for cut in [text[..at].to_owned(), format!("{}{without}", &text[..at])] {
                let yaml = syntax::yaml::parse(cut);
                for document in yaml.documents() {
                    let object = Object::new(document.root(), &catalog);
                    if let Conversion::Steps { operations, .. } = convert(object, to) {
                        let _ = yaml.resolve(&operations);
                    }
                }
            }
        }
    }
}
