//! Hovers that say what holds here: defaults by what stands around the field, what is left out, what is wrong.

use std::fmt::Write;

use expect_test::{Expect, expect};

use crate::check::{Case, lines};

/// Holds what hovers at the cursors say besides their notes against `expected`.
#[track_caller]
fn check(fixtures: &[String], expected: &Expect) {
    let mut shown = String::new();
    for fixture in fixtures {
        let case = Case::new(&format!("#- x.yaml\n{fixture}"));
        let (path, offset) = case.cursor();
        let hover = crate::hover::hover(&case.snapshot, &path, offset);
        let markdown = hover.map_or_else(|| "nothing".to_owned(), |hover| hover.markdown);
        let markdown = crate::check::ours(&markdown);
        assert!(lines(markdown) <= 8, "{markdown}");
        let title = markdown.lines().next().unwrap_or_default();
        writeln!(shown, "{title}").unwrap();
        let is_fact = |line: &&str| {
            ["Default", "Values", "Here", "`", "A ", "The schedule"].iter().any(|it| line.starts_with(it))
        };
        for line in markdown.lines().skip(1).filter(is_fact) {
            writeln!(shown, "  {line}").unwrap();
        }
    }
    expected.assert_eq(&shown);
}

fn container(fields: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: x\n{fields}")
}

fn deployment(spec: &str) -> String {
    format!("apiVersion: apps/v1\nkind: Deployment\nspec:\n{spec}")
}

fn service(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Service\nspec:\n{spec}")
}

