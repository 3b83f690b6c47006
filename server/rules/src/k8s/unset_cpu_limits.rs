//! A container without a CPU limit.

use super::unset::{self, Missing};
use project::Profile;

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without a CPU limit. Opinions differ; it is on in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Without a limit a container uses whatever the node has left, so how fast it is depends on its neighbours, and a
    /// bill by use has no ceiling. Against that stands that a limit throttles: see `k8s/cpu-limit-throttling`.
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
    ///               cpu: 1
    /// ```
    ///
    /// ## When to ignore it
    /// Where requests are set everywhere: they protect neighbours well enough.
    ///
    /// ## Settings
    /// `amount`: what the fix writes where no other container of the Pod says it, as in `rules: { k8s/unset-cpu-limits:
    /// { options: { amount: 1 } } }`.
    "k8s/unset-cpu-limits" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-resources",
            "polaris/cpuLimitsMissing",
            "checkov/CKV_K8S_11",
            "trivy/KSV-0011",
            "kubesec/LimitsCPU",
            "kubescape/resources-cpu-limits",
            "datree/CONTAINERS_MISSING_CPU_LIMIT_KEY",
            "kyverno/require-cpu-limits",
            "gatekeeper/containerlimits",
        ],
        check: Check::Container(check),
    }
}

const MISSING: Missing = Missing {
    bound: "limits",
    resource: "cpu",
    placeholder: "1",
    said: "has no CPU limit, so it takes all the time that the node has left; set `resources.limits.cpu`",
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
                ^^^ Container `web` has no CPU limit, so it takes all the time that the node has left; set `resources.limits.cpu`
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
        - {name: web, image: web:1.4.2, resources: {limits: {cpu: 1}}}
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
                ^^^ Container `web` has no CPU limit, so it takes all the time that the node has left; set `resources.limits.cpu`
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
              cpu: 1
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
            limits:
              cpu: 300m
        - name: proxy
          image: proxy:1.0.0
          resources:
            limits:
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
rules: { k8s/unset-cpu-limits: { options: { amount: 700m } } }
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
              cpu: 700m
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
            limits:
              cpu: 300m
",
        );
    }
}
