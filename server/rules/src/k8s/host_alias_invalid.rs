//! Aliases of hosts that the API server refuses.

use project::Profile;
use schema::kubernetes::values::ip;
use schema::kubernetes::values::name::{self, NameRule};

use super::scalar;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `hostAliases` with what is no address, and with names that cannot be host names.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod: these lines are written to the `/etc/hosts` of its containers.
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
    ///   hostAliases:
    ///     - ip: database.example.org
    ///       hostnames:
    ///         - db
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
    ///   hostAliases:
    ///     - ip: 10.0.0.5
    ///       hostnames:
    ///         - db
    /// ```
    "k8s/host-alias-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for alias in scalar::items(file.pod.spec, "hostAliases") {
        if let Some((node, text)) = scalar::get(alias, "ip").and_then(|node| Some((node, scalar::text(node)?)))
            && let Err(mistake) = ip::parse(&text)
        {
            report.on(node, mistake.to_string());
        }
        for host in scalar::items(alias, "hostnames") {
            if let Some(mistake) = scalar::text(host).and_then(|text| name::mistake(&text, NameRule::SUBDOMAIN)) {
                report.on(host, mistake.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn addresses_and_names() {
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
  hostAliases:
    - ip: 10.0.0
          ^^^^^^ …
      hostnames: [db, My_Host]
                      ^^^^^^^ …
",
        );
    }
}
