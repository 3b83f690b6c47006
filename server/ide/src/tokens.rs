//! Semantic tokens: what the reader recognised, coloured; the shell inside RUN too.

use std::path::Path;

use project::docker::{Model, Target};
use project::{Content, Snapshot};
use syntax::dockerfile::{Keyword, SyntaxKind};
use syntax::{Leaf, TextRange};

use crate::cursor;
use crate::types::{SemanticToken, TokenKind};

/// The tokens of the file, or of those lines `range` touches, in order, none overlapping another.
#[must_use]
pub fn tokens(snapshot: &Snapshot, path: &Path, range: Option<TextRange>) -> Vec<SemanticToken> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    let mut found = match &document.content {
        Content::Dockerfile(model) => dockerfile(model),
        Content::Dockerignore(_) => ignore_file(&document.text),
        Content::Text(_) => Vec::new(),
    };
    if let Some(range) = range {
        found.retain(|token| token.range.intersect(range).is_some());
    }
    found
}

fn dockerfile(model: &Model) -> Vec<SemanticToken> {
    let tree = model.syntax.tree();
    let mut stages: Vec<TextRange> = model
        .stages
        .iter()
        .flat_map(|stage| &stage.dependencies)
        .filter(|dependency| matches!(dependency.target, Target::Stage(_)))
        .map(|dependency| dependency.node.range())
        .collect();
    stages.sort_by_key(|range| range.start());
    let is_stage = |range: TextRange| {
        let at = stages.partition_point(|stage| stage.end() <= range.start());
        stages.get(at).is_some_and(|stage| stage.contains_range(range))
    };
    let mut found = Vec::new();
    for Leaf { kind, range } in tree.leaves() {
        let Some(kind) = kind else { continue };
        let text = &model.text[range];
        let (kind, declares) = match kind {
            SyntaxKind::DirectiveName | SyntaxKind::Keyword | SyntaxKind::As | SyntaxKind::HealthcheckType => {
                let known = kind != SyntaxKind::Keyword || Keyword::parse(text) != Keyword::Unknown;
                if !known {
                    continue;
                }
                (TokenKind::Keyword, false)
            }
            SyntaxKind::DirectiveValue | SyntaxKind::ArrayItem | SyntaxKind::ShellString => (TokenKind::String, false),
            SyntaxKind::Comment | SyntaxKind::ShellComment | SyntaxKind::Directive => (TokenKind::Comment, false),
            SyntaxKind::Continuation | SyntaxKind::HeredocEnd => (TokenKind::Macro, false),
            SyntaxKind::FlagName => (TokenKind::Property, false),
            SyntaxKind::Image if is_stage(range) => (TokenKind::Namespace, false),
            SyntaxKind::Image => (TokenKind::Type, false),
            SyntaxKind::StageName => (TokenKind::Namespace, true),
            SyntaxKind::Key => (TokenKind::Property, true),
            SyntaxKind::Variable | SyntaxKind::VariableName => (TokenKind::Variable, false),
            SyntaxKind::Operator | SyntaxKind::Redirection => (TokenKind::Operator, false),
            SyntaxKind::CommandName => (TokenKind::Function, false),
            SyntaxKind::Assignment => (TokenKind::Variable, true),
            SyntaxKind::Word if is_stage(range) => (TokenKind::Namespace, false),
            SyntaxKind::Word | SyntaxKind::ShellWord => match word(text) {
                Some(kind) => (kind, false),
                None => continue,
            },
            SyntaxKind::Script => match reserved(text) {
                true => (TokenKind::Keyword, false),
                false => continue,
            },
            SyntaxKind::Command | SyntaxKind::Statement => match reserved(text.trim()) {
                true => (TokenKind::Keyword, false),
                false => continue,
            },
            SyntaxKind::Instruction
            | SyntaxKind::Flag
            | SyntaxKind::MountOption
            | SyntaxKind::Pair
            | SyntaxKind::Array
            | SyntaxKind::Heredoc => continue,
        };
        let trimmed = trim(&model.text, range);
        if !trimmed.is_empty() {
            found.push(SemanticToken { range: trimmed, kind, is_declaration: declares });
        }
    }
    found
}

fn trim(text: &str, range: TextRange) -> TextRange {
    let slice = &text[range];
    let start = slice.len() - slice.trim_start().len();
    let kept = slice.trim().len();
    let size = |length: usize| syntax::TextSize::new(u32::try_from(length).unwrap_or(u32::MAX));
    TextRange::at(range.start() + size(start), size(kept))
}

fn word(text: &str) -> Option<TokenKind> {
    if text.starts_with('-') && text.len() > 1 {
        return Some(TokenKind::Property);
    }
    let digits = text.trim_end_matches("/tcp").trim_end_matches("/udp");
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(TokenKind::Number)
}

/// Words of the shell's grammar that stand between the parts the reader names.
fn reserved(text: &str) -> bool {
    matches!(
        text.trim(),
        "if" | "then"
            | "elif"
            | "else"
            | "fi"
            | "for"
            | "in"
            | "do"
            | "done"
            | "while"
            | "until"
            | "case"
            | "esac"
            | "!"
            | "time"
    )
}

fn ignore_file(text: &str) -> Vec<SemanticToken> {
    let lines = syntax::LineIndex::new(text);
    (0..lines.count())
        .filter_map(|line| lines.range(line))
        .filter(|range| text[*range].starts_with('#'))
        .map(|range| SemanticToken { range: trim(text, range), kind: TokenKind::Comment, is_declaration: false })
        .collect()
}
