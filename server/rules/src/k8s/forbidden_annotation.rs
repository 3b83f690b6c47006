//! An annotation that the settings forbid.

use project::Profile;
use syntax::yaml::Operation;

use super::{names, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an annotation that the settings forbid. Without settings it is silent.
    ///
    /// ## Why is this bad?
    /// An annotation can order what no field may: a public load balancer, a mutation switched off, another identity in
    /// the cloud. A team that leaves such decisions to few people forbids the annotation.
    ///
    /// ## Example
    /// ```settings
    /// rules: { k8s/forbidden-annotation: { options: { annotations: ["fluxcd.io/*"] } } }
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    ///   annotations:
    ///     fluxcd.io/ignore: "true"
    /// ```
    /// Use instead:
    /// ```settings
    /// rules: { k8s/forbidden-annotation: { options: { annotations: ["fluxcd.io/*"] } } }
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web
    /// ```
    ///
    /// ## Settings
    /// `annotations`: names, or beginnings with a `*` at the end, as in `rules: { k8s/forbidden-annotation: { options:
    /// { annotations: ["fluxcd.io/*"] } } }`.
    "k8s/forbidden-annotation" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/forbidden-annotation",
            "kyverno/restrict-annotations",
            "kyverno/allowed-annotations",
        ],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let forbidden = names::option(report, "annotations").unwrap_or_default();
    let metadata = [file.object.find("metadata"), file.object.find("spec.template.metadata")];
    let annotations = metadata.into_iter().flatten().filter_map(|metadata| scalar::get(metadata, "annotations"));
    for entry in annotations.flat_map(|all| all.effective().entries()) {
        let name = entry.name();
        if !forbidden.iter().any(|pattern| names::fits(pattern, &name)) {
            continue;
        }
        report.on(entry.key, format!("The settings forbid annotation `{name}`; leave it out")).fix(
            Fix::suggested(format!(
                "Remove annotation \
                `{name}`"
            ))
            .edit(Operation::Remove { at: entry.value.address() }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_and_beginnings() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  annotations:
    fluxcd.io/ignore: "true"
    ^^^^^^^^^^^^^^^^ The settings forbid annotation `fluxcd.io/ignore`; leave it out
    other: x
    ^^^^^ The settings forbid annotation `other`; leave it out
    a: b
#- plimsoll.yaml
rules: { k8s/forbidden-annotation: { options: { annotations: ["fluxcd.io/*", other] } } }
"#,
        );
    }

    #[test]
    fn without_settings() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  annotations:
    a: b
",
        );
    }

    #[test]
    fn left_out() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  annotations:
    a: b
    c: d
#- plimsoll.yaml
rules: { k8s/forbidden-annotation: { options: { annotations: [a] } } }
",
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  annotations:
    c: d
",
        );
    }
}
