//! Containers that AppArmor is told to leave alone.

use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Node, Operation};

use super::scalar;
use super::security_context::{setters, value};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an AppArmor profile that is `Unconfined`, in the field or in the former annotation.
    ///
    /// ## Why is this bad?
    /// On nodes with AppArmor the runtime confines every container by itself: no writing below `/proc` and `/sys`, no
    /// mounting. `Unconfined` takes that away, mostly because one rule of the profile was in the way.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         appArmorProfile:
    ///           type: Unconfined
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         appArmorProfile:
    ///           type: RuntimeDefault
    /// ```
    ///
    /// ## When to ignore it
    /// Where nothing is said nothing is reported: the runtime's profile counts then, and a Pod that names one does not
    /// start on nodes without AppArmor.
    "k8s/apparmor-profile" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "polaris/linuxHardening",
            "trivy/KSV-0002",
            "kubesec/ApparmorAny",
            "kubesec/ApparmorUnconfined",
            "kyverno/restrict-apparmor-profiles",
            "kyverno/add-apparmor",
            "gatekeeper/apparmor",
        ],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

/// What begins the annotations of former days; the container's name follows.
const ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    for setter in setters(pod.pod) {
        let Some(node) = setter.get_in("appArmorProfile", "type") else { continue };
        let Some(said) = scalar::text(node).filter(|said| !matches!(&**said, "RuntimeDefault" | "Localhost")) else {
            continue;
        };
        let message = format!("{} has the AppArmor profile `{said}`, so it is not confined", setter.title());
        let value = Data::map([("type", Data::text("RuntimeDefault"))]);
        let operation = Operation::Set { at: setter.address("appArmorProfile"), value };
        report
            .on(node, format!("{message}; set `type: RuntimeDefault`"))
            .breaks(PodSecurityLevel::Baseline)
            .fix(Fix::suggested("Set `appArmorProfile` to `RuntimeDefault`").edit(operation));
    }
    let annotations = pod.pod.template.get("metadata").and_then(|metadata| value(metadata, "annotations"));
    for entry in annotations.into_iter().flat_map(Node::entries) {
        let name = entry.name();
        let Some(container) = name.strip_prefix(ANNOTATION) else { continue };
        let Some(said) = scalar::text(entry.value) else { continue };
        if said.is_empty() || said == "runtime/default" || said.starts_with("localhost/") {
            continue;
        }
        let message = format!("Container `{container}` has the AppArmor profile `{said}`, so it is not confined");
        let operation = Operation::Set { at: entry.value.address(), value: Data::text("runtime/default") };
        report
            .on(entry.value, format!("{message}; write `runtime/default`"))
            .breaks(PodSecurityLevel::Baseline)
            .fix(Fix::suggested("Write `runtime/default`").edit(operation));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_field_and_the_annotation() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    container.apparmor.security.beta.kubernetes.io/web: unconfined
                                                        ^^^^^^^^^^ Container `web` has the AppArmor profile `unconfined`…
    container.apparmor.security.beta.kubernetes.io/other: localhost/own
spec:
  securityContext:
    appArmorProfile: {type: RuntimeDefault}
  containers:
    - name: web
      image: web:1.0.0
      securityContext:
        appArmorProfile:
          type: Unconfined
                ^^^^^^^^^^ Container `web` has the AppArmor profile `Unconfined`, so it is not confined; set …
",
        );
    }

    #[test]
    fn the_fix_leaves_it_to_the_runtime() {
        let text = |kind: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    appArmorProfile:\n      \
                 type: {kind}\n"
            )
        };
        check_fix(&RULE, &text("Unconfined"), &text("RuntimeDefault"));
    }
}
