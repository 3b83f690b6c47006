//! Access modes of claims that the API server refuses.

use project::Profile;
use syntax::yaml::{Data, Node, Operation};

use super::{claims, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags claims without access modes, and `ReadWriteOncePod` beside other modes.
    ///
    /// ## Why is this bad?
    /// The API server refuses the claim: it has to say how it will be mounted, and what one Pod alone mounts nobody else
    /// does.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata:
    ///   name: api
    /// spec:
    ///   accessModes: []
    ///   resources:
    ///     requests:
    ///       storage: 10Gi
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
    "k8s/volume-claim-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for spec in claims::specs(file.object) {
        let modes = scalar::get(spec, "accessModes").map(Node::effective);
        let is_empty = modes.is_some_and(|modes| modes.is_sequence() && modes.items().next().is_none());
        // A part of a claim names neither.
        let is_missing = presence::lacks(spec, "accessModes")
            && !presence::is_partial(file.object)
            && scalar::get(spec, "resources").is_some();
        if is_empty || is_missing {
            let mut at = spec.address();
            at.route = at.route.then("accessModes");
            let value = Data::seq([Data::text("ReadWriteOnce")]);
            report
                .on(modes.unwrap_or(spec), "The claim has no access mode; name one, such as `ReadWriteOnce`")
                .fix(Fix::suggested("Mount it on one node").edit(Operation::Set { at, value }));
        }
        let all: Vec<Node<'_>> = modes.into_iter().flat_map(Node::items).collect();
        if let Some(alone) = all.iter().find(|mode| mode.is("ReadWriteOncePod")).filter(|_| all.len() > 1) {
            report.on(*alone, "`ReadWriteOncePod` stands beside other modes; keep it alone, or leave it out");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn modes() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: api
spec:
  accessModes: [ReadWriteOnce, ReadWriteOncePod]
                               ^^^^^^^^^^^^^^^^ `ReadWriteOncePod` stands beside other modes; keep it alone, or leave it out
",
        );
    }
    #[test]
    fn one_node() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: api
spec:
  accessModes: []
  resources:
    requests:
      storage: 10Gi
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
      storage: 10Gi
",
        );
    }
}
