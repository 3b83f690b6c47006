//! `COPY .` without a `.dockerignore`.

use project::BuildContext;
use project::context::context_sources;
use project::docker::Model;
use project::dockerignore::Dockerignore;
use schema::dockerfile::{Ecosystem, ecosystems};
use syntax::dockerfile::{Keyword, Word};

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the first `COPY .` or `ADD .` of a file whose build context has no `.dockerignore`, when something lies
    /// there, or will once the project is built, that does not belong in an image.
    ///
    /// ## Why is this bad?
    /// Everything goes in: `.git` with every file that was ever committed, `node_modules` or `target` of the wrong
    /// system, `.env` with its passwords. A secret that is deleted in a later layer is still in the earlier one. And
    /// each of these files is part of the cache key: after any commit the `COPY` and every line below it run again.
    /// Sending 800 MB of `node_modules` to the builder takes longer than most builds.
    ///
    /// ## Example
    /// ```files
    /// package.json
    /// .env
    /// ```
    /// ```dockerfile
    /// FROM node:22
    /// COPY . /app/
    /// ```
    /// Use instead:
    /// ```files
    /// package.json
    /// .env
    /// ```
    /// ```dockerignore
    /// .git
    /// .env
    /// node_modules
    /// ```
    /// ```dockerfile
    /// FROM node:22
    /// COPY . /app/
    /// ```
    /// The fix writes a `.dockerignore` for the kind of project it finds; it never excludes what the Dockerfile copies
    /// by name.
    ///
    /// ## When to ignore it
    /// When the image is built with another folder as its context, which has a `.dockerignore`.
    "docker/dockerignore-missing" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Dockerfile(check),
    }
}

/// What no image needs and many folders hold, worst first.
const UNWANTED: [&str; 12] = [
    ".env",
    "id_rsa",
    ".aws",
    ".ssh",
    ".git",
    "node_modules",
    ".venv",
    "venv",
    "__pycache__",
    ".terraform",
    ".idea",
    ".vscode",
];

/// Results of a build. An image without a RUN is made of them.
const RESULTS: [&str; 8] = ["bin", "build", "dist", "obj", "out", "publish", "release", "target"];

/// Files that say that a README is part of the package.
const PACKS_README: [&str; 4] = ["Cargo.toml", "pyproject.toml", "setup.cfg", "setup.py"];

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let Some(context) = report.context() else { return };
    if context.root().is_none() || context.ignore_file().is_some() {
        return;
    }
    let Some(word) = everything(file.model) else { return };
    let names: Vec<String> = context.entries("").into_iter().map(|entry| entry.name).collect();
    let kinds: Vec<&Ecosystem> = ecosystems().iter().filter(|it| is_of_kind(&names, it)).collect();
    let lines = lines(file.model, context, &names, &kinds);
    let left_out = |line: &&&str| lines.contains(*line);
    let here: Vec<&str> =
        UNWANTED.iter().filter(left_out).filter(|line| names.iter().any(|it| it == *line)).copied().collect();
    let later = kinds.iter().find_map(|kind| kind.ignores.iter().find(left_out));
    let what = match (here.as_slice(), later) {
        ([], None) => return,
        ([], Some(later)) => format!("`{later}` too once it is there"),
        ([one], _) => format!("`{one}` too"),
        ([one, two, ..], _) => format!("`{one}` and `{two}` too"),
    };
    let text = lines.join("\n") + "\n";
    report
        .at(word, format!("without a `.dockerignore` this takes all of the folder, {what}; create one"))
        .fix(Fix::suggested("Create `.dockerignore`").create_in_context(".dockerignore", text));
}

/// The source of the first instruction that copies the whole context.
fn everything(model: &Model) -> Option<&Word> {
    model.syntax.instructions.iter().enumerate().find_map(|(index, instruction)| {
        let sources = context_sources(model, index, instruction);
        sources
            .into_iter()
            .find(|(_, text)| matches!(text.as_str(), "." | "./" | "/" | "*" | "./*"))
            .map(|(word, _)| word)
    })
}

fn is_of_kind(names: &[String], kind: &Ecosystem) -> bool {
    kind.detection_files.iter().any(|pattern| {
        names.iter().any(|name| match pattern.split_once('*') {
            Some((start, end)) => name.len() >= pattern.len() - 1 && name.starts_with(start) && name.ends_with(end),
            None => name == pattern,
        })
    })
}

