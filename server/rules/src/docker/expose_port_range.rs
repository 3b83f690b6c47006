//! Ports that are none.

use super::late_comment;
use crate::grain::Ports;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a port of `EXPOSE` that is not a number from 0 to 65535, and a range that runs backwards.
    ///
    /// ## Why is this bad?
    /// A port is a 16-bit number, and the builder stops at anything else: "invalid containerPort: 80000". Names
    /// (`EXPOSE http`) and lists with commas (`EXPOSE 80,443`) are refused in the same way; several ports are separated
    /// by blanks.
    ///
    /// ## Example
    /// ```dockerfile
    /// EXPOSE 80800
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// EXPOSE 8080
    /// ```
    "docker/expose-port-range" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[
            "hadolint/DL3011",
            "trivy/DS-0008",
            "semgrep/invalid-port",
            "kics/unix_ports_out_of_range",
            "dockerfile-utils/INVALID_PORT",
        ],
        check: Check::Expose(check),
    }
}

fn check(ports: &Ports<'_>, report: &mut Report<'_>) {
    let scope = ports.at.scope();
    for word in ports.part {
        if late_comment::begins_with(&word.raw) {
            report.at(word, late_comment::MESSAGE);
            return;
        }
        let Some(text) = scope.expand(word) else { continue };
        // A variable may hold several.
        if let Some(problem) = text.split_whitespace().find_map(problem) {
            report.at(word, problem);
        }
    }
}

/// What is wrong with `port[-port][/protocol]`; of `ip:host:container` only the last part is looked at.
fn problem(spec: &str) -> Option<String> {
    let ports = spec.split('/').next().unwrap_or_default();
    let ports = ports.rsplit(':').next().unwrap_or_default();
    let (first, last) = ports.split_once('-').map_or((ports, None), |(first, last)| (first, Some(last)));
    for port in std::iter::once(first).chain(last) {
        if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
            let advice = if port.contains([',', ';']) { "separate ports by blanks" } else { "write its number" };
            return Some(format!("`{spec}` is no port; {advice}"));
        }
        if port.parse::<u16>().is_err() {
            return Some(format!(
                "port {port} is above 65535, the highest there is; write the port that the program listens on"
            ));
        }
    }
    let (first, last) = (first.parse::<u16>().ok()?, last?.parse::<u16>().ok()?);
    (first > last).then(|| format!("the range `{ports}` runs backwards; write `{last}-{first}`"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_is_no_port() {
        check(
            &RULE,
            "
FROM scratch
ENV P=70000
EXPOSE 80 80000
          ^^^^^ port 80000 is above 65535, the highest there is; write the port that the program listens on
expose 40000-80000/tcp \\
       ^^^^^^^^^^^^^^^ port 80000 is above 65535…
  # no
  $P
  ^^ port 70000 is above 65535…
EXPOSE 80,443 http
       ^^^^^^ `80,443` is no port; separate ports by blanks
              ^^^^ `http` is no port; write its number
EXPOSE 127.0.0.1:80:99999
       ^^^^^^^^^^^^^^^^^^ port 99999 is above 65535…
EXPOSE 80 # the web
          ^ a comment starts at the beginning of a line only; put it above
EXPOSE 4000-3000
       ^^^^^^^^^ the range `4000-3000` runs backwards; write `3000-4000`
ONBUILD EXPOSE 99999999999999999999999
               ^^^^^^^^^^^^^^^^^^^^^^^
",
        );
    }

    #[test]
    fn ports_and_unknown_values() {
        check(
            &RULE,
            "
FROM scratch
ENV A=80 B=\"80 443/tcp\" EMPTY=
EXPOSE 0 65535 80/tcp 53/udp 3000-4000 3000-4000/tcp
EXPOSE $A ${B} $EMPTY $UNKNOWN 40000-${FOOBAR} \"8080\"
EXPOSE 80:8080
EXPOSE 80/TCP
",
        );
    }
}
