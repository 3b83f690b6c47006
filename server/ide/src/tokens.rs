//! Semantic tokens: what the reader recognised, coloured; the shell inside RUN too. YAML has [its
//! own](crate::yaml::tokens).

use std::path::Path;

use project::docker::{Model, Target};
use project::{Content, DocumentKind, Snapshot};
use syntax::dockerfile::{Body, Instruction, Keyword, SyntaxKind};
use syntax::yaml::Flavour;
use syntax::{Leaf, TextRange, TextSize};

use crate::types::{SemanticToken, TokenKind};
use crate::{cursor, yaml};

/// The tokens of the file, or of those lines `range` touches, in order, none overlapping another.
#[must_use]
pub fn tokens(snapshot: &Snapshot, path: &Path, range: Option<TextRange>) -> Vec<SemanticToken> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    let mut found = match &document.content {
        Content::Dockerfile(model) => dockerfile(model),
        Content::Dockerignore(_) => ignore_file(&document.text),
        Content::Yaml(tree) => {
            let is_json = document.kind == DocumentKind::Json;
            yaml::tokens::tokens(tree, if is_json { Flavour::Json } else { Flavour::Kubernetes })
        }
        Content::Text(_) => Vec::new(),
    };
    if let Some(range) = range {
        found.retain(|token| token.range.intersect(range).is_some());
    }
    found
}

/// Ranges in order, none overlapping another, that are asked about leaf by leaf.
struct Ranges(Vec<TextRange>);

impl Ranges {
    fn new(ranges: impl Iterator<Item = TextRange>) -> Self {
        let mut ranges: Vec<TextRange> = ranges.collect();
        ranges.sort_by_key(|range| range.start());
        Self(ranges)
    }

    /// Whether one of them holds all of `range`.
    fn hold(&self, range: TextRange) -> bool {
        let at = self.0.partition_point(|other| other.end() < range.end());
        self.0[at..].iter().take_while(|other| other.start() <= range.start()).any(|other| other.contains_range(range))
    }
}

