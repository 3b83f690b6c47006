//! A container of a Deployment, StatefulSet or DaemonSet without a readiness probe, and one of a Pod that a Service
//! of the same file sends requests to.

use project::kubernetes::ContainerRole;
use syntax::yaml::{Data, Operation};

use super::{handler, ports, presence, security_context, workload};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container of a Deployment, StatefulSet or DaemonSet without a readiness probe, and one of a Pod that a
    /// Service of the same file sends requests to.
    ///
    /// ## Why is this bad?
    /// Without one a Pod counts as ready as soon as its containers run. Services send it requests before it listens, a
    /// roll-out stops the old Pods before the new ones can work, and one that has lost its way keeps its share of the
    /// traffic.
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
    ///           readinessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             periodSeconds: 5
    /// ```
    ///
    /// ## When to ignore it
    /// For a worker that nobody sends requests to and whose start cannot fail.
    "k8s/no-readiness-probe" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/no-readiness-probe",
            "kube-score/pod-probes",
            "polaris/readinessProbeMissing",
            "checkov/CKV_K8S_9",
            "kubescape/configured-readiness-probe",
            "datree/CONTAINERS_MISSING_READINESSPROBE_KEY",
            "kyverno/require-probes",
            "gatekeeper/requiredprobes",
        ],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    let pod = container.pod;
    let is_pod = pod.object.is_one_of(&["Pod"]);
    if container.role != ContainerRole::Regular
        || !is_pod && !workload::is_one_of(pod.object, &workload::LASTING)
        || presence::is_partial_container(container)
        || container.pod.object.lacks_selector()
        || !presence::lacks(container.node, "readinessProbe")
    {
        return;
    }
    let has_ports = ports::of(container).next().is_some();
    let others_have =
        || pod.containers().take(20).any(|other| other.node != container.node && ports::of(other).next().is_some());
    let service = file.file.neighbours.services(pod).next().filter(|_| has_ports || !others_have());
    if is_pod && service.is_none() {
        return;
    }
    let handlers = handler::handlers(container, "/readyz");
    let how = handlers.first().map_or_else(String::new, |first| format!(" on port `{}`", first.port));
    let title = security_context::title(container);
    let effect = match service {
        Some(service) => format!("{} sends it requests before it can answer", workload::title(service)),
        None => "it counts as ready as soon as it runs".to_owned(),
    };
    let found = report.on(
        workload::head(container),
        format!(
            "{title} has no readiness probe, so {effect}; \
        add one{how}"
        ),
    );
    if let Some(service) = service {
        found.label_on(service.head(), "sends it requests");
    } else if !has_ports {
        // Who serves nobody makes only roll-outs hasty.
        found.at_most(Severity::Info);
    }
    let at = container.node.address_of("readinessProbe");
    for handler in handlers {
        let title = match handler.doubt {
            "" => format!("Add a readiness probe that connects to `{}`", handler.port),
            path => format!("Add a readiness probe that gets `{path}` from `{}`", handler.port),
        };
        let entries = handler.data.into_iter().chain([("periodSeconds".to_owned(), Data::from(5))]);
        found.fix(Fix::suggested(title).edit(Operation::Set { at: at.clone(), value: Data::Map(entries.collect()) }));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn behind_a_service() {
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
                ^^^ Container `web` has no readiness probe, so Service `web` sends it requests before it can answer; add one on port `http`
          image: web:1.4.2
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
        );
    }

    #[test]
    fn nobody_sends() {
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
                ^^^ Container `web` has no readiness probe, so it counts as ready as soon as it runs; add one
          image: web:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
    tier: front
  ports:
    - port: 80
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
          readinessProbe:
            tcpSocket:
              port: http
            periodSeconds: 5
",
        );
    }

    #[test]
    fn by_number() {
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
            - containerPort: 5432
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
            - containerPort: 5432
          readinessProbe:
            tcpSocket:
              port: 5432
            periodSeconds: 5
",
        );
    }
}
