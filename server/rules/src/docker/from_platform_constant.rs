//! `FROM --platform=linux/amd64`.

use syntax::dockerfile::Word;

use crate::grain::From;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `FROM` whose `--platform` is one fixed platform.
    ///
    /// ## Why is this bad?
    /// The stage is built for that platform whatever the build asks for. With `docker build --platform linux/arm64` the
    /// image says that it is for arm64 and holds amd64 programs: on an arm64 node they end with "exec format error", or
    /// run under emulation several times slower. The platform belongs to the build command; a stage that runs on
    /// the builder and compiles for the target says so with `$BUILDPLATFORM`.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM --platform=linux/amd64 golang:1.25 AS build
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM --platform=$BUILDPLATFORM golang:1.25 AS build
    /// ```
    ///
    /// ## When to ignore it
    /// When the image exists, or the program works, on one platform only. Name the stage after it (`AS build-amd64`):
    /// then the line says that it is meant, and nothing is reported. Windows platforms are never reported, because a
    /// Windows image cannot be anything else.
    "docker/from-platform-constant" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[
            "hadolint/DL3029",
            "buildkit/FromPlatformFlagConstDisallowed",
            "semgrep/avoid-platform-with-from",
            "kics/using_platform_with_from",
        ],
        check: Check::From(check),
    }
}

fn check(from: &From<'_>, report: &mut Report<'_>) {
    let Some(flag) = from.at.instruction.flag("platform").filter(|_| !from.at.deferred) else { return };
    let Some(platform) = flag.value.as_ref().and_then(Word::literal).filter(|it| !it.is_empty()) else { return };
    if platform.starts_with("windows") || names_platform(from, &platform) {
        return;
    }
    let found = report.at(
        flag,
        format!(
            "the stage is for `{platform}` whatever platform the build asks for; drop the flag, the build command has one"
        ),
    );
    found.fix(Fix::suggested("Drop `--platform`").remove_word(flag));
    if let Some(word) = flag.value.as_ref().filter(|_| !from.at.in_final_stage()) {
        found.fix(Fix::suggested("Run this stage on the builder: `$BUILDPLATFORM`").replace(word, "$BUILDPLATFORM"));
    }
}

/// Whether the name of the stage says which system or processor it is for.
fn names_platform(from: &From<'_>, platform: &str) -> bool {
    let Some(name) = from.name.as_ref().map(|name| name.text.to_ascii_lowercase()) else { return false };
    let mut parts = platform.split('/').map(|part| match part {
        "x86_64" | "x86-64" => "amd64",
        "aarch64" => "arm64",
        part => part,
    });
    // A processor alone means Linux.
    parts.any(|part| part.len() > 2 && name.contains(part)) || !platform.contains('/') && name.contains("linux")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled, check_safety};
    use crate::fix::Safety;

    #[test]
    fn fixed_platforms_are_reported() {
        check(
            &RULE,
            "
FROM --platform=linux/amd64 debian:trixie AS build
     ^^^^^^^^^^^^^^^^^^^^^^ the stage is for `linux/amd64` whatever platform the build asks for; drop the flag, the build command has one
from --platform=\"arm64\" debian:trixie
     ^^^^^^^^^^^^^^^^^^ the stage is for `arm64`…
FROM --platform=linux debian:trixie
     ^^^^^^^^^^^^^^^^
",
        );
    }

    #[test]
    fn variables_telling_names_and_windows_are_fine() {
        check(
            &RULE,
            "
FROM --platform=$BUILDPLATFORM debian:trixie
FROM --platform=\"$BUILDPLATFORM\" debian:trixie
FROM --platform=${BUILDPLATFORM:-} debian:trixie
FROM --platform=linux/${TARGETARCH} debian:trixie
FROM --platform=linux/amd64 scratch AS my_amd64_stage
FROM --platform=x86_64 scratch AS Amd64
FROM --platform=linux/amd64 scratch AS linux
FROM --platform=amd64 scratch AS linux-tools
FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:ltsc2022
FROM --platform= debian:trixie
FROM debian:trixie
",
        );
    }

    #[test]
    fn the_flag_goes_or_becomes_the_builders() {
        let before = "FROM --platform=linux/amd64 \\\n  # the compiler\n  golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /a /a\n";
        check_fix(
            &RULE,
            before,
            "FROM \\\n  # the compiler\n  golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
        );
        check_fix_titled(
            &RULE,
            Some("Run this stage on the builder: `$BUILDPLATFORM`"),
            before,
            "FROM --platform=$BUILDPLATFORM \\\n  # the compiler\n  golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
        );
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
