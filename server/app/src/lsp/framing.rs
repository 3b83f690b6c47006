//! Messages out of a stream of bytes: `Content-Length`, an empty line, JSON.
//!
//! A client that writes something else by mistake costs itself that something and no more: the reader looks for the
//! next `Content-Length` and goes on there.

use std::io::{self, BufRead, Read};

use serde_json::Value;

/// The longest line of a header that is read at once, in bytes.
const LINE_LIMIT: u64 = 64 * 1024;

/// The longest message, in bytes.
const LENGTH_LIMIT: usize = 512 * 1024 * 1024;

const LENGTH: &str = "content-length:";

/// What came.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// A message, as JSON.
    Message(Value),
    /// Something that is none, with what is wrong with it. Said once for everything up to the next message.
    Garbage(String),
}

/// The messages of a stream.
#[derive(Debug)]
pub(super) struct Frames<R> {
    input: R,
    /// The length from the header that is being read.
    length: Option<usize>,
    /// Whether what was read last was garbage.
    lost: bool,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, length: None, lost: false }
    }

    /// Waits for the next message; `None` at the end of the stream.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            let mut line = Vec::new();
            if self.input.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim();
            let complaint = if line.is_empty() {
                match self.length.take() {
                    Some(0) => continue,
                    Some(length) => return self.body(length),
                    None => continue,
                }
            } else {
                self.header(line)
            };
            if let Some(complaint) = complaint
                && !self.lost
            {
                self.lost = true;
                return Ok(Some(Incoming::Garbage(complaint)));
            }
        }
    }

    /// Reads a line of a header; what is wrong with it, if anything.
    fn header(&mut self, line: &str) -> Option<String> {
        let lower = line.to_ascii_lowercase();
        let Some(at) = lower.find(LENGTH) else {
            let name = lower.split(':').next().unwrap_or_default();
            let is_header = lower.contains(':') && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
            return (!is_header).then(|| format!("no header: {}", shortened(line)));
        };
        let value = lower[at + LENGTH.len()..].trim();
        self.length = value.parse().ok().filter(|length| *length <= LENGTH_LIMIT);
        if self.length.is_none() {
            return Some(format!("no length: {}", shortened(value)));
        }
        (at > 0).then(|| format!("no header: {}", shortened(&line[..at])))
    }

    fn body(&mut self, length: usize) -> io::Result<Option<Incoming>> {
        // The length is only a claim: the buffer grows with what really comes.
        let mut body = Vec::with_capacity(length.min(64 * 1024));
        self.input.by_ref().take(length as u64).read_to_end(&mut body)?;
        if body.len() < length {
            return Ok(None);
        }
        self.lost = false;
        Ok(Some(match serde_json::from_slice(&body) {
            Ok(message) => Incoming::Message(message),
            Err(error) => {
                Incoming::Garbage(format!("no JSON: {error}: {}", shortened(&String::from_utf8_lossy(&body))))
            }
        }))
    }
}

fn shortened(text: &str) -> String {
    const LENGTH: usize = 80;
    match text.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{:?}…", &text[..cut]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out of `bytes`: messages as JSON, `!` for garbage.
    fn read(bytes: &[u8]) -> Vec<String> {
        let mut frames = Frames::new(bytes);
        let mut found = Vec::new();
        while let Some(incoming) = frames.next().unwrap() {
            found.push(match incoming {
                Incoming::Message(message) => message.to_string(),
                Incoming::Garbage(_) => "!".to_owned(),
            });
        }
        found
    }

    #[test]
    fn messages_follow_each_other() {
        assert_eq!(read(b"Content-Length: 2\r\n\r\n{}content-length:3\r\nContent-Type: x\r\n\r\n[1]"), ["{}", "[1]"]);
        assert_eq!(read(b"\r\n\nContent-Length: 2\n\n{}\r\nContent-Length: 2\r\n\r\n{}"), ["{}", "{}"]);
        assert_eq!(read(b"Content-Length: 0\r\n\r\nContent-Length: 2\r\n\r\n{}"), ["{}"]);
    }

    #[test]
    fn garbage_is_skipped_and_said_once() {
        assert_eq!(read(b"what is\nthis\xff\0\nContent-Length: 2\r\n\r\n{}"), ["!", "{}"]);
        assert_eq!(read(b"junkContent-Length: 2\r\n\r\n{}"), ["!", "{}"]);
        assert_eq!(read(b"Content-Length: x\r\n\r\nContent-Length: 2\r\n\r\n{}"), ["!", "{}"]);
        assert_eq!(read(b"Content-Length: -1\r\n\r\n{}\nContent-Length: 2\r\n\r\n{}"), ["!", "{}"]);
        assert_eq!(read(b"Content-Length: 99999999999999\r\n\r\nContent-Length: 2\r\n\r\n{}"), ["!", "{}"]);
        assert_eq!(read(b"Content-Length: 3\r\n\r\n{\xff}Content-Length: 2\r\n\r\n{}"), ["!", "{}"]);
        assert_eq!(read(b"Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n{}"), ["!", "!", "{}"]);
    }

    #[test]
    fn what_is_cut_off_is_dropped() {
        assert_eq!(read(b"Content-Length: 5\r\n\r\n{}"), [""; 0]);
        assert_eq!(read(b"Content-Len"), ["!"]);
        assert_eq!(read(b""), [""; 0]);
    }
}
