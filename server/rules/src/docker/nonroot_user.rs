//! Who a container may run as instead of root, and where in a stage USER goes.

use project::docker::{At, Model};
use syntax::dockerfile::{Body, Instruction};

use super::base_image::{self, Family};
use super::layer;
use super::shell_call::{self, ShellCall};

/// A user to run as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What to write behind USER: the number where it is known, else the name.
    pub(super) user: String,
    /// The RUN that makes the user; `None`: it exists already.
    pub(super) create: Option<String>,
}

impl Candidate {
    fn existing(user: impl Into<String>) -> Self {
        Self { user: user.into(), create: None }
    }
}

/// The uid of users that are made: above those of distributions, so that no file of the host belongs to it by chance.
const UID: &str = "10001";

/// The user for the end of `stage`: one that the file switched to before, or makes; the one that the base image brings for it;
/// one to be made, by the distribution's own command; a number alone where there is no command. `None`: the base is unknown.
pub(super) fn candidate(model: &Model, stage: usize) -> Option<Candidate> {
    if let Some(user) = used_before(model, stage).or_else(|| created(model, stage)) {
        return Some(Candidate::existing(user));
    }
    if base_image::is_scratch(model, stage) {
        return Some(Candidate::existing("65532"));
    }
    let variant = base_image::variant(model, stage);
    let brought = variant.and_then(|variant| variant.nonroot_user.known());
    let default = variant.and_then(|variant| variant.default_user.known()).filter(|user| !base_image::is_root(user));
    if let Some(user) = brought.or(default) {
        let (name, uid) = user.split_once(':').unwrap_or((user, ""));
        return Some(Candidate::existing(if uid.is_empty() { name } else { uid }));
    }
    let create = match base_image::family(model, stage)? {
        Family::Debian => Some(format!("RUN useradd --no-log-init --create-home --uid {UID} app")),
        Family::Alpine => Some(format!("RUN adduser -D -u {UID} app")),
        // The small images of Red Hat and Amazon have no `useradd`; a number needs no entry in /etc/passwd.
        Family::Bash => None,
    };
    Some(Candidate { user: UID.to_owned(), create })
}

/// The last USER before the end of the stage that is not root, as written.
fn used_before(model: &Model, stage: usize) -> Option<String> {
    model.lineage(stage).find_map(|owner| {
        owner.instructions.clone().rev().find_map(|index| {
            let Body::User(Some(word)) = &model.syntax.instructions[index].body else { return None };
            let user = model.scope(index).expand(word)?;
            (!base_image::is_root(&user)).then(|| word.raw.clone())
        })
    })
}

/// The user that the stage, or one below it, makes last: its uid where one is given.
fn created(model: &Model, stage: usize) -> Option<String> {
    model.lineage(stage).find_map(|owner| {
        owner.instructions.clone().rev().find_map(|index| {
            let at = layer::at(model, index);
            let calls = layer::commands_of(at).filter_map(|command| ShellCall::of(command.place.command));
            calls.filter_map(|call| user_of(&call, &at)).last()
        })
    })
}

/// The user that a call of `useradd` or `adduser` makes.
fn user_of(call: &ShellCall<'_>, at: &At<'_>) -> Option<String> {
    let (value_flags, uid_flags): (&[&str], &[&str]) = match call.name.as_str() {
        "useradd" => (
            &[
                "-u",
                "-g",
                "-G",
                "-d",
                "-s",
                "-c",
                "-b",
                "-e",
                "-f",
                "-k",
                "-K",
                "-p",
                "--uid",
                "--gid",
                "--groups",
                "--home-dir",
                "--shell",
                "--comment",
                "--home",
            ],
            &["-u", "--uid"],
        ),
        "adduser" => (
            &[
                "-u",
                "-G",
                "-h",
                "-s",
                "-g",
                "-k",
                "--uid",
                "--gid",
                "--home",
                "--shell",
                "--gecos",
                "--ingroup",
                "--firstuid",
            ],
            &["-u", "--uid"],
        ),
        _ => return None,
    };
    let scope = at.scope();
    let operands: Vec<String> = call.operands(value_flags).filter_map(|word| shell_call::value(word, scope)).collect();
    // `adduser name group` puts a user into a group.
    let [name] = operands.as_slice() else { return None };
    let arguments: Vec<String> =
        call.arguments.iter().map(|word| shell_call::value(word, scope).unwrap_or_default()).collect();
    let uid = uid_flags.iter().find_map(|flag| {
        arguments.iter().enumerate().find_map(|(place, argument)| match argument.strip_prefix(flag) {
            Some("") => arguments.get(place + 1).cloned(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        })
    });
    let number = |uid: &String| !uid.is_empty() && uid.bytes().all(|byte| byte.is_ascii_digit());
    (!name.starts_with('$')).then(|| uid.filter(number).unwrap_or_else(|| name.clone()))
}

/// The instruction of `stage` behind which a last USER goes: the last one that RUN, COPY or WORKDIR needs root for.
pub(super) fn last_of_root(model: &Model, stage: usize) -> Option<&Instruction> {
    let needs_root = |instruction: &&Instruction| {
        matches!(
            instruction.body,
            Body::From(_)
                | Body::Run(_)
                | Body::Copy(_)
                | Body::Add(_)
                | Body::Workdir(_)
                | Body::User(_)
                | Body::Shell(_)
        )
    };
    model.instructions(stage).iter().rev().find(needs_root)
}

/// Whether the container starts as root on purpose and its entrypoint hands over to another user: the base image's own does,
/// the stage installs or calls a tool for it, or an init of the system runs.
pub(super) fn drops_privileges(model: &Model, stage: usize) -> bool {
    const TOOLS: [&str; 8] =
        ["gosu", "su-exec", "setpriv", "s6-overlay", "s6-setuidgid", "chpst", "supervisord", "runuser"];
    const INITS: [&str; 5] =
        ["/init", "/sbin/init", "/usr/sbin/init", "/lib/systemd/systemd", "/usr/lib/systemd/systemd"];
    let launch = model.launch(stage);
    let by_image = launch.entrypoint.is_none()
        && base_image::variant(model, stage)
            .is_some_and(|variant| variant.entrypoint_drops_privilege.known() == Some(true));
    let starts_init = launch.entrypoint.iter().chain(&launch.cmd).any(|(command, _)| {
        let text = &model.text[command.range];
        INITS.iter().any(|init| text.contains(&format!("\"{init}\"")))
    });
    let mentions = |instruction: &Instruction| TOOLS.iter().any(|tool| model.text[instruction.extent()].contains(tool));
    let lineage = || model.lineage(stage).flat_map(|owner| model.instructions(owner.index));
    by_image || starts_init || lineage().any(mentions)
}
