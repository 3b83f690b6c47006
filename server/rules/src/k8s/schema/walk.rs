//! The walk: once over an object, beside its schema.

use std::rc::Rc;

use project::kubernetes::{Manifest, Object};
use rustc_hash::{FxHashMap, FxHashSet};
use schema::kubernetes::{Catalog, Kind, Schema, Types, Version};
use syntax::TextRange;
use syntax::yaml::{self, Entry, Flavour, Node, NodeId, Resolved, Role, SyntaxError};

use super::plan::Plan;
use super::value::{self, Limit};
use super::{Fault, FaultKind, Trust, enforced, repeated};
use crate::k8s::placeholder;

/// What every object may have as metadata.
const OBJECT_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// So many values may be looked at for each node of the file, alternatives and aliases included: schemas and aliases can be made to
/// ask for much more.
const TASKS_PER_NODE: usize = 64;

/// No frame: the object itself.
const NOWHERE: usize = usize::MAX;

/// The faults of all objects whose kind is known.
pub(super) fn faults<'a>(manifest: &Manifest<'a>) -> Vec<Fault<'a>> {
    let mut walk = Walk::new(manifest);
    for object in &manifest.objects {
        walk.object(*object);
    }
    walk.run();
    walk.once()
}

pub(super) struct Walk<'a> {
    catalog: &'a Catalog,
    version: Version,
    errors: &'a [SyntaxError],
    /// A kustomization brings the selectors that workloads lack.
    gains_selectors: bool,
    plans: FxHashMap<Schema<'a>, Rc<Plan<'a>>>,
    /// The collections that were entered; those around one stand before it.
    frames: Vec<Frame<'a>>,
    waiting: Vec<Task<'a>>,
    pub(super) faults: Vec<Fault<'a>>,
    /// What was reached through an alias or a merge key, so that it is judged once.
    seen: FxHashSet<(NodeId, Schema<'a>)>,
    /// How many alternatives are being tried within each other.
    pub(super) depth: usize,
    /// How many values may still be looked at.
    pub(super) budget: usize,
}

#[derive(Clone, Copy)]
struct Frame<'a> {
    node: Node<'a>,
    schema: Schema<'a>,
    around: usize,
}

/// A value that waits to be judged.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) node: Node<'a>,
    pub(super) schema: Schema<'a>,
    /// The frame around it.
    pub(super) frame: usize,
    pub(super) setting: Setting<'a>,
}

/// What holds for all of an object, or all of a part of it.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) object: Node<'a>,
    pub(super) trust: Trust,
    /// A part of an object: what is missing is elsewhere.
    pub(super) is_partial: bool,
    /// What the server fills in, and drops where it is written.
    pub(super) is_status: bool,
    /// A branch of alternatives says nothing of fields it does not name.
    pub(super) is_branch: bool,
}

impl<'a> Walk<'a> {
    fn new(manifest: &Manifest<'a>) -> Self {
        Self {
            catalog: manifest.catalog,
            version: manifest.version,
            errors: manifest.yaml.errors(),
            gains_selectors: manifest.gains_selectors,
            plans: FxHashMap::default(),
            frames: Vec::new(),
            waiting: Vec::new(),
            faults: Vec::new(),
            seen: FxHashSet::default(),
            depth: 0,
            budget: manifest.yaml.nodes().count().saturating_mul(TASKS_PER_NODE),
        }
    }

    fn object(&mut self, object: Object<'a>) {
        let Some(task) = self.task_of(object.node, object.kind, object.is_partial) else { return };
        self.waiting.push(task);
    }

