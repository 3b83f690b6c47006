//! Pod Security Standards: which level is asked of a Pod, and which edition of it.
//!
//! What each control forbids is the business of the rule about it; it follows what Pod Security admission itself does.

use std::collections::HashMap;

use project::kubernetes::{Manifest, Object, Pod};
use project::settings::{PodSecurity, PodSecurityLevel, PolicyVersion};

/// What begins the labels of a namespace that choose a level.
const LABELS: &str = "pod-security.kubernetes.io/";

/// Whether a level is enforced, or only reported.
const MODES: [&str; 3] = ["enforce", "warn", "audit"];

/// The levels asked of the Pods of a manifest, by namespace.
#[derive(Debug)]
pub struct Standards {
    labelled: HashMap<String, Asked>,
    /// In any other namespace.
    elsewhere: Asked,
}

/// What is asked in a namespace.
#[derive(Debug, Clone, Default)]
struct Asked {
    /// Empty where nobody says: then every level is asked in the edition of the cluster.
    stated: Vec<(PodSecurityLevel, u16)>,
    enforced: Option<PodSecurityLevel>,
    /// The minor version of the cluster.
    cluster: u16,
}

impl Standards {
    /// What the labels of the namespaces in `manifest` say, and of other namespaces the settings.
    #[must_use]
    pub fn new(manifest: &Manifest<'_>, settings: PodSecurity) -> Self {
        let cluster = match settings.version {
            PolicyVersion::Latest => u16::from(manifest.version.minor()),
            PolicyVersion::Of(version) => version.minor,
        };
        let stated = settings.level.map(|level| (level, cluster)).into_iter().collect();
        let newest = u16::from(manifest.version.minor());
        let namespaces = manifest.objects.iter().filter(|object| is_namespace(**object));
        let labelled = namespaces.filter_map(|object| Some((object.name()?.into_owned(), labelled(*object, newest)?)));
        Self { labelled: labelled.collect(), elsewhere: Asked { stated, enforced: None, cluster } }
    }

    fn of(&self, pod: Pod<'_>) -> &Asked {
        if self.labelled.is_empty() {
            return &self.elsewhere;
        }
        let namespace = pod.object.namespace().and_then(|namespace| self.labelled.get(&*namespace));
        namespace.unwrap_or(&self.elsewhere)
    }

    /// Whether `level` is asked of a Pod in an edition (its minor version) that `test` says yes to. Where nobody says which
    /// level counts, each is asked in the edition of the cluster.
    pub fn ask(&self, pod: Pod<'_>, level: PodSecurityLevel, test: impl Fn(u16) -> bool) -> bool {
        let asked = self.of(pod);
        if asked.stated.is_empty() {
            return test(asked.cluster);
        }
        asked.stated.iter().any(|(stated, minor)| *stated >= level && test(*minor))
    }

    /// Whether labels or settings say which level a Pod has to meet.
    #[must_use]
    pub fn is_stated(&self, pod: Pod<'_>) -> bool {
        !self.of(pod).stated.is_empty()
    }

    /// The level that the namespace of a Pod enforces by a label in this manifest; `None` where no label says so.
    #[must_use]
    pub fn enforced(&self, pod: Pod<'_>) -> Option<PodSecurityLevel> {
        self.of(pod).enforced
    }

    /// The highest level that is asked of a Pod.
    #[must_use]
    pub fn goal(&self, pod: Pod<'_>) -> PodSecurityLevel {
        let levels = self.of(pod).stated.iter().map(|(level, _)| *level);
        levels.max().unwrap_or(PodSecurityLevel::Restricted)
    }
}

/// The word for a level, as labels and settings have it.
pub(crate) fn word(level: PodSecurityLevel) -> &'static str {
    match level {
        PodSecurityLevel::Privileged => "privileged",
        PodSecurityLevel::Baseline => "baseline",
        PodSecurityLevel::Restricted => "restricted",
    }
}

fn is_namespace(object: Object<'_>) -> bool {
    object.is_one_of(&["Namespace"]) && object.api_version().is_some_and(|version| version == "v1")
}

/// What the labels of a namespace ask; `None` where it has none of them.
fn labelled(namespace: Object<'_>, newest: u16) -> Option<Asked> {
    let labels = namespace.find("metadata.labels")?;
    let label = |mode: &str, rest: &str| labels.get(&format!("{LABELS}{mode}{rest}"))?.text();
    let mut asked = Asked { cluster: newest, ..Asked::default() };
    for mode in MODES {
        let Some(level) = label(mode, "").and_then(|level| PodSecurityLevel::named(&level)) else { continue };
        let version = label(mode, "-version").and_then(|version| PolicyVersion::named(&version));
        let minor = match version {
            Some(PolicyVersion::Of(version)) => version.minor,
            Some(PolicyVersion::Latest) | None => newest,
        };
        asked.stated.push((level, minor));
        if mode == MODES[0] {
            asked.enforced = Some(level);
        }
    }
    (!asked.stated.is_empty()).then_some(asked)
}
