//! Alternatives: several schemas for one value, judged by JSON Schema's rules and told in one sentence.

use schema::kubernetes::{Combination, Schema};
use syntax::yaml::Entry;

use super::plan::Plan;
use super::walk::{Setting, Task, Walk, find, is_absent};
use super::{Fault, FaultKind};

/// Alternatives within alternatives are followed this far.
const DEPTH_LIMIT: usize = 6;

impl<'a> Walk<'a> {
    /// Holds a value against what its schema combines. `frame` is the value's own where it is a collection.
    pub(super) fn alternatives(&mut self, task: Task<'a>, plan: &Plan<'a>, frame: usize) {
        if plan.alternatives.is_empty() || task.setting.is_status || self.depth >= DEPTH_LIMIT {
            return;
        }
        let of = |wanted: Combination| {
            let of_it = plan.alternatives.iter().filter(move |(combination, _)| *combination == wanted);
            of_it.map(|(_, schema)| *schema).collect::<Vec<_>>()
        };
        let setting = Setting { is_branch: true, ..task.setting };
        let branch = |schema| Task { schema, setting, ..task };
        for schema in of(Combination::AllOf) {
            self.push(branch(schema));
        }
        let any = of(Combination::AnyOf);
        if !any.is_empty() {
            let mut verdicts = Vec::new();
            for schema in &any {
                let faults = self.tried(branch(*schema));
                let fits = faults.is_empty();
                verdicts.push(faults);
                if fits {
                    break;
                }
            }
            if !verdicts.iter().any(Vec::is_empty) {
                self.none_fits(task, &any, verdicts, frame);
            }
        }
        let one = of(Combination::OneOf);
        if !one.is_empty() {
            let verdicts: Vec<_> = one.iter().map(|schema| self.tried(branch(*schema))).collect();
            let fitting = one.iter().zip(&verdicts).filter(|(_, faults)| faults.is_empty()).map(|(schema, _)| *schema);
            let fitting: Vec<Schema<'a>> = fitting.collect();
            match fitting.len() {
                0 => self.none_fits(task, &one, verdicts, frame),
                1 => {}
                _ => self.too_many_fit(task, &fitting, frame),
            }
        }
        for schema in of(Combination::Not) {
            if self.budget > 0 && self.tried(branch(schema)).is_empty() {
                let entries = self.needed(task, schema);
                if !entries.is_empty() {
                    self.fault(FaultKind::Excluding { entries }, task.node, frame, task.setting);
                }
            }
        }
    }

    /// None of several schemas takes the value.
    fn none_fits(&mut self, task: Task<'a>, schemas: &[Schema<'a>], verdicts: Vec<Vec<Fault<'a>>>, frame: usize) {
        if self.budget == 0 {
            return;
        }
        let is_missing = |fault: &Fault<'a>| matches!(fault.kind, FaultKind::Missing { .. }) && is_at(fault, task);
        if task.node.is_mapping() && verdicts.iter().flatten().all(is_missing) {
            let mut groups: Vec<Vec<&'a str>> = Vec::new();
            for schema in schemas {
                let plan = self.plan(*schema);
                let required = plan.required.iter().map(|at| plan.fields[*at].name);
                let is_missing = |name: &&'a str| find(task.node, name).is_none_or(|entry| is_absent(entry.value));
                let group: Vec<&'a str> = plan.needed.iter().copied().chain(required).filter(is_missing).collect();
                if !group.is_empty() && !groups.contains(&group) {
                    groups.push(group);
                }
            }
            if !groups.is_empty() {
                self.fault(FaultKind::MissingOneOf { groups }, task.node, frame, task.setting);
            }
            return;
        }
        // What is nearest to fitting is what was meant.
        let nearest = verdicts.into_iter().min_by_key(Vec::len).unwrap_or_default();
        self.faults.extend(nearest);
    }

    /// Several schemas take the value, and only one may.
    fn too_many_fit(&mut self, task: Task<'a>, schemas: &[Schema<'a>], frame: usize) {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for schema in schemas {
            for entry in self.needed(task, *schema) {
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
        if entries.len() > 1 {
            entries.sort_by_key(|entry| entry.key.range().start());
            self.fault(FaultKind::Excluding { entries }, task.node, frame, task.setting);
        }
    }

    /// The entries that `schema`, or one of its alternatives, needs and the value has.
    fn needed(&mut self, task: Task<'a>, schema: Schema<'a>) -> Vec<Entry<'a>> {
        let plan = self.plan(schema);
        let mut names = plan.needed.clone();
        for (combination, schema) in &plan.alternatives {
            match combination {
                Combination::AllOf | Combination::AnyOf | Combination::OneOf => {
                    names.extend(&self.plan(*schema).needed);
                }
                Combination::Not | Combination::If | Combination::Then | Combination::Else => {}
            }
        }
        let there = names.iter().filter_map(|name| find(task.node, name));
        there.filter(|entry| !is_absent(entry.value)).collect()
    }
}

/// Whether a fault is in the value itself and not deeper.
fn is_at<'a>(fault: &Fault<'a>, task: Task<'a>) -> bool {
    fault.way.first().is_some_and(|(node, _)| *node == task.node)
}
