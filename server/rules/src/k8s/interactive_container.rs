//! Servers with a terminal.

use syntax::yaml::Operation;

use super::scalar;
use super::security_context::{title, value};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `stdin: true` and `tty: true` of a container.
    ///
    /// ## Why is this bad?
    /// Both are for a person who attaches to the container. A server reads nothing from there; a shell that waits for
    /// input instead of a server is how many an open door began, and logs of a terminal are full of control characters.
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
    ///       stdin: true
    ///       tty: true
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
    /// ```
    ///
    /// ## When to ignore it
    /// For Pods to work in. `kubectl exec -it` needs neither.
    "k8s/interactive-container" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["gatekeeper/disallowinteractive"],
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    for field in ["stdin", "tty"] {
        let set = value(container.container.node, field).filter(|node| scalar::flag(*node) == Some(true));
        let Some(node) = set else { continue };
        let message = format!("{} waits for somebody at a terminal; take `{field}` out", title(container.container));
        let fix = Fix::suggested(format!("Take `{field}` out")).edit(Operation::Remove { at: node.address() });
        report.on(node, message).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn standard_input_and_terminal() {
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
      stdin: true
             ^^^^ Container `web` waits for somebody at a terminal; take `stdin` out
      tty: false
",
        );
    }

    #[test]
    fn the_fix_takes_it_out() {
        let text = |rest: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n{rest}"
            )
        };
        check_fix(&RULE, &text("    tty: true\n"), &text(""));
    }
}
