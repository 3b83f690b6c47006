//! Applying suppressions, and noticing those that do nothing.

use std::path::Path;

use project::docker::Model;
use project::kubernetes::Manifest;
use project::settings::Settings;
use project::suppression::{self, Dialect, Suppression};
use syntax::TextRange;

use crate::catalogue;
use crate::finding::{Finding, Tag};
use crate::judge;
use crate::k8s::pod_security;
use crate::plimsoll::{unknown_rule, unused_suppression};
use crate::rule::Rule;

/// The suppressions of a file, with a note of which were needed.
pub(crate) struct Suppressions {
    list: Vec<Suppression>,
    /// For each suppression and each of its names, whether it covered a finding.
    used: Vec<Vec<bool>>,
}

impl Suppressions {
    pub(crate) fn of_dockerfile(model: &Model) -> Self {
        Self::new(suppression::of(model))
    }

    pub(crate) fn of_manifest(manifest: &Manifest<'_>) -> Self {
        Self::new(suppression::of_manifest(manifest))
    }

    fn new(list: Vec<Suppression>) -> Self {
        let used = list.iter().map(|it| vec![false; it.names.len()]).collect();
        Self { list, used }
    }

    /// Whether one of them covers what `rule` finds at `range`; all that do are noted as used. Who switches off the finding that
    /// stands for several means each of these.
    pub(crate) fn covers(&mut self, rule: &Rule, range: TextRange) -> bool {
        let mut covered = false;
        for (suppression, used) in self.list.iter().zip(&mut self.used) {
            let inside = suppression.scope.start() <= range.start() && range.start() <= suppression.scope.end();
            if !inside {
                continue;
            }
            covered |= suppression.names.is_empty();
            for (name, used) in suppression.names.iter().zip(used) {
                if catalogue::means(&name.text, rule)
                    || rule.is_step() && catalogue::means(&name.text, &pod_security::RULE)
                {
                    *used = true;
                    covered = true;
                }
            }
        }
        covered
    }

    /// Names in our own suppressions that no rule has, or that covered nothing. The peers' forms may be there for the peer.
    pub(crate) fn complaints(&self, settings: &Settings, path: &Path) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut add = |rule: &'static Rule, range: TextRange, message: String| {
            if let (Some(severity), _) = judge::verdict(rule, settings, path) {
                let tag = Some(Tag::Unnecessary);
                found.push(Finding {
                    rule,
                    severity,
                    range,
                    message,
                    labels: Vec::new(),
                    fixes: Vec::new(),
                    tag,
                    members: Vec::new(),
                });
            }
        };
        for (suppression, used) in self.list.iter().zip(&self.used).filter(|(it, _)| it.dialect == Dialect::Plimsoll) {
            for (name, used) in suppression.names.iter().zip(used) {
                match catalogue::find(&name.text) {
                    None => add(&unknown_rule::RULE, name.range, unknown_rule::message(&name.text)),
                    Some(rule) if !used && judge::verdict(rule, settings, path).0.is_some() => {
                        add(
                            &unused_suppression::RULE,
                            name.range,
                            format!("`{}` finds nothing here; drop it", name.text),
                        );
                    }
                    Some(_) => {}
                }
            }
        }
        found
    }
}
