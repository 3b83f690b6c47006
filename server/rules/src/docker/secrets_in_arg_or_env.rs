//! Secrets in build arguments and environment variables.

use project::docker::At;
use syntax::dockerfile::{Body, Pair, Pairs};

use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags ARG and ENV whose name says that they hold a secret: a part of it is `password`, `secret`, `token`, `key`,
    /// `credentials`, `auth`, `apikey` or a spelling of these. Names and values that say otherwise are left alone:
    /// `DB_PASSWORD_FILE`, `PUBLIC_KEY`, `TOKEN_URL`, `AUTH_ENABLED=true`, `ENV PASSWORD=` without a value.
    ///
    /// ## Why is this bad?
    /// The values of both are part of the image. `docker history --no-trunc` shows every build argument that a RUN could see,
    /// `docker inspect` every ENV, and provenance attestations list build arguments too. Whoever may pull the image has the
    /// secret, and deleting it in a later layer does not help.
    ///
    /// A secret mount exists only while its RUN runs: `docker build --secret id=NPM_TOKEN,env=NPM_TOKEN .` A secret that the
    /// running container needs comes from its platform at start.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:24
    /// ARG NPM_TOKEN
    /// RUN npm config set //npm.example.com/:_authToken=$NPM_TOKEN && npm ci
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// # syntax=docker/dockerfile:1
    /// FROM node:24
    /// RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm config set //npm.example.com/:_authToken=$NPM_TOKEN && npm ci
    /// ```
    ///
    /// ## When to ignore it
    /// When the value is no secret whatever its name says: a made-up password of a test database, an identifier.
    "docker/secrets-in-arg-or-env" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[
            "hadolint/DL3064",
            "buildkit/SecretsUsedInArgOrEnv",
            "trivy/DS-0031",
            "semgrep/secret-in-build-arg",
            "tally/ruby/secrets-in-arg-or-env",
            "tally/ruby/prefer-secret-mounts-for-build-credentials",
        ],
        check: Check::Instruction(check),
    }
}

/// Parts of a name that mean a secret; those of BuildKit's own check, and passphrase.
const SECRET: [&str; 11] = [
    "apikey",
    "auth",
    "credential",
    "credentials",
    "key",
    "password",
    "passphrase",
    "pword",
    "passwd",
    "secret",
    "token",
];

/// Last parts of a name that is about a secret and does not hold one.
const ABOUT: [&str; 52] = [
    "file",
    "path",
    "dir",
    "directory",
    "folder",
    "url",
    "uri",
    "endpoint",
    "server",
    "host",
    "port",
    "name",
    "username",
    "user",
    "id",
    "type",
    "mode",
    "method",
    "provider",
    "backend",
    "plugin",
    "module",
    "service",
    "size",
    "length",
    "bits",
    "format",
    "algorithm",
    "header",
    "prefix",
    "expiry",
    "expiration",
    "expires",
    "ttl",
    "timeout",
    "interval",
    "lifetime",
    "age",
    "fingerprint",
    "fpr",
    "sha",
    "sha256",
    "sha512",
    "version",
    "enabled",
    "disabled",
    "required",
    "sock",
    "issuer",
    "audience",
    "scope",
    "realm",
];

/// Parts of a name that take the secret out of it, wherever they stand.
const HARMLESS: [&str; 15] = [
    "public",
    "publishable",
    "pub",
    "gpg",
    "pgp",
    "apt",
    "rpm",
    "keyring",
    "cache",
    "enable",
    "disable",
    "allow",
    "dummy",
    "fake",
    "example",
];

/// First parts that make a question of yes or no of the name.
const SWITCHES: [&str; 8] = ["use", "with", "no", "skip", "require", "has", "is", "random"];

/// Parts before `key` that make it no key to anything locked.
const PLAIN_KEYS: [&str; 9] = ["primary", "foreign", "sort", "partition", "routing", "site", "host", "repo", "index"];

fn check(at: &At<'_>, report: &mut Report<'_>) {
    let (pairs, keyword) = match &at.instruction.body {
        Body::Arg(pairs) => (pairs, "ARG"),
        Body::Env(pairs) => (pairs, "ENV"),
        _ => return,
    };
    for pair in &pairs.pairs {
        let name = pair.key.unquoted();
        let value = pair.value.as_ref().map(|word| at.scope().expand(word).unwrap_or_else(|| word.raw.clone()));
        let given = value.as_deref().unwrap_or_default().trim();
        let empty_env = keyword == "ENV" && given.is_empty();
        if !names_secret(&name) || empty_env || is_half_of_pair(&name, pairs) || !may_be_secret(&name, given) {
            continue;
        }
        let message = if keyword == "ARG" {
            format!(
                "`{name}` looks like a secret, and a build argument stays in the image's history: mount it with `--mount=type=secret`"
            )
        } else {
            format!(
                "`{name}` looks like a secret, and ENV writes it into the image for everyone who can pull it: leave it to the platform, or mount it with `--mount=type=secret`"
            )
        };
        let found = report.at(&pair.key, message);
        if keyword == "ARG"
            && let Some(fix) = fix(at, pairs, pair, &name)
        {
            found.fix(fix);
        }
    }
}

pub(crate) fn names_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(['_', '-', '.']).filter(|part| !part.is_empty()).collect();
    let Some(secret) = parts.iter().rposition(|part| SECRET.contains(part)) else { return false };
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let private = parts.contains(&"private") || parts.contains(&"passphrase");
    // The one identifier that is told apart from its secret by nobody who finds it.
    let access_key_id = lower.ends_with("access_key_id");
    let about = ABOUT.contains(last) && !SECRET.contains(last) && !access_key_id;
    let harmless = parts.iter().any(|part| HARMLESS.contains(part)) && !private;
    let plain_key = parts[secret] == "key" && secret > 0 && PLAIN_KEYS.contains(&parts[secret - 1]) && !private;
    !about && !harmless && !plain_key && !SWITCHES.contains(first)
}

