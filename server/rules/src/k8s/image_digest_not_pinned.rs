//! Images without a digest.

use syntax::image_reference::ReferenceError;

use super::container_image;
use super::security_context::title;
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose image is not named by its digest.
    ///
    /// ## Why is this bad?
    /// A tag is a label that its owner may put on another image, and who gets into the registry is its owner. A digest
    /// is the image: another one does not have it.
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
    ///       image: web:1.4.2@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
    /// ```
    ///
    /// ## When to ignore it
    /// Where nothing keeps digests up to date. Renovate and Dependabot do; without one a pinned image ages.
    "k8s/image-digest-not-pinned" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Reproducibility,
        fixable: Fixable::Never,
        same_as: &[
            "checkov/CKV_K8S_43",
            "kubescape/image-not-pinned-to-digest",
            "datree/CONTAINERS_MISSING_IMAGE_VALUE_DIGEST",
            "kyverno/require-image-checksum",
            "gatekeeper/imagedigests",
        ],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(image) = container_image::of(container.container) else { return };
    // Which algorithms there are is for `invalid-image-reference` to say.
    let is_digest = |text: &str| text.contains(':') && !text.starts_with("sha256:");
    let mut errors = image.reference.errors.iter();
    let is_misspelt = errors.any(|error| matches!(error, ReferenceError::Digest(digest) if !is_digest(digest)));
    if image.reference.digest().is_some() && !is_misspelt {
        return;
    }
    let message = format!(
        "{} runs `{}`, a name that may come to mean another image; add its digest",
        title(container.container),
        image.text
    );
    report.on(image.node, message);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn with_and_without() {
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
      image: web:1.0.0
             ^^^^^^^^^ Container `a` runs `web:1.0.0`, a name that may come to mean another image; add its digest
    - name: b
      image: web@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
",
        );
    }
}
