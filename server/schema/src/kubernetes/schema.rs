use super::field::{Choice, Field, Literal};
use super::layout::{Fact, Types, sign};
use super::store::{Bundle, Packed, PackedChild, Source};
use super::version::Range;
use super::{Alternative, Combination, Version};

/// References to references are followed this far; the facts have chains of two.
const LONGEST_CHAIN: usize = 8;

/// At most this many alternatives are asked for the types of a value; the largest bundled schema has 40.
const MOST_ALTERNATIVES: usize = 256;

/// What a value may be, in one version of Kubernetes.
///
/// A field often refers to a definition and adds facts of its own, such as a default; both answer together, the field
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schema<'s> {
    /// Where it stands: the schema of the field itself.
    site: Place<'s>,
    /// What the references lead to; the same as `site` without one.
    target: Place<'s>,
    /// The definition that `target` is.
    definition: Option<(Source<'s>, u32)>,
    /// The minors of the definition it is in.
    range: Range,
    version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Place<'s> {
    store: Source<'s>,
    node: u32,
}

impl<'s> Place<'s> {
    fn packed(self) -> Packed<'s> {
        self.store.node(self.node)
    }
}

/// The one thing that a value mostly is, to tell a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Anything.
    Any,
    /// An object with fields that are known.
    Object,
    /// An object whose keys are free: labels.
    Map,
    /// A list.
    List,
    /// A string.
    String,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A number or a percentage, a port or its name.
    IntOrString,
    /// An amount of a resource: `500m`, `1Gi`.
    Quantity,
    /// Several of these.
    Several,
}

impl<'s> Schema<'s> {
    pub(super) fn new(store: Source<'s>, node: u32, version: Version) -> Self {
        Schema::at(Place { store, node }, Range::default(), version)
    }

