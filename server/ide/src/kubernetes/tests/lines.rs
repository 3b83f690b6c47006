//! Hints of manifests: what stands behind which line, and what does not.

use expect_test::{Expect, expect};
use project::settings::{Flags, SettingsTree};
use syntax::{TextRange, TextSize, apply};

use crate::check::Case;
use crate::inlay::hints;

fn shown(case: &Case) -> String {
    let path = case.path();
    let text = case.text(&path);
    let found = hints(&case.snapshot, &path, TextRange::up_to(TextSize::of(text)));
    for hint in &found {
        assert!(!hint.label.is_empty() && hint.tooltip.as_ref().is_some_and(|it| !it.is_empty()), "{hint:?}");
    }
    let edits = found.iter().map(|hint| syntax::TextEdit::insert(hint.offset, format!(" «{}»", hint.label)));
    apply(text, &edits.collect::<Vec<_>>()).expect("hints lie inside the text")
}

/// Holds the lines with hints against `expected`, a bar before each: indentation that all have in common would be dropped.
#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    // What the graph adds is tested with the graph.
    let settings = serde_json::json!({ "hints": { "qualityOfService": false, "selectedPods": false } });
    let case = Case::with(fixture, |world| {
        let files = world.snapshot();
        let editor = [(None, settings)];
        world.set_settings(SettingsTree::read(files.files(), &[], &editor, &Flags::default()));
    });
    let text = shown(&case);
    let lines = text.lines().filter(|line| line.contains('«')).map(|line| format!("|{line}\n"));
    for line in text.lines() {
        assert!(line.matches('«').count() < 2, "two hints behind one line: {line}");
    }
    expected.assert_eq(&lines.collect::<String>());
}

const PLAIN: &str = "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec: # the whole of it
  selector:
    matchLabels: {app: api}
  template:
    metadata:
      labels: {app: api}
    spec:
      initContainers:
      - name: migrate
        image: registry.example.com:5000/migrate
      containers:
      - name: api
        image: \"api:latest\" # moves
        livenessProbe:
          httpGet: {path: /, port: 80}
        readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5, failureThreshold: 1}
        startupProbe: &start
          initialDelaySeconds: 10
          failureThreshold: 30
      - name: sidecar
        image: proxy:1.2
        startupProbe: *start
      - name: pinned
        image: proxy@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
";

