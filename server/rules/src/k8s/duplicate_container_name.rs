//! A container whose name another container of the Pod has, init and ephemeral containers included.

use project::Profile;

use super::doubles::doubles;
use super::scalar;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose name another container of the Pod has, init and ephemeral containers included.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod: logs, commands and patches find a container by its name.
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
    ///     - name: api
    ///       image: proxy:1.0.0
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
    ///     - name: proxy
    ///       image: proxy:1.0.0
    /// ```
    "k8s/duplicate-container-name" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let names = file.pod.containers().filter_map(|container| {
        let node = scalar::get(container.node, "name")?;
        Some((scalar::text(node)?, node))
    });
    for (first, again) in doubles(names) {
        let name = again.text().unwrap_or_default();
        report
            .on(again, format!("The Pod has a container `{name}` already; give each its name"))
            .label_on(first, "the first one");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn over_all_lists() {
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
    - name: api
            ^^^ The Pod has a container `api` already; give each its name
      image: b:1
  initContainers:
    - name: api
            ^^^ …
      image: c:1
",
        );
    }
}
