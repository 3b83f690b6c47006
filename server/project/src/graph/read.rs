//! From a tree to what is kept of it.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use syntax::yaml::{Kind, Node, ScalarStyle, Yaml};
use syntax::{TextRange, TextSize};

use super::kustomize::{self, Kustomization};
use super::object::{
    DataKey, Identity, Labels, Made, NAME_LABEL, Name, Noted, Object, Origin, Port, Reference, Site, current_group,
};
use super::pod::Pod;
use super::selector::{self, Selected, Selector, Within};
use super::table::{ANY, Action, Form, Make, POD, Refer, Select, TABLE, To};
use super::walk::{self, Match};
use crate::digest::digest;

/// Lists within lists that are opened.
const LIST_DEPTH: usize = 3;

/// Items of one list in an object that are looked at. Aliases can make a short text stand for far longer ones.
pub(super) const ITEM_LIMIT: usize = 1024;

/// The short texts of a file, each kept once.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: FxHashSet<Name>,
}

impl Names {
    pub(super) fn of(&mut self, text: &str) -> Name {
        if let Some(known) = self.known.get(text) {
            return Arc::clone(known);
        }
        let name: Name = text.into();
        self.known.insert(Arc::clone(&name));
        name
    }
}

/// What stays of a file of manifests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its objects, in the order of the text; those of a `kind: List` one by one.
    pub objects: Box<[Object]>,
    /// What it says as a `kustomization.yaml`.
    pub kustomization: Option<Box<Kustomization>>,
}

impl File {
    /// What stays of the YAML or JSON at `path`. Total: what is broken costs what it breaks. Linear in the text.
    #[must_use]
    pub fn read(path: &Path, yaml: &Yaml) -> Self {
        let total = yaml.nodes().size_hint().0;
        let has_aliases = yaml.nodes().any(|node| node.kind() == Kind::Alias);
        let mut reader = Reader {
            yaml,
            names: Names::default(),
            // Without aliases no node is come to more than a few times.
            budget: total.saturating_mul(8).saturating_add(4096),
            objects: Vec::new(),
            has_aliases,
        };
        let mut kustomization = None;
        for document in yaml.documents() {
            let root = document.root().effective();
            if kustomization.is_none() && root.is_mapping() && kustomize::is_kustomization(path, root) {
                let folder = path.parent().unwrap_or_else(|| Path::new(""));
                let (own, generated) = kustomize::read(folder, root, document.index(), &mut reader.names);
                reader.objects.extend(generated);
                kustomization = Some(Box::new(own));
            } else {
                reader.collect(root, document.index(), LIST_DEPTH);
            }
        }
        Self { objects: reader.objects.into(), kustomization }
    }

    /// Whether there is nothing in it that anybody asks for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.kustomization.is_none()
    }

    /// The object whose node has that range, for who has the tree at hand.
    #[must_use]
    pub fn object_of(&self, range: TextRange) -> Option<&Object> {
        self.objects.iter().find(|object| object.site.range == range)
    }

    /// The object that `offset` is in or at the end of, with its place among [`File::objects`].
    #[must_use]
    pub fn object_at(&self, offset: TextSize) -> Option<(usize, &Object)> {
        let mut holding =
            self.objects.iter().enumerate().filter(|(_, object)| object.site.range.contains_inclusive(offset));
        holding.next_back()
    }
}

/// A port as it is written; 0 for what is none.
pub(super) fn port_number(text: Option<&str>) -> u16 {
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The value under some keys, one within the other.
pub(super) fn at<'y>(node: Node<'y>, keys: &[&str]) -> Option<Node<'y>> {
    keys.iter().try_fold(node.effective(), |node, key| node.merged_get(key).map(Node::effective))
}

/// The scalar under some keys, and where it stands.
pub(super) fn text_at<'y>(node: Node<'y>, keys: &[&str]) -> Option<(Cow<'y, str>, Node<'y>)> {
    let found = at(node, keys)?;
    Some((found.text()?, found))
}

/// The items under some keys, aliases followed.
pub(super) fn items_at<'y>(node: Node<'y>, keys: &[&str]) -> impl Iterator<Item = Node<'y>> {
    at(node, keys).into_iter().flat_map(Node::items).map(Node::effective).take(ITEM_LIMIT)
}

