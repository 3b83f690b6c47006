//! Every key of the settings, once: what it takes, what holds without it, what it does, where it goes.
//!
//! Reading, the messages about mistakes, completion and hover in `plimsoll.yaml`, the settings page and the editors'
//! forms all come from this one table.

use crate::level::{Profile, Severity};

use super::hint_keys::HINTS;
use super::layer::Layer;
use super::version::{KubernetesVersion, PolicyVersion};
use super::{HelmVersion, Level, PodSecurityLevel};

/// A key.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What may stand behind it.
    pub takes: Takes,
    /// What holds without it, as it would be written; empty where nothing does.
    pub default: &'static str,
    /// A value as it would be written.
    pub example: &'static str,
    /// Markdown: what it does, what to choose.
    pub documentation: &'static str,
}

/// What may stand behind a key, and where it goes.
#[derive(Debug)]
pub enum Takes {
    /// One of a closed list of words.
    Choice(&'static Choices, fn(&mut Layer, &str)),
    /// `true` or `false`.
    Flag(fn(&mut Layer, bool)),
    /// A minor version of Kubernetes.
    KubernetesVersion(fn(&mut Layer, KubernetesVersion)),
    /// A minor version of Kubernetes, or `latest`.
    PolicyVersion(fn(&mut Layer, PolicyVersion)),
    /// Any text.
    Text(fn(&mut Layer, String)),
    /// A list of texts.
    List(Item, fn(&mut Layer, Vec<String>)),
    /// Keys of its own.
    Table(&'static [Key]),
    /// Names of rules, each with a level or a table of [`RULE`].
    Rules,
    /// A table whose keys only the rule knows.
    Options,
}

/// A closed list of words.
#[derive(Debug)]
pub struct Choices {
    /// What one of them is called: `profile`.
    pub noun: &'static str,
    /// In a sensible order.
    pub words: &'static [Choice],
    /// Whether they are written as numbers.
    pub are_numbers: bool,
}

/// One of a closed list of words.
#[derive(Debug)]
pub struct Choice {
    /// As written.
    pub name: &'static str,
    /// What choosing it does; a sentence without a full stop.
    pub documentation: &'static str,
}

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// Patterns of paths, relative to the folder of the file they stand in.
    Pattern,
    /// Patterns of image names.
    Image,
    /// Folders, relative to the folder of the file they stand in.
    Folder,
    /// Values files, relative to the chart.
    ValuesFile,
    /// Groups and versions of the Kubernetes API.
    ApiVersion,
}

impl Item {
    /// The plural.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Item::Pattern => "patterns",
            Item::Image => "image patterns",
            Item::Folder => "folders",
            Item::ValuesFile => "values files",
            Item::ApiVersion => "API versions",
        }
    }
}

impl Choices {
    /// All words, in backticks, with `or` before the last.
    #[must_use]
    pub fn enumeration(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|choice| format!("`{}`", choice.name)).collect();
        match words.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
            _ => words.concat(),
        }
    }
}

impl Takes {
    /// What it is called in a hover or a table: `profile`, `list of patterns`.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Takes::Choice(choices, _) => choices.noun.to_owned(),
            Takes::Flag(_) => "`true` or `false`".to_owned(),
            Takes::KubernetesVersion(_) => "Kubernetes version".to_owned(),
            Takes::PolicyVersion(_) => "Kubernetes version or `latest`".to_owned(),
            Takes::Text(_) => "text".to_owned(),
            Takes::List(item, _) => format!("list of {}", item.plural()),
            Takes::Table(_) | Takes::Options => "table".to_owned(),
            Takes::Rules => "table of rules".to_owned(),
        }
    }

    /// What it is in the sentence about something else: ``a list of patterns``.
    pub(super) fn expected(&self) -> String {
        match self {
            Takes::Choice(choices, _) => choices.enumeration(),
            Takes::Flag(_) => "`true` or `false`".to_owned(),
            Takes::KubernetesVersion(_) => "a minor version such as `1.36`".to_owned(),
            Takes::PolicyVersion(_) => "`latest` or a minor version such as `1.36`".to_owned(),
            Takes::Text(_) => "text".to_owned(),
            Takes::List(item, _) => format!("a list of {}", item.plural()),
            Takes::Table(_) | Takes::Options => "a table".to_owned(),
            Takes::Rules => "a table of rules and their levels".to_owned(),
        }
    }

    /// The keys within; empty where it takes no table, or one whose keys are not known here.
    #[must_use]
    pub fn keys(&self) -> &'static [Key] {
        match self {
            Takes::Table(keys) => keys,
            Takes::Choice(..)
            | Takes::Flag(_)
            | Takes::KubernetesVersion(_)
            | Takes::PolicyVersion(_)
            | Takes::Text(_)
            | Takes::List(..)
            | Takes::Rules
            | Takes::Options => &[],
        }
    }
}

