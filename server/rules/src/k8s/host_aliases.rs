//! Lines in the Pod's hosts file.

use project::Profile;

use super::scalar;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Pods with `hostAliases`.
    ///
    /// ## Why is this bad?
    /// Names that only this Pod knows are found by nobody who debugs it, do not follow when the address changes, and
    /// can send the traffic for a trusted name elsewhere.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   hostAliases:
    ///     - ip: 192.0.2.7
    ///       hostnames: [db.example.org]
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
    ///       image: web:1.4.2
    /// ```
    "k8s/host-aliases" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["trivy/KSV-0007", "kubesec/HostAliases"],
        check: Check::Pod(check),
    }
}

fn check(it: &PodIn<'_>, report: &mut Report<'_>) {
    let Some(node) = scalar::get(it.pod.spec, "hostAliases").filter(|node| node.effective().items().next().is_some())
    else {
        return;
    };
    report.on(node, "`hostAliases` edits the Pod's hosts file, where nobody looks; put the name into DNS");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn where_there_are_any() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostAliases: []
  containers:
    - name: web
      image: web:1.4.2
"#,
        );
    }
}
