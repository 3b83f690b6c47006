//! A container without a memory limit.

use super::unset::{self, Missing};

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without a memory limit. What a `LimitRange` in the same file gives counts.
    ///
    /// ## Why is this bad?
    /// Memory cannot be taken back. A container that leaks grows until the node has none left; then the kernel kills
    /// what it likes, often a neighbour. With a limit only the leaking container is killed and started again. A limit
    /// equal to the request is the honest choice: what lies between the two is memory that was promised to nobody.
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
    ///             limits:
    ///               memory: 128Mi
    /// ```
    ///
    /// ## When to ignore it
    /// For agents that must never be killed and whose use is known.
    ///
    /// ## Settings
    /// `amount`: what the fix writes where no other container of the Pod says it, as in `rules: {
    /// k8s/unset-memory-limits: { options: { amount: 128Mi } } }`.
    "k8s/unset-memory-limits" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/unset-memory-requirements",
            "kube-score/container-resources",
            "polaris/memoryLimitsMissing",
            "checkov/CKV_K8S_13",
            "trivy/KSV-0018",
            "kubesec/LimitsMemory",
            "kubescape/resources-memory-limits",
            "kubescape/resource-policies",
            "datree/CONTAINERS_MISSING_MEMORY_LIMIT_KEY",
            "kyverno/require-pod-requests-limits",
            "gatekeeper/containerlimits",
        ],
        check: Check::Container(check),
    }
}

const MISSING: Missing = Missing {
    bound: "limits",
    resource: "memory",
    placeholder: "128Mi",
    said: "has no memory limit, so a leak takes the memory of the whole node; set `resources.limits.memory`",
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
                ^^^ Container `web` has no memory limit, so a leak takes the memory of the whole node; set `resources.limits.memory`
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
            limits:
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
        - {name: web, image: web:1.4.2, resources: {limits: {memory: 128Mi}}}
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
                ^^^ Container `web` has no memory limit, so a leak takes the memory of the whole node; set `resources.limits.memory`
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
            limits:
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
            limits:
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
            limits:
              memory: 64Mi
        - name: proxy
          image: proxy:1.0.0
          resources:
            limits:
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
rules: { k8s/unset-memory-limits: { options: { amount: 96Mi } } }
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
            limits:
              memory: 96Mi
",
        );
    }

    #[test]
    fn as_the_request() {
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
            limits:
              memory: 64Mi
",
        );
    }
}
