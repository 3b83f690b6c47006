//! Reading: a tree of text held against the table of keys; what fits becomes a layer, what does not a mistake.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use globset::Glob;
use serde_json::Value as Json;
use syntax::{TextRange, spelling};

use super::keys::{self, Choices, Item, Key, Takes};
use super::layer::Layer;
use super::yaml::{NodeId, Tree, Value, is_null, shortened};
use super::{KubernetesVersion, Mistake, PolicyVersion, RuleName, RuleSetting, patterns, version};

/// Settings of the editors' clients that stand beside ours and are none of the server's business.
const CLIENT_KEYS: [&str; 2] = ["path", "trace"];

/// What a file or an editor says.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) layer: Layer,
    /// By place.
    pub(super) mistakes: Vec<Mistake>,
    pub(super) rule_names: Vec<RuleName>,
}

/// Reads the text of a settings file that lies in `folder`.
pub(super) fn file(text: &str, folder: &Path) -> Read {
    let mut tree = Tree::of_text(text);
    let mistakes = std::mem::take(&mut tree.mistakes);
    let mut reader = Reader::new(&tree, folder, false);
    reader.mistakes = mistakes;
    reader.top();
    reader.finish()
}

/// Reads what an editor says for `folder`; an empty folder stands for all. The mistakes' messages name the setting.
pub(super) fn editor(value: &Json, folder: &Path) -> Read {
    let tree = Tree::of_json(value);
    let mut reader = Reader::new(&tree, folder, true);
    reader.top();
    reader.finish()
}

struct Reader<'t> {
    tree: &'t Tree,
    folder: &'t Path,
    is_editor: bool,
    /// The keys down to the one that is being read.
    path: Vec<String>,
    layer: Layer,
    /// Where in `layer.rules` a name stands.
    rules: HashMap<String, usize>,
    mistakes: Vec<Mistake>,
    rule_names: Vec<RuleName>,
}

impl<'t> Reader<'t> {
    fn new(tree: &'t Tree, folder: &'t Path, is_editor: bool) -> Self {
        Self {
            tree,
            folder,
            is_editor,
            path: Vec::new(),
            layer: Layer::default(),
            rules: HashMap::new(),
            mistakes: Vec::new(),
            rule_names: Vec::new(),
        }
    }

    fn finish(mut self) -> Read {
        let excluded = std::mem::take(&mut self.layer.exclude_patterns);
        if !excluded.is_empty() {
            self.layer.exclude = Some(patterns::set(self.folder, &excluded));
        }
        self.layer.settle(self.folder);
        self.mistakes.sort_by_key(|mistake| (mistake.range.start(), mistake.range.end()));
        Read { layer: self.layer, mistakes: self.mistakes, rule_names: self.rule_names }
    }

    fn top(&mut self) {
        let Some(root) = self.tree.root else { return };
        let node = self.tree.node(root);
        match &node.value {
            Value::Table(entries) => self.table(entries, keys::TOP),
            Value::Scalar { text, plain: true } if is_null(text) => {}
            Value::Scalar { text, .. } => {
                let written = shortened(text);
                self.say(node.range, format!("settings are keys with values, not text; write `{written}: …`"), None);
            }
            Value::List(items) => {
                let range = items.first().map_or(node.range, |item| self.tree.node(*item).range);
                self.say(range, "settings are keys with values, not a list; write `profile: recommended`".into(), None);
            }
            Value::Unknown => {}
        }
    }

    fn table(&mut self, entries: &[(NodeId, NodeId)], known: &'static [Key]) {
        let mut seen = HashSet::new();
        for (key_id, value) in entries {
            let Some((name, range)) = self.name(*key_id) else { continue };
            let Some(key) = keys::named(known, name) else {
                if !(self.is_editor && self.path.is_empty() && CLIENT_KEYS.contains(&name)) {
                    self.unknown_key(name, range, known);
                }
                continue;
            };
            self.path.push(name.to_owned());
            if !seen.insert(name) {
                self.twice(range, matches!(key.takes, Takes::Table(_) | Takes::Rules));
            }
            self.key(key, range, *value);
            self.path.pop();
        }
    }

    /// The text of a key; one that is a list or a table is complained about.
    fn name(&mut self, key: NodeId) -> Option<(&'t str, TextRange)> {
        let node = self.tree.node(key);
        if let Value::Scalar { text, .. } = &node.value {
            return Some((text, node.range));
        }
        let message = format!("a key is a word, not {}", node.value.title());
        self.say(node.range, message, None);
        None
    }

    fn twice(&mut self, range: TextRange, adds_up: bool) {
        let then = if adds_up { "put both into one table" } else { "this one counts" };
        let message = format!("`{}` is given twice; {then}", self.label());
        self.say(range, message, None);
    }

