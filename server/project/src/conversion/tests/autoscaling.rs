use expect_test::expect;

use super::check;

const V2: &str = "autoscaling/v2 HorizontalPodAutoscaler";

#[test]
fn metrics_of_v2beta1_get_a_target() {
    check(
        "\
apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 10
  metrics:
  - type: Resource
    resource:
      name: cpu
      # measured in May
      targetAverageUtilization: 60 # percent
  - type: Resource
    resource: {name: memory, targetAverageValue: 200Mi}
  - type: Pods
    pods:
      metricName: requests_per_second
      selector:
        matchLabels:
          verb: GET
      targetAverageValue: \"100\"
  - type: Object
    object:
      target: # the way in
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        name: shop
      metricName: requests
      targetValue: 2k
  - type: External
    external:
      metricName: queue
      metricSelector: {matchLabels: {queue: orders}}
      targetAverageValue: 30
",
        V2,
        &expect![[r#"
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: web
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 10
              metrics:
              - type: Resource
                resource:
                  name: cpu
                  target:
                    type: Utilization
                    # measured in May
                    averageUtilization: 60 # percent
              - type: Resource
                resource: {name: memory, target: {type: AverageValue, averageValue: 200Mi}}
              - type: Pods
                pods:
                  metric:
                    name: requests_per_second
                    selector:
                      matchLabels:
                        verb: GET
                  target:
                    type: AverageValue
                    averageValue: "100"
              - type: Object
                object:
                  describedObject: # the way in
                    apiVersion: networking.k8s.io/v1
                    kind: Ingress
                    name: shop
                  metric:
                    name: requests
                  target:
                    type: Value
                    value: 2k
              - type: External
                external:
                  metric:
                    name: queue
                    selector: {matchLabels: {queue: orders}}
                  target:
                    type: AverageValue
                    averageValue: 30
        "#]],
    );
}

#[test]
fn v1_gets_a_metric_and_v2beta2_a_version() {
    check(
        "\
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 3
  targetCPUUtilizationPercentage: 70 # of the request
",
        V2,
        &expect![[r#"
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: web
              maxReplicas: 3
              metrics:
                - type: Resource
                  resource:
                    name: cpu
                    target:
                      type: Utilization
                      averageUtilization: 70 # of the request
        "#]],
    );
    check(
        "\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
spec:
  scaleTargetRef:
    kind: Deployment
    name: web
  maxReplicas: 3
  behavior:
    scaleDown:
      selectPolicy: Max
status:
  currentReplicas: 1
",
        V2,
        &expect![[r#"
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            spec:
              scaleTargetRef:
                kind: Deployment
                name: web
              maxReplicas: 3
              behavior:
                scaleDown:
                  selectPolicy: Max
            status:
              currentReplicas: 1
        "#]],
    );
}

#[test]
fn what_is_not_known_is_said() {
    let seen = [
        super::converted(
            "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata:\n  annotations:\n    autoscaling.alpha.kubernetes.io/metrics: '[]'\nspec:\n  maxReplicas: 1\n",
            V2,
        ),
        super::converted(
            "apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nspec:\n  metrics:\n  - type: Pods\n    pods:\n      metricName: a\n",
            V2,
        ),
    ];
    expect![[r#"
        impossible: `metadata.annotations["autoscaling.alpha.kubernetes.io/metrics"]` does not exist in `autoscaling/v2`; remove it first
        impossible: `spec.metrics[0].pods.targetAverageValue` is missing, which `autoscaling/v2` requires; add it first
    "#]].assert_eq(&seen.concat());
}
