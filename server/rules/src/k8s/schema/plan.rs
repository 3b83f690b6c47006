//! Plans: what the walk asks of a schema, looked up once for all values of it in a file.

use schema::kubernetes::{Combination, Field, Schema, Types};

use super::{enforced, value};

/// What a schema says, laid out for the walk.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) schema: Schema<'a>,
    /// The types it takes; none: any.
    pub(super) types: Types,
    /// The fields of every version, by name; none where no mapping is taken.
    pub(super) fields: Vec<Field<'a>>,
    /// Which of them must be there, in objects of core kinds a `spec` that only the API server asks for among them.
    pub(super) required: Vec<usize>,
    /// Fields that must be there and that it says nothing else of.
    pub(super) needed: Vec<&'a str>,
    /// Whether a field it does not know is wrong.
    pub(super) is_closed: bool,
    /// What the values of free keys are.
    pub(super) values: Option<Schema<'a>>,
    /// What the items are.
    pub(super) items: Option<Schema<'a>>,
    /// The schemas it combines.
    pub(super) alternatives: Vec<(Combination, Schema<'a>)>,
    pub(super) is_embedded: bool,
    /// The least and the greatest number of items.
    pub(super) item_count: (Option<u64>, Option<u64>),
    /// The least and the greatest number of fields.
    pub(super) field_count: (Option<u64>, Option<u64>),
    /// Whether there are scalars of a right type that it does not take.
    pub(super) is_limited: bool,
}

impl<'a> Plan<'a> {
    pub(super) fn new(schema: Schema<'a>) -> Self {
        let mut types = schema.types();
        if schema.is_quantity() {
            types = Types::STRING.with(Types::NUMBER);
        } else if schema.is_int_or_string() {
            types = Types::STRING.with(Types::INTEGER);
        }
        let alternatives: Vec<_> = schema.alternatives().map(|it| (it.combination, it.schema)).collect();
        let takes_mapping = types.takes(Types::OBJECT);
        let fields: Vec<Field<'a>> = if takes_mapping { schema.all_fields().collect() } else { Vec::new() };
        // What an alternative requires, only that alternative requires.
        let own = if alternatives.is_empty() { None } else { Some(schema.own_fields()) };
        let is_own = |name: &str| own.as_ref().is_none_or(|own| own.iter().any(|field| field.name == name));
        let needs_spec = takes_mapping && enforced::needs_spec(schema);
        let is_required = |field: &Field<'a>| field.is_required || needs_spec && field.name == "spec";
        let required = fields.iter().enumerate().filter(|(_, field)| is_required(field) && is_own(field.name));
        Self {
            schema,
            types,
            required: required.map(|(at, _)| at).collect(),
            needed: if takes_mapping { schema.needed_fields().collect() } else { Vec::new() },
            is_closed: takes_mapping && schema.is_closed(),
            values: if takes_mapping { schema.values() } else { None },
            items: if types.takes(Types::ARRAY) { schema.items() } else { None },
            is_embedded: takes_mapping && schema.is_embedded_resource(),
            item_count: if types.takes(Types::ARRAY) { schema.item_count() } else { (None, None) },
            field_count: if takes_mapping { schema.field_count() } else { (None, None) },
            is_limited: value::is_limited(schema),
            fields,
            alternatives,
        }
    }

    /// The field of that name, in whatever version it is.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.fields.binary_search_by(|field| field.name.cmp(name)).ok()
    }
}
