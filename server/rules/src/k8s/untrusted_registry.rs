//! Images from elsewhere than the settings allow.

use super::container_image;
use super::security_context::title;
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose image fits none of the patterns under `registries.allow`. Without that setting nothing
    /// is reported.
    ///
    /// ## Why is this bad?
    /// An image from a registry that nobody has looked at runs with the rights of the Pod, and its owner may push
    /// another one under the same name at any time.
    ///
    /// ## Example
    /// ```settings
    /// registries:
    ///   allow: ["registry.example.com/*"]
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: docker.io/someone/web:1.4.2
    /// ```
    /// Use instead:
    /// ```settings
    /// registries:
    ///   allow: ["registry.example.com/*"]
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: registry.example.com/someone/web:1.4.2
    /// ```
    ///
    /// ## Settings
    /// `registries: { allow: [PATTERN, …] }`: patterns of full names, registry included, with `*` for any text. Images
    /// of Docker Hub begin with `docker.io/`, its official ones with `docker.io/library/`.
    "k8s/untrusted-registry" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "trivy/KSV-0034",
            "trivy/KSV-0125",
            "trivy/KSV-0032",
            "trivy/KSV-0033",
            "trivy/KSV-0035",
            "kubescape/rule-identify-blocklisted-image-registries",
            "kubescape/container-image-repository",
            "kyverno/restrict-image-registries",
            "gatekeeper/allowedrepos",
        ],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let allowed = container.file.allowed_images;
    let Some(image) = container_image::valid(container.container).filter(|_| !allowed.is_empty()) else { return };
    let full = image.reference.canonical();
    let name = format!("{}/{}", image.reference.registry(), image.reference.path());
    if allowed.iter().any(|pattern| fits(pattern, &full) || fits(pattern, &name)) {
        return;
    }
    let message = format!(
        "{} runs `{name}`, which `registries.allow` does not have; take the image from where it may come from",
        title(container.container)
    );
    report.on(image.node, message);
}

/// Whether `text` fits `pattern`, in which `*` is any text. Linear in the text for each `*`.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.trim().split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{RULE, fits};
    use crate::check::check;

    #[test]
    fn patterns_are_of_full_names() {
        check(
            &RULE,
            "
#- plimsoll.yaml
registries: { allow: ['registry.example.com/*', 'docker.io/library/nginx:1.*'] }
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: a
      image: registry.example.com/team/web:1.0.0
    - name: b
      image: nginx:1.29
    - name: c
      image: nginx:2.0
             ^^^^^^^^^ Container `c` runs `docker.io/library/nginx`, which `registries.allow` does not have; take the image …
",
        );
        check(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: nginx\n",
        );
    }

    #[test]
    fn stars() {
        let table =
            [("a", "a", true), ("a", "ab", false), ("a*", "ab", true), ("*b", "ab", true), ("a*c*e", "abcde", true)];
        for (pattern, text, expected) in table {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
        assert!(!fits("a*a", "a"));
    }
}
