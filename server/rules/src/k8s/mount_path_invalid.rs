//! Paths of mounts that the API server refuses.

use project::Profile;
use schema::kubernetes::values::path::{self, Use};

use super::{presence, scalar, volumes};
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags paths of mounts that the API server refuses: a `:` in `mountPath`, a `subPath` that is absolute or steps up,
    /// `subPath` beside `subPathExpr`, and `mountPropagation: Bidirectional` in a container that is not privileged.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. Steps up would lead out of the volume; what a container mounts in turn appears on the
    /// node only if it is trusted with the node.
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
    ///       volumeMounts:
    ///         - name: data
    ///           mountPath: /data
    ///           subPath: ../other
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
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
    ///       volumeMounts:
    ///         - name: data
    ///           mountPath: /data
    ///           subPath: other
    ///   volumes:
    ///     - name: data
    ///       emptyDir: {}
    /// ```
    "k8s/mount-path-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Container(check),
    }
}

/// The paths of a mount, with what each is for.
const PATHS: [(&str, Use); 3] = [("mountPath", Use::Mount), ("subPath", Use::Inside), ("subPathExpr", Use::Inside)];

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    let context = scalar::get(container.node, "securityContext");
    let is_privileged = context
        .is_some_and(|context| scalar::get(context, "privileged").is_some_and(|it| scalar::flag(it) != Some(false)));
    for mount in volumes::mounts(container, "volumeMounts") {
        for (field, purpose) in PATHS {
            let Some(node) = scalar::get(mount, field) else { continue };
            // `$(NAME)` in an expression is no placeholder, and what it becomes is seen by nobody yet.
            if let Some(mistake) = scalar::text(node).and_then(|text| path::mistake(&text, purpose)) {
                report.on(node, mistake.to_string());
            }
        }
        if let (Some(path), Some(expression)) = (scalar::get(mount, "subPath"), scalar::get(mount, "subPathExpr")) {
            report
                .on(expression, "`subPathExpr` stands beside `subPath`; keep one of them")
                .label_on(path, "the other");
        }
        let propagation = scalar::get(mount, "mountPropagation").filter(|node| node.is("Bidirectional"));
        if let Some(node) = propagation.filter(|_| !is_privileged && !presence::is_partial_container(container)) {
            report.on(
                node,
                "`Bidirectional` needs a privileged container; write `HostToContainer`, or make it privileged",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn paths() {
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
      volumeMounts:
        - name: a
          mountPath: /a:b
                     ^^^^ …
          subPath: /abs
                   ^^^^ …
          subPathExpr: $(POD)
                       ^^^^^^ `subPathExpr` stands beside `subPath`; keep one of them
          mountPropagation: Bidirectional
                            ^^^^^^^^^^^^^ `Bidirectional` needs a privileged container; write `HostToContainer`, or make it privileged
",
        );
    }
}
