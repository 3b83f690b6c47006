//! Images without a version.

use syntax::yaml::{Data, Operation};

use super::container_image;
use super::security_context::title;
use crate::docker::image_tags;
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose image has no tag, or the tag `latest`, and no digest.
    ///
    /// ## Why is this bad?
    /// Both mean: whatever was pushed last. Two Pods of one Deployment may run different programs, depending on when
    /// their nodes pulled; a restart at night is an upgrade; and rolling back changes nothing, since the manifest of
    /// before names the same image.
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
    ///       image: nginx:latest
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
    ///       image: nginx:1.29
    /// ```
    ///
    /// ## When to ignore it
    /// Where kustomize or a release tool puts the tag in. Then write one that says so, such as `image:
    /// web:set-by-release`.
    "k8s/image-tag-not-pinned" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Reproducibility,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/latest-tag",
            "kube-score/container-image-tag",
            "polaris/tagNotSpecified",
            "checkov/CKV_K8S_14",
            "trivy/KSV-0013",
            "datree/CONTAINERS_MISSING_IMAGE_VALUE_VERSION",
            "kyverno/disallow-latest-tag",
            "gatekeeper/disallowedtags",
        ],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(image) = container_image::valid(container.container) else { return };
    let reference = &image.reference;
    if reference.digest().is_some() || reference.tag().is_some_and(|tag| tag != "latest") {
        return;
    }
    let (name, example) = (reference.familiar_name(), image_tags::example(reference));
    let title = title(container.container);
    let message = match reference.tag() {
        Some(_) => format!("{title} runs `{name}:latest`, whatever was pushed last; name a version{example}"),
        None => format!("{title} runs `{name}` without a tag, so whatever was pushed last; name a version{example}"),
    };
    let found = report.on(image.node, message);
    if let Some(version) = image_tags::version(reference) {
        let pinned = format!("{}:{version}", image.text.strip_suffix(":latest").unwrap_or(&image.text));
        let operation = Operation::Replace { at: image.node.address(), value: Data::text(pinned) };
        found.fix(Fix::suggested(format!("Use version {version}")).edit(operation));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn latest_and_nothing() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: setup
      image: registry.example.com:5000/setup
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Init container `setup` runs `registry.example.com:5000/setup` without a tag, so …
  containers:
    - name: a
      image: org/web:latest
             ^^^^^^^^^^^^^^ Container `a` runs `org/web:latest`, whatever was pushed last; name a version
    - name: b
      image: web:1.0.0
    - name: c
      image: web:latest@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
    - name: d
      image: web:${TAG}
    - name: e
      image: Web
",
        );
    }

    #[test]
    fn a_known_image_has_a_version_to_name() {
        let text = |image: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: {image}\n"
            )
        };
        let known = syntax::image_reference::ImageReference::parse("nginx");
        let version = crate::docker::image_tags::version(&known).expect("a version");
        check_fix(&RULE, &text("nginx:latest"), &text(&format!("nginx:{version}")));
        check_fix(&RULE, &text("docker.io/library/nginx"), &text(&format!("docker.io/library/nginx:{version}")));
    }
}
