use super::Schema;
use super::layout::sign;

/// At most this many schemas are looked at behind alternatives of alternatives; the largest bundled one has 40.
const MOST: usize = 128;

/// A schema that another one names as one of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'s> {
    /// How it counts.
    pub combination: Combination,
    /// The schema.
    pub schema: Schema<'s>,
}

/// How a schema counts among the alternatives of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Combination {
    /// All of these hold.
    AllOf,
    /// At least one of these holds.
    AnyOf,
    /// Exactly one of these holds.
    OneOf,
    /// This does not hold.
    Not,
    /// A condition.
    If,
    /// What holds when the condition does.
    Then,
    /// What holds when the condition does not.
    Else,
}

impl Combination {
    pub(super) fn of_sign(role: u8) -> Option<Combination> {
        Some(match role {
            sign::ALL_OF => Combination::AllOf,
            sign::ANY_OF => Combination::AnyOf,
            sign::ONE_OF => Combination::OneOf,
            sign::NOT => Combination::Not,
            sign::IF => Combination::If,
            sign::THEN => Combination::Then,
            sign::ELSE => Combination::Else,
            _ => return None,
        })
    }

    /// Whether a value may have what the schema describes, so that its fields are worth offering.
    fn contributes(self) -> bool {
        match self {
            Combination::AllOf | Combination::AnyOf | Combination::OneOf => true,
            Combination::Not | Combination::If | Combination::Then | Combination::Else => false,
        }
    }
}

impl<'s> Schema<'s> {
    /// The schemas that it combines; mostly none. Most that are there in custom resources have no fields but say which
    /// must be there, see [`Schema::needed_fields`].
    pub fn alternatives(self) -> impl Iterator<Item = Alternative<'s>> {
        self.own_alternatives()
    }

    /// Itself and everything that a value of it may have through alternatives, each once.
    pub(super) fn parts(self) -> Vec<Schema<'s>> {
        let mut parts = vec![self];
        let mut at = 0;
        while at < parts.len() && parts.len() < MOST {
            for alternative in parts[at].own_alternatives().filter(|it| it.combination.contributes()) {
                if !parts.contains(&alternative.schema) {
                    parts.push(alternative.schema);
                }
            }
            at += 1;
        }
        parts
    }
}
