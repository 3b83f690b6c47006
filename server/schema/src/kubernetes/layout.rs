//! What the text form, the build script and the look-up agree on: types, facts and the signs of the packed bytes.
//!
//! Packed, a store is one run of bytes: the strings (their lengths, then their text), the schemas (their lengths, then
//! their bytes) and tables of indices into both. Numbers are little-endian base 128. A schema is
//!
//! ```text
//! types  parts  [reference]  [n (fact [m] string…)…]  [n (value span?)…]  [n (sign name? span? schema)…]
//! ```
//!
//! where `parts` says which of the four bracketed parts follow. Equal schemas are stored once, and nothing is decoded
//! before somebody asks for it.

/// A set of JSON types; the empty set takes any value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Types(pub u8);

impl Types {
    /// A map with string keys.
    pub const OBJECT: Types = Types(1);
    /// A list.
    pub const ARRAY: Types = Types(2);
    /// A string.
    pub const STRING: Types = Types(4);
    /// A number without a fraction.
    pub const INTEGER: Types = Types(8);
    /// Any number.
    pub const NUMBER: Types = Types(16);
    /// `true` or `false`.
    pub const BOOLEAN: Types = Types(32);
    /// `null`.
    pub const NULL: Types = Types(64);

    /// Every type with its word in the text form.
    pub const WORDS: [(Types, &'static str); 7] = [
        (Types::OBJECT, "object"),
        (Types::ARRAY, "array"),
        (Types::STRING, "string"),
        (Types::INTEGER, "int"),
        (Types::NUMBER, "number"),
        (Types::BOOLEAN, "bool"),
        (Types::NULL, "null"),
    ];

    /// Whether all of `other` are in it.
    pub fn contains(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether a value of this one type is taken; a number without a fraction is a number, too.
    pub fn takes(self, value: Types) -> bool {
        self.is_any() || self.contains(value) || (value == Types::INTEGER && self.contains(Types::NUMBER))
    }

    /// Both together.
    pub fn with(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// Whether it is the empty set, which takes any value.
    pub fn is_any(self) -> bool {
        self.0 == 0
    }
}

/// Something that a schema states about a value, besides its types, values and parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Fact {
    /// `int32`, `date-time`, `quantity`.
    Format,
    /// A regular expression (RE2) that a string matches.
    Pattern,
    /// The smallest number.
    Minimum,
    /// The largest number.
    Maximum,
    /// The minimum itself is not allowed.
    ExclusiveMinimum,
    /// The maximum itself is not allowed.
    ExclusiveMaximum,
    /// The shortest string, in characters.
    MinLength,
    /// The longest string, in characters.
    MaxLength,
    /// The shortest list.
    MinItems,
    /// The longest list.
    MaxItems,
    /// The smallest number of fields.
    MinProperties,
    /// The largest number of fields.
    MaxProperties,
    /// No item twice.
    UniqueItems,
    /// How a list merges: `atomic`, `set` or `map`.
    List,
    /// The fields that identify an item of a list of type `map`.
    Keys,
    /// The one field that a strategic merge patch identifies items by.
    MergeKey,
    /// How a strategic merge patch treats it: `merge`, `replace`, `retainKeys`.
    Patch,
    /// `atomic`: a map or object that merges as a whole.
    Map,
    /// The value that the schema gives when none is written: a string.
    Default,
    /// The value that the schema gives when none is written: anything but a string, as JSON.
    DefaultJson,
    /// The feature gate it depends on.
    Gate,
    /// Still accepted, better avoided.
    Deprecated,
    /// Fields that the schema does not know are kept.
    PreserveUnknown,
    /// It is an object of its own, with `apiVersion` and `kind`.
    Embedded,
    /// `null` may be written.
    Nullable,
    /// A number or a string, `80` or `80%`.
    IntOrString,
    /// Other fields are rejected, as the schema itself says.
    Closed,
    /// Other fields are accepted, as the schema itself says.
    Open,
    /// Fields that must be there, named without a schema: in alternatives.
    Need,
    /// CEL rules that must be true.
    Rule,
    /// `x-kubernetes-unions`: which fields exclude each other, as JSON.
    Unions,
    /// The values are known ones, others are accepted too.
    Known,
    /// The definition of Kubernetes that a custom resource copied.
    Like,
    /// The first paragraph of its description; bundled facts never carry it.
    Doc,
    /// What is said where a CEL rule does not hold, one for each rule, empty for none; bundled facts never carry it.
    Message,
    /// The CEL expressions that make such a message, one for each rule, empty for none; bundled facts never carry it.
    MessageRule,
}

/// How many values a fact carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// None: stating it is all.
    Flag,
    /// One.
    One,
    /// Any number.
    Many,
}

impl Fact {
    /// Every fact, in the order of their bytes, with its word in the text form and what it carries.
    pub const ALL: [(Fact, &'static str, Arity); 36] = [
        (Fact::Format, "format", Arity::One),
        (Fact::Pattern, "pattern", Arity::One),
        (Fact::Minimum, "min", Arity::One),
        (Fact::Maximum, "max", Arity::One),
        (Fact::ExclusiveMinimum, "above-min", Arity::Flag),
        (Fact::ExclusiveMaximum, "below-max", Arity::Flag),
        (Fact::MinLength, "min-length", Arity::One),
        (Fact::MaxLength, "max-length", Arity::One),
        (Fact::MinItems, "min-items", Arity::One),
        (Fact::MaxItems, "max-items", Arity::One),
        (Fact::MinProperties, "min-fields", Arity::One),
        (Fact::MaxProperties, "max-fields", Arity::One),
        (Fact::UniqueItems, "unique", Arity::Flag),
        (Fact::List, "list", Arity::One),
        (Fact::Keys, "keys", Arity::Many),
        (Fact::MergeKey, "merge-key", Arity::One),
        (Fact::Patch, "patch", Arity::One),
        (Fact::Map, "map", Arity::One),
        (Fact::Default, "default", Arity::One),
        (Fact::DefaultJson, "default-json", Arity::One),
        (Fact::Gate, "gate", Arity::One),
        (Fact::Deprecated, "deprecated", Arity::Flag),
        (Fact::PreserveUnknown, "preserve-unknown", Arity::Flag),
        (Fact::Embedded, "embedded", Arity::Flag),
        (Fact::Nullable, "nullable", Arity::Flag),
        (Fact::IntOrString, "int-or-string", Arity::Flag),
        (Fact::Closed, "closed", Arity::Flag),
        (Fact::Open, "open", Arity::Flag),
        (Fact::Need, "need", Arity::Many),
        (Fact::Rule, "rule", Arity::Many),
        (Fact::Unions, "unions", Arity::One),
        (Fact::Known, "known", Arity::Flag),
        (Fact::Like, "like", Arity::One),
        (Fact::Doc, "doc", Arity::One),
        (Fact::Message, "message", Arity::Many),
        (Fact::MessageRule, "message-rule", Arity::Many),
    ];

    /// What it carries.
    pub fn arity(self) -> Arity {
        Fact::ALL[self as usize].2
    }

    /// Its word in the text form.
    pub fn word(self) -> &'static str {
        Fact::ALL[self as usize].1
    }

