//! Whole manifests and blocks of them to insert, ready for production.
//!
//! Each lies in a file of its own in `server/schema/snippets/`; the file's name is what a person types to find it. The
//! lines of comment at its top say the rest:
//!
//! ```text
//! # title: volume for scratch files
//! # place: io.k8s.api.core.v1.PodSpec.volumes[]
//! # since: 1.29
//! # about: Lives as long as the Pod.
//! ```
//!
//! `place` is `document`, a definition (`io.k8s.api.core.v1.Container`) whose fields the lines below are, or a field of
//! one that is a list (`io.k8s.api.core.v1.PodSpec.volumes[]`) whose item they are. `since` and `about` may be left out.

use std::sync::LazyLock;

use super::Version;

/// A text to insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snippet {
    /// What a person types to find it: `deployment`.
    pub prefix: &'static str,
    /// What it is, a few words without a full stop.
    pub title: &'static str,
    /// What it does and which choices it makes; Markdown, whole sentences. Empty where the title says it all.
    pub documentation: &'static str,
    /// Where it fits.
    pub place: Place,
    /// The first minor that has every field of it; `None`: all that are bundled do.
    pub since: Option<Version>,
    /// The `apiVersion` of its first document; empty for a block.
    pub api_version: &'static str,
    /// The `kind` of its first document; empty for a block.
    pub kind: &'static str,
    /// YAML in the snippet syntax of the Language Server Protocol: `${1:default}`, `${2|one,other|}`, and `$1` where a
    /// text is repeated. Indented by two spaces, from column 0 on, items of lists deeper than their key. No line break at
    /// its end.
    pub body: &'static str,
}

/// Where a snippet fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// At the top of a document; what it holds may be several documents, separated by `---`.
    Document,
    /// Among the fields of an object, whose definition has this whole name: `io.k8s.api.core.v1.Container`.
    Fields(&'static str),
    /// As an item of a list, behind the dash.
    Item {
        /// The whole name of the definition that has the list: `io.k8s.api.core.v1.PodSpec`.
        definition: &'static str,
        /// The field that is the list: `volumes`.
        field: &'static str,
    },
}

impl Place {
    fn read(text: &'static str) -> Place {
        match text.strip_suffix("[]").and_then(|path| path.rsplit_once('.')) {
            Some((definition, field)) => Place::Item { definition, field },
            None if text == "document" => Place::Document,
            None => Place::Fields(text),
        }
    }
}

impl Snippet {
    fn read(prefix: &'static str, text: &'static str) -> Snippet {
        let head = text.lines().take_while(|line| line.starts_with("# "));
        let length = head.clone().map(|line| line.len() + 1).sum();
        let body = text.get(length..).unwrap_or_default().trim_end();
        let value = |key| head.clone().find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(": "));
        let place = Place::read(value("place").unwrap_or_default());
        let field = |key| body.lines().find_map(|line| line.strip_prefix(key)).filter(|_| place == Place::Document);
        Snippet {
            prefix,
            title: value("title").unwrap_or_default(),
            documentation: value("about").unwrap_or_default(),
            place,
            since: value("since").and_then(Version::parse),
            api_version: field("apiVersion: ").unwrap_or_default(),
            kind: field("kind: ").unwrap_or_default(),
            body,
        }
    }

    /// Whether a version has every field of it.
    pub fn fits(&self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version)
    }

    /// The text with every placeholder filled by its default, and by the first of several choices.
    pub fn filled(&self) -> String {
        let mut defaults: Vec<(usize, String)> = Vec::new();
        let mut result = String::new();
        let mut rest = self.body;
        while let Some(at) = rest.find(['$', '\\']) {
            result.push_str(&rest[..at]);
            rest = match Placeholder::read(&rest[at..]) {
                Some((placeholder, behind)) => {
                    if let Some(default) = placeholder.default {
                        defaults.push((placeholder.number, default));
                    }
                    let filled = defaults.iter().find(|(number, _)| *number == placeholder.number);
                    result.extend(filled.map(|(_, text)| text.as_str()));
                    behind
                }
                // An escaped character, or one that means itself.
                None => {
                    let behind = rest[at..].strip_prefix('\\').unwrap_or(&rest[at..]);
                    let length = behind.chars().next().map_or(0, char::len_utf8);
                    result.push_str(&behind[..length]);
                    &behind[length..]
                }
            };
        }
        result + rest
    }
}

