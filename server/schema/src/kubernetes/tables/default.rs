use std::sync::LazyLock;

use super::super::{Field, Kind, Schema, Version};
use super::{Table, filled, rows};

static DEFAULTS: LazyLock<Vec<FieldDefault>> =
    LazyLock::new(|| rows(Table::Defaults).filter_map(FieldDefault::read).collect());

/// What holds when a field is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldDefault {
    /// Whose path it is: the definition of a kind (`io.k8s.api.apps.v1.Deployment`), a type in all its versions
    /// (`PodSpec`), or a custom kind (`gateway.networking.k8s.io/v1 Gateway`).
    pub owner: &'static str,
    /// The field, lists as `[]`: `ports[].protocol`.
    pub path: &'static str,
    /// The value as in YAML, `""` for an empty string; in angle brackets, what it depends on: `<port>`.
    pub value: &'static str,
    /// When it holds; `None`: whenever the field is left out.
    pub condition: Option<&'static str>,
    /// The first minor with it; `None`: not known, mostly all.
    pub since: Option<Version>,
    /// What brings it about.
    pub applied_by: AppliedBy,
    /// Where it is written; `unconfirmed` in front: not checked against code.
    pub source: &'static str,
}

/// What brings a default about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AppliedBy {
    /// The API server writes it into the object.
    Defaulting,
    /// Nothing is written; it is how the field is read.
    Effective,
    /// An admission plugin writes it.
    Admission,
    /// The API server hands out a value.
    Allocation,
    /// A controller writes it later.
    Controller,
    /// It is written when the object is read in another version.
    Conversion,
}

impl FieldDefault {
    fn read(row: [&'static str; 7]) -> Option<FieldDefault> {
        let [owner, path, value, condition, since, applied_by, source] = row;
        let applied_by = match applied_by {
            "defaulting" => AppliedBy::Defaulting,
            "effective" => AppliedBy::Effective,
            "admission" => AppliedBy::Admission,
            "allocation" => AppliedBy::Allocation,
            "controller" => AppliedBy::Controller,
            "conversion" => AppliedBy::Conversion,
            _ => return None,
        };
        let (condition, since) = (filled(condition), Version::parse(since));
        Some(FieldDefault { owner, path, value, condition, since, applied_by, source })
    }
}

/// What holds when the field at `path` of a kind or type is left out; several rows differ in their conditions. Empty:
/// nothing is known. `owner` and `path` are as in [`FieldDefault`]; nothing is looked up behind references, see
/// [`Kind::defaults`].
pub fn defaults(owner: &str, path: &str) -> &'static [FieldDefault] {
    let key = |row: &FieldDefault| (row.owner, row.path);
    let start = DEFAULTS.partition_point(|row| key(row) < (owner, path));
    let length = DEFAULTS[start..].iter().take_while(|row| key(row) == (owner, path)).count();
    &DEFAULTS[start..start + length]
}

impl Schema<'_> {
    /// What holds when one of its fields, or one below (`ports[].protocol`), is left out, in its version. Rows for its
    /// definition in one version of the API come before those for the type in all.
    pub fn defaults(self, path: &str) -> impl Iterator<Item = &'static FieldDefault> {
        let owners = [self.definition(), self.definition_name()];
        let rows = owners.into_iter().flatten().flat_map(move |owner| defaults(owner, path));
        rows.filter(move |row| row.since.is_none_or(|since| since <= self.version()))
    }
}

impl Kind<'_> {
    /// What holds when the field at `path` (`spec.template.spec.dnsPolicy`) is left out. Rows for the kind come first,
    /// then those for the types on the way to the field, unless they say the same.
    pub fn defaults(self, path: &str, version: Version) -> Vec<&'static FieldDefault> {
        let mut found: Vec<&FieldDefault> = Vec::new();
        let custom = [self.api_version(), self.name()].join(" ");
        found.extend(defaults(&custom, path));
        let says_same =
            |one: &FieldDefault, other: &FieldDefault| (one.value, one.condition) == (other.value, other.condition);
        let mut schema = self.schema(version);
        let mut rest = path;
        while let Some(owner) = schema {
            for row in owner.defaults(rest) {
                if !found.iter().any(|it| says_same(it, row)) {
                    found.push(row);
                }
            }
            let Some((first, behind)) = rest.split_once('.') else { break };
            schema = step(owner, first);
            rest = behind;
        }
        found
    }
}

/// The schema behind one step of a path: `containers[]`.
fn step<'s>(schema: Schema<'s>, step: &str) -> Option<Schema<'s>> {
    let name = step.trim_end_matches("[]");
    let field: Field<'s> = schema.field(name)?;
    let depth = (step.len() - name.len()) / 2;
    (0..depth).try_fold(field.schema, |schema, _| schema.items())
}
