//! Downloads that take a certificate from anybody.

use syntax::shell::Word;

use super::shell_call::ShellCall;
use crate::grain::Run;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `curl -k`, `wget --no-check-certificate` and the like in RUN, unless the RUN checks a digest or a signature.
    ///
    /// ## Why is this bad?
    /// The flag switches off the only proof that the file comes from the host in the URL. Whoever sits between the builder
    /// and that host (a proxy, a hotel's Wi-Fi, a wrong DNS entry) decides what goes into the image, and everyone who pulls
    /// the image runs it.
    ///
    /// Most often the flag covers for missing root certificates: install `ca-certificates`, or copy the company's own
    /// certificate in and run `update-ca-certificates`.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl -fsSLk -o /usr/local/bin/tool https://example.org/tool
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl -fsSL -o /usr/local/bin/tool https://example.org/tool
    /// ```
    ///
    /// ## When to ignore it
    /// When the content is verified in a later step.
    "docker/insecure-download" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["checkov/CKV2_DOCKER_2", "checkov/CKV2_DOCKER_3"],
        check: Check::Run(check),
    }
}

/// Letters of curl that take a value, as the rest of a cluster or the next word.
const CURL_VALUES: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

fn check(run: &Run<'_>, report: &mut Report<'_>) {
    for script in run.at.instruction.scripts() {
        let calls: Vec<ShellCall<'_>> = script.simple_commands().filter_map(ShellCall::of).collect();
        let flags: Vec<_> = calls.iter().filter_map(|call| Some((insecure_flag(call)?, &call.name))).collect();
        if flags.is_empty() || calls.iter().any(verifies) {
            continue;
        }
        for ((flag, name), program) in flags {
            let message = format!(
                "`{name}` lets anybody between the builder and the host replace what `{program}` fetches: drop it"
            );
            report.at(flag, message).fix(without(flag, name));
        }
    }
}

/// Takes the flag out, of a cluster like `-fsSLk` only its letter.
fn without(flag: &Word, name: &str) -> Fix {
    let fix = Fix::suggested(format!("Drop `{name}`"));
    let text = flag.literal().unwrap_or_default();
    match text.strip_prefix('-').filter(|rest| rest.len() > 1 && !rest.starts_with('-')) {
        Some(cluster) if name == "-k" && flag.is_plain() => {
            fix.replace(flag, format!("-{}", cluster.replacen('k', "", 1)))
        }
        Some(_) | None => fix.remove_word(flag),
    }
}

/// The argument that switches the check off, and the flag's name.
fn insecure_flag<'a>(call: &ShellCall<'a>) -> Option<(&'a Word, &'static str)> {
    let flags = schema::dockerfile::command(&call.name)?.insecure_flags;
    let downloads = matches!(call.name.as_str(), "curl" | "wget" | "aria2c" | "http" | "https");
    let mut value_follows = false;
    for word in call.arguments.iter().filter(|_| downloads) {
        let Some(text) = word.literal() else { continue };
        if std::mem::take(&mut value_follows) {
            continue;
        }
        // What wget calls insecure here is about HSTS, which changes nothing for a single download.
        if let Some(name) = flags.iter().find(|name| **name == text && **name != "--no-hsts") {
            return Some((word, name));
        }
        if call.name == "curl" && text.starts_with('-') && !text.starts_with("--") {
            let letters = &text[1..];
            let value = letters.find(|letter| CURL_VALUES.contains(letter));
            if letters[..value.unwrap_or(letters.len())].contains('k') {
                return Some((word, "-k"));
            }
            value_follows = value.is_some_and(|at| at + 1 == letters.len());
        }
    }
    None
}

/// Whether a call checks a digest or a signature.
fn verifies(call: &ShellCall<'_>) -> bool {
    match call.name.as_str() {
        "sha256sum" | "sha512sum" | "sha384sum" | "sha1sum" | "md5sum" | "shasum" => {
            call.arguments.iter().any(|word| {
                let text = word.literal().unwrap_or_default();
                text == "--check" || text.starts_with('-') && !text.starts_with("--") && text.contains('c')
            })
        }
        "gpg" => call.has("--verify"),
        "gpgv" | "cosign" | "minisign" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn certificates_are_not_checked() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN curl --insecure https://example.org/a
         ^^^^^^^^^^ `--insecure` lets anybody between the builder and the host replace what `curl` fetches: drop it
RUN curl \\
    # no certificates here
    -fsSkL -o /k https://example.org/a | tar x
    ^^^^^^ `-k` lets…
RUN if true; then sudo wget -q --no-check-certificate https://example.org/a; fi
                               ^^^^^^^^^^^^^^^^^^^^^^
ONBUILD RUN aria2c --check-certificate=false https://example.org/a
                   ^^^^^^^^^^^^^^^^^^^^^^^^^
RUN curl --fake https://example.org; curl -lol k; curl -o -k https://example.org; grep -k x; echo --insecure
RUN curl -ok https://example.org && curl -H 'X: -k' https://example.org && wget --no-hsts https://example.org
RUN curl -k -o a https://example.org/a && echo \"abc  a\" | sha256sum -c -
HEALTHCHECK CMD curl -k https://localhost
",
        );
    }

    #[test]
    fn the_flag_goes() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN curl -fsSLk -o a https://example.org/a\n",
            "FROM debian:13-slim\nRUN curl -fsSL -o a https://example.org/a\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN wget -q \\\n    --no-check-certificate \\\n    https://example.org/a\n",
            "FROM debian:13-slim\nRUN wget -q \\\n    https://example.org/a\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN curl -k -o a https://example.org/a\n",
            "FROM debian:13-slim\nRUN curl -o a https://example.org/a\n",
        );
    }
}
