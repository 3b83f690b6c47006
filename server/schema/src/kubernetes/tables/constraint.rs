use std::sync::LazyLock;

use super::super::Schema;
use super::{Table, filled, rows};

static CONSTRAINTS: LazyLock<Vec<Constraint>> =
    LazyLock::new(|| rows(Table::Declared).filter_map(Constraint::read).collect());

/// What the Go types of the newest API declare about a field beyond its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constraint {
    /// `io.k8s.api.apps.v1.StatefulSetSpec`.
    pub definition: &'static str,
    /// `serviceName`.
    pub field: &'static str,
    /// What is declared.
    pub tag: Tag,
    /// With which value: `16`, `k8s-label-key`; `None`: the tag takes none.
    pub value: Option<&'static str>,
}

macro_rules! tags {
    ($($variant:ident $word:literal $documentation:literal,)*) => {
        /// A validation that Kubernetes declares in its types (`+k8s:…`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Tag {
            $(#[doc = $documentation] $variant,)*
        }

        impl Tag {
            fn of_word(word: &str) -> Option<Tag> {
                Some(match word {
                    $($word => Tag::$variant,)*
                    _ => return None,
                })
            }
        }
    };
}

tags! {
    CustomUnique "customUnique" "Items are unique in a way that code decides.",
    CustomValidation "customValidation" "Code validates it.",
    DependentForbidden "dependentForbidden" "Not together with the named field.",
    DependentRequired "dependentRequired" "Only with the named field.",
    EachKey "eachKey" "Another tag holds for each key of the map.",
    EachVal "eachVal" "Another tag holds for each item or value.",
    Format "format" "The string has this format: `k8s-short-name`.",
    IfDisabled "ifDisabled" "Another tag holds without a feature gate.",
    IfEnabled "ifEnabled" "Another tag holds with a feature gate.",
    IfMode "ifMode" "Another tag holds for a value of the discriminator.",
    Immutable "immutable" "It cannot be changed.",
    Item "item" "Another tag holds for the item with this key.",
    MaxBytes "maxBytes" "The longest string, in bytes.",
    MaxItems "maxItems" "The longest list.",
    MaxLength "maxLength" "The longest string, in characters.",
    Maximum "maximum" "The largest number.",
    Minimum "minimum" "The smallest number.",
    ModeDiscriminator "modeDiscriminator" "Its value decides which other fields may be there.",
    Monotonic "monotonic" "It may only grow.",
    UnionMember "unionMember" "At most, mostly exactly, one of the members is set.",
    Unique "unique" "Items are unique: `set`, or `map` by their keys.",
    Update "update" "What an update may not do: `NoSet`, `NoUnset`, `NoModify`.",
}

impl Constraint {
    fn read([definition, field, tag, value]: [&'static str; 4]) -> Option<Constraint> {
        Some(Constraint { definition, field, tag: Tag::of_word(tag)?, value: filled(value) })
    }
}

/// What is declared about a field of a definition, `io.k8s.api.apps.v1.StatefulSetSpec`; mostly nothing.
pub fn constraints(definition: &str, field: &str) -> &'static [Constraint] {
    let key = |row: &Constraint| (row.definition, row.field);
    let start = CONSTRAINTS.partition_point(|row| key(row) < (definition, field));
    let length = CONSTRAINTS[start..].iter().take_while(|row| key(row) == (definition, field)).count();
    &CONSTRAINTS[start..start + length]
}

impl Schema<'_> {
    /// What is declared about one of its fields; mostly nothing.
    pub fn constraints(self, field: &str) -> &'static [Constraint] {
        self.definition().map_or(&[], |definition| constraints(definition, field))
    }
}
