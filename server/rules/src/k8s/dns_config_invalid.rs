//! DNS settings that the API server refuses.

use project::Profile;
use schema::kubernetes::values::ip;

use super::{presence, scalar};
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags DNS settings of a Pod that the API server refuses: `dnsPolicy: None` without a server, more than three servers
    /// or 32 search domains, what is no address.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod: it would end up with a `resolv.conf` that nobody can use.
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
    ///   dnsPolicy: None
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
    ///   dnsPolicy: None
    ///   dnsConfig:
    ///     nameservers:
    ///       - 10.0.0.10
    /// ```
    "k8s/dns-config-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// The most servers, search domains, and characters of the latter together.
const SERVERS: usize = 3;
const SEARCHES: usize = 32;
const SEARCH_CHARACTERS: usize = 2048;

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = file.pod.spec;
    let config = scalar::get(spec, "dnsConfig");
    let servers: Vec<_> = config.into_iter().flat_map(|config| scalar::items(config, "nameservers")).collect();
    let policy = scalar::get(spec, "dnsPolicy").filter(|policy| policy.is("None"));
    let is_open = presence::is_open(spec) || config.is_some_and(|config| presence::is_open(config.effective()));
    if let Some(policy) = policy.filter(|_| servers.is_empty() && !is_open && !presence::is_partial_pod(file.pod)) {
        report.on(policy, "With `None` the Pod has no DNS server; name one in `dnsConfig.nameservers`");
    }
    for server in &servers {
        if let Some(text) = scalar::text(*server) {
            match ip::parse(&text) {
                Ok(_) => {}
                Err(mistake) => {
                    report.on(*server, mistake.to_string());
                }
            }
        }
    }
    if let Some(server) = servers.get(SERVERS) {
        report.on(*server, format!("A Pod has at most {SERVERS} DNS servers; leave the others out"));
    }
    let searches: Vec<_> = config.into_iter().flat_map(|config| scalar::items(config, "searches")).collect();
    if let Some(search) = searches.get(SEARCHES) {
        report.on(*search, format!("A Pod has at most {SEARCHES} search domains; leave the others out"));
    }
    let characters: usize =
        searches.iter().filter_map(|search| search.effective().text()).map(|text| text.len() + 1).sum();
    if let Some(last) = searches.last().filter(|_| characters > SEARCH_CHARACTERS + 1) {
        report.on(
            *last,
            format!("The search domains have more than {SEARCH_CHARACTERS} characters together; leave some out"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn servers() {
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
  dnsPolicy: None
             ^^^^ With `None` the Pod has no DNS server; name one in `dnsConfig.nameservers`
---
apiVersion: v1
kind: Pod
metadata:
  name: b
spec:
  dnsPolicy: None
  containers: [{name: b, image: b}]
  dnsConfig:
    nameservers: [1.1.1.1, dns.example.org, 1.1.1.2, 1.1.1.3]
                           ^^^^^^^^^^^^^^^ …
                                                     ^^^^^^^ A Pod has at most 3 DNS servers; leave the others out
",
        );
    }
}
