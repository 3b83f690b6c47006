//! A variable that refers with `$(NAME)` to one that is defined behind it, or nowhere.

use std::collections::HashMap;

use syntax::yaml::Node;

use super::{presence, scalar};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a variable that refers with `$(NAME)` to one that is defined behind it, or nowhere.
    ///
    /// ## Why is this bad?
    /// Only variables before it are put in. What refers to a later one keeps the letters `$(NAME)`, and the program
    /// connects to a host of that name.
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
    ///         - name: web
    ///           image: web:1.4.2
    ///           env:
    ///             - name: URL
    ///               value: http://$(HOST)/
    ///             - name: HOST
    ///               value: api
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
    ///           env:
    ///             - name: HOST
    ///               value: api
    ///             - name: URL
    ///               value: http://$(HOST)/
    /// ```
    "k8s/env-dependency-order" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container.node;
    let list: Vec<Node<'_>> = scalar::items(container, "env").map(Node::effective).collect();
    let names: Vec<Option<String>> = list.iter().map(|item| Some(item.get("name")?.text()?.into_owned())).collect();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (place, name) in names.iter().enumerate() {
        if let Some(name) = name {
            places.entry(name).or_insert(place);
        }
    }
    let is_all_seen =
        !presence::is_open(container) && container.get("envFrom").is_none() && names.iter().all(Option::is_some);
    for (place, item) in list.iter().enumerate() {
        let Some(node) = item.get("value") else { continue };
        let Some(text) = node.effective().text() else { continue };
        for name in references(&text) {
            match places.get(name) {
                Some(at) if *at > place => {
                    let found = report.on(
                        node,
                        format!(
                            "`{name}` is defined behind `{}`, so `$({name})` \
                        stays as it is; define it before",
                            names[place].as_deref().unwrap_or_default()
                        ),
                    );
                    found.label_on(list[*at], "defined here");
                    found.fixes.extend(moved(list[*at], *item, name));
                }
                // One that refers to itself takes over what an image or a source has; others may be filled in by a tool.
                Some(_) => {}
                None if is_all_seen && !is_given(name) => {
                    report
                        .on(
                            node,
                            format!(
                                "No variable `{name}` is defined here, so `$({name})` stays as \
                        it is; define it before, or write `$$({name})`"
                            ),
                        )
                        .at_most(Severity::Info);
                }
                None => {}
            }
        }
    }
}

/// The names in `$(NAME)`; a doubled dollar makes it text.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(at) = rest.find('$') {
            let behind = &rest[at + 1..];
            if let Some(escaped) = behind.strip_prefix('$') {
                rest = escaped;
                continue;
            }
            rest = behind;
            let Some((name, after)) = behind.strip_prefix('(').and_then(|inner| inner.split_once(')')) else {
                continue;
            };
            rest = after;
            // What a shell would run is none: `$(hostname -f)`, `$(date)`.
            if !name.is_empty() && name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_') {
                return Some(name);
            }
        }
        None
    })
}

/// Whether the kubelet itself defines a variable: one for each Service.
fn is_given(name: &str) -> bool {
    name.contains("_SERVICE_") || name.contains("_PORT")
}

/// Puts a definition before what refers to it, where it refers to nothing itself.
fn moved(definition: Node<'_>, reference: Node<'_>, name: &str) -> Option<Fix> {
    let text = definition.get("value").and_then(Node::text);
    if text.is_some_and(|text| references(&text).next().is_some()) || definition.parent() != reference.parent() {
        return None;
    }
    Fix::suggested(format!("Define `{name}` before")).move_before(definition, reference, 200)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn behind_and_nowhere() {
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
          image: web:1.4.2
          env:
            - name: URL
              value: http://$(HOST)/$$(HOST)/$(hostname)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `HOST` is defined behind `URL`, so `$(HOST)` stays as it is; define it before
            - name: HOST
              value: api
            - name: A
              value: $(B)
                     ^^^^ No variable `B` is defined here, so `$(B)` stays as it is; define it before, or write `$$(B)`
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
          image: web:1.4.2
          env:
            - name: A
              value: $(B) $(WEB_SERVICE_HOST)
          envFrom:
            - configMapRef: {name: all}
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
          image: web:1.4.2
          env:
            - name: HOST
              value: api
            - name: URL
              value: $(HOST)
",
        );
    }

    #[test]
    fn before() {
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
      containers:
        - name: web
          image: web:1.4.2
          env:
            - name: LEVEL
              value: info
            - name: URL
              value: http://$(HOST)/
            - name: HOST
              value: api
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
      containers:
        - name: web
          image: web:1.4.2
          env:
            - name: LEVEL
              value: info
            - name: HOST
              value: api
            - name: URL
              value: http://$(HOST)/
",
        );
    }
}
