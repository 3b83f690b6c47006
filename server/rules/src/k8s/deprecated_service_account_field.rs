//! `serviceAccount`, the former name of `serviceAccountName`.

use syntax::yaml::Operation;

use super::scalar;
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `serviceAccount`, the former name of `serviceAccountName`.
    ///
    /// ## Why is this bad?
    /// The field is an alias that only old clients need. Where both are there, `serviceAccountName` counts, and this one says
    /// what is not true.
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
    ///   serviceAccount: api
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
    ///   serviceAccountName: api
    /// ```
    "k8s/deprecated-service-account-field" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kube-linter/deprecated-service-account-field", "kubescape/deprecated-service-account-field"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let Some(entry) = file.pod.spec.entry("serviceAccount").filter(|entry| scalar::is_written(entry.value)) else {
        return;
    };
    let name = scalar::get(file.pod.spec, "serviceAccountName");
    // The API server itself writes the same name to both.
    let is_copy = name.is_some_and(|name| name.effective().text() == entry.value.effective().text());
    if is_copy || entry.value.effective().is("") {
        return;
    }
    let at = entry.value.address();
    let (title, edit) = match name {
        Some(_) => ("Remove `serviceAccount`", Operation::Remove { at }),
        None => ("Rename it to `serviceAccountName`", Operation::Rename { at, key: "serviceAccountName".to_owned() }),
    };
    report
        .on(entry.key, "`serviceAccount` is deprecated; write `serviceAccountName`")
        .deprecated()
        .fix(Fix::safe(title).edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn renamed() {
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
  serviceAccount: api
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
  serviceAccountName: api
",
        );
    }
    #[test]
    fn removed() {
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
  serviceAccount: old
  serviceAccountName: api
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
  serviceAccountName: api
",
        );
    }
}
