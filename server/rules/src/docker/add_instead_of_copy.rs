//! `ADD` where `COPY` does.

use crate::grain::Transfer;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};
use project::context::is_remote;

declare_rule! {
    /// ## What it does
    /// Flags `ADD` when every source is a plain file or folder of the build context.
    ///
    /// ## Why is this bad?
    /// `ADD` also downloads URLs, clones repositories and unpacks local archives. A reader has to rule all of that out
    /// before knowing that the line only copies, and a file that happens to be named `data.tar.gz` one day is silently
    /// unpacked. `COPY` copies, whatever the name.
    ///
    /// ## Example
    /// ```dockerfile
    /// ADD config.toml /etc/app/
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// COPY config.toml /etc/app/
    /// ```
    ///
    /// ## When to ignore it
    /// When a source is an archive under a name that does not show it, and unpacking it is what you want.
    "docker/add-instead-of-copy" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &["hadolint/DL3020", "trivy/DS-0005", "checkov/CKV_DOCKER_4", "semgrep/prefer-copy-over-add"],
        check: Check::Add(check),
    }
}

/// Endings of what the builder unpacks. It looks into the file: a bare `.gz` may be an archive too.
const ARCHIVES: [&str; 11] = [".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".gz", ".bz2", ".xz", ".zst", ".lzma"];

fn check(add: &Transfer<'_>, report: &mut Report<'_>) {
    let scope = add.at.scope();
    let plain = add.sources.iter().all(|source| {
        scope.expand(source).is_some_and(|text| {
            let lower = text.to_ascii_lowercase();
            !is_remote(&text) && !ARCHIVES.iter().any(|ending| lower.ends_with(ending))
        })
    });
    let only_add_flags =
        ["checksum", "keep-git-dir", "unpack"].iter().any(|flag| add.at.instruction.flag(flag).is_some());
    if !plain || add.sources.is_empty() || add.destination.is_none() || only_add_flags {
        return;
    }
    let keyword = &add.at.instruction.keyword_name;
    let copy = if keyword.text.starts_with(|c: char| c.is_ascii_lowercase()) { "copy" } else { "COPY" };
    report.at(keyword, "`ADD` only copies here; `COPY` says so").fix(Fix::safe("Use `COPY`").replace(keyword, copy));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn plain_files_are_copied() {
        check(
            &RULE,
            "
FROM alpine:3.22
ADD config.toml /etc/app/
^^^ `ADD` only copies here; `COPY` says so
ADD a b c /srv/
^^^
ADD <<EOF /etc/motd
^^^
hello
EOF
ADD https://example.org/key.asc /tmp/
ADD git@github.com:org/repo.git /src
ADD rootfs.tar.xz /
ADD --unpack=false rootfs.tar /
ADD $SOMETHING /srv/
ONBUILD ADD app /srv/
        ^^^
",
        );
    }

    #[test]
    fn the_keyword_changes_and_nothing_else() {
        check_fix(
            &RULE,
            "FROM alpine:3.22\nadd --chown=1:1  a.txt \\\n  # why\n  b.txt /srv/\n",
            "FROM alpine:3.22\ncopy --chown=1:1  a.txt \\\n  # why\n  b.txt /srv/\n",
        );
    }
}
