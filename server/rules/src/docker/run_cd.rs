//! `cd` where WORKDIR is meant.

use project::docker::At;
use syntax::dockerfile::{Body, Keyword};
use syntax::shell::{Script, SeparatorKind, SimpleCommand, Word};

use super::base_image;
use super::layer::{self, Directories};
use super::removal;
use super::shell_call;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a RUN that begins with `cd` and works in that directory to its end, and a RUN that is nothing but `cd`.
    ///
    /// Silent are steps that go through several directories, work in `/tmp`, remove the directory again, use a subshell, or
    /// leave a WORKDIR for this one step: there `cd` is the right word.
    ///
    /// ## Why is this bad?
    /// Every RUN starts a new shell. The `cd` holds to the end of its own RUN; the next RUN, COPY and CMD start where
    /// WORKDIR says. `RUN cd /app` alone does nothing at all, and `RUN cd app && …` in five steps says five times what one
    /// `WORKDIR /app` says once, for the running container too.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:24
    /// COPY . /app
    /// RUN cd /app && npm ci
    /// WORKDIR /srv
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:24
    /// COPY . /app
    /// WORKDIR /app
    /// RUN npm ci
    /// WORKDIR /srv
    /// ```
    ///
    /// ## When to ignore it
    /// When one step among many works elsewhere, and two WORKDIR around it would say more than it does.
    "docker/run-cd" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3003", "trivy/DS-0013", "semgrep/use-workdir", "kics/run_command_cd_instead_of_workdir"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let directories = Directories::of(file.model);
    for at in layer::sections(file.model).flat_map(|section| section.instructions()) {
        let Some(script) = layer::command_line(&at) else { continue };
        let Some((cd, target)) = leading(script) else { continue };
        let alone = script.statements.len() == 1;
        if temporary(&at, script, target, &directories) || !alone && is_excursion(&at, target, &directories) {
            continue;
        }
        let Some(name) = cd.words.first() else { continue };
        let shown = target.display();
        let message = if alone {
            format!("`cd` alone does nothing, the next instruction starts where it would have: use `WORKDIR {shown}`")
        } else {
            format!("`cd {shown}` ends with this RUN: use `WORKDIR {shown}` before it")
        };
        let found = report.at(name, message);
        if let Some(fix) = fix(&at, script, target, &directories) {
            found.fix(fix);
        }
    }
}

/// `cd directory` as the first statement.
fn leading(script: &Script) -> Option<(&SimpleCommand, &Word)> {
    let first = script.statements.first()?;
    let goes_on = first
        .separator
        .as_ref()
        .is_none_or(|separator| matches!(separator.kind, SeparatorKind::And | SeparatorKind::Semicolon));
    let cd = script.simple_commands().next().filter(|simple| simple.range == first.range && goes_on)?;
    let [name, target] = cd.words.as_slice() else { return None };
    let plain = cd.assignments.is_empty() && cd.redirections.is_empty();
    (plain && name.literal().as_deref() == Some("cd") && target.literal().as_deref() != Some("-"))
        .then_some((cd, target))
}

/// Whether the step only passes through: more than one directory, a temporary one, or one that is gone afterwards.
fn temporary(at: &At<'_>, script: &Script, target: &Word, directories: &Directories) -> bool {
    let moves = |simple: &SimpleCommand| simple.name().is_some_and(|it| matches!(it.as_str(), "cd" | "pushd" | "popd"));
    if script.simple_commands().filter(|simple| moves(simple)).count() > 1 {
        return true;
    }
    let Some(path) = shell_call::value(target, at.scope()) else { return true };
    if path.starts_with('~') || path.contains(['*', '?', '$']) {
        return true;
    }
    let Some(absolute) = removal::join(directories.at(at).as_deref(), &path) else { return false };
    ["/tmp", "/var/tmp", "/dev/shm"]
        .iter()
        .any(|folder| absolute == *folder || absolute.starts_with(&format!("{folder}/")))
        || removal::of(at, directories).iter().any(|removal| removal.empties(absolute.trim_end_matches('/')))
}

/// Whether the step leaves a WORKDIR that the next steps need again: two more WORKDIR would say no more than `cd` does.
fn is_excursion(at: &At<'_>, target: &Word, directories: &Directories) -> bool {
    let Some(directory) = directories.at(at) else { return false };
    let target =
        shell_call::value(target, at.scope()).and_then(|value| clean(&removal::join(Some(&directory), &value)?));
    target != clean(&directory) && is_needed_behind(at)
}

