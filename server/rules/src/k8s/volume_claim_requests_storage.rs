//! Claims of storage that do not say how much, or nothing.

use project::Profile;
use schema::kubernetes::values::quantity;
use syntax::yaml::{Data, Operation, Route};

use super::{claims, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags claims of storage that do not say how much, or nothing.
    ///
    /// ## Why is this bad?
    /// The API server refuses a claim without `resources.requests.storage`, and one of zero.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: api
    /// spec:
    ///   accessModes:
    ///     - ReadWriteOnce
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: api
    /// spec:
    ///   accessModes:
    ///     - ReadWriteOnce
    ///   resources:
    ///     requests:
    ///       storage: 10Gi
    /// ```
    "k8s/volume-claim-requests-storage" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kubesec/VolumeClaimRequestsStorage"],
        check: Check::Object(check),
    }
}

/// What a claim is offered: enough for a start, and most classes let it grow.
const START: &str = "1Gi";

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for spec in claims::specs(file.object) {
        let storage = spec.find(&Route::parse("resources.requests.storage")).filter(|node| scalar::is_written(*node));
        if let Some(node) = storage {
            let amount = scalar::text(node).and_then(|text| quantity::parse(&text).ok());
            if amount.is_some_and(quantity::Quantity::is_zero) {
                report.on(node, "The claim asks for nothing; say how much storage it needs");
            }
            continue;
        }
        let resources = scalar::get(spec, "resources");
        let requests = resources.and_then(|resources| scalar::get(resources, "requests"));
        let around = [Some(spec), resources, requests];
        let is_open = around
            .into_iter()
            .flatten()
            .any(|node| presence::is_open(node.effective()) || !node.effective().is_mapping());
        // Without access modes as well it is a part of a claim.
        if is_open || presence::is_partial(file.object) || presence::lacks(spec, "accessModes") {
            continue;
        }
        let mut at = spec.address();
        at.route = at.route.then("resources").then("requests").then("storage");
        report
            .on(
                requests.or(resources).unwrap_or(spec),
                "The claim does not say how much storage it needs; set `resources.requests.storage`",
            )
            .fix(Fix::suggested(format!("Ask for {START}")).edit(Operation::Set { at, value: Data::plain(START) }));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn claims_and_templates() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: api
spec:
  template:
    spec:
      containers: [{name: a, image: a}]
      volumes:
        - name: scratch
          ephemeral:
            volumeClaimTemplate:
              spec:
                accessModes: [ReadWriteOnce]
                resources:
                  requests:
                    storage: 0
                             ^ The claim asks for nothing; say how much storage it needs
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
      ^^^^ The claim does not say how much storage it needs; set `resources.requests.storage`
        accessModes: [ReadWriteOnce]
",
        );
    }
    #[test]
    fn a_start() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: api
spec:
  accessModes:
    - ReadWriteOnce
",
            "#- a.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: api
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 1Gi
",
        );
    }
}
