//! Keys in no order.

use project::Profile;
use syntax::yaml::Entry;

use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags objects whose keys are not in alphabetical order, at the first one that is not.
    ///
    /// ## Why is this bad?
    /// Teams that sort keys see in a diff what changed and not what moved. Most do not, which is why this is off.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   namespace: shop
    ///   name: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    ///   namespace: shop
    /// ```
    "k8s/sorted-keys" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &["kube-linter/sorted-keys"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    for node in it.object.node.descendants().filter(|node| node.is_mapping()) {
        let mut before: Option<Entry<'_>> = None;
        for entry in node.entries() {
            if let Some(before) = before.filter(|before| before.name() > entry.name()) {
                report.on(entry.key, format!("`{}` stands behind `{}`; sort the keys", entry.name(), before.name()));
                return;
            }
            before = Some(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn the_first_one() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: ConfigMap
data: {b: x, a: y}
^^^^ `data` stands behind `kind`; sort the keys
metadata: {name: a}
"#,
        );
    }
}
