//! Base64, in which the values of a Secret's `data` are: the standard alphabet with padding, as Go's JSON reader takes it.

use std::fmt;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What is wrong with a text that should be Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// A character that is not of the alphabet.
    Character {
        /// Where.
        at: usize,
        /// Which one.
        found: char,
    },
    /// A character of the other alphabet, for URLs.
    Url {
        /// Where.
        at: usize,
        /// `-` or `_`.
        found: char,
    },
    /// `=` where it does not fill up the last four characters, or something behind it.
    Padding {
        /// Where.
        at: usize,
    },
    /// The last four characters are not all there.
    Length {
        /// How many characters there are, line breaks not counted.
        length: usize,
    },
}

/// The bytes that a text stands for. Line breaks in it count for nothing, spaces are a mistake.
pub fn decode(text: &str) -> Result<Vec<u8>, Mistake> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut bits: u32 = 0;
    let mut count = 0;
    let mut padding = 0;
    for (at, found) in text.char_indices().filter(|(_, it)| !matches!(it, '\n' | '\r')) {
        let value = match found {
            '=' if count % 4 >= 2 => {
                padding += 1;
                0
            }
            '=' => return Err(Mistake::Padding { at }),
            _ => {
                let value =
                    ALPHABET.iter().position(|it| char::from(*it) == found).and_then(|it| u32::try_from(it).ok());
                let value = value.ok_or(match found {
                    '-' | '_' => Mistake::Url { at, found },
                    _ => Mistake::Character { at, found },
                })?;
                if padding > 0 {
                    return Err(Mistake::Padding { at });
                }
                value
            }
        };
        bits = bits << 6 | value;
        count += 1;
        if count % 4 == 0 {
            let [_, group @ ..] = bits.to_be_bytes();
            bytes.extend_from_slice(&group[..3 - padding]);
            bits = 0;
            // Two times `=` may end the text only; what comes behind is found by the count.
        }
    }
    if count % 4 == 0 { Ok(bytes) } else { Err(Mistake::Length { length: count }) }
}

/// Bytes as Base64 in one line.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let value = (bits >> (18 - 6 * at)) & 63;
            text.push(if at > group.len() { '=' } else { char::from(ALPHABET[value as usize]) });
        }
    }
    text
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Character { found, .. } => {
                let found = super::character::first(*found);
                write!(f, "{found} is not Base64; encode the value, or write it as it is under `stringData`")
            }
            Mistake::Url { found, .. } => {
                let right = if *found == '-' { '+' } else { '/' };
                write!(f, "`{found}` is of the Base64 for URLs; write `{right}`")
            }
            Mistake::Padding { .. } => f.write_str("`=` fills up the end of Base64 only; encode the value again"),
            Mistake::Length { length } => {
                write!(f, "Base64 comes in fours and {length} characters are there; encode the value again")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::{decode, encode};

    #[test]
    fn base64() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\nYg==\n", "foob"), ("Zh==", "f")]
        {
            assert_eq!(decode(text).as_deref(), Ok(bytes.as_bytes()), "{text}");
        }
        let mut shown = String::new();
        for text in ["hunter2!", "Zg", "Zg=", "Zg===", "Zg==Zg==", "=", "Z=g=", "Zm9v Yg==", "-_-_", "Zm9vZ", "é"] {
            writeln!(shown, "{text:9} {}", decode(text).expect_err(text)).unwrap();
        }
        expect![[r#"
            hunter2!  `!` is not Base64; encode the value, or write it as it is under `stringData`
            Zg        Base64 comes in fours and 2 characters are there; encode the value again
            Zg=       Base64 comes in fours and 3 characters are there; encode the value again
            Zg===     `=` fills up the end of Base64 only; encode the value again
            Zg==Zg==  `=` fills up the end of Base64 only; encode the value again
            =         `=` fills up the end of Base64 only; encode the value again
            Z=g=      `=` fills up the end of Base64 only; encode the value again
            Zm9v Yg== A space is not Base64; encode the value, or write it as it is under `stringData`
            -_-_      `-` is of the Base64 for URLs; write `+`
            Zm9vZ     Base64 comes in fours and 5 characters are there; encode the value again
            é         `é` is not Base64; encode the value, or write it as it is under `stringData`
        "#]]
        .assert_eq(&shown);
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(decode(&encode(&bytes)), Ok(bytes));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[A-D=]{0,9}|.{0,9}") {
            if let Err(mistake) = decode(&text) {
                prop_assert!(!mistake.to_string().is_empty());
            }
        }
    }
}
