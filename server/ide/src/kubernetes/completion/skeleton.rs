//! What is put behind a key: the lines that its value needs, with places to fill in.

use schema::kubernetes::{Field, Schema, Shape};

use super::known;
use super::site::{Site, choice};

/// Objects in objects are written out this far, and no more lines than that.
const DEEPEST: usize = 5;
const MOST_LINES: usize = 20;

/// What is nearly always written besides, or instead of, what the API server insists on.
const WRITTEN: &[(&str, &[&str])] = &[
    ("ConfigMapKeySelector", &["name", "key"]),
    ("Container", &["name", "image"]),
    ("ContainerPort", &["name", "containerPort"]),
    ("EnvVar", &["name", "value"]),
    ("HTTPGetAction", &["path", "port"]),
    ("HTTPIngressPath", &["path", "pathType", "backend"]),
    ("HTTPIngressRuleValue", &["paths"]),
    ("IngressBackend", &["service"]),
    ("IngressRule", &["host", "http"]),
    ("IngressServiceBackend", &["name", "port"]),
    ("IngressSpec", &["rules"]),
    ("IngressTLS", &["hosts", "secretName"]),
    ("JobTemplateSpec", &["spec"]),
    ("LabelSelector", &["matchLabels"]),
    ("LocalObjectReference", &["name"]),
    ("NetworkPolicyPort", &["protocol", "port"]),
    ("ObjectMeta", &["name"]),
    ("PersistentVolumeClaim", &["metadata", "spec"]),
    ("PersistentVolumeClaimSpec", &["accessModes", "resources"]),
    ("PersistentVolumeClaimVolumeSource", &["claimName"]),
    ("PodTemplateSpec", &["spec"]),
    ("PolicyRule", &["apiGroups", "resources", "verbs"]),
    ("SecretKeySelector", &["name", "key"]),
    ("SecretVolumeSource", &["secretName"]),
    ("ConfigMapVolumeSource", &["name"]),
    ("ServiceBackendPort", &["number"]),
    ("ServicePort", &["name", "port", "targetPort"]),
    ("ServiceSpec", &["selector", "ports"]),
    ("Subject", &["kind", "name", "namespace"]),
    ("Toleration", &["key", "operator", "effect"]),
    ("VolumeMount", &["name", "mountPath"]),
    ("VolumeResourceRequirements", &["requests"]),
];

/// Lines being written.
pub(super) struct Skeleton<'s> {
    site: &'s Site<'s>,
    /// The line of the key.
    pub(super) first: String,
    /// The lines below it, each with its column.
    pub(super) rest: Vec<(usize, String)>,
    /// Places to fill in so far.
    places: usize,
}

impl<'s> Skeleton<'s> {
    /// Begins with `first`, up to the colon of the key.
    pub(super) fn new(site: &'s Site<'_>, first: String) -> Self {
        Self { site, first, rest: Vec::new(), places: 0 }
    }

    /// Puts a value of `schema` behind a key in `column`; of an unknown one nothing but a blank.
    pub(super) fn value(&mut self, schema: Option<Schema<'_>>, column: usize) {
        let Some(schema) = schema else { return self.push(" ") };
        if self.site.cursor.flow {
            return self.in_brackets(schema);
        }
        match schema.shape() {
            Shape::Object | Shape::Map | Shape::List => self.block(schema, column, DEEPEST),
            Shape::Any
            | Shape::String
            | Shape::Integer
            | Shape::Number
            | Shape::Boolean
            | Shape::IntOrString
            | Shape::Quantity
            | Shape::Several => self.push(" "),
        }
    }

    fn in_brackets(&mut self, schema: Schema<'_>) {
        match schema.shape() {
            Shape::Object | Shape::Map => self.push(" {$0\\}"),
            Shape::List => self.push(" [$0]"),
            Shape::String if self.site.style.json => self.push(" \"$0\""),
            Shape::String
            | Shape::Any
            | Shape::Integer
            | Shape::Number
            | Shape::Boolean
            | Shape::IntOrString
            | Shape::Quantity
            | Shape::Several => self.push(" "),
        }
    }

    /// The value behind a key in `column`, on the lines below it where it has several.
    fn block(&mut self, schema: Schema<'_>, column: usize, depth: usize) {
        match schema.shape() {
            Shape::Object => {
                let column = column + self.site.style.indent;
                self.rest.push((column, String::new()));
                self.fields(schema, column, depth);
            }
            Shape::Map => {
                let place = self.place(&[]);
                self.rest.push((column + self.site.style.indent, place));
            }
            Shape::List => {
                let column = column + self.site.style.list;
                self.rest.push((column, "- ".to_owned()));
                match schema.items() {
                    Some(items) if matches!(items.shape(), Shape::Object) => self.fields(items, column + 2, depth),
                    items => self.scalar(items),
                }
            }
            Shape::Any
            | Shape::String
            | Shape::Integer
            | Shape::Number
            | Shape::Boolean
            | Shape::IntOrString
            | Shape::Quantity
            | Shape::Several => {
                self.push(" ");
                self.scalar(Some(schema));
            }
        }
    }

    /// The fields that are needed, the first on the line that was begun.
    fn fields(&mut self, schema: Schema<'_>, column: usize, depth: usize) {
        let fields = needed(schema);
        if fields.is_empty() || depth == 0 || self.rest.len() >= MOST_LINES {
            let place = self.place(&[]);
            return self.push(&place);
        }
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                self.rest.push((column, String::new()));
            }
            self.push(&format!("{}:", field.name));
            self.block(field.schema, column, depth - 1);
        }
    }

    fn scalar(&mut self, schema: Option<Schema<'_>>) {
        let values: Vec<&str> = schema.map(known::choices).unwrap_or_default();
        let place = self.place(if values.len() <= 8 { &values } else { &[] });
        self.push(&place);
    }

    fn place(&mut self, values: &[&str]) -> String {
        self.places += 1;
        choice(self.places, values)
    }

    fn push(&mut self, text: &str) {
        self.rest.last_mut().map_or(&mut self.first, |(_, line)| line).push_str(text);
    }
}

/// The fields that an object is written with.
fn needed<'a>(schema: Schema<'a>) -> Vec<Field<'a>> {
    let written = schema.definition_name().and_then(|name| WRITTEN.iter().find(|(owner, _)| *owner == name));
    match written {
        Some((_, names)) => names.iter().filter_map(|name| schema.field(name)).collect(),
        None => schema.fields().filter(|field| field.is_required).collect(),
    }
}
