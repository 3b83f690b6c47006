//! Requests for resources that do not exist.

use project::Profile;
use syntax::spelling;
use syntax::yaml::Operation;

use super::{resources, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags requests and limits of containers for a resource that does not exist: the name is neither one of Kubernetes' own
    /// nor one with a domain.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. Kubernetes' own resources are `cpu`, `memory`, `ephemeral-storage` and
    /// `hugepages-<size>`; a device has the domain of who provides it, such as `nvidia.com/gpu`.
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
    ///         limits:
    ///           mem: 512Mi
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
    ///           memory: 512Mi
    /// ```
    "k8s/unknown-resource-name" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// What containers may ask for without naming a domain, besides huge pages.
const KNOWN: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for block in resources::blocks(file.pod) {
        for part in ["requests", "limits"].into_iter().filter_map(|part| scalar::get(block, part)) {
            for entry in part.effective().entries().filter(|entry| !entry.key.is_merge_key()) {
                let name = entry.name();
                let is_known = KNOWN.contains(&&*name) || resources::is_huge_pages(&name) || name.contains('/');
                if is_known
                    || scalar::is_placeholder(&name)
                    || !matches!(entry.key.kind(), syntax::yaml::Kind::Scalar(_))
                {
                    continue;
                }
                let Some(meant) = meant(&name) else {
                    let message = format!(
                        "Containers cannot have `{name}`; name `cpu`, `memory`, `ephemeral-storage` or a resource \
                         with a domain"
                    );
                    report.on(entry.key, message);
                    continue;
                };
                let rename = Operation::Rename { at: entry.key.address(), key: meant.to_owned() };
                report
                    .on(entry.key, format!("Containers cannot have `{name}`; write `{meant}`"))
                    .fix(Fix::suggested(format!("Ask for `{meant}`")).edit(rename));
            }
        }
    }
}

/// The resource that was probably meant.
fn meant(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "gpu" => Some("nvidia.com/gpu"),
        "mem" | "ram" => Some("memory"),
        "cpus" | "cores" => Some("cpu"),
        "storage" | "disk" => Some("ephemeral-storage"),
        lower => spelling::nearest(lower, KNOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_without_a_domain() {
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
          cpu: 1
          hugepages-2Mi: 4Mi
          example.com/dongle: 1
          storage: 1Gi
          ^^^^^^^ Containers cannot have `storage`; write `ephemeral-storage`
        limits:
          bandwidth: 1
          ^^^^^^^^^ Containers cannot have `bandwidth`; name…
",
        );
    }
    #[test]
    fn renamed() {
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
        limits:
          memroy: 1Gi
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
        limits:
          memory: 1Gi
",
        );
    }
}
