//! Amounts that are valid and almost surely not what was meant.

use schema::kubernetes::values::quantity::{self, Form, Quantity};
use syntax::yaml::{Data, Operation};

use super::resources::Amount;
use super::{resources, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags amounts that are valid and almost surely not what was meant: memory in thousandths of a byte, a few bytes of
    /// memory, hundreds of cores.
    ///
    /// ## Why is this bad?
    /// `memory: 512m` is half a byte, and `cpu: 500` is 500 cores: the container is killed at once, or the Pod waits for a
    /// node that nobody has.
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
    ///       resources:
    ///         requests:
    ///           memory: 512m
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
    ///       resources:
    ///         requests:
    ///           memory: 512Mi
    /// ```
    "k8s/quantity-suspicious" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// More cores than a node mostly has, without a suffix.
const MANY_CORES: i64 = 100;

/// Less memory than any process needs, in bytes.
const LITTLE_MEMORY: i64 = 64 * 1024;

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    for block in resources::blocks(file.pod) {
        for part in ["requests", "limits"].into_iter().filter_map(|part| scalar::get(block, part)) {
            for amount in resources::amounts(part) {
                let suspicion = match &*amount.resource {
                    "cpu" => cpu(&amount),
                    "memory" | "ephemeral-storage" => bytes(&amount),
                    name if resources::is_huge_pages(name) => bytes(&amount),
                    _ => None,
                };
                let Some((message, meant)) = suspicion else { continue };
                let value = Data::plain(meant.clone());
                let edit = Operation::Replace { at: amount.node.address(), value };
                report.on(amount.node, message).fix(Fix::suggested(format!("Write `{meant}`")).edit(edit));
            }
        }
    }
}

/// What is odd about an amount of CPU, and what was probably meant.
fn cpu(amount: &Amount<'_>) -> Option<(String, String)> {
    let text = amount.node.effective().text()?;
    let number = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let is_many = amount.quantity.nano() >= Quantity::of(MANY_CORES).nano();
    if amount.quantity.form() == Form::Binary || is_many && number != text {
        return Some((
            format!("`{text}` is an amount of bytes, not of CPU; write cores, such as `{number}`"),
            number.to_owned(),
        ));
    }
    let thousandths = format!("{number}m");
    is_many.then(|| {
        (
            format!("`{text}` is {}; write `{thousandths}` for thousandths", quantity::cores(amount.quantity)),
            thousandths,
        )
    })
}

/// What is odd about an amount of bytes, and what was probably meant.
fn bytes(amount: &Amount<'_>) -> Option<(String, String)> {
    let text = amount.node.effective().text()?;
    let number = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let meant = format!("{number}Mi");
    if !amount.quantity.is_whole() {
        let message = format!("`{text}` is a fraction of a byte: `m` is a thousandth; write `{meant}`");
        return Some((message, meant));
    }
    let is_little = !amount.quantity.is_zero() && amount.quantity.nano() < Quantity::of(LITTLE_MEMORY).nano();
    let units = amount.quantity.units();
    let count = if units == 1 { "1 byte".to_owned() } else { format!("{units} bytes") };
    is_little.then(|| (format!("`{text}` is no more than {count}; write `{meant}` for mebibytes"), meant))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_was_hardly_meant() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          cpu: 500
               ^^^ `500` is 500 cores; write `500m` for thousandths
          memory: 512m
                  ^^^^ `512m` is a fraction of a byte: `m` is a thousandth; write `512Mi`
          ephemeral-storage: 2Gi
        limits:
          cpu: 1Gi
               ^^^ `1Gi` is an amount of bytes, not of CPU; write cores, such as `1`
          memory: 512
                  ^^^ `512` is no more than 512 bytes; write `512Mi` for mebibytes
          hugepages-2Mi: 0
",
        );
    }
    #[test]
    fn mebibytes() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          memory: 512m
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          memory: 512Mi
",
        );
    }
}