struct Reader<'y> {
    yaml: &'y Yaml,
    names: Names,
    /// Nodes that may still be looked at.
    budget: usize,
    objects: Vec<Object>,
    has_aliases: bool,
}

/// What is gathered for one object.
#[derive(Default)]
struct Gathered {
    selectors: Vec<Selector>,
    attributes: Vec<Noted>,
    references: Vec<Reference>,
    makes: Vec<Made>,
}

impl<'y> Reader<'y> {
    fn collect(&mut self, node: Node<'y>, document: usize, depth: usize) {
        let node = node.effective();
        let Some((kind, kind_node)) = text_at(node, &["kind"]) else { return };
        let items = at(node, &["items"]).filter(|items| kind.ends_with("List") && items.is_sequence());
        if let Some(items) = items {
            if let Some(depth) = depth.checked_sub(1) {
                for item in items.items() {
                    self.collect(item, document, depth);
                }
            }
            return;
        }
        let has_version = node.merged_get("apiVersion").is_some();
        if kind.is_empty() || !(has_version || node.merged_get("metadata").is_some()) {
            return;
        }
        let Some(left) = self.budget.checked_sub(node.descendants().size_hint().0) else { return };
        self.budget = left;
        let object = self.object(node, &kind, kind_node, document);
        self.objects.push(object);
    }

    fn object(&mut self, node: Node<'y>, kind: &str, kind_node: Node<'y>, document: usize) -> Object {
        let api_version = text_at(node, &["apiVersion"]).map(|(text, _)| text).unwrap_or_default();
        let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
        let name = text_at(node, &["metadata", "name"]);
        let generated = text_at(node, &["metadata", "generateName"]).filter(|_| name.is_none());
        let is_name_generated = generated.is_some();
        let name = name.or(generated).filter(|(name, _)| !name.is_empty());
        let namespace = text_at(node, &["metadata", "namespace"]).filter(|(name, _)| !name.is_empty());
        let identity = Identity {
            group: self.names.of(current_group(group, kind)),
            version: self.names.of(version),
            kind: self.names.of(kind),
            namespace: namespace.as_ref().map(|(namespace, _)| self.names.of(namespace)),
            name: self.names.of(name.as_ref().map(|(name, _)| name.as_ref()).unwrap_or_default()),
        };
        let site = Site {
            document: u32::try_from(document).unwrap_or(u32::MAX),
            range: node.range(),
            kind: kind_node.inner_range(),
            name: name.as_ref().map_or(kind_node, |(_, node)| *node).inner_range(),
            namespace: namespace.map(|(_, node)| node.inner_range()),
        };
        let mut gathered = Gathered::default();
        for of in [kind, ANY] {
            self.walk(of, node, node, &identity, &mut gathered);
        }
        let place = pod_of(kind, node);
        if let Some((_, spec)) = place {
            self.walk(POD, spec, node, &identity, &mut gathered);
        }
        // The deprecated name of a field beside its new one, or one key in two paths of a row.
        dedup(&mut gathered.references);
        let is_service = kind == "Service" && identity.group.is_empty();
        let has_data = matches!(kind, "ConfigMap" | "Secret") && identity.group.is_empty();
        Object {
            is_name_generated,
            origin: Origin::Manifest,
            site,
            labels: self.own_labels(node, &identity),
            pod: place.map(|(metadata, spec)| Box::new(Pod::read(metadata, spec, &mut self.names))),
            selectors: gathered.selectors.into(),
            ports: if is_service { self.service_ports(node) } else { Box::default() },
            keys: if has_data { self.data_keys(node) } else { Box::default() },
            // A token is put into it, with the certificate to trust.
            has_open_keys: kind == "Secret"
                && at(node, &["type"]).is_some_and(|it| it.is("kubernetes.io/service-account-token")),
            attributes: gathered.attributes.into(),
            references: gathered.references.into(),
            makes: gathered.makes.into(),
            is_marked_patch: node.merged_get("$patch").is_some() || is_marked(node),
            digest: digest(if self.has_aliases { &self.yaml.text()[..] } else { node.source() }),
            identity,
        }
    }

