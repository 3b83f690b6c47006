use std::sync::LazyLock;

use super::super::Version;
use super::{Table, filled, rows};

static WELL_KNOWN: LazyLock<Vec<WellKnown>> =
    LazyLock::new(|| rows(Table::WellKnown).flat_map(WellKnown::read).collect());

/// A label, annotation or taint that Kubernetes gives a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WellKnown {
    /// `topology.kubernetes.io/zone`; with `/*` at the end, any name behind that prefix.
    pub name: &'static str,
    /// Where it stands.
    pub form: Form,
    /// What the value is: `int`, `bool`, `quantity`, or its values with `|` between.
    pub value: &'static str,
    /// What else there is to say: `set by the controller`; often empty.
    pub note: &'static str,
    kinds: &'static str,
}

/// Where a well-known key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// In `metadata.labels`.
    Label,
    /// In `metadata.annotations`.
    Annotation,
    /// In the taints of a Node; the values are effects.
    Taint,
}

impl WellKnown {
    fn read([name, forms, kinds, value, note]: [&'static str; 5]) -> Vec<WellKnown> {
        let form = |word| match word {
            "label" => Some(Form::Label),
            "annotation" => Some(Form::Annotation),
            "taint" => Some(Form::Taint),
            _ => None,
        };
        let forms = forms.split(',').filter_map(form);
        forms.map(|form| WellKnown { name, form, value, note, kinds }).collect()
    }

    /// The kinds it means something on; none: all of them.
    pub fn kinds(self) -> impl Iterator<Item = &'static str> {
        self.kinds.split(',').filter(|kind| *kind != "*")
    }

    /// Whether it means something on a kind.
    pub fn is_used_on(self, kind: &str) -> bool {
        self.kinds == "*" || self.kinds().any(|it| it == kind)
    }

    /// The values it takes; none: any of what [`WellKnown::value`] names.
    pub fn values(self) -> impl Iterator<Item = &'static str> {
        let is_list = self.value.contains('|') || self.form == Form::Taint || self.value == "true";
        self.value.split('|').filter(move |_| is_list)
    }

    /// Whether it is better avoided, or no longer read at all.
    pub fn is_deprecated(self) -> bool {
        ["deprecated", "removed"].iter().any(|word| self.note.split(' ').any(|it| it == *word))
    }

    /// The minor that deprecated or removed it; `None`: neither, or unknown.
    pub fn deprecated(self) -> Option<Version> {
        let mut words = self.note.split(' ').skip_while(|word| *word != "deprecated" && *word != "removed");
        words.nth(1).and_then(Version::parse)
    }

    /// What to use instead: another key, or a field. `None`: nothing is named.
    pub fn replacement(self) -> Option<&'static str> {
        self.note.split_once("use ").and_then(|(_, it)| filled(it))
    }
}

/// A key with a meaning; `None`: Kubernetes gives it none.
pub fn well_known(name: &str, form: Form) -> Option<WellKnown> {
    let matches = |it: &&WellKnown| match it.name.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => it.name == name,
    };
    WELL_KNOWN.iter().filter(|it| it.form == form).find(matches).copied()
}

/// Every key with a meaning, sorted by name.
pub fn well_known_keys() -> impl Iterator<Item = WellKnown> {
    WELL_KNOWN.iter().copied()
}
