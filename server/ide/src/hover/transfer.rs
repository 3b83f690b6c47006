//! Hovers on the sources and the destination of COPY and ADD.

use project::context::{self, BuildContext, Presence};
use project::docker::Target;
use project::files::EntryKind;
use syntax::dockerfile::{Body, Instruction, Keyword, Word};

use super::On;
use crate::documentation::card;

/// How many names are listed.
const NAME_LIMIT: usize = 6;

/// What a source is: a file of the build context, of a stage, or something to download.
pub(super) fn source(on: &On<'_>, word: &Word) -> Option<String> {
    let index = on.place.index?;
    let instruction = on.instruction()?;
    let text = on.model.scope(index).expand(word)?;
    if text.starts_with("<<") {
        return None;
    }
    if let Some(flag) = instruction.flag("from") {
        return Some(from_stage(on, index, flag.value.as_ref()?, &text));
    }
    if instruction.keyword == Keyword::Add && context::is_remote(&text) {
        let checksum = instruction.flag("checksum").is_some();
        let advice = if checksum {
            "Its digest is checked, so nobody can swap it."
        } else {
            "Nothing checks what arrives: add `--checksum=sha256:…`, or whoever controls the server controls the image."
        };
        return Some(card(&text, &["downloaded by the builder"], advice));
    }
    let folder = on.snapshot.build_context(on.path, on.model);
    let root = folder.root()?;
    let shown = on.snapshot.root_of(on.path).and_then(|top| root.strip_prefix(top).ok()).unwrap_or(root);
    let shown = shown.to_string_lossy().replace('\\', "/");
    let place = if shown.is_empty() { "the workspace folder".to_owned() } else { format!("`{shown}/`") };
    let cost = repeated(on).map(|cost| format!(" {cost}")).unwrap_or_default();
    Some(in_context(instruction, &folder, &text, &place, &cost))
}

/// What a change of a source costs, as a sentence; `None` where nothing that takes time follows.
fn repeated(on: &On<'_>) -> Option<String> {
    let index = on.place.index?;
    let stage = &on.model.stages[on.model.stage_of(index)?];
    let steps =
        on.model.syntax.instructions[index + 1..stage.instructions.end].iter().filter(|it| it.keyword == Keyword::Run);
    match steps.count() {
        0 => None,
        1 => Some("A change of it also repeats the `RUN` behind this step.".to_owned()),
        count => Some(format!("A change of it also repeats the {count} `RUN` steps behind this one.")),
    }
}

fn from_stage(on: &On<'_>, index: usize, flag: &Word, text: &str) -> String {
    let dependency = on
        .model
        .stage_of(index)
        .and_then(|stage| on.model.stages[stage].dependencies.iter().find(|it| it.node.range() == flag.range));
    let place = match dependency.map(|dependency| &dependency.target) {
        Some(Target::Stage(stage)) => format!("stage `{}`", on.model.stages[*stage].label()),
        Some(Target::Image(image)) => format!("image `{}`", image.familiar()),
        Some(Target::Scratch) => "`scratch`, where nothing is".to_owned(),
        Some(Target::Unknown) | None => format!("`{}`", flag.raw),
    };
    card(
        text,
        &[&format!("path in {place}")],
        "Paths with `--from` start at the root of that file system, not at its `WORKDIR`.",
    )
}

/// `place` is the folder in words, `cost` what a change of the source costs.
fn in_context(instruction: &Instruction, folder: &BuildContext<'_>, text: &str, place: &str, cost: &str) -> String {
    let clean = text.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
    if clean.is_empty() || clean == "." {
        let names = listing(folder, "");
        let here = if names.is_empty() { format!("{place} is empty.") } else { format!("{place}: {names}.") };
        return card(
            text,
            &["the whole build context"],
            &format!("A change of any file in it repeats this step.\n\n*Here:* {here}{}{cost}", ignores(folder)),
        );
    }
    if text.contains(['*', '?', '[']) {
        let here = match folder.presence(text) {
            Presence::Present => format!("something in {place} matches.{cost}"),
            Presence::Missing => format!("nothing in {place} matches, and the build would fail."),
            Presence::Unknown => format!("too much to look through in {place}."),
        };
        return card(text, &["pattern of the build context"], &format!("*Here:* {here}"));
    }
    if let Some(verdict) = folder.verdict(clean).filter(|verdict| verdict.ignored)
        && folder.entry(text).is_some()
    {
        return card(
            text,
            &["left out of the build context"],
            &format!("*Here:* {}", culprit(folder, verdict.by, clean)),
        );
    }
    match folder.entry(text) {
        Some(EntryKind::File) => {
            let unpacked = instruction.keyword == Keyword::Add && is_archive(clean);
            let more = if unpacked { "`ADD` unpacks it; `COPY` would not.\n\n" } else { "" };
            card(text, &["file of the build context"], &format!("{more}*Here:* in {place}.{cost}"))
        }
        Some(EntryKind::Folder) => {
            let names = listing(folder, clean);
            let here = if names.is_empty() { "it is empty.".to_owned() } else { format!("{names}.") };
            card(
                text,
                &["folder of the build context"],
                &format!("What is in it is copied, not the folder itself.\n\n*Here:* {here}{cost}"),
            )
        }
        None if folder.is_confirmed() => card(
            text,
            &["not in the build context"],
            &format!("*Here:* nothing of that name is in {place}, and the build would fail."),
        ),
        None => card(
            text,
            &["not found"],
            &format!("*Here:* nothing of that name is in {place}; the file may be built from another folder."),
        ),
    }
}

