//! Skeletons: the least that the API server takes as a required field, where anybody can tell what that is.

use schema::kubernetes::values::label;
use schema::kubernetes::values::name::{self, NameRule};
use schema::kubernetes::{Literal, Schema, Shape};
use syntax::yaml::{Data, Node, Operation, Resolved, Role};

use super::enforced;
use super::value::limit;
use super::walk::is_absent;
use super::words::address;
use super::{Fault, Trust};
use crate::k8s::placeholder;

/// Required fields within required fields are made this far down.
const DEPTH: usize = 8;

/// Nodes that labels may have to become a selector.
const LABELS: usize = 200;

/// An image that is to be filled in, and that nobody takes for one.
const IMAGE: &str = "<image>:<tag>";

/// The label that selects Pods where none is written yet.
const NAME_LABEL: &str = "app.kubernetes.io/name";

/// Labels that change with each release, while a selector stays as it is for ever.
const CHANGING: [&str; 4] = ["app.kubernetes.io/version", "helm.sh/chart", "pod-template-hash", "version"];

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

/// Definitions whose parts must fit to each other, or to what is elsewhere, in ways that no schema tells.
const UNTOLD: &[&str] = &["CustomResourceDefinitionSpec", "ResourceSliceSpec", "VolumeAttachmentSpec"];

/// What adds the field `name`, which takes `schema`, with the least that it can hold, and what has to come with it; `None` where more is
/// to be known than stands there.
#[must_use]
pub(crate) fn skeleton(fault: &Fault<'_>, schema: Schema<'_>, name: &str) -> Option<Vec<Operation>> {
    let (mapping, owner) = *fault.way.first()?;
    let is_job = fault.way.iter().any(|(_, schema)| schema.definition_name() == Some("JobSpec"));
    let maker = Maker::new(fault.object, mapping, is_job);
    let at = |fields: &[&str]| {
        let mut at = address(mapping)?;
        at.route = fields.iter().fold(at.route, |route, field| route.then(*field));
        Some(at)
    };
    let template = mapping.get("template").filter(|template| template.is_mapping());
    let selects = enforced::is_gained(owner, "selector");
    let is_selector = name == "selector" && (selects || template.is_some_and(|it| labels_of(it).is_some()));
    let value = match (is_selector, name) {
        (true, _) => selector(maker.labels()?),
        (false, "name") if mapping.role() == Role::Item => Data::text(maker.item_name(mapping)?),
        (false, _) => maker.build(schema, name, DEPTH).filter(|value| is_alone(mapping, name, value))?,
    };
    let mut operations = vec![Operation::Set { at: at(&[name])?, value }];
    if is_selector && selects {
        match template {
            Some(template) if labels_of(template).is_some() => {}
            Some(_) => operations
                .push(Operation::Merge { at: at(&["template", "metadata", "labels"])?, value: maker.labels()? }),
            None if mapping.get("template").is_none_or(is_absent) => {
                operations.push(Operation::Set { at: at(&["template"])?, value: maker.template()? });
            }
            None => return None,
        }
    } else if name == "template" && selects && mapping.get("selector").is_none_or(is_absent) {
        operations.push(Operation::Set { at: at(&["selector"])?, value: selector(maker.labels()?) });
    } else if name == "containers" && is_job && mapping.get("restartPolicy").is_none() {
        operations.push(Operation::Set { at: at(&["restartPolicy"])?, value: "OnFailure".into() });
    }
    Some(operations)
}

fn selector(labels: Data) -> Data {
    Data::map([("matchLabels", labels)])
}

/// The labels that a Pod template has; `None`: none.
fn labels_of(template: Node<'_>) -> Option<Node<'_>> {
    let labels = template.get("metadata")?.get("labels")?.effective();
    labels.entries().next().is_some().then_some(labels)
}

/// Whether no item beside `item` says the same: lists of ports, of mounts and of names have each only once.
fn is_alone(item: Node<'_>, field: &str, value: &Data) -> bool {
    let (Data::Plain(text) | Data::Text(text)) = value else { return true };
    let Some(list) = item.parent().filter(|_| item.role() == Role::Item) else { return true };
    !list.items().any(|other| other.get(field).is_some_and(|other| other.is(text)))
}

/// Makes values for one object.
struct Maker<'a> {
    /// What to call things by.
    name: String,
    object: Node<'a>,
    /// What lacks something.
    mapping: Node<'a>,
    /// Its Pods end.
    is_job: bool,
}

