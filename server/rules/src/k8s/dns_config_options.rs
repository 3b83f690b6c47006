//! Names that are looked up five times.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Pods that leave the resolver's `ndots` at 5, which is what Kubernetes gives them.
    ///
    /// ## Why is this bad?
    /// A name with fewer than five dots, such as `api.example.org`, is first tried with each domain of the search list:
    /// some ten questions for one name, with CoreDNS paying for it. With `ndots: 2` names of other Services still work.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///   dnsConfig:
    ///     options:
    ///       - name: ndots
    ///         value: "2"
    /// ```
    "k8s/dns-config-options" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-linter/dnsconfig-options", "kyverno/add-ndots", "kyverno/dns-policy-and-dns-config"],
        check: Check::Pod(check),
    }
}

fn check(it: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = it.pod;
    if presence::is_partial_pod(pod)
        || presence::is_open(pod.spec)
        || ["Default", "None"].iter().any(|policy| pod.spec.get("dnsPolicy").is_some_and(|it| it.is(policy)))
    {
        return;
    }
    let options = scalar::get(pod.spec, "dnsConfig").into_iter().flat_map(|config| scalar::items(config, "options"));
    if options.into_iter().any(|option| scalar::text_of(option, "name").is_none_or(|name| name == "ndots")) {
        return;
    }
    let mut at = pod.spec.address();
    at.route = at.route.then("dnsConfig").then("options");
    let option = Data::map([("name", Data::text("ndots")), ("value", Data::text("2"))]);
    report
        .on(pod.spec, "`ndots` is 5, so names of other domains are looked up several times; set it to 2")
        .fix(Fix::suggested("Set `ndots` to 2").edit(Operation::Append { at, value: option }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn set() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.4.2
"#,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.4.2
  dnsConfig:
    options:
      - name: ndots
        value: "2"
"#,
        );
    }
}
