//! A source that is not in the build context.

use project::BuildContext;
use project::context::{Presence, context_sources};
use syntax::dockerfile::Word;
use syntax::spelling;

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a source of `COPY` or `ADD` that does not exist in the build context, where a path is there that differs
    /// by a slip of the finger or in case, or where it is a file that people write by hand (`requirements.txt`,
    /// `config.toml`).
    ///
    /// ## Why is this bad?
    /// The build stops with "not found". A difference in case alone is worse: on macOS and Windows `COPY Config.toml`
    /// finds `config.toml`, and only the Linux machine in CI does not.
    ///
    /// ## Example
    /// ```files
    /// config/app.toml
    /// go.mod
    /// ```
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY go.mod /src/
    /// COPY confg/app.toml /etc/app/
    /// ```
    /// Use instead:
    /// ```files
    /// config/app.toml
    /// go.mod
    /// ```
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY go.mod /src/
    /// COPY config/app.toml /etc/app/
    /// ```
    ///
    /// ## When to ignore it
    /// When something makes the file before the build. What builds usually make (programs, archives, all below `dist`,
    /// `target`, `bin` …) and patterns are never reported. The context is taken to be the folder, from the Dockerfile's
    /// own upwards, in which most sources exist; if more are missing than there, only near paths are reported.
    "docker/copy-source-missing" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Dockerfile(check),
    }
}

/// How many missing sources are looked for.
const LIMIT: usize = 64;

/// Folders that a build fills.
const MADE: [&str; 18] = [
    "_output",
    "artifacts",
    "bin",
    "build",
    "coverage",
    "deploy",
    "dist",
    "gen",
    "generated",
    "node_modules",
    "obj",
    "out",
    "output",
    "publish",
    "release",
    "target",
    "tmp",
    "vendor",
];

/// Endings of what people write by hand.
const WRITTEN: [&str; 34] = [
    "bash",
    "c",
    "cfg",
    "cnf",
    "conf",
    "cpp",
    "cs",
    "css",
    "csproj",
    "go",
    "gradle",
    "h",
    "html",
    "ini",
    "java",
    "js",
    "json",
    "kt",
    "lock",
    "mod",
    "php",
    "properties",
    "ps1",
    "py",
    "rb",
    "rs",
    "sh",
    "sln",
    "sql",
    "sum",
    "toml",
    "ts",
    "txt",
    "xml",
];

/// Names without an ending that people write by hand.
const WRITTEN_NAMES: [&str; 6] = ["Gemfile", "Makefile", "Pipfile", "Procfile", "Rakefile", "gradlew"];

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let Some(context) = report.context() else { return };
    if !context.is_confirmed() {
        return;
    }
    let model = file.model;
    let mut present = 0usize;
    let mut missing: Vec<(&Word, String)> = Vec::new();
    for (index, instruction) in model.syntax.instructions.iter().enumerate() {
        for (word, source) in context_sources(model, index, instruction) {
            // A pattern may match nothing, `yarn.lock*` is the usual way to say that a file is optional; and what it matches may
            // lie in any folder.
            if is_whole(&source) || source.contains(['*', '?', '[', '\\']) {
                continue;
            }
            match context.presence(&source) {
                Presence::Present => present += 1,
                Presence::Missing => missing.push((word, source)),
                Presence::Unknown => {}
            }
        }
    }
    // More missing than there: it is built elsewhere, or behind a build that fills the folder.
    let doubtful = missing.len() > present;
    for (word, source) in missing.into_iter().take(LIMIT) {
        judge(context, word, &source, doubtful, report);
    }
}

fn judge(context: &BuildContext<'_>, word: &Word, source: &str, doubtful: bool, report: &mut Report<'_>) {
    let ignored = context.verdict(source).is_some_and(|verdict| verdict.ignored);
    let made = source.split('/').any(|part| MADE.contains(&part));
    if ignored || made {
        return;
    }
    match nearest(context, source) {
        Some(near) => {
            let found = report.at(word, format!("`{source}` is not in the build context; did you mean `{near}`?"));
            if word.literal().as_deref() == Some(source) && word.raw == source {
                found.fix(Fix::suggested(format!("Use `{near}`")).replace(word, near));
            }
        }
        None if !doubtful && is_written_by_hand(source) => {
            report
                .at(word, format!("`{source}` is not in the build context, so the build stops here; correct the path"));
        }
        None => {}
    }
}

fn is_whole(source: &str) -> bool {
    matches!(source, "." | "./" | "/")
}

fn is_written_by_hand(source: &str) -> bool {
    let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending);
    ending.is_some_and(|ending| WRITTEN.contains(&ending)) || WRITTEN_NAMES.contains(&name)
}

/// An existing path that differs in the first part that is missing; `None` where none is near.
fn nearest(context: &BuildContext<'_>, source: &str) -> Option<String> {
    let start = if source.starts_with("./") { "./" } else { "" };
    let parts: Vec<&str> = source.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let wrong = (1..=parts.len()).find(|count| context.entry(&parts[..*count].join("/")).is_none())? - 1;
    let folder = parts[..wrong].join("/");
    let entries = context.entries(&folder);
    let near = spelling::nearest(parts[wrong], entries.iter().map(|entry| entry.name.as_str()))?;
    let mut path = parts.clone();
    path[wrong] = near;
    let path = path.join("/");
    context.entry(&path)?;
    let slash = if source.ends_with('/') { "/" } else { "" };
    Some(format!("{start}{path}{slash}"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn near_paths_and_files_written_by_hand() {
        check(
            &RULE,
            "
#- Dockerfile
FROM alpine:3.22
COPY go.mod go.sum config/ /src/
COPY Go.mod ./confg/app.toml /src/
     ^^^^^^ `Go.mod` is not in the build context; did you mean `go.mod`?
            ^^^^^^^^^^^^^^^^ `./confg/app.toml` is not in the build context; did you mean `./config/app.toml`?
COPY nginx.conf /etc/
     ^^^^^^^^^^ `nginx.conf` is not in the build context, so the build stops here; correct the path
#- go.mod

#- go.sum

#- config/app.toml

",
        );
    }

    #[test]
    fn what_a_build_makes_patterns_and_unknown_contexts() {
        check(
            &RULE,
            "
#- Dockerfile
FROM alpine:3.22
COPY go.mod go.sum main.go a.txt b.txt /src/
COPY server /usr/bin/
COPY dist/index.html target/app.jar yarn.lock* *.conf /srv/
COPY app.jar $X/y.conf /srv/
COPY --from=other nginx.conf /
COPY <<x.conf /y
a
x.conf
ADD https://example.org/x.conf /
COPY ignored.conf /
COPY . /
ONBUILD COPY nginx.conf /
#- .dockerignore
ignored.conf
#- go.mod

#- go.sum

#- main.go

#- a.txt

#- b.txt

",
        );
        check(&RULE, "FROM alpine:3.22\nCOPY nginx.conf /etc/\n");
        check(&RULE, "#- Dockerfile\nFROM alpine:3.22\nCOPY a.txt /\nCOPY b.conf /\nCOPY c.conf /\n#- a.txt\n\n");
    }

    #[test]
    fn the_near_path_is_offered() {
        let before = "#- Dockerfile\nFROM alpine:3.22\nCOPY go.mod \\\n  Main.go/ /src/\n#- go.mod\n\n#- main.go\n\n";
        check_fix(&RULE, before, "FROM alpine:3.22\nCOPY go.mod \\\n  main.go/ /src/\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
