//! Ephemeral containers in a manifest.

use project::Profile;
use syntax::yaml::Operation;

use super::scalar;
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags ephemeral containers in a manifest.
    ///
    /// ## Why is this bad?
    /// The API server refuses an object that is created with `ephemeralContainers`. They are added to a Pod that runs, as
    /// `kubectl debug` does, and to nothing else.
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
    ///   ephemeralContainers:
    ///     - name: debug
    ///       image: busybox:1.36
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
    /// ```
    "k8s/ephemeral-container" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let Some(entry) = file.pod.spec.entry("ephemeralContainers").filter(|entry| scalar::is_written(entry.value)) else {
        return;
    };
    let has_status = file.pod.object.find("status").is_some();
    if has_status || entry.value.effective().items().next().is_none() {
        return;
    }
    report
        .on(entry.key, "Ephemeral containers are added to a Pod that runs; leave them out, and use `kubectl debug`")
        .fix(Fix::suggested("Remove `ephemeralContainers`").edit(Operation::Remove { at: entry.value.address() }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn in_a_manifest() {
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
  ephemeralContainers:
  ^^^^^^^^^^^^^^^^^^^ Ephemeral containers are added to a Pod that runs; leave them out, and use `kubectl debug`
    - name: a
      image: a
",
        );
    }
    #[test]
    fn without() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  ephemeralContainers:
    - name: debug
      image: busybox:1.36
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
",
        );
    }
}
