//! Addresses of a Service that are none.

use project::Profile;
use schema::kubernetes::values::ip;
use syntax::yaml::{Node, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags addresses of a Service that are none, and blocks in `loadBalancerSourceRanges` that are none.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Service. It warns of addresses with leading zeros and the like, which different programs
    /// read as different ones.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: LoadBalancer
    ///   loadBalancerSourceRanges:
    ///     - 10.0.0.0
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: LoadBalancer
    ///   loadBalancerSourceRanges:
    ///     - 10.0.0.0/8
    ///   selector:
    ///     app: api
    ///   ports:
    ///     - port: 80
    /// ```
    "k8s/service-address-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(spec) = file.object.find("spec").filter(|_| group::is_of(file.object, &[""])) else { return };
    let one = ["clusterIP", "loadBalancerIP"].into_iter().filter_map(|field| scalar::get(spec, field));
    let many = ["clusterIPs", "externalIPs"].into_iter().flat_map(|field| scalar::items(spec, field));
    for node in one.chain(many) {
        let Some(text) = scalar::text(node).filter(|text| !text.is_empty() && text != "None") else { continue };
        match ip::parse(&text) {
            Ok(address) => odd(node, address.oddity, &address.ip, report),
            Err(mistake) => {
                report.on(node, mistake.to_string());
            }
        }
    }
    for node in scalar::items(spec, "loadBalancerSourceRanges") {
        // Blanks around it are taken.
        let Some(text) = scalar::text(node) else { continue };
        match ip::parse_cidr(text.trim()) {
            Ok(cidr) => odd(node, cidr.oddity, &cidr, report),
            Err(mistake) => {
                report.on(node, mistake.to_string());
            }
        }
    }
}

fn odd(node: Node<'_>, oddity: Option<ip::Oddity>, right: &impl std::fmt::Display, report: &mut Report<'_>) {
    let Some(oddity) = oddity else { return };
    let edit = Operation::Replace { at: node.address(), value: right.to_string().as_str().into() };
    report
        .on(node, oddity.message(right))
        .at_most(Severity::Warning)
        .fix(Fix::suggested(format!("Write `{right}`")).edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn addresses() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  clusterIP: None
  externalIPs: [10.0.0.01, example.org]
                ^^^^^^^^^ …
                           ^^^^^^^^^^^ …
  loadBalancerSourceRanges: [10.0.0.0/8, 10.0.0.1]
                                         ^^^^^^^^ …
",
        );
    }
}
