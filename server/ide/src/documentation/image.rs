//! Texts about images: what a tag contains, by the dated list.

use schema::dockerfile as known;
use schema::dockerfile::{Image, Known, Variant};
use syntax::image_reference::ImageReference;

use super::{card, sentence};

/// What is known of an image; the reference in full at least.
pub(crate) fn image(reference: &ImageReference) -> String {
    if reference.errors.is_empty() && reference.familiar_name() == "scratch" {
        return card(
            "scratch",
            &["the empty image"],
            "Nothing is in it: no shell, no libc, no CA certificates, no `/tmp`, no users. A static binary and what it reads \
             are copied in; `RUN` in shell form cannot work.",
        );
    }
    let name = reference.familiar();
    if let Some(error) = reference.errors.first() {
        return card(&name, &["no valid reference"], &sentence(&error.to_string()));
    }
    let full = reference.canonical();
    let Some(known) = known::image(&reference.familiar_name()) else {
        let full = if full == name { String::new() } else { format!("In full `{full}`. ") };
        return card(
            &name,
            &["image"],
            &format!("{full}The built-in list does not know it, so nothing is known of what is in it."),
        );
    };
    let tag = reference.tag().unwrap_or("latest");
    let found = known.variant_for_tag(tag);
    let purpose = match found.map(|variant| variant.purpose) {
        Some("build") => "to build with",
        Some("runtime") => "to run with",
        Some(_) | None => known.purpose,
    };
    let mut lines = Vec::new();
    match &found {
        Some(variant) => {
            lines.extend(facts(variant));
            lines.extend(advice(variant));
        }
        None => lines.push("The built-in list knows the image, not this tag.".to_owned()),
    }
    lines.extend(choice(known, reference, found.as_ref()));
    lines.push(format!("`{full}`, as of {}.", known.as_of));
    card(&name, &["image", purpose], &lines.join("\n\n"))
}

/// Distribution, libc, shell, package manager, user and directory, as two sentences at most; `None` where nothing is known.
fn facts(variant: &Variant) -> Option<String> {
    let mut has = Vec::new();
    if let Known::Some(base) = variant.base_distribution {
        has.push(distribution(base));
    }
    match variant.libc {
        Known::Some(libc) => has.push(libc.to_owned()),
        Known::None => has.push("no libc (static binaries only)".to_owned()),
        Known::Unknown => {}
    }
    match variant.shell {
        Known::Some(shell) => has.push(format!("shell `{shell}`")),
        Known::None => has.push("no shell (`RUN` and `CMD` in shell form cannot work)".to_owned()),
        Known::Unknown => {}
    }
    match variant.package_manager {
        Known::Some(manager) => has.push(format!("package manager `{manager}`")),
        Known::None => has.push("no package manager".to_owned()),
        Known::Unknown => {}
    }
    let mut starts = Vec::new();
    if let Some(user) = variant.default_user.known() {
        starts.push(format!("as `{user}`"));
    }
    if let Some(path) = variant.workdir.known() {
        starts.push(format!("in `{path}`"));
    }
    if let Some(entrypoint) = variant.entrypoint.known() {
        starts.push(format!("through `{entrypoint}`"));
    }
    let mut text = if has.is_empty() { String::new() } else { format!("{}.", has.join(", ")) };
    if !starts.is_empty() {
        let gap = if text.is_empty() { "" } else { " " };
        text.push_str(&format!("{gap}Starts {}.", starts.join(" ")));
    }
    let ports: Vec<String> = variant.ports().map(|port| port.to_string()).collect();
    if !ports.is_empty() {
        text.push_str(&format!(" Exposes {}.", ports.join(", ")));
    }
    (!text.is_empty()).then_some(text)
}

/// What to watch out for.
fn advice(variant: &Variant) -> Option<String> {
    let mut says = Vec::new();
    match (variant.default_user, variant.nonroot_user, variant.entrypoint_drops_privilege) {
        (_, _, Known::Some(true)) => {
            says.push("Its entrypoint drops to a user of its own, so the process is not root for long.".to_owned());
        }
        (Known::Some("root"), Known::Some(user), _) => {
            let (name, number) = user.split_once(':').unwrap_or((user, ""));
            let write = if number.is_empty() { name.to_owned() } else { format!("{number}:{number}") };
            says.push(format!("To run without root take its user `{name}`: `USER {write}`."));
        }
        _ => {}
    }
    if variant.stateful == Known::Some(true)
        && let Some(path) = variant.data_path.known()
    {
        let path = if path.contains(' ') { path.to_owned() } else { format!("`{path}`") };
        says.push(format!("Keeps its data in {path}: mount a volume there, or it is gone with the container."));
    }
    if let Some(signal) = variant.stop_signal.known().filter(|signal| *signal != "SIGTERM") {
        says.push(format!("Stops on `{signal}`."));
    }
    if !variant.note.is_empty() {
        says.push(sentence(variant.note));
    }
    (!says.is_empty()).then(|| says.join(" "))
}

/// A tag to pin, or a smaller one.
fn choice(image: &Image, reference: &ImageReference, found: Option<&Variant>) -> Option<String> {
    if matches!(reference.tag(), None | Some("latest")) && reference.digest().is_none() {
        let tag = known::tags_for_completion(image).into_iter().find(|choice| choice.tag != "latest")?.tag;
        return Some(format!(
            "Without a tag it is `latest`, whatever that means on the day of the build: pin one, `{}:{tag}`.",
            image.name
        ));
    }
    let smaller = found?.minimal_tag(reference.tag()?)?;
    Some(format!("Smaller: `{}:{smaller}`.", reference.familiar_name()))
}

/// `debian 13 slim` as people write it.
fn distribution(text: &str) -> String {
    let name = |text: &str| sentence(text).trim_end_matches('.').to_owned();
    text.strip_prefix("distroless ").map_or_else(|| name(text), |rest| format!("Distroless {}", name(rest)))
}

/// A few words on a tag, for the list of tags.
pub(crate) fn variant_line(variant: &Variant) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Known::Some(base) = variant.base_distribution {
        words.push(distribution(base));
    }
    if !variant.purpose.is_empty() {
        words.push(variant.purpose.to_owned());
    }
    if variant.shell.is_none() {
        words.push("no shell".to_owned());
    }
    if let Some(user) = variant.default_user.known().filter(|user| *user != "root") {
        words.push(format!("user {user}"));
    }
    if !variant.note.is_empty() {
        words.push(variant.note.to_owned());
    }
    words.join(" · ")
}