    /// The schema of a definition of Kubernetes: `io.k8s.api.core.v1.PodSpec`. `None`: no minor has it; in a version
    /// that lacks it, it is as in the nearest one that has it.
    pub fn of_definition(name: &str, version: Version) -> Option<Schema<'static>> {
        let store = Bundle::Core.store();
        let number = store.definition(name)?;
        let (_, node, range) = store.defined(number)?;
        let schema = Schema::at(Place { store, node: node? }, range, range.nearest(version));
        Some(Schema { definition: schema.definition.or(Some((store, number))), ..schema })
    }

    fn at(site: Place<'s>, range: Range, version: Version) -> Self {
        let mut schema = Schema { site, target: site, definition: None, range, version };
        for _ in 0..LONGEST_CHAIN {
            let Some(number) = schema.target.packed().reference else { break };
            let Some((store, number, node, range)) = resolve(schema.target.store, number) else { break };
            schema.target = Place { store, node };
            schema.definition = Some((store, number));
            schema.range = range;
        }
        schema
    }

    /// A schema that stands inside this one.
    fn inner(self, owner: Place<'s>, node: u32) -> Self {
        Schema::at(Place { store: owner.store, node }, self.range, self.version)
    }

    /// The version it was asked for.
    pub fn version(self) -> Version {
        self.version
    }

    /// The same in another version.
    #[must_use]
    pub fn in_version(self, version: Version) -> Self {
        Schema { version, ..self }
    }

    /// The whole name of its definition: `io.k8s.api.core.v1.PodSpec`. Inside a custom resource, which has no
    /// references, that of the definition of Kubernetes that was copied there. `None`: it has no name.
    pub fn definition(self) -> Option<&'s str> {
        let defined = self.definition.and_then(|(store, number)| store.defined(number));
        defined.map(|(name, ..)| name).or_else(|| self.text(Fact::Like))
    }

    /// The last word of its definition's name: `PodSpec`.
    pub fn definition_name(self) -> Option<&'s str> {
        self.definition().map(|name| name.rsplit(['.', '#']).next().unwrap_or(name))
    }

    /// The JSON types it takes, itself or through its alternatives; [`Types::is_any`]: every one.
    pub fn types(self) -> Types {
        self.types_within(LONGEST_CHAIN, &mut { MOST_ALTERNATIVES })
    }

    fn types_within(self, depth: usize, left: &mut usize) -> Types {
        let target = self.target.packed().types;
        let own = if target.is_any() { self.site.packed().types } else { target };
        if !own.is_any() || depth == 0 {
            return own;
        }
        let mut either = Some(Types::default());
        for Alternative { combination, schema } in self.own_alternatives() {
            // A schema that names itself among its alternatives would be asked without end.
            let Some(fewer) = left.checked_sub(1) else { return Types::default() };
            *left = fewer;
            let types = match combination {
                Combination::AllOf | Combination::AnyOf | Combination::OneOf => schema.types_within(depth - 1, left),
                Combination::Not | Combination::If | Combination::Then | Combination::Else => continue,
            };
            if combination == Combination::AllOf && !types.is_any() {
                return types;
            }
            if combination != Combination::AllOf {
                either = either.filter(|_| !types.is_any()).map(|either| either.with(types));
            }
        }
        either.unwrap_or_default()
    }

    /// The one thing it mostly is.
    pub fn shape(self) -> Shape {
        if self.is_quantity() {
            return Shape::Quantity;
        }
        if self.is_int_or_string() {
            return Shape::IntOrString;
        }
        let types = self.types();
        let has_fields = self.children().any(|child| child.role == sign::FIELD);
        match types {
            Types::OBJECT if !has_fields => Shape::Map,
            Types::OBJECT => Shape::Object,
            _ if types.is_any() && has_fields => Shape::Object,
            _ if types.is_any() => Shape::Any,
            Types::ARRAY => Shape::List,
            Types::STRING => Shape::String,
            Types::INTEGER => Shape::Integer,
            Types::NUMBER => Shape::Number,
            Types::BOOLEAN => Shape::Boolean,
            _ => Shape::Several,
        }
    }

    /// Its fields in this version, sorted by name; those of its alternatives too.
    pub fn fields(self) -> impl Iterator<Item = Field<'s>> {
        self.all_fields().filter(move |field| field.exists_in(self.version))
    }

    /// Its fields in any version, sorted by name; one that this version lacks is as in the nearest that has it.
    pub fn all_fields(self) -> impl Iterator<Item = Field<'s>> {
        let mut fields: Vec<Field<'s>> = self.parts().iter().flat_map(|part| part.own_fields()).collect();
        fields.sort_by_key(|field| field.name);
        fields.dedup_by_key(|field| field.name);
        fields.into_iter()
    }

    /// A field in this version; `None`: there is none, which is an error only where [`Schema::is_closed`].
    pub fn field(self, name: &str) -> Option<Field<'s>> {
        self.field_in_any_version(name).filter(|field| field.exists_in(self.version))
    }

    /// A field in any version, for telling since or until when it exists.
    pub fn field_in_any_version(self, name: &str) -> Option<Field<'s>> {
        match self.own_field(name) {
            Some(field) => Some(field),
            None => self.parts().iter().skip(1).find_map(|part| part.own_field(name)),
        }
    }

    /// The fields it names itself, those of its alternatives left out, in any version. A field whose facts changed has several
    /// lines, one behind the other.
    pub fn own_fields(self) -> Vec<Field<'s>> {
        let mut fields: Vec<Field<'s>> = Vec::new();
        for place in self.places() {
            let mut lines: Vec<(u32, Vec<PackedChild>)> = Vec::new();
            for child in place.packed().children().filter(|child| child.role == sign::FIELD) {
                match lines.last_mut() {
                    Some((name, of_it)) if *name == child.name => of_it.push(child),
                    _ => lines.push((child.name, vec![child])),
                }
            }
            fields.extend(lines.iter().filter_map(|(_, of_it)| self.field_of(place, of_it)));
        }
        fields
    }

    fn own_field(self, name: &str) -> Option<Field<'s>> {
        self.places().find_map(|place| {
            let store = place.store;
            let is_it = |child: &PackedChild| child.role == sign::FIELD && store.string(child.name) == name;
            let lines: Vec<PackedChild> =
                place.packed().children().skip_while(|it| !is_it(it)).take_while(is_it).collect();
            self.field_of(place, &lines)
        })
    }

    /// A field from its lines: the one that holds in this version, or the nearest.
    fn field_of(self, place: Place<'s>, lines: &[PackedChild]) -> Option<Field<'s>> {
        let (first, last) = (lines.first()?, lines.last()?);
        let range = |line: &PackedChild| line.range.within(self.range);
        let line = lines.iter().find(|line| range(line).contains(self.version));
        let line = line.unwrap_or(if self.version.minor() < range(first).since { first } else { last });
        let whole = range(first).to(range(last));
        Some(Field {
            name: place.store.string(line.name),
            is_required: line.is_required,
            since: whole.since(),
            until: whole.until(),
            schema: self.inner(place, line.node),
        })
    }

    /// What the items of a list are; `None`: anything, or it is no list.
    pub fn items(self) -> Option<Schema<'s>> {
        self.part(sign::ITEMS)
    }

    /// What the values of a map are; `None`: anything, or its keys are not free.
    pub fn values(self) -> Option<Schema<'s>> {
        self.part(sign::VALUES)
    }

    /// What the values of a map are by their key: a regular expression and a schema each.
    pub fn values_by_pattern(self) -> impl Iterator<Item = (&'s str, Schema<'s>)> {
        self.parts().into_iter().flat_map(|part| {
            part.children_with_place()
                .filter(|(_, child)| child.role == sign::PATTERN)
                .map(move |(place, child)| (place.store.string(child.name), part.inner(place, child.node)))
        })
    }

    fn part(self, role: u8) -> Option<Schema<'s>> {
        let own = |schema: Schema<'s>| {
            schema
                .children_with_place()
                .find(|(_, child)| child.role == role)
                .map(|(place, it)| schema.inner(place, it.node))
        };
        own(self).or_else(|| self.parts().into_iter().skip(1).find_map(own))
    }

    /// The values it takes in this version; none: it takes any. With [`Schema::takes_other_values`] these are the ones
    /// that are known.
    pub fn choices(self) -> impl Iterator<Item = Choice<'s>> {
        self.all_choices().filter(move |choice| {
            choice.since.is_none_or(|since| since <= self.version)
                && choice.until.is_none_or(|until| self.version <= until)
        })
    }

    /// The values it takes in any version in which its field is as it is in this one.
    pub fn all_choices(self) -> impl Iterator<Item = Choice<'s>> {
        self.parts().into_iter().flat_map(Schema::places).flat_map(|place| {
            place.packed().choices().map(move |choice| {
                let text = place.store.string(choice.text);
                let value = if choice.is_json { Literal::Json(text) } else { Literal::Text(text) };
                Choice { value, since: choice.range.since(), until: choice.range.until() }
            })
        })
    }

    /// Whether values besides [`Schema::choices`] are accepted: the API names some and takes any.
    pub fn takes_other_values(self) -> bool {
        self.states(Fact::Known)
    }

    /// Whether a field that it does not know is an error: it names fields, and neither it nor one of its alternatives
    /// says that others are welcome.
    pub fn is_closed(self) -> bool {
        let parts = self.parts();
        let is_open = |part: &Schema<'s>| {
            part.states(Fact::PreserveUnknown)
                || part.states(Fact::Open)
                || part.children().any(|child| child.role == sign::VALUES || child.role == sign::PATTERN)
        };
        let names_fields =
            |part: &Schema<'s>| part.states(Fact::Closed) || part.children().any(|child| child.role == sign::FIELD);
        !parts.iter().any(is_open) && parts.iter().any(names_fields)
    }

    pub(super) fn own_alternatives(self) -> impl Iterator<Item = Alternative<'s>> {
        self.children_with_place().filter_map(move |(place, child)| {
            let combination = Combination::of_sign(child.role)?;
            Some(Alternative { combination, schema: self.inner(place, child.node) })
        })
    }

    /// The places that answer: where it stands, then what it refers to.
    fn places(self) -> impl Iterator<Item = Place<'s>> {
        [Some(self.site), (self.target != self.site).then_some(self.target)].into_iter().flatten()
    }

    fn children(self) -> impl Iterator<Item = PackedChild> {
        self.children_with_place().map(|(_, child)| child)
    }

    fn children_with_place(self) -> impl Iterator<Item = (Place<'s>, PackedChild)> {
        self.places().flat_map(|place| place.packed().children().map(move |child| (place, child)))
    }

    pub(super) fn states(self, fact: Fact) -> bool {
        self.places().any(|place| place.packed().fact(fact).is_some())
    }

    pub(super) fn text(self, fact: Fact) -> Option<&'s str> {
        self.texts(fact).next()
    }

    pub(super) fn texts(self, fact: Fact) -> impl Iterator<Item = &'s str> {
        let stated = self.places().find_map(|place| Some((place, place.packed().fact(fact)?)));
        stated.into_iter().flat_map(|(place, texts)| texts.map(move |text| place.store.string(text)))
    }

    pub(super) fn count(self, fact: Fact) -> Option<u64> {
        self.text(fact)?.parse().ok()
    }
}

impl Field<'_> {
    fn exists_in(&self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version <= until)
    }
}

/// Where a definition lies: custom resources refer to those of Kubernetes by name.
fn resolve(store: Source<'_>, number: u32) -> Option<(Source<'_>, u32, u32, Range)> {
    let (name, node, range) = store.defined(number)?;
    match node {
        Some(node) => Some((store, number, node, range)),
        None => {
            let core = Bundle::Core.store();
            let number = core.definition(name)?;
            let (_, node, range) = core.defined(number)?;
            Some((core, number, node?, range))
        }
    }
}
