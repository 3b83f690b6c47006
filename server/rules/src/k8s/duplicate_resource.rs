//! One object twice.

use project::graph::Definition;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an object that the same file or kustomization has a second time: the same kind, namespace and name.
    ///
    /// ## Why is this bad?
    /// The last one applied wins, and the other is a text that says something else about what runs. kustomize refuses
    /// to build.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: slow
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: shop
    /// data:
    ///   mode: fast
    /// ```
    "k8s/duplicate-resource" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let own = (it.file.path, known.fact.site.range.start());
    let before = |other: &Definition<'_>| (other.path.as_ref(), other.object.site.range.start()) < own;
    let twins = known.file.inquiry.twins(known.fact);
    let earlier = twins
        .iter()
        .find(|(near, other)| before(other) && (other.path.as_ref() == it.file.path || near.is_one_build()));
    let Some((_, other)) = earlier else { return };
    let Some(name) = it.object.find("metadata.name") else { return };
    report
        .on(
            name,
            format!("{} is here a second time, and the last one applied wins; keep one", reference::title(known.fact)),
        )
        .label_in(it.file, other.path, other.object.site.name, "the first one");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn files_apart() {
        check(
            &RULE,
            r#"
#- dev/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  mode: fast
#- prod/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  mode: fast
"#,
        );
    }

    #[test]
    fn one_build() {
        check(
            &RULE,
            r#"
#- kustomization.yaml
resources: [a.yaml, b.yaml]
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  mode: fast
#- b.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
        ^^^ ConfigMap `app` is here a second time, and the last one applied wins; keep one
data:
  mode: fast
"#,
        );
    }
}
