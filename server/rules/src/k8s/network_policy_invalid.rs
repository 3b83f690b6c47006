//! Peers and ports of a NetworkPolicy that the API server refuses.

use project::Profile;
use schema::kubernetes::values::ip::{self, Cidr};
use schema::kubernetes::values::port_name;
use syntax::yaml::Node;

use super::{group, ports, presence, requirements, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags peers of a NetworkPolicy with both an `ipBlock` and a selector or with neither, blocks of addresses that are
    /// none, exceptions outside their block, and ranges of ports that end before they start.
    ///
    /// ## Why is this bad?
    /// The API server refuses the policy, and nothing is isolated.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: api
    /// spec:
    ///   podSelector: {}
    ///   ingress:
    ///     - from:
    ///         - ipBlock:
    ///             cidr: 10.0.0.0/8
    ///             except:
    ///               - 192.168.0.0/16
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: api
    /// spec:
    ///   podSelector: {}
    ///   ingress:
    ///     - from:
    ///         - ipBlock:
    ///             cidr: 10.0.0.0/8
    ///             except:
    ///               - 10.1.0.0/16
    /// ```
    "k8s/network-policy-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["NetworkPolicy"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["networking.k8s.io", "extensions"])) else {
        return;
    };
    let is_whole = !presence::is_partial(object);
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in scalar::items(spec, direction) {
            scalar::items(rule, peers).for_each(|it| peer(it.effective(), is_whole, report));
            scalar::items(rule, "ports").for_each(|it| port(it.effective(), report));
        }
    }
}

fn peer(peer: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    let block = scalar::get(peer, "ipBlock");
    let selectors = || ["podSelector", "namespaceSelector"].into_iter().filter_map(|field| scalar::get(peer, field));
    match (block, selectors().next()) {
        (Some(block), Some(selector)) => {
            report
                .on(selector, "A peer is either a block of addresses or selected; keep one of them")
                .label_on(block, "the block");
        }
        (None, None) if is_whole && peer.is_mapping() && !presence::is_open(peer) => {
            report.on(peer, "The peer says nothing; give a `podSelector`, a `namespaceSelector` or an `ipBlock`");
        }
        (Some(_), None) | (None, Some(_) | None) => {}
    }
    for selector in selectors() {
        scalar::items(selector, "matchExpressions").for_each(|it| requirements::check_label(it, is_whole, report));
    }
    let Some(block) = block else { return };
    let cidr = scalar::get(block, "cidr").and_then(|node| cidr(node, report));
    for node in scalar::items(block, "except") {
        let (Some(outer), Some(inner)) = (cidr, self::cidr(node, report)) else { continue };
        if !outer.contains_block(inner) {
            report.on(
                node,
                format!(
                    "`{}` is not a part of `{outer}`; write a smaller block of it",
                    node.effective().text().unwrap_or_default()
                ),
            );
        }
    }
}

fn cidr(node: Node<'_>, report: &mut Report<'_>) -> Option<Cidr> {
    match ip::parse_cidr(&scalar::text(node)?) {
        Ok(cidr) => Some(cidr),
        Err(mistake) => {
            report.on(node, mistake.to_string());
            None
        }
    }
}

fn port(port: Node<'_>, report: &mut Report<'_>) {
    let Some(node) = scalar::get(port, "port") else {
        if let Some(end) = scalar::get(port, "endPort").filter(|_| !presence::is_open(port)) {
            report.on(end, "A range of ports needs its start; write it in `port`");
        }
        return;
    };
    let end = scalar::get(port, "endPort");
    match scalar::int(node) {
        Some(number) if !ports::exists(number) => {
            report.on(node, format!("There is no port {number}; write a number from 1 to 65535"));
        }
        Some(number) => {
            if let Some((node, last)) = end
                .and_then(|node| Some((node, scalar::int(node)?)))
                .filter(|(_, last)| *last < number || !ports::exists(*last))
            {
                report.on(
                    node,
                    format!("The range from {number} to {last} is none; write an end from {number} to 65535"),
                );
            }
        }
        None => {
            if let Some(mistake) = scalar::text(node).and_then(|text| port_name::mistake(&text)) {
                report.on(node, mistake.to_string());
            }
            if let Some(end) = end.filter(|_| scalar::text(node).is_some()) {
                report.on(end, "A range of ports starts with a number; write one in `port`");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn peers_and_ports() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector: {}
  ingress:
    - from:
        - {}
          ^^ The peer says nothing; give a `podSelector`, a `namespaceSelector` or an `ipBlock`
        - ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}
                                               ^^^^^^^^^^ `10.0.0.0/8` is not a part of `10.0.0.0/8`; write a smaller block of it
          podSelector: {}
                       ^^ A peer is either a block of addresses or selected; keep one of them
      ports:
        - port: 100
          endPort: 90
                   ^^ The range from 100 to 90 is none; write an end from 100 to 65535
  egress:
    - to:
        - ipBlock: {cidr: 10.0.0.1}
                          ^^^^^^^^ …
      ports:
        - port: web
          endPort: 90
                   ^^ A range of ports starts with a number; write one in `port`
",
        );
    }
}