    fn walk(&mut self, of: &str, node: Node<'y>, root: Node<'y>, identity: &Identity, gathered: &mut Gathered) {
        let Some(trie) = TABLE.of(of) else { return };
        let Self { names, budget, .. } = self;
        trie.walk(node, budget, &mut |rule, found| {
            if rule.group.is_some_and(|group| group != identity.group.as_ref()) {
                return;
            }
            match rule.action {
                Action::Refer(row) => refer(row, found, names, &mut gathered.references),
                Action::Select(row) => gathered.selectors.extend(select(row, found, names)),
                Action::Note(attribute) => gathered.attributes.push(Noted {
                    attribute,
                    key: found.key.and_then(Node::text).map(|key| names.of(&key)).unwrap_or_default(),
                    text: found.node.text().map(|text| names.of(&text)).unwrap_or_default(),
                    item: u32::try_from(found.item.unwrap_or_default()).unwrap_or(u32::MAX),
                    range: found.node.inner_range(),
                }),
                Action::Make(row) => gathered.makes.extend(make(row, found, root, identity, names)),
            }
        });
    }

    fn own_labels(&mut self, node: Node<'y>, identity: &Identity) -> Labels {
        let written = at(node, &["metadata", "labels"]).map(|it| selector::labels(it, &mut self.names));
        let mut labels = written.unwrap_or_default();
        if identity.kind.as_ref() == "Namespace" && identity.group.is_empty() {
            let mut all = labels.into_vec();
            all.retain(|(key, _)| key.as_ref() != NAME_LABEL);
            all.push((self.names.of(NAME_LABEL), Arc::clone(&identity.name)));
            all.sort_unstable();
            labels = all.into();
        }
        labels
    }

    fn service_ports(&mut self, node: Node<'y>) -> Box<[Port]> {
        let ports = items_at(node, &["spec", "ports"]).filter(|port| port.is_mapping());
        let read = |port: Node<'y>| {
            let text = |key: &str| text_at(port, &[key]).map(|(text, _)| text);
            let number = text("port");
            Port {
                name: text("name").map(|name| self.names.of(&name)),
                number: port_number(number.as_deref()),
                protocol: self.names.of(text("protocol").as_deref().unwrap_or("TCP")),
                target: text("targetPort").or(number).map(|target| self.names.of(&target)),
                range: port.range(),
            }
        };
        ports.map(read).collect()
    }

    fn data_keys(&mut self, node: Node<'y>) -> Box<[DataKey]> {
        let maps = ["data", "stringData", "binaryData"].into_iter().filter_map(|field| at(node, &[field]));
        let entries = maps.flat_map(walk::entries);
        entries.map(|entry| DataKey { name: self.names.of(&entry.name()), range: entry.key.inner_range() }).collect()
    }
}

/// Whether anything in the first levels of an object says that it is a strategic merge patch.
fn is_marked(node: Node<'_>) -> bool {
    /// Nodes that are looked over.
    const LOOK: usize = 512;
    let mut nodes = node.descendants().take(LOOK);
    nodes.any(|node| {
        node.kind() == Kind::Scalar(ScalarStyle::Plain)
            && node.key().is_none()
            && (node.is("$patch") || node.source().starts_with("$setElementOrder/"))
    })
}

/// Where an object says what its Pods are like: the `metadata` and the `spec` of the Pod.
fn pod_of<'y>(kind: &str, node: Node<'y>) -> Option<(Option<Node<'y>>, Node<'y>)> {
    let template = match kind {
        "Pod" => node.effective(),
        "PodTemplate" => at(node, &["template"])?,
        "CronJob" => at(node, &["spec", "jobTemplate", "spec", "template"])?,
        "ScaledJob" => at(node, &["spec", "jobTargetRef", "template"])?,
        _ => at(node, &["spec", "template"])?,
    };
    let spec = at(template, &["spec"]).filter(|spec| spec.is_mapping())?;
    let is_builtin = matches!(
        kind,
        "Pod" | "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "ReplicationController" | "Job" | "CronJob"
    );
    // Of other kinds `spec.template` may be anything.
    let has_containers = || at(spec, &["containers"]).is_some_and(Node::is_sequence);
    (is_builtin || has_containers()).then(|| (at(template, &["metadata"]), spec))
}

