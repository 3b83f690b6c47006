//! Sysctls that the API server refuses.

use project::Profile;

use super::doubles::doubles;
use super::scalar;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags sysctls of a Pod with a name that cannot be one, that are there twice, or that belong to a namespace the Pod
    /// shares with its node.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. With `hostNetwork` a `net.*` sysctl would be set for the whole node, with `hostIPC`
    /// the `kernel.shm*`, `kernel.msg*`, `kernel.sem` and `fs.mqueue.*` ones.
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
    ///   hostNetwork: true
    ///   securityContext:
    ///     sysctls:
    ///       - name: net.core.somaxconn
    ///         value: "1024"
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
    ///   securityContext:
    ///     sysctls:
    ///       - name: net.core.somaxconn
    ///         value: "1024"
    /// ```
    "k8s/sysctl-invalid" {
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
    let spec = file.pod.spec;
    let Some(context) = scalar::get(spec, "securityContext") else { return };
    let names: Vec<_> = scalar::items(context, "sysctls")
        .filter_map(|sysctl| {
            let node = scalar::get(sysctl, "name")?;
            Some((scalar::text(node)?.replace('/', "."), node))
        })
        .collect();
    for (name, node) in &names {
        if !is_name(name) {
            report.on(
                *node,
                format!(
                    "`{name}` is no name of a sysctl; write lower-case words with points between, such as \
                 `net.core.somaxconn`"
                ),
            );
        }
        let shared = [("hostNetwork", name.starts_with("net.")), ("hostIPC", is_of_ipc(name))];
        for (field, _) in shared.into_iter().filter(|(field, is_shared)| *is_shared && scalar::is_true(spec, field)) {
            report.on(*node, format!("With `{field}` the sysctl `{name}` is the node's; leave one of them out"));
        }
    }
    for (first, again) in doubles(names) {
        let name = again.text().unwrap_or_default();
        report
            .on(again, format!("The sysctl `{name}` is set already; keep one of them"))
            .label_on(first, "the first one");
    }
}

/// Lower-case letters, digits, `-` and `_`, the latter two in the middle, with points between.
fn is_name(name: &str) -> bool {
    let is_word = |word: &str| {
        let edge = |it: Option<char>| it.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        let inner = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '_');
        edge(word.chars().next()) && edge(word.chars().next_back()) && word.chars().all(inner)
    };
    name.len() <= 253 && name.split('.').all(is_word)
}

fn is_of_ipc(name: &str) -> bool {
    ["kernel.shm", "kernel.msg", "fs.mqueue."].iter().any(|start| name.starts_with(start)) || name == "kernel.sem"
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn names() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  hostIPC: true
  securityContext:
    sysctls:
      - name: Net.Core
              ^^^^^^^^ `Net.Core` is no name of a sysctl…
        value: "1"
      - name: kernel.sem
              ^^^^^^^^^^ With `hostIPC` the sysctl `kernel.sem` is the node's; leave one of them out
        value: "1"
      - name: net.core.somaxconn
        value: "1"
      - name: net/core/somaxconn
              ^^^^^^^^^^^^^^^^^^ The sysctl `net/core/somaxconn` is set already; keep one of them
        value: "1"
"#,
        );
    }
}
