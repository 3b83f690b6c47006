//! Credentials: names that promise one, and texts that can be nothing else.

use crate::docker::secrets_in_arg_or_env;

/// Last parts of a name that is about a secret and does not hold one, beside those of Dockerfiles.
const ABOUT: [&str; 8] = ["namespace", "ref", "reference", "selector", "class", "annotation", "label", "store"];

/// What a `key` is for that opens something.
const KEYS: [&str; 12] = [
    "api",
    "access",
    "auth",
    "encryption",
    "license",
    "master",
    "private",
    "secret",
    "signing",
    "ssh",
    "storage",
    "webhook",
];

/// Whether what has this name is a secret: `DB_PASSWORD`, `apiToken`, `aws_access_key_id`.
pub(super) fn names_secret(name: &str) -> bool {
    // `PWD` is the folder a shell is in.
    if name == "PWD" || name == "OLDPWD" {
        return false;
    }
    let snake = snake(name);
    let parts: Vec<&str> = snake.split(['_', '-', '.']).filter(|part| !part.is_empty()).collect();
    let Some((last, before)) = parts.split_last() else { return false };
    // In the settings of programs most keys are names of fields.
    let is_field = name.bytes().any(|byte| byte.is_ascii_lowercase())
        && *last == "key"
        && before.last().is_none_or(|kind| !KEYS.contains(kind));
    if ABOUT.contains(last) || is_field {
        return false;
    }
    matches!(*last, "pwd" | "passw" | "credentials") || secrets_in_arg_or_env::names_secret(&snake)
}

/// Whether a value can be a secret: it is no switch, path, address or anything that stands for one.
pub(super) fn may_be_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let is_blank = ["<", "[", "your_", "your-", "insert_", "insert-", "replace", "todo"]
        .iter()
        .any(|start| lower.starts_with(start));
    // `GOOGLE_API_KEY_VALUE`: to be filled in.
    let is_name = value.contains('_') && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    !value.is_empty() && !is_blank && !is_name && secrets_in_arg_or_env::may_be_secret(name, value)
}

/// `dbPassword` as `db_password`.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut last = '_';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && (last.is_ascii_lowercase() || last.is_ascii_digit()) {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
        last = letter;
    }
    out
}

/// A kind of token that is known by its form.
struct Form {
    /// What it is, in words.
    called: &'static str,
    /// How it begins.
    prefix: &'static str,
    /// How many letters follow, at least and at most.
    length: (usize, usize),
    /// Whether only capitals and digits follow.
    is_upper: bool,
}

const fn form(called: &'static str, prefix: &'static str, least: usize, most: usize) -> Form {
    Form { called, prefix, length: (least, most), is_upper: false }
}

const FORMS: [Form; 26] = [
    Form { called: "an AWS access key", prefix: "AKIA", length: (16, 16), is_upper: true },
    Form { called: "an AWS access key", prefix: "ASIA", length: (16, 16), is_upper: true },
    form("a Google API key", "AIza", 35, 35),
    form("a Google OAuth token", "ya29.", 20, 400),
    form("a GitHub token", "ghp_", 36, 36),
    form("a GitHub token", "gho_", 36, 36),
    form("a GitHub token", "ghu_", 36, 36),
    form("a GitHub token", "ghs_", 36, 36),
    form("a GitHub token", "ghr_", 36, 76),
    form("a GitHub token", "github_pat_", 60, 100),
    form("a GitLab token", "glpat-", 20, 60),
    form("a GitLab token", "gldt-", 20, 60),
    form("a GitLab token", "glrt-", 20, 60),
    form("an npm token", "npm_", 36, 36),
    form("a PyPI token", "pypi-AgEI", 50, 400),
    form("a Docker Hub token", "dckr_pat_", 27, 60),
    form("a Slack token", "xoxb-", 20, 120),
    form("a Slack token", "xoxp-", 20, 120),
    form("a Slack token", "xoxa-", 20, 120),
    form("a Slack token", "xapp-", 20, 120),
    form("a Stripe key", "sk_live_", 20, 120),
    form("a Stripe key", "rk_live_", 20, 120),
    form("a SendGrid key", "SG.", 60, 75),
    form("a Vault token", "hvs.", 24, 200),
    form("a DigitalOcean token", "dop_v1_", 64, 64),
    form("an OpenAI key", "sk-proj-", 40, 250),
];

