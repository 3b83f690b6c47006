//! A source that `.dockerignore` keeps out.

use project::context::context_sources;

use crate::grain::Transfer;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a source of `COPY` or `ADD` that the `.dockerignore` in force excludes.
    ///
    /// ## Why is this bad?
    /// What is excluded never reaches the builder: the build stops with "not found", although the file lies there for
    /// everybody to see. With a pattern (`COPY dist/* /srv/`) it does not even stop, and the image is built without the
    /// files.
    ///
    /// ## Example
    /// ```dockerignore
    /// dist
    /// ```
    /// ```dockerfile
    /// FROM nginx:1.29
    /// COPY dist /usr/share/nginx/html
    /// ```
    /// Use instead:
    /// ```dockerignore
    /// node_modules
    /// ```
    /// ```dockerfile
    /// FROM nginx:1.29
    /// COPY dist /usr/share/nginx/html
    /// ```
    ///
    /// ## When to ignore it
    /// When the image is built with another folder as its context, so that another `.dockerignore` holds. Where a
    /// pattern of the ignore file brings back something below the source, nothing is reported.
    "docker/copy-ignored-file" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &["buildkit/CopyIgnoredFile"],
        check: Check::Transfer(check),
    }
}

fn check(transfer: &Transfer<'_>, report: &mut Report<'_>) {
    let at = transfer.at;
    let Some(context) = report.context() else { return };
    let Some((path, ignore)) = context.ignore_file().filter(|_| !at.deferred) else { return };
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    for (word, source) in context_sources(at.model, at.index, at.instruction) {
        let verdict = ignore.verdict(&source);
        let pattern = verdict.by.filter(|_| verdict.ignored).map(|index| &ignore.patterns[index]);
        let Some(pattern) = pattern.filter(|_| !ignore.could_reinclude_below(&source)) else { continue };
        report.at(
            word,
            format!(
                "`{file}` keeps `{source}` out of the build (pattern `{}`), so it cannot be copied; change one of them",
                pattern.cleaned
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn excluded_sources_are_reported() {
        check(
            &RULE,
            "
#- Dockerfile
FROM alpine:3.22
COPY a.txt dist/index.html /srv/
           ^^^^^^^^^^^^^^^ `.dockerignore` keeps `dist/index.html` out of the build (pattern `dist`), so it cannot be copied; change one of them
ADD ./secret.pem /
    ^^^^^^^^^^^^ `.dockerignore` keeps `./secret.pem` out of the build (pattern `**/*.pem`)…
COPY --from=other dist /srv
COPY [\"dist\", \"/srv\"]
      ^^^^^^
ADD https://example.org/a.pem /
COPY $UNKNOWN/a.pem /
COPY . /
COPY docs /
COPY <<dist /x
dist
ONBUILD COPY dist /
#- .dockerignore
dist
**/*.pem
docs
!docs/a.md
",
        );
    }

    #[test]
    fn the_files_own_ignore_list_holds() {
        check(
            &RULE,
            "
#- api.Dockerfile
FROM alpine:3.22
COPY a.txt /srv/
COPY b.txt /srv/
     ^^^^^ `api.Dockerfile.dockerignore` keeps `b.txt`…
#- api.Dockerfile.dockerignore
b.txt
#- .dockerignore
*
#- a.txt

",
        );
        check(&RULE, "FROM alpine:3.22\nCOPY a.txt /srv/\n");
    }
}
