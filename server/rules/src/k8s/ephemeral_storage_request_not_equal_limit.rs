//! A container whose request of `ephemeral-storage` is not its limit.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{resources, scalar};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose request of `ephemeral-storage` is not its limit. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// What lies between the two is disk that the scheduler has promised to nobody: the Pod is evicted while it is
    /// within its own limit.
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
    ///           resources:
    ///             requests:
    ///               ephemeral-storage: 256Mi
    ///             limits:
    ///               ephemeral-storage: 1Gi
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
    ///               ephemeral-storage: 1Gi
    ///             limits:
    ///               ephemeral-storage: 1Gi
    /// ```
    "k8s/ephemeral-storage-request-not-equal-limit" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-score/container-ephemeral-storage-request-equals-limit"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(block) = resources::of(file.container) else { return };
    let amount = |bound| resources::amount(scalar::get(block, bound), "ephemeral-storage");
    let (Some(request), Some(limit)) = (amount("requests"), amount("limits")) else { return };
    if request.quantity >= limit.quantity {
        return;
    }
    let (asked, allowed) =
        (request.node.effective().text().unwrap_or_default(), limit.node.effective().text().unwrap_or_default());
    let message = format!(
        "The container asks for {asked} of disk and may write {allowed}, so it can be \
        evicted within its limit; ask for what it may write"
    );
    let edit = Operation::Replace { at: request.node.address(), value: Data::plain(allowed.clone()) };
    report
        .on(request.node, message)
        .label_on(limit.node, "the limit")
        .fix(Fix::suggested(format!("Raise the request to `{allowed}`")).edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn both() {
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
            requests:
              ephemeral-storage: 1024Mi
            limits:
              ephemeral-storage: 1Gi
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
              ephemeral-storage: 1Mi
                                 ^^^ The container asks for 1Mi of disk and may write 1Gi, so it can be evicted within its limit; ask for what it may write
            limits:
              ephemeral-storage: 1Gi
",
        );
    }

    #[test]
    fn raised() {
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
              ephemeral-storage: 1Mi
            limits:
              ephemeral-storage: 1Gi
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
              ephemeral-storage: 1Gi
            limits:
              ephemeral-storage: 1Gi
",
        );
    }
}