#[test]
fn defaults_by_what_stands_around() {
    check(
        &[
            container("    image: nginx\n    imagePull<|>Policy: Never\n"),
            container("    image: nginx:latest\n    imagePull<|>Policy: Never\n"),
            container("    image: nginx:1.2\n    imagePull<|>Policy: Never\n"),
            container("    image: \"nginx:${TAG}\"\n    imagePull<|>Policy: Never\n"),
            container("    imagePull<|>Policy: Never\n"),
            service("  type: LoadBalancer\n  external<|>TrafficPolicy: Local\n"),
            service("  external<|>TrafficPolicy: Local\n"),
            service("  externalIPs: [192.0.2.1]\n  external<|>TrafficPolicy: Local\n"),
            service("  ports:\n  - port: 80\n    target<|>Port: 8080\n"),
            service("  session<|>Affinity: None\n"),
            deployment("  replicas: 5\n  strategy:\n    rollingUpdate:\n      max<|>Surge: 1\n"),
            deployment("  strategy:\n    type: Recreate\n    rollingUpdate:\n      max<|>Surge: 1\n"),
            "apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      restart<|>Policy: Never\n".to_owned(),
            "apiVersion: batch/v1\nkind: Job\nspec:\n  backoff<|>Limit: 3\n".to_owned(),
            "apiVersion: batch/v1\nkind: Job\nspec:\n  backoffLimitPerIndex: 1\n  backoff<|>Limit: 3\n".to_owned(),
            "apiVersion: batch/v1\nkind: Job\nspec:\n  parallelism: 2\n  comple<|>tions: 3\n".to_owned(),
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  egress: [{}]\n  policy<|>Types: [Egress]\n".to_owned(),
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  policy<|>Types: [Egress]\n".to_owned(),
        ],
        &expect![[r#"
            **`imagePullPolicy`** · string · optional
              Values: `Always`, `IfNotPresent`, `Never`. Default here: `Always`, since the image has no tag.
            **`imagePullPolicy`** · string · optional
              Values: `Always`, `IfNotPresent`, `Never`. Default here: `Always`, since the tag is `latest`.
            **`imagePullPolicy`** · string · optional
              Values: `Always`, `IfNotPresent`, `Never`. Default here: `IfNotPresent`, since the image has a tag.
            **`imagePullPolicy`** · string · optional
              Values: `Always`, `IfNotPresent`, `Never`. Default: `Always` (image tag is latest, or neither tag nor digest), `IfNotPresent` (any other tag, or a digest).
            **`imagePullPolicy`** · string · optional
              Values: `Always`, `IfNotPresent`, `Never`. Default: `Always` (image tag is latest, or neither tag nor digest), `IfNotPresent` (any other tag, or a digest).
            **`externalTrafficPolicy`** · string · optional
              Values: `Cluster`, `Local`. Default here: `Cluster`, since `type` is `LoadBalancer`.
            **`externalTrafficPolicy`** · string · optional
              Values: `Cluster`, `Local`.
            **`externalTrafficPolicy`** · string · optional
              Values: `Cluster`, `Local`. Default here: `Cluster`, since `externalIPs` is written.
            **`targetPort`** · integer or string · optional
              Default: `80`, the same as `port`.
            **`sessionAffinity`** · string · optional
              `ClientIP` pins a client address to a Pod. Behind an Ingress or NAT the address is the proxy's, so everybody lands on one Pod. Cookie affinity in the Ingress is what browsers need.
              Values: `ClientIP`, `None`. Default: `None`.
            **`maxSurge`** · integer or string · optional
              Default: `25%` = 2 of 5 Pods, rounded up.
            **`maxSurge`** · integer or string · optional
            **`restartPolicy`** · string · optional
              Values: `Always`, `Never`, `OnFailure`. Default: `Always` (default is then rejected: OnFailure or Never must be written).
            **`backoffLimit`** · integer · optional
              Default: `6`.
            **`backoffLimit`** · integer · optional
              Default here: `2147483647`, since `backoffLimitPerIndex` is written.
            **`completions`** · integer · optional
            **`policyTypes`** · list of string · optional
              Values: `Egress`, `Ingress`. Default here: `[Ingress, Egress]`, since `egress` is written.
            **`policyTypes`** · list of string · optional
              Values: `Egress`, `Ingress`. Default here: `[Ingress]`, since there is no `egress`.
        "#]],
    );
}

#[test]
fn what_is_left_out_below() {
    check(
        &[
            deployment("<|>  replicas: 3\n").replace("spec:\n<|>", "sp<|>ec:\n"),
            deployment("  replicas: 3\n  stra<|>tegy:\n    rollingUpdate: {maxSurge: 1}\n"),
            deployment("  stra<|>tegy: {type: Recreate}\n"),
            deployment("  stra<|>tegy:\n"),
            deployment("  template:\n    sp<|>ec:\n      restartPolicy: Always\n"),
            "apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    sp<|>ec:\n      serviceAccount: api\n".to_owned(),
            container("    readiness<|>Probe:\n      httpGet: {port: 80}\n"),
            container("    startup<|>Probe:\n      initialDelaySeconds: 10\n      failureThreshold: 30\n"),
            container("    liveness<|>Probe: {periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 1}\n"),
            container("    liveness<|>Probe: {periodSeconds: x}\n"),
            "apiVersion: apps/v1\nkind: Deployment\nspec:\n  $patch: merge\n  stra<|>tegy: {}\n".to_owned(),
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nsp<|>ec:\n  podSelector: {}\n".to_owned(),
        ],
        &expect![[r#"
            **`spec`** · DeploymentSpec · required
              Here: by default `strategy.type: RollingUpdate`, `progressDeadlineSeconds: 600`, `revisionHistoryLimit: 10`.
            **`strategy`** · DeploymentStrategy · optional
              Here: by default `type: RollingUpdate`, `rollingUpdate.maxUnavailable: 25%` (0 of 3 Pods, rounded down).
            **`strategy`** · DeploymentStrategy · optional
            **`strategy`** · DeploymentStrategy · optional
              Here: by default `type: RollingUpdate`, `rollingUpdate.maxUnavailable: 25%` (0 of 1 Pod, rounded down), `rollingUpdate.maxSurge: 25%` (1 of 1 Pod, rounded up).
            **`spec`** · PodSpec · optional
              Here: by default `serviceAccountName: default`, `terminationGracePeriodSeconds: 30`.
            **`spec`** · PodSpec · optional
              Here: by default `terminationGracePeriodSeconds: 30`.
            **`readinessProbe`** · Probe · optional
              Here: asked every 10 s; after 3 failures in a row, 30 s, the Pod gets no more traffic; by default `timeoutSeconds: 1`, `periodSeconds: 10`, `failureThreshold: 3`.
            **`startupProbe`** · Probe · optional
              Here: 310 s to start (10 + 30 × 10), then the container is restarted; by default `timeoutSeconds: 1`, `periodSeconds: 10`.
            **`livenessProbe`** · Probe · optional
              Here: asked every 5 s; after one failure the container is restarted.
            **`livenessProbe`** · Probe · optional
              Here: by default `timeoutSeconds: 1`, `failureThreshold: 3`.
            **`strategy`** · DeploymentStrategy · optional
            **`spec`** · NetworkPolicySpec · optional
              Here: by default `policyTypes: [Ingress]`.
        "#]],
    );
}

#[test]
fn requests_from_limits() {
    let resources = |text: &str| container(&format!("    resources:\n{text}"));
    check(
        &[
            container("    resou<|>rces:\n      limits: {cpu: 500m, memory: 1Gi}\n"),
            resources("      requests: {cpu: 100m}\n      li<|>mits: {cpu: 500m, memory: 1Gi}\n"),
            resources("      requests: {cpu: 100m}\n      limits: {cpu: 500m, mem<|>ory: 1Gi}\n"),
            resources("      requests: {cpu: 100m}\n      limits: {cpu: 500m, memory: 1<|>Gi}\n"),
            resources("      requests: {cpu: 100m}\n      limits: {c<|>pu: 500m, memory: 1Gi}\n"),
            resources("      req<|>uests: {cpu: 100m}\n      limits: {cpu: 500m}\n"),
        ],
        &expect![[r#"
            **`resources`** · ResourceRequirements · optional
              Here: requested as much as limited, since no request is written: `cpu: 500m`, `memory: 1Gi`.
            **`limits`** · map of quantity · optional
              Here: requested as much as limited, since no request is written: `memory: 1Gi`.
            **`limits.memory`** · quantity · `1Gi` = 1.07 GB
              Here: the request is the same, since none is written.
            **`1Gi`** = 1.07 GB · `limits.memory`
              Here: the request is the same, since none is written.
            **`limits.cpu`** · quantity · `500m` = half a core
              A request is what protects neighbours; a limit is for tenants you do not trust, for billing, and for Guaranteed QoS.
            **`requests`** · map of quantity · optional
              Default: the same as `limits`.
        "#]],
    );
}

#[test]
fn what_is_wrong_with_a_value() {
    let job = |spec: &str| format!("apiVersion: batch/v1\nkind: CronJob\nspec:\n{spec}");
    check(
        &[
            job("  schedule: 6<|>1 * * * *\n"),
            job("  sche<|>dule: 0 0 * *\n"),
            job("  schedule: \"<|>\"\n"),
            job("  schedule: <|>${SCHEDULE}\n"),
            job("  timeZone: Ber<|>lin\n"),
            container("    resources:\n      limits: {mem<|>ory: 512mi}\n"),
            container("    resources:\n      limits: {memory: 1<|>GB}\n"),
            container("    resources:\n      limits: {cpu: 500 <|>m}\n"),
            deployment("  strategy:\n    rollingUpdate:\n      maxSurge: 12.<|>5%\n"),
            deployment("  strategy:\n    rollingUpdate:\n      maxSurge: <|>1\n"),
            deployment("  replicas: 3\n  strategy:\n    rollingUpdate:\n      maxSurge: 0\n      maxUnavailable: 2<|>5%\n"),
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec:\n  rules:\n  - timeouts:\n      request: 1 mi<|>n\n".to_owned(),
        ],
        &expect![[r#"
            **`61 * * * *`** · value of `schedule`
              `61` is no minute; write a number from 0 to 59.
            **`schedule`** · string · required
              The schedule has 4 fields; write 5: minute, hour, day of month, month, day of week.
            **`""`** · value of `schedule`
              The schedule is empty; write five fields, as in `30 2 * * *`.
            nothing
            **`Berlin`** · value of `timeZone`
              `Berlin` is no time zone; write `Europe/Berlin`.
            **`limits.memory`** · quantity
              `mi` is no suffix of a quantity; write `Mi`.
            **`1GB`** · value of `limits.memory`
              `GB` is no suffix of a quantity; write `G`.
            **`500 m`** · value of `limits.cpu`
              `500 m` has a space in it; write `500m`.
              A request is what protects neighbours; a limit is for tenants you do not trust, for billing, and for Guaranteed QoS.
            **`12.5%`** · value of `maxSurge`
              `12.5%` has a fraction; write a whole percentage.
            nothing
            **`25%`** = 0 of 3 Pods, rounded down; as `maxSurge` is 0 too, 1 · `maxUnavailable`
            **`1 min`** · value of `request`
              `1 min` has a space in it; write `1m`.
        "#]],
    );
}
