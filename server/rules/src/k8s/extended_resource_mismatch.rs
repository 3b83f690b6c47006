//! Devices and huge pages that are asked for in a way the API server refuses.

use std::borrow::Cow;

use project::Profile;
use rustc_hash::FxHashMap;
use syntax::yaml::{Data, Node, Operation};

use super::resources::Amount;
use super::{presence, resources, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags devices and huge pages that are asked for in a way the API server refuses: a request without a limit, another
    /// number as request than as limit, half of one, or huge pages without `cpu` and `memory`.
    ///
    /// ## Why is this bad?
    /// What cannot be shared cannot be promised twice: of devices and huge pages request and limit are one number, and that
    /// of devices is whole. The API server refuses the Pod.
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
    ///       resources:
    ///         requests:
    ///           nvidia.com/gpu: 1
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
    ///       resources:
    ///         limits:
    ///           nvidia.com/gpu: 1
    /// ```
    "k8s/extended-resource-mismatch" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kyverno/check-nvidia-gpu"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let is_whole = !presence::is_partial_pod(file.pod);
    for block in file.pod.containers().filter_map(resources::of) {
        let (requests, limits) = (scalar::get(block, "requests"), scalar::get(block, "limits"));
        for amount in [requests, limits].into_iter().flatten().flat_map(resources::amounts) {
            if !resources::is_native(&amount.resource) && !amount.quantity.is_whole() {
                let message = format!("`{}` is given out whole; write a whole number", amount.resource);
                report.on(amount.node, message);
            }
        }
        let given = Limits { node: limits, amounts: resources::by_name(limits) };
        for request in requests.into_iter().flat_map(resources::amounts) {
            if !resources::may_be_overcommitted(&request.resource) {
                compare(block, &request, &given, is_whole, report);
            }
        }
        if is_whole {
            alone(block, requests, limits, report);
        }
    }
}

/// The block `limits`.
struct Limits<'y> {
    node: Option<Node<'y>>,
    amounts: FxHashMap<Cow<'y, str>, Amount<'y>>,
}

/// Holds a request for what cannot be shared against its limit.
fn compare(block: Node<'_>, request: &Amount<'_>, limits: &Limits<'_>, is_whole: bool, report: &mut Report<'_>) {
    let name = &*request.resource;
    match limits.amounts.get(name) {
        Some(limit) if limit.quantity.nano() != request.quantity.nano() => {
            let text = limit.node.effective().text().unwrap_or_default();
            let value = Data::plain(text.clone());
            let edit = Operation::Replace { at: request.node.address(), value };
            report
                .on(request.node, format!("The request for `{name}` is not its limit; write `{text}`, or leave it out"))
                .label_on(limit.node, "the limit")
                .fix(Fix::suggested(format!("Request `{text}`")).edit(edit));
        }
        Some(_) => {}
        None if is_whole && limits.node.is_none_or(|limits| presence::lacks(limits, name)) => {
            let text = request.node.effective().text().unwrap_or_default();
            let mut at = block.address();
            at.route = at.route.then("limits").then(name);
            let set = Operation::Set { at, value: Data::plain(text) };
            report
                .on(
                    request.node,
                    format!("`{name}` is requested without a limit, and takes no other than the request; set it"),
                )
                .fix(Fix::safe("Set the limit").edit(set));
        }
        None => {}
    }
}

/// Huge pages are for a process that has memory or CPU as well.
fn alone(block: Node<'_>, requests: Option<Node<'_>>, limits: Option<Node<'_>>, report: &mut Report<'_>) {
    let all = || [requests, limits].into_iter().flatten().flat_map(|part| part.effective().entries());
    let pages = all().find(|entry| resources::is_huge_pages(&entry.name()));
    let is_open = [Some(block), requests, limits].into_iter().flatten().any(presence::is_open);
    if let Some(pages) = pages.filter(|_| !is_open && !all().any(|entry| entry.is("cpu") || entry.is("memory"))) {
        report.on(pages.key, format!("`{}` stands alone; ask for `cpu` or `memory` as well", pages.name()));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn requests_and_limits() {
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
      resources:
        requests:
          nvidia.com/gpu: 2
                          ^ The request for `nvidia.com/gpu` is not its limit; write `1`, or leave it out
          example.com/dongle: 500m
                              ^^^^ `example.com/dongle` is given out whole; write a whole number
                              ^^^^ `example.com/dongle` is requested without a limit, and takes no other than the request; set it
          cpu: 1
        limits:
          nvidia.com/gpu: 1
",
        );
    }
    #[test]
    fn huge_pages_alone() {
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
      resources:
        limits:
          hugepages-2Mi: 100Mi
          ^^^^^^^^^^^^^ `hugepages-2Mi` stands alone; ask for `cpu` or `memory` as well
",
        );
    }
    #[test]
    fn a_limit() {
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
      resources:
        requests:
          nvidia.com/gpu: 1
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
      resources:
        requests:
          nvidia.com/gpu: 1
        limits:
          nvidia.com/gpu: 1
",
        );
    }
}