impl<'a> Maker<'a> {
    fn new(object: Node<'a>, mapping: Node<'a>, is_job: bool) -> Self {
        let own = object.get("metadata").and_then(|metadata| metadata.get("name")?.text());
        let is_name = |text: &str| name::mistake(text, NameRule::LABEL).is_none();
        let name = own.filter(|text| is_name(text)).map_or_else(|| "main".to_owned(), std::borrow::Cow::into_owned);
        Self { name, object, mapping, is_job }
    }

    /// What selects the Pods: the labels that the template has, else those that the selector asks for, else one of the object's own.
    /// `None` where a selector asks for more than labels can be made of.
    fn labels(&self) -> Option<Data> {
        let plain = |labels: Node<'_>| {
            let Data::Map(mut entries) = labels.unfold(LABELS)? else { return None };
            let is_lasting = |entry: &(String, Data)| !CHANGING.contains(&entry.0.as_str());
            if entries.iter().any(is_lasting) {
                entries.retain(is_lasting);
            }
            Some(Data::Map(entries))
        };
        if let Some(labels) = self.mapping.get("template").and_then(labels_of) {
            return plain(labels);
        }
        if let Some(selector) = self.mapping.get("selector").filter(|selector| selector.is_mapping()) {
            if selector.entry("matchExpressions").is_some() || placeholder::is(selector) {
                return None;
            }
            let labels = selector.get("matchLabels").filter(|labels| labels.entries().next().is_some());
            if let Some(labels) = labels {
                return labels.unfold(LABELS);
            }
        }
        let own = self.object.get("metadata").and_then(|metadata| metadata.get("labels"));
        let written = [NAME_LABEL, "app", "k8s-app"].into_iter().find_map(|key| Some((key, own?.get(key)?.text()?)));
        let written = written.filter(|(_, value)| !value.is_empty() && label::mistake_in_value(value).is_none());
        let (key, value) = written.unwrap_or((NAME_LABEL, self.name.as_str().into()));
        Some(Data::map([(key, Data::text(value))]))
    }

    fn template(&self) -> Option<Data> {
        let containers = Data::seq([self.container()]);
        if self.is_job {
            let spec = Data::map([("restartPolicy", "OnFailure".into()), ("containers", containers)]);
            return Some(Data::map([("spec", spec)]));
        }
        let metadata = Data::map([("labels", self.labels()?)]);
        Some(Data::map([("metadata", metadata), ("spec", Data::map([("containers", containers)]))]))
    }

    /// One run at a time, and none that comes far too late.
    fn cron_job(&self) -> Option<Data> {
        let job = Self { name: self.name.clone(), object: self.object, mapping: self.mapping, is_job: true };
        let template = Data::map([("template", job.template()?)]);
        Some(Data::map([
            ("schedule", Data::text("0 3 * * *")),
            ("concurrencyPolicy", "Forbid".into()),
            ("startingDeadlineSeconds", Data::plain("300")),
            ("jobTemplate", Data::map([("spec", template)])),
        ]))
    }

    fn container(&self) -> Data {
        Data::map([("name", Data::text(self.name.as_str())), ("image", Data::text(IMAGE))])
    }

    /// A name for an item of a list that none of the others has: the image's, else the object's.
    fn item_name(&self, item: Node<'_>) -> Option<String> {
        let image = item.get("image").and_then(Node::text);
        let image = image.as_deref().filter(|image| !placeholder::is_in(image)).and_then(|image| {
            let last = image.rsplit('/').next()?;
            last.split([':', '@']).next()
        });
        let of_image = image.filter(|text| name::mistake(text, NameRule::LABEL).is_none());
        let others = item.parent()?;
        let is_free = |name: &&str| !others.items().any(|other| other.get("name").is_some_and(|other| other.is(name)));
        let own = Some(self.name.as_str()).filter(|_| item.index() == 0);
        let numbered = format!("{}-{}", self.name, item.index() + 1);
        [of_image, own, Some(&*numbered)].into_iter().flatten().find(is_free).map(str::to_owned)
    }

    fn build(&self, schema: Schema<'_>, field: &str, depth: usize) -> Option<Data> {
        let depth = depth.checked_sub(1)?;
        let name = || Data::text(self.name.as_str());
        match schema.definition_name() {
            Some("Container") => return Some(self.container()),
            Some("PodTemplateSpec") => return self.template(),
            Some("LabelSelector") => return Some(selector(self.labels()?)),
            Some("JobSpec" | "JobTemplateSpec") if !self.is_job => {
                let job = Self { name: self.name.clone(), object: self.object, mapping: self.mapping, is_job: true };
                return job.build(schema, field, depth);
            }
            Some("CronJobSpec") => return self.cron_job(),
            Some("RoleRef") => {
                let kind = if self.object.get("kind").is_some_and(|kind| kind.is("RoleBinding")) {
                    "Role"
                } else {
                    "ClusterRole"
                };
                let role = [("apiGroup", "rbac.authorization.k8s.io".into()), ("kind", kind.into()), ("name", name())];
                return Some(Data::map(role));
            }
            Some("CrossVersionObjectReference") => {
                let target = [("apiVersion", "apps/v1".into()), ("kind", "Deployment".into()), ("name", name())];
                return Some(Data::map(target));
            }
            Some("IngressBackend") => {
                let port = Data::map([("number", Data::plain("80"))]);
                return Some(Data::map([("service", Data::map([("name", name()), ("port", port)]))]));
            }
            Some(untold) if UNTOLD.contains(&untold) => return None,
            Some(_) | None => {}
        }
        let usual = USUAL.iter().find(|(usual, _)| *usual == field).map(|(_, value)| *value);
        let first = schema.default().or_else(|| schema.choices().next().map(|choice| choice.value));
        let first = first.map(Literal::as_str);
        let takes = |value: &Resolved<'_>| limit(schema, value, Trust::Bundled).is_none();
        match schema.shape() {
            Shape::Object => {
                if schema.alternatives().next().is_some() || schema.needed_fields().next().is_some() {
                    return None;
                }
                let needs_spec = enforced::needs_spec(schema);
                let fields = schema.fields().filter(|it| it.is_required || needs_spec && it.name == "spec");
                let built = fields.map(|it| Some((it.name, self.build(it.schema, it.name, depth)?)));
                let entries = built.collect::<Option<Vec<_>>>()?;
                (!entries.is_empty()).then(|| Data::map(entries))
            }
            Shape::List => Some(Data::seq([self.build(schema.items()?, field, depth)?])),
            // What kind of thing is meant, nobody can guess.
            Shape::String if matches!(field, "kind" | "apiVersion") => first.map(Data::text),
            Shape::String => {
                let kebab = kebab(field);
                let own = if field == "name" { &self.name } else { &kebab };
                let forms = [first, usual].into_iter().flatten().chain([
                    own.as_str(),
                    &self.name,
                    "1m",
                    "1h",
                    "1Gi",
                    "1",
                    "example.com",
                    "https://example.com",
                    "example.com/name",
                ]);
                forms.into_iter().find(|text| takes(&Resolved::Str((*text).into()))).map(Data::text)
            }
            Shape::Integer | Shape::Number | Shape::IntOrString => {
                let least = schema.minimum().filter(|least| *least > 0.0).map(|least| least.to_string());
                let least = least.as_deref();
                let forms = [first, usual, least, Some("1")].into_iter().flatten();
                let number = |text: &&str| text.parse().is_ok_and(|number| takes(&Resolved::Float(number)));
                forms.into_iter().find(number).map(Data::plain)
            }
            Shape::Boolean => Some(Data::plain(first.unwrap_or("true"))),
            Shape::Quantity => Some(Data::text("1Gi")),
            Shape::Map | Shape::Any | Shape::Several => None,
        }
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
