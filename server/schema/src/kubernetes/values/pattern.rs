//! Regular expressions as Go and RE2 take them: in patterns of custom resources, Prometheus, Istio and Argo. No
//! look-around, no back references.

use std::fmt;
use std::ops::Range;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{self, Ast, ErrorKind, RepetitionKind, RepetitionRange, Visitor};

/// The most repetitions.
const MOST: u32 = 1000;

/// The names in `[[:alpha:]]`.
const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// How deep groups may be within groups; Go stops at 1000, and nobody writes a tenth of it.
const DEEPEST: u32 = 200;

/// What is wrong with a pattern, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in the pattern.
    pub range: Range<usize>,
    /// What.
    pub kind: MistakeKind,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MistakeKind {
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`.
    LookAround,
    /// `\1`.
    BackReference,
    /// `a**`, `a{2}{3}`.
    Repeated,
    /// More than 1000 repetitions.
    TooMany,
    /// A group that is not closed, or one that is closed twice.
    Group,
    /// A class that is not closed, or that is empty or backwards.
    Class,
    /// A letter behind `\` that means nothing.
    Escape,
    /// A repetition with nothing to repeat, or without an end.
    Repetition,
    /// A flag that is not one of `i`, `m`, `s`, `U`.
    Flag,
    /// A name of a group that is none, or is there twice.
    Name,
    /// Groups too deep in groups.
    Deep,
    /// Anything else.
    Other,
}

/// What is wrong with a pattern; `None`: nothing.
pub fn mistake(pattern: &str) -> Option<Mistake> {
    let translated = Translated::of(pattern);
    let parsed = ParserBuilder::new().nest_limit(DEEPEST).build().parse(&translated.text);
    let (span, kind) = match parsed {
        Err(error) => (*error.span(), kind(error.kind())),
        Ok(ast) => ast::visit(&ast, Walk).err()?,
    };
    let range = translated.places[span.start.offset]..translated.places[span.end.offset];
    Some(Mistake { range, kind })
}

fn kind(error: &ErrorKind) -> MistakeKind {
    match error {
        ErrorKind::UnsupportedLookAround => MistakeKind::LookAround,
        ErrorKind::UnsupportedBackreference => MistakeKind::BackReference,
        ErrorKind::GroupUnclosed | ErrorKind::GroupUnopened => MistakeKind::Group,
        ErrorKind::ClassUnclosed
        | ErrorKind::ClassRangeInvalid
        | ErrorKind::ClassRangeLiteral
        | ErrorKind::ClassEscapeInvalid
        | ErrorKind::UnicodeClassInvalid => MistakeKind::Class,
        ErrorKind::EscapeUnrecognized
        | ErrorKind::EscapeUnexpectedEof
        | ErrorKind::EscapeHexEmpty
        | ErrorKind::EscapeHexInvalid
        | ErrorKind::EscapeHexInvalidDigit => MistakeKind::Escape,
        ErrorKind::RepetitionMissing
        | ErrorKind::RepetitionCountInvalid
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::RepetitionCountUnclosed => MistakeKind::Repetition,
        ErrorKind::DecimalInvalid => MistakeKind::TooMany,
        ErrorKind::FlagUnrecognized
        | ErrorKind::FlagDuplicate { .. }
        | ErrorKind::FlagRepeatedNegation { .. }
        | ErrorKind::FlagDanglingNegation
        | ErrorKind::FlagUnexpectedEof => MistakeKind::Flag,
        ErrorKind::GroupNameDuplicate { .. }
        | ErrorKind::GroupNameEmpty
        | ErrorKind::GroupNameInvalid
        | ErrorKind::GroupNameUnexpectedEof => MistakeKind::Name,
        ErrorKind::NestLimitExceeded(_) => MistakeKind::Deep,
        // The library's own enum, which may grow.
        _ => MistakeKind::Other,
    }
}

/// A pattern in the syntax of the parser at hand, where it differs from Go's.
struct Translated {
    text: String,
    /// For each byte of `text`, and its end, where it comes from.
    places: Vec<usize>,
}

impl Translated {
    fn of(pattern: &str) -> Translated {
        let mut it = Translated { text: String::with_capacity(pattern.len()), places: Vec::new() };
        let mut at = 0;
        let mut is_class = false;
        // Where a `-` stands for itself: at the start of a class, and behind a class within it.
        let mut plain_hyphen = 0;
        while let Some(found) = pattern[at..].chars().next() {
            let rest = &pattern[at..];
            let behind = rest.as_bytes().get(1).copied().unwrap_or(0);
            if let Some(quoted) = rest.strip_prefix(r"\Q").filter(|_| !is_class) {
                // Everything up to `\E` stands for itself.
                let end = quoted.find(r"\E").unwrap_or(quoted.len());
                for (offset, found) in quoted[..end].char_indices() {
                    let place = at + 2 + offset;
                    it.push(&format!(r"\x{{{:X}}}", u32::from(found)), place);
                }
                at = (at + 2 + end + 2).min(pattern.len());
                continue;
            }
            let octal = octal(rest);
            let length = match found {
                '\\' if octal > 0 => {
                    let value = u32::from_str_radix(&rest[1..octal], 8).unwrap_or(0);
                    it.push(&format!(r"\x{{{value:X}}}"), at);
                    octal
                }
                // Only the parser at hand knows these.
                '\\' if matches!(behind, b'u' | b'U') => {
                    it.push(r"\y", at);
                    2
                }
                '(' if !is_class && rest.starts_with("(?)") => {
                    it.push("(?:)", at);
                    3
                }
                '\\' => {
                    // The braces of `\x{41}` and `\p{Greek}` are part of the escape.
                    let braces = rest.get(2..).filter(|it| matches!(behind, b'x' | b'p' | b'P') && it.starts_with('{'));
                    let end = braces.and_then(|it| near(it, "}")).map(|end| 2 + end + 1);
                    let length = end.unwrap_or_else(|| 1 + rest[1..].chars().next().map_or(0, char::len_utf8));
                    if b"dDsSwWpP".contains(&behind) {
                        plain_hyphen = at + length;
                    }
                    it.push(&rest[..length], at);
                    length
                }
                // What is no repetition stands for itself.
                '{' if !is_class && !is_repetition(rest) => {
                    it.push(r"\{", at);
                    1
                }
                // In a class, only the parser at hand gives these a meaning.
                '[' if is_class && behind != b':' => {
                    it.push(r"\[", at);
                    1
                }
                '&' | '~' if is_class => {
                    it.push(&format!(r"\{found}"), at);
                    1
                }
                '-' if is_class && at == plain_hyphen => {
                    it.push(r"\-", at);
                    1
                }
                // The end of a range is a hyphen itself.
                '-' if is_class && behind == b'-' => {
                    it.push(r"-\-", at);
                    2
                }
                '[' if is_class => {
                    let name = near(&rest[2..], ":]").map(|end| &rest[2..2 + end]);
                    let length = name.map_or(1, |name| name.len() + 4);
                    let is_known = name.is_some_and(|name| CLASSES.contains(&name.trim_start_matches('^')));
                    it.push(
                        if is_known {
                            &rest[..length]
                        } else if name.is_some() {
                            "z-a"
                        } else {
                            r"\["
                        },
                        at,
                    );
                    plain_hyphen = at + length;
                    length
                }
                '[' => {
                    is_class = true;
                    // A `]` right at the start stands for itself.
                    let start = if rest.starts_with("[^") { 2 } else { 1 };
                    let length = if rest[start..].starts_with(']') { start + 1 } else { start };
                    it.push(&rest[..length], at);
                    plain_hyphen = at + start;
                    length
                }
                _ => {
                    is_class &= found != ']';
                    it.push(&rest[..found.len_utf8()], at);
                    found.len_utf8()
                }
            };
            at += length;
        }
        it.places.push(pattern.len());
        it
    }

    /// Adds what stands for one thing of the pattern.
    fn push(&mut self, text: &str, place: usize) {
        self.text.push_str(text);
        // A copy keeps its places; a translation has only the first.
        self.places.extend((0..text.len()).map(|_| place));
    }
}

/// How long the octal escape at the start is: `\0`, `\12`; 0: none is. A single digit but 0 is a back reference.
fn octal(text: &str) -> usize {
    let digits = text.bytes().skip(1).take(3).take_while(|it| matches!(it, b'0'..=b'7')).count();
    let is_octal = text.starts_with('\\') && (digits > 1 || text.as_bytes().get(1) == Some(&b'0'));
    if is_octal { 1 + digits } else { 0 }
}

/// Whether `{` opens `{2}`, `{2,}` or `{2,3}`.
fn is_repetition(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let inside = &text[1..];
    let least = digits(inside);
    let behind = &inside[least..];
    let behind = behind.strip_prefix(',').map_or(behind, |most| &most[digits(most)..]);
    least > 0 && behind.starts_with('}')
}

/// Where the first `end` is, if it is near: names in patterns are short, and a far one would be looked for again and again.
fn near(text: &str, end: &str) -> Option<usize> {
    const FAR: usize = 64;
    let text = &text.as_bytes()[..text.len().min(FAR)];
    text.windows(end.len()).position(|it| it == end.as_bytes())
}

/// Finds what the parser at hand takes and Go does not.
struct Walk;

impl Visitor for Walk {
    type Output = ();
    type Err = (ast::Span, MistakeKind);

    fn finish(self) -> Result<(), Self::Err> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
        match ast {
            Ast::Repetition(repetition) => {
                if matches!(*repetition.ast, Ast::Repetition(_)) {
                    return Err((repetition.op.span, MistakeKind::Repeated));
                }
                let most = match &repetition.op.kind {
                    RepetitionKind::Range(
                        RepetitionRange::Exactly(most)
                        | RepetitionRange::AtLeast(most)
                        | RepetitionRange::Bounded(_, most),
                    ) => *most,
                    RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore | RepetitionKind::OneOrMore => 0,
                };
                if most > MOST { Err((repetition.op.span, MistakeKind::TooMany)) } else { Ok(()) }
            }
            Ast::Flags(flags) => flags_of(&flags.flags),
            Ast::Group(group) => group.flags().map_or(Ok(()), flags_of),
            _ => Ok(()),
        }
    }
}

fn flags_of(flags: &ast::Flags) -> Result<(), (ast::Span, MistakeKind)> {
    let foreign = flags.items.iter().find(|item| {
        use ast::Flag::{CRLF, IgnoreWhitespace, Unicode};
        matches!(item.kind, ast::FlagsItemKind::Flag(CRLF | IgnoreWhitespace | Unicode))
    });
    foreign.map_or(Ok(()), |item| Err((item.span, MistakeKind::Flag)))
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            MistakeKind::LookAround => "Look-around is not in RE2; write the pattern without",
            MistakeKind::BackReference => "Back references are not in RE2; write the pattern without",
            MistakeKind::Repeated => "A repetition is repeated; put the first one in a group",
            MistakeKind::TooMany => "RE2 repeats 1000 times at most; write less",
            MistakeKind::Group => "A group is open at one end; write both parentheses, or `\\(`",
            MistakeKind::Class => "A class of characters is not right; write it as in `[a-z0-9]`",
            MistakeKind::Escape => "The escape means nothing in RE2; write the character itself, or `\\\\`",
            MistakeKind::Repetition => "The repetition has nothing to repeat, or no end; write it as in `a{1,3}`",
            MistakeKind::Flag => "RE2 has the flags `i`, `m`, `s` and `U` only; write one of them",
            MistakeKind::Name => "The name of a group is not right, or is there twice; write another one",
            MistakeKind::Deep => "Groups are too deep in groups; write the pattern flatter",
            MistakeKind::Other => "The pattern is no regular expression of RE2; write one",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::mistake;

    #[test]
    fn patterns_of_re2() {
        for pattern in [
            "",
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
            r"(?i)a|b",
            r"(?P<name>\d+)(?<other>\w)",
            r"\Qa.(b\E+",
            r"\Q[",
            r"a{,2}{",
            r"{",
            r"a{2}",
            r"[[:alpha:]_]",
            r"[]a]",
            r"[^]a]",
            r"[a[b]",
            r"[a&&b]",
            r"[\d-z][--a][+--]",
            r"\b{start}\<(?)",
            r"\012\x{10FFFF}\pL\z",
            r"a+?",
            r"x{1000}",
        ] {
            assert_eq!(mistake(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let mut shown = String::new();
        for pattern in [
            "a(?=b)",
            "(?<!a)b",
            r"(a)\1",
            "a**",
            "(a",
            "a)",
            "[a",
            "[z-a]",
            r"\y",
            "*a",
            "a{2000}",
            "a{99999999999}",
            "(?x)a",
            "(?R:a)",
            "(?P<a>b)(?P<a>c)",
            "a\\",
            r"\Qa\E(",
            "a{3,1}",
            "é(?=b)",
            "[a--b]",
            "[[:foo:]]",
            r"\C",
            r"\u0041",
        ] {
            let mistake = mistake(pattern).unwrap_or_else(|| panic!("{pattern}"));
            writeln!(shown, "{pattern:16} {mistake} `{}`", &pattern[mistake.range.clone()]).unwrap();
        }
        expect![[r#"
            a(?=b)           Look-around is not in RE2; write the pattern without `(?=`
            (?<!a)b          Look-around is not in RE2; write the pattern without `(?<!`
            (a)\1            Back references are not in RE2; write the pattern without `\1`
            a**              A repetition is repeated; put the first one in a group `*`
            (a               A group is open at one end; write both parentheses, or `\(` `(`
            a)               A group is open at one end; write both parentheses, or `\(` `)`
            [a               A class of characters is not right; write it as in `[a-z0-9]` `[`
            [z-a]            A class of characters is not right; write it as in `[a-z0-9]` `z-a`
            \y               The escape means nothing in RE2; write the character itself, or `\\` `\y`
            *a               The repetition has nothing to repeat, or no end; write it as in `a{1,3}` ``
            a{2000}          RE2 repeats 1000 times at most; write less `{2000}`
            a{99999999999}   RE2 repeats 1000 times at most; write less `99999999999`
            (?x)a            RE2 has the flags `i`, `m`, `s` and `U` only; write one of them `x`
            (?R:a)           RE2 has the flags `i`, `m`, `s` and `U` only; write one of them `R`
            (?P<a>b)(?P<a>c) The name of a group is not right, or is there twice; write another one `a`
            a\               The escape means nothing in RE2; write the character itself, or `\\` `\`
            \Qa\E(           A group is open at one end; write both parentheses, or `\(` `(`
            a{3,1}           The repetition has nothing to repeat, or no end; write it as in `a{1,3}` `{3,1}`
            é(?=b)           Look-around is not in RE2; write the pattern without `(?=`
            [a--b]           A class of characters is not right; write it as in `[a-z0-9]` `a--`
            [[:foo:]]        A class of characters is not right; write it as in `[a-z0-9]` `[:foo:]`
            \C               The escape means nothing in RE2; write the character itself, or `\\` `\C`
            \u0041           The escape means nothing in RE2; write the character itself, or `\\` `\u`
        "#]]
        .assert_eq(&shown);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(pattern in r"[a\\QEC(){}\[\]^&*?:<>,0-9é-]{0,16}") {
            if let Some(mistake) = mistake(&pattern) {
                prop_assert!(pattern.get(mistake.range).is_some());
            }
        }
    }
}
