//! Names of CronJobs with more than 52 characters.

use project::Profile;
use schema::kubernetes::values::name::{self, Mistake};

use super::{group, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags names of CronJobs with more than 52 characters.
    ///
    /// ## Why is this bad?
    /// The controller puts 11 characters behind it for the name of each Job, which may have 63. The API server refuses a
    /// longer one.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: nightly-export-of-all-orders-to-the-warehouse-and-back
    /// spec:
    ///   schedule: "0 3 * * *"
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: api
    ///               image: api:1.2.0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: nightly-export
    /// spec:
    ///   schedule: "0 3 * * *"
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: api
    ///               image: api:1.2.0
    /// ```
    "k8s/cronjob-name-length" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["CronJob"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(node) = object.find("metadata.name").filter(|_| group::is_of(object, &["batch"])) else { return };
    let Some(text) = scalar::text(node) else { return };
    if let Some(Mistake::Long { length, longest }) = name::mistake(&text, name::rule_for("batch", "CronJob")) {
        report.on(
            node,
            format!("The name has {length} characters, and its Jobs need room behind it; shorten it to {longest}"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn length() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly-export-of-all-orders-to-the-warehouse-and-back
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The name has 54 characters, and its Jobs need room behind it; shorten it to 52
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
"#,
        );
    }
}