fn dockerfile(model: &Model) -> Vec<SemanticToken> {
    let tree = model.syntax.tree();
    let of_kind = |kind: SyntaxKind| {
        Ranges::new(tree.nodes().iter().filter(move |node| node.kind == kind).map(|node| node.range))
    };
    let dependencies = model.stages.iter().flat_map(|stage| &stage.dependencies);
    let stages = Ranges::new(
        dependencies
            .filter(|dependency| matches!(dependency.target, Target::Stage(_)))
            .map(|dependency| dependency.node.range()),
    );
    let commands = of_kind(SyntaxKind::CommandName);
    let mounts = of_kind(SyntaxKind::MountOption);
    let instructions = || model.syntax.instructions.iter().map(Instruction::trigger);
    let declared = Ranges::new(instructions().flat_map(|instruction| match &instruction.body {
        Body::Arg(pairs) | Body::Env(pairs) => pairs.pairs.iter().map(|pair| pair.key.range).collect(),
        _ => Vec::new(),
    }));
    let heredocs = Ranges::new(instructions().flat_map(|it| &it.heredocs).map(|heredoc| heredoc.start));
    let mut found: Vec<SemanticToken> = Vec::new();
    for Leaf { kind, range } in tree.leaves() {
        let Some(kind) = kind.filter(|_| !heredocs.hold(range)) else { continue };
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
            SyntaxKind::Image if stages.hold(range) => (TokenKind::Namespace, false),
            SyntaxKind::Image => (TokenKind::Type, false),
            SyntaxKind::StageName => (TokenKind::Namespace, true),
            SyntaxKind::Key if declared.hold(range) => (TokenKind::Variable, true),
            SyntaxKind::Key => (TokenKind::Property, !mounts.hold(range)),
            SyntaxKind::Variable | SyntaxKind::VariableName => (TokenKind::Variable, false),
            SyntaxKind::Operator | SyntaxKind::Redirection => (TokenKind::Operator, false),
            SyntaxKind::CommandName => (TokenKind::Function, false),
            SyntaxKind::Assignment => (TokenKind::Variable, true),
            SyntaxKind::Word if stages.hold(range) => (TokenKind::Namespace, false),
            SyntaxKind::ShellWord if commands.hold(range) => (TokenKind::Function, false),
            SyntaxKind::Word | SyntaxKind::ShellWord => match word(text) {
                Some(kind) => (kind, false),
                None => continue,
            },
            SyntaxKind::Script | SyntaxKind::Command | SyntaxKind::Statement => {
                found.extend(between(text, range));
                continue;
            }
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
    for heredoc in instructions().flat_map(|instruction| &instruction.heredocs) {
        let operator = TextRange::new(heredoc.start.start(), heredoc.name.range.start());
        found.push(SemanticToken { range: operator, kind: TokenKind::Operator, is_declaration: false });
        found.push(SemanticToken { range: heredoc.name.range, kind: TokenKind::Macro, is_declaration: true });
    }
    found.sort_by_key(|token| token.range.start());
    joined(found)
}

/// `$`, name and braces of one variable as one token.
fn joined(found: Vec<SemanticToken>) -> Vec<SemanticToken> {
    let mut out: Vec<SemanticToken> = Vec::with_capacity(found.len());
    for token in found {
        match out.last_mut() {
            Some(last)
                if last.range.end() == token.range.start()
                    && last.kind == TokenKind::Variable
                    && token.kind == TokenKind::Variable
                    && last.is_declaration == token.is_declaration =>
            {
                last.range = last.range.cover(token.range);
            }
            _ => out.push(token),
        }
    }
    out
}

/// The words of the shell's grammar that stand between the parts the reader names.
fn between(text: &str, range: TextRange) -> Vec<SemanticToken> {
    let mut found = Vec::new();
    let mut at = 0;
    let ends = |c: char| c.is_whitespace() || matches!(c, ';' | '(' | ')' | '{' | '}');
    while let Some(start) = text[at..].find(|c: char| !c.is_whitespace()).map(|offset| at + offset) {
        let length = text[start..].find(ends).unwrap_or(text.len() - start).max(1);
        let end = (start..=text.len()).find(|end| *end >= start + length && text.is_char_boundary(*end));
        let end = end.unwrap_or(text.len());
        let word = &text[start..end];
        let kind = match word {
            _ if reserved(word) => Some(TokenKind::Keyword),
            ";" | ";;" | "(" | ")" | "{" | "}" => Some(TokenKind::Operator),
            _ => None,
        };
        if let Some(kind) = kind {
            let place = TextRange::at(range.start() + size(start), size(end - start));
            found.push(SemanticToken { range: place, kind, is_declaration: false });
        }
        at = end;
    }
    found
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

fn trim(text: &str, range: TextRange) -> TextRange {
    let slice = &text[range];
    let start = slice.len() - slice.trim_start().len();
    let kept = slice.trim().len();
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

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::check::Case;
    use expect_test::{Expect, expect};

    /// Each line with its tokens below.
    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        let case = Case::new(fixture);
        let path = case.path();
        let text = case.text(&path);
        let found = tokens(&case.snapshot, &path, None);
        disjoint(&found);
        let mut out = String::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let _ = writeln!(out, "{}", line.trim_end());
            let here = |token: &&SemanticToken| (start..start + line.len()).contains(&usize::from(token.range.start()));
            for token in found.iter().filter(here) {
                let declares = if token.is_declaration { " declares" } else { "" };
                let _ = writeln!(out, "    {:?}{declares} {:?}", token.kind, &text[token.range]);
            }
            start += line.len();
        }
        expected.assert_eq(&out);
    }

    fn disjoint(found: &[SemanticToken]) {
        for pair in found.windows(2) {
            assert!(pair[0].range.end() <= pair[1].range.start(), "{pair:?} overlap");
        }
        assert!(found.iter().all(|token| !token.range.is_empty()));
    }

    #[test]
    fn a_file_with_everything() {
        check(
            "# syntax=docker/dockerfile:1\n# a comment\nARG V=1.2\nFROM --platform=$BUILDPLATFORM golang:${V:-1} AS build\nRUN --mount=type=cache,target=/x \\\n    # why\n    set -e; for f in a b; do X=1 go build -o \"/out/$f\" 2>&1 | tee 'log'; done\nFROM build\nCOPY --from=build --chmod=755 /out/ [^a]* ./\nEXPOSE 80/tcp $V\nHEALTHCHECK --interval=5s CMD [\"a\", \"b\"]\nNOPE x\nUSER app\n",
            &expect![[r##"
                # syntax=docker/dockerfile:1
                    Comment "#"
                    Keyword "syntax"
                    Comment "="
                    String "docker/dockerfile:1"
                # a comment
                    Comment "# a comment"
                ARG V=1.2
                    Keyword "ARG"
                    Variable declares "V"
                FROM --platform=$BUILDPLATFORM golang:${V:-1} AS build
                    Keyword "FROM"
                    Property "--platform"
                    Variable "$BUILDPLATFORM"
                    Type "golang:"
                    Variable "${V:-1}"
                    Keyword "AS"
                    Namespace declares "build"
                RUN --mount=type=cache,target=/x \
                    Keyword "RUN"
                    Property "--mount"
                    Property "type"
                    Property "target"
                    Macro "\\"
                    # why
                    Comment "# why"
                    set -e; for f in a b; do X=1 go build -o "/out/$f" 2>&1 | tee 'log'; done
                    Function "set"
                    Property "-e"
                    Operator ";"
                    Keyword "for"
                    Variable "f"
                    Keyword "in"
                    Operator ";"
                    Keyword "do"
                    Variable declares "X="
                    Number "1"
                    Function "go"
                    Property "-o"
                    String "\"/out/"
                    Variable "$f"
                    String "\""
                    Operator "2>&"
                    Number "1"
                    Operator "|"
                    Function "tee"
                    String "'log'"
                    Operator ";"
                    Keyword "done"
                FROM build
                    Keyword "FROM"
                    Namespace "build"
                COPY --from=build --chmod=755 /out/ [^a]* ./
                    Keyword "COPY"
                    Property "--from"
                    Namespace "build"
                    Property "--chmod"
                    Number "755"
                EXPOSE 80/tcp $V
                    Keyword "EXPOSE"
                    Number "80/tcp"
                    Variable "$V"
                HEALTHCHECK --interval=5s CMD ["a", "b"]
                    Keyword "HEALTHCHECK"
                    Property "--interval"
                    Keyword "CMD"
                    String "\"a\""
                    String "\"b\""
                NOPE x
                USER app
                    Keyword "USER"
            "##]],
        );
    }

    #[test]
    fn heredocs_and_shell() {
        check(
            "FROM a\nRUN <<EOF\nif [ -f x ]; then\n  echo \"a $(date) b\" # c\nfi\nEOF\nCOPY <<EOF /x\n$A b\nEOF\n",
            &expect![[r##"
                FROM a
                    Keyword "FROM"
                    Type "a"
                RUN <<EOF
                    Keyword "RUN"
                    Operator "<<"
                    Macro declares "EOF"
                if [ -f x ]; then
                    Keyword "if"
                    Function "["
                    Property "-f"
                    Operator ";"
                    Keyword "then"
                  echo "a $(date) b" # c
                    Function "echo"
                    String "\"a $("
                    Function "date"
                    String ") b\""
                    Comment "# c"
                fi
                    Keyword "fi"
                EOF
                    Macro "EOF"
                COPY <<EOF /x
                    Keyword "COPY"
                    Operator "<<"
                    Macro declares "EOF"
                $A b
                    Variable "$A"
                EOF
                    Macro "EOF"
            "##]],
        );
        check(
            "#- .dockerignore\n# c\n*.log\n",
            &expect![[r##"
            # c
                Comment "# c"
            *.log
        "##]],
        );
    }

    #[test]
    fn a_part_of_a_file() {
        let case = Case::new("FROM a\nUSER b\n");
        let second = TextRange::at(TextSize::of("FROM a\n"), TextSize::of("USER b"));
        let found = tokens(&case.snapshot, &case.path(), Some(second));
        assert_eq!(found.len(), 1);
        assert!(second.contains_range(found[0].range));
    }
}
