//! A password in a URL.

use project::docker::At;
use syntax::dockerfile::{Body, Element, Form, Node};
use syntax::shell::{SimpleCommand, Word};

use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `https://user:password@host` and tokens in the same place in RUN, ADD, COPY, ENV and ARG. Left alone are variables
    /// in the place of the password, hosts of the machine itself and of documentation, and passwords that nobody could mean
    /// (`user:password@`, `postgres:postgres@`).
    ///
    /// ## Why is this bad?
    /// The text of every instruction is kept in the image: `docker history --no-trunc` shows it to everyone who can pull. So
    /// does the repository that the Dockerfile is in. The secret has to count as known, and be changed.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN git clone https://bob:4Qx9vT2mZp@git.example.net/shop.git
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// # syntax=docker/dockerfile:1
    /// FROM debian:13-slim
    /// RUN --mount=type=secret,id=git-credentials,target=/root/.git-credentials \
    ///     git -c credential.helper=store clone https://git.example.net/shop.git
    /// ```
    ///
    /// ## When to ignore it
    /// When the account exists for the public, such as a read-only user whose password is in the documentation.
    "docker/credentials-in-url" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Instruction(check),
    }
}

fn check(at: &At<'_>, report: &mut Report<'_>) {
    match &at.instruction.body {
        Body::Run(command) => {
            if let Form::Exec(items) = &command.form {
                items.iter().for_each(|item| look(&item.value, item.node(), report));
            }
            at.instruction.simple_commands().for_each(|simple| simple_command(simple, report));
        }
        Body::Add(transfer) | Body::Copy(transfer) => {
            transfer.sources.iter().for_each(|word| look(&word.raw, word.node(), report));
        }
        Body::Env(pairs) | Body::Arg(pairs) => {
            let values = pairs.pairs.iter().filter_map(|pair| pair.value.as_ref());
            values.for_each(|word| look(&word.raw, word.node(), report));
        }
        _ => {}
    }
}

fn simple_command(simple: &SimpleCommand, report: &mut Report<'_>) {
    let values = simple.assignments.iter().filter_map(|assignment| assignment.value.as_ref());
    let targets = simple.redirections.iter().filter_map(|redirection| redirection.target.as_ref());
    let words = simple.words.iter().chain(values).chain(targets);
    words.for_each(|word: &Word| look(&word.display(), word.node(), report));
}

fn look(text: &str, node: Node, report: &mut Report<'_>) {
    let Some(found) = credentials(text) else { return };
    let host = found.host;
    let message = match found.user {
        Some(user) => format!(
            "this URL holds the password of `{user}` at `{host}`, which stays in the image's history: mount it as a secret"
        ),
        None => {
            format!("this URL holds a token for `{host}`, which stays in the image's history: mount it as a secret")
        }
    };
    report.at(&node, message);
}

struct Credentials<'t> {
    /// `None`: the name itself is the secret.
    user: Option<&'t str>,
    host: &'t str,
}

/// What tokens of well-known services begin with.
const TOKENS: [&str; 10] =
    ["ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "gldt-", "npm_", "pypi-", "dckr_pat_", "ATATT"];

/// Passwords of examples and test databases.
const MADE_UP: [&str; 16] = [
    "password",
    "passwd",
    "pass",
    "pwd",
    "secret",
    "token",
    "user",
    "username",
    "root",
    "admin",
    "guest",
    "test",
    "example",
    "changeme",
    "postgres",
    "x-oauth-basic",
];

/// The first credentials in a URL of `text`; `None` where there are none, or none that could be meant.
fn credentials(text: &str) -> Option<Credentials<'_>> {
    text.match_indices("://").find_map(|(at, _)| {
        let rest = &text[at + 3..];
        let authority = &rest[..rest.find(['/', '?', '#', ' ', '\n', '"', '\'', '<', '>', '|']).unwrap_or(rest.len())];
        let (user_info, host) = authority.rsplit_once('@')?;
        let host = host.split(':').next().unwrap_or(host);
        let (user, password) = user_info.split_once(':').unwrap_or((user_info, ""));
        let token = |text: &str| TOKENS.iter().any(|start| text.starts_with(start)) && text.len() > 12;
        if host.is_empty() || is_nowhere(host) {
            return None;
        }
        if token(user) {
            return Some(Credentials { user: None, host });
        }
        let lower = password.to_ascii_lowercase();
        let meant = !password.is_empty()
            && !password.contains(['$', '{', '}', '*', '%'])
            && !password.eq_ignore_ascii_case(user)
            && !MADE_UP.contains(&lower.as_str())
            && !lower.bytes().all(|byte| byte == b'x' || byte == b'.');
        let user = if user.is_empty() || token(password) { None } else { Some(user) };
        meant.then_some(Credentials { user, host })
    })
}

/// The machine itself, another container of the same network, and names that are reserved for documentation.
fn is_nowhere(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let reserved = ["example.com", "example.org", ".example", ".test", ".invalid", ".localhost"];
    host == "localhost"
        || host.starts_with("127.")
        || host.contains('$')
        || reserved.iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn a_password_in_the_open() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
RUN git clone https://bob:4Qx9vT2mZp@git.example.net/shop.git && \
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this URL holds the password of `bob` at `git.example.net`, which stays in the image's history: mount it as a secret
    # and
    pip install --index-url="https://:4Qx9vT2mZp@pypi.example.net/simple" a
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this URL holds a token…
ARG REPO=https://bob:4Qx9vT2mZp@git.example.net/
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ENV A=b DATABASE="postgres://shop:4Qx9vT2mZp@db/shop"
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ADD https://bob:4Qx9vT2mZp@example.net/a.tgz /
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ONBUILD RUN if true; then X="$(curl ftp://bob:4Qx9vT2mZp@example.net/)"; fi
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
RUN ["curl", "https://bob:4Qx9vT2mZp@example.net/"]
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn nothing_secret() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN git clone https://x-access-token:${TOKEN}@github.com/a/b && git clone https://$USER:$PASSWORD@git.example.net/a
RUN git clone git@github.com:a/b.git && git clone ssh://git@github.com/a/b && curl https://bob@example.net/a:b@c
RUN curl http://bob:4Qx9vT2mZp@localhost:80/ && curl https://bob:4Qx9vT2mZp@example.com/
ENV DATABASE=postgres://postgres:postgres@db:5432/a URL=mysql://user:password@host/a OTHER=amqp://a:xxxx@b
RUN echo 'https://<user>:<password>@host' && curl 'https://host/a?b=c:d@e'
",
        );
    }
}
