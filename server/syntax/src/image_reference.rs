//! Image references: `registry:port/path:tag@digest`, by the grammar of the container registries.
//!
//! The grammar is that of `distribution/reference`: what Docker, BuildKit, containerd and the kubelet accept.

use std::fmt;

/// The registry that is meant when none is named.
const DEFAULT_REGISTRY: &str = "docker.io";

/// What Docker Hub puts before a name of one part.
const OFFICIAL: &str = "library";

/// The longest path, `library/` of Docker Hub's own images included.
const PATH_LIMIT: usize = 255;

/// The longest tag.
const TAG_LIMIT: usize = 128;

/// A reference, taken apart. Total: what is wrong is in `errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageReference {
    /// The registry as written, port included; `None` where the name has none.
    registry: Option<String>,
    /// The path as written: `library/nginx`, `nginx`, `org/team/app`.
    path: String,
    tag: Option<String>,
    digest: Option<String>,
    /// What the grammar refuses, in the order of the text; empty for a valid reference.
    pub errors: Vec<ReferenceError>,
}

/// What is wrong with a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceError {
    /// Nothing is there before the tag.
    Empty,
    /// A URL's scheme stands before the registry.
    Scheme(String),
    /// The path has capital letters.
    Uppercase,
    /// Something no registry's name may hold.
    Registry(String),
    /// A part of the path is empty or has characters it may not have.
    PathPart(String),
    /// The tag is empty, too long, or has characters it may not have.
    Tag(String),
    /// The digest is not one of SHA-2: `algorithm:hex` in lower case and of the right length.
    Digest(String),
    /// The path is longer than 255 characters.
    TooLong,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReferenceError::Empty => f.write_str("there is no image name"),
            ReferenceError::Scheme(scheme) => write!(f, "a reference has no scheme: drop `{scheme}`"),
            ReferenceError::Uppercase => f.write_str("the path must be in lower case"),
            ReferenceError::Registry(registry) => write!(f, "`{registry}` is no registry's host name"),
            ReferenceError::PathPart(part) if part.is_empty() => f.write_str("a part of the path is empty"),
            ReferenceError::PathPart(part) => {
                write!(f, "`{part}` is no path part: letters and digits, joined by `.`, `_`, `__` or `-`")
            }
            ReferenceError::Tag(tag) if tag.is_empty() => f.write_str("the tag is empty"),
            ReferenceError::Tag(tag) => {
                write!(f, "`{tag}` is no tag: up to 128 letters, digits, `_`, `.` and `-`, no `.` or `-` first")
            }
            ReferenceError::Digest(digest) => write!(f, "`{digest}` is no digest: `sha256:` and 64 hex digits"),
            ReferenceError::TooLong => f.write_str("the path is longer than 255 characters"),
        }
    }
}

