//! A container of a Deployment, StatefulSet or DaemonSet without a liveness probe.

use project::Profile;
use project::kubernetes::ContainerRole;
use syntax::yaml::{Data, Node, Operation};

use super::probe::HANDLERS;
use super::{handler, presence, scalar, security_context, workload};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container of a Deployment, StatefulSet or DaemonSet without a liveness probe.
    ///
    /// ## Why is this bad?
    /// A process that hangs still runs, so nothing restarts it: it takes memory, holds its locks and, without a
    /// readiness probe, its share of the requests. A liveness probe that asks only what this process can answer by
    /// itself restarts it.
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
    ///           ports:
    ///             - name: http
    ///               containerPort: 8080
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
    ///           ports:
    ///             - name: http
    ///               containerPort: 8080
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             periodSeconds: 10
    ///             failureThreshold: 6
    /// ```
    ///
    /// ## When to ignore it
    /// For a process that ends when something is wrong with it, and cannot hang.
    "k8s/no-liveness-probe" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Production, Severity::Warning),
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/no-liveness-probe",
            "kube-score/pod-probes",
            "polaris/livenessProbeMissing",
            "checkov/CKV_K8S_8",
            "kubescape/configured-liveness-probe",
            "datree/CONTAINERS_MISSING_LIVENESSPROBE_KEY",
            "kyverno/require-probes",
            "gatekeeper/requiredprobes",
        ],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if container.role != ContainerRole::Regular
        || !workload::is_one_of(container.pod.object, &workload::LASTING)
        || presence::is_partial_container(container)
        || container.pod.object.lacks_selector()
        || !presence::lacks(container.node, "livenessProbe")
    {
        return;
    }
    let readiness = scalar::get(container.node, "readinessProbe").and_then(own_handler);
    let handlers = handler::handlers(container, "/livez");
    let how = handlers.first().map_or_else(String::new, |first| format!(" on port `{}`", first.port));
    let title = security_context::title(container);
    let message = format!("{title} has no liveness probe, so when it hangs nothing restarts it; add one{how}");
    let found = report.on(workload::head(container), message);
    let at = container.node.address_of("livenessProbe");
    // Slower to lose patience than the readiness probe is by default, so that a busy container is first left alone.
    let patient = [("periodSeconds".to_owned(), Data::from(10)), ("failureThreshold".to_owned(), Data::from(6))];
    let with = |data: Vec<(String, Data)>| Operation::Set {
        at: at.clone(),
        value: Data::Map(data.into_iter().chain(patient.clone()).collect()),
    };
    if let Some(same) = readiness {
        found.fix(Fix::suggested("Ask what the readiness probe asks, with more patience").edit(with(same)));
    }
    for handler in handlers {
        let title = match handler.doubt {
            "" => format!("Add a liveness probe that connects to `{}`", handler.port),
            path => format!("Add a liveness probe that gets `{path}` from `{}`", handler.port),
        };
        found.fix(Fix::suggested(title).edit(with(handler.data)));
    }
}

/// What a probe asks, without its timing.
fn own_handler(probe: Node<'_>) -> Option<Vec<(String, Data)>> {
    let entry = probe.effective().entries().find(|entry| HANDLERS.iter().any(|name| entry.is(name)))?;
    Some(vec![(entry.name().into_owned(), entry.value.unfold(100)?)])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn lasting_workloads() {
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
                ^^^ Container `web` has no liveness probe, so when it hangs nothing restarts it; add one
          image: web:1.4.2
---
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Never
      containers:
        - name: web
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
      initContainers:
        - name: migrate
          image: web:1.4.2
      containers:
        - name: web
          image: web:1.4.2
          livenessProbe:
            tcpSocket:
              port: http
            periodSeconds: 10
            failureThreshold: 6
",
        );
    }

    #[test]
    fn connects() {
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
          ports:
            - name: http
              containerPort: 8080
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
          ports:
            - name: http
              containerPort: 8080
          livenessProbe:
            tcpSocket:
              port: http
            periodSeconds: 10
            failureThreshold: 6
",
        );
    }

    #[test]
    fn a_page() {
        check_fix_titled(
            &RULE,
            Some("Add a liveness probe that gets `/livez` from `http`"),
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
          ports:
            - name: http
              containerPort: 8080
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
          ports:
            - name: http
              containerPort: 8080
          livenessProbe:
            httpGet:
              path: /livez
              port: http
            periodSeconds: 10
            failureThreshold: 6
",
        );
    }

    #[test]
    fn as_readiness() {
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
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /livez
              port: http
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
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /livez
              port: http
          livenessProbe:
            httpGet:
              path: /livez
              port: http
            periodSeconds: 10
            failureThreshold: 6
",
        );
    }
}
