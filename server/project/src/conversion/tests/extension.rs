use expect_test::expect;

use super::{check, converted};

const DEFINITION: &str = "apiextensions.k8s.io/v1 CustomResourceDefinition";

#[test]
fn what_was_said_once_is_said_for_each_version() {
    check(
        "\
apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata:
  name: crons.example.com
spec:
  group: example.com
  version: v1
  names:
    kind: Cron
    plural: crons
  additionalPrinterColumns:
  - name: Spec
    type: string
    # where it is
    JSONPath: .spec.cron # a path
  subresources:
    status: {}
  preserveUnknownFields: false
  validation:
    # what it takes
    openAPIV3Schema:
      properties:
        spec:
          type: object
          # the only one
          properties:
            cron: {type: string, pattern: '^a$'}
            text:
              type: string
              description: |
                Two
                  lines
",
        DEFINITION,
        &expect![[r#"
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: crons.example.com
            spec:
              group: example.com
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  # what it takes
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        # the only one
                        properties:
                          cron: {type: string, pattern: '^a$'}
                          text:
                            type: string
                            description: |
                              Two
                                lines
                subresources:
                  status: {}
                additionalPrinterColumns:
                - name: Spec
                  type: string
                  # where it is
                  jsonPath: .spec.cron # a path
              names:
                kind: Cron
                plural: crons
              scope: Namespaced
            # `spec.scope` is now written out as `Namespaced`, which it was by default
        "#]],
    );
    check(
        "\
apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Cluster
  version: v1
  names: {kind: Cron, plural: crons}
  versions:
    - name: v1
      served: true
      storage: true
    - name: v1beta1
      served: true
      storage: false
      schema:
        openAPIV3Schema: {type: object}
  preserveUnknownFields: true
  validation:
    openAPIV3Schema:
      type: object
  conversion:
    strategy: Webhook
    webhookClientConfig:
      service: {namespace: a, name: b}
",
        DEFINITION,
        &expect![[r#"
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            spec:
              group: example.com
              scope: Cluster
              names: {kind: Cron, plural: crons}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      x-kubernetes-preserve-unknown-fields: true
                - name: v1beta1
                  served: true
                  storage: false
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
              conversion:
                strategy: Webhook
                webhook:
                  clientConfig:
                    service: {namespace: a, name: b}
                  conversionReviewVersions:
                    - v1beta1
            # `spec.conversion.conversionReviewVersions` is now written out as `[v1beta1]`, which it was by default
        "#]],
    );
}

#[test]
fn line_ends_and_blanks_are_kept() {
    let text = "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nspec:\n  group: a\n  version: v1 # one\n  scope: Cluster\n  names: {kind: A, plural: a}\n  validation:\n    openAPIV3Schema:\n      type: object\n      description: |\n        blanks  \n\n          more\n";
    let after = converted(text, DEFINITION);
    assert!(after.contains("          description: |\n            blanks  \n\n              more\n"), "{after}");
    assert_eq!(converted(&text.replace('\n', "\r\n"), DEFINITION).replace("\r\n", "\n"), after);
}

#[test]
fn templates_are_left_alone() {
    let with = |spec: &str| {
        converted(
            &format!(
                "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nspec:\n  version: v1\n  names: {{kind: A, plural: a}}\n  group: a\n{spec}"
            ),
            DEFINITION,
        )
    };
    let seen = [with("  {{ if .Values.a }}: b\n"), with("  preserveUnknownFields: \"{{ .Values.a }}\"\n")];
    expect![[r#"
        impossible: `spec` has template actions between its fields; convert it by hand
        impossible: `spec.preserveUnknownFields` is a template, and the value decides how to convert it
    "#]]
    .assert_eq(&seen.concat());
}

#[test]
fn a_definition_without_a_schema_takes_everything() {
    check(
        "\
apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Cron, plural: crons}
  versions:
  - name: v1
    served: true
    storage: true
  conversion:
    strategy: None
",
        DEFINITION,
        &expect![[r#"
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Cron, plural: crons}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
              conversion:
                strategy: None
            # `spec.versions[0].schema` is now written out as `{openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}`, which it was by default
        "#]],
    );
    let seen = converted(
        "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nspec:\n  version: v1\n  scope: Cluster\n  validation:\n    openAPIV3Schema:\n      properties:\n        spec:\n          properties:\n            a: {type: string}\n",
        DEFINITION,
    );
    expect![[r#"
        impossible: `spec.validation.openAPIV3Schema.properties.spec` has no `type`, which a structural schema requires; add it first
    "#]].assert_eq(&seen);
}

#[test]
fn webhooks_keep_their_defaults() {
    check(
        "\
apiVersion: admissionregistration.k8s.io/v1beta1
kind: ValidatingWebhookConfiguration
metadata:
  name: check
webhooks:
- name: check.example.com
  sideEffects: None # it only looks
  timeoutSeconds: 5
  clientConfig:
    service: {namespace: a, name: b}
- name: other.example.com
  sideEffects: NoneOnDryRun
  failurePolicy: Fail
  matchPolicy: Equivalent
  admissionReviewVersions: [v1]
  timeoutSeconds: 10
  clientConfig: {url: 'https://example.com'}
",
        "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
        &expect![[r#"
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata:
              name: check
            webhooks:
            - name: check.example.com
              sideEffects: None # it only looks
              timeoutSeconds: 5
              clientConfig:
                service: {namespace: a, name: b}
              admissionReviewVersions:
              - v1beta1
              failurePolicy: Ignore
              matchPolicy: Exact
            - name: other.example.com
              sideEffects: NoneOnDryRun
              failurePolicy: Fail
              matchPolicy: Equivalent
              admissionReviewVersions: [v1]
              timeoutSeconds: 10
              clientConfig: {url: 'https://example.com'}
            # `webhooks[0].admissionReviewVersions` is now written out as `[v1beta1]`, which it was by default
            # `webhooks[0].failurePolicy` is now written out as `Ignore`, which it was by default
            # `webhooks[0].matchPolicy` is now written out as `Exact`, which it was by default
        "#]],
    );
    let with = |line: &str| {
        converted(
            &format!(
                "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: MutatingWebhookConfiguration\nwebhooks:\n- name: a\n{line}"
            ),
            "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
        )
    };
    expect![[r#"
        impossible: `webhooks[0].sideEffects` is missing, which `admissionregistration.k8s.io/v1` requires; add it first
        impossible: `webhooks[0].sideEffects` is `Unknown`, which `admissionregistration.k8s.io/v1` does not take
    "#]]
    .assert_eq(&[with(""), with("  sideEffects: Unknown\n")].concat());
}

#[test]
fn policies_for_admission_only_change_their_version() {
    check(
        "\
apiVersion: admissionregistration.k8s.io/v1beta1
kind: ValidatingAdmissionPolicy
metadata:
  name: replicas
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: [CREATE]
      resources: [deployments]
  validations:
  - expression: object.spec.replicas <= 5
",
        "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy",
        &expect![[r#"
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata:
              name: replicas
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                - apiGroups: [apps]
                  apiVersions: [v1]
                  operations: [CREATE]
                  resources: [deployments]
              validations:
              - expression: object.spec.replicas <= 5
        "#]],
    );
}
