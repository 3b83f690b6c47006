//! The environment a base image brings along, as far as it is known.

use project::docker::{Base, Model, Stage};

/// What is known of the variables that the image below a stage sets.
#[derive(Debug, Clone, Copy)]
pub(super) enum BaseEnvironment {
    /// These, and those that begin so (`GO*`); `PATH` always.
    Known(&'static [&'static str]),
    /// Anything may be set.
    Unknown,
}

const NOTHING: &[&str] = &[];

/// Images whose environment has been looked up: name, and what they set besides `PATH`. Kept small on purpose: distributions,
/// and the languages whose variables share a stem.
const IMAGES: &[(&str, &[&str])] = &[
    ("almalinux", NOTHING),
    ("alpine", NOTHING),
    ("amazonlinux", NOTHING),
    ("archlinux", &["LANG"]),
    ("busybox", NOTHING),
    ("debian", NOTHING),
    ("eclipse-temurin", &["JAVA_*", "LANG*", "LC_*"]),
    ("fedora", &["DISTTAG", "FGC", "container"]),
    ("golang", &["GO*"]),
    ("node", &["NODE_*", "YARN_*"]),
    ("python", &["PYTHON*", "PIP_*", "GPG_KEY", "LANG"]),
    ("rockylinux", NOTHING),
    ("ruby", &["RUBY*", "GEM_*", "BUNDLE_*", "LANG"]),
    ("rust", &["RUST*", "CARGO*"]),
    ("ubuntu", &["LAUNCHPAD_BUILD_ARCH"]),
];

impl BaseEnvironment {
    /// What the image at the bottom of `stage` sets.
    pub(super) fn of(model: &Model, stage: &Stage) -> Self {
        let Some(bottom) = model.lineage(stage.index).last() else { return Self::Unknown };
        match &bottom.base {
            Base::Scratch => Self::Known(NOTHING),
            Base::Image(image) => {
                let name = image.familiar_name();
                if name.starts_with("gcr.io/distroless/") {
                    return Self::Known(&["SSL_CERT_FILE", "JAVA_*", "LANG", "LC_*"]);
                }
                let known = IMAGES.iter().find(|(known, _)| *known == name);
                known.map_or(Self::Unknown, |(_, names)| Self::Known(names))
            }
            Base::Stage(_) | Base::Unknown => Self::Unknown,
        }
    }

    /// Whether the image sets `name`; `None`: nobody knows.
    pub(super) fn sets(self, name: &str) -> Option<bool> {
        match self {
            _ if name == "PATH" => Some(true),
            Self::Known(names) => Some(names.iter().any(|known| match known.strip_suffix('*') {
                Some(stem) => name.starts_with(stem),
                None => name == *known,
            })),
            Self::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_image_sets() {
        let sets = |from: &str, name: &str| {
            let model = Model::new(format!("{from}\n").into());
            BaseEnvironment::of(&model, model.stages.last().expect("a stage")).sets(name)
        };
        assert_eq!(sets("FROM scratch", "HOME"), Some(false));
        assert_eq!(sets("FROM scratch", "PATH"), Some(true));
        assert_eq!(sets("FROM docker.io/library/golang:1.25", "GOPATH"), Some(true));
        assert_eq!(sets("FROM golang:1.25 AS a\nFROM a", "HOME"), Some(false));
        assert_eq!(sets("FROM example.org/golang:1.25", "HOME"), None);
        assert_eq!(sets("FROM $X", "HOME"), None);
    }
}
