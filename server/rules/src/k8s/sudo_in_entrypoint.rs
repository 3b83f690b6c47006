//! Commands that call `sudo`.

use syntax::yaml::Node;

use super::scalar;
use super::security_context::{title, value};
use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `sudo` in a container's `command` or `args`.
    ///
    /// ## Why is this bad?
    /// An image with `sudo` in it lets whoever breaks in become root, and the container needs privilege escalation for
    /// it. The user that the program is to run as can be said: `runAsUser`. What needs root once belongs into an init
    /// container.
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
    ///       command: [sudo, -u, web, /usr/bin/web]
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
    ///       command: [/usr/bin/web]
    ///       securityContext:
    ///         runAsUser: 10001
    /// ```
    "k8s/sudo-in-entrypoint" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kubescape/sudo-in-container-entrypoint"],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let words = |field: &str| value(container.container.node, field).into_iter().flat_map(Node::items);
    for node in ["command", "args"].into_iter().flat_map(words) {
        let Some(text) = scalar::text(node) else { continue };
        let calls = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ';' | '&' | '|' | '('));
        if calls.into_iter().any(|word| word == "sudo" || word.ends_with("/sudo")) {
            let message = format!(
                "{} calls `sudo`, so its image lets anyone in it become root; choose the user with `runAsUser`",
                title(container.container)
            );
            report.on(node, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn as_a_word_of_a_command() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.0.0
      command: [/usr/bin/sudo, web]
                ^^^^^^^^^^^^^ Container `web` calls `sudo`, so its image lets anyone in it become root; choose the user with …
      args: ['cd /a && sudo web', pseudo]
             ^^^^^^^^^^^^^^^^^^^ …
",
        );
    }
}
