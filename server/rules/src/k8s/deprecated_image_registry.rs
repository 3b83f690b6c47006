//! Images in the former registry of Kubernetes.

use syntax::yaml::{Data, Operation};

use super::container_image;
use super::security_context::title;
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an image that is named in `k8s.gcr.io`, the former registry of Kubernetes.
    ///
    /// ## Why is this bad?
    /// It is frozen since April 2023: no new version and no security fix is there, and it may go away.
    /// `registry.k8s.io` has the same images under the same paths.
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
    ///       image: k8s.gcr.io/pause:3.9
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
    ///       image: registry.k8s.io/pause:3.9
    /// ```
    "k8s/deprecated-image-registry" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Reproducibility,
        fixable: Fixable::Always,
        same_as: &["kubescape/rule-identify-old-k8s-registry", "kyverno/restrict-deprecated-registry"],
        check: Check::Container(check),
    }
}

/// The former hosts, with what their images begin with.
const FORMER: [&str; 3] = ["k8s.gcr.io/", "gcr.io/google_containers/", "gcr.io/google-containers/"];

/// The registry of today.
const TODAY: &str = "registry.k8s.io/";

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(image) = container_image::of(container.container) else { return };
    for former in FORMER {
        let Some(rest) = image.text.strip_prefix(former) else { continue };
        let message = format!(
            "{} runs an image of `{}`, which is frozen since 2023; take it from `{}`",
            title(container.container),
            former.trim_end_matches('/'),
            TODAY.trim_end_matches('/')
        );
        let operation = Operation::Replace { at: image.node.address(), value: Data::text(format!("{TODAY}{rest}")) };
        report.on(image.node, message).fix(Fix::safe(format!("Use `{TODAY}{rest}`")).edit(operation));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    fn text(image: &str) -> String {
        format!(
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: {image}\n"
        )
    }

    #[test]
    fn hosts_of_former_days() {
        check(
            &RULE,
            &text(
                "k8s.gcr.io/pause:3.9\n           ^^^^^^^^^^^^^^^^^^^^ Container `a` runs an image of `k8s.gcr.io`, which …",
            ),
        );
        check(&RULE, &text("gcr.io/other/pause:3.9"));
    }

    #[test]
    fn the_fix_names_the_same_image() {
        check_fix(&RULE, &text("k8s.gcr.io/e2e/agnhost:2.45"), &text("registry.k8s.io/e2e/agnhost:2.45"));
        check_safety(&RULE, &text("k8s.gcr.io/pause:3.9"), Safety::Safe);
    }
}
