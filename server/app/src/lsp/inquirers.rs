//! Who asked what of the graph: from what changed to who has to be judged again, however many files there are.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use project::graph::{Asked, Changes};

/// By question the files that asked it. Files are numbers in there: popular questions are asked by every file.
#[derive(Debug, Default)]
pub(super) struct Inquirers {
    by_key: HashMap<u64, Vec<u32>>,
    numbers: HashMap<PathBuf, u32>,
    paths: Vec<PathBuf>,
}

impl Inquirers {
    /// Puts what a file asked in the place of what it asked before.
    pub(super) fn replace(&mut self, path: &Path, before: &[Asked], after: &[Asked]) {
        if before.is_empty() && after.is_empty() {
            return;
        }
        let number = match self.numbers.get(path) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
                self.numbers.insert(path.to_owned(), number);
                self.paths.push(path.to_owned());
                number
            }
        };
        let keys = |asked: &[Asked]| asked.iter().map(Asked::key).collect::<BTreeSet<u64>>();
        let (before, after) = (keys(before), keys(after));
        for key in before.difference(&after) {
            let Some(files) = self.by_key.get_mut(key) else { continue };
            if let Ok(at) = files.binary_search(&number) {
                files.remove(at);
            }
            if files.is_empty() {
                self.by_key.remove(key);
            }
        }
        for key in after.difference(&before) {
            let files = self.by_key.entry(*key).or_default();
            if let Err(at) = files.binary_search(&number) {
                files.insert(at, number);
            }
        }
    }

    /// The files that asked anything that may be answered otherwise now.
    pub(super) fn touched(&self, changes: &Changes) -> Vec<&Path> {
        let files: BTreeSet<u32> = changes.keys().filter_map(|key| self.by_key.get(&key)).flatten().copied().collect();
        files.into_iter().filter_map(|number| self.paths.get(number as usize)).map(PathBuf::as_path).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use project::graph::{File, Graph};

    use super::*;

    fn service(name: &str) -> Option<Arc<File>> {
        let text =
            format!("apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: a}}}}\n");
        Some(Arc::new(File::read(Path::new("/w/a.yaml"), &syntax::yaml::parse(&text[..]))))
    }

    /// What a file that counts the Services asks.
    fn asked(graph: &Graph, path: &str) -> Vec<Asked> {
        let inquiry = graph.inquire(Path::new(path));
        let _ = inquiry.count_of_kind("Service");
        inquiry.into_asked()
    }

    #[test]
    fn who_asked_is_found_and_nobody_else() {
        let mut graph = Graph::default();
        let mut inquirers = Inquirers::default();
        let (one, two) = (asked(&graph, "/w/1.yaml"), asked(&graph, "/w/2.yaml"));
        inquirers.replace(Path::new("/w/1.yaml"), &[], &one);
        inquirers.replace(Path::new("/w/2.yaml"), &[], &two);
        let changes = graph.set(Path::new("/w/a.yaml"), service("a"));
        assert_eq!(inquirers.touched(&changes), [Path::new("/w/1.yaml"), Path::new("/w/2.yaml")]);
        inquirers.replace(Path::new("/w/1.yaml"), &one, &[]);
        let changes = graph.set(Path::new("/w/a.yaml"), service("b"));
        assert_eq!(inquirers.touched(&changes), [Path::new("/w/2.yaml")]);
        inquirers.replace(Path::new("/w/2.yaml"), &two, &[]);
        assert!(inquirers.by_key.is_empty());
        let changes = graph.set(Path::new("/w/a.yaml"), None);
        assert!(!changes.is_empty() && inquirers.touched(&changes).is_empty());
    }
}