fn fix(at: &At<'_>, script: &Script, target: &Word, directories: &Directories) -> Option<Fix> {
    let before = directory_before(at, directories);
    let value = shell_call::value(target, at.scope())?;
    let absolute = clean(&removal::join(before.as_deref(), &value)?)?;
    // What is written stays as it is, with its variables; a relative path is made absolute.
    let shown = target.display();
    let written = if shown.starts_with(['/', '$']) { shown } else { absolute.clone() };
    if at.deferred || written.contains(' ') || written.contains('$') && target.parts.len() > 3 {
        return None;
    }
    let title = format!("Use `WORKDIR {written}`");
    let instruction = &at.model.syntax.instructions[at.index];
    if script.statements.len() == 1 {
        return Some(Fix::suggested(title).replace(instruction, format!("WORKDIR {written}")));
    }
    let first = script.statements.first()?;
    if before.as_deref().and_then(clean).as_deref() == Some(absolute.as_str()) {
        return Some(Fix::safe("Drop `cd`, the step starts there").remove_statement(&first.pipeline));
    }
    if !is_needed_behind(at) {
        // Behind `;` the rest runs without the directory too.
        let and = first.separator.is_some_and(|separator| separator.kind == SeparatorKind::And);
        let fix = if and { Fix::safe(title) } else { Fix::suggested(title) };
        return Some(
            fix.insert_lines_before(instruction, format!("WORKDIR {written}")).remove_statement(&first.pipeline),
        );
    }
    let back = before?;
    let fix = Fix::suggested(format!("{title}, and go back to `{back}`"));
    Some(
        fix.insert_lines_before(instruction, format!("WORKDIR {written}"))
            .remove_statement(&first.pipeline)
            .insert_lines_after(instruction, format!("WORKDIR {back}")),
    )
}

/// Where the step starts: by WORKDIR, else by what is known of the base image.
fn directory_before(at: &At<'_>, directories: &Directories) -> Option<String> {
    directories.at(at).or_else(|| {
        let stage = at.model.stage_of(at.index)?;
        let moved = at.model.lineage(stage).any(|owner| {
            let end = if owner.index == stage { at.index } else { owner.instructions.end };
            at.model.syntax.instructions[owner.instructions.start..end].iter().any(|it| it.keyword == Keyword::Workdir)
        });
        let known = base_image::variant(at.model, stage).and_then(|variant| variant.workdir.known());
        known.filter(|_| !moved).map(str::to_owned)
    })
}

/// How many instructions behind the step are looked at.
const BEHIND_LIMIT: usize = 64;

/// Whether anything behind the step starts in its directory, before the next absolute WORKDIR. At the end of a stage the
/// container does.
fn is_needed_behind(at: &At<'_>) -> bool {
    for (index, instruction) in at.after().take(BEHIND_LIMIT) {
        match &instruction.body {
            Body::Workdir(Some(word)) => {
                return !at.model.scope(index).expand(word).is_some_and(|path| path.starts_with('/'));
            }
            Body::Run(_) => {
                let absolute = |word: &Word| word.display().starts_with('/');
                let elsewhere = layer::command_line(&layer::at(at.model, index)).and_then(leading);
                if !elsewhere.is_some_and(|(_, target)| absolute(target)) {
                    return true;
                }
            }
            Body::Env(_)
            | Body::Arg(_)
            | Body::Label(_)
            | Body::Expose(_)
            | Body::User(_)
            | Body::Shell(_)
            | Body::Stopsignal(_) => {}
            _ => return true,
        }
    }
    true
}

/// The path without `.` and double slashes; `None` where `..` is in it, which symbolic links could bend.
fn clean(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.contains(&"..")).then(|| format!("/{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn workdir_is_meant() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
ARG HOME_OF=/opt/app
RUN cd /opt
    ^^ `cd` alone does nothing, the next instruction starts where it would have: use `WORKDIR /opt`
RUN cd /app && \
    ^^ `cd /app` ends with this RUN: use `WORKDIR /app` before it
    # all of it
    make
RUN cd app; make
    ^^
ONBUILD RUN cd "$HOME_OF" && make
            ^^
"#,
        );
    }

    #[test]
    fn cd_is_right() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
RUN cd /tmp && make && make install
RUN cd /a && make && cd /b && make
RUN (cd /a && make); { cd /a && make; }
RUN make && cd /a && make
RUN cd /usr/src/a && make install && rm -rf /usr/src/a
RUN cd "$UNKNOWN" && make
RUN cd "$(mktemp -d)" && make
RUN cd - && make; cd && make
RUN ["cd", "/opt"]
WORKDIR /opt
RUN cd app && make
"#,
        );
    }

    #[test]
    fn where_nothing_behind_depends_on_it() {
        let before = "FROM debian:13-slim\nRUN cd /app && \\\n    make && \\\n    make install\nENV A=b\nRUN cd /c && make\nWORKDIR /d\n";
        check_safety(&RULE, before, Safety::Safe);
        check_fix(
            &RULE,
            before,
            "FROM debian:13-slim\nWORKDIR /app\nRUN make && \\\n    make install\nENV A=b\nRUN cd /c && make\nWORKDIR /d\n",
        );
    }

    #[test]
    fn the_directory_comes_back() {
        let before = "FROM debian:13-slim\nRUN cd app && make\nCMD [\"a\"]\n";
        check_safety(&RULE, before, Safety::Unsafe);
        check_fix(&RULE, before, "FROM debian:13-slim\nWORKDIR /app\nRUN make\nWORKDIR /\nCMD [\"a\"]\n");
    }

    #[test]
    fn the_step_is_there_already() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nWORKDIR /srv\nRUN cd /srv/ && make\n",
            "FROM debian:13-slim\nWORKDIR /srv\nRUN make\n",
        );
    }
}
