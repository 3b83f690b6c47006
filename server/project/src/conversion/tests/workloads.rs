use expect_test::expect;

use super::{check, converted};

const POD: &str = "  template:
    metadata:
      labels:
        app: web # it
        \"tier\": \"1\"
    spec:
      containers:
        - name: web
          image: nginx:1.27
";

fn with(api_version: &str, kind: &str, spec: &str) -> String {
    format!("apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: web\nspec:\n{spec}{POD}")
}

#[test]
fn a_selector_is_made_of_the_labels() {
    check(
        &with("extensions/v1beta1", "Deployment", "  replicas: 2\n  # dropped\n  rollbackTo:\n    revision: 1\n"),
        "apps/v1 Deployment",
        &expect![[r#"
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: web
                  tier: "1"
              template:
                metadata:
                  labels:
                    app: web # it
                    "tier": "1"
                spec:
                  containers:
                    - name: web
                      image: nginx:1.27
            # `spec.rollbackTo` is gone: the new version has no place for it
            # `spec.selector` is now written out as `{matchLabels: {app: web, tier: 1}}`, which it was by default
            # the object has no labels of its own and no longer gets those of its Pods
            # `spec.progressDeadlineSeconds` is not set: its default was `none` and is now `600`
            # `spec.revisionHistoryLimit` is not set: its default was `all` and is now `10`
            # `spec.strategy.rollingUpdate.maxSurge` is not set: its default was `1` and is now `25%`
            # `spec.strategy.rollingUpdate.maxUnavailable` is not set: its default was `1` and is now `25%`
        "#]],
    );
    check(
        &with("apps/v1beta1", "Deployment", "  selector: {}\n  strategy:\n    type: Recreate\n"),
        "apps/v1 Deployment",
        &expect![[r#"
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              selector: {}
              strategy:
                type: Recreate
              template:
                metadata:
                  labels:
                    app: web # it
                    "tier": "1"
                spec:
                  containers:
                    - name: web
                      image: nginx:1.27
            # the object has no labels of its own and no longer gets those of its Pods
            # `spec.revisionHistoryLimit` is not set: its default was `2` and is now `10`
        "#]],
    );
}

#[test]
fn updates_on_delete_stay_so() {
    check(
        &with("apps/v1beta1", "StatefulSet", "  serviceName: web\n  selector: {matchLabels: {app: web}}\n"),
        "apps/v1 StatefulSet",
        &expect![[r#"
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: web
            spec:
              serviceName: web
              selector: {matchLabels: {app: web}}
              updateStrategy:
                type: OnDelete
              template:
                metadata:
                  labels:
                    app: web # it
                    "tier": "1"
                spec:
                  containers:
                    - name: web
                      image: nginx:1.27
            # the object has no labels of its own and no longer gets those of its Pods
            # `spec.updateStrategy.type` is now written out as `OnDelete`, which it was by default
        "#]],
    );
    check(
        &with(
            "extensions/v1beta1",
            "DaemonSet",
            "  templateGeneration: 3\n  updateStrategy:\n    # soon\n    rollingUpdate:\n      maxUnavailable: 1\n",
        ),
        "apps/v1 DaemonSet",
        &expect![[r#"
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: web
            spec:
              updateStrategy:
                type: OnDelete
                # soon
                rollingUpdate:
                  maxUnavailable: 1
              selector:
                matchLabels:
                  app: web
                  tier: "1"
              template:
                metadata:
                  labels:
                    app: web # it
                    "tier": "1"
                spec:
                  containers:
                    - name: web
                      image: nginx:1.27
            # `spec.templateGeneration` is gone: the new version has no place for it
            # `spec.selector` is now written out as `{matchLabels: {app: web, tier: 1}}`, which it was by default
            # the object has no labels of its own and no longer gets those of its Pods
            # `spec.updateStrategy.type` is now written out as `OnDelete`, which it was by default
        "#]],
    );
    check(
        &with("apps/v1beta2", "DaemonSet", "  selector:\n    matchLabels:\n      app: web\n"),
        "apps/v1 DaemonSet",
        &expect![[r#"
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: web
            spec:
              selector:
                matchLabels:
                  app: web
              template:
                metadata:
                  labels:
                    app: web # it
                    "tier": "1"
                spec:
                  containers:
                    - name: web
                      image: nginx:1.27
        "#]],
    );
}

#[test]
fn what_is_not_known_is_said() {
    let seen = [
        converted(&with("apps/v1beta2", "ReplicaSet", "  replicas: 1\n"), "apps/v1 ReplicaSet"),
        converted(
            "apiVersion: extensions/v1beta1\nkind: ReplicaSet\nspec:\n  template:\n    metadata: {name: a}\n",
            "apps/v1 ReplicaSet",
        ),
        converted(&with("extensions/v1beta1", "Deployment", "  replica: 1\n"), "apps/v1 Deployment"),
        converted(&with("extensions/v1beta1", "Deployment", "  strategy: Recreate\n"), "apps/v1 Deployment"),
        converted(&with("extensions/v1beta1", "Deployment", ""), "apps/v1 StatefulSet"),
    ];
    expect![[r#"
        impossible: `spec.selector` is missing, which `apps/v1` requires; add it first
        impossible: `spec.selector` is missing, which `apps/v1` requires; add it first
        impossible: `spec.replica` does not exist in `apps/v1`; remove it first
        impossible: `spec.strategy` is `Recreate`, which `apps/v1` does not take
        impossible: no conversion of `extensions/v1beta1 Deployment` to `apps/v1 StatefulSet` is known
    "#]]
    .assert_eq(&seen.concat());
}
