//! Inlay hints of manifests: what kind of thing a value in base64 is, and how long; never what it says.

use project::kubernetes::{Object, objects};
use syntax::TextSize;
use syntax::yaml::{Flavour, Kind, Node, Resolved, ScalarStyle, Yaml};

use crate::types::InlayHint;

/// Hints behind the values of `data` of Secrets and of `binaryData` of ConfigMaps. Values that are no base64 have none.
pub(crate) fn hints(yaml: &Yaml) -> Vec<InlayHint> {
    let encoded = objects(yaml).filter_map(|node| {
        let object = Object { node, kind: None, is_partial: false };
        match object.kind_name()?.as_ref() {
            "Secret" => node.get("data"),
            "ConfigMap" => node.get("binaryData"),
            _ => None,
        }
    });
    encoded.flat_map(Node::entries).filter_map(|entry| hint(entry.value)).collect()
}

fn hint(value: Node<'_>) -> Option<InlayHint> {
    // A number is none of the texts that the API server takes, however it looks.
    let Resolved::Str(text) = value.resolved(Flavour::Kubernetes)? else { return None };
    let bytes = decoded(&text)?;
    let size = length(bytes.len());
    let kind = kind_of(&bytes);
    let label = if bytes.is_empty() { "empty".to_owned() } else { format!("{size}, {kind}") };
    Some(InlayHint {
        offset: end_of_first_line(value),
        label,
        tooltip: Some(format!("What the base64 stands for: {size}")),
    })
}

/// Where a value's first line ends: a hint far below its key would be nobody's.
fn end_of_first_line(value: Node<'_>) -> TextSize {
    let source = value.source();
    let line = source.lines().next().unwrap_or_default();
    let is_block = matches!(value.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded));
    // Behind the header of a block, before a comment.
    let line = if is_block { line.split([' ', '\t']).next().unwrap_or_default() } else { line };
    value.range().start() + TextSize::of(line)
}

/// A number of bytes as people say it.
fn length(bytes: usize) -> String {
    let tenths = |unit: usize| (bytes as f64 / unit as f64 * 10.0).round() / 10.0;
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..999_950 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

/// What bytes are, by how they begin.
fn kind_of(bytes: &[u8]) -> &'static str {
    const MAGIC: [(&[u8], &str); 5] = [
        (b"\x1f\x8b", "gzip"),
        (b"PK\x03\x04", "zip archive"),
        (b"\xfe\xed\xfe\xed", "Java keystore"),
        (b"\x30\x82", "DER"),
        (b"\x7fELF", "program"),
    ];
    let text = std::str::from_utf8(bytes).ok();
    let is_text = |text: &&str| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    let Some(text) = text.filter(is_text) else {
        return MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or("binary", |(_, kind)| kind);
    };
    let trimmed = text.trim();
    if let Some(label) = trimmed.strip_prefix("-----BEGIN ") {
        let label = label.split("-----").next().unwrap_or_default();
        return match label {
            "CERTIFICATE" if trimmed.matches("-----BEGIN CERTIFICATE-----").count() > 1 => "PEM certificates",
            "CERTIFICATE" => "PEM certificate",
            "CERTIFICATE REQUEST" => "PEM certificate request",
            "OPENSSH PRIVATE KEY" => "SSH private key",
            _ if label.ends_with("PRIVATE KEY") => "PEM private key",
            _ if label.ends_with("PUBLIC KEY") => "PEM public key",
            _ => "PEM",
        };
    }
    if trimmed.starts_with('{') && trimmed.ends_with('}') {
        return "JSON";
    }
    // `echo secret | base64` takes the line end along, and the password is wrong by it.
    let ends = text.strip_suffix('\n').is_some_and(|line| !line.is_empty() && !line.contains('\n'));
    if ends { "text with a line end" } else { "text" }
}

/// What standard base64 stands for; line ends within it do not count, as for Go. `None` where it is none.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for group in digits[..digits.len() - padding].chunks(4) {
        let mut bits = 0u32;
        for byte in group {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        let missing = 4 - group.len();
        let three = (bits << (6 * missing)).to_be_bytes();
        bytes.extend_from_slice(&three[1..4 - missing]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_go_reads_it() {
        let text = |text: &str| decoded(text).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(text("").as_deref(), Some(""));
        assert_eq!(text("YQ==").as_deref(), Some("a"));
        assert_eq!(text("YWI=").as_deref(), Some("ab"));
        assert_eq!(text("YWJj\nZGVm\r\n").as_deref(), Some("abcdef"));
        for wrong in ["a", "YQ=", "YQ", "Y===", "YQ==YQ==", "Y Q=", "ENC[AES256_GCM,data:x]", "${SECRET}", "__8="] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
        assert_eq!(decoded("//79").as_deref(), Some(&[0xff, 0xfe, 0xfd][..]));
    }

    #[test]
    fn lengths_as_people_say_them() {
        let shown = [0, 1, 38, 999, 1_000, 1_234, 999_949, 999_950, 1_048_576].map(length);
        assert_eq!(shown, ["0 bytes", "1 byte", "38 bytes", "999 bytes", "1 kB", "1.2 kB", "999.9 kB", "1 MB", "1 MB"]);
    }

    #[test]
    fn kinds_by_how_bytes_begin() {
        let pem = |label: &str| format!("-----BEGIN {label}-----\nAA==\n-----END {label}-----\n");
        assert_eq!(kind_of(pem("CERTIFICATE").as_bytes()), "PEM certificate");
        assert_eq!(kind_of(pem("CERTIFICATE").repeat(2).as_bytes()), "PEM certificates");
        assert_eq!(kind_of(pem("EC PRIVATE KEY").as_bytes()), "PEM private key");
        assert_eq!(kind_of(pem("OPENSSH PRIVATE KEY").as_bytes()), "SSH private key");
        assert_eq!(kind_of(pem("PUBLIC KEY").as_bytes()), "PEM public key");
        assert_eq!(kind_of(b"{\"auths\": {}}"), "JSON");
        assert_eq!(kind_of(b"hunter2"), "text");
        assert_eq!(kind_of(b"hunter2\n"), "text with a line end");
        assert_eq!(kind_of(b"a: 1\nb: 2\n"), "text");
        assert_eq!(kind_of(b"\x1f\x8b\x08\x00"), "gzip");
        assert_eq!(kind_of(b"\x00\x01\xff"), "binary");
    }
}
