//! Images: of the project's kind, of the workspace, of the built-in list; their tags; what follows them in FROM.

use std::path::PathBuf;
use std::sync::LazyLock;

use project::docker::Model;
use project::{DocumentKind, kind};
use schema::dockerfile::{Image, Variant};
use syntax::TextRange;
use syntax::dockerfile::{From, PartContent};
use syntax::image_reference::ImageReference;

use super::item::{around, size};
use super::typing::Typing;
use super::{flags, snippets, stages, variables};
use crate::documentation::{self, Topic};
use crate::types::{CompletionItem, CompletionKind};

/// Groups: stages, images of the project's kind and of the workspace, usual images, all others.
const STAGE: u8 = 0;
const PROJECT: u8 = 2;
const WORKSPACE: u8 = 3;
const USUAL: u8 = 4;
const LISTED: u8 = 5;

/// Images that most files are built on; they come before the others.
const USUAL_IMAGES: [&str; 14] = [
    "alpine",
    "debian",
    "eclipse-temurin",
    "gcr.io/distroless/base-debian13",
    "gcr.io/distroless/cc-debian13",
    "gcr.io/distroless/static-debian13",
    "golang",
    "nginxinc/nginx-unprivileged",
    "node",
    "php",
    "python",
    "ruby",
    "rust",
    "ubuntu",
];

/// The images of the built-in list that are still made, with their groups.
static LISTED_IMAGES: LazyLock<Vec<(&'static Image, u8)>> = LazyLock::new(|| {
    let gone = ["no longer", "deprecated", "superseded", "name without"];
    let is_made = |image: &&Image| {
        let first = image.variants().next();
        !image.name.contains('<')
            && image.name != "scratch"
            && !image.purpose.is_empty()
            && !first.is_some_and(|variant| gone.iter().any(|word| variant.note.starts_with(word)))
    };
    let group = |image: &Image| if USUAL_IMAGES.contains(&image.name) { USUAL } else { LISTED };
    schema::dockerfile::images().iter().filter(is_made).map(|image| (image, group(image))).collect()
});

/// How many Dockerfiles of the workspace are looked into.
const FILE_LIMIT: usize = 512;

/// Names that stages have everywhere.
const STAGE_NAMES: [(&str, &str); 5] = [
    ("build", "what compiles"),
    ("deps", "what installs dependencies"),
    ("test", "what tests"),
    ("runtime", "what ships"),
    ("base", "what other stages are built on"),
];

/// What is known of the variant a reference means.
pub(super) fn variant(reference: &ImageReference) -> Option<Variant> {
    schema::dockerfile::image(&reference.familiar_name())?.variant_for_tag(reference.tag().unwrap_or("latest"))
}

/// The arguments of FROM.
pub(super) fn from(typing: &mut Typing<'_>, from: &From) {
    if variables::completions(typing) {
        return;
    }
    let range = typing.word();
    match (&from.image, &from.as_keyword, &from.name) {
        (Some(image), None, None) if typing.touches(image.range) => reference(typing, Place::From),
        (None, ..) => {
            reference(typing, Place::From);
            flags::names(typing, TextRange::empty(typing.offset), 8);
        }
        (Some(_), None, _) => typing.add(as_item(range)),
        (Some(_), Some(word), None) if typing.touches(word.range) => typing.add(as_item(range)),
        (Some(_), Some(_), None) => names(typing, range),
        (Some(_), Some(_), Some(name)) if typing.touches(name.range) => names(typing, range),
        (Some(_), Some(_), Some(_)) => {}
    }
}

fn as_item(range: TextRange) -> CompletionItem {
    CompletionItem::new("AS", CompletionKind::Keyword, range).detail("a name for the stage").insert("AS ").retrigger()
}

fn names(typing: &mut Typing<'_>, range: TextRange) {
    for (name, purpose) in STAGE_NAMES {
        if typing.model.stage_named(name).is_none_or(|stage| Some(stage) == typing.stage().map(|it| it.index)) {
            typing.add(CompletionItem::new(name, CompletionKind::Stage, range).detail(purpose));
        }
    }
}

/// Where an image is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// FROM
    From,
    /// `--from=` and `from=`
    Source,
}

