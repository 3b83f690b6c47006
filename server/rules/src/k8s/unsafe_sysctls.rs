//! Kernel settings that reach past the Pod.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::scalar;
use super::security_context::{Setter, value};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a sysctl that is not among the safe ones of the cluster's version.
    ///
    /// ## Why is this bad?
    /// The kubelet refuses a Pod with any other, unless its node allows it by name (`--allowed-unsafe-sysctls`): the
    /// Pod fails with `SysctlForbidden` and its controller makes the next one. Where a node does allow it, the setting
    /// may cost its neighbours memory or time.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     sysctls:
    ///       - name: net.core.somaxconn
    ///         value: "4096"
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
    ///   securityContext:
    ///     sysctls:
    ///       - name: net.ipv4.ip_local_port_range
    ///         value: 1024 65535
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// Where the nodes that the Pod is bound to allow it.
    "k8s/unsafe-sysctls" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/unsafe-sysctls",
            "trivy/KSV-0026",
            "kubescape/set-sysctls-params",
            "kyverno/restrict-sysctls",
            "gatekeeper/forbidden-sysctls",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

/// What is safe, with the minor version since when it is.
const SAFE: [(&str, u16); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.tcp_wmem", 32),
];

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let stated = pod.file.standards.is_stated(pod.pod);
    let listed = Setter::Pod(pod.pod).get("sysctls").into_iter().flat_map(syntax::yaml::Node::items);
    for item in listed {
        let Some((node, name)) = value(item, "name").and_then(|node| Some((node, scalar::text(node)?))) else {
            continue;
        };
        let since = SAFE.iter().find(|(safe, _)| *safe == name).map(|(_, since)| *since);
        // Slashes are dots to the kubelet; admission reads the name as it is written.
        let dotted = name.replace('/', ".");
        let is_spelt = |minor: u16| !stated && SAFE.iter().any(|(safe, since)| *safe == dotted && minor >= *since);
        let is_safe = |minor: u16| since.is_some_and(|since| minor >= since) || is_spelt(minor);
        if !pod.must_meet(PodSecurityLevel::Baseline, |minor| !is_safe(minor)) {
            continue;
        }
        let message = match since {
            Some(since) => format!("`{name}` is a safe sysctl from Kubernetes 1.{since} on only"),
            None => format!("`{name}` is no safe sysctl"),
        };
        report
            .on(
                node,
                format!("{message}, so the kubelet refuses the Pod unless its node allows it by name; take it out"),
            )
            .breaks(PodSecurityLevel::Baseline)
            .fix(Fix::suggested(format!("Take `{name}` out")).edit(Operation::Remove { at: item.address() }));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_no_list_has() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    sysctls:
      - {name: net.ipv4.tcp_rmem, value: '1 2 3'}
      - {name: net/ipv4/tcp_wmem, value: '1 2 3'}
      - {name: kernel.msgmax, value: '65536'}
               ^^^^^^^^^^^^^ `kernel.msgmax` is no safe sysctl, so the kubelet refuses the Pod unless its node allows it by name…
",
        );
    }

    #[test]
    fn the_fix_takes_the_item_out() {
        let text = |rest: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n    - name: \
                 net.ipv4.tcp_rmem\n      value: 1 2 3\n{rest}"
            )
        };
        check_fix(&RULE, &text("    - name: kernel.msgmax\n      value: '65536'\n"), &text(""));
    }
}
