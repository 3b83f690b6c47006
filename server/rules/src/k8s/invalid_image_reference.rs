//! Image names that no registry has.

use super::container_image;
use super::security_context::title;
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an image that is no valid reference: capital letters in the path, a scheme before it, two tags, an empty
    /// one, blanks, a digest that is too short.
    ///
    /// ## Why is this bad?
    /// The API server takes most of them, and then the Pod stays in `InvalidImageName`: no container starts, and no
    /// registry is ever asked.
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
    ///       image: https://registry.example.com/web:1.4.2
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
    ///       image: registry.example.com/web:1.4.2
    /// ```
    "k8s/invalid-image-reference" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(image) = container_image::of(container.container) else { return };
    let Some(error) = image.reference.errors.first() else { return };
    let message =
        format!("{} never starts: `{}` is no valid image name: {error}", title(container.container), image.text);
    report.on(image.node, message);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_is_no_reference() {
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
      image: Web:1.0.0
             ^^^^^^^^^ Container `a` never starts: `Web:1.0.0` is no valid image name: the path must be in lower case
    - name: b
      image: web:1:2
             ^^^^^^^ …
    - name: c
      image: web:$(TAG)
    - name: d
      image: ''
    - name: stand-in
      image: docker.io/<user>/web
    - name: e
      image: registry.example.com:5000/team/web:1.0.0
",
        );
    }
}