/// The image around the cursor: its name, or behind a colon its tag.
pub(super) fn reference(typing: &mut Typing<'_>, place: Place) {
    let belongs = |c: char| !c.is_whitespace() && !matches!(c, ',' | '=' | '"' | '\'');
    let whole = around(typing.text(), typing.offset, belongs);
    let typed = &typing.text()[TextRange::new(whole.start(), typing.offset)];
    let name_start = typed.rfind('/').map_or(0, |slash| slash + 1);
    if typed.contains('@') {
        return;
    }
    if typed.contains('$') {
        return behind_variable(typing);
    }
    if let Some(colon) = typed[name_start..].find(':') {
        let name = &typed[..name_start + colon];
        let start = whole.start() + size(name_start + colon + 1);
        let range = TextRange::new(start, tag_end(typing, whole));
        return tags(typing, name, range);
    }
    let mut range = whole;
    if place == Place::Source {
        stages::earlier(typing, range, STAGE, true);
    } else {
        stages::earlier(typing, range, STAGE, false);
        project_images(typing, range);
        typing.add(
            CompletionItem::new("scratch", CompletionKind::Image, range)
                .detail("the empty image")
                .group(USUAL)
                .about(Topic::Image, "scratch"),
        );
    }
    for (image, seen) in workspace_images(typing) {
        typing.add(
            CompletionItem::new(image.clone(), CompletionKind::Image, range)
                .detail(seen)
                .group(WORKSPACE)
                .about(Topic::Image, image),
        );
    }
    // What stands behind a colon stays when only the name is replaced.
    let text = &typing.text()[whole];
    let keeps_tag = match text[typed.len()..].find([':', '@']) {
        Some(cut) => {
            range = TextRange::new(whole.start(), whole.start() + size(typed.len() + cut));
            true
        }
        None => false,
    };
    // Another stage is what is copied from as a rule: before a letter is typed the long list would only be in the way.
    let usual_only = place == Place::Source && typed.is_empty();
    let fitting = LISTED_IMAGES
        .iter()
        .filter(|(image, group)| if usual_only { *group == USUAL } else { holds_letters(image.name, typed) })
        .map(|(image, group)| listed(image, *group, range, keeps_tag))
        .collect::<Vec<_>>();
    typing.items.extend(fitting);
}

/// Whether the letters of `typed` stand in `name` in this order: what an editor would keep of the list.
fn holds_letters(name: &str, typed: &str) -> bool {
    let mut letters = name.chars();
    typed.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

fn listed(image: &Image, group: u8, range: TextRange, keeps_tag: bool) -> CompletionItem {
    let item = CompletionItem::new(image.name, CompletionKind::Image, range)
        .detail(image.purpose)
        .group(group)
        .about(Topic::Image, image.name);
    // A tag is wanted next.
    if keeps_tag { item } else { item.insert(format!("{}:", image.name)).retrigger() }
}

/// Images for the kind of project that lies in the build context.
fn project_images(typing: &mut Typing<'_>, range: TextRange) {
    for ecosystem in snippets::ecosystems(typing.snapshot, typing.path, typing.model) {
        let pair = [(ecosystem.builder_image, "to build"), (ecosystem.runtime_image, "to run")];
        let same = ecosystem.builder_image == ecosystem.runtime_image;
        for (image, purpose) in pair.into_iter().take(if same { 1 } else { 2 }) {
            let purpose = if same { "to build and run" } else { purpose };
            typing.add(
                CompletionItem::new(image, CompletionKind::Image, range)
                    .detail(format!("{purpose} this {} project", ecosystem.name))
                    .group(PROJECT)
                    .about(Topic::Image, image),
            );
        }
    }
}

/// Every image that Dockerfiles of the workspace use, this one first, with where it was seen.
fn workspace_images(typing: &Typing<'_>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |image: &str, seen: String| {
        // Without a tag it is in the built-in list already, if it is in there.
        let listed = !image.contains([':', '@']) && schema::dockerfile::image(image).is_some();
        if !listed && !found.iter().any(|(known, _)| known == image) {
            found.push((image.to_owned(), seen));
        }
    };
    for image in own_images(typing.model, typing.index) {
        add(&image, "in this file".to_owned());
    }
    // What a manifest names is no base to build on, and there may be thousands of them.
    let is_other = |path: &&PathBuf| *path != typing.path && kind::by_path(path) == DocumentKind::Dockerfile;
    let files = typing.snapshot.known().iter().filter(is_other).take(FILE_LIMIT);
    for path in files {
        let Some(facts) = typing.snapshot.facts(path) else { continue };
        let shown = typing.snapshot.root_of(path).and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        for image in &facts.images {
            add(image, format!("in {}", shown.to_string_lossy().replace('\\', "/")));
        }
    }
    found
}

