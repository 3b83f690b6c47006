//! Routes: the way from a document's root to a node.

use std::fmt;

use super::{Document, Node, Role};

/// One step of a route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// To the value of that key.
    Key(String),
    /// To that item, counted from zero.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<String> for Step {
    fn from(key: String) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The way from a document's root to a node; empty for the root itself.
///
/// Shown as people write it: `spec.containers[0].image`, with keys that are no plain words as
/// `metadata.labels["app.kubernetes.io/name"]`. [`Route::parse`] reads that form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Route(Vec<Step>);

impl Route {
    /// The route to the root.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the form that is shown. Total: what is no step is a key as it stands.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some((step, behind)) = bracket_step(rest) {
                steps.push(step);
                rest = behind.strip_prefix('.').unwrap_or(behind);
                continue;
            }
            let end = rest[1..].find(['.', '[']).map_or(rest.len(), |end| end + 1);
            steps.push(Step::from(&rest[..end]));
            rest = &rest[end..];
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        Self(steps)
    }

    /// Its steps, from the root on.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether it leads to the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The route one step further.
    #[must_use]
    pub fn then(&self, step: impl Into<Step>) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.into());
        Self(steps)
    }

    /// The last step with the route before it; `None` for the root.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, before) = self.0.split_last()?;
        Some((Self(before.to_vec()), last))
    }

    /// The route to what is around; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.split_last().map(|(parent, _)| parent)
    }

    /// Whether it leads to where `other` leads, or deeper.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }
}

/// The step `[0]` or `["key"]` that `text` begins with, and what stands behind it.
fn bracket_step(text: &str) -> Option<(Step, &str)> {
    let inner = text.strip_prefix('[')?;
    if let Some(key) = inner.strip_prefix('"') {
        let end = key.find("\"]")?;
        return Some((Step::from(&key[..end]), &key[end + 2..]));
    }
    let (index, behind) = inner.split_once(']')?;
    Some((Step::Index(index.parse().ok()?), behind))
}

impl<S: Into<Step>> FromIterator<S> for Route {
    fn from_iter<I: IntoIterator<Item = S>>(steps: I) -> Self {
        Self(steps.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if key.is_empty() || key.contains(['.', '[', ']', '"', ' ']) => {
                    write!(f, "[\"{key}\"]")?;
                }
                Step::Key(key) if place == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}

impl<'y> Node<'y> {
    /// The way to this node from the root of its document; a key has the route of its value. Where a mapping has a key
    /// twice, both values have one route, which leads to the second.
    #[must_use]
    pub fn route(self) -> Route {
        let mut steps: Vec<Step> = self
            .ancestors()
            .filter_map(|node| match node.role() {
                Role::Root => None,
                Role::Item => Some(Step::Index(node.index())),
                Role::Key | Role::Value => node.as_entry().map(|entry| Step::Key(entry.name().into_owned())),
            })
            .collect();
        steps.reverse();
        Route(steps)
    }

    /// The node that `route` leads to from here; `None` when a step leads nowhere. Aliases and merge keys are not followed:
    /// what they bring in stands elsewhere.
    #[must_use]
    pub fn find(self, route: &Route) -> Option<Self> {
        route.steps().iter().try_fold(self, |node, step| match step {
            Step::Key(key) => node.get(key),
            Step::Index(index) => node.item(*index),
        })
    }
}

impl<'y> Document<'y> {
    /// The node that `route` leads to from the root; see [`Node::find`].
    #[must_use]
    pub fn find(self, route: &Route) -> Option<Node<'y>> {
        self.root().find(route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_shown_as_they_are_read() {
        for text in ["", "spec", "spec.containers[0].image", "[2]", "a[\"b.c/d\"].e", "a[\"\"]", "x[1][2].y"] {
            assert_eq!(Route::parse(text).to_string(), text);
        }
        assert_eq!(
            Route::parse("metadata.labels[\"app.kubernetes.io/name\"]"),
            ["metadata", "labels", "app.kubernetes.io/name"].into_iter().collect()
        );
        assert_eq!(Route::parse("a[x").steps(), [Step::from("a"), Step::from("[x")]);
    }

    #[test]
    fn every_node_is_where_its_route_leads() {
        let yaml = crate::yaml::parse("a:\n- b: {c: [1, {d: e}]}\n- &x f\n\"g.h\": *x\n---\n- 1\n- [x: y]\n");
        for document in yaml.documents() {
            for node in document.root().descendants().filter(|node| node.role() != Role::Key) {
                assert_eq!(document.find(&node.route()), Some(node), "{}", node.route());
                assert_eq!(Route::parse(&node.route().to_string()), node.route());
            }
        }
    }
}
