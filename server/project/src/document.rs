//! A document: a file with what was read from it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use syntax::LineIndex;
use syntax::yaml::Yaml;

use crate::docker::Model;
use crate::dockerignore::Dockerignore;
use crate::kind::DocumentKind;
use crate::kubernetes;

/// A file of the workspace or a buffer of the editor, read.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it lies (or would, once saved).
    pub path: PathBuf,
    /// What it is judged as.
    pub kind: DocumentKind,
    /// Its text, byte for byte.
    pub text: Arc<str>,
    /// The editor's version; `None` for a file read from disk.
    pub version: Option<i32>,
    /// What was read from it.
    pub content: Content,
}

/// What a document says, by its kind.
#[derive(Debug, Clone)]
pub enum Content {
    /// A Dockerfile.
    Dockerfile(Arc<Model>),
    /// A `.dockerignore`.
    Dockerignore(Arc<Dockerignore>),
    /// YAML or JSON that is no settings file and no template.
    Yaml(Arc<Yaml>),
    /// Anything that is only looked at as text.
    Text(Arc<LineIndex>),
}

impl Document {
    /// The model, when this is a Dockerfile.
    #[must_use]
    pub fn dockerfile(&self) -> Option<&Arc<Model>> {
        match &self.content {
            Content::Dockerfile(model) => Some(model),
            Content::Dockerignore(_) | Content::Yaml(_) | Content::Text(_) => None,
        }
    }

    /// The tree, when this is YAML or JSON.
    #[must_use]
    pub fn yaml(&self) -> Option<&Arc<Yaml>> {
        match &self.content {
            Content::Yaml(yaml) => Some(yaml),
            Content::Dockerfile(_) | Content::Dockerignore(_) | Content::Text(_) => None,
        }
    }

    /// Whether it is something that is judged here; YAML and JSON only where they hold objects of Kubernetes.
    #[must_use]
    pub fn is_of_interest(&self) -> bool {
        match &self.content {
            Content::Dockerfile(_) | Content::Dockerignore(_) => true,
            Content::Yaml(yaml) => kubernetes::objects(yaml).next().is_some(),
            Content::Text(_) => self.kind == DocumentKind::Settings,
        }
    }

    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// The folder it lies in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or_else(|| Path::new(""))
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> Arc<LineIndex> {
        match &self.content {
            Content::Dockerfile(model) => Arc::clone(&model.lines),
            Content::Dockerignore(_) | Content::Yaml(_) => Arc::new(LineIndex::new(&self.text)),
            Content::Text(lines) => Arc::clone(lines),
        }
    }
}
