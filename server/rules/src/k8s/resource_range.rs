//! A request or limit outside the range that the settings give.

use project::Profile;
use schema::kubernetes::values::quantity;

use super::{resources, scalar};

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a request or limit outside the range that the settings give. Without settings it is silent.
    ///
    /// ## Why is this bad?
    /// A team that knows the size of its nodes knows what no container can need: a request above a node is never
    /// scheduled, and a limit of a few bytes is a slip.
    ///
    /// ## Example
    /// ```settings
    /// rules: { k8s/resource-range: { options: { cpu: { min: 10m, max: 8 } } } }
    /// ```
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
    ///               cpu: "16"
    /// ```
    /// Use instead:
    /// ```settings
    /// rules: { k8s/resource-range: { options: { cpu: { min: 10m, max: 8 } } } }
    /// ```
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
    ///               cpu: "4"
    /// ```
    ///
    /// ## Settings
    /// A range for each resource: `options: { cpu: { min: 10m, max: 8 }, memory: { max: 16Gi } }`.
    "k8s/resource-range" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &[
            "datree/EKS_INVALID_CPU_LIMIT",
            "datree/EKS_INVALID_MEMORY_REQUEST_LIMIT",
            "gatekeeper/containerlimits",
        ],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(block) = resources::of(file.container) else { return };
    for bound in ["requests", "limits"] {
        for amount in scalar::get(block, bound).into_iter().flat_map(resources::amounts) {
            let Some(range) = report.option(&amount.resource) else { continue };
            let end = |name| {
                let text = range.get(name)?;
                let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
                Some((quantity::parse(&text).ok()?, text))
            };
            let (what, said) = (&amount.resource, amount.node.effective().text().unwrap_or_default());
            let message = match (end("min"), end("max")) {
                (Some((least, text)), _) if amount.quantity < least => format!(
                    "{said} of `{what}` is less \
                    than the settings allow; write at least {text}"
                ),
                (_, Some((most, text))) if amount.quantity > most => format!(
                    "{said} of `{what}` is more \
                    than the settings allow; write at most {text}"
                ),
                _ => continue,
            };
            report.on(amount.node, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn both_ends() {
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
              cpu: 1m
                   ^^ 1m of `cpu` is less than the settings allow; write at least 10m
              memory: 1Gi
            limits:
              cpu: 9000m
                   ^^^^^ 9000m of `cpu` is more than the settings allow; write at most 8
              memory: 17Gi
                      ^^^^ 17Gi of `memory` is more than the settings allow; write at most 16Gi
#- plimsoll.yaml
rules: { k8s/resource-range: { options: { cpu: { min: 10m, max: 8 }, memory: { max: 16Gi } } } }
",
        );
    }

    #[test]
    fn without_settings() {
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
              cpu: 1000
",
        );
    }
}
