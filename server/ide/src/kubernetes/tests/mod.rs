//! Hovers in manifests: the fields, values and kinds of an everyday one.

mod effective;
mod graph;
mod lines;
mod names;
mod objects;
mod reference;
mod snippets;
mod values;

use expect_test::{Expect, expect};
use syntax::TextSize;

use crate::check::{Case, check_hover};

/// A Deployment, its Service and its autoscaler in one file.
const SHOP: &str = "#- shop.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
  labels:
    app: api
spec:
  replicas: 3
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 25%
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      hostUsers: false
      restartPolicy: Always
      containers:
      - name: web
        image: api:1.2
        imagePullPolicy: IfNotPresent
        ports:
        - name: http
          containerPort: 8080
        resources:
          limits:
            cpu: 500m
            memory: 512Mi
            nvidia.com/gpu: 1
        readinessProbe:
          httpGet: {path: /ready, port: http}
        securityContext:
          capabilities:
            drop: [ALL]
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: NodePort
  externalTrafficPolicy: Local
  ports:
  - port: 80
    targetPort: http
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: api
  maxReplicas: 10
  metrics:
  - type: Resource
";

/// Holds the hover in [`SHOP`] at the text in it that is marked in `words`: `ima<|>ge: api`.
#[track_caller]
fn check(words: &str, expected: &Expect) {
    let plain = words.replace("<|>", "");
    assert_eq!(SHOP.matches(&plain).count(), 1, "{plain} is there once");
    check_hover(&SHOP.replace(&plain, words), expected);
}

