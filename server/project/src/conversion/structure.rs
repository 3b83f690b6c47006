//! Whether what is written exists in the version it is to be: fields, their types, enums, and what is required.

use schema::kubernetes::{Schema, Types};
use syntax::yaml::{Data, Flavour, Kind, Node, Resolved, Route, Step};

use super::draft::{Map, Value, is_template};
use super::note::{Change, Note};
use super::reason::{Problem, Reason};

/// Values that are looked at, aliases followed. A few lines of aliases can stand for billions.
const MOST: usize = 200_000;

/// Levels that are looked at.
const DEEPEST: usize = 400;

/// Holds values against a version.
pub(super) struct Structure<'v, 'y> {
    version: &'v str,
    left: usize,
    /// The way to the value that is looked at, as it is to be.
    steps: Vec<Step>,
    /// The value in the file; `None` for a new one.
    node: Option<Node<'y>>,
    is_status: bool,
    /// Fields that are left out and have another default, by their schemas.
    pub(super) notes: Vec<Note>,
}

impl<'v, 'y> Structure<'v, 'y> {
    /// `version` is the API version for the messages, `object` the way to the object.
    pub(super) fn new(version: &'v str, object: &Route) -> Self {
        Self { version, left: MOST, steps: object.steps().to_vec(), node: None, is_status: false, notes: Vec::new() }
    }

    /// An error where the object does not fit `target`. What `source`, the version it is in, requires as well is not
    /// asked for: an object that is still being written may be converted.
    pub(super) fn object(
        &mut self,
        object: &Map<'y>,
        target: Schema<'_>,
        source: Option<Schema<'_>>,
    ) -> Result<(), Reason> {
        for entry in object.live() {
            // The same in all versions; a status is looked at before.
            if !matches!(entry.key.as_str(), "apiVersion" | "kind" | "metadata" | "status") {
                self.entry(&entry.key, &entry.value, target, source)?;
            }
        }
        self.node = object.origin;
        self.left_out(target, source, |name| object.get(name).is_some())
    }

    /// An error where the status of an object has what the version lacks.
    pub(super) fn status(&mut self, value: &Value<'y>, target: Schema<'_>) -> Result<(), Reason> {
        self.is_status = true;
        self.entry("status", value, target, None)
    }

    fn error<T>(&self, problem: Problem) -> Result<T, Reason> {
        Err(Reason::new(self.here(), problem))
    }

    /// The way to the value that is looked at: in the file, where it has a place there.
    fn here(&self) -> Route {
        self.node.map_or_else(|| self.steps.iter().cloned().collect(), Node::route)
    }

    fn version(&self) -> String {
        self.version.to_owned()
    }

    /// An error where a field is missing that only the new version requires; a note where one has another default.
    fn left_out(
        &mut self,
        target: Schema<'_>,
        source: Option<Schema<'_>>,
        has: impl Fn(&str) -> bool,
    ) -> Result<(), Reason> {
        if self.is_status {
            return Ok(());
        }
        for field in target.fields().filter(|field| !has(field.name)) {
            let own = source.and_then(|it| it.field(field.name));
            if field.is_required && !own.is_some_and(|own| own.is_required) {
                return Err(Reason::missing(self.here().then(field.name), self.version));
            }
            let defaults = own.and_then(|own| Some((own.schema.default()?, field.schema.default()?)));
            if let Some((was, now)) = defaults.filter(|(was, now)| was != now) {
                let at = self.here().then(field.name);
                let (was, now) = (was.as_str().to_owned(), now.as_str().to_owned());
                self.notes.push(Note { at, change: Change::Default { was, now } });
            }
        }
        Ok(())
    }