    fn unknown_key(&mut self, name: &str, range: TextRange, known: &'static [Key]) {
        let written = shortened(name);
        let nearest = spelling::nearest(name, known.iter().map(|key| key.name));
        let hint = match (nearest, owner(name)) {
            (Some(nearest), _) => format!(" (did you mean `{nearest}`?)"),
            (None, Some(owner)) if self.path.last().is_none_or(|here| here != owner) => {
                format!("; it belongs below `{owner}`")
            }
            (None, _) => {
                let names: Vec<String> = known.iter().map(|key| format!("`{}`", key.name)).collect();
                format!("; known here: {}", names.join(", "))
            }
        };
        self.path.push(written.clone());
        let name = if self.is_editor { self.label() } else { written };
        self.say(range, format!("unknown key `{name}`{hint}"), nearest.map(str::to_owned));
        self.path.pop();
    }

    /// Reads the value of a known key, whose name stands at `at`.
    fn key(&mut self, key: &'static Key, at: TextRange, value: NodeId) {
        let node = self.tree.node(value);
        if let Value::Scalar { text, plain: true } = &node.value
            && is_null(text)
        {
            let may_be_empty = matches!(key.takes, Takes::List(..) | Takes::Table(_) | Takes::Rules | Takes::Options);
            // Editors send what was never set as null; a list or table whose lines are comments is a habit.
            if !self.is_editor && !may_be_empty {
                let message = format!("`{}` has no value; it is {}", self.label(), key.takes.expected());
                self.say(at, message, None);
            }
            return;
        }
        match (&key.takes, &node.value) {
            (_, Value::Unknown) => {}
            (Takes::Choice(choices, store), Value::Scalar { text, plain }) => {
                if let Some(word) = self.word(choices, text, *plain, node.range) {
                    store(&mut self.layer, word);
                }
            }
            (Takes::Flag(store), Value::Scalar { text, plain: true }) => match text.as_str() {
                "true" | "True" | "TRUE" => store(&mut self.layer, true),
                "false" | "False" | "FALSE" => store(&mut self.layer, false),
                _ => self.wrong(key, at, value),
            },
            (Takes::KubernetesVersion(store), Value::Scalar { text, .. }) => match KubernetesVersion::named(text) {
                Some(version) => {
                    if let Some(message) = version::complaint(&self.label(), version) {
                        self.say(node.range, message, None);
                    }
                    store(&mut self.layer, version.bundled());
                }
                None => self.wrong(key, at, value),
            },
            (Takes::PolicyVersion(store), Value::Scalar { text, .. }) => match PolicyVersion::named(text) {
                Some(version) => store(&mut self.layer, version),
                None => self.wrong(key, at, value),
            },
            (Takes::Text(store), Value::Scalar { text, plain })
                if !(*plain && matches!(text.as_str(), "true" | "false")) =>
            {
                store(&mut self.layer, text.clone());
            }
            (Takes::List(item, store), Value::List(items)) => {
                let list = self.list(*item, items, at);
                store(&mut self.layer, list);
            }
            (Takes::Table(known), Value::Table(entries)) => self.table(entries, known),
            (Takes::Rules, Value::Table(entries)) => self.rules(entries),
            (Takes::Options, Value::Table(_)) => match self.tree.json(value) {
                Some(options) => self.layer.rule.options = options,
                None => self.say(at, "these options are larger than any rule's".to_owned(), None),
            },
            _ => self.wrong(key, at, value),
        }
    }

