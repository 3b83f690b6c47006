//! Values of the right type that a field does not take.

use schema::kubernetes::{Choice, Schema, Shape, Version};
use syntax::spelling;
use syntax::yaml::{Data, Operation};

use super::schema::{Fault, FaultKind, Limit, Trust, address, owner, path, shortened};
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

/// More values than this are not listed in a message.
const MOST_LISTED: usize = 8;

declare_rule! {
    /// ## What it does
    /// Reports a value that its field does not take: a word that is none of the known ones, a number out of range, a text too long or of another
    /// form, fields that exclude each other.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object: `Unsupported value: "always": supported values: "Always", "IfNotPresent", "Never"`. Words
    /// are compared letter by letter, upper and lower case included.
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
    ///       image: registry.example.com/api:1.4.2
    ///       imagePullPolicy: always
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
    ///       image: registry.example.com/api:1.4.2
    ///       imagePullPolicy: Always
    /// ```
    "k8s/invalid-value" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/schema-validation"],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    for fault in &file.faults {
        match &fault.kind {
            FaultKind::InvalidValue { schema, limit } => value(fault, *schema, limit, file.manifest.version, report),
            FaultKind::Excluding { entries } => {
                let names: Vec<String> = entries.iter().map(|entry| format!("`{}`", entry.name())).collect();
                let mapping = fault.way.first().map_or(fault.node, |(mapping, _)| *mapping);
                let place = owner(fault.object, mapping);
                let message = match &*names {
                    [one] => format!("{one} must not be in {place}: take it out"),
                    names => format!("{} exclude each other in {place}: keep one", conjoined(names)),
                };
                let Some(last) = entries.last() else { continue };
                let found = report.on(last.key, message);
                for entry in &entries[..entries.len() - 1] {
                    found.label_on(entry.key, "the other one");
                }
            }
            FaultKind::UnknownField { .. }
            | FaultKind::WrongType { .. }
            | FaultKind::Missing { .. }
            | FaultKind::MissingOneOf { .. }
            | FaultKind::RepeatedKey { .. }
            | FaultKind::RepeatedItem { .. } => {}
        }
    }
}

fn conjoined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

