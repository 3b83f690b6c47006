//! A container of a Deployment or StatefulSet that has ports and no `preStop` hook.

use project::Profile;
use project::kubernetes::ContainerRole;
use schema::kubernetes::Version;
use syntax::yaml::{Data, Operation};

use super::{ports, presence, scalar, security_context, workload};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container of a Deployment or StatefulSet that has ports and no `preStop` hook. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// A Pod is told to end and taken out of its Services at the same moment, and the news takes seconds to reach every
    /// node. What stops listening at once refuses the requests of those seconds. A `preStop` hook that sleeps keeps it
    /// listening until nobody asks any more.
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
    ///           ports:
    ///             - name: http
    ///               containerPort: 8080
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
    ///           ports:
    ///             - name: http
    ///               containerPort: 8080
    ///           lifecycle:
    ///             preStop:
    ///               sleep:
    ///                 seconds: 5
    /// ```
    ///
    /// ## When to ignore it
    /// For a process that keeps listening for some seconds after `SIGTERM` by itself.
    "k8s/missing-pre-stop" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["datree/CONTAINERS_MISSING_PRESTOP_KEY"],
        check: Check::Container(check),
    }
}

/// Since then `sleep` is on by default; before, a shell in the image has to do it.
const SLEEP_SINCE: Version = Version::new(30);

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if container.role != ContainerRole::Regular
        || !workload::is_one_of(container.pod.object, &["Deployment", "StatefulSet"])
        || presence::is_partial_container(container)
        || ports::of(container).next().is_none()
    {
        return;
    }
    let lifecycle = scalar::get(container.node, "lifecycle");
    let is_missing =
        lifecycle.map_or_else(|| presence::lacks(container.node, "lifecycle"), |it| presence::lacks(it, "preStop"));
    if !is_missing {
        return;
    }
    let value = if file.file.manifest.version >= SLEEP_SINCE {
        Data::map([("sleep", Data::map([("seconds", Data::from(5))]))])
    } else {
        Data::map([("exec", Data::map([("command", Data::seq(["sleep".into(), "5".into()]))]))])
    };
    let title = security_context::title(container);
    let edit = Operation::Set { at: container.node.address_of("lifecycle.preStop"), value };
    report
        .on(
            lifecycle.unwrap_or_else(|| workload::head(container)),
            format!(
                "{title} stops listening while requests still come, since it has no `preStop` hook; \
                let it sleep some seconds"
            ),
        )
        .fix(Fix::suggested("Sleep 5 s before the end").edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn who_listens() {
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
                ^^^ Container `web` stops listening while requests still come, since it has no `preStop` hook; let it sleep some seconds
          image: web:1.4.2
          ports:
            - name: http
              containerPort: 8080
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
          ports:
            - name: http
              containerPort: 8080
          lifecycle:
            preStop:
              exec: {command: [drain]}
",
        );
    }

    #[test]
    fn sleeps() {
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
          ports:
            - name: http
              containerPort: 8080
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
          ports:
            - name: http
              containerPort: 8080
          lifecycle:
            preStop:
              sleep:
                seconds: 5
",
        );
    }

    #[test]
    fn slept() {
        check_fix(
            &RULE,
            r#"
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
          ports:
            - name: http
              containerPort: 8080
#- plimsoll.yaml
kubernetesVersion: "1.29"
"#,
            r#"
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
          ports:
            - name: http
              containerPort: 8080
          lifecycle:
            preStop:
              exec:
                command:
                  - sleep
                  - "5"
"#,
        );
    }
}
