//! Fields for another operating system than the Pod's.

use project::Profile;
use syntax::yaml::Node;

use super::scalar;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags fields that are for another operating system than the one in `spec.os.name`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod: Windows has no Linux capabilities, Linux no `windowsOptions`.
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
    ///   os:
    ///     name: windows
    ///   hostPID: true
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
    ///   os:
    ///     name: windows
    /// ```
    "k8s/os-field-mismatch" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// Fields of a Pod that Windows does not have.
const OF_LINUX_PODS: [&str; 5] = ["hostPID", "hostIPC", "hostUsers", "shareProcessNamespace", "resources"];

/// Fields of a Pod's security context that Windows does not have.
const OF_LINUX_POD_CONTEXTS: [&str; 11] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seLinuxChangePolicy",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
];

/// Fields of a container's security context that Windows does not have.
const OF_LINUX_CONTEXTS: [&str; 10] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = file.pod.spec;
    let Some(name) = scalar::get(spec, "os").and_then(|os| scalar::text_of(os, "name")) else { return };
    let context = scalar::get(spec, "securityContext");
    let of_containers = || file.pod.containers().filter_map(|container| scalar::get(container.node, "securityContext"));
    match &*name {
        "linux" => {
            of_containers().chain(context).for_each(|context| none_of(context, &["windowsOptions"], "Linux", report));
        }
        "windows" => {
            none_of(spec, &OF_LINUX_PODS, "Windows", report);
            context.into_iter().for_each(|context| none_of(context, &OF_LINUX_POD_CONTEXTS, "Windows", report));
            of_containers().for_each(|context| none_of(context, &OF_LINUX_CONTEXTS, "Windows", report));
        }
        _ => {}
    }
}

fn none_of(mapping: Node<'_>, fields: &[&str], system: &str, report: &mut Report<'_>) {
    for entry in mapping.effective().entries() {
        let is_one = fields.iter().any(|field| entry.is(field)) && scalar::is_written(entry.value);
        // Of a Pod's own booleans only a `true` asks for something.
        if is_one
            && !(scalar::flag(entry.value) == Some(false) && ["hostPID", "hostIPC"].iter().any(|field| entry.is(field)))
        {
            report.on(entry.key, format!("{system} has no `{}`; leave it out", entry.name()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn windows() {
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
      securityContext:
        runAsUser: 1
        ^^^^^^^^^ Windows has no `runAsUser`; leave it out
        windowsOptions: {}
  os: {name: windows}
  hostIPC: false
  hostPID: true
  ^^^^^^^ Windows has no `hostPID`; leave it out
",
        );
    }
    #[test]
    fn linux() {
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
  os: {name: linux}
  securityContext:
    windowsOptions: {}
    ^^^^^^^^^^^^^^ Linux has no `windowsOptions`; leave it out
",
        );
    }
}
