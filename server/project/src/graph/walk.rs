//! Walking down many fields at once: the tables' paths as one tree.

use std::fmt;

use syntax::yaml::{Entry, Node};

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'p> {
    /// `name`, or any of `one|other`.
    Key(&'p str),
    /// `[*]`: every item.
    Items,
    /// `{}`: the value of every key.
    Any,
}

/// The steps of `spec.rules[*].host`, `data.{}`, `metadata.annotations["a.b/c"]`, `{a|b}[*].c` without the braces: `a|b[*].c`.
fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let behind = if let Some(behind) = rest.strip_prefix("[*]") {
            steps.push(Step::Items);
            behind
        } else if let Some((key, behind)) = rest.strip_prefix("[\"").and_then(|rest| rest.split_once("\"]")) {
            steps.push(Step::Key(key));
            behind
        } else if let Some(behind) = rest.strip_prefix("{}") {
            steps.push(Step::Any);
            behind
        } else {
            // At least one byte, so that any text comes to an end.
            let end = rest.find(['.', '[']).unwrap_or(rest.len()).max(1);
            steps.push(Step::Key(&rest[..end]));
            &rest[end..]
        };
        rest = behind.strip_prefix('.').unwrap_or(behind);
    }
    steps
}

/// Paths by their steps, with what is to be done at the end of each.
pub(super) struct Trie<A> {
    keys: Vec<(&'static str, Trie<A>)>,
    items: Option<Box<Trie<A>>>,
    any: Option<Box<Trie<A>>>,
    actions: Vec<A>,
}

impl<A> Default for Trie<A> {
    fn default() -> Self {
        Self { keys: Vec::new(), items: None, any: None, actions: Vec::new() }
    }
}

impl<A> fmt::Debug for Trie<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trie").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

impl<A: Copy> Trie<A> {
    /// Adds a path.
    pub(super) fn add(&mut self, path: &'static str, action: A) {
        self.put(&steps(path), action);
    }

