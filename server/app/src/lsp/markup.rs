//! Texts for people, in the form the client takes.

use tower_lsp::ls_types::{MarkupContent, MarkupKind};

/// `markdown` as it is, or as plain text where the client takes no Markdown. `<details>` only where it may stand.
pub(super) fn content(markdown: &str, takes_markdown: bool, takes_details: bool) -> MarkupContent {
    if !takes_markdown {
        return MarkupContent { kind: MarkupKind::PlainText, value: plain(markdown) };
    }
    let value = if takes_details { markdown.to_owned() } else { unfolded(markdown) };
    MarkupContent { kind: MarkupKind::Markdown, value }
}

/// Without the tags that fold a part away: the summary becomes a line of its own.
fn unfolded(markdown: &str) -> String {
    let mut text = markdown.replace("<summary>", "\n\n").replace("</summary>", "\n\n");
    for tag in ["<details>", "</details>"] {
        text = text.replace(tag, "");
    }
    squeezed(&text)
}

/// The text without Markdown's marks. Lines, lists and what stands in code stay.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut fenced = false;
    for line in unfolded(markdown).lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            text.push_str(line);
        } else {
            let heading = line.trim_start_matches('#');
            let line = if heading.len() < line.len() { heading.trim_start() } else { line };
            inline(line, &mut text);
        }
        text.push('\n');
    }
    squeezed(&text)
}

/// One line without `**`, code marks and the targets of links.
fn inline(line: &str, text: &mut String) {
    let mut rest = line;
    while let Some(mark) = rest.find(['*', '`', '[', '\\']) {
        text.push_str(&rest[..mark]);
        rest = &rest[mark..];
        if let Some(after) = rest.strip_prefix("**") {
            rest = after;
        } else if let Some(code) = rest.strip_prefix('`') {
            let (code, after) = code.split_once('`').unwrap_or((code, ""));
            text.push_str(code);
            rest = after;
        } else if let Some(label) = rest.strip_prefix('[')
            && let Some((label, target)) = label.split_once("](")
            && let Some((_, after)) = target.split_once(')')
        {
            inline(label, text);
            rest = after;
        } else if let Some(escaped) = rest.strip_prefix('\\')
            && escaped.starts_with(|next: char| next.is_ascii_punctuation())
        {
            text.push_str(&escaped[..1]);
            rest = &escaped[1..];
        } else {
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
}

/// With one empty line at most between paragraphs, and none at the ends.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        empty = if line.trim().is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            squeezed.push_str(line);
            squeezed.push('\n');
        }
    }
    squeezed.truncate(squeezed.trim_end().len());
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_marks() {
        let markdown = "**`COPY --link`** · since 1.4\n\n## Why\nSee [the *docs*](https://example.org/a_b), `a*b` \\*.\n\n\
                        - one\n\n```sh\n# **kept**\n```\n<details><summary>More</summary>text</details>";
        let expected = "COPY --link · since 1.4\n\nWhy\nSee the *docs*, a*b *.\n\n- one\n\n# **kept**\n\nMore\n\ntext";
        assert_eq!(content(markdown, false, true).value, expected);
    }

    #[test]
    fn details_stand_only_where_they_may() {
        let markdown = "a\n\n<details>\n<summary>More</summary>\n\nb\n</details>";
        assert_eq!(content(markdown, true, true).value, markdown);
        assert_eq!(content(markdown, true, false).value, "a\n\nMore\n\nb");
        assert_eq!(content("[x", false, false).value, "[x");
    }
}
