//! A PriorityClass with a value above 1000000000, or with a name that starts with `system-`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a PriorityClass with a value above 1000000000, or with a name that starts with `system-`.
    ///
    /// ## Why is this bad?
    /// Both are kept for what the cluster itself needs to run; the API server refuses the object.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: scheduling.k8s.io/v1
    /// kind: PriorityClass
    /// metadata:
    ///   name: urgent
    /// value: 2000000000
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: scheduling.k8s.io/v1
    /// kind: PriorityClass
    /// metadata:
    ///   name: urgent
    /// value: 1000000000
    /// ```
    "k8s/priority-class-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["PriorityClass"], check),
    }
}

/// The highest value that is not the system's.
const HIGHEST: i64 = 1_000_000_000;

/// The two that the cluster makes itself.
const OF_SYSTEM: [&str; 2] = ["system-node-critical", "system-cluster-critical"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let name = object.find("metadata.name").filter(|_| group::is_of(object, &["scheduling.k8s.io"]));
    let Some(text) = name.and_then(scalar::text).filter(|text| !OF_SYSTEM.contains(&&**text)) else { return };
    if let Some(name) = name.filter(|_| text.starts_with("system-")) {
        report.on(name, "Names that start with `system-` are the cluster's own; write another one");
    }
    let value = object.find("value").and_then(|node| Some((node, scalar::int(node)?)));
    if let Some((node, number)) = value.filter(|(_, number)| *number > HIGHEST) {
        let edit = Operation::Replace { at: node.address(), value: Data::from(HIGHEST) };
        report
            .on(
                node,
                format!(
                    "{number} is above {HIGHEST}, which is the highest value that is not the cluster's own; \
                 write that or less"
                ),
            )
            .fix(Fix::suggested(format!("Write {HIGHEST}")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn value_and_name() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: system-mine
        ^^^^^^^^^^^ Names that start with `system-` are the cluster's own; write another one
value: 1000000001
       ^^^^^^^^^^ 1000000001 is above 1000000000…
",
        );
    }
    #[test]
    fn highest() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: urgent
value: 2000000000
",
            "#- a.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: urgent
value: 1000000000
",
        );
    }
}