impl ImageReference {
    /// Takes `text` apart.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut errors = Vec::new();
        let scheme = ["https://", "http://", "docker://", "oci://"].into_iter().find(|scheme| text.starts_with(scheme));
        if let Some(scheme) = scheme {
            errors.push(ReferenceError::Scheme(scheme.to_owned()));
        }
        let rest = &text[scheme.map_or(0, str::len)..];
        let (rest, digest) =
            rest.split_once('@').map_or((rest, None), |(rest, digest)| (rest, Some(digest.to_owned())));
        // A colon before the last slash belongs to the registry's port.
        let last_part = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (name, tag) = match rest[last_part..].find(':') {
            Some(colon) => (&rest[..last_part + colon], Some(rest[last_part + colon + 1..].to_owned())),
            None => (rest, None),
        };
        let (registry, path) = match name.split_once('/') {
            Some((first, path)) if is_registry(first) => (Some(first.to_owned()), path),
            _ => (None, name),
        };
        let reference = Self { registry, path: path.to_owned(), tag, digest, errors };
        reference.checked()
    }

    fn checked(mut self) -> Self {
        let mut errors = std::mem::take(&mut self.errors);
        if let Some(registry) = self.registry.as_deref().filter(|registry| !valid_registry(registry)) {
            errors.push(ReferenceError::Registry(registry.to_owned()));
        }
        if self.path.is_empty() {
            errors.push(ReferenceError::Empty);
        } else if self.path.bytes().any(|byte| byte.is_ascii_uppercase()) {
            errors.push(ReferenceError::Uppercase);
        } else {
            let wrong = self.path.split('/').filter(|part| !valid_path_part(part));
            errors.extend(wrong.map(|part| ReferenceError::PathPart(part.to_owned())));
        }
        if let Some(tag) = self.tag.as_deref().filter(|tag| !valid_tag(tag)) {
            errors.push(ReferenceError::Tag(tag.to_owned()));
        }
        if let Some(digest) = self.digest.as_deref().filter(|digest| !valid_digest(digest)) {
            errors.push(ReferenceError::Digest(digest.to_owned()));
        }
        if self.path().len() > PATH_LIMIT {
            errors.push(ReferenceError::TooLong);
        }
        self.errors = errors;
        self
    }

    /// The registry with its port; `docker.io` where none is named.
    #[must_use]
    pub fn registry(&self) -> &str {
        match self.registry.as_deref() {
            // The old name of the hub means the same place.
            None | Some("index.docker.io") => DEFAULT_REGISTRY,
            Some(registry) => registry,
        }
    }

    /// The tag, where one is given.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest with its algorithm, where one is given.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// The path in the registry: `library/nginx`.
    #[must_use]
    pub fn path(&self) -> String {
        if self.registry() == DEFAULT_REGISTRY && !self.path.contains('/') {
            format!("{OFFICIAL}/{}", self.path)
        } else {
            self.path.clone()
        }
    }

    /// The name as people write it, without tag and digest: `nginx`, `bitnami/redis`, `gcr.io/distroless/static`.
    #[must_use]
    pub fn familiar_name(&self) -> String {
        if self.registry() != DEFAULT_REGISTRY {
            return format!("{}/{}", self.registry(), self.path);
        }
        self.path.strip_prefix("library/").unwrap_or(&self.path).to_owned()
    }

    /// The reference as people write it, with tag and digest where they are given.
    #[must_use]
    pub fn familiar(&self) -> String {
        let tag = self.tag().map(|tag| format!(":{tag}")).unwrap_or_default();
        format!("{}{tag}{}", self.familiar_name(), self.digest_suffix())
    }

    /// The reference in full, the default tag included: `docker.io/library/nginx:latest`.
    #[must_use]
    pub fn canonical(&self) -> String {
        let tag = match (self.tag(), self.digest()) {
            (Some(tag), _) => format!(":{tag}"),
            (None, None) => ":latest".to_owned(),
            (None, Some(_)) => String::new(),
        };
        format!("{}/{}{tag}{}", self.registry(), self.path(), self.digest_suffix())
    }

    fn digest_suffix(&self) -> String {
        self.digest().map(|digest| format!("@{digest}")).unwrap_or_default()
    }
}

/// Whether the part before the first slash names a registry: the rule of the Docker command line.
fn is_registry(part: &str) -> bool {
    part == "localhost" || part.contains(['.', ':']) || part.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn valid_registry(registry: &str) -> bool {
    let (host, port) = match registry.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            let digits = !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
            return digits && (port.is_empty() || port.strip_prefix(':').is_some_and(valid_port));
        }
        None => registry.split_once(':').map_or((registry, None), |(host, port)| (host, Some(port))),
    };
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.split('.').all(label) && port.is_none_or(valid_port)
}

