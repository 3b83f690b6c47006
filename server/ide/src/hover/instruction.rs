//! Hovers on instructions, flags, mounts, arguments and shell commands.

use project::docker::{Model, Origin};
use syntax::dockerfile::{Body, Flag, Heredoc, Keyword, MountOption};
use syntax::shell::SimpleCommand;

use crate::cursor::Place;

/// An instruction, and what it comes to here.
pub(super) fn keyword(model: &Model, place: &Place<'_>) -> Option<String> {
    let instruction = place.instruction?;
    let known = schema::dockerfile::instruction(&instruction.keyword_name.text)?;
    let since = known.since.map(|since| format!(" · since Dockerfile {since}")).unwrap_or_default();
    let deprecated = known.deprecated.map(|text| format!("\n\n**Deprecated:** {text}")).unwrap_or_default();
    let here = here(model, place).map(|text| format!("\n\n{text}")).unwrap_or_default();
    Some(format!("**`{}`** · {}{since}{deprecated}\n\n{}{here}", known.keyword, known.summary, known.documentation))
}

/// The line that begins with *Here*: true of this file only.
fn here(model: &Model, place: &Place<'_>) -> Option<String> {
    let index = place.index?;
    let stage = model.stage_of(index)?;
    let end_of = |stage: usize| format!("to the end of stage `{}`", model.stages[stage].label());
    match &place.instruction?.body {
        Body::User(_) => {
            let user = model.user_name(stage, index + 1)?;
            Some(format!("Here: everything runs as `{}` from this line {}.", user.value, end_of(stage)))
        }
        Body::Workdir(_) => {
            let path = model.workdir(stage, index + 1)?;
            Some(format!("Here: relative paths start at `{}` from this line {}.", path.value, end_of(stage)))
        }
        Body::Run(_) => {
            let user = model.user_name(stage, index).map(|user| format!("as `{}`", user.value));
            let path = model.workdir(stage, index).map(|path| format!("in `{}`", path.value));
            let shell = model.shell(stage, index).map(|(items, _)| {
                format!("through `{}`", items.iter().map(|item| item.value.as_str()).collect::<Vec<_>>().join(" "))
            });
            let facts: Vec<String> = [user, path, shell].into_iter().flatten().collect();
            (!facts.is_empty()).then(|| format!("Here: runs {}.", facts.join(" ")))
        }
        Body::Cmd(_) | Body::Entrypoint(_) => launch(model, stage),
        _ => None,
    }
}

/// What a container of the stage starts.
pub(super) fn launch(model: &Model, stage: usize) -> Option<String> {
    let launch = model.launch(stage);
    let text =
        |command: &syntax::dockerfile::Command| model.text[command.range].lines().next().unwrap_or_default().to_owned();
    let inherited = |origin: Origin| match origin {
        Origin::Here(_) => String::new(),
        Origin::Stage(owner, _) => format!(" (from stage `{}`)", model.stages[owner].label()),
        Origin::Image => " (from the image)".to_owned(),
    };
    match (launch.entrypoint, launch.cmd) {
        (None, None) => None,
        (Some((entry, origin)), None) => {
            Some(format!("Here: a container starts `{}`{}.", text(entry), inherited(origin)))
        }
        (None, Some((cmd, origin))) => Some(format!(
            "Here: a container starts `{}`{}, through the image's `ENTRYPOINT` if it has one.",
            text(cmd),
            inherited(origin)
        )),
        (Some((entry, from_entry)), Some((cmd, from_cmd))) => Some(format!(
            "Here: a container starts `{}`{} with the default arguments `{}`{}.",
            text(entry),
            inherited(from_entry),
            text(cmd),
            inherited(from_cmd)
        )),
    }
}

/// A flag of an instruction.
pub(super) fn flag(keyword: Keyword, flag: &Flag) -> Option<String> {
    let known = schema::dockerfile::instruction(keyword.name())?;
    let found = known.flags.iter().find(|it| it.name.trim_start_matches('-').eq_ignore_ascii_case(&flag.name.text))?;
    let since = found.since.map(|since| format!(" · since Dockerfile {since}")).unwrap_or_default();
    Some(format!("**`{} --{}`**{since}\n\n{}", known.keyword, flag.name.text, found.documentation))
}

