//! Fields of a Job that do not go together.

use project::Profile;
use syntax::yaml::{Node, Operation, Route};

use super::{jobs, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags fields of a Job that do not go together: an indexed Job without `completions`, limits by index in one that is
    /// not indexed, a policy for failed Pods that are restarted, a selector of its own without `manualSelector`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Job.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata:
    ///   name: api
    /// spec:
    ///   completionMode: Indexed
    ///   template:
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - name: api
    ///           image: api:1.2.0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata:
    ///   name: api
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 5
    ///   template:
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - name: api
    ///           image: api:1.2.0
    /// ```
    "k8s/job-completion-mode" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Job", "CronJob"], check),
    }
}

/// Fields that an indexed Job has, and no other.
const OF_INDEXED: [&str; 3] = ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(spec) =
        jobs::spec(file.object).filter(|spec| !presence::is_partial(file.object) && !presence::is_open(*spec))
    else {
        return;
    };
    let get = |key| scalar::get(spec, key);
    let mode = get("completionMode");
    let Some(is_indexed) = mode.map_or(Some(false), |mode| scalar::text(mode).map(|mode| mode == "Indexed")) else {
        return;
    };
    // What has no template is a part of a Job.
    let is_whole = get("template").is_some();
    if let Some(mode) = mode.filter(|_| is_indexed && is_whole && presence::lacks(spec, "completions")) {
        report.on(mode, "An indexed Job needs the number of its indexes; set `completions`");
    }
    for (field, node) in
        OF_INDEXED.into_iter().filter_map(|field| Some((field, get(field)?))).filter(|_| !is_indexed && is_whole)
    {
        report.on(node, format!("`{field}` is for indexed Jobs only; set `completionMode: Indexed`, or leave it out"));
    }
    if let Some(node) =
        get("maxFailedIndexes").filter(|_| is_indexed && is_whole && presence::lacks(spec, "backoffLimitPerIndex"))
    {
        report.on(node, "`maxFailedIndexes` counts with `backoffLimitPerIndex` only; set that, or leave it out");
    }
    restarts(spec, report);
    let (selector, manual) = (get("selector"), get("manualSelector"));
    if let Some(selector) =
        selector.filter(|_| is_whole && manual.is_none_or(|manual| scalar::flag(manual) == Some(false)))
    {
        report
            .on(selector, "A Job makes its selector itself; leave it out, or set `manualSelector: true`")
            .fix(Fix::suggested("Remove the selector").edit(Operation::Remove { at: selector.address() }));
    }
}

/// Policies that decide over failed Pods need them to stay failed.
fn restarts(spec: Node<'_>, report: &mut Report<'_>) {
    let policy = spec.find(&Route::parse("template.spec.restartPolicy"));
    let restarts = policy.filter(|node| scalar::text(*node).is_some_and(|text| text == "OnFailure"));
    for field in ["podFailurePolicy", "backoffLimitPerIndex"] {
        if let (Some(node), Some(policy)) = (scalar::get(spec, field), restarts) {
            let edit = Operation::Replace { at: policy.address(), value: "Never".into() };
            report
                .on(node, format!("`{field}` needs Pods that stay failed; set `restartPolicy: Never`"))
                .label_on(policy, "they are restarted")
                .fix(Fix::suggested("Restart none").edit(edit));
        }
    }
    let replacement =
        scalar::get(spec, "podReplacementPolicy").filter(|node| node.effective().is("TerminatingOrFailed"));
    if let Some(node) = replacement.filter(|_| scalar::get(spec, "podFailurePolicy").is_some()) {
        let edit = Operation::Replace { at: node.address(), value: "Failed".into() };
        report
            .on(node, "With `podFailurePolicy` Pods are replaced once they have failed; write `Failed`")
            .fix(Fix::suggested("Write `Failed`").edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn fields() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  completionMode: Indexed
                  ^^^^^^^ An indexed Job needs the number of its indexes; set `completions`
  maxFailedIndexes: 1
                    ^ `maxFailedIndexes` counts with `backoffLimitPerIndex` only; set that, or leave it out
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: api
          image: api:1.2.0
---
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  backoffLimitPerIndex: 1
                        ^ `backoffLimitPerIndex` is for indexed Jobs only; set `completionMode: Indexed`, or leave it out
                        ^ `backoffLimitPerIndex` needs Pods that stay failed; set `restartPolicy: Never`
  selector:
  ^^^^^^^^ A Job makes its selector itself; leave it out, or set `manualSelector: true`
    matchLabels: {a: b}
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: api
          image: api:1.2.0
",
        );
    }
    #[test]
    fn without_a_selector() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  selector:
    matchLabels:
      a: b
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: api
          image: api:1.2.0
",
            "#- a.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: api
          image: api:1.2.0
",
        );
    }
}
