//! Neighbours: what the objects of one manifest say about each other. Objects of other files are not asked.

use std::collections::HashMap;

use project::kubernetes::{Manifest, Object, Pod};
use syntax::yaml::Node;

use super::{group, scalar};

/// The objects of a manifest, by what others know of them.
#[derive(Debug, Default)]
pub(crate) struct Neighbours<'a> {
    /// Services, by namespace and the first label they select.
    services: HashMap<[String; 3], Vec<Object<'a>>>,
    /// What scales a workload, by the workload's key.
    autoscalers: HashMap<[String; 3], Object<'a>>,
    /// Any object, by kind, namespace and name.
    named: HashMap<[String; 3], Object<'a>>,
    /// Defaults that a LimitRange gives containers, by namespace.
    defaults: HashMap<String, Vec<Node<'a>>>,
    /// The classes of priority, in the order of the text.
    priority_classes: Vec<Object<'a>>,
    /// Namespaces that are objects of the manifest or that objects name, each once; at most three of them.
    namespaces: Vec<String>,
}

/// So many Services that select one label first are asked about their other labels.
const CANDIDATES: usize = 100;

/// Kinds that change how many Pods a workload runs, with their groups.
const AUTOSCALERS: [(&str, &str); 2] = [("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")];

impl<'a> Neighbours<'a> {
    /// Those of `manifest`.
    pub(crate) fn new(manifest: &Manifest<'a>) -> Self {
        let mut all = Self::default();
        for object in &manifest.objects {
            all.add(*object);
        }
        all
    }

    fn add(&mut self, object: Object<'a>) {
        let (Some(kind), namespace) = (object.kind_name(), namespace(object)) else { return };
        if let Some(name) = object.name() {
            self.named.entry([kind.to_string(), namespace.clone(), name.into_owned()]).or_insert(object);
        }
        if kind == "Namespace" {
            self.note(object.name().as_deref());
        }
        self.note(object.namespace().as_deref());
        if kind == "Service" && group::is_of(object, &[""]) {
            let first = object.find("spec.selector").and_then(|selector| selector.effective().entries().next());
            if let Some((first, value)) = first.and_then(|first| Some((first, scalar::text(first.value)?))) {
                let key = [namespace, first.name().into_owned(), value.into_owned()];
                self.services.entry(key).or_default().push(object);
            }
            return;
        }
        if AUTOSCALERS.iter().any(|(group, name)| kind == *name && group::is_of(object, &[group])) {
            let Some(target) = object.find("spec.scaleTargetRef") else { return };
            let kind = scalar::text_of(target, "kind").unwrap_or("Deployment".into());
            let Some(name) = scalar::text_of(target, "name") else { return };
            self.autoscalers.insert([kind.into_owned(), namespace, name.into_owned()], object);
        } else if kind == "LimitRange" {
            let limits = object.find("spec").into_iter().flat_map(|spec| scalar::items(spec, "limits"));
            let of_containers =
                limits.filter(|limit| scalar::text_of(*limit, "type").is_some_and(|it| it == "Container"));
            self.defaults.entry(namespace).or_default().extend(of_containers);
        } else if kind == "PriorityClass" {
            self.priority_classes.push(object);
        }
    }

    fn note(&mut self, namespace: Option<&str>) {
        let Some(namespace) = namespace.filter(|name| !scalar::is_placeholder(name)) else { return };
        if self.namespaces.len() < 3 && !self.namespaces.iter().any(|it| it == namespace) {
            self.namespaces.push(namespace.to_owned());
        }
    }

    /// The Services that send a Pod traffic.
    pub(crate) fn services(&self, pod: Pod<'a>) -> impl Iterator<Item = Object<'a>> {
        let labels = scalar::get(pod.template, "metadata").and_then(|metadata| scalar::get(metadata, "labels"));
        let labels = labels.map(scalar::table).unwrap_or_default();
        let namespace = namespace(pod.object);
        let keys: Vec<_> = labels
            .iter()
            .filter_map(|(name, value)| Some([namespace.clone(), name.to_string(), scalar::text(*value)?.into_owned()]))
            .collect();
        let candidates = keys.into_iter().filter_map(|key| self.services.get(&key));
        candidates.flat_map(|services| services.iter().take(CANDIDATES)).copied().filter(move |service| {
            let selector = service.find("spec.selector").map(Node::effective);
            selector.into_iter().flat_map(Node::entries).all(|wanted| {
                let own = labels.get(&wanted.name()).and_then(|own| scalar::text(*own));
                own.is_some() && own == scalar::text(wanted.value)
            })
        })
    }

    /// What scales a workload.
    pub(crate) fn autoscaler(&self, workload: Object<'_>) -> Option<Object<'a>> {
        let key = [workload.kind_name()?.into_owned(), namespace(workload), workload.name()?.into_owned()];
        self.autoscalers.get(&key).copied()
    }

    /// The object of that kind and name in the namespace of `beside`.
    pub(crate) fn named(&self, beside: Object<'_>, kind: &str, name: &str) -> Option<Object<'a>> {
        self.named.get(&[kind.to_owned(), namespace(beside), name.to_owned()]).copied()
    }

    /// What a LimitRange gives containers beside `object` that say no amount of `resource` for `bound`: `default` for limits, for
    /// requests `defaultRequest`, else `default` too.
    pub(crate) fn default_amount(&self, object: Object<'_>, bound: &str, resource: &str) -> Option<Node<'a>> {
        let ranges = self.defaults.get(&namespace(object))?;
        let amount = |field| ranges.iter().find_map(|range| scalar::get(scalar::get(*range, field)?, resource));
        let request = (bound == "requests").then(|| amount("defaultRequest")).flatten();
        request.or_else(|| amount("default"))
    }

    /// The classes of priority, in the order of the text.
    pub(crate) fn priority_classes(&self) -> &[Object<'a>] {
        &self.priority_classes
    }

    /// The only namespace, apart from `default`, that the manifest speaks of; `None` where there are several or none.
    pub(crate) fn only_namespace(&self) -> Option<&str> {
        let mut others = self.namespaces.iter().filter(|name| *name != "default");
        others.next().filter(|_| others.next().is_none()).map(String::as_str)
    }
}

fn namespace(object: Object<'_>) -> String {
    object.namespace().unwrap_or_default().into_owned()
}