    fn word(&mut self, choices: &'static Choices, text: &str, plain: bool, range: TextRange) -> Option<&'static str> {
        let known = |name: &str| choices.words.iter().find(|choice| choice.name == name).map(|choice| choice.name);
        if let Some(word) = known(text) {
            return Some(word);
        }
        // Older YAML reads `off` as false, and what writes YAML anew writes it so.
        if plain
            && text == "false"
            && let Some(off) = known("off")
        {
            return Some(off);
        }
        let written = shortened(text);
        let nearest = spelling::nearest(text, choices.words.iter().map(|choice| choice.name));
        let hint = match nearest.filter(|_| !choices.are_numbers) {
            Some(nearest) => format!(" (did you mean `{nearest}`?)"),
            None => format!("; it is {}", choices.enumeration()),
        };
        let meant = nearest.filter(|_| !choices.are_numbers).map(str::to_owned);
        self.say(range, format!("unknown {} `{written}`{hint}", choices.noun), meant);
        None
    }

    fn list(&mut self, item: Item, items: &[NodeId], at: TextRange) -> Vec<String> {
        let mut list = Vec::with_capacity(items.len());
        for id in items {
            let node = self.tree.node(*id);
            match &node.value {
                Value::Scalar { text, plain } if !(*plain && is_null(text)) => match self.complaint(item, text) {
                    Some(message) => self.say(node.range, message, None),
                    None => list.push(text.clone()),
                },
                Value::Unknown => {}
                other => {
                    let message = format!("`{}` holds {}, not {}", self.label(), item.plural(), other.title());
                    let range = if node.range.is_empty() { at } else { node.range };
                    self.say(range, message, None);
                }
            }
        }
        list
    }

    /// Why `text` cannot be an item of a list.
    fn complaint(&self, item: Item, text: &str) -> Option<String> {
        match item {
            Item::Pattern => patterns::globs(self.folder, text).err(),
            Item::Image => {
                let reason = Glob::new(text).err()?.kind().to_string();
                Some(format!("pattern `{}` cannot be read: {reason}", shortened(text)))
            }
            Item::Folder | Item::ValuesFile | Item::ApiVersion => {
                text.trim().is_empty().then(|| format!("an empty text names none of the {}", item.plural()))
            }
        }
    }

    fn rules(&mut self, entries: &'t [(NodeId, NodeId)]) {
        let mut seen = HashSet::new();
        for (key_id, value) in entries {
            let Some((name, range)) = self.name(*key_id) else { continue };
            self.rule_names.push(RuleName { name: name.to_owned(), range });
            self.path.push(name.to_owned());
            if !seen.insert(name) {
                self.twice(range, false);
            }
            self.rule(name, range, *value);
            self.path.pop();
        }
    }

    fn rule(&mut self, name: &str, at: TextRange, value: NodeId) {
        self.layer.rule = RuleSetting { name: name.to_owned(), ..RuleSetting::default() };
        self.layer.rule_patterns = None;
        let node = self.tree.node(value);
        match &node.value {
            Value::Table(entries) => {
                // A `paths` that cannot be read must not make the entry one for all files.
                if entries.iter().any(|(key, _)| self.is_called(*key, "paths")) {
                    self.layer.rule_patterns = Some(Vec::new());
                }
                self.table(entries, keys::RULE);
            }
            Value::Scalar { .. } => {
                if let Some(level) = keys::named(keys::RULE, "level") {
                    self.key(level, at, value);
                }
            }
            Value::List(_) => {
                let message = format!("`{}` is a level or a table, not a list", self.label());
                self.say(at, message, None);
            }
            Value::Unknown => {}
        }
        let mut rule = std::mem::take(&mut self.layer.rule);
        if rule.level.is_none() && rule.options.is_null() {
            return;
        }
        rule.paths = self.layer.rule_patterns.take().map(|written| patterns::set(self.folder, &written));
        match self.rules.get(name) {
            Some(earlier) => self.layer.rules[*earlier] = rule,
            None => {
                self.rules.insert(name.to_owned(), self.layer.rules.len());
                self.layer.rules.push(rule);
            }
        }
    }

    fn is_called(&self, key: NodeId, name: &str) -> bool {
        matches!(&self.tree.node(key).value, Value::Scalar { text, .. } if text == name)
    }

    /// Says that the value of `key` is of the wrong type.
    fn wrong(&mut self, key: &Key, at: TextRange, value: NodeId) {
        let node = self.tree.node(value);
        let (given, range) = match &node.value {
            Value::Scalar { text, plain } => {
                let by_title = matches!(key.takes, Takes::Text(_) | Takes::List(..) | Takes::Table(_) | Takes::Rules)
                    || (!plain && matches!(key.takes, Takes::Flag(_)));
                let given = if by_title { node.value.title().to_owned() } else { format!("`{}`", shortened(text)) };
                (given, if node.range.is_empty() { at } else { node.range })
            }
            other => (other.title().to_owned(), at),
        };
        let repair = match (&key.takes, &node.value) {
            (Takes::List(..), Value::Scalar { text, .. }) => format!("; write `[\"{}\"]`", shortened(text)),
            (Takes::Table(_) | Takes::Rules, Value::Scalar { text, .. }) if text.contains(':') => {
                "; a blank is missing behind `:`".to_owned()
            }
            (Takes::List(..) | Takes::Table(_) | Takes::Rules, _) => format!("; write `{}`", key.example),
            _ => String::new(),
        };
        let message = format!("`{}` is {}, not {given}{repair}", self.label(), key.takes.expected());
        self.say(range, message, None);
    }

    /// The key that is being read, as a message names it.
    fn label(&self) -> String {
        if self.is_editor {
            format!("plimsoll.{}", self.path.join("."))
        } else {
            self.path.last().cloned().unwrap_or_default()
        }
    }

    fn say(&mut self, range: TextRange, mut message: String, meant: Option<String>) {
        if self.is_editor && !message.contains(&self.label()) {
            message = format!("`{}`: {message}", self.label().trim_end_matches('.'));
        }
        self.mistakes.push(Mistake { range, message, meant });
    }
}

/// The key at the top that has `name` below it, when only one has.
fn owner(name: &str) -> Option<&'static str> {
    let mut owners = keys::TOP.iter().filter(|key| keys::named(key.takes.keys(), name).is_some());
    let owner = owners.next()?;
    owners.next().is_none().then_some(owner.name)
}
