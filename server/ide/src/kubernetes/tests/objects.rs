//! Hovers by what the object is: versions, custom resources, lists, JSON, nothing known, half-typed text.

use expect_test::expect;
use project::files::Memory;
use project::settings::{Flags, SettingsTree};

use crate::check::{Case, check_hover, ours};

#[test]
fn versions() {
    for (manifest, expected) in [
        (
            "apiVersion: batch/v1beta1\nkind: Cron<|>Job\n",
            expect![[r#"
            x.yaml:2 `CronJob`
            **CronJob** · `batch/v1beta1` · in a namespace

            Creates a Job at each time of a schedule. Approximately once: under trouble of the control plane a run may be missed or doubled. The name is limited to 52 characters, since each Job's name gets a suffix.

            **Kubernetes 1.37 does not serve it**: 1.25 removed it; write `batch/v1`.
        "#]],
        ),
        (
            "apiVersion: extensions/v1beta1\nkind: Ing<|>ress\nmetadata: {name: x}\n",
            expect![[r#"
            x.yaml:2 `Ingress`
            **Ingress `x`** · `extensions/v1beta1` · in a namespace

            Rules for a controller that has to be installed: without one the object is accepted and nothing happens. The API is frozen; what it lacks (header matches, weights, TCP) lives in each controller's annotations or in Gateway API.

            **Kubernetes 1.37 does not serve it**: 1.22 removed it; write `networking.k8s.io/v1`.
        "#]],
        ),
        (
            "apiVersion: policy/v1beta1\nkind: PodSecurity<|>Policy\n",
            expect![[r#"
            x.yaml:2 `PodSecurityPolicy`
            **PodSecurityPolicy** · `policy/v1beta1` · for the whole cluster

            **Kubernetes 1.37 does not serve it**: 1.25 removed it.
        "#]],
        ),
        (
            "apiVersion: v1\nkind: Pod\nspec:\n  resour<|>ces: {}\n",
            expect![[r#"
                x.yaml:4 `resources`
                **`resources`** · ResourceRequirements · optional

                One budget for all containers of the Pod together, so a sidecar can use what the main container leaves. Since 1.32, on by default since 1.34; only `cpu`, `memory` and hugepages. Scheduler, quota and QoS class then take these numbers in place of the sum over containers.

                Since Kubernetes 1.32. Feature gate `PodLevelResources`.
            "#]],
        ),
    ] {
        check_hover(&format!("#- x.yaml\n{manifest}"), &expected);
    }
}

#[test]
fn former_kinds_of_projects() {
    check_hover(
        "#- x.yaml\napiVersion: cert-manager.io/v1alpha2\nkind: Certi<|>ficate\n",
        &expect![[r#"
        x.yaml:2 `Certificate`
        **Certificate** · `cert-manager.io/v1alpha2` · custom resource

        cert-manager 1.6.0 removed it; write `cert-manager.io/v1`.
    "#]],
    );
}

#[test]
fn keys_with_a_meaning() {
    let pod = "#- x.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    KEY: x\nspec:\n  nodeSelector:\n    OTHER: x\n  containers: []\n";
    check_hover(
        &pod.replace("KEY", "pod-security.kubernetes.io/enf<|>orce"),
        &expect![[r#"
            x.yaml:5 `pod-security.kubernetes.io/enforce`
            **`pod-security.kubernetes.io/enforce`** · label of Kubernetes on Namespace

            The level Pods of this namespace must meet, `privileged`, `baseline` or `restricted`. It refuses Pods, not Deployments: those apply fine and then make none, with the reason in the ReplicaSet's events. Start with `warn` and `audit`.

            Values: `privileged`, `baseline`, `restricted`.
        "#]],
    );
    check_hover(
        &pod.replace("OTHER", "beta.kubernetes.io/<|>arch"),
        &expect![[r#"
            x.yaml:8 `beta.kubernetes.io/arch`
            **`beta.kubernetes.io/arch`** · label of Kubernetes on Node

            All labels must match, exactly. The plainest way to a node pool, and the only sensible one when one pool will do; for "one of these zones" use node affinity. Labels are compared at scheduling only: relabelling a node moves nobody.

            Deprecated since Kubernetes 1.14; write `kubernetes.io/arch`.
        "#]],
    );
    check_hover(
        &pod.replace("KEY", "app.kubernetes.io/na<|>me"),
        &expect![[r#"
            x.yaml:5 `app.kubernetes.io/name`
            **`app.kubernetes.io/name`** · label of Kubernetes

            Name is the software, instance the release: together they identify a workload and suit selectors, since they never change over its life. Name alone is too little: a second release in the namespace would share its Pods.
        "#]],
    );
    check_hover(
        "#- x.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    cluster-autoscaler.kubernetes.io/<|>safe-to-evict: \"true\"\n",
        &expect![[r#"
            x.yaml:5 `cluster-autoscaler.kubernetes.io/safe-to-evict`
            **`cluster-autoscaler.kubernetes.io/safe-to-evict`** · annotation of Kubernetes on Pod

            `"false"` on a Pod keeps the autoscaler from removing its node, for long jobs; on many Pods it keeps a cluster from ever shrinking. `"true"` allows removal despite local storage. Quote it.

            Values: `"true"`, `"false"`.
        "#]],
    );
    check_hover(
        &pod.replace("KEY", "app<|>"),
        &expect![[r#"
        x.yaml:5 `app`
        **`labels.app`** · string

        What selectors work on. Services, policies, budgets and metrics find Pods by them, so a changed value can move a Pod out of its Service or bring one in at once. Values: 63 characters, strings. No secrets, no timestamps: each value costs index and metric series.
    "#]],
    );
}

#[test]
fn the_version_of_the_settings_counts() {
    let fixture = "#- x.yaml\napiVersion: v1\nkind: Pod\nspec:\n  host<|>Users: false\n";
    let cron = "#- x.yaml\napiVersion: batch/v1beta1\nkind: Cron<|>Job\n";
    let last_line = |fixture: &str, version: &str| {
        let case = Case::with(fixture, |world| {
            let editor = [(None, serde_json::json!({ "kubernetesVersion": version }))];
            world.set_settings(SettingsTree::read(&Memory::default(), &[], &editor, &Flags::default()));
        });
        let (path, offset) = case.cursor();
        let hover = crate::hover::hover(&case.snapshot, &path, offset).expect("a hover");
        format!("{version}: {}\n", ours(&hover.markdown).lines().last().unwrap_or_default())
    };
    let lines = [(fixture, "1.24"), (fixture, "1.30"), (cron, "1.24"), (cron, "1.30")];
    let said: String = lines.into_iter().map(|(fixture, version)| last_line(fixture, version)).collect();
    expect![[r#"
        1.24: **Not in Kubernetes 1.24**: it came with 1.25.
        1.30: Default: `true`. Since Kubernetes 1.25.
        1.24: Deprecated since Kubernetes 1.21, gone in 1.25; write `batch/v1`.
        1.30: **Kubernetes 1.30 does not serve it**: 1.25 removed it; write `batch/v1`.
    "#]]
    .assert_eq(&said);
}

#[test]
fn custom_resources_have_fields_too() {
    let gateway = "#- x.yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\nspec:\n  gatewayClassName: x\n  listeners:\n  - name: https\n    tls:\n      mode: Terminate\n";
    check_hover(
        &gateway.replace("kind: G", "kind: <|>G"),
        &expect![[r#"
            x.yaml:2 `Gateway`
            **Gateway `edge`** · `gateway.networking.k8s.io/v1` · in a namespace · custom resource

            → `GatewayClass/x`

            One set of addresses and listeners. Most controllers start a proxy and a cloud load balancer for each, so share one between teams and let routes attach from their namespaces.
        "#]],
    );
    check_hover(
        &gateway.replace("mode", "<|>mode"),
        &expect![[r#"
        x.yaml:10 `mode`
        **`mode`** · string · optional

        `Terminate` decrypts here and needs a certificate; `Passthrough` forwards by SNI, so no path, header or retry rule is possible. Default `Terminate`.

        Values: `Passthrough`, `Terminate`. Default: `Terminate`.
    "#]],
    );
    check_hover(
        &gateway.replace("gatewayC", "<|>gatewayC"),
        &expect![[r#"
        x.yaml:6 `gatewayClassName`
        **`gatewayClassName`** · string · required

        Chooses the product. Changing it on a live Gateway moves addresses in most of them: make a second Gateway and shift DNS.
    "#]],
    );
    check_hover(
        "#- x.yaml\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: x\nspec:\n  secret<|>Name: x\n",
        &expect![[r#"
            x.yaml:6 `secretName`
            **`secretName`** · string · required
        "#]],
    );
    check_hover(
        "#- x.yaml\napiVersion: networking.istio.io/v1\nkind: Gate<|>way\nmetadata:\n  name: x\n",
        &expect![[r#"
            x.yaml:2 `Gateway`
            **Gateway `x`** · `networking.istio.io/v1` · in a namespace · custom resource
        "#]],
    );
}

#[test]
fn items_of_lists_are_objects() {
    let list = "#- x.yaml\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: x}\n  stringData: {a: b}\n- spec:\n";
    check_hover(
        &list.replace("Secret", "Sec<|>ret"),
        &expect![[r#"
        x.yaml:5 `Secret`
        **Secret `x`** · `v1` · in a namespace

        Base64 is not encryption: in etcd it is plain unless the cluster encrypts at rest. Anyone who may create Pods in the namespace can read it by mounting. Keep real values out of Git: sealed, encrypted by SOPS, or fetched by an operator.
    "#]],
    );
    check_hover(
        &list.replace("stringData", "string<|>Data"),
        &expect![[r#"
        x.yaml:7 `stringData`
        **`stringData`** · map of string · optional

        Plain text on the way in, merged over `data` and never returned. Removing a key here later does not remove it from the object when applied client-side, and the plain value sits in the last-applied annotation.
    "#]],
    );
    check_hover(
        &list.replace("- spec", "- sp<|>ec"),
        &expect![[r#"
        nothing
    "#]],
    );
    check_hover(
        "#- x.yaml\napiVersion: v1\nkind: ConfigMapList\nitems:\n- imm<|>utable: true\n",
        &expect![[r#"
            x.yaml:4 `immutable`
            **`immutable`** · boolean · optional

            Once `true` neither the data nor this flag can change: a new version needs a new name. It guards running Pods from a live edit and spares the API server a watch for each node and object, which counts in clusters with tens of thousands of Pods.

            Default: `false`.
        "#]],
    );
}

#[test]
fn json_is_read_alike() {
    check_hover(
        "#- x.json\n{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"host<|>PID\": true}}\n",
        &expect![[r#"
            x.json:1 `"hostPID"`
            **`hostPID`** · boolean · optional

            Shows every process of the node, with environment and open files through `/proc` if the uid matches; together with root it is a way onto the node. For node agents such as profilers. Forbidden by `baseline`.

            Default: `false`.
        "#]],
    );
}

#[test]
fn nothing_is_known() {
    for manifest in [
        "apiVersion: example.org/v1\nkind: Wid<|>get\nspec:\n  replicas: 1\n",
        "apiVersion: example.org/v1\nkind: Widget\nspec:\n  repl<|>icas: 1\n",
        "apiVersion: v1\nkind: Pod\nspec:\n  colo<|>ur: red\n",
        "apiVersion: v1\nkind: Pod\nmeta<|>\n",
        "apiVersion: v1\nki<|>nd\n",
        "kind: Po<|>d\n",
        "apiVersion: v1\nkind: Pod\n# co<|>mment\n",
        "- a<|>\n",
        "<|>",
    ] {
        check_hover(
            &format!("#- x.yaml\n{manifest}"),
            &expect![[r#"
            nothing
        "#]],
        );
    }
}

#[test]
fn half_typed_lines_leave_the_rest_as_it_is() {
    let pod = "#- x.yaml\napiVersion: v1\nkind: Pod\nspec:\n  ima\n  hostP<|>ID: true\n  containers:\n  - na\n";
    check_hover(
        pod,
        &expect![[r#"
        x.yaml:5 `hostPID`
        **`hostPID`** · boolean · optional

        Shows every process of the node, with environment and open files through `/proc` if the uid matches; together with root it is a way onto the node. For node agents such as profilers. Forbidden by `baseline`.

        Default: `false`.
    "#]],
    );
    check_hover(
        "#- x.yaml\napiVersion: v1\nkind: Pod\nspec:\n  host<|>PID\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check_hover(
        "#- x.yaml\napiVersion: v1\nkind: Pod\nspec: {host<|>PID: tr\n",
        &expect![[r#"
        x.yaml:3 `hostPID`
        **`hostPID`** · boolean · optional

        Shows every process of the node, with environment and open files through `/proc` if the uid matches; together with root it is a way onto the node. For node agents such as profilers. Forbidden by `baseline`.

        Default: `false`.
    "#]],
    );
}
