//! The Kubernetes Dashboard in a cluster.

use project::kubernetes::{Pod, pods};
use syntax::image_reference::ImageReference;

use super::scalar;

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the Kubernetes Dashboard, and says where its arguments let everybody in.
    ///
    /// ## Why is this bad?
    /// The dashboard shows and changes the cluster with the rights it was given. Old versions let visitors skip the
    /// login, and many a cluster was found by its open dashboard. The project was archived in 2026 and gets no more
    /// fixes.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: kubernetes-dashboard
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
    ///         - name: web
    ///           image: kubernetesui/dashboard:v2.7.0
    ///           args: [--enable-skip-login]
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
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/dashboard-deployed" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV_K8S_33", "kubescape/rule-access-dashboard-wl-v1"],
        check: Check::Kinds(&["Deployment"], check),
    }
}

/// Arguments that let visitors in.
const OPEN: [&str; 3] = ["--enable-skip-login", "--enable-insecure-login", "--disable-settings-authorizer"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for container in pods(file.object).flat_map(Pod::containers) {
        let Some(node) = scalar::get(container.node, "image") else { continue };
        let Some(text) = scalar::text(node) else { continue };
        let path = ImageReference::parse(&text).path();
        let is_it = path.contains("kubernetes-dashboard") || path.starts_with("kubernetesui/dashboard");
        if !is_it {
            continue;
        }
        let args = ["args", "command"].into_iter().flat_map(|field| scalar::items(container.node, field));
        let open = args
            .filter_map(|arg| Some((arg, scalar::text(arg)?)))
            .find(|(_, arg)| OPEN.iter().any(|open| arg.starts_with(open)));
        match open {
            Some((arg, text)) => {
                let flag = text.split('=').next().unwrap_or_default();
                report.on(
                    arg,
                    format!(
                        "`{flag}` lets visitors of the dashboard in without a proof of who \
                    they are; leave it out"
                    ),
                );
            }
            None => {
                report.on(
                    node,
                    "The dashboard acts on the cluster for whoever reaches it; keep it out of \
                    reach, or use a tool that runs with its user's own rights",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn open_or_not() {
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
          image: docker.io/kubernetesui/dashboard-web:1.6.0
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The dashboard acts on the cluster for whoever reaches it; keep it out of reach, or use a tool that runs with its user's own rights
---
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
          image: k8s.gcr.io/kubernetes-dashboard-amd64:v1.10.1
          args:
            - --enable-skip-login=true
              ^^^^^^^^^^^^^^^^^^^^^^^^ `--enable-skip-login` lets visitors of the dashboard in without a proof of who they are; leave it out
",
        );
    }
}