#[test]
fn what_is_left_out_of_a_deployment() {
    check(
        PLAIN,
        &expect![[r#"
            |spec: «replicas: 1, RollingUpdate 25%/25%» # the whole of it
            |    spec: «ServiceAccount default, grace period 30 s»
            |        image: registry.example.com:5000/migrate «imagePullPolicy: Always»
            |        image: "api:latest" «imagePullPolicy: Always» # moves
            |        livenessProbe: «fails after 30 s»
            |        readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5, failureThreshold: 1} «fails after 5 s»
            |        startupProbe: &start «310 s to start»
            |        startupProbe: *start «310 s to start»
        "#]],
    );
}

#[test]
fn nothing_where_all_is_written() {
    check(
        "#- a.yaml
apiVersion: apps/v1
kind: Deployment
spec:
  replicas: 2
  strategy: {type: Recreate}
  template:
    spec:
      serviceAccountName: api
      terminationGracePeriodSeconds: 60
      containers:
      - image: api
        imagePullPolicy: Always
",
        &expect![],
    );
}

#[test]
fn what_is_merged_in_is_written() {
    check(
        "#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
spec:
  template:
    spec:
      <<: &pod {serviceAccount: api, terminationGracePeriodSeconds: 60}
      containers:
      - &one {image: api, imagePullPolicy: Never}
      - <<: *one
        image: other
",
        &expect![[r#"
            |spec: «replicas: 1»
        "#]],
    );
}

#[test]
fn other_kinds() {
    check(
        "#- a.yaml
apiVersion: batch/v1
kind: CronJob
spec:
  schedule: '30 2 * * 1-5' # at night
  timeZone: Europe/Berlin
  jobTemplate:
    spec:
      template:
        spec:
          terminationGracePeriodSeconds:
---
apiVersion: batch/v1
kind: CronJob
spec:
  concurrencyPolicy: Forbid
  schedule: \"61 * * * *\"
---
apiVersion: batch/v1
kind: Job
spec:
  template: {spec: {containers: [{image: a}]}}
---
apiVersion: batch/v1
kind: Job
spec:
  backoffLimitPerIndex: 1
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
spec:
  podSelector: {}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
spec:
  podSelector: {}
  egress: [{}]
---
apiVersion: v1
kind: Pod
spec: {containers: [{image: nginx}]}
---
apiVersion: velero.io/v1
kind: Schedule
spec:
  schedule: >-
    @daily
---
apiVersion: serving.knative.dev/v1
kind: Service
spec:
  template:
    spec:
      containers: [{image: a}]
",
        &expect![[r#"
            |spec: «concurrencyPolicy: Allow»
            |  schedule: '30 2 * * 1-5' «every weekday at 02:30» # at night
            |        spec: «ServiceAccount default, grace period 30 s»
            |spec: «backoffLimit: 6»
            |  template: {spec: {containers: [{image: a «imagePullPolicy: Always»}]}}
            |spec: «policyTypes: [Ingress]»
            |spec: «policyTypes: [Ingress, Egress]»
            |spec: {containers: [{image: nginx «imagePullPolicy: Always»}]}
            |  schedule: >- «every day at 00:00»
        "#]],
    );
}

#[test]
fn an_autoscaler_sets_the_replicas() {
    check(
        "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  strategy: {}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: other}
spec:
  strategy: {}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
  maxReplicas: 3
",
        &expect![[r#"
            |spec: «replicas: 1»
            |spec: «minReplicas: 1»
        "#]],
    );
}

#[test]
fn nothing_where_less_is_known() {
    for nothing in [
        // A patch.
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      $patch: replace\n      containers: [{image: a}]\n",
        // A kind that is unknown.
        "apiVersion: example.com/v1\nkind: Deployment\nspec:\n  template: {}\n",
        // Half a manifest.
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n",
        "apiVersion: apps/v1\nkind: Deployment\nspec: x\n",
        "apiVersion: apps/v1\nkind: \nspec:\n  a: b\n",
        "apiVersion: batch/v1\nkind: CronJob\nspec:\n  concurrencyPolicy: Allow\n  schedule:\n",
    ] {
        check(&format!("#- a.yaml\n{nothing}"), &expect![]);
    }
    let probe = |probe: &str| {
        format!(
            "#- a.yaml\napiVersion: v1\nkind: Pod\nspec:\n  serviceAccountName: a\n  terminationGracePeriodSeconds: 1\n  containers:\n  - image: $(IMAGE)\n    livenessProbe: {probe}\n"
        )
    };
    for nothing in ["", "x", "{periodSeconds: -1}", "{periodSeconds: '5'}", "{periodSeconds: 9e99}", "*none"] {
        check(&probe(nothing), &expect![]);
    }
    let largest = "{periodSeconds: 9223372036854775807}";
    check(&probe(largest), &expect![]);
    check(
        &probe("{periodSeconds: 0}"),
        &expect![[r#"
            |    livenessProbe: {periodSeconds: 0} «fails after 30 s»
        "#]],
    );
}

#[test]
fn a_patch_leaves_out_what_is_written_elsewhere() {
    check(
        "#- a.yaml
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers: [{name: a, image: a}]
#- kustomization.yaml
patches:
- path: a.yaml
",
        &expect![],
    );
}

#[test]
fn json_has_them_too() {
    check(
        "#- a.json\n{\n  \"apiVersion\": \"apps/v1\",\n  \"kind\": \"StatefulSet\",\n  \"spec\": {\n    \"template\": {\n      \"spec\": {\n        \"containers\": [{ \"image\": \"a\" }]\n      }\n    }\n  }\n}\n",
        &expect![[r#"
            |  "spec": { «replicas: 1»
            |      "spec": { «ServiceAccount default, grace period 30 s»
            |        "containers": [{ "image": "a" «imagePullPolicy: Always» }]
        "#]],
    );
}

#[test]
fn each_can_be_switched_off() {
    let with = |name: &str| {
        let case = Case::with(
            &format!(
                "{PLAIN}---\napiVersion: batch/v1\nkind: CronJob\nspec: {{schedule: '@daily', concurrencyPolicy: Allow}}\n"
            ),
            |world| {
                let settings = serde_json::json!({ "hints": { name: false } });
                let files = project::files::Memory::default();
                world.set_settings(SettingsTree::read(&files, &[], &[(None, settings)], &Flags::default()));
            },
        );
        let text = shown(&case);
        ["replicas: 1", "fails after", "every day"].map(|label| text.contains(label))
    };
    assert_eq!(with("secretData"), [true, true, true]);
    assert_eq!(with("defaultedFields"), [false, true, true]);
    assert_eq!(with("probeBudget"), [true, false, true]);
    assert_eq!(with("schedule"), [true, true, false]);
}
