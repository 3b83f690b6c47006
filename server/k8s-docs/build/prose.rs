//! Makes Markdown of what the API reference says, which is written for `go doc` and joined by a generator.

/// Texts that stand before an address, and what the link is called instead.
const LINKS: [(&str, &str); 4] =
    [("More info: ", "More info"), ("More Info: ", "More info"), ("more info: ", "more info"), ("ref: ", "reference")];

/// The text as Markdown: nothing in it is taken for a tag, for emphasis or for a link that leads nowhere, and addresses
/// stand behind words. Paragraphs are separated by an empty line; a fence that is never closed, and what stands in it,
/// is left out.
pub(crate) fn clean(text: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut in_fence = false;
    for paragraph in text.trim().split("\n\n") {
        let fences = paragraph.matches("```").count();
        if fences > 0 || in_fence {
            in_fence ^= fences % 2 == 1;
            continue;
        }
        let is_code = paragraph.starts_with("    ") || paragraph.starts_with('\t');
        kept.push(if is_code { paragraph.replace('\t', "    ") } else { inline(&named_links(&listed(paragraph))) });
    }
    // What led to a fence leads nowhere now.
    kept.retain(|paragraph| !(text.contains("```") && paragraph.ends_with("format is:")));
    kept.join("\n\n")
}

/// Items of a list that were joined into one line, each on its own line again, and an empty line behind the list.
fn listed(paragraph: &str) -> String {
    let lines: Vec<String> = paragraph.split('\n').map(items).collect();
    let lines: Vec<&str> = lines.iter().flat_map(|line| line.split('\n')).collect();
    let mut result = String::new();
    let mut in_list = false;
    for (number, line) in lines.into_iter().enumerate() {
        let is_item = ["- ", "* "].iter().any(|dash| line.trim_start().starts_with(dash));
        let is_behind = in_list && !is_item && !line.starts_with([' ', '\t']);
        result.push_str(if number == 0 { "" } else { "\n" });
        result.push_str(if is_behind { "\n" } else { "" });
        result.push_str(line);
        in_list = is_item || (in_list && !is_behind);
    }
    result
}

/// An item begins as the first one does: with the same quote, or with a capital. Any other dash is one between words.
fn items(line: &str) -> String {
    let joined = || [": - ", ". - "].iter().filter_map(|joint| line.find(joint)).min().map(|at| at + 4);
    let first = if line.starts_with("- ") { Some(2) } else { joined() };
    let Some((first, opening)) = first.and_then(|at| Some((at, line[at..].chars().next()?))) else {
        return line.to_owned();
    };
    let begins = |item: &str| match opening {
        '\'' | '"' | '`' => item.starts_with(opening),
        _ => opening.is_uppercase() && item.starts_with(char::is_uppercase),
    };
    let (head, rest) = line.split_at(first);
    let mut result = head.strip_suffix(" - ").map_or_else(|| head.to_owned(), |head| format!("{head}\n- "));
    for (number, piece) in rest.split(" - ").enumerate() {
        if number > 0 {
            result.push_str(if begins(piece) { "\n- " } else { " - " });
        }
        result.push_str(piece);
    }
    result
}

/// `More info: https://…` as a link with that name.
fn named_links(paragraph: &str) -> String {
    let mut result = String::new();
    let mut rest = paragraph;
    while let Some(at) = rest.find("http") {
        let (before, address) = rest.split_at(at);
        let length = address.find(|it: char| it.is_whitespace() || "()<>'\"`".contains(it)).unwrap_or(address.len());
        let length = address[..length].trim_end_matches(['.', ',', ':', ';']).len();
        let (address, after) = address.split_at(length);
        let name = LINKS.iter().find(|(words, _)| before.ends_with(words));
        match name.filter(|_| address.contains("://")) {
            Some((words, name)) => {
                result.push_str(&before[..before.len() - words.len()]);
                let address = address.replacen("http://kubernetes.io", "https://kubernetes.io", 1);
                result.push_str(&format!("[{name}]({address})"));
            }
            None => {
                result.push_str(before);
                result.push_str(address);
            }
        }
        rest = after;
    }
    result + rest
}

/// The text of a paragraph with what Markdown would take for its own escaped, code left as it is.
fn inline(paragraph: &str) -> String {
    // A backtick without a counterpart opens nothing.
    let has_code = paragraph.matches('`').count().is_multiple_of(2);
    let mut result = String::new();
    for (number, piece) in paragraph.split('`').enumerate() {
        if number > 0 {
            result.push_str(if has_code { "`" } else { "\\`" });
        }
        if has_code && number % 2 == 1 {
            result.push_str(piece);
        } else {
            escape(piece, &mut result);
        }
    }
    result
}

fn escape(text: &str, result: &mut String) {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut skipped_to = 0;
    for (at, character) in text.char_indices() {
        if at < skipped_to {
            continue;
        }
        let before = at.checked_sub(1).map_or(b' ', byte);
        let after = byte(at + 1);
        match character {
            '<' if after.is_ascii_alphabetic() || after == b'/' => result.push_str("\\<"),
            '*' if !is_bullet(text, at) && !is_emphasis(text, at) => result.push_str("\\*"),
            '_' if after == b'_' || before == b'_' => result.push_str("\\_"),
            // A link to a place of the source tree leaves its words.
            ']' if text[at..].starts_with("](/") => {
                if let Some(bracket) = result.rfind('[') {
                    result.remove(bracket);
                }
                skipped_to = text[at..].find(')').map_or(at + 1, |end| at + end + 1);
            }
            '\t' => result.push_str("  "),
            other => result.push(other),
        }
    }
}

/// Whether the star begins an item of a list.
fn is_bullet(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty() && text[at + 1..].starts_with(' ') && (at > 0 || text.contains("\n* "))
}

/// Whether the star belongs to `*word*` or `**word**`.
fn is_emphasis(text: &str, at: usize) -> bool {
    let is_word = |it: char| it.is_alphanumeric() || it == ' ' || it == '-';
    let start = text[..at].rfind(|it| !is_word(it) && it != '*').map_or(0, |before| before + 1);
    let end = text[at..].find(|it| !is_word(it) && it != '*').map_or(text.len(), |after| at + after);
    // The words around the star, cut at the stars: a pair of them holds one piece.
    let stars: Vec<usize> = text[start..end].match_indices('*').map(|(place, _)| start + place).collect();
    let runs: Vec<&[usize]> = stars.chunk_by(|one, other| one + 1 == *other).collect();
    let [opening, closing] = runs.as_slice() else { return false };
    let inner = &text[opening[opening.len() - 1] + 1..closing[0]];
    opening.len() == closing.len() && !inner.starts_with(' ') && !inner.ends_with(' ')
}
