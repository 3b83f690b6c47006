use super::layout::{Fact, Types};
use super::{Literal, Schema};

/// How the items of a list are told apart when it is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListType {
    /// Not at all: the list is replaced as a whole.
    Atomic,
    /// By their value; none may be there twice.
    Set,
    /// By [`Schema::keys`]; no two may have the same.
    Map,
}

/// A CEL rule with what is said where it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Validation<'s> {
    /// An expression that must be true of `self`.
    pub rule: &'s str,
    /// What is said where it is not; `None`: nothing is known, as for all bundled rules.
    pub message: Option<&'s str>,
    /// An expression that makes what is said, more important than `message`.
    pub message_rule: Option<&'s str>,
}

/// What a schema states about a value besides its type and its fields.
impl<'s> Schema<'s> {
    /// How its items are told apart; `None`: it is no list, or nothing says so.
    pub fn list_type(self) -> Option<ListType> {
        match self.text(Fact::List) {
            Some("atomic") => Some(ListType::Atomic),
            Some("set") => Some(ListType::Set),
            Some("map") => Some(ListType::Map),
            Some(_) | None => None,
        }
    }

    /// The fields that identify an item: `containerPort` and `protocol`. Where a version states none, the one that a
    /// strategic merge patch goes by. Empty: items have no identity.
    pub fn keys(self) -> impl Iterator<Item = &'s str> {
        let mut keys = self.texts(Fact::Keys).peekable();
        let merge_key = if keys.peek().is_none() { self.merge_key() } else { None };
        keys.chain(merge_key)
    }

    /// The field that a strategic merge patch (`kubectl apply` of core kinds, kustomize) finds items by.
    pub fn merge_key(self) -> Option<&'s str> {
        self.text(Fact::MergeKey)
    }

    /// How a strategic merge patch treats it: `merge`, `replace`, `retainKeys`, several with commas between.
    pub fn patch_strategy(self) -> Option<&'s str> {
        self.text(Fact::Patch)
    }

    /// Whether a map or object is replaced as a whole when it is merged.
    pub fn is_atomic_map(self) -> bool {
        self.text(Fact::Map) == Some("atomic")
    }

    /// The value that the schema itself gives when none is written; see [`super::defaults`] for those of the API server.
    pub fn default(self) -> Option<Literal<'s>> {
        let text = self.text(Fact::Default).map(Literal::Text);
        text.or_else(|| self.text(Fact::DefaultJson).map(Literal::Json))
    }

    /// `int32`, `date-time`, `byte`.
    pub fn format(self) -> Option<&'s str> {
        self.text(Fact::Format)
    }

    /// A regular expression (RE2) that a string must match somewhere.
    pub fn pattern(self) -> Option<&'s str> {
        self.text(Fact::Pattern)
    }

    /// The smallest number it takes; with [`Schema::is_minimum_exclusive`] the largest it does not.
    pub fn minimum(self) -> Option<f64> {
        self.text(Fact::Minimum)?.parse().ok()
    }

    /// The largest number it takes; with [`Schema::is_maximum_exclusive`] the smallest it does not.
    pub fn maximum(self) -> Option<f64> {
        self.text(Fact::Maximum)?.parse().ok()
    }

    /// Whether the minimum itself is not taken.
    pub fn is_minimum_exclusive(self) -> bool {
        self.states(Fact::ExclusiveMinimum)
    }

    /// Whether the maximum itself is not taken.
    pub fn is_maximum_exclusive(self) -> bool {
        self.states(Fact::ExclusiveMaximum)
    }

    /// The least and the greatest length of a string, in characters.
    pub fn length(self) -> (Option<u64>, Option<u64>) {
        (self.count(Fact::MinLength), self.count(Fact::MaxLength))
    }

    /// The least and the greatest number of items of a list.
    pub fn item_count(self) -> (Option<u64>, Option<u64>) {
        (self.count(Fact::MinItems), self.count(Fact::MaxItems))
    }

    /// The least and the greatest number of fields of an object or map.
    pub fn field_count(self) -> (Option<u64>, Option<u64>) {
        (self.count(Fact::MinProperties), self.count(Fact::MaxProperties))
    }

    /// Whether no item may be in the list twice.
    pub fn has_unique_items(self) -> bool {
        self.states(Fact::UniqueItems) || self.list_type() == Some(ListType::Set)
    }

    /// The feature gate it depends on in this version; `None`: none that its documentation names.
    pub fn gate(self) -> Option<&'s str> {
        self.text(Fact::Gate)
    }

    /// Whether it is better avoided.
    pub fn is_deprecated(self) -> bool {
        self.states(Fact::Deprecated)
    }

    /// Whether `null` may be written.
    pub fn is_nullable(self) -> bool {
        self.states(Fact::Nullable) || self.types().contains(Types::NULL)
    }

    /// Whether it takes a number or a string: `80` or `80%`.
    pub fn is_int_or_string(self) -> bool {
        self.states(Fact::IntOrString)
    }

    /// Whether it is an amount of a resource: `500m`, `1Gi`.
    pub fn is_quantity(self) -> bool {
        self.format() == Some("quantity")
    }

    /// Whether fields that it does not know are kept.
    pub fn preserves_unknown_fields(self) -> bool {
        self.states(Fact::PreserveUnknown)
    }

    /// Whether it is an object of its own, with `apiVersion` and `kind`.
    pub fn is_embedded_resource(self) -> bool {
        self.states(Fact::Embedded)
    }

    /// CEL rules that the API server holds it to.
    pub fn rules(self) -> impl Iterator<Item = &'s str> {
        self.texts(Fact::Rule)
    }

    /// The same rules with what is said where they do not hold.
    pub fn validations(self) -> impl Iterator<Item = Validation<'s>> {
        let said = |text: Option<&'s str>| text.filter(|text| !text.is_empty());
        let (mut messages, mut makers) = (self.texts(Fact::Message), self.texts(Fact::MessageRule));
        self.rules().map(move |rule| Validation {
            rule,
            message: said(messages.next()),
            message_rule: said(makers.next()),
        })
    }

    /// The first paragraph of its description, plain text on one line; `None`: it is bundled, or nothing is said.
    pub fn description(self) -> Option<&'s str> {
        self.text(Fact::Doc)
    }

    /// Fields that must be there, named without a schema; for the branches of [`Schema::alternatives`].
    pub fn needed_fields(self) -> impl Iterator<Item = &'s str> {
        self.texts(Fact::Need)
    }

    /// Which fields exclude each other, as the JSON of `x-kubernetes-unions`.
    pub fn unions(self) -> Option<&'s str> {
        self.text(Fact::Unions)
    }
}