/// What a text holds that is a credential by its form, in words; `None` where nothing in it is. Linear in the text.
pub(super) fn exposed(text: &str) -> Option<&'static str> {
    if let Some((_, rest)) = text.split_once("-----BEGIN ")
        && let Some((kind, body)) = rest.split_once("-----")
        && kind.ends_with("PRIVATE KEY")
        && body.trim_start().len() > 16
    {
        return Some("a private key");
    }
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    for word in text.split(|letter: char| !is_part(letter)).filter(|word| word.len() >= 20) {
        if let Some(form) = FORMS.iter().find(|form| form.fits(word)) {
            return Some(form.called);
        }
        if is_web_token(word) {
            return Some("a JSON Web Token");
        }
    }
    None
}

impl Form {
    fn fits(&self, word: &str) -> bool {
        let Some(rest) = word.strip_prefix(self.prefix) else { return false };
        let (least, most) = self.length;
        let is_upper = !self.is_upper || rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        (least..=most).contains(&rest.len()) && is_upper && is_random(rest)
    }
}

/// Whether nobody has written it by hand: `xxxx` and `EXAMPLE` stand for one.
fn is_random(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut seen = [false; 128];
    for byte in lower.bytes().filter(u8::is_ascii) {
        seen[usize::from(byte)] = true;
    }
    let letters = seen.iter().filter(|seen| **seen).count();
    letters >= 8 && !["example", "placeholder", "your", "xxxx", "changeme"].iter().any(|word| lower.contains(word))
}

/// Three parts of Base64 behind `{"alg":…`.
fn is_web_token(word: &str) -> bool {
    let mut parts = word.split('.');
    let head = parts.next().is_some_and(|part| part.starts_with("eyJ") && part.len() >= 16);
    let body = parts.next().is_some_and(|part| part.starts_with("eyJ") && part.len() >= 16);
    let signature = parts.next().is_some_and(|part| part.len() >= 20);
    head && body && signature && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{exposed, may_be_secret, names_secret};

    #[test]
    fn names() {
        for name in
            ["DB_PASSWORD", "dbPassword", "pwd", "api-token", "aws_access_key_id", "MYSQL_ROOT_PASSWORD", "AWS_SECRET"]
        {
            assert!(names_secret(name), "{name}");
        }
        let others = [
            "PWD",
            "TOKEN_FILE",
            "SECRET_NAME",
            "PUBLIC_KEY",
            "KEYCLOAK_URL",
            "PASSWORD_MIN_LENGTH",
            "timeKey",
            "secretRef",
        ];
        for name in others {
            assert!(!names_secret(name), "{name}");
        }
        for value in ["", "true", "/run/secrets/a", "<password>", "YOUR_API_KEY", "INSERT_TOKEN", "your-password"] {
            assert!(!may_be_secret("password", value), "{value}");
        }
        assert!(may_be_secret("password", "hunter2"));
    }

    #[test]
    fn forms() {
        // Put together here, so that nobody's scanner takes them for real ones.
        let letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        let table = [
            (format!("{}{}", "ghp_", letters), Some("a GitHub token")),
            (format!("token={}{};", "glpat-", &letters[..20]), Some("a GitLab token")),
            (format!("{}{}", "AKIA", "Q3EGKZ7N5TXW2JLB"), Some("an AWS access key")),
            (format!("{}{}", "AKIA", "IOSFODNN7EXAMPLE"), None),
            (format!("{}{}", "ghp_", "x".repeat(36)), None),
            (format!("{}{}", "ghp_", &letters[..30]), None),
            ("-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG9w0BAQEFAASC\n".to_owned(), Some("a private key")),
            ("-----BEGIN PRIVATE KEY-----\n...\n".to_owned(), None),
            ("-----BEGIN CERTIFICATE-----\nMIIBVAIBADANBgkqhkiG9w0BAQEFAASC\n".to_owned(), None),
            (format!("{0}.{0}.{1}", "eyJhbGciOiJIUzI1NiJ9", letters), Some("a JSON Web Token")),
        ];
        for (text, expected) in table {
            assert_eq!(exposed(&text), expected, "{text}");
        }
    }
}