    fn put(&mut self, steps: &[Step<'static>], action: A) {
        let Some((first, rest)) = steps.split_first() else {
            self.actions.push(action);
            return;
        };
        match first {
            Step::Key(alternatives) => {
                for key in alternatives.split('|') {
                    let at = self.keys.iter().position(|(own, _)| *own == key).unwrap_or_else(|| {
                        self.keys.push((key, Self::default()));
                        self.keys.len() - 1
                    });
                    self.keys[at].1.put(rest, action);
                }
            }
            Step::Items => self.items.get_or_insert_default().put(rest, action),
            Step::Any => self.any.get_or_insert_default().put(rest, action),
        }
    }

    /// Calls `found` for each node that a path leads to from `node`. The depth is that of the longest path.
    pub(super) fn walk<'y>(&self, node: Node<'y>, budget: &mut usize, found: &mut impl FnMut(A, Match<'y>)) {
        self.step(Match { node, item: None, key: None }, budget, found);
    }

    fn step<'y>(&self, at: Match<'y>, budget: &mut usize, found: &mut impl FnMut(A, Match<'y>)) {
        // Aliases can make a text stand for far more than it says.
        let Some(left) = budget.checked_sub(1) else { return };
        *budget = left;
        let node = at.node.effective();
        for action in &self.actions {
            found(*action, Match { node, ..at });
        }
        if node.is_mapping() && !(self.keys.is_empty() && self.any.is_none()) {
            for entry in entries(node) {
                let name = entry.name();
                if let Some((_, next)) = self.keys.iter().find(|(key, _)| *key == name) {
                    next.step(Match { node: entry.value, ..at }, budget, found);
                }
                if let Some(any) = &self.any {
                    any.step(Match { node: entry.value, key: Some(entry.key), ..at }, budget, found);
                }
            }
        }
        if let Some(next) = self.items.as_ref().filter(|_| node.is_sequence()) {
            for (index, item) in node.items().enumerate() {
                next.step(Match { node: item, item: at.item.or(Some(index)), ..at }, budget, found);
            }
        }
    }
}

/// A node that a path leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match<'y> {
    /// The node, no alias.
    pub(super) node: Node<'y>,
    /// The item of the outermost list on the way.
    pub(super) item: Option<usize>,
    /// The key that the innermost `{}` stood for.
    pub(super) key: Option<Node<'y>>,
}

/// The entries of a mapping as a program sees them: merge keys cost only where there are any.
pub(super) fn entries(node: Node<'_>) -> impl Iterator<Item = Entry<'_>> {
    let node = node.effective();
    let merges = node.entries().any(|entry| entry.key.is_merge_key());
    let merged = if merges { node.merged_entries() } else { Vec::new() };
    merged.into_iter().chain(node.entries().filter(move |_| !merges))
}

/// Nodes that one path may lead to.
const FOUND_LIMIT: usize = 4096;

/// The nodes that `path` leads to from `node`: of alternatives (`a.b|c`, whole paths here) all of them. At most 4,096.
pub(super) fn find<'y>(node: Node<'y>, path: &str) -> Vec<Node<'y>> {
    let mut found = Vec::new();
    for path in path.split('|').filter(|path| !path.is_empty()) {
        let mut nodes = vec![node.effective()];
        for step in steps(path) {
            let mut next: Vec<Node<'y>> = Vec::new();
            for node in nodes {
                match step {
                    Step::Key(key) => next.extend(node.merged_get(key)),
                    Step::Items => next.extend(node.items()),
                    Step::Any => next.extend(entries(node).map(|entry| entry.value)),
                }
                if next.len() > FOUND_LIMIT {
                    return found;
                }
            }
            nodes = next.into_iter().map(Node::effective).collect();
        }
        found.extend(nodes);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
a:
- b: {c: 1, d: 2}
- b: {c: 3}
  \"x.y/z\": 4
e: &e {f: 5, g: 6}
h: {<<: *e, f: 7}
";

    fn walked(path: &'static str) -> Vec<String> {
        let yaml = syntax::yaml::parse(TEXT);
        let root = yaml.documents().next().unwrap().root();
        let mut trie = Trie::default();
        trie.add(path, ());
        let mut found = Vec::new();
        trie.walk(root, &mut 100, &mut |(), at| {
            let key = at.key.map(|key| format!("{}=", key.source())).unwrap_or_default();
            found.push(format!("{key}{}", at.node.source()));
        });
        found
    }

    #[test]
    fn paths_lead_to_nodes() {
        assert_eq!(walked("a[*].b.c"), ["1", "3"]);
        assert_eq!(walked("a[*].b.c|d"), ["1", "2", "3"]);
        assert_eq!(walked("a[*][\"x.y/z\"]"), ["4"]);
        assert_eq!(walked("h.{}"), ["f=7", "g=6"]);
        assert_eq!(walked("a.b"), [""; 0]);
        let yaml = syntax::yaml::parse(TEXT);
        let root = yaml.documents().next().unwrap().root();
        let found = |path| find(root, path).into_iter().map(Node::source).collect::<Vec<_>>();
        assert_eq!(found("a[*].b.d|e.f"), ["2", "5"]);
        assert_eq!(found("h.{}"), ["7", "6"]);
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn any_text_is_a_path() {
        for path in [".", "[", "[\"", "a..b", "[*", "{}{}", "]"] {
            assert!(!steps(path).is_empty() && steps(path).len() <= path.len(), "{path}");
        }
    }

    #[test]
    fn bombs_are_bounded() {
        let mut text = "a0: &a0 [{b: 1}]\n".to_owned();
        for level in 1..12 {
            let row = vec![format!("*a{}", level - 1); 20].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{row}]\n"));
        }
        let yaml = syntax::yaml::parse(text);
        let root = yaml.documents().next().unwrap().root();
        let mut trie = Trie::default();
        trie.add("a11[*][*][*][*][*][*][*][*]", ());
        let mut count = 0;
        trie.walk(root, &mut 1000, &mut |(), _| count += 1);
        assert!(count <= 1000);
        assert!(find(root, "a11[*][*][*][*][*][*]").len() <= FOUND_LIMIT);
    }
}