    fn task_of(&self, node: Node<'a>, kind: Option<Kind<'a>>, is_partial: bool) -> Option<Task<'a>> {
        let kind = kind?;
        let kind = kind.experimental().unwrap_or(kind);
        let schema = kind.schema(self.version)?;
        let setting = Setting { object: node, trust: trust(kind), is_partial, is_status: false, is_branch: false };
        Some(Task { node, schema, frame: NOWHERE, setting })
    }

    pub(super) fn run(&mut self) {
        while let Some(task) = self.waiting.pop() {
            if self.budget == 0 {
                self.waiting.clear();
                return;
            }
            self.budget -= 1;
            self.judge(task);
        }
    }

    /// The faults, each once: what has an anchor is judged where it stands and, as something else perhaps, where it is repeated.
    fn once(mut self) -> Vec<Fault<'a>> {
        if self.seen.is_empty() {
            return self.faults;
        }
        let stands_there =
            |fault: &Fault<'a>| fault.way.first().is_some_and(|(node, _)| fault.node.parent() == Some(*node));
        self.faults.sort_by_key(|fault| !stands_there(fault));
        let mut known: FxHashSet<(NodeId, std::mem::Discriminant<FaultKind<'a>>, &'a str)> = FxHashSet::default();
        self.faults.retain(|fault| {
            let name = if let FaultKind::Missing { name, .. } = fault.kind { name } else { "" };
            known.insert((fault.node.id(), std::mem::discriminant(&fault.kind), name))
        });
        self.faults
    }

    /// What `task` alone finds. The faults so far, and what waits, stay as they are.
    pub(super) fn tried(&mut self, task: Task<'a>) -> Vec<Fault<'a>> {
        let faults = std::mem::take(&mut self.faults);
        let waiting = std::mem::replace(&mut self.waiting, vec![task]);
        let frames = self.frames.len();
        self.depth += 1;
        self.run();
        self.depth -= 1;
        self.frames.truncate(frames);
        self.waiting = waiting;
        std::mem::replace(&mut self.faults, faults)
    }

    pub(super) fn push(&mut self, task: Task<'a>) {
        self.waiting.push(task);
    }

    pub(super) fn plan(&mut self, schema: Schema<'a>) -> Rc<Plan<'a>> {
        Rc::clone(self.plans.entry(schema).or_insert_with(|| Rc::new(Plan::new(schema))))
    }

    pub(super) fn fault(&mut self, kind: FaultKind<'a>, node: Node<'a>, frame: usize, setting: Setting<'a>) {
        let mut way = Vec::new();
        let mut at = frame;
        while let Some(frame) = self.frames.get(at) {
            way.push((frame.node, frame.schema));
            at = frame.around;
        }
        self.faults.push(Fault { kind, node, object: setting.object, way, trust: setting.trust });
    }

    fn judge(&mut self, mut task: Task<'a>) {
        if task.node.kind() == yaml::Kind::Alias {
            task.node = task.node.effective();
            if task.node.kind() == yaml::Kind::Alias || !self.is_new(task.node, task.schema) {
                return;
            }
        }
        if placeholder::is(task.node) {
            return;
        }
        let plan = self.plan(task.schema);
        let node = task.node;
        match node.kind() {
            yaml::Kind::Mapping if plan.types.takes(Types::OBJECT) => self.mapping(task, &plan),
            yaml::Kind::Sequence if plan.types.takes(Types::ARRAY) => self.sequence(task, &plan),
            yaml::Kind::Mapping | yaml::Kind::Sequence => self.wrong_type(task),
            yaml::Kind::Scalar(_) | yaml::Kind::Null => {
                if !self.scalar(task, &plan) {
                    return;
                }
                self.alternatives(task, &plan, task.frame);
            }
            yaml::Kind::Alias => {}
        }
    }

    fn is_new(&mut self, node: Node<'a>, schema: Schema<'a>) -> bool {
        // An alternative must see everything, within the budget.
        self.depth > 0 || self.seen.insert((node.id(), schema))
    }

    fn wrong_type(&mut self, task: Task<'a>) {
        self.fault(FaultKind::WrongType { wanted: task.schema }, task.node, task.frame, task.setting);
    }

    /// Judges a scalar, and says whether it is there and of a right type.
    fn scalar(&mut self, task: Task<'a>, plan: &Plan<'a>) -> bool {
        let Some(value) = task.node.resolved(Flavour::Kubernetes) else { return false };
        let types = plan.types;
        let fits = match &value {
            Resolved::Null => {
                // A field that is null is one that is not there: to Go, and to a custom resource, from which it is pruned. Among the
                // items of a custom resource it stays.
                let is_absent = task.setting.trust == Trust::Core || task.node.role() != Role::Item;
                if !(is_absent || task.schema.is_nullable() || types.is_any()) {
                    self.wrong_type(task);
                }
                return false;
            }
            Resolved::Bool(_) => types.takes(Types::BOOLEAN),
            Resolved::Int(_) => types.takes(Types::INTEGER),
            // On its way to JSON `3.0` becomes 3.
            Resolved::Float(number) => {
                types.takes(Types::NUMBER) || number.fract() == 0.0 && types.takes(Types::INTEGER)
            }
            Resolved::Str(_) => types.takes(Types::STRING),
        };
        if !fits {
            self.wrong_type(task);
            return false;
        }
        let has_own_rule = self.frames.get(task.frame).is_some_and(|frame| self.is_secret_data(*frame));
        if plan.is_limited
            && !task.setting.is_status
            && !has_own_rule
            && let Some(limit) = value::limit(task.schema, &value, task.setting.trust)
        {
            self.invalid(task, limit);
        }
        true
    }

    fn is_secret_data(&self, frame: Frame<'a>) -> bool {
        self.frames.get(frame.around).is_some_and(|owner| enforced::has_own_rule(owner.schema))
    }

    fn invalid(&mut self, task: Task<'a>, limit: Limit<'a>) {
        let kind = FaultKind::InvalidValue { schema: task.schema, limit };
        self.fault(kind, task.node, task.frame, task.setting);
    }

    fn sequence(&mut self, task: Task<'a>, plan: &Plan<'a>) {
        let Task { node, schema, setting, .. } = task;
        let owner = self.frames.get(task.frame).copied();
        let frame = self.enter(task);
        if let Some(items) = plan.items {
            for item in node.items() {
                self.waiting.push(Task { node: item, schema: items, frame, setting });
            }
        }
        if !setting.is_status {
            let count = if plan.item_count == (None, None) { 0 } else { node.items().count() as u64 };
            match plan.item_count {
                (Some(least), _) if count < least => self.invalid(task, Limit::MinItems(least)),
                (_, Some(most)) if count > most => self.invalid(task, Limit::MaxItems(most)),
                _ => {}
            }
            let field = node.key().and_then(Node::text).unwrap_or_default();
            let is_unique = match setting.trust {
                Trust::Core => owner.is_some_and(|owner| enforced::is_unique(owner.schema, &field)),
                Trust::Workspace | Trust::Bundled => true,
            };
            if is_unique {
                for (item, first, keys) in repeated::items(node, schema, setting.trust) {
                    self.fault(FaultKind::RepeatedItem { first, keys }, item, frame, setting);
                }
            }
        }
        self.alternatives(task, plan, frame);
    }

    fn enter(&mut self, task: Task<'a>) -> usize {
        self.frames.push(Frame { node: task.node, schema: task.schema, around: task.frame });
        self.frames.len() - 1
    }

    fn mapping(&mut self, task: Task<'a>, plan: &Plan<'a>) {
        let Task { node, setting, .. } = task;
        if plan.is_embedded && node != setting.object {
            // An object in an object: what its kind says is more than what the field says. What puts it in place completes it.
            let inner = Object::new(node, self.catalog);
            if let Some(inner) = self.task_of(node, inner.kind, true) {
                self.waiting.push(Task { frame: task.frame, ..inner });
                return;
            }
        }
        let frame = self.enter(task);
        let merges = node.entries().any(|entry| entry.key.is_merge_key());
        let entries = if merges { node.merged_entries() } else { node.entries().collect() };
        let mut written: Vec<Option<Entry<'a>>> = vec![None; plan.required.len()];
        for entry in &entries {
            self.entry(*entry, task, plan, frame, &mut written);
        }
        // What is written to be compared with the state of an object has that and nothing else.
        let is_state = node == setting.object && node.get("status").is_some() && node.entry("spec").is_none();
        if !(setting.is_partial || setting.is_status || is_state || self.has_error(node.range())) {
            self.missing(task, plan, frame, &written);
        }
        if !setting.is_status {
            let count = entries.len() as u64;
            match plan.field_count {
                (Some(least), _) if count < least => self.invalid(task, Limit::MinFields(least)),
                (_, Some(most)) if count > most => self.invalid(task, Limit::MaxFields(most)),
                _ => {}
            }
        }
        self.alternatives(task, plan, frame);
    }

    fn entry(
        &mut self,
        entry: Entry<'a>,
        task: Task<'a>,
        plan: &Plan<'a>,
        frame: usize,
        written: &mut [Option<Entry<'a>>],
    ) {
        let Task { node, setting, .. } = task;
        let name = entry.name();
        let is_object = node == setting.object && !setting.is_branch;
        if is_object && (name == "items" && is_list(node) || name == "status" && setting.trust != Trust::Core) {
            return;
        }
        let mut setting = setting;
        setting.is_status |= is_object && name == "status";
        if is_object && name == "metadata" {
            // What every object has is decoded as Kubernetes' own.
            setting.trust = Trust::Core;
        }
        let at = plan.field(&name);
        let field = at.map(|at| plan.fields[at]);
        let schema = match field {
            Some(field) if exists(field, plan.schema.version()) => Some(field.schema),
            _ if is_object && name == "metadata" => Schema::of_definition(OBJECT_META, self.version),
            Some(_) => None,
            None => plan.values,
        };
        if let Some(slot) = at.and_then(|at| plan.required.iter().position(|required| *required == at)) {
            written[slot] = Some(entry);
            if is_absent(entry.value) {
                return;
            }
        }
        if let Some(schema) = schema {
            // What a merge key brings in stands elsewhere.
            let is_here = entry.value.parent() == Some(node);
            if is_here || self.is_new(entry.value, schema) {
                self.waiting.push(Task { node: entry.value, schema, frame, setting });
            }
            return;
        }
        let is_tolerated = setting.is_branch
            || !plan.is_closed
            || is_object && matches!(&*name, "apiVersion" | "kind" | "metadata")
            || setting.is_partial && name.starts_with('$')
            || is_object && name == "sops"
            || placeholder::is(entry.key)
            || self.has_error(entry.key.range());
        if !is_tolerated {
            self.fault(FaultKind::UnknownField { entry, elsewhere: field }, entry.key, frame, setting);
        }
    }

    fn missing(&mut self, task: Task<'a>, plan: &Plan<'a>, frame: usize, written: &[Option<Entry<'a>>]) {
        let Task { node, setting, .. } = task;
        let is_object = node == setting.object;
        for (at, entry) in plan.required.iter().zip(written) {
            let field = plan.fields[*at];
            let is_there = entry.is_some_and(|entry| !is_absent(entry.value));
            let is_enforced = match setting.trust {
                Trust::Core => enforced::is_required(plan.schema, field.name),
                Trust::Workspace | Trust::Bundled => field.is_required && field.schema.default().is_none(),
            };
            // An object's own head is the business of other findings.
            let is_head = is_object && matches!(field.name, "apiVersion" | "kind" | "metadata" | "status")
                || is_object && field.name == "items" && is_list(node);
            let is_gained = self.gains_selectors && enforced::is_gained(plan.schema, field.name);
            if is_there || !is_enforced || is_head || is_gained || !exists(field, plan.schema.version()) {
                continue;
            }
            let kind = FaultKind::Missing { name: field.name, schema: Some(field.schema), written: *entry };
            self.fault(kind, entry.map_or(node, |entry| entry.key), frame, setting);
        }
        for name in &plan.needed {
            let entry = find(node, name);
            if entry.is_none_or(|entry| is_absent(entry.value)) {
                let kind = FaultKind::Missing { name, schema: None, written: entry };
                self.fault(kind, entry.map_or(node, |entry| entry.key), frame, setting);
            }
        }
    }

    /// Whether there is a mistake in the syntax of that part: while it is being typed nothing is missing from it.
    fn has_error(&self, range: TextRange) -> bool {
        let at = self.errors.partition_point(|error| error.range.end() < range.start());
        self.errors[at..].iter().take_while(|error| error.range.start() <= range.end()).next().is_some()
    }
}

fn trust(kind: Kind<'_>) -> Trust {
    match (kind.is_custom(), kind.is_bundled()) {
        (false, _) => Trust::Core,
        (true, true) => Trust::Bundled,
        (true, false) => Trust::Workspace,
    }
}

fn exists(field: schema::kubernetes::Field<'_>, version: Version) -> bool {
    field.since.is_none_or(|since| since <= version) && field.until.is_none_or(|until| version <= until)
}

fn is_list(object: Node<'_>) -> bool {
    object.get("kind").and_then(Node::text).is_some_and(|kind| kind.ends_with("List"))
}

/// Whether a value is none: nothing, `null`, `~`.
pub(super) fn is_absent(value: Node<'_>) -> bool {
    value.resolved(Flavour::Kubernetes) == Some(Resolved::Null)
}

/// The entry of a key, one that is merged in included.
pub(super) fn find<'a>(mapping: Node<'a>, name: &str) -> Option<Entry<'a>> {
    let own = mapping.entry(name);
    own.or_else(|| mapping.merged_get(name).and_then(Node::as_entry))
}