/// The key at `path`, from the top; below `rules` and a rule's name come those of [`RULE`].
#[must_use]
pub fn find(path: &[&str]) -> Option<&'static Key> {
    let (first, mut rest) = path.split_first()?;
    let mut key = named(TOP, first)?;
    while let Some((next, below)) = rest.split_first() {
        (key, rest) = match key.takes {
            // What is behind a rule's name is what `level` takes, or the table.
            Takes::Rules => match below.split_first() {
                None => (named(RULE, "level")?, below),
                Some((inner, deeper)) => (named(RULE, inner)?, deeper),
            },
            Takes::Table(keys) => (named(keys, next)?, below),
            Takes::Choice(..)
            | Takes::Flag(_)
            | Takes::KubernetesVersion(_)
            | Takes::PolicyVersion(_)
            | Takes::Text(_)
            | Takes::List(..)
            | Takes::Options => return None,
        };
    }
    Some(key)
}

/// The key called `name` among `keys`.
#[must_use]
pub fn named(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter().find(|key| key.name == name)
}

/// The levels, the loudest first.
pub static LEVELS: Choices = Choices {
    noun: "level",
    words: &[
        Choice { name: "error", documentation: "The builder, the API server or Helm refuses it" },
        Choice { name: "warning", documentation: "It breaks at run time, or some day" },
        Choice { name: "info", documentation: "It hardens, or saves time or space" },
        Choice { name: "hint", documentation: "It is tidier or slightly better; no gate fails on it" },
        Choice { name: "off", documentation: "The rule does not run" },
    ],
    are_numbers: false,
};

/// The profiles, the smallest first.
pub static PROFILES: Choices = Choices {
    noun: "profile",
    words: &[
        Choice { name: "minimal", documentation: "What the builder, the API server or Helm rejects" },
        Choice { name: "recommended", documentation: "Every rule that is not off by default" },
        Choice {
            name: "production",
            documentation: "What a service that must stay up needs, too, at warning: probes, resources, pinned images",
        },
        Choice {
            name: "restricted",
            documentation: "Every control of the restricted Pod Security level, too, at warning",
        },
        Choice { name: "all", documentation: "Every opinion, too, at info" },
    ],
    are_numbers: false,
};

static POD_SECURITY_LEVELS: Choices = Choices {
    noun: "Pod Security level",
    words: &[
        Choice { name: "privileged", documentation: "Nothing is forbidden" },
        Choice { name: "baseline", documentation: "Known ways out of a container are closed" },
        Choice { name: "restricted", documentation: "Current hardening practice: no root, no capabilities, seccomp" },
    ],
    are_numbers: false,
};

static HELM_VERSIONS: Choices = Choices {
    noun: "Helm version",
    words: &[
        Choice { name: "3", documentation: "Render as Helm 3 does" },
        Choice { name: "4", documentation: "Render as Helm 4 does" },
    ],
    are_numbers: true,
};

