//! An `emptyDir` volume without `sizeLimit`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{presence, scalar, volumes};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an `emptyDir` volume without `sizeLimit`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// The volume grows until the disk of the node is full, and then Pods are evicted. With `medium: Memory` every file
    /// counts as memory of the container that wrote it, and the volume may take half of the memory of the node.
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
    ///       volumes:
    ///         - name: cache
    ///           emptyDir: {}
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
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
    ///       volumes:
    ///         - name: cache
    ///           emptyDir:
    ///             sizeLimit: 1Gi
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/empty-dir-size-limit" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kyverno/add-emptydir-sizelimit", "kyverno/require-emptydir-requests-limits"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for volume in volumes::of(file.pod) {
        let Some(source) = volume.entry("emptyDir").map(|entry| entry.value) else { continue };
        let content = source.effective();
        if !(content.is_mapping() && presence::lacks(content, "sizeLimit")) {
            continue;
        }
        let name =
            scalar::text_of(volume, "name").map_or_else(|| "The volume".to_owned(), |name| format!("Volume `{name}`"));
        let in_memory = scalar::text_of(content, "medium").is_some_and(|medium| medium == "Memory");
        let (effect, amount) = match in_memory {
            true => ("lies in memory without `sizeLimit`, so it may take half of what the node has", "64Mi"),
            false => ("has no `sizeLimit`, so it can fill the disk of the node", "1Gi"),
        };
        let mut at = source.address();
        at.route = at.route.then("sizeLimit");
        let edit = Operation::Set { at, value: Data::plain(amount) };
        report
            .on(source, format!("{name} {effect}; set one"))
            .fix(Fix::suggested(format!("Set `sizeLimit: {amount}`, a placeholder until it is measured")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn both_media() {
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
      volumes:
        - name: a
          emptyDir: {}
                    ^^ Volume `a` has no `sizeLimit`, so it can fill the disk of the node; set one
        - name: b
          emptyDir:
          ^^^^^^^^ Volume `b` lies in memory without `sizeLimit`, so it may take half of what the node has; set one
            medium: Memory
        - name: c
          emptyDir:
            sizeLimit: 1Mi
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn limited() {
        check_fix(
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
      volumes:
        - name: a
          emptyDir:
            medium: Memory
      containers:
        - name: web
          image: web:1.4.2
",
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
      volumes:
        - name: a
          emptyDir:
            medium: Memory
            sizeLimit: 64Mi
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