#[test]
fn kinds() {
    check(
        "kind: Deploy<|>ment\nmetadata",
        &expect![[r#"
            shop.yaml:2 `Deployment`
            **Deployment `shop/api`** · `apps/v1` · in a namespace · 1–10 × 500m / 512Mi (Guaranteed)

            ⇅ `HorizontalPodAutoscaler/api` 1–10

            Keeps a number of interchangeable Pods and replaces them revision by revision through ReplicaSets. Pods get new names and no disks of their own. Things with identity or a disk for each replica go into a StatefulSet.
        "#]],
    );
    check(
        "api<|>Version: v1\n",
        &expect![[r#"
        shop.yaml:42 `apiVersion`
        **Service `api`** · `v1` · in a namespace

        A stable name and address in front of changing Pods. It is not a process: kube-proxy or the CNI rewrites packets on each node. Balancing is per connection, so HTTP/2, gRPC and keep-alive clients stick to one Pod until they reconnect.
    "#]],
    );
    check(
        "autoscaling/v<|>2",
        &expect![[r#"
            shop.yaml:53 `autoscaling/v2`
            **HorizontalPodAutoscaler `api`** · `autoscaling/v2` · in a namespace

            → `Deployment/api`

            Every 15 s: wanted replicas = present × measured ÷ target, the largest over all metrics. Within 10 % of the target nothing happens. It reads averages over ready Pods, so it reacts after some 30 to 60 s plus start-up: headroom has to cover that.
        "#]],
    );
}

#[test]
fn fields() {
    check(
        "readiness<|>Probe:",
        &expect![[r#"
            shop.yaml:36 `readinessProbe`
            **`readinessProbe`** · Probe · optional

            Decides whether this Pod receives traffic: while it fails, every Service that selects the Pod leaves it out, and a rolling update waits. It never restarts the container.

            Probe what this process needs to answer, cheaply. Leave out dependencies that all replicas share, the database say: when it blinks, every Pod turns unready at once and nobody is left to answer with an error page.

            Here: asked every 10 s; after 3 failures in a row, 30 s, the Pod gets no more traffic; by default `timeoutSeconds: 1`, `periodSeconds: 10`, `failureThreshold: 3`.
        "#]],
    );
    check(
        "repl<|>icas: 3",
        &expect![[r#"
        shop.yaml:9 `replicas`
        **`replicas`** · integer · optional

        Default 1. With an HPA leave it out: each apply of a fixed number throws the scale back, and Pods are killed in the middle of a peak. Removing it from a manifest applied client-side scales to 1 once; `kubectl apply edit-last-applied` first avoids that.

        Two replicas on two nodes survive the loss of one; three still leave two during a drain.

        Default: `1`.
    "#]],
    );
    check(
        "imagePull<|>Policy:",
        &expect![[r#"
            shop.yaml:27 `imagePullPolicy`
            **`imagePullPolicy`** · string · optional

            The default is computed once, at creation: `Always` for `latest` or no tag, else `IfNotPresent`. It is then stored, so moving the tag later from `latest` to `1.4` in a live object leaves `Always` in place.

            Values: `Always`, `IfNotPresent`, `Never`. Default here: `IfNotPresent`, since the image has a tag.
        "#]],
    );
    check(
        "host<|>Users:",
        &expect![[r#"
        shop.yaml:22 `hostUsers`
        **`hostUsers`** · boolean · optional

        `false` maps root in the Pod to an unprivileged uid on the node, so an escape lands as nobody, and capabilities count inside only. On by default since 1.33; needs Linux 6.3, a runtime with support, and file systems with id-mapped mounts (NFS often lacks them).

        Excludes `hostNetwork`, `hostPID` and `hostIPC`.

        Default: `true`. Since Kubernetes 1.25.
    "#]],
    );
    check(
        "contain<|>ers:",
        &expect![[r#"
        shop.yaml:24 `containers`
        **`containers`** · list of Container · required

        All start together and share fate in scheduling: the Pod fits where the sum of their requests fits, and is ready when all are. The order matters only for `postStart`, which delays the next container's start, and for which one `kubectl logs` picks.
    "#]],
    );
    check(
        "maxUn<|>available:",
        &expect![[r#"
            shop.yaml:13 `maxUnavailable`
            **`maxUnavailable`** · integer or string · optional · `25%` = 0 of 3 Pods, rounded down

            Pods that may be missing during an update, default 25 %, rounded down: none below four replicas. With `maxSurge: 1` and 0 here capacity never drops, but each step waits for a whole start-up. If both round to 0, 1 is used here.

            Default: `25%` = 0 of 3 Pods, rounded down.
        "#]],
    );
    check(
        "po<|>rt: http}",
        &expect![[r#"
        shop.yaml:37 `port`
        **`port`** · integer or string · required

        A number, or the name of a port of this container. A name the container does not have passes the API and fails every probe at run time. A management port answers even when the serving port is exhausted: good for liveness, misleading for readiness.
    "#]],
    );
    check(
        "target<|>Port:",
        &expect![[r#"
            shop.yaml:51 `targetPort`
            **`targetPort`** · integer or string · optional

            Number or name of the container's port; absent it equals `port`, a classic cause of "connection refused". A name is looked up in each Pod, so replicas may differ during an update. A name that no Pod has gives endpoints without that port.

            Default: `80`, the same as `port`.
        "#]],
    );
    check(
        "external<|>TrafficPolicy:",
        &expect![[r#"
            shop.yaml:48 `externalTrafficPolicy`
            **`externalTrafficPolicy`** · string · optional

            Whether outside traffic may hop to another node. It trades even load and every node answering against the client's address and one hop fewer.

            Values: `Cluster`, `Local`. Default here: `Cluster`, since `type` is `NodePort`.
        "#]],
    );
    check(
        "max<|>Replicas:",
        &expect![[r#"
        shop.yaml:62 `maxReplicas`
        **`maxReplicas`** · integer · required

        The cap on cost and on what the database must bear: replicas × connection pool. Reached, it holds in silence; only the condition `ScalingLimited` and an alert tell. Equal to `minReplicas` the autoscaler does nothing.
    "#]],
    );
    check(
        "contai<|>nerPort: 8080",
        &expect![[r#"
        shop.yaml:30 `containerPort`
        **`containerPort`** · integer · required

        The number the process binds; it changes nothing about where the process listens. A program bound to `127.0.0.1` is unreachable for Services and probes although the port is listed here.

        Ports below 1024 need root or `NET_BIND_SERVICE`, unless the runtime lets everybody bind them, as containerd does from 2.0.
    "#]],
    );
}

#[test]
fn quantities() {
    check(
        "cp<|>u: 500m",
        &expect![[r#"
            shop.yaml:33 `cpu`
            **`limits.cpu`** · quantity · `500m` = half a core

            Above this the kernel pauses the container until the next 100 ms period: it is slowed, never killed. With many threads the share is used up early in the period, and latency jumps while the node idles.

            A request is what protects neighbours; a limit is for tenants you do not trust, for billing, and for Guaranteed QoS.

            Here: the request is the same, since none is written.
        "#]],
    );
    check(
        "memory: 51<|>2Mi",
        &expect![[r#"
            shop.yaml:34 `512Mi`
            **`512Mi`** = 537 MB · `limits.memory`

            Above this the kernel kills a process of the container: exit code 137, `OOMKilled`, restart with back-off. With cgroup v2 the whole container goes since 1.28. Page cache counts but is dropped first; a memory-backed `emptyDir` counts and is not.

            Tell the runtime too (`GOMEMLIMIT`, `-XX:MaxRAMPercentage=75`), or it grows until the kill.

            Here: the request is the same, since none is written.
        "#]],
    );
    check(
        "nvidia.com/<|>gpu",
        &expect![[r#"
        shop.yaml:35 `nvidia.com/gpu`
        **`limits.nvidia.com/gpu`** · quantity

        Whole devices only, request equal to limit, no overcommit; the scheduler needs the device plugin on the node. A Pod that asks for none may still see every GPU if its image sets `NVIDIA_VISIBLE_DEVICES=all`.

        GPU nodes are usually tainted, so a toleration belongs to it.
    "#]],
    );
}

#[test]
fn values() {
    check(
        "IfNot<|>Present",
        &expect![[r#"
        shop.yaml:27 `IfNotPresent`
        **`IfNotPresent`** · value of `imagePullPolicy`

        Starts from the node's cache without asking anyone. A tag that was pushed again is never seen by nodes that hold the old image, so use it with tags that do not move.

        On shared nodes a cached private image was open to every Pod until kubelets began to check pull credentials, by default since 1.35.
    "#]],
    );
    check(
        "Node<|>Port",
        &expect![[r#"
        shop.yaml:47 `NodePort`
        **`NodePort`** · value of `type`

        Opens one port, 30000 to 32767, on every node, those without a Pod included. Clients need node addresses that stay, and every network that reaches a node reaches the service. For external balancers and bare metal.
    "#]],
    );
    check(
        "Reso<|>urce\n",
        &expect![[r#"
        shop.yaml:64 `Resource`
        **`Resource`** · value of `type`

        CPU or memory summed over all containers of the Pod, sidecars too: a busy proxy hides an idle application. Every container needs a request, or utilization cannot be computed and nothing scales.
    "#]],
    );
    check(
        "[AL<|>L]",
        &expect![[r#"
        shop.yaml:40 `ALL`
        **`ALL`** · value of `drop`

        Applied before `add`, in any order in the file. After it even root in the container cannot read files of others, change owners or bind low ports where the runtime forbids that. Required by `restricted` in every container.
    "#]],
    );
    check(
        "api:<|>1.2",
        &expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn an_object_that_is_only_referred_to_is_none() {
    check(
        "kind: Deploy<|>ment\n    name",
        &expect![[r#"
        nothing
    "#]],
    );
}

/// Whatever is asked wherever, nothing panics, and what is said lies around the place.
#[test]
fn every_place_answers() {
    let case = Case::new(&SHOP.replacen("replicas", "<|>replicas", 1));
    let path = case.path();
    for end in (0..=case.text(&path).len()).step_by(7) {
        let case = Case::new(&format!("#- shop.yaml\n{}", &case.text(&path)[..end]));
        for at in (0..=end).rev().take(12) {
            let offset = TextSize::try_from(at).expect("short");
            let hover = crate::hover::hover(&case.snapshot, &path, offset);
            assert!(hover.is_none_or(|hover| hover.range.contains_inclusive(offset)), "{end} {at}");
        }
    }
}
