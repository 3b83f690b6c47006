//! A container without a memory request.

use super::unset::{self, Missing};

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without a memory request. A limit counts as one, and so does what a `LimitRange` in the same
    /// file gives.
    ///
    /// ## Why is this bad?
    /// The scheduler adds up requests, so a container without one is put on nodes that have no room for it. When a node
    /// runs out of memory, the kubelet evicts first what uses most beyond its request: without one, every byte is
    /// beyond.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           resources:
    ///             requests:
    ///               memory: 128Mi
    /// ```
    ///
    /// ## Settings
    /// `amount`: what the fix writes where no other container of the Pod says it, as in `rules: {
    /// k8s/unset-memory-requests: { options: { amount: 128Mi } } }`.
    "k8s/unset-memory-requests" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-resources",
            "polaris/memoryRequestsMissing",
            "checkov/CKV_K8S_12",
            "trivy/KSV-0016",
            "kubesec/RequestsMemory",
            "kubescape/resources-memory-requests",
            "kubescape/resources-memory-limit-and-request",
            "datree/CONTAINERS_MISSING_MEMORY_REQUEST_KEY",
            "kyverno/require-pod-requests-limits",
            "gatekeeper/containerrequests",
        ],
        check: Check::Container(check),
    }
}

const MISSING: Missing = Missing {
    bound: "requests",
    resource: "memory",
    placeholder: "128Mi",
    said: "has no memory request, so the scheduler takes it for nothing and it is among the first to be evicted; set `resources.requests.memory`",
};

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    unset::check(file, &MISSING, report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn said_nowhere() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
                ^^^ Container `web` has no memory request, so the scheduler takes it for nothing and it is among the first to be evicted; set `resources.requests.memory`
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources:
            requests:
              memory: 1
",
        );
    }

    #[test]
    fn said_elsewhere() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources:
            limits:
              memory: 1
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      resources:
        limits:
          memory: 1
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: &x {}
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          <<: *x
---
apiVersion: v1
kind: LimitRange
metadata:
  name: usual
  namespace: shop
spec:
  limits:
    - type: Container
      default:
        memory: 1
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn in_brackets() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - {name: web, image: web:1.4.2}
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - {name: web, image: web:1.4.2, resources: {requests: {memory: 128Mi}}}
",
        );
    }

    #[test]
    fn a_default_request() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: LimitRange
metadata:
  name: usual
spec:
  limits:
    - type: Container
      defaultRequest:
        memory: 1
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn a_placeholder() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources:
            requests:
              memory: 128Mi
",
        );
    }

    #[test]
    fn as_the_sibling() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
        - name: proxy
          image: proxy:1.0.0
          resources:
            requests:
              memory: 64Mi
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources:
            requests:
              memory: 64Mi
        - name: proxy
          image: proxy:1.0.0
          resources:
            requests:
              memory: 64Mi
",
        );
    }

    #[test]
    fn as_the_settings() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
#- plimsoll.yaml
rules: { k8s/unset-memory-requests: { options: { amount: 96Mi } } }
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources:
            requests:
              memory: 96Mi
",
        );
    }
}
