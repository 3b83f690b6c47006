//! Images that may come from the node.

use syntax::yaml::{Data, Operation};

use super::security_context::{title, value};
use super::{container_image, presence};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose image is not asked for at each start: `imagePullPolicy` is `IfNotPresent` or `Never`, or
    /// not set for an image with a tag.
    ///
    /// ## Why is this bad?
    /// The node takes what it has. An image that was pushed again under its old tag never arrives there; with `latest`
    /// each node keeps the day it first pulled. And a Pod may use a private image that another Pod's credentials
    /// brought to the node. `Always` asks the registry for the digest only, and loads nothing that is there.
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
    ///       image: web:latest
    ///       imagePullPolicy: IfNotPresent
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
    ///       image: web:latest
    ///       imagePullPolicy: Always
    /// ```
    ///
    /// ## When to ignore it
    /// Where tags are never pushed twice, and where nodes are to start Pods without the registry.
    "k8s/image-pull-policy" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Reproducibility,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-image-pull-policy",
            "polaris/pullPolicyNotAlways",
            "checkov/CKV_K8S_15",
            "kubescape/image-pull-policy-is-not-set-to-always",
            "kyverno/imagepullpolicy-always",
        ],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(image) = container_image::of(container.container).filter(|it| it.reference.digest().is_none()) else {
        return;
    };
    let is_latest = image.reference.tag().is_none_or(|tag| tag == "latest");
    let said = value(container.container.node, "imagePullPolicy");
    let title = title(container.container);
    let (node, message) = match said {
        Some(node) if node.is("Never") => {
            (node, format!("{title} runs what its node happens to have under `{}`", image.text))
        }
        Some(node) if node.is("IfNotPresent") && is_latest => {
            (node, format!("{title} runs what was the latest when its node first pulled `{}`", image.text))
        }
        Some(node) if node.is("IfNotPresent") => {
            (node, format!("{title} does not see when `{}` is pushed again", image.text))
        }
        None if !is_latest && !presence::is_partial_container(container.container) => {
            (image.node, format!("{title} does not see when `{}` is pushed again", image.text))
        }
        Some(_) | None => return,
    };
    let operation =
        Operation::Set { at: container.container.node.address_of("imagePullPolicy"), value: Data::text("Always") };
    report
        .on(node, format!("{message}; set `imagePullPolicy: Always`"))
        .fix(Fix::suggested("Set `imagePullPolicy: Always`").edit(operation));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_counts_by_default_depends_on_the_tag() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: a
      image: web:latest
      imagePullPolicy: IfNotPresent
                       ^^^^^^^^^^^^ Container `a` runs what was the latest when its node first pulled `web:latest`; set …
    - name: b
      image: web
    - name: c
      image: web:1.0.0
             ^^^^^^^^^ Container `c` does not see when `web:1.0.0` is pushed again; set `imagePullPolicy: Always`
    - name: d
      image: web:1.0.0
      imagePullPolicy: Never
                       ^^^^^ Container `d` runs what its node happens to have under `web:1.0.0`; set …
    - name: e
      image: web@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
",
        );
    }

    #[test]
    fn the_fix_asks_each_time() {
        let text = |policy: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n    \
                 imagePullPolicy: {policy}\n"
            )
        };
        check_fix(&RULE, &text("Never"), &text("Always"));
    }
}