/// `$1`, `${1:default}` or `${1|one,other|}`.
struct Placeholder {
    number: usize,
    /// What is said here about what it holds; `None`: it repeats another.
    default: Option<String>,
}

impl Placeholder {
    /// The placeholder at the start of the text, and what follows. `None`: there is none.
    fn read(text: &str) -> Option<(Placeholder, &str)> {
        let text = text.strip_prefix('$')?;
        let is_braced = text.starts_with('{');
        let text = text.strip_prefix('{').unwrap_or(text);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = (text[..digits].parse().ok()?, &text[digits..]);
        if !is_braced {
            return Some((Placeholder { number, default: None }, rest));
        }
        let mut default = String::new();
        let end = match rest.chars().next()? {
            ':' => '}',
            '|' => '|',
            _ => return None,
        };
        let mut characters = rest.char_indices().skip(1);
        let mut is_first = true;
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => default.extend(characters.next().map(|(_, escaped)| escaped)),
                _ if character == end => {
                    let behind = rest[at + 1..].strip_prefix(if end == '|' { "}" } else { "" })?;
                    return Some((Placeholder { number, default: Some(default) }, behind));
                }
                ',' if end == '|' => is_first = false,
                _ if is_first => default.push(character),
                _ => {}
            }
        }
        None
    }
}

/// Names the files and embeds them.
macro_rules! files {
    ($($prefix:literal),+ $(,)?) => {
        &[$(($prefix, include_str!(concat!("../../snippets/", $prefix, ".yaml")))),+]
    };
}

/// Prefix and text of every file in `snippets/`: whole documents, those of Kubernetes first, then blocks.
const FILES: &[(&str, &str)] = files![
    "deployment",
    "statefulset",
    "daemonset",
    "job",
    "cronjob",
    "service",
    "service-headless",
    "service-load-balancer",
    "ingress",
    "gateway",
    "httproute",
    "network-policy-default-deny",
    "network-policy",
    "hpa",
    "pdb",
    "vpa",
    "configmap",
    "configmap-file",
    "configmap-immutable",
    "secret",
    "rbac",
    "rbac-cluster",
    "namespace",
    "resource-quota",
    "limit-range",
    "pvc",
    "storage-class",
    "priority-class",
    "validating-admission-policy",
    "crd",
    "keda-scaled-object",
    "cert-manager-certificate",
    "cert-manager-issuer",
    "external-secret",
    "argocd-application",
    "argocd-application-set",
    "argocd-app-project",
    "rollout",
    "flux-git-repository",
    "flux-kustomization",
    "flux-helm-release",
    "istio-virtual-service",
    "istio-destination-rule",
    "istio-peer-authentication",
    "istio-authorization-policy",
    "linkerd-server",
    "service-monitor",
    "pod-monitor",
    "prometheus-rule",
    "kyverno-policy",
    "cilium-network-policy",
    "karpenter-node-pool",
    "volume-snapshot",
    "kustomization",
    "container",
    "init-container",
    "sidecar",
    "probes-http",
    "probes-tcp",
    "probes-grpc",
    "probes-exec",
    "resources",
    "resources-guaranteed",
    "security-context-pod",
    "security-context",
    "topology-spread",
    "anti-affinity",
    "node-affinity",
    "tolerations",
    "tolerations-fail-over",
    "volume-empty-dir",
    "volume-config-map",
    "volume-secret",
    "volume-projected",
    "volume-claim",
    "volume-ephemeral",
    "volume-mount",
    "env-from-config-map",
    "env-from-secret",
    "env-secret",
    "env-config-map",
    "env-field",
    "env-memory",
    "pre-stop",
    "pre-stop-sleep",
    "volume-claim-templates",
    "rolling-update",
    "recreate",
    "rolling-update-partition",
    "hpa-behavior",
    "hpa-container-cpu",
    "allow-from-namespace",
    "allow-dns",
    "allow-to-network",
    "pod-failure-policy",
    "indexed-job",
    "service-session-affinity",
];

static SNIPPETS: LazyLock<Vec<Snippet>> =
    LazyLock::new(|| FILES.iter().map(|(prefix, text)| Snippet::read(prefix, text)).collect());

/// Every snippet, whole documents first.
#[must_use]
pub fn all() -> &'static [Snippet] {
    &SNIPPETS
}