/// The lines of an ignore file for this project.
fn lines(model: &Model, context: &BuildContext<'_>, names: &[String], kinds: &[&Ecosystem]) -> Vec<&'static str> {
    let builds = model.has(Keyword::Run);
    let uses_git = model
        .syntax
        .instructions
        .iter()
        .flat_map(|instruction| instruction.trigger().simple_commands())
        .any(|command| command.name().as_deref() == Some("git"));
    let readme = PACKS_README.iter().any(|file| names.iter().any(|name| name == file));
    let wanted = |line: &&str| {
        (builds || !RESULTS.contains(line)) && (!uses_git || *line != ".git") && (!readme || *line != "*.md")
    };
    let copied = copied_by_name(model);
    let mut lines: Vec<&'static str> = Vec::new();
    let offered = Ecosystem::COMMON_IGNORES.iter().chain(kinds.iter().flat_map(|kind| kind.ignores)).copied();
    for line in offered.chain(UNWANTED.into_iter().filter(|name| context.entry(name).is_some())).filter(wanted) {
        let pattern = Dockerignore::parse(line);
        let harms =
            copied.iter().any(|source| pattern.verdict(source).ignored || source.starts_with(&format!("{line}/")));
        if !harms && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn copied_by_name(model: &Model) -> Vec<String> {
    let instructions = model.syntax.instructions.iter().enumerate();
    instructions
        .flat_map(|(index, instruction)| context_sources(model, index, instruction.trigger()))
        .map(|(_, text)| text.trim_start_matches("./").to_owned())
        .filter(|text| !matches!(text.as_str(), "" | "." | "/" | "*"))
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::RULE;
    use crate::check::{check, check_fix, check_safety, findings_of, open, workspace};
    use crate::fix::Safety;

    #[test]
    fn everything_is_copied_and_nothing_left_out() {
        check(
            &RULE,
            "
#- Dockerfile
FROM node:22
COPY package.json /app/
COPY ./ /app/
     ^^ without a `.dockerignore` this takes all of the folder, `.env` and `.git` too; create one
ADD . /app/
#- package.json

#- .env

#- .git/HEAD

",
        );
    }

    #[test]
    fn nothing_to_say() {
        // Nothing unwanted here; not the whole folder; an ignore file; from another stage; deferred.
        check(&RULE, "\n#- Dockerfile\nFROM alpine:3.22\nCOPY . /app/\n#- main.txt\n\n");
        check(&RULE, "\n#- Dockerfile\nFROM alpine:3.22\nCOPY src /app/\n#- .env\n\n#- src/a\n\n");
        check(&RULE, "\n#- Dockerfile\nFROM alpine:3.22\nCOPY . /app/\n#- .env\n\n#- .dockerignore\n.env\n");
        check(
            &RULE,
            "\n#- Dockerfile\nFROM alpine:3.22 AS a\nFROM a\nCOPY --from=0 . /app/\nONBUILD COPY . /\n#- .env\n\n",
        );
        check(
            &RULE,
            "\n#- a.Dockerfile\nFROM alpine:3.22\nCOPY . /app/\n#- .env\n\n#- a.Dockerfile.dockerignore\n.env\n",
        );
    }

    #[track_caller]
    fn creates(fixture: &str, expected: &Expect) {
        let fixture = testing::Fixture::parse(fixture);
        let files: Vec<_> = fixture.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
        let snapshot = workspace(&files);
        let document = open(&snapshot, "Dockerfile");
        let found = findings_of(&RULE, &snapshot, &document);
        let (path, text) = &found[0].fixes[0].creates[0];
        expected.assert_eq(&format!("{}\n{text}", path.display()));
    }

    #[test]
    fn the_file_suits_the_project() {
        creates(
            "
#- Dockerfile
FROM node:22
COPY . /app/
COPY README.md Dockerfile.md ./
#- .git/HEAD

",
            &expect![[r#"
                /w/.dockerignore
                .git
                .gitignore
                .dockerignore
                compose*.y*ml
                docker-compose*.y*ml
                .env
                .env.*
                .vscode
                .idea
                .github
                .DS_Store
            "#]],
        );
        creates(
            "
#- Dockerfile
FROM rust:1
COPY . /src/
RUN git submodule update && cargo build
#- Cargo.toml

#- node_modules/a

",
            &expect![[r#"
                /w/.dockerignore
                .gitignore
                .dockerignore
                Dockerfile*
                compose*.y*ml
                docker-compose*.y*ml
                .env
                .env.*
                .vscode
                .idea
                .github
                .DS_Store
                target
                node_modules
            "#]],
        );
        creates(
            "\n#- Dockerfile\nFROM nginx:1.29\nADD . /srv/\n#- package.json\n\n",
            &expect![[r#"
            /w/.dockerignore
            .git
            .gitignore
            .dockerignore
            Dockerfile*
            compose*.y*ml
            docker-compose*.y*ml
            .env
            .env.*
            *.md
            .vscode
            .idea
            .github
            .DS_Store
            node_modules
            npm-debug.log*
            coverage
            .npm
            .next
            .nuxt
        "#]],
        );
        let before = "#- Dockerfile\nFROM node:22\nCOPY . /app/\n#- .env\n\n";
        check_fix(&RULE, before, "FROM node:22\nCOPY . /app/\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
