//! Who selects whom.

use std::path::Path;

use super::builtin;
use super::inquiry::{Completeness, Inquiry};
use super::key::Key;
use super::object::{Name, Object};
use super::place::{Definition, Namespaces};
use super::selector::{Selected, Selector, Within};

impl<'g> Inquiry<'g> {
    /// What a selector of `object`, an object of this file, selects: of Pods the objects that make them. Far twins of near
    /// ones are left out, for they are another environment's; patches too.
    #[must_use]
    pub fn selected(&self, object: &Object, selector: &Selector) -> Vec<Definition<'g>> {
        let chain = self.chain(&self.path);
        let own = self.looked_into(&self.path, object, selector);
        // What a kustomization adds to selectors it adds to what they select, too.
        let added = |key: &Name, value: &Name| {
            let links = chain.links.iter().filter_map(|link| self.kustomization(link.file));
            links
                .filter(|it| it.labels_select)
                .any(|it| it.labels.iter().any(|label| (&label.0, &label.1) == (key, value)))
        };
        let asked = selector.labels.iter().filter(|(key, value)| {
            !added(key, value) && (selector.selects != Selected::Pods || !builtin::is_label_of_workload(key))
        });
        let asked: Vec<(Name, Name)> = asked.cloned().collect();
        let selector = Selector { labels: asked.into(), ..selector.clone() };
        let one = own.one().filter(|_| !chain.moves());
        let mut found = match selector.selects {
            Selected::Pods => self.pods(&selector, one),
            Selected::Kind(kind) => self.labelled(kind, &selector, &own),
        };
        found.retain(|it| {
            let labels = match selector.selects {
                Selected::Pods => it.object.pod.as_ref().map(|pod| &pod.labels),
                Selected::Kind(_) => Some(&it.object.labels),
            };
            labels.is_some_and(|labels| selector.matches(labels))
                && own.meet(&self.namespaces_of(it.path, &it.object.identity))
                && self.completeness_in(it.path, it.object) == Completeness::Whole
        });
        self.of_own_environment(object, found)
    }

    /// Objects with Pods that have the label of a selector which the fewest have. `namespace` where only one counts.
    fn pods(&self, selector: &Selector, namespace: Option<&str>) -> Vec<Definition<'g>> {
        let keys = |label: Option<(&'_ str, &'_ str)>| -> Vec<u64> {
            let keys = match (label, namespace) {
                (Some((key, value)), Some(namespace)) => {
                    vec![Key::PodLabelIn { namespace, key, value }, Key::PodLabelIn { namespace: "", key, value }]
                }
                (Some((key, value)), None) => vec![Key::PodLabel { key, value }],
                (None, Some(namespace)) => vec![Key::PodsIn(namespace), Key::PodsIn("")],
                (None, None) => vec![Key::Pods],
            };
            // Only what is looked at counts as asked, and a rarer label is rarer until one of these changes.
            keys.into_iter().inspect(|key| _ = self.count(*key)).map(|key| key.digest()).collect()
        };
        let by_label = selector.labels.iter().map(|(key, value)| keys(Some((key.as_ref(), value.as_ref()))));
        let fewest = by_label.min_by_key(|keys| keys.iter().map(|key| self.graph.sum(*key).count).sum::<u32>());
        let keys = fewest.unwrap_or_else(|| keys(None));
        keys.into_iter().flat_map(|key| self.graph.found(key)).filter_map(|found| self.definition(found)).collect()
    }

    fn labelled(&self, kind: &str, selector: &Selector, own: &Namespaces) -> Vec<Definition<'g>> {
        let by_label = selector.labels.iter().map(|(key, value)| Key::Label { kind, key, value });
        match by_label.min_by_key(|key| self.count(*key)) {
            Some(key) => self.definitions(key).collect(),
            None => self.of_kind_in(kind, own),
        }
    }

    /// The objects with Pods that may be in the namespace of `object`, an object of this file: what quotas count, and whose
    /// labels a selector may ask for. Far twins are left out.
    #[must_use]
    pub fn pods_beside(&self, object: &Object) -> Vec<Definition<'g>> {
        let own = self.namespaces_of(&self.path, &object.identity);
        let one = own.one().filter(|_| !self.chain(&self.path).moves());
        let keys = match one {
            Some(namespace) => vec![Key::PodsIn(namespace), Key::PodsIn("")],
            None => vec![Key::Pods],
        };
        let mut found: Vec<_> = keys.into_iter().flat_map(|key| self.definitions(key).collect::<Vec<_>>()).collect();
        found.retain(|it| own.meet(&self.namespaces_of(it.path, &it.object.identity)));
        self.of_own_environment(object, found)
    }

    /// Other objects with a selector of that purpose that asks for just the same labels in the same namespace.
    #[must_use]
    pub fn selecting_alike(&self, object: &Object, selector: &Selector) -> Vec<Definition<'g>> {
        let own = self.namespaces_of(&self.path, &object.identity);
        let key = selector.rarest().map_or(Key::SelectsOpenly, |(key, value)| Key::Selects { key, value });
        let is_alike = |other: &Selector| {
            other.purpose == selector.purpose
                && (&other.labels, &other.expressions) == (&selector.labels, &selector.expressions)
        };
        let mut found: Vec<_> = self.definitions(key).collect();
        found.retain(|it| {
            !self.is_same(it, object)
                && it.object.selectors.iter().any(is_alike)
                && own.meet(&self.namespaces_of(it.path, &it.object.identity))
        });
        self.of_own_environment(object, found)
    }

    /// Who selects the Pods of `object`, an object of this file, or the object itself: each with the selector's place among
    /// its selectors. Its own selectors are left out.
    #[must_use]
    pub fn selecting(&self, object: &Object) -> Vec<(Definition<'g>, usize)> {
        let own = self.namespaces_of(&self.path, &object.identity);
        let pod = object.pod.as_ref().map(|pod| &pod.labels);
        let labels = pod.into_iter().chain([&object.labels]).flatten();
        let mut found: Vec<Definition<'g>> = Vec::new();
        for (key, value) in labels {
            found.extend(self.definitions(Key::Selects { key, value }));
        }
        match own.one().filter(|_| !self.chain(&self.path).moves()) {
            Some(namespace) => {
                for namespace in [namespace, "", "*"] {
                    found.extend(self.definitions(Key::SelectsOpenlyIn(namespace)));
                }
            }
            None => found.extend(self.definitions(Key::SelectsOpenly)),
        }
        let selects = |by: &Definition<'g>, selector: &Selector| {
            let labels = match selector.selects {
                Selected::Pods => pod,
                Selected::Kind(kind) if kind == object.identity.kind.as_ref() => Some(&object.labels),
                Selected::Kind(_) => None,
            };
            labels.is_some_and(|labels| selector.matches(labels))
                && self.looked_into(by.path, by.object, selector).meet(&own)
        };
        found.retain(|it| !std::ptr::eq(it.object, object) && !self.is_same(it, object));
        found.retain(|it| it.object.selectors.iter().any(|selector| selects(it, selector)));
        let found = self.of_own_environment(object, found).into_iter();
        let each = found.flat_map(|it| (0..it.object.selectors.len()).map(move |index| (it, index)));
        each.filter(|(it, index)| selects(it, &it.object.selectors[*index])).collect()
    }

    /// The namespaces a selector of an object of the file at `path` looks into.
    pub(super) fn looked_into(&self, path: &Path, object: &Object, selector: &Selector) -> Namespaces {
        match &selector.within {
            Within::Own => self.namespaces_of(path, &object.identity),
            Within::Any => Namespaces::Any,
            Within::These(names) => Namespaces::These(names.to_vec()),
        }
    }
}
