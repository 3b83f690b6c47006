use expect_test::expect;

use super::{check, converted};

#[test]
fn jobs_and_budgets() {
    check(
        "\
apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: report
spec:
  schedule: \"0 3 * * *\" # at night
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: report, image: \"report:1\"}]
",
        "batch/v1 CronJob",
        &expect![[r#"
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: report
            spec:
              schedule: "0 3 * * *" # at night
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: report, image: "report:1"}]
        "#]],
    );
    check(
        "\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  selector: {}
",
        "policy/v1 PodDisruptionBudget",
        &expect![[r#"
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: web
            spec:
              minAvailable: 1
              selector: {}
            # `spec.selector` is empty: it selected no Pod and now selects all of them
        "#]],
    );
    let seen = converted(
        "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nspec: {}\n",
        "policy/v1beta1 PodDisruptionBudget",
    );
    expect![[r#"
        impossible: PodSecurityPolicy has no successor; set the label `pod-security.kubernetes.io/enforce` on namespaces
    "#]]
    .assert_eq(&seen);
}

#[test]
fn topology_becomes_fields() {
    check(
        "\
apiVersion: discovery.k8s.io/v1beta1
kind: EndpointSlice
metadata:
  name: web
addressType: IPv4
endpoints:
- addresses:
  - 10.0.0.1
  nodeName: node-a
  topology:
    kubernetes.io/hostname: node-a
    topology.kubernetes.io/zone: eu-west-1a # near
- addresses: [10.0.0.2]
  topology:
    kubernetes.io/hostname: node-b
    topology.kubernetes.io/region: eu-west-1
    topology.kubernetes.io/zone: eu-west-1b
# last but one
- addresses: [10.0.0.5]
  # where
  topology: {topology.kubernetes.io/zone: eu-west-1c} # in brackets
# the same
- topology:
    # the other
    topology.kubernetes.io/zone: eu-west-1c
  addresses: [10.0.0.6] # seldom
- addresses: [10.0.0.3]
  nodeName: node-c
  topology: {kubernetes.io/hostname: other}
- addresses: [10.0.0.4]
",
        "discovery.k8s.io/v1 EndpointSlice",
        &expect![[r#"
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web
            addressType: IPv4
            endpoints:
            - addresses:
              - 10.0.0.1
              nodeName: node-a
              zone: eu-west-1a # near
            - addresses: [10.0.0.2]
              nodeName: node-b
              zone: eu-west-1b
              deprecatedTopology:
                topology.kubernetes.io/region: eu-west-1
            - # last but one
              addresses: [10.0.0.5]
              # where
              zone: eu-west-1c # in brackets
            - # the same
              # the other
              zone: eu-west-1c
              addresses: [10.0.0.6] # seldom
            - addresses: [10.0.0.3]
              nodeName: node-c
              deprecatedTopology: {kubernetes.io/hostname: other}
            - addresses: [10.0.0.4]
        "#]],
    );
}

#[test]
fn bindings_name_their_group() {
    check(
        "\
apiVersion: rbac.authorization.k8s.io/v1alpha1
kind: ClusterRoleBinding
metadata:
  name: readers
roleRef:
  kind: ClusterRole
  name: view
subjects:
- kind: User # a person
  name: \"*\"
  apiVersion: rbac.authorization.k8s.io/v1alpha1
- kind: ServiceAccount
  name: ci
  namespace: build
  apiVersion: v1
",
        "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
        &expect![[r#"
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata:
              name: readers
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: view
            subjects:
            - apiGroup: rbac.authorization.k8s.io
              kind: Group # a person
              name: "system:authenticated"
            - kind: ServiceAccount
              name: ci
              namespace: build
        "#]],
    );
    check(
        "\
apiVersion: rbac.authorization.k8s.io/v1beta1
kind: Role
metadata:
  name: reader
rules:
  - apiGroups: [\"\"]
    resources: [pods]
    verbs: [get]
",
        "rbac.authorization.k8s.io/v1 Role",
        &expect![[r#"
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: reader
            rules:
              - apiGroups: [""]
                resources: [pods]
                verbs: [get]
        "#]],
    );
}

#[test]
fn priority_levels_and_signing_requests() {
    check(
        "\
apiVersion: flowcontrol.apiserver.k8s.io/v1beta1
kind: PriorityLevelConfiguration
metadata:
  name: batch
spec:
  type: Limited
  limited:
    assuredConcurrencyShares: 20 # of all
    limitResponse:
      type: Reject
",
        "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration",
        &expect![[r#"
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            metadata:
              name: batch
            spec:
              type: Limited
              limited:
                nominalConcurrencyShares: 20 # of all
                limitResponse:
                  type: Reject
        "#]],
    );
    check(
        "\
apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
kind: PriorityLevelConfiguration
metadata:
  name: none
  annotations:
    flowcontrol.k8s.io/preserve-zero-concurrency-shares: \"\"
spec:
  type: Limited
  limited:
    nominalConcurrencyShares: 0
    limitResponse: {type: Reject}
---
apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
kind: PriorityLevelConfiguration
spec:
  type: Limited
  limited:
    nominalConcurrencyShares: 0
    limitResponse: {type: Reject}
",
        "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration",
        &expect![[r#"
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            metadata:
              name: none
            spec:
              type: Limited
              limited:
                nominalConcurrencyShares: 0
                limitResponse: {type: Reject}
            ---
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            spec:
              type: Limited
              limited:
                nominalConcurrencyShares: 30
                limitResponse: {type: Reject}
            # `spec.limited.nominalConcurrencyShares` was `0`, which meant `30` and is now written so
        "#]],
    );
    check(
        "\
apiVersion: certificates.k8s.io/v1beta1
kind: CertificateSigningRequest
spec:
  signerName: kubernetes.io/kube-apiserver-client
  request: LS0t
",
        "certificates.k8s.io/v1 CertificateSigningRequest",
        &expect![[r#"
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            spec:
              signerName: kubernetes.io/kube-apiserver-client
              request: LS0t
              usages:
                - digital signature
                - key encipherment
            # `spec.usages` is now written out as `[digital signature, key encipherment]`, which it was by default
        "#]],
    );
    let seen = converted(
        "apiVersion: certificates.k8s.io/v1beta1\nkind: CertificateSigningRequest\nspec:\n  request: LS0t\n  usages: [client auth]\n",
        "certificates.k8s.io/v1 CertificateSigningRequest",
    );
    expect![[r#"
        impossible: `spec.signerName` is missing, which `certificates.k8s.io/v1` requires; add it first
    "#]]
    .assert_eq(&seen);
}

#[test]
fn runtime_classes_are_flat() {
    check(
        "\
apiVersion: node.k8s.io/v1alpha1
kind: RuntimeClass
metadata:
  name: gvisor
spec:
  runtimeHandler: runsc
  scheduling:
    nodeSelector:
      runtime: gvisor
",
        "node.k8s.io/v1 RuntimeClass",
        &expect![[r#"
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata:
              name: gvisor
            handler: runsc
            scheduling:
              nodeSelector:
                runtime: gvisor
        "#]],
    );
}

#[test]
fn requests_say_that_they_are_for_one_device() {
    check(
        "\
apiVersion: resource.k8s.io/v1beta1
kind: ResourceClaimTemplate
metadata:
  name: gpu
spec:
  spec:
    devices:
      requests:
      # big
      - deviceClassName: gpu.example.com # the big ones
        name: gpu
        selectors:
        - cel:
            expression: device.driver == 'gpu.example.com'
        count: 2
      - name: any
        firstAvailable:
        - name: small
          deviceClassName: small.example.com
",
        "resource.k8s.io/v1 ResourceClaimTemplate",
        &expect![[r#"
            apiVersion: resource.k8s.io/v1
            kind: ResourceClaimTemplate
            metadata:
              name: gpu
            spec:
              spec:
                devices:
                  requests:
                  # big
                  - exactly:
                      deviceClassName: gpu.example.com # the big ones
                      selectors:
                      - cel:
                          expression: device.driver == 'gpu.example.com'
                      count: 2
                    name: gpu
                  - name: any
                    firstAvailable:
                    - name: small
                      deviceClassName: small.example.com
        "#]],
    );
    check(
        "\
apiVersion: resource.k8s.io/v1beta1
kind: ResourceSlice
spec:
  driver: gpu.example.com
  nodeName: node-a
  pool: {name: a, generation: 1, resourceSliceCount: 1}
  devices:
  - name: gpu-0
    basic:
      # what it is
      attributes:
        model:
          string: A
      capacity:
        memory:
          value: 80Gi
",
        "resource.k8s.io/v1 ResourceSlice",
        &expect![[r#"
            apiVersion: resource.k8s.io/v1
            kind: ResourceSlice
            spec:
              driver: gpu.example.com
              nodeName: node-a
              pool: {name: a, generation: 1, resourceSliceCount: 1}
              devices:
              - name: gpu-0
                # what it is
                attributes:
                  model:
                    string: A
                capacity:
                  memory:
                    value: 80Gi
        "#]],
    );
    let seen = [
        converted(
            "apiVersion: resource.k8s.io/v1alpha3\nkind: DeviceClass\nspec:\n  suitableNodes:\n    nodeSelectorTerms: []\n",
            "resource.k8s.io/v1 DeviceClass",
        ),
        converted(
            "apiVersion: resource.k8s.io/v1alpha2\nkind: ResourceClaim\nspec:\n  resourceClassName: gpu\n",
            "resource.k8s.io/v1 ResourceClaim",
        ),
    ];
    expect![[r#"
        impossible: `spec.suitableNodes` does not exist in `resource.k8s.io/v1`; remove it first
        impossible: `spec.resourceClassName` does not exist in `resource.k8s.io/v1`; remove it first
    "#]]
    .assert_eq(&seen.concat());
}
