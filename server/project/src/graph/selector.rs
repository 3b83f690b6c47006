//! Selectors: which labels an object asks for.

use std::collections::BTreeMap;

use syntax::TextRange;
use syntax::yaml::Node;

use super::object::{Labels, Name, label};
use super::read::Names;

/// What a selector is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// A workload's own Pods.
    Workload,
    /// The Pods a Service sends to.
    Service,
    /// The Pods a disruption budget guards.
    DisruptionBudget,
    /// The Pods a NetworkPolicy is about.
    NetworkPolicy,
    /// The Pods a NetworkPolicy lets in or lets reach.
    NetworkPeer,
    /// The namespaces whose Pods a NetworkPolicy lets in or lets reach.
    NetworkPeerNamespace,
    /// What a monitor scrapes.
    Monitor,
    /// The Pods that a Pod keeps near or away from.
    Affinity,
    /// The Pods that are counted for spreading.
    Spread,
    /// The volumes a claim may be bound to.
    Volume,
    /// The Pods that a policy of a mesh or another controller is about.
    Policy,
    /// The Pods of a Gateway of a mesh.
    Gateway,
    /// The ClusterRoles whose rules a ClusterRole gathers.
    Aggregation,
}

impl Purpose {
    /// What the one that selects does to what is selected, for lists and diagrams: `NetworkPolicy db` *lets through*
    /// `Deployment api`.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Workload | Self::Service | Self::Gateway => "selects",
            Self::DisruptionBudget => "guards",
            Self::NetworkPolicy | Self::Policy => "is about",
            Self::NetworkPeer | Self::NetworkPeerNamespace => "lets through",
            Self::Monitor => "scrapes",
            Self::Affinity => "is placed by",
            Self::Spread => "is spread with",
            Self::Volume => "may be bound to",
            Self::Aggregation => "gathers",
        }
    }
}

/// What kinds of objects a selector looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Selected {
    /// Pods, and so the objects that make them.
    Pods,
    /// Objects of that kind.
    Kind(&'static str),
}

/// The namespaces a selector looks into.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Within {
    /// The object's own.
    Own,
    /// Any: it says so, or it goes by labels of namespaces.
    Any,
    /// Those.
    These(Box<[Name]>),
}

/// A selector of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// What it is for.
    pub purpose: Purpose,
    /// What it looks at.
    pub selects: Selected,
    /// Where it looks.
    pub within: Within,
    /// The labels it asks for by value, by key: `matchLabels`, or the whole of a plain map.
    pub labels: Labels,
    /// What it asks for besides: `matchExpressions`.
    pub expressions: Box<[Expression]>,
    /// Where it stands.
    pub range: TextRange,
}

/// What an expression asks of a label.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// It is there with one of these values.
    In(Box<[Name]>),
    /// It is not there, or with none of these values.
    NotIn(Box<[Name]>),
    /// It is there.
    Exists,
    /// It is not there.
    DoesNotExist,
    /// An operator that is none: the API server refuses it, and nothing matches.
    Unknown,
}

/// One of `matchExpressions`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Expression {
    /// The label.
    pub key: Name,
    /// What is asked of it.
    pub condition: Condition,
}

impl Selector {
    /// Whether an object with these labels is selected; namespaces and kinds apart. A selector that asks for nothing
    /// selects everything: where that is not so (a Service without one) there is no selector.
    #[must_use]
    pub fn matches(&self, labels: &[(Name, Name)]) -> bool {
        self.labels.iter().all(|(key, value)| label(labels, key) == Some(value))
            && self.expressions.iter().all(|expression| expression.matches(labels))
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.expressions.is_empty()
    }

    /// The label it is found by among those of a Pod: the one that most likely few have.
    pub(super) fn rarest(&self) -> Option<(&str, &str)> {
        let pairs = self.labels.iter().map(|(key, value)| (key.as_ref(), value.as_ref()));
        pairs.max_by_key(|(key, value)| (!matches!(*key, "app.kubernetes.io/part-of" | "tier"), value.len()))
    }
}

impl Expression {
    fn matches(&self, labels: &[(Name, Name)]) -> bool {
        let own = label(labels, &self.key);
        let among = |values: &[Name]| own.is_some_and(|own| values.iter().any(|value| value.as_ref() == own));
        match &self.condition {
            Condition::In(values) => among(values),
            Condition::NotIn(values) => !among(values),
            Condition::Exists => own.is_some(),
            Condition::DoesNotExist => own.is_none(),
            Condition::Unknown => false,
        }
    }
}

/// The labels of a mapping of texts. Numbers and words are taken as they are written.
pub(super) fn labels(node: Node<'_>, names: &mut Names) -> Labels {
    let mut found: BTreeMap<Name, Name> = BTreeMap::new();
    for entry in super::walk::entries(node) {
        if let Some(value) = entry.value.effective().text() {
            found.insert(names.of(&entry.name()), names.of(&value));
        }
    }
    found.into_iter().collect()
}

/// The labels and expressions of a `labelSelector`.
pub(super) fn label_selector(node: Node<'_>, names: &mut Names) -> (Labels, Box<[Expression]>) {
    let node = node.effective();
    let own = node.merged_get("matchLabels").map(|it| labels(it, names)).unwrap_or_default();
    let listed = node.merged_get("matchExpressions").map(Node::effective);
    let expressions = listed.into_iter().flat_map(Node::items).filter_map(|item| {
        let item = item.effective();
        let key = names.of(&item.merged_get("key")?.effective().text()?);
        let listed = item.merged_get("values").map(Node::effective);
        let values = listed.into_iter().flat_map(Node::items).filter_map(|value| value.effective().text());
        let values: Box<[Name]> = values.map(|value| names.of(&value)).collect();
        let operator = item.merged_get("operator").and_then(|it| it.effective().text()).unwrap_or_default();
        let condition = match operator.as_ref() {
            "In" => Condition::In(values),
            "NotIn" => Condition::NotIn(values),
            "Exists" => Condition::Exists,
            "DoesNotExist" => Condition::DoesNotExist,
            _ => Condition::Unknown,
        };
        Some(Expression { key, condition })
    });
    let expressions = expressions.collect();
    (own, expressions)
}
