//! Skeletons: the least that a required field can hold.

use schema::kubernetes::{Schema, Shape};
use syntax::yaml::{Data, Resolved};

use super::Trust;
use super::value::limit;

/// Required fields within required fields are made this far down.
const DEPTH: usize = 6;

/// What to begin with, by field, where a schema gives nothing to go by.
const USUAL: &[(&str, &str)] = &[
    ("containerPort", "8080"),
    ("maxReplicas", "3"),
    ("mountPath", "/data"),
    ("path", "/"),
    ("pathType", "Prefix"),
    ("port", "80"),
    ("schedule", "0 3 * * *"),
    ("topologyKey", "kubernetes.io/hostname"),
    ("weight", "100"),
];

/// The least value of the field `field`; `name` is what to call things by.
#[must_use]
pub(crate) fn skeleton(schema: Schema<'_>, field: &str, name: &str) -> Data {
    build(schema, field, name, DEPTH)
}

fn build(schema: Schema<'_>, field: &str, name: &str, depth: usize) -> Data {
    let first = schema.default().or_else(|| schema.choices().next().map(|choice| choice.value));
    let usual = USUAL.iter().find(|(usual, _)| *usual == field).map(|(_, value)| *value);
    match schema.shape() {
        Shape::Object if depth > 0 => {
            let required = schema.fields().filter(|field| field.is_required);
            Data::map(required.map(|field| (field.name, build(field.schema, field.name, name, depth - 1))))
        }
        Shape::Object | Shape::Map => Data::Map(Vec::new()),
        Shape::List => match schema.items() {
            Some(items) if depth > 0 => Data::seq([build(items, field, name, depth - 1)]),
            Some(_) | None => Data::Seq(Vec::new()),
        },
        Shape::String => match first.map(schema::kubernetes::Literal::as_str).or(usual) {
            Some(text) => Data::text(text),
            None => {
                let kebab = kebab(field);
                let own = if field == "name" { name } else { &kebab };
                let forms =
                    [own, name, "1m", "1h", "1Gi", "1", "example.com", "https://example.com", "example.com/name"];
                let fits = |text: &&str| limit(schema, &Resolved::Str((*text).into()), Trust::Bundled).is_none();
                Data::text(forms.into_iter().find(fits).unwrap_or(own))
            }
        },
        Shape::Integer | Shape::Number | Shape::IntOrString => {
            let least = schema.minimum().filter(|least| *least > 0.0).map(|least| least.to_string());
            let number = first.map(|literal| literal.as_str().to_owned()).or(least);
            Data::plain(number.or_else(|| usual.map(str::to_owned)).unwrap_or_else(|| "1".to_owned()))
        }
        Shape::Boolean => Data::plain(first.map_or("true", schema::kubernetes::Literal::as_str)),
        Shape::Quantity => Data::text("1Gi"),
        Shape::Any | Shape::Several => Data::Map(Vec::new()),
    }
}

/// `secretName` as `secret-name`.
fn kebab(field: &str) -> String {
    let mut text = String::new();
    for letter in field.chars() {
        if letter.is_uppercase() && !text.is_empty() && !text.ends_with('-') {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
