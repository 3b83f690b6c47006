//! Options of git-sync that run a program of somebody's choice.

use syntax::image_reference::ImageReference;
use syntax::yaml::Node;

use super::scalar;

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags options of git-sync that run a program of somebody's choice: another `git`, a hook, a command for
    /// passwords.
    ///
    /// ## Why is this bad?
    /// Who may write the arguments or the environment of the container runs what he likes in it, with the credentials
    /// of the repository. Policies that look at images only do not see it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: git-sync
    ///           image: git-sync:v4.4.0
    ///           args:
    ///             - --repo=https://example.com/shop.git
    ///             - --exechook-command=/scripts/build
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: git-sync
    ///           image: git-sync:v4.4.0
    ///           args:
    ///             - --repo=https://example.com/shop.git
    /// ```
    "k8s/git-sync-options" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV_K8S_159"],
        check: Check::Container(check),
    }
}

/// Options that name a program, without the dashes; the variables have the same names.
const PROGRAMS: [&str; 5] = ["git", "exechook-command", "sync-hook-command", "askpass-url", "credential-helper"];

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container.node;
    let image = scalar::text_of(container, "image").map(|image| ImageReference::parse(&image).path());
    if !image.is_some_and(|path| path.rsplit('/').next().is_some_and(|last| last.starts_with("git-sync"))) {
        return;
    }
    let args = ["command", "args"].into_iter().flat_map(|field| scalar::items(container, field));
    for arg in args {
        let Some(text) = arg.effective().text() else { continue };
        let Some(flag) = text.strip_prefix('-') else { continue };
        let name = flag.trim_start_matches('-').split('=').next().unwrap_or_default();
        if PROGRAMS.contains(&name) {
            said(arg, &format!("--{name}"), report);
        }
    }
    for node in scalar::items(container, "env").filter_map(|item| scalar::get(item.effective(), "name")) {
        let Some(name) = scalar::text(node) else { continue };
        let Some(option) = name.strip_prefix("GITSYNC_").or_else(|| name.strip_prefix("GIT_SYNC_")) else { continue };
        if PROGRAMS.contains(&option.to_ascii_lowercase().replace('_', "-").as_str()) {
            said(node, &name, report);
        }
    }
}

fn said(node: Node<'_>, option: &str, report: &mut Report<'_>) {
    report.on(node, format!("`{option}` lets git-sync run another program; keep to what the image has"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn programs() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.k8s.io/git-sync/git-sync:v4.4.0
          args:
            - -v=5
            - --git=/tmp/payload
              ^^^^^^^^^^^^^^^^^^ `--git` lets git-sync run another program; keep to what the image has
          env:
            - name: GITSYNC_EXECHOOK_COMMAND
                    ^^^^^^^^^^^^^^^^^^^^^^^^ `GITSYNC_EXECHOOK_COMMAND` lets git-sync run another program; keep to what the image has
              value: /x
            - name: GITSYNC_REPO
              value: y
",
        );
    }
}
