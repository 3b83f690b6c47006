//! Services without ports.

use project::Profile;
use syntax::yaml::Node;

use super::{group, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Service without ports that is neither headless nor an alias of a host.
    ///
    /// ## Why is this bad?
    /// The API server refuses it: such a Service has an address, and nothing to reach there.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     app: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    /// ```
    "k8s/service-ports-missing" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &[""]) && !presence::is_partial(object))
    else {
        return;
    };
    let is = |key: &str, text: &str| scalar::get(spec, key).is_some_and(|node| node.effective().is(text));
    // What selects nothing may be a patch.
    if is("clusterIP", "None") || is("type", "ExternalName") || scalar::get(spec, "selector").is_none() {
        return;
    }
    let ports = scalar::get(spec, "ports").map(Node::effective);
    if presence::lacks(spec, "ports")
        || ports.is_some_and(|ports| ports.is_sequence() && ports.items().next().is_none())
    {
        report.on(ports.unwrap_or(spec), "The Service has no port; add one, or `clusterIP: None`");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn ports() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
^^^^ The Service has no port; add one, or `clusterIP: None`
  selector:
    app: api
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: api
  clusterIP: None
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: LoadBalancer
",
        );
    }
}