    /// The fact of a word; `None`: not a fact.
    pub fn of_word(word: &str) -> Option<Fact> {
        Fact::ALL.iter().find(|(_, it, _)| *it == word).map(|(fact, ..)| *fact)
    }
}

/// Which optional parts a packed schema has.
pub(crate) mod parts {
    /// The number of a definition.
    pub(crate) const REFERENCE: u8 = 1;
    /// Facts.
    pub(crate) const FACTS: u8 = 2;
    /// Values of an enum.
    pub(crate) const CHOICES: u8 = 4;
    /// Fields and other children.
    pub(crate) const CHILDREN: u8 = 8;
}

/// The sign of a packed child: its role in the low bits, and two marks.
pub(crate) mod sign {
    /// A field; a name follows.
    pub(crate) const FIELD: u8 = 0;
    /// The items of a list.
    pub(crate) const ITEMS: u8 = 1;
    /// The values of a map.
    pub(crate) const VALUES: u8 = 2;
    /// The values of a map by key; a regular expression follows.
    pub(crate) const PATTERN: u8 = 3;
    /// All of these hold.
    pub(crate) const ALL_OF: u8 = 4;
    /// At least one of these holds.
    pub(crate) const ANY_OF: u8 = 5;
    /// Exactly one of these holds.
    pub(crate) const ONE_OF: u8 = 6;
    /// This does not hold.
    pub(crate) const NOT: u8 = 7;
    /// A condition.
    pub(crate) const IF: u8 = 8;
    /// What holds when the condition does.
    pub(crate) const THEN: u8 = 9;
    /// What holds when the condition does not.
    pub(crate) const ELSE: u8 = 10;
    /// The bits of the role.
    pub(crate) const ROLE: u8 = 15;
    /// The field is required.
    pub(crate) const REQUIRED: u8 = 16;
    /// Two bytes follow: the first and the last minor, 0 for none.
    pub(crate) const SPAN: u8 = 32;
}

/// What holds for a kind.
pub(crate) mod marks {
    /// A custom resource.
    pub(crate) const CUSTOM: u16 = 1;
    /// Of the experimental channel; the same kind may stand in the standard one.
    pub(crate) const EXPERIMENTAL: u16 = 2;
    /// A newer version of it is bundled.
    pub(crate) const SUPERSEDED: u16 = 4;
    /// Its definition does not serve it any more.
    pub(crate) const UNSERVED: u16 = 8;
    /// Its definition calls it deprecated.
    pub(crate) const DEPRECATED: u16 = 16;
    /// Lives in a namespace.
    pub(crate) const NAMESPACED: u16 = 32;
    /// Lives beside the namespaces.
    pub(crate) const CLUSTER: u16 = 64;
    /// A part of another object that is posted to it: `Eviction`.
    pub(crate) const SUBRESOURCE: u16 = 128;
}