fn valid_port(port: &str) -> bool {
    !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters and digits, joined by one `.`, one or two `_`, or any number of `-`.
fn valid_path_part(part: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = part.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if !word(*first) || !word(*last) || !bytes.iter().all(|byte| word(*byte) || matches!(byte, b'.' | b'_' | b'-')) {
        return false;
    }
    part.split(|c: char| c.is_ascii_alphanumeric())
        .all(|joint| matches!(joint, "" | "." | "_" | "__") || joint.bytes().all(|byte| byte == b'-'))
}

fn valid_tag(tag: &str) -> bool {
    tag.len() <= TAG_LIMIT
        && tag.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

fn valid_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    hex.len() == length && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_their_two_forms() {
        let digest = format!("sha256:{}", "a1".repeat(32));
        let table = [
            ("nginx".to_owned(), "nginx".to_owned(), "docker.io/library/nginx:latest".to_owned()),
            ("nginx:1.29".into(), "nginx:1.29".into(), "docker.io/library/nginx:1.29".into()),
            ("library/nginx".into(), "nginx".into(), "docker.io/library/nginx:latest".into()),
            ("docker.io/library/nginx:1".into(), "nginx:1".into(), "docker.io/library/nginx:1".into()),
            ("index.docker.io/bitnami/redis".into(), "bitnami/redis".into(), "docker.io/bitnami/redis:latest".into()),
            ("localhost/app".into(), "localhost/app".into(), "localhost/app:latest".into()),
            ("registry:5000/app:2".into(), "registry:5000/app:2".into(), "registry:5000/app:2".into()),
            ("gcr.io/a/b/c".into(), "gcr.io/a/b/c".into(), "gcr.io/a/b/c:latest".into()),
            (format!("nginx:1@{digest}"), format!("nginx:1@{digest}"), format!("docker.io/library/nginx:1@{digest}")),
            (
                format!("[::1]:5000/app@{digest}"),
                format!("[::1]:5000/app@{digest}"),
                format!("[::1]:5000/app@{digest}"),
            ),
        ];
        for (text, familiar, canonical) in table {
            let reference = ImageReference::parse(&text);
            assert_eq!(reference.errors, [], "{text}");
            assert_eq!((reference.familiar(), reference.canonical()), (familiar, canonical), "{text}");
        }
    }

    #[test]
    fn the_name_goes_without_tag_and_digest() {
        let reference = ImageReference::parse("quay.io/org/app:1.2@sha256:00");
        assert_eq!(reference.familiar_name(), "quay.io/org/app");
        assert_eq!((reference.tag(), reference.digest()), (Some("1.2"), Some("sha256:00")));
    }

    #[test]
    fn what_the_grammar_refuses() {
        use ReferenceError as E;
        let long = "a".repeat(129);
        let table = [
            ("", vec![E::Empty]),
            (":tag", vec![E::Empty]),
            ("https://gcr.io/a", vec![E::Scheme("https://".into())]),
            ("Nginx", vec![E::Uppercase]),
            ("registry.example.com/Shop/Tools:1", vec![E::Uppercase]),
            ("a//b", vec![E::PathPart(String::new())]),
            ("a/-b", vec![E::PathPart("-b".into())]),
            ("a..b", vec![E::PathPart("a..b".into())]),
            ("a___b", vec![E::PathPart("a___b".into())]),
            ("nginx:", vec![E::Tag(String::new())]),
            ("nginx:.1", vec![E::Tag(".1".into())]),
            ("nginx:a b", vec![E::Tag("a b".into())]),
            ("nginx@sha256:12", vec![E::Digest("sha256:12".into())]),
            ("re_g.io/app", vec![E::Registry("re_g.io".into())]),
        ];
        for (text, errors) in table {
            assert_eq!(ImageReference::parse(text).errors, errors, "{text}");
        }
        assert_eq!(ImageReference::parse(&format!("a:{long}")).errors, [E::Tag(long)]);
        assert_eq!(ImageReference::parse(&"a/".repeat(140)).errors.last(), Some(&E::TooLong));
        assert_eq!(ImageReference::parse(&"a".repeat(250)).errors, [E::TooLong]);
        assert_eq!(ImageReference::parse(&format!("{}.org/{}", "b".repeat(60), "a".repeat(250))).errors, []);
        for digest in [format!("sha256:{}", "A1".repeat(32)), format!("md5:{}", "a1".repeat(16))] {
            assert_eq!(ImageReference::parse(&format!("a@{digest}")).errors, [E::Digest(digest)]);
        }
    }

    #[test]
    fn joints_of_path_parts() {
        for good in ["a", "a.b", "a_b", "a__b", "a-b", "a---b", "1", "a1.b2-c3"] {
            assert!(valid_path_part(good), "{good}");
        }
        for bad in ["", ".a", "a.", "a-._b", "a._b", "A", "é"] {
            assert!(!valid_path_part(bad), "{bad}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_valid_stays_what_it_is(text in "(([a-z.:0-9]{1,6}|localhost)/){0,2}[a-z0-9._-]{1,8}(:[A-Za-z0-9._-]{0,4})?(@sha256:[0-9a-f]{64})?") {
            proptest::prop_assert_eq!(crate::invariants::image_reference(&text), None);
        }
    }
}