/// The keys at the top.
pub static TOP: &[Key] = &[
    Key {
        name: "profile",
        takes: Takes::Choice(&PROFILES, |layer, word| layer.profile = Profile::named(word)),
        default: "recommended",
        example: "production",
        documentation: "How much is reported. Each profile contains the one before: `minimal`, `recommended`, `production`, \
            `restricted`, `all`. Start with `recommended`; `production` suits folders whose workloads must stay up. \
            Single rules are set under `rules`.",
    },
    Key {
        name: "rules",
        takes: Takes::Rules,
        default: "",
        example: "{ docker/pipefail: warning }",
        documentation: "The level of single rules, whatever the profile says: `off`, `hint`, `info`, `warning` or `error`, or \
            a table with `level`, `paths` and `options`. A rule is named as in the reports, or by another checker's name for \
            it (`hadolint/DL3020`, `DL3020`). An entry in a nearer folder beats one in a farther folder.",
    },
    Key {
        name: "exclude",
        takes: Takes::List(Item::Pattern, |layer, list| layer.exclude_patterns = list),
        default: "[]",
        example: "[\"vendor/**\"]",
        documentation: "Files that are not looked at, as patterns relative to this file (in the editor's settings, to the \
            workspace folder): `vendor/**` is all below `vendor`, a pattern without a slash fits at any depth, a slash at the \
            end means folders. What `.gitignore` names is left out anyway. The patterns of all folders add up.",
    },
    Key {
        name: "kubernetesVersion",
        takes: Takes::KubernetesVersion(|layer, version| layer.kubernetes_version = Some(version)),
        default: "\"1.37\"",
        example: "\"1.36\"",
        documentation: "The minor version of the cluster that the manifests are for: it decides which kinds and fields exist and \
            which are deprecated. In `plimsoll.yaml`, quote it: other readers of YAML take `1.30` for the number 1.3. A version \
            outside the bundled range counts as the nearest one inside.",
    },
    Key {
        name: "podSecurity",
        takes: Takes::Table(POD_SECURITY),
        default: "",
        example: "{ level: restricted, version: \"1.36\" }",
        documentation: "What Pod Security admission enforces in namespaces whose labels do not say. What only a stricter level \
            demands is not reported then.",
    },
    Key {
        name: "helm",
        takes: Takes::Table(HELM),
        default: "",
        example: "{ version: 4, valuesFiles: [values.yaml, env/prod.yaml] }",
        documentation: "How charts are rendered before they are judged. Say here what the deployment passes to `helm install`.",
    },
    Key {
        name: "registries",
        takes: Takes::Table(REGISTRIES),
        default: "",
        example: "{ allow: [\"registry.example.com/*\"] }",
        documentation: "Where images may come from.",
    },
    Key {
        name: "schemas",
        takes: Takes::Table(SCHEMAS),
        default: "",
        example: "{ folders: [schemas/] }",
        documentation: "Where the schemas of custom resources are, besides the bundled ones.",
    },
    Key {
        name: "hints",
        takes: Takes::Table(HINTS),
        default: "",
        example: "{ effectiveUser: false }",
        documentation: "What the editor shows between the characters of a line. It changes no finding.",
    },
];

static POD_SECURITY: &[Key] = &[
    Key {
        name: "level",
        takes: Takes::Choice(&POD_SECURITY_LEVELS, |layer, word| {
            layer.pod_security_level = PodSecurityLevel::named(word);
        }),
        default: "",
        example: "restricted",
        documentation: "The level that is enforced: `privileged`, `baseline` or `restricted`.",
    },
    Key {
        name: "version",
        takes: Takes::PolicyVersion(|layer, version| layer.pod_security_version = Some(version)),
        default: "latest",
        example: "\"1.36\"",
        documentation: "The edition of the level: the Kubernetes version it came with, or `latest` for that of the cluster.",
    },
];

static HELM: &[Key] = &[
    Key {
        name: "version",
        takes: Takes::Choice(&HELM_VERSIONS, |layer, word| layer.helm_version = HelmVersion::named(word)),
        default: "4",
        example: "3",
        documentation: "The major version of Helm that installs the charts: `3` or `4`.",
    },
    Key {
        name: "valuesFiles",
        takes: Takes::List(Item::ValuesFile, |layer, list| layer.values_files = Some(list)),
        default: "[]",
        example: "[env/prod.yaml]",
        documentation: "Values files laid over the chart's own, the last one on top, as `helm install -f` does. Paths are relative \
            to the chart's folder.",
    },
    Key {
        name: "apiVersions",
        takes: Takes::List(Item::ApiVersion, |layer, list| layer.api_versions = Some(list)),
        default: "[]",
        example: "[monitoring.coreos.com/v1]",
        documentation: "What the cluster offers besides Kubernetes' own API: `.Capabilities.APIVersions` in a template, \
            `--api-versions` of `helm template`. A chart that asks for a CRD before it renders a resource needs it here.",
    },
    Key {
        name: "release",
        takes: Takes::Table(RELEASE),
        default: "",
        example: "{ name: shop, namespace: shop }",
        documentation: "The release that is rendered: `.Release` in a template.",
    },
];

static RELEASE: &[Key] = &[
    Key {
        name: "name",
        takes: Takes::Text(|layer, text| layer.release_name = Some(text)),
        default: "",
        example: "shop",
        documentation: "`.Release.Name`. Without it, the chart's name.",
    },
    Key {
        name: "namespace",
        takes: Takes::Text(|layer, text| layer.release_namespace = Some(text)),
        default: "default",
        example: "shop",
        documentation: "`.Release.Namespace`.",
    },
];