fn refer(row: &'static Refer, found: Match<'_>, names: &mut Names, references: &mut Vec<Reference>) {
    let node = found.node;
    let mapping = node.is_mapping().then_some(node);
    let name_key = if row.name.is_empty() { "name" } else { row.name };
    let name_node = match mapping {
        Some(mapping) => mapping.merged_get(name_key).map(Node::effective),
        None => Some(node).filter(|_| row.name.is_empty()),
    };
    let Some(name_node) = name_node else { return };
    let Some(text) = name_node.text().filter(|text| !text.is_empty()) else { return };
    let beside = |key: &str| mapping.and_then(|mapping| text_at(mapping, &[key])).map(|(text, _)| text);
    let Some((group, kind)) = target(row.to, &beside) else { return };
    let Some((namespace, name)) = split_name(row.form, &text) else { return };
    if matches!(kind.as_ref(), "User" | "Group") || name == "mesh" && row.form == Form::Slashed {
        return;
    }
    let whole = name_node.inner_range();
    // The name alone, where the text stands there as it is.
    let range = match text.rfind(name) {
        Some(start) if usize::from(whole.len()) == text.len() => {
            let start = whole.start() + size(start);
            TextRange::at(start, size(name.len()))
        }
        _ => whole,
    };
    let namespace = namespace.map(Cow::Borrowed).or_else(|| beside("namespace")).filter(|text| !text.is_empty());
    let reference = Reference {
        edge: row.edge,
        group: group.map(|group| names.of(current_group(&group, &kind))),
        kind: names.of(&kind),
        namespace: namespace.map(|namespace| names.of(&namespace)),
        name: names.of(name),
        part: None,
        is_optional: mapping.and_then(|mapping| at(mapping, &["optional"])).is_some_and(|it| it.is("true")),
        range,
    };
    let parts = mapping.map(|mapping| walk::find(mapping, row.part)).unwrap_or_default();
    let parts: Vec<_> = parts.into_iter().filter_map(|part| Some((part.text()?, part.inner_range()))).collect();
    if parts.is_empty() && !row.needs_part {
        references.push(reference);
        return;
    }
    let with = |(part, range): (Cow<'_, str>, TextRange)| Reference {
        part: Some((names.of(&part), range)),
        ..reference.clone()
    };
    references.extend(parts.into_iter().map(with));
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or_default()
}

/// The group and kind that are meant; the group `None` where any will do.
fn target<'y>(to: To, beside: &impl Fn(&str) -> Option<Cow<'y, str>>) -> Option<(Option<Cow<'y, str>>, Cow<'y, str>)> {
    let known = |kind: &'static str| match kind.split_once('/') {
        Some(("core", kind)) => (Some(Cow::Borrowed("")), Cow::Borrowed(kind)),
        Some((group, kind)) => (Some(Cow::Borrowed(group)), Cow::Borrowed(kind)),
        None => (None, Cow::Borrowed(kind)),
    };
    let default = match to {
        To::Kind(kind) => return Some(known(kind)),
        To::Stated(kind) => known(kind),
    };
    let kind = beside("kind").filter(|kind| !kind.is_empty()).unwrap_or(default.1.clone());
    if kind.is_empty() {
        return None;
    }
    let of_version = |version: Cow<'y, str>| match version.split_once('/') {
        Some((group, _)) => Cow::Owned(group.to_owned()),
        None => Cow::Borrowed(""),
    };
    let group = beside("apiVersion").map(of_version).or_else(|| beside("apiGroup")).or_else(|| beside("group"));
    let group = group.or(if kind == default.1 { default.0 } else { None });
    Some((group, kind))
}

