//! A command whose whole line stands in one item, and one with the syntax of a shell but no shell.

use syntax::yaml::{Data, Node, Operation};

use super::scalar;

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a command whose whole line stands in one item, and one with the syntax of a shell but no shell.
    ///
    /// ## Why is this bad?
    /// No shell takes the line apart: the kubelet looks for a program with blanks in its name, or hands `&&` to the
    /// program as an argument. The container ends at once with `no such file or directory`.
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
    ///           command: ["node server.js"]
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
    ///           command: ["node", "server.js"]
    /// ```
    "k8s/command-is-shell-string" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Container(check),
    }
}

/// Words that only a shell knows.
const SYNTAX: [&str; 9] = ["&&", "||", "|", ";", ">", ">>", "<", "2>&1", "&"];

/// Programs that run what they are given as a script.
const SHELLS: [&str; 12] =
    ["sh", "bash", "ash", "dash", "zsh", "ksh", "busybox", "pwsh", "powershell", "cmd", "cmd.exe", "env"];

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container.node;
    let Some(list) = scalar::get(container, "command").map(Node::effective).filter(|list| list.is_sequence()) else {
        return;
    };
    let items: Vec<Node<'_>> = list.items().collect();
    let Some(texts) = items.iter().map(|item| item.effective().text()).collect::<Option<Vec<_>>>() else { return };
    let Some(first) = texts.first() else { return };
    if let [line] = &texts[..] {
        if !is_line(line) {
            return;
        }
        let program = line.split_whitespace().next().unwrap_or_default();
        let message = format!(
            "No program is called `{}`: the whole command line is one item; give each \
            word its own",
            shortened(line)
        );
        let found = report.on(items[0], message);
        if needs_shell(line) {
            let value = Data::seq(["sh".into(), "-c".into(), Data::text(line.clone())]);
            found.fix(Fix::suggested("Let `sh -c` run it").edit(Operation::Replace { at: list.address(), value }));
        } else if !program.is_empty() {
            let words = line.split_whitespace().map(Data::text);
            found.fix(
                Fix::suggested(
                    "Give each word its \
                own item",
                )
                .edit(Operation::Replace { at: list.address(), value: Data::seq(words) }),
            );
        }
        return;
    }
    let program = first.rsplit(['/', '\\']).next().unwrap_or_default();
    if SHELLS.contains(&program) {
        return;
    }
    let word = texts.iter().position(|text| SYNTAX.contains(&text.trim()));
    if let Some((word, node)) = word.map(|at| (&texts[at], items[at])) {
        let message = format!(
            "`{first}` gets `{}` as an argument, since no shell runs the command; run it \
            with `sh -c`",
            word.trim()
        );
        let script: Vec<&str> = texts.iter().map(|text| &**text).collect();
        let found = report.on(node, message);
        if !script.iter().any(|text| text.contains(['\'', '"', ' ', '\n'])) {
            let value = Data::seq(["sh".into(), "-c".into(), Data::text(script.join(" "))]);
            found.fix(Fix::suggested("Let `sh -c` run it").edit(Operation::Replace { at: list.address(), value }));
        }
    }
}

/// Whether a text is a command line rather than the name of a program. A template's own text says nothing yet.
fn is_line(text: &str) -> bool {
    text.trim().contains(char::is_whitespace) && !text.contains("{{") && !text.trim_start().starts_with("${")
}

/// Whether a command line has more in it than words.
fn needs_shell(line: &str) -> bool {
    line.contains(['|', '&', ';', '<', '>', '$', '`', '\'', '"', '*', '?', '\\', '(', '\n'])
}

fn shortened(line: &str) -> String {
    let line = line.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn lines_and_syntax() {
        check(
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
          command: ["node server.js"]
                    ^^^^^^^^^^^^^^^^ No program is called `node server.js`: the whole command line is one item; give each word its own
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
          command: [echo, a, "&&", b]
                             ^^^^ `echo` gets `&&` as an argument, since no shell runs the command; run it with `sh -c`
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
          command: [sh, -c, "a && b"]
          args: ["x y"]
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
          command: ["/bin/start"]
"#,
        );
    }

    #[test]
    fn words() {
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
          command: ["node server.js --port 80"]
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
          command: [node, server.js, --port, "80"]
"#,
        );
    }

    #[test]
    fn a_shell() {
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
          command:
            - a && b
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
          command:
            - sh
            - -c
            - a && b
",
        );
    }
}