fn value(fault: &Fault<'_>, schema: Schema<'_>, limit: &Limit<'_>, version: Version, report: &mut Report<'_>) {
    let node = fault.node;
    let field = path(fault.object, node);
    let text = node.text().unwrap_or_default();
    let shown = shortened(&text);
    let message = match limit {
        Limit::Choices(choices) => {
            choice(fault, schema, choices, version, report);
            return;
        }
        Limit::Format(format) => format!("`{shown}` is no {} for `{field}`: {}", of_format(format), as_format(format)),
        Limit::Pattern(pattern) => {
            format!("`{shown}` does not have the form that `{field}` takes: it must match `{pattern}`")
        }
        Limit::Minimum(least, false) => {
            format!("`{field}` is {shown} and must be at least {least}: write a larger number")
        }
        Limit::Minimum(least, true) => {
            format!("`{field}` is {shown} and must be more than {least}: write a larger number")
        }
        Limit::Maximum(most, false) => {
            format!("`{field}` is {shown} and must be at most {most}: write a smaller number")
        }
        Limit::Maximum(most, true) => {
            format!("`{field}` is {shown} and must be less than {most}: write a smaller number")
        }
        Limit::MinLength(1) => format!("`{field}` is empty and must have a value: write one"),
        Limit::MinLength(least) => {
            format!(
                "`{field}` has {}, and {least} are the least: write a longer text",
                counted(characters(&text), "character")
            )
        }
        Limit::MaxLength(most) => {
            format!("`{field}` has {}, and {most} are the most: shorten it", counted(characters(&text), "character"))
        }
        Limit::MinItems(least) => {
            format!("`{field}` has {}, and needs at least {least}: add more", counted(node.items().count(), "item"))
        }
        Limit::MaxItems(most) => {
            format!("`{field}` has {}, and {most} are the most: take some out", counted(node.items().count(), "item"))
        }
        Limit::MinFields(least) => {
            format!("`{field}` has {}, and needs at least {least}: add more", counted(node.entries().count(), "entry"))
        }
        Limit::MaxFields(most) => {
            format!(
                "`{field}` has {}, and {most} are the most: take some out",
                counted(node.entries().count(), "entry")
            )
        }
    };
    report.on(node, message);
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn counted(count: usize, noun: &str) -> String {
    match (count, noun) {
        (0, "entry") => "no entries".to_owned(),
        (0, noun) => format!("no {noun}s"),
        (1, noun) => format!("1 {noun}"),
        (count, "entry") => format!("{count} entries"),
        (count, noun) => format!("{count} {noun}s"),
    }
}

fn of_format(format: &str) -> &str {
    match format {
        "byte" => "base64",
        "date-time" => "moment in time",
        "ipv4" => "IPv4 address",
        "ipv6" => "IPv6 address",
        other => other,
    }
}

fn as_format(format: &str) -> &str {
    match format {
        "byte" => "encode the value, with its padding",
        "date-time" => "write it as `2026-01-31T12:00:00Z`",
        "ipv4" => "write four numbers with dots",
        "ipv6" => "write it as `2001:db8::1`",
        _ => "write it in that form",
    }
}

/// None of the values that are taken.
fn choice(fault: &Fault<'_>, schema: Schema<'_>, choices: &[Choice<'_>], version: Version, report: &mut Report<'_>) {
    let node = fault.node;
    let text = node.text().unwrap_or_default();
    let shown = shortened(&text);
    let field = path(fault.object, node);
    let words: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
    let mut near: Vec<&str> =
        words.iter().copied().filter(|word| spelling::nearest(&text, [*word]).is_some()).collect();
    near.sort_by_key(|word| spelling::distance(&text.to_lowercase(), &word.to_lowercase()));
    let elsewhere = schema.all_choices().find(|choice| choice.value.as_str() == text);
    let since = elsewhere.and_then(|choice| choice.since).filter(|since| version < *since);
    let message = match (since, near.first(), &*words) {
        (Some(since), ..) => format!(
            "`{shown}` of `{field}` exists since Kubernetes {since}, and the target is {version}: write {}",
            either(&words)
        ),
        (None, Some(near), _) => format!("`{shown}` is no value of `{field}`: write `{near}`"),
        (None, None, words) => format!("`{shown}` is no value of `{field}`: write {}", either(words)),
    };
    let found = report.on(node, message);
    if fault.trust == Trust::Bundled {
        found.at_most(Severity::Warning);
    }
    let offered = if near.is_empty() && words.len() <= MOST_LISTED { words } else { near };
    let Some(at) = address(node) else { return };
    for word in offered {
        let title = format!("Use `{word}`");
        // A slip in upper and lower case can only be meant one way.
        let fix = if word.eq_ignore_ascii_case(&text) { Fix::safe(title) } else { Fix::suggested(title) };
        let value = if schema.shape() == Shape::String { Data::text(word) } else { Data::plain(word) };
        found.fix(fix.edit(Operation::Replace { at: at.clone(), value }));
    }
}

/// `` `a`, `b` or `c` ``.
fn either(words: &[&str]) -> String {
    let mut quoted: Vec<String> = words.iter().take(MOST_LISTED).map(|word| format!("`{word}`")).collect();
    if words.len() > MOST_LISTED {
        return format!("one of {} and {} more", quoted.join(", "), words.len() - MOST_LISTED);
    }
    match quoted.pop() {
        Some(last) if quoted.is_empty() => last,
        Some(last) => format!("{} or {last}", quoted.join(", ")),
        None => "another value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn words_that_are_not_known() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  restartPolicy: Allways
                 ^^^^^^^ `Allways` is no value of `spec.restartPolicy`: write `Always`
  dnsPolicy: ''
  preemptionPolicy: ${POLICY}
  containers:
    - name: a
      ports: [{containerPort: 80, protocol: HTTP}]
                                            ^^^^ `HTTP` is no value of `spec.containers[0].ports[0].protocol`: write `SCTP`, `TCP` or `UDP`
      terminationMessagePolicy: File
",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  restartPolicy: never # yes\n  containers: [{name: a}]\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  restartPolicy: Never # yes\n  containers: [{name: a}]\n",
        );
        check_fix_titled(
            &RULE,
            Some("Use `UDP`"),
            "#- a.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n    - port: 80\n      protocol: http\n",
            "#- a.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n    - port: 80\n      protocol: UDP\n",
        );
    }

    #[test]
    fn numbers_out_of_range_and_texts_of_another_form() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, creationTimestamp: yesterday}
                                       ^^^^^^^^^ `yesterday` is no moment in time for `metadata.creationTimestamp`: write it as …
spec:
  replicas: 3000000000
            ^^^^^^^^^^ `spec.replicas` is 3000000000 and must be at most 2147483647: write a smaller number
  selector: {}
  template: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: a}
spec:
  gatewayClassName: a
  listeners:
    - name: Web
            ^^^ `Web` does not have the form that `spec.listeners[0].name` takes: it must match …
      port: 0
            ^ `spec.listeners[0].port` is 0 and must be at least 1: write a larger number
      protocol: HTTP
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: a}
spec:
  controllerName: example.com/a
",
        );
    }

    #[test]
    fn fields_that_exclude_each_other() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a}
spec:
  host: a
  trafficPolicy:
    loadBalancer:
      simple: RANDOM
      consistentHash: {useSourceIp: true}
      ^^^^^^^^^^^^^^ `simple` and `consistentHash` exclude each other in `spec.trafficPolicy.loadBalancer`: keep one
",
        );
    }
}
