//! Sizing: how much of a resource a container that says nothing could be given.

use project::kubernetes::Container;
use syntax::yaml::{Data, Operation};

use super::resources;
use crate::fix::Fix;
use crate::report::Report;

/// An amount to write down, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Size {
    /// `128Mi`
    pub(super) amount: String,
    source: Source,
}

/// So many containers of a Pod are asked.
const SIBLINGS: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// The same container says it for the other bound.
    Own(&'static str),
    /// Another container of the Pod has it.
    Sibling(String),
    /// The settings say it: option `amount` of the rule.
    Settings,
    /// Nobody says it.
    Placeholder,
}

/// What `bound` (`requests` or `limits`) of `resource` could be: what the other bound is, what another container of the Pod has,
/// what the rule's option `amount` says, else `placeholder`.
pub(super) fn size(
    container: Container<'_>,
    bound: &str,
    resource: &str,
    placeholder: &str,
    report: &Report<'_>,
) -> Size {
    let of = |container, bound: &str| {
        let block = resources::of(container)?;
        let amount = resources::amount(super::scalar::get(block, bound), resource)?;
        Some(amount.node.effective().text()?.into_owned())
    };
    let other = if bound == "limits" { "requests" } else { "limits" };
    if let Some(amount) = of(container, other) {
        let source = Source::Own(if bound == "limits" { "the request" } else { "the limit" });
        return Size { amount, source };
    }
    let siblings = container.pod.containers().take(SIBLINGS).filter(|it| it.node != container.node);
    let said = siblings
        .filter_map(|sibling| Some((of(sibling, bound)?, super::scalar::text_of(sibling.node, "name")?)))
        .next();
    if let Some((amount, name)) = said {
        return Size { amount, source: Source::Sibling(name.into_owned()) };
    }
    if let Some(amount) = report.option("amount").and_then(|amount| amount.as_str()) {
        return Size { amount: amount.to_owned(), source: Source::Settings };
    }
    Size { amount: placeholder.to_owned(), source: Source::Placeholder }
}

impl Size {
    /// Writes the amount into `bound` of `resource`.
    pub(super) fn fix(&self, container: Container<'_>, bound: &str, resource: &str) -> Fix {
        let amount = &self.amount;
        let from = match &self.source {
            Source::Own(which) => format!(", as {which}"),
            Source::Sibling(name) => format!(", as container `{name}` has it"),
            Source::Settings => String::new(),
            Source::Placeholder => ", a placeholder until it is measured".to_owned(),
        };
        let title = format!("Set `{bound}.{resource}` to `{amount}`{from}");
        Fix::suggested(title).edit(self.operation(container, bound, resource))
    }

    /// The edit of [`Size::fix`].
    pub(super) fn operation(&self, container: Container<'_>, bound: &str, resource: &str) -> Operation {
        let mut at = container.node.address_of(&format!("resources.{bound}"));
        at.route = at.route.then(resource);
        Operation::Set { at, value: Data::plain(self.amount.clone()) }
    }
}