/// What the ignore file does to the whole context, as a sentence to append.
fn ignores(folder: &BuildContext<'_>) -> String {
    match folder.ignore_file() {
        Some((path, ignore)) => {
            let count = ignore.patterns.len();
            let says = if count == 1 { "pattern leaves" } else { "patterns leave" };
            format!(" {count} {says} things out, in `{}`.", file_name(path))
        }
        None => " There is no `.dockerignore`, so `.git` and everything else goes along.".to_owned(),
    }
}

/// Which pattern leaves `path` out.
fn culprit(folder: &BuildContext<'_>, by: Option<usize>, path: &str) -> String {
    let pattern = folder.ignore_file().zip(by).and_then(|((file, ignore), by)| Some((file, ignore.patterns.get(by)?)));
    let Some((file, pattern)) = pattern else { return format!("`{path}` does not reach the builder.") };
    let negation = if pattern.negated { "!" } else { "" };
    format!(
        "the pattern `{negation}{}` of `{}` leaves it out: the builder never sees it, and the build fails.",
        pattern.cleaned,
        file_name(file)
    )
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The names of what a folder of the context brings, ignored entries left out.
fn listing(folder: &BuildContext<'_>, path: &str) -> String {
    let names: Vec<String> = folder
        .entries(path)
        .into_iter()
        .filter(|entry| {
            let inside = if path.is_empty() { entry.name.clone() } else { format!("{path}/{}", entry.name) };
            !folder.verdict(&inside).is_some_and(|verdict| verdict.ignored)
        })
        .map(|entry| format!("`{}{}`", entry.name, if entry.kind == EntryKind::Folder { "/" } else { "" }))
        .collect();
    match names.len().saturating_sub(NAME_LIMIT) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..NAME_LIMIT].join(", ")),
    }
}

/// Whether ADD unpacks a file of this name.
fn is_archive(path: &str) -> bool {
    const ENDINGS: [&str; 9] = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst"];
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// The destination: where files land, under which names, and whose they are.
pub(super) fn destination(on: &On<'_>, word: &Word) -> Option<String> {
    let instruction = on.instruction()?;
    let (Body::Copy(transfer) | Body::Add(transfer)) = &instruction.body else { return None };
    let target = effective(on, word)?;
    let scope = on.model.scope(on.place.index?);
    let text = scope.expand(word)?;
    let is_folder = text.ends_with('/')
        || matches!(text.as_str(), "." | "..")
        || text.ends_with("/.")
        || transfer.sources.len() > 1;
    let kind = if is_folder { "folder in the image" } else { "path in the image" };
    let sources: Vec<String> = transfer.sources.iter().filter_map(|source| scope.expand(source)).collect();
    let mut says = match sources.as_slice() {
        [one]
            if is_folder
                && !one.ends_with(['/', '.', '*'])
                && one.rsplit('/').next().is_some_and(|name| name.contains('.')) =>
        {
            let name = one.rsplit('/').next().unwrap_or_default();
            format!("`{one}` becomes `{}/{name}`", target.trim_end_matches('/'))
        }
        [one] if !one.starts_with("<<") => format!("`{one}` goes to `{target}`"),
        _ => format!("everything goes to `{target}`"),
    };
    says.push_str(&format!(", owned by {}.", owner(on, instruction)));
    if transfer.sources.len() > 1 && !text.ends_with('/') {
        says.push_str(" With several sources the builder wants a `/` at the end.");
    }
    Some(card(&text, &[kind], &format!("*Here:* {says}")))
}

/// The absolute path a destination means; `None` where the working directory is not known.
pub(super) fn effective(on: &On<'_>, word: &Word) -> Option<String> {
    let index = on.place.index?;
    let text = on.model.scope(index).expand(word)?;
    if text.starts_with('/') || text.get(1..2) == Some(":") {
        return Some(text);
    }
    let base = on.model.workdir(on.model.stage_of(index)?, index)?.value;
    let rest = text.trim_start_matches("./");
    let rest = if rest == "." { "" } else { rest };
    Some(format!("{}/{rest}", base.trim_end_matches('/')))
}

/// Whose the new files are.
pub(super) fn owner(on: &On<'_>, instruction: &Instruction) -> String {
    let owner = instruction
        .flag("chown")
        .and_then(|flag| flag.value.as_ref())
        .and_then(|value| on.model.scope(on.place.index?).expand(value));
    format!("`{}`", owner.unwrap_or_else(|| "root".to_owned()))
}
