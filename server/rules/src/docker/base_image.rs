//! What is known of the image that a stage stands on.

use project::docker::{Base, Model};
use schema::dockerfile::Variant;
use syntax::dockerfile::Body;
use syntax::image_reference::ImageReference;

use super::layer::{self, InForce};
use super::package_install::PackageCall;

/// Families of distributions: which shell is there, how a user is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Debian, Ubuntu and what is made from them: bash, `useradd`.
    Debian,
    /// Alpine: BusyBox's ash, `adduser -D`.
    Alpine,
    /// Red Hat, Fedora, Amazon Linux, SUSE, Arch: bash, `useradd`.
    Bash,
}

/// The image below `stage` and the stages it is built on; `None` for scratch and unknown names.
pub(super) fn image(model: &Model, stage: usize) -> Option<&ImageReference> {
    match &model.lineage(stage).last()?.base {
        Base::Image(image) => Some(image),
        Base::Stage(_) | Base::Scratch | Base::Unknown => None,
    }
}

/// Whether `stage` starts from nothing.
pub(super) fn is_scratch(model: &Model, stage: usize) -> bool {
    model.lineage(stage).last().is_some_and(|bottom| bottom.base == Base::Scratch)
}

/// What the list of well-known images says of it; `None`: nothing.
pub(super) fn variant(model: &Model, stage: usize) -> Option<Variant> {
    let image = image(model, stage)?;
    schema::dockerfile::image(&image.familiar_name())?.variant_for_tag(image.tag().unwrap_or("latest"))
}

/// The family of the image below `stage`: from the list, from its name and tag, or from the package manager that the stage
/// itself calls. `None`: unknown, or no distribution at all.
pub(super) fn family(model: &Model, stage: usize) -> Option<Family> {
    let known = variant(model, stage).and_then(|variant| variant.package_manager.known());
    let manager = known.and_then(of_manager);
    manager.or_else(|| image(model, stage).and_then(by_name)).or_else(|| {
        let sections = layer::sections(model).filter(|section| section.stage == Some(stage));
        let commands = sections.flat_map(|section| section.instructions()).flat_map(layer::commands_of);
        commands.filter_map(|command| PackageCall::of(command.command())).find_map(|call| of_manager(call.manager.name))
    })
}

fn of_manager(manager: &str) -> Option<Family> {
    match manager {
        "apt" | "apt-get" | "aptitude" => Some(Family::Debian),
        "apk" => Some(Family::Alpine),
        "dnf" | "microdnf" | "tdnf" | "yum" | "zypper" | "pacman" => Some(Family::Bash),
        _ => None,
    }
}

fn by_name(image: &ImageReference) -> Option<Family> {
    const DEBIAN: [&str; 11] =
        ["debian", "ubuntu", "trixie", "bookworm", "bullseye", "buster", "noble", "jammy", "focal", "bionic", "slim"];
    const BASH: [&str; 9] =
        ["fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "ubi8", "ubi9", "ubi10", "opensuse"];
    let text = format!("{}:{}", image.familiar_name(), image.tag().unwrap_or_default());
    let parts = || text.split(|c: char| !c.is_ascii_alphanumeric());
    if parts().any(|part| part.starts_with("alpine")) {
        Some(Family::Alpine)
    } else if parts().any(|part| DEBIAN.contains(&part)) {
        Some(Family::Debian)
    } else {
        parts().any(|part| BASH.contains(&part)).then_some(Family::Bash)
    }
}

/// Which user each instruction of a file runs as.
#[derive(Debug)]
pub(super) struct Users(InForce);

impl Users {
    pub(super) fn of(model: &Model) -> Self {
        Self(InForce::of(model, |instruction| matches!(instruction.body, Body::User(Some(_)))))
    }

    /// The name or number in force for instruction `index`, group left out: from USER, else from what is known of the base
    /// image. `None`: unknown.
    pub(super) fn at(&self, model: &Model, index: usize) -> Option<String> {
        let word = self.0.at(index).and_then(|user| match &model.syntax.instructions[user].body {
            Body::User(Some(word)) => Some((user, word)),
            _ => None,
        });
        if let Some((user, word)) = word {
            return Some(without_group(&model.scope(user).expand(word)?).to_owned());
        }
        let stage = model.stage_of(index)?;
        if is_scratch(model, stage) {
            return Some("root".to_owned());
        }
        variant(model, stage)?.default_user.known().map(|user| without_group(user).to_owned())
    }
}

/// `app` of `app:staff`.
pub(super) fn without_group(user: &str) -> &str {
    user.split_once(':').map_or(user, |(name, _)| name)
}

/// Whether a user's name or number means root.
pub(super) fn is_root(user: &str) -> bool {
    matches!(without_group(user), "root" | "0")
}
