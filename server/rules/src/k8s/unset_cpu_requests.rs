//! A container without a CPU request.

use super::unset::{self, Missing};
use project::Profile;

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without a CPU request. A limit counts as one, and so does what a `LimitRange` in the same file
    /// gives.
    ///
    /// ## Why is this bad?
    /// The scheduler adds up requests. What asks for nothing fits on any node, however full, and there the kernel
    /// shares time by requests: a container without one gets the least share, and an autoscaler that works in percent
    /// of the request cannot work at all.
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
    ///               cpu: 100m
    /// ```
    ///
    /// ## Settings
    /// `amount`: what the fix writes where no other container of the Pod says it, as in `rules: {
    /// k8s/unset-cpu-requests: { options: { amount: 100m } } }`.
    "k8s/unset-cpu-requests" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Production, Severity::Warning),
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/unset-cpu-requirements",
            "kube-score/container-resources",
            "polaris/cpuRequestsMissing",
            "checkov/CKV_K8S_10",
            "trivy/KSV-0015",
            "kubesec/RequestsCPU",
            "kubescape/resources-cpu-requests",
            "kubescape/resources-cpu-limit-and-request",
            "datree/CONTAINERS_MISSING_CPU_REQUEST_KEY",
            "kyverno/require-pod-requests-limits",
            "gatekeeper/containerrequests",
        ],
        check: Check::Container(check),
    }
}

const MISSING: Missing = Missing {
    bound: "requests",
    resource: "cpu",
    placeholder: "100m",
    said: "has no CPU request, so the scheduler takes it for nothing and a busy node gives it next to no time; set `resources.requests.cpu`",
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
                ^^^ Container `web` has no CPU request, so the scheduler takes it for nothing and a busy node gives it next to no time; set `resources.requests.cpu`
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
              cpu: 1
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
              cpu: 1
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
          cpu: 1
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
        cpu: 1
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
        - {name: web, image: web:1.4.2, resources: {requests: {cpu: 100m}}}
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
        cpu: 1
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
              cpu: 100m
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
              cpu: 300m
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
              cpu: 300m
        - name: proxy
          image: proxy:1.0.0
          resources:
            requests:
              cpu: 300m
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
rules: { k8s/unset-cpu-requests: { options: { amount: 700m } } }
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
              cpu: 700m
",
        );
    }
}
