//! A limit that is below the request of the same resource.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{resources, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a limit that is below the request of the same resource.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod: nobody can be sure of more than he may have.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///       resources:
    ///         requests:
    ///           memory: 512Mi
    ///         limits:
    ///           memory: 256Mi
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///       resources:
    ///         requests:
    ///           memory: 512Mi
    ///         limits:
    ///           memory: 512Mi
    /// ```
    "k8s/limit-below-request" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kyverno/enforce-resources-as-ratio"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for block in resources::blocks(file.pod) {
        let Some(limits) = scalar::get(block, "limits") else { continue };
        let requests = resources::by_name(scalar::get(block, "requests"));
        for limit in resources::amounts(limits).filter(|limit| resources::may_be_overcommitted(&limit.resource)) {
            let Some(request) = requests.get(&limit.resource) else { continue };
            if request.quantity.nano() <= limit.quantity.nano() {
                continue;
            }
            let (resource, wanted) = (&limit.resource, request.node.effective().text().unwrap_or_default());
            let message =
                format!("The limit of `{resource}` is below the request of `{wanted}`; raise it, or lower the request");
            let value = Data::plain(wanted.clone());
            let edit = Operation::Replace { at: limit.node.address(), value };
            report
                .on(limit.node, message)
                .label_on(request.node, "the request")
                .fix(Fix::suggested(format!("Raise the limit to `{wanted}`")).edit(edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn each_resource_by_itself() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          cpu: 1500m
          memory: 1Gi
          example.com/gpu: 2
        limits:
          cpu: 1
               ^ The limit of `cpu` is below the request of `1500m`; raise it, or lower the request
          memory: 1024Mi
          example.com/gpu: 1
",
        );
    }
    #[test]
    fn raised() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          memory: 512Mi
        limits:
          memory: 256Mi
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          memory: 512Mi
        limits:
          memory: 512Mi
",
        );
    }
}