static REGISTRIES: &[Key] = &[Key {
    name: "allow",
    takes: Takes::List(Item::Image, |layer, list| layer.allowed_images = Some(list)),
    default: "[]",
    example: "[\"registry.example.com/*\"]",
    documentation: "Images that may be used, as patterns of their full names: `registry.example.com/*` is all of a registry, \
        `docker.io/library/*` the official ones. An empty list allows all.",
}];

static SCHEMAS: &[Key] = &[Key {
    name: "folders",
    takes: Takes::List(Item::Folder, |layer, list| layer.schema_folders = Some(list)),
    default: "[]",
    example: "[schemas/]",
    documentation: "Folders with CRDs, JSON schemas called `GROUP/KIND_VERSION.json` or what `plimsoll schemas import --to` wrote, \
        relative to this file (in the editor's settings, to the workspace folder). They count more than the CRDs in the workspace, \
        which are found without it, and than schemas imported for all workspaces.",
}];

/// The keys of a rule's table.
pub static RULE: &[Key] = &[
    Key {
        name: "level",
        takes: Takes::Choice(&LEVELS, |layer, word| layer.rule.level = Level::named(word)),
        default: "",
        example: "warning",
        documentation: "How much its findings matter: `off`, `hint`, `info`, `warning` or `error`. Without it, what the profile says.",
    },
    Key {
        name: "paths",
        takes: Takes::List(Item::Pattern, |layer, list| layer.rule_patterns = Some(list)),
        default: "",
        example: "[\"apps/payments/**\"]",
        documentation: "The files that this entry is for, as patterns like those of `exclude`. Without it, all.",
    },
    Key {
        name: "options",
        takes: Takes::Options,
        default: "",
        example: "{ replicas: 3 }",
        documentation: "What the rule itself can be told; its page names its options.",
    },
];

impl Level {
    /// The level of that name: a severity's, or `off`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name == "off" { Some(Level::Off) } else { Severity::named(name).map(Level::At) }
    }

    /// The word used in settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::At(severity) => severity.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key, with its path.
    fn each(keys: &'static [Key], path: &str, visit: &mut dyn FnMut(&str, &'static Key)) {
        for key in keys {
            let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            visit(&path, key);
            each(key.takes.keys(), &path, visit);
            if matches!(key.takes, Takes::Rules) {
                each(RULE, &format!("{path}.a/rule"), visit);
            }
        }
    }

    #[test]
    fn every_key_is_found_by_its_path_and_documented() {
        let mut count = 0;
        each(TOP, "", &mut |path, key| {
            count += 1;
            let parts: Vec<&str> = path.split('.').collect();
            assert!(find(&parts).is_some_and(|found| std::ptr::eq(found, key)), "{path}");
            assert!(key.documentation.ends_with('.') && !key.documentation.contains("  "), "{path}");
            assert!(!key.example.is_empty(), "{path}");
        });
        assert!(count > 20);
        assert_eq!(find(&["rules", "docker/latest-tag"]).map(|key| key.name), Some("level"));
        assert!(find(&["profile", "x"]).is_none() && find(&["x"]).is_none() && find(&[]).is_none());
    }

    #[test]
    fn every_word_is_understood() {
        for (choices, understood) in [
            (&PROFILES, (|word| Profile::named(word).is_some()) as fn(&str) -> bool),
            (&LEVELS, |word| Level::named(word).is_some_and(|level| level.name() == word)),
            (&POD_SECURITY_LEVELS, |word| PodSecurityLevel::named(word).is_some()),
            (&HELM_VERSIONS, |word| HelmVersion::named(word).is_some()),
        ] {
            for choice in choices.words {
                assert!(understood(choice.name), "{} {}", choices.noun, choice.name);
                assert!(!choice.documentation.ends_with('.'), "{}", choice.name);
            }
        }
        assert_eq!(PROFILES.words.len(), Profile::ALL.len());
        assert_eq!(LEVELS.words.len(), Severity::ALL.len() + 1);
    }

    #[test]
    fn the_default_version_is_the_newest() {
        let key = find(&["kubernetesVersion"]).expect("a key");
        assert_eq!(key.default, format!("\"{}\"", KubernetesVersion::NEWEST));
    }
}