/// `Filters__0__Key` beside `Filters__0__Value`: the name of a setting.
fn is_half_of_pair(name: &str, pairs: &Pairs) -> bool {
    let lower = name.to_ascii_lowercase();
    let Some(stem) = lower.strip_suffix("key") else { return false };
    pairs.pairs.iter().any(|pair| pair.key.unquoted().to_ascii_lowercase().strip_suffix("value") == Some(stem))
}

/// Whether the value can be a secret: no switch, no path, no address, no fingerprint, nothing that says it is made up.
pub(crate) fn may_be_secret(name: &str, value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let switch = matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "none" | "null" | "0" | "1");
    let place = value.starts_with(['/', '.', '~']) || lower.starts_with("http://") || lower.starts_with("https://");
    // `change-me` is not among them: a default that has to be changed is where a secret goes.
    let made_up = ["dummy", "placeholder", "example", "not-a-secret", "notasecret", "fake", "xxx"]
        .iter()
        .any(|word| lower.contains(word));
    let hex = lower.trim_start_matches("0x");
    let fingerprint = name.to_ascii_lowercase().contains("key")
        && matches!(hex.len(), 8 | 16 | 40)
        && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !value.bytes().any(|byte| (b'a'..=b'f').contains(&byte));
    !switch && !place && !made_up && !fingerprint
}

/// How many instructions behind an ARG are looked through for uses.
const USES_LIMIT: usize = 256;

/// A secret mount for every RUN that names the variable, in the ARG's place. `None` where anything else uses it, or nothing
/// does: every RUN may then read it from its environment.
fn fix(at: &At<'_>, pairs: &Pairs, pair: &Pair, name: &str) -> Option<Fix> {
    at.stage()?;
    if at.deferred
        || at.after().nth(USES_LIMIT).is_some()
        || at.stage()?.dependents.iter().any(|stage| at.model.stages[*stage].parent() == at.model.stage_of(at.index))
    {
        return None;
    }
    let uses = |text: &str| {
        text.match_indices('$').any(|(dollar, _)| {
            let rest = text[dollar + 1..].trim_start_matches('{');
            rest.strip_prefix(name)
                .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
        })
    };
    let mut fix = Fix::suggested(format!("Mount `{name}` as a secret"));
    let mut used = false;
    for (_, instruction) in at.after() {
        if !uses(at.text(instruction.extent())) {
            continue;
        }
        if !matches!(instruction.body, Body::Run(_)) {
            return None;
        }
        used = true;
        fix = fix.add_flags(instruction, vec![format!("--mount=type=secret,id={name},env={name}")]);
    }
    let fix = if pairs.pairs.len() == 1 { fix.remove_instruction(at.instruction) } else { fix.remove_word(pair) };
    used.then_some(fix)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_that_say_it() {
        check(
            &RULE,
            "
ARG AWS_ACCESS_KEY_ID
    ^^^^^^^^^^^^^^^^^ `AWS_ACCESS_KEY_ID` looks like a secret, and a build argument stays in the image's history: mount it with `--mount=type=secret`
FROM debian:13-slim
ARG SECRET_PASSPHRASE
    ^^^^^^^^^^^^^^^^^
ENV SUPER_Secret=foo
    ^^^^^^^^^^^^ `SUPER_Secret` looks like a secret, and ENV writes it…
ENV password=bar secret=baz \\
    ^^^^^^^^
                 ^^^^^^
    # the last
    apikey bar
ARG super_duper_secret_token=foo auth=bar
    ^^^^^^^^^^^^^^^^^^^^^^^^
                                 ^^^^
ONBUILD ARG git_key
            ^^^^^^^
ENV GPG_PRIVATE_KEY=abc
    ^^^^^^^^^^^^^^^
ENV API_KEY $API_KEY
    ^^^^^^^
",
        );
    }

    #[test]
    fn names_and_values_that_say_otherwise() {
        check(
            &RULE,
            "
FROM debian:13-slim
ENV sunflower=foo monkey=a keyboard=b tokenizer=c authority=d passwords=e
ENV PUBLIC_KEY=x DB_PASSWORD_FILE=/run/secrets/db TOKEN_URL=a KEY_VAULT_NAME=b JWT_TOKEN_EXPIRY=5m
ENV AUTH_ENABLED=true DISABLE_AUTH=1 USE_AUTH=x AUTH_TYPE=basic MYSQL_RANDOM_ROOT_PASSWORD=yes
ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D NODE_KEYS=a SIGNING_KEY=0xA035C8C1
ENV PASSWORD= TOKEN=\"\"
ENV SECRET_KEY_BASE=dummy SECRET_KEY_BASE_DUMMY=1 SSH_AUTH_SOCK=/ssh SSL_KEY=/etc/ssl/a.key
ENV Filters__0__Key=ProcessId Filters__0__Value=1
ARG public_token
ARG CACHE_KEY
ARG PARTITION_KEY=a
LABEL password=x
",
        );
    }

    #[test]
    fn the_argument_becomes_a_mount() {
        check_fix(
            &RULE,
            "# syntax=docker/dockerfile:1\nFROM node:24-slim\nARG NPM_TOKEN\nARG OTHER\nRUN --network=default a \\\n  ${NPM_TOKEN:-} && b\nRUN c $NPM_TOKENS\n",
            "# syntax=docker/dockerfile:1\nFROM node:24-slim\nARG OTHER\nRUN --network=default \\\n    --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN \\\n    a \\\n  ${NPM_TOKEN:-} && b\nRUN c $NPM_TOKENS\n",
        );
    }
}
