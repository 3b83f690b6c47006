//! What stays of a file once its tree is gone: a few hundred bytes that other files may ask for.

use crate::docker::{Base, Model, Target};
use crate::document::{Content, Document};
use syntax::TextRange;

/// The facts of a file; what its kind does not have is empty. Of manifests the graph has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The images it builds on or copies from, familiar names with tags, sorted, each once.
    pub images: Vec<String>,
    /// Its stages: label, range of the FROM's name or image, range of the whole stage.
    pub stages: Vec<StageFact>,
}

/// A stage, for symbols of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageFact {
    /// The name, or the number.
    pub label: String,
    /// The base as written.
    pub base: String,
    /// Where the name (or the image) stands.
    pub name_range: TextRange,
    /// The whole stage.
    pub range: TextRange,
}

impl Facts {
    /// The facts of `document`.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        match &document.content {
            Content::Dockerfile(model) => Self::of_dockerfile(model),
            // What stays of manifests is in the graph.
            Content::Yaml(_) | Content::Dockerignore(_) | Content::Text(_) => Self::default(),
        }
    }

    fn of_dockerfile(model: &Model) -> Self {
        let mut images: Vec<String> = Vec::new();
        let mut stages = Vec::new();
        for stage in &model.stages {
            for dependency in &stage.dependencies {
                if let Target::Image(image) = &dependency.target
                    && image.errors.is_empty()
                {
                    images.push(image.familiar());
                }
            }
            let Some(from) = model.from_of(stage.index) else { continue };
            let name_range =
                stage.name.as_ref().map(|name| name.range).or(from.image.as_ref().map(|image| image.range));
            stages.push(StageFact {
                label: stage.label(),
                base: match &stage.base {
                    Base::Stage(index) => model.stages[*index].label(),
                    Base::Scratch => "scratch".to_owned(),
                    Base::Image(image) => image.familiar(),
                    Base::Unknown => from.image.as_ref().map(|image| image.raw.clone()).unwrap_or_default(),
                },
                name_range: name_range.unwrap_or(stage.range),
                range: stage.range,
            });
        }
        images.sort_unstable();
        images.dedup();
        Self { images, stages }
    }
}