/// The images other instructions of the file use.
fn own_images(model: &Model, index: usize) -> Vec<String> {
    let dependencies = model.stages.iter().flat_map(|stage| &stage.dependencies);
    dependencies
        .filter(|dependency| dependency.instruction != index)
        .filter_map(|dependency| match &dependency.target {
            project::docker::Target::Image(image) if image.errors.is_empty() => Some(image.familiar()),
            project::docker::Target::Image(_)
            | project::docker::Target::Stage(_)
            | project::docker::Target::Scratch
            | project::docker::Target::Unknown => None,
        })
        .collect()
}

/// A tag ends where a digest begins.
fn tag_end(typing: &Typing<'_>, whole: TextRange) -> syntax::TextSize {
    let behind = &typing.text()[TextRange::new(typing.offset, whole.end())];
    behind.find('@').map_or(whole.end(), |at| typing.offset + size(at))
}

/// The tags of `name`: those of the workspace, then the built-in list's, the newest version first.
fn tags(typing: &mut Typing<'_>, name: &str, range: TextRange) {
    let name = ImageReference::parse(name).familiar_name();
    for (image, seen) in workspace_images(typing) {
        let reference = ImageReference::parse(&image);
        if reference.familiar_name() == name
            && let Some(tag) = reference.tag()
        {
            typing.add(
                CompletionItem::new(tag, CompletionKind::Image, range).detail(seen).about(Topic::Image, image.clone()),
            );
        }
    }
    let Some(image) = schema::dockerfile::image(&name) else { return };
    let seen: Vec<String> = typing.items.iter().map(|item| item.label.clone()).collect();
    for (place, choice) in schema::dockerfile::tags_for_completion(image).into_iter().enumerate() {
        if !seen.iter().any(|tag| tag == choice.tag) {
            typing.add(
                CompletionItem::new(choice.tag, CompletionKind::Image, range)
                    .detail(documentation::variant_line(&choice.variant))
                    .group(group_of(place))
                    .about(Topic::Image, format!("{name}:{}", choice.tag)),
            );
        }
    }
}

/// The list's own order, as far as groups reach.
fn group_of(place: usize) -> u8 {
    u8::try_from(place + 1).unwrap_or(u8::MAX)
}

/// Behind `golang:${VERSION}` what the tags of that version go on with.
fn behind_variable(typing: &mut Typing<'_>) {
    let syntax::dockerfile::Body::From(from) = &typing.typed.body else { return };
    let Some(word) = from.image.as_ref().filter(|word| typing.touches(word.range)) else { return };
    let Some(last) = word.parts.iter().rposition(|part| matches!(part.content, PartContent::Variable(_))) else {
        return;
    };
    let scope = typing.model.scope(typing.index);
    let Some(text) = word.expand(&|name| scope.value(name)) else { return };
    let start = word.parts[last].range.end();
    let tail = &typing.text()[TextRange::new(start, typing.offset)];
    let Some(head) = text.strip_suffix(tail) else { return };
    let reference = ImageReference::parse(head);
    let (Some(version), Some(image)) = (reference.tag(), schema::dockerfile::image(&reference.familiar_name())) else {
        return;
    };
    let range = TextRange::new(start, typing.word().end());
    for (place, choice) in schema::dockerfile::tags_for_completion(image).into_iter().enumerate() {
        let Some(rest) = choice.tag.strip_prefix(version).filter(|rest| rest.starts_with('-')) else { continue };
        typing.add(
            CompletionItem::new(rest, CompletionKind::Image, range)
                .detail(documentation::variant_line(&choice.variant))
                .group(group_of(place))
                .about(Topic::Image, format!("{}:{}", reference.familiar_name(), choice.tag)),
        );
    }
}