/// The namespace and the name; `None` for what can be no object's name.
fn split_name(form: Form, text: &str) -> Option<(Option<&str>, &str)> {
    match form {
        Form::Plain => Some((None, text)),
        Form::Slashed => Some(text.split_once('/').map_or((None, text), |(namespace, name)| (Some(namespace), name))),
        Form::Host => {
            let text = text.strip_suffix(".cluster.local").unwrap_or(text);
            match text.strip_suffix(".svc") {
                Some(service) => service.split_once('.').map(|(name, namespace)| (Some(namespace), name)),
                // A host with dots of its own is out in the world, and `*` is any.
                None if text.contains(['.', '*', ':']) => None,
                None => Some((None, text)),
            }
        }
    }
}

fn dedup(references: &mut Vec<Reference>) {
    let mut seen = FxHashSet::default();
    references.retain(|reference| {
        let part = reference.part.as_ref().map(|(part, _)| Arc::clone(part));
        seen.insert((reference.edge, Arc::clone(&reference.kind), Arc::clone(&reference.name), part, reference.range))
    });
}

fn select(row: &'static Select, found: Match<'_>, names: &mut Names) -> Option<Selector> {
    let node = found.node;
    if !node.is_mapping() {
        return None;
    }
    let (labels, expressions) = if row.is_map {
        (selector::labels(node, names), Box::default())
    } else {
        selector::label_selector(node, names)
    };
    if row.is_map && labels.is_empty() {
        return None;
    }
    let within = match row.selects {
        Selected::Pods => within(node, names),
        Selected::Kind(kind) if super::object::is_cluster_wide(kind) => Within::Any,
        Selected::Kind(_) => within(node, names),
    };
    Some(Selector { purpose: row.purpose, selects: row.selects, within, labels, expressions, range: node.range() })
}

/// The namespaces a selector looks into, by what stands beside it.
fn within(selector: Node<'_>, names: &mut Names) -> Within {
    let Some(around) = selector.parent() else { return Within::Own };
    let named: Box<[Name]> =
        items_at(around, &["namespaces"]).filter_map(|name| name.text().map(|name| names.of(&name))).collect();
    if !named.is_empty() {
        return Within::These(named);
    }
    let Some(namespaces) = at(around, &["namespaceSelector"]).filter(|it| it.is_mapping()) else { return Within::Own };
    let listed: Box<[Name]> =
        items_at(namespaces, &["matchNames"]).filter_map(|name| name.text().map(|name| names.of(&name))).collect();
    let by_label = text_at(namespaces, &["matchLabels", "kubernetes.io/metadata.name"]);
    match by_label {
        _ if !listed.is_empty() => Within::These(listed),
        Some((name, _)) => Within::These(Box::new([names.of(&name)])),
        None => Within::Any,
    }
}

fn make(row: &'static Make, found: Match<'_>, root: Node<'_>, identity: &Identity, names: &mut Names) -> Option<Made> {
    let is_there = |path: &str| !walk::find(root, path).is_empty();
    if !row.when.is_empty() && !is_there(row.when) || !row.unless.is_empty() && is_there(row.unless) {
        return None;
    }
    let value = if row.name.contains("{value}") { found.node.text()? } else { Cow::Borrowed("") };
    let value = value.strip_prefix(row.after)?;
    let key = found.key.and_then(Node::text).unwrap_or_default();
    if row.name.contains("{name}") && identity.name.is_empty() {
        return None;
    }
    let (template, is_stem) = row.name.strip_suffix('*').map_or((row.name, false), |stem| (stem, true));
    let name = template.replace("{name}", &identity.name).replace("{value}", value).replace("{key}", &key);
    let is_open = !row.open.is_empty() && is_there(row.open);
    let is_known = !is_open && (!row.keys.is_empty() || !row.keys_at.is_empty());
    let keys = is_known.then(|| {
        let mut keys: Vec<Name> = row.keys.iter().map(|key| names.of(key)).collect();
        let by_key = row.keys_at.ends_with("{}");
        for node in walk::find(root, row.keys_at) {
            let node = if by_key { node.key() } else { Some(node) };
            keys.extend(node.and_then(Node::text).map(|key| names.of(&key)));
        }
        keys.into_boxed_slice()
    });
    let range =
        if row.path_is_root() { at(root, &["metadata", "name"])?.inner_range() } else { found.node.inner_range() };
    Some(Made { kind: names.of(row.kind), name: names.of(&name), is_stem, keys, range })
}
