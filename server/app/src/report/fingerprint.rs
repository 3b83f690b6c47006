//! What stays of a finding when the lines around it move: its rule, and the text it is about.

use project::Document;
use rules::{Finding, Member, Rule};
use syntax::TextRange;

/// How much text is looked at, in bytes.
const LENGTH: usize = 2048;

/// A digest of the rule, the finding's text and the line it begins in, blanks apart. Lines above and below do not count,
/// and neither does the message: it may name other lines. Two findings of one rule on equal lines have equal digests.
pub(crate) fn fingerprint(finding: &Finding, document: &Document) -> u64 {
    digest(finding.rule, finding.range, document)
}

/// The same of a finding that is shown within another one: it has the digest that it would have alone.
pub(crate) fn fingerprint_of_member(member: &Member, document: &Document) -> u64 {
    digest(member.rule, member.range, document)
}

fn digest(rule: &Rule, range: TextRange, document: &Document) -> u64 {
    let text = document.text.as_bytes();
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let (before, behind) = (&text[start.saturating_sub(LENGTH)..start], &text[start..text.len().min(start + LENGTH)]);
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line_end = behind.iter().position(|byte| *byte == b'\n').unwrap_or(behind.len());
    let mut digest = Fnv::default();
    digest.add(rule.name.as_bytes());
    digest.add_words(&behind[..(end - start).min(behind.len())]);
    digest.add_words(&[&before[line_start..], &behind[..line_end]].concat());
    digest.0
}

/// The Fowler–Noll–Vo hash (FNV-1a, 64 bits): the digests are kept in files, so they must be the same everywhere and always.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Adds `bytes` and an end mark.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Adds the words of `bytes`, whatever stands between them, and an end mark.
    fn add_words(&mut self, bytes: &[u8]) {
        for word in bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
            self.add(word);
        }
        self.add(&[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_published_one() {
        let mut digest = Fnv::default();
        for byte in b"foobar" {
            digest.0 = (digest.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        assert_eq!(digest.0, 0x8594_4171_f739_67e8);
    }
}