    /// The schemas of a field in both versions; `None`: it may be anything. An error when the new version lacks it.
    fn schemas<'s>(
        &self,
        key: &str,
        target: Schema<'s>,
        source: Option<Schema<'s>>,
    ) -> Result<Option<Schemas<'s>>, Reason> {
        let own = source.and_then(|it| it.field(key).map(|it| it.schema).or_else(|| it.values()));
        match target.field(key) {
            Some(field) => Ok(Some((field.schema, own))),
            None if target.is_closed() && key.contains("{{") => {
                Err(Reason::new(self.here().parent().unwrap_or_default(), Problem::TemplateLines))
            }
            None if target.is_closed() => self.error(Problem::UnknownField { version: self.version() }),
            None => Ok(target.values().map(|values| (values, own))),
        }
    }

    fn entry(
        &mut self,
        key: &str,
        value: &Value<'y>,
        target: Schema<'_>,
        source: Option<Schema<'_>>,
    ) -> Result<(), Reason> {
        self.steps.push(key.into());
        self.node = value.origin();
        if let Some((target, source)) = self.schemas(key, target, source)? {
            self.value(value, target, source)?;
        }
        self.steps.pop();
        Ok(())
    }

    fn value(&mut self, value: &Value<'y>, target: Schema<'_>, source: Option<Schema<'_>>) -> Result<(), Reason> {
        match value {
            Value::Kept(node) => self.node(*node, target, source),
            Value::New(data) => self.data(data, target),
            Value::Map(map) => {
                self.takes(target, Types::OBJECT)?;
                for entry in map.live() {
                    self.entry(&entry.key, &entry.value, target, source)?;
                }
                self.node = map.origin;
                self.left_out(target, source, |name| map.get(name).is_some())
            }
            Value::List(list) => {
                self.takes(target, Types::ARRAY)?;
                let Some(inner) = target.items() else { return Ok(()) };
                for (index, item) in list.items.iter().enumerate() {
                    self.steps.push(index.into());
                    self.value(item, inner, source.and_then(Schema::items))?;
                    self.steps.pop();
                }
                Ok(())
            }
        }
    }

    fn node(&mut self, node: Node<'y>, target: Schema<'_>, source: Option<Schema<'_>>) -> Result<(), Reason> {
        self.node = Some(node);
        self.left = match self.left.checked_sub(1) {
            Some(left) if self.steps.len() < DEEPEST => left,
            Some(_) | None => return self.error(Problem::TooLarge),
        };
        let written = node;
        let node = node.effective();
        if is_template(node) {
            return Ok(());
        }
        match node.kind() {
            Kind::Mapping => {
                self.takes(target, Types::OBJECT)?;
                let entries = node.merged_entries();
                for entry in &entries {
                    self.entry(&entry.name(), &Value::Kept(entry.value), target, source)?;
                }
                self.node = Some(written);
                // Only these are looked for, so this is linear in what is written.
                self.left_out(target, source, |name| entries.iter().any(|entry| entry.is(name)))
            }
            Kind::Sequence => {
                self.takes(target, Types::ARRAY)?;
                let Some(inner) = target.items() else { return Ok(()) };
                for (index, item) in node.items().enumerate() {
                    self.steps.push(index.into());
                    self.node(item, inner, source.and_then(Schema::items))?;
                    self.steps.pop();
                }
                Ok(())
            }
            Kind::Scalar(_) => self.scalar(node, target, source),
            Kind::Alias | Kind::Null => Ok(()),
        }
    }

    fn scalar(&self, node: Node<'y>, target: Schema<'_>, source: Option<Schema<'_>>) -> Result<(), Reason> {
        let Some(meaning) = node.resolved(Flavour::Kubernetes) else { return Ok(()) };
        let types = [Types::STRING, Types::INTEGER, Types::NUMBER, Types::BOOLEAN];
        if meaning == Resolved::Null {
            return Ok(());
        }
        if !target.is_int_or_string() && !target.is_quantity() && !types.iter().any(|it| target.types().takes(*it)) {
            return self.error(Problem::Value { value: node.source().to_owned(), version: self.version() });
        }
        // A mistake of both versions is not one of the conversion.
        let is_refused = |schema: Schema<'_>| {
            let mut choices = schema.choices().peekable();
            choices.peek().is_some()
                && !schema.takes_other_values()
                && !choices.any(|choice| node.is(choice.value.as_str()))
        };
        if is_refused(target) && !source.is_some_and(is_refused) {
            return self.error(Problem::Value { value: node.source().to_owned(), version: self.version() });
        }
        Ok(())
    }

    fn data(&mut self, data: &Data, target: Schema<'_>) -> Result<(), Reason> {
        match data {
            Data::Map(entries) => {
                self.takes(target, Types::OBJECT)?;
                for (key, value) in entries {
                    self.steps.push(key.as_str().into());
                    if let Some((inner, _)) = self.schemas(key, target, None)? {
                        self.data(value, inner)?;
                    }
                    self.steps.pop();
                }
                self.left_out(target, None, |name| entries.iter().any(|(key, _)| key == name))
            }
            Data::Seq(items) => {
                self.takes(target, Types::ARRAY)?;
                let Some(inner) = target.items() else { return Ok(()) };
                items.iter().try_for_each(|item| self.data(item, inner))
            }
            Data::Null | Data::Plain(_) | Data::Text(_) | Data::Block(_) => Ok(()),
        }
    }

    fn takes(&self, target: Schema<'_>, types: Types) -> Result<(), Reason> {
        if target.types().takes(types) { Ok(()) } else { self.error(Problem::Shape) }
    }
}

/// The schemas of a value in the new version, and in the one it is in where that is known.
type Schemas<'s> = (Schema<'s>, Option<Schema<'s>>);
