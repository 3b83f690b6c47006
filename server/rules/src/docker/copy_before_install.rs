//! Sources that are copied before dependencies are installed.

use project::context::Presence;
use project::docker::At;
use syntax::dockerfile::{Body, Element, Word};

use super::layer::{self, Section};
use super::package_install::PackageCall;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a COPY of the whole build context that stands before the install of dependencies, when the install needs nothing
    /// but the files that declare them. Workspaces of several packages and installs with a cache mount are left alone.
    ///
    /// ## Why is this bad?
    /// A layer is taken from the cache only while everything before it is unchanged. `COPY . .` changes with every source file,
    /// so that a corrected typo installs all dependencies again: for `npm ci` of a middling project a minute, on each machine,
    /// for each commit. Copied first and alone, `package.json` and its lock file change once a week.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY . .
    /// RUN npm ci
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// COPY . .
    /// ```
    ///
    /// ## When to ignore it
    /// When the install runs scripts that need the sources (`postinstall`, a local package).
    "docker/copy-before-install" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    for section in layer::sections(file.model) {
        check_section(&section, report);
    }
}

fn check_section(section: &Section<'_>, report: &mut Report<'_>) {
    let mut copied: Option<(At<'_>, &Word)> = None;
    let mut installed_before: Vec<&'static str> = Vec::new();
    // One finding a stage: the first install behind the COPY says it all.
    let mut said = false;
    for at in section.instructions() {
        match &at.instruction.body {
            Body::Copy(transfer) | Body::Add(transfer) if copied.is_none() && at.instruction.flag("from").is_none() => {
                let scope = at.scope();
                let whole = transfer.sources.iter().find(|word| {
                    scope.expand(word).is_some_and(|text| matches!(text.as_str(), "." | "./" | "*" | "./*" | "/"))
                });
                copied = whole.filter(|_| transfer.destination.is_some()).map(|word| (at, word));
            }
            Body::Run(_) => {
                let mounted = layer::mounts(at.instruction, at.scope()).iter().any(|mount| mount.kind == "cache");
                let calls = layer::commands_of(at).filter_map(|command| PackageCall::of(command.place.command));
                for call in calls.filter(|call| is_install_of_manifest(call)) {
                    let again = installed_before.contains(&call.manager.name);
                    installed_before.push(call.manager.name);
                    let wrong = copied.filter(|(copy, _)| !again && !mounted && !said && copy.deferred == at.deferred);
                    if let Some((copy, word)) = wrong {
                        found(&copy, word, &at, &call, report);
                        said = true;
                    }
                }
            }
            _ => {}
        }
    }
}

fn found(copy: &At<'_>, word: &Word, run: &At<'_>, call: &PackageCall<'_>, report: &mut Report<'_>) {
    let Some(files) = files_of(call, report) else { return };
    let title = call.title();
    let line = layer::line_of(run.model, run.index);
    let names = match files.as_slice() {
        [] => "what declares the dependencies".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and "),
    };
    let found = report.at(
        word,
        format!("every change of a source file repeats `{title}` in line {line}: copy {names} first, install, then copy the rest"),
    );
    found.label(call.name, "installs dependencies");
    if let Some(fix) = fix(copy, run, call, &files) {
        found.fix(fix);
    }
}

/// Whether a call installs what lies in files of the project, and no package that it names.
fn is_install_of_manifest(call: &PackageCall<'_>) -> bool {
    let action = call.action.as_str();
    let no_operands = call.operands.is_empty();
    let local = !call.has_flag(&["-g", "--global", "--location"]);
    match call.manager.name {
        "npm" => no_operands && local && matches!(action, "ci" | "install" | "i" | "clean-install"),
        "yarn" => no_operands && local && matches!(action, "" | "install") && call.installs(),
        "pnpm" => no_operands && local && matches!(action, "install" | "i" | "fetch"),
        "bun" => no_operands && local && matches!(action, "install" | "i" | "ci"),
        "pip" => {
            action == "install"
                && no_operands
                && call.has_flag(&["-r", "--requirement"])
                && !call.has_flag(&["-e", "--editable"])
        }
        "poetry" => no_operands && matches!(action, "install" | "sync"),
        "pipenv" => no_operands && matches!(action, "install" | "sync"),
        "bundle" => no_operands && action == "install",
        "composer" => no_operands && action == "install",
        "go" => no_operands && action == "mod download",
        "cargo" => action == "fetch",
        "mvn" => action.starts_with("dependency:"),
        _ => false,
    }
}

/// The files that the install needs, as far as the build context has them; empty where nobody knows the context. `None`: they
/// are not there, or the project is a workspace of several packages.
fn files_of(call: &PackageCall<'_>, report: &Report<'_>) -> Option<Vec<String>> {
    let context = report.context()?;
    let there = |name: &str| context.presence(name) == Presence::Present;
    if ["pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", "rush.json", "go.work"].into_iter().any(there) {
        return None;
    }
    let (manifests, locks): (Vec<String>, &[&str]) = match call.manager.name {
        "npm" => (vec!["package.json".to_owned()], &["package-lock.json", "npm-shrinkwrap.json", ".npmrc"]),
        "yarn" => (vec!["package.json".to_owned()], &["yarn.lock", ".yarnrc", ".yarnrc.yml", ".npmrc"]),
        "pnpm" => (vec!["package.json".to_owned()], &["pnpm-lock.yaml", ".npmrc"]),
        "bun" => (vec!["package.json".to_owned()], &["bun.lock", "bun.lockb"]),
        "pip" => (requirements(call)?, &[]),
        "poetry" => (vec!["pyproject.toml".to_owned()], &["poetry.lock"]),
        "pipenv" => (vec!["Pipfile".to_owned()], &["Pipfile.lock"]),
        "bundle" => (vec!["Gemfile".to_owned()], &["Gemfile.lock"]),
        "composer" => (vec!["composer.json".to_owned()], &["composer.lock"]),
        "go" => (vec!["go.mod".to_owned()], &["go.sum"]),
        "cargo" => (vec!["Cargo.toml".to_owned()], &["Cargo.lock"]),
        "mvn" => (vec!["pom.xml".to_owned()], &[]),
        _ => return None,
    };
    let present = |name: &&str| there(name);
    if manifests.iter().all(|name| there(name)) {
        return Some(
            manifests
                .into_iter()
                .chain(locks.iter().filter(|name| present(name)).map(|name| (*name).to_owned()))
                .collect(),
        );
    }
    (!context.is_confirmed()).then(Vec::new)
}

/// The files behind `-r`.
fn requirements(call: &PackageCall<'_>) -> Option<Vec<String>> {
    let mut files = Vec::new();
    let mut arguments = call.arguments.iter();
    while let Some(argument) = arguments.next() {
        let text = argument.literal()?;
        if text == "-r" || text == "--requirement" {
            files.push(arguments.next()?.literal()?);
        } else if let Some(file) = text.strip_prefix("--requirement=").or_else(|| text.strip_prefix("-r")) {
            files.push(file.to_owned());
        }
    }
    let relative = files.iter().all(|file| !file.starts_with('/') && !file.starts_with(".."));
    (relative && !files.is_empty()).then_some(files)
}

/// Puts a COPY of the files and the install before the COPY of the rest. Offered where the files are known and nothing but the
/// COPY stands between.
fn fix(copy: &At<'_>, run: &At<'_>, call: &PackageCall<'_>, files: &[String]) -> Option<Fix> {
    let (Body::Copy(transfer) | Body::Add(transfer)) = &copy.instruction.body else { return None };
    let destination =
        transfer.destination.as_ref().filter(|_| transfer.array.is_none() && transfer.sources.len() == 1)?;
    if files.is_empty() || files.iter().any(|name| name.contains('/')) || copy.deferred || copy.index + 1 != run.index {
        return None;
    }
    let script = layer::command_line(run)?;
    let first = script.statements.first()?;
    let name = call.name.node().range();
    let leads = first.range.contains_range(name) && layer::is_simple(first) && first.pipeline.commands.len() == 1;
    if !leads || !layer::is_and_chain(script) || !copy.instruction.heredocs.is_empty() {
        return None;
    }
    let flags =
        |at: &At<'_>| at.instruction.flags.iter().map(|flag| format!("{} ", at.text(flag.range))).collect::<String>();
    let target = format!("{}/", destination.raw.trim_end_matches('/'));
    let copied = format!("COPY {}{} {target}", flags(copy), files.join(" "));
    let install = format!("RUN {}{}", flags(run), run.text(first.range));
    let fix = Fix::suggested("Install before the sources are copied")
        .insert_lines_before(copy.instruction, format!("{copied}\n{install}"));
    Some(if script.statements.len() == 1 {
        fix.remove_instruction(run.instruction)
    } else {
        fix.remove_statement(&first.pipeline)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn sources_come_first() {
        check(
            &RULE,
            "
FROM node:24-slim
COPY . /app
     ^ every change of a source file repeats `npm ci` in line 3: copy what declares the dependencies first, install, then copy the rest
RUN cd /app && npm ci && npm run build
RUN pip install -r requirements.txt
FROM python:3.14-slim
ONBUILD ADD ./ /app/
            ^^
ONBUILD RUN pip install --no-cache-dir -r requirements.txt
FROM python:3.14-slim
COPY . .
     ^ every change of a source file repeats `pip install`…
RUN if true; then \\
    # all
    pip install -r requirements.txt; fi
",
        );
    }

    #[test]
    fn dependencies_come_first() {
        check(
            &RULE,
            "
FROM node:24-slim
COPY package.json ./
RUN npm ci
COPY . .
RUN npm ci --omit=dev
FROM node:24-slim
COPY --from=build . .
RUN npm ci
FROM node:24-slim
COPY . .
RUN npm install -g pnpm && npm install left-pad && npm run build && go build ./... && cargo build
RUN --mount=type=cache,target=/root/.npm npm ci
RUN pip install . && pip install -e . && pip install -r requirements.txt .
",
        );
        check(&RULE, "#- Dockerfile\nFROM node:24\nCOPY . .\nRUN npm ci\n#- package.json\n{}\n#- lerna.json\n{}\n");
        check(
            &RULE,
            "#- Dockerfile\nFROM node:24\nCOPY a.conf /\nCOPY . .\nRUN cd web && npm ci\n#- a.conf\n\n#- web/package.json\n{}\n",
        );
    }

    #[test]
    fn the_install_moves_up() {
        check_fix(
            &RULE,
            "#- Dockerfile\nFROM node:24-slim\nWORKDIR /app\nCOPY --chown=1000 . .\nRUN npm ci \\\n  --omit=dev && npm run build\n#- package.json\n{}\n#- package-lock.json\n{}\n",
            "#- Dockerfile\nFROM node:24-slim\nWORKDIR /app\nCOPY --chown=1000 package.json package-lock.json ./\nRUN npm ci \\\n  --omit=dev\nCOPY --chown=1000 . .\nRUN npm run build\n",
        );
        check_fix(
            &RULE,
            "#- Dockerfile\nFROM python:3.14-slim\nCOPY . /app\nRUN pip install --no-cache-dir -r requirements.txt\nCMD [\"a\"]\n#- requirements.txt\na\n",
            "#- Dockerfile\nFROM python:3.14-slim\nCOPY requirements.txt /app/\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . /app\nCMD [\"a\"]\n",
        );
    }
}
