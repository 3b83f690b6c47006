//! What often goes wrong with the objects of Argo.

use project::Profile;
use syntax::yaml::{Data, Node, Operation};

use super::{group, presence, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags what often goes wrong with the objects of Argo: a Rollout that pauses until somebody comes, a Workflow
    /// that goes on after a step has failed, a project of Argo CD that allows everything. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// A roll-out that waits for a person overnight runs two versions until morning. With `failFast: false` the other
    /// branches of a workflow use the cluster for a result that nobody will get. A project with `*` for sources and
    /// destinations keeps no application from any cluster.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata:
    ///   name: web
    /// spec:
    ///   strategy:
    ///     canary:
    ///       steps:
    ///         - setWeight: 20
    ///         - pause: {}
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata:
    ///   name: web
    /// spec:
    ///   strategy:
    ///     canary:
    ///       steps:
    ///         - setWeight: 20
    ///         - pause:
    ///             duration: 10m
    /// ```
    "k8s/argo-best-practices" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "datree/ARGO_WORKFLOW_INCORRECT_FAILFAST_VALUE_FALSE",
            "datree/ARGO_ROLLOUT_MISSING_PAUSE_DURATION",
            "kyverno/application-field-validation",
        ],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &["argoproj.io"]) {
        return;
    }
    if object.is_one_of(&["Rollout"]) {
        let steps = object.find("spec.strategy.canary").into_iter().flat_map(|canary| scalar::items(canary, "steps"));
        for pause in steps.filter_map(|step| step.effective().get("pause")) {
            let content = pause.effective();
            if content.is_mapping() && !presence::lacks(content, "duration") {
                continue;
            }
            let edit = Operation::Replace { at: pause.address(), value: Data::map([("duration", Data::text("10m"))]) };
            report
                .on(pause, "The roll-out waits here until somebody promotes it; say for how long")
                .fix(Fix::suggested("Wait for 10 minutes").edit(edit));
        }
    } else if object.is_one_of(&["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow"]) {
        let route = if object.is_one_of(&["CronWorkflow"]) { "spec.workflowSpec" } else { "spec" };
        let templates = object.find(route).into_iter().flat_map(|spec| scalar::items(spec, "templates"));
        for dag in templates.filter_map(|template| scalar::get(template, "dag")) {
            let Some(node) = scalar::get(dag, "failFast").filter(|node| scalar::flag(*node) == Some(false)) else {
                continue;
            };
            report
                .on(
                    node,
                    "The other branches go on when a task has failed, for a result that nobody gets; \
                    leave it out",
                )
                .fix(Fix::suggested("Stop at the first failure").edit(Operation::Remove { at: node.address() }));
        }
    } else if object.is_one_of(&["AppProject"]) {
        let Some(spec) = object.find("spec") else { return };
        let every = scalar::items(spec, "sourceRepos").find(|item| item.is("*"));
        let anywhere = scalar::items(spec, "destinations").map(Node::effective).find(|destination| {
            let is_any = |field| scalar::get(*destination, field).is_some_and(|node| node.is("*"));
            is_any("namespace") && (is_any("server") || is_any("name"))
        });
        if let (Some(every), Some(anywhere)) = (every, anywhere) {
            report
                .on(
                    every,
                    "The project takes any repository to any namespace of any cluster; name what \
                    belongs to it",
                )
                .label_on(anywhere, "any destination");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_family() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  strategy:
    canary:
      steps:
        - setWeight: 20
        - pause: {}
                 ^^ The roll-out waits here until somebody promotes it; say for how long
        - pause: {duration: 1h}
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  name: a
spec:
  templates:
    - name: a
      dag:
        failFast: false
                  ^^^^^ The other branches go on when a task has failed, for a result that nobody gets; leave it out
        tasks: []
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: a
spec:
  sourceRepos:
    - "*"
      ^^^ The project takes any repository to any namespace of any cluster; name what belongs to it
  destinations:
    - namespace: "*"
      server: "*"
"#,
        );
    }

    #[test]
    fn ten_minutes() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  strategy:
    canary:
      steps:
        - setWeight: 20
        - pause: {}
",
            "
#- a.yaml
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  strategy:
    canary:
      steps:
        - setWeight: 20
        - pause:
            duration: 10m
",
        );
    }
}