fn mount_type_of(flag: &Flag) -> &str {
    let value = flag
        .options
        .iter()
        .find(|option| option.key.text.eq_ignore_ascii_case("type"))
        .and_then(|option| option.value.as_ref());
    value.map_or("bind", |value| value.raw.as_str())
}

/// A key of a mount.
pub(super) fn mount_key(flag: &Flag, option: &MountOption) -> Option<String> {
    if option.key.text.eq_ignore_ascii_case("type") {
        return mount_type(option);
    }
    let kind = schema::dockerfile::mount_type(mount_type_of(flag))?;
    let key = option.key.text.to_ascii_lowercase();
    let found = kind.options.iter().find(|it| it.name == key || it.aliases.contains(&key.as_str()))?;
    let required = if found.required { " · required" } else { "" };
    let default = found.default.map(|default| format!(" · default `{default}`")).unwrap_or_default();
    Some(format!("**`{}`** · of a `{}` mount{required}{default}\n\n{}", found.name, kind.name, found.documentation))
}

/// The type of a mount.
pub(super) fn mount_type(option: &MountOption) -> Option<String> {
    let kind = schema::dockerfile::mount_type(&option.value.as_ref()?.raw)?;
    Some(format!("**`--mount=type={}`**\n\n{}", kind.name, kind.documentation))
}

/// The word behind USER, WORKDIR, EXPOSE, STOPSIGNAL.
pub(super) fn argument(model: &Model, place: &Place<'_>) -> Option<String> {
    let instruction = place.instruction?;
    let index = place.index?;
    let text = &model.text[place.range];
    match &instruction.body {
        Body::Stopsignal(_) => {
            let signal = schema::dockerfile::signal(text)?;
            Some(format!("**`{}`** · signal {}\n\n{}", signal.canonical, signal.number, signal.documentation))
        }
        Body::Expose(_) => {
            let port = text.split(['/', '-']).next()?.parse::<u16>().ok()?;
            let known = schema::dockerfile::well_known_ports().iter().find(|it| it.port == port)?;
            Some(format!("**port {port}** · {}", known.service))
        }
        Body::User(_) => {
            let stage = model.stage_of(index)?;
            let user = model.user_name(stage, index + 1)?;
            let numeric = user
                .value
                .split(':')
                .next()
                .is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()));
            let advice = if numeric || user.value == "root" {
                ""
            } else {
                "\n\nKubernetes can verify `runAsNonRoot` only for a number: write the uid here."
            };
            Some(format!(
                "**`USER {}`** · in force from here to the end of stage `{}`{advice}",
                user.value,
                model.stages[stage].label()
            ))
        }
        Body::Workdir(_) => {
            let path = model.workdir(model.stage_of(index)?, index + 1)?;
            Some(format!("**`{}`** · the working directory from here on", path.value))
        }
        _ => None,
    }
}

/// A command of the shell.
pub(super) fn shell_command(name: &str) -> Option<String> {
    let base = name.rsplit('/').next()?;
    let known = schema::dockerfile::command(base)?;
    Some(format!("**`{}`**\n\n{}", known.name, known.documentation))
}

/// A flag of a package manager's command.
pub(super) fn shell_flag(name: &str, command: &SimpleCommand, word: usize) -> Option<String> {
    let manager = schema::dockerfile::package_manager(name.rsplit('/').next()?)?;
    let text = command.words.get(word)?.literal()?;
    let flag = text.split('=').next()?;
    let found = manager.flags.iter().find(|it| it.name.split([',', ' ']).any(|form| form == flag))?;
    Some(format!("**`{} {}`**\n\n{}", manager.name, found.name, found.documentation))
}

/// The end word of a heredoc.
pub(super) fn heredoc(keyword: Keyword, heredoc: &Heredoc) -> String {
    let tabs = if heredoc.strip_tabs { " Tabs at the start of its lines are dropped." } else { "" };
    let expansion = match (keyword, heredoc.quoted) {
        (Keyword::Run, true) => "The shell takes the text as it stands.",
        (Keyword::Run, false) => {
            "The builder leaves the text alone; a shell that reads it expands variables when it runs."
        }
        (_, true) => "The word is quoted, so the builder copies the text as it stands.",
        (_, false) => "The builder replaces `$variables` in the text; quote the word (`<<\"END\"`) to keep them.",
    };
    format!(
        "**heredoc `{}`**\n\nThe lines up to `{}` alone on a line. {expansion}{tabs}",
        heredoc.name.text, heredoc.name.text
    )
}
