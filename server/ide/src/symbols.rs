//! Symbols: the outline of a file, and the stages and objects of the workspace by name.

use std::path::Path;

use project::docker::{Base, Model};
use project::facts::StageFact;
use project::graph::Object;
use project::{Content, Document, Snapshot, kind};
use syntax::TextRange;
use syntax::dockerfile::{Body, Instruction, Keyword, Word};

use crate::types::{Symbol, SymbolKind, Target, WorkspaceSymbol};
use crate::{cursor, kubernetes};

/// How many symbols of the workspace are listed at once.
const WORKSPACE_LIMIT: usize = 512;

/// The outline of a file: directives, what stands before the first FROM, then the stages with their instructions; of YAML the
/// objects with their keys.
#[must_use]
pub fn document(snapshot: &Snapshot, path: &Path) -> Vec<Symbol> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    match &document.content {
        Content::Dockerfile(model) => dockerfile(model),
        Content::Dockerignore(_) => patterns(&document),
        Content::Yaml(yaml) => kubernetes::outline(yaml),
        Content::Text(_) => Vec::new(),
    }
}

fn dockerfile(model: &Model) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    for directive in &model.syntax.directives {
        symbols.push(leaf(
            &directive.name.text,
            Some(directive.value.text.clone()),
            SymbolKind::Directive,
            directive.range,
            directive.name.range,
        ));
    }
    symbols.extend(model.preamble().iter().map(|it| instruction(model, it)));
    for stage in &model.stages {
        let instructions = model.instructions(stage.index);
        let Some((from, rest)) = instructions.split_first() else { continue };
        let base = match &stage.base {
            Base::Image(image) => image.familiar(),
            Base::Stage(index) => model.stages[*index].label(),
            Base::Scratch => "scratch".to_owned(),
            Base::Unknown => argument(model, from),
        };
        let (name, detail) = match &stage.name {
            Some(name) => (name.text.clone(), Some(format!("FROM {base}"))),
            None => (format!("FROM {base}").trim_end().to_owned(), None),
        };
        let focus = stage.name.as_ref().map_or(from.keyword_name.range, |name| name.range);
        let mut symbol = leaf(&name, detail, SymbolKind::Stage, stage.range, focus);
        symbol.children = rest.iter().map(|it| instruction(model, it)).collect();
        symbols.push(symbol);
    }
    symbols
}

fn instruction(model: &Model, it: &Instruction) -> Symbol {
    let kind = match it.keyword {
        Keyword::Arg | Keyword::Env => SymbolKind::Variable,
        Keyword::Expose => SymbolKind::Port,
        Keyword::Add
        | Keyword::Cmd
        | Keyword::Copy
        | Keyword::Entrypoint
        | Keyword::From
        | Keyword::Healthcheck
        | Keyword::Label
        | Keyword::Maintainer
        | Keyword::Onbuild
        | Keyword::Run
        | Keyword::Shell
        | Keyword::Stopsignal
        | Keyword::User
        | Keyword::Volume
        | Keyword::Workdir
        | Keyword::Unknown => SymbolKind::Instruction,
    };
    let detail = Some(argument(model, it)).filter(|text| !text.is_empty());
    let mut symbol = leaf(&it.keyword_name.text, detail, kind, it.range, it.keyword_name.range);
    symbol.is_deprecated = it.keyword == Keyword::Maintainer;
    if let Body::Arg(pairs) | Body::Env(pairs) = &it.body {
        let children = pairs.pairs.iter().map(|pair| {
            let value = pair.value.as_ref().map(Word::unquoted);
            leaf(&pair.key.unquoted(), value, SymbolKind::Variable, pair.range, pair.key.range)
        });
        symbol.children = children.filter(|child| !child.name.is_empty()).collect();
    }
    symbol
}

/// What stands behind the keyword, on one line, cut to what fits an outline.
fn argument(model: &Model, it: &Instruction) -> String {
    const LENGTH: usize = 60;
    let rest = &model.text[TextRange::new(it.keyword_name.range.end(), it.range.end())];
    let line = rest.lines().next().unwrap_or_default().trim().trim_end_matches(model.syntax.escape).trim_end();
    match line.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

pub(crate) fn leaf(name: &str, detail: Option<String>, kind: SymbolKind, range: TextRange, focus: TextRange) -> Symbol {
    // Protocol and editors refuse an empty name.
    let name = if name.is_empty() { "…".to_owned() } else { name.to_owned() };
    Symbol { name, detail, kind, range, focus, is_deprecated: false, children: Vec::new() }
}

fn patterns(document: &Document) -> Vec<Symbol> {
    let Content::Dockerignore(ignore) = &document.content else { return Vec::new() };
    let patterns = ignore.patterns.iter();
    patterns
        .map(|pattern| leaf(&document.text[pattern.range], None, SymbolKind::Pattern, pattern.range, pattern.range))
        .collect()
}

/// Stages and objects of all files of the workspace whose name, base, kind or file holds the letters of `query` in
/// order.
#[must_use]
pub fn workspace(snapshot: &Snapshot, query: &str) -> Vec<WorkspaceSymbol> {
    let mut found: Vec<WorkspaceSymbol> = Vec::new();
    let open: Vec<_> =
        snapshot.open().map(|document| document.path.clone()).filter(|path| !snapshot.known().contains(path)).collect();
    for path in snapshot.known().iter().chain(&open) {
        let shown = snapshot.root_of(path).and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        let shown = shown.to_string_lossy().replace('\\', "/");
        // Nobody reads YAML again to find that there is no stage in it.
        let facts = if kind::may_be_manifest(path) { None } else { snapshot.facts(path) };
        let stages = facts.iter().flat_map(|facts| &facts.stages).map(|stage| {
            let target = Target { path: path.clone(), range: stage.range, focus: stage.name_range };
            (stage_name(stage), SymbolKind::Stage, target)
        });
        let manifests = snapshot.graph().file(path).into_iter().flat_map(|file| &file.objects);
        let objects = manifests.filter(|object| !object.identity.name.is_empty()).map(|object| {
            let target = Target { path: path.clone(), range: object.site.range, focus: object.site.name };
            (object_name(object), SymbolKind::Object, target)
        });
        for (name, kind, target) in stages.chain(objects) {
            if !matches(&name, query) && !matches(&shown, query) {
                continue;
            }
            found.push(WorkspaceSymbol { name, container: Some(shown.clone()), kind, target });
            if found.len() >= WORKSPACE_LIMIT {
                return found;
            }
        }
    }
    found
}

fn stage_name(stage: &StageFact) -> String {
    // A stage without a name has its number for a label.
    match stage.label.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{} (stage {})", stage.base, stage.label),
        false => format!("{} ({})", stage.label, stage.base),
    }
}

/// `Deployment shop/api`, as in the outline.
fn object_name(object: &Object) -> String {
    format!("{} {}", object.identity.kind, object.title())
}

/// Whether the letters of `query` stand in `text` in this order, in any case.
fn matches(text: &str, query: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    query
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !letter.is_whitespace())
        .all(|wanted| letters.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::check::Case;

    #[track_caller]
    fn check(fixture: &str, expected: &Expect) {
        let case = Case::new(fixture);
        let mut out = String::new();
        for symbol in document(&case.snapshot, &case.path()) {
            show(&symbol, symbol.range, 0, &mut out);
        }
        expected.assert_eq(&out);
    }

    fn show(symbol: &Symbol, around: TextRange, depth: usize, out: &mut String) {
        assert!(symbol.range.contains_range(symbol.focus), "{symbol:?}");
        assert!(around.contains_range(symbol.range), "{symbol:?} lies outside of its parent");
        let detail = symbol.detail.as_deref().map(|detail| format!("  {detail}")).unwrap_or_default();
        let deprecated = if symbol.is_deprecated { "  (deprecated)" } else { "" };
        let _ = writeln!(out, "{}{:?} {}{detail}{deprecated}", "  ".repeat(depth), symbol.kind, symbol.name);
        symbol.children.iter().for_each(|child| show(child, symbol.range, depth + 1, out));
    }

    #[test]
    fn the_outline_of_yaml() {
        check(
            "#- a.yaml\n# x\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: shop}\nspec:\n  a: b\n---\n\n---\nkind: Widget\napiVersion: x.y/v1\nspe\n---\nimage: nginx\nscript: |\n\n  a\n  b\n---\n- a\n",
            &expect![[r#"
                Object Deployment shop/api  apps/v1
                  Key apiVersion  apps/v1
                  Key kind  Deployment
                  Key metadata
                  Key spec
                Object Widget  x.y/v1
                  Key kind  Widget
                  Key apiVersion  x.y/v1
                  Key spe
                Key image  nginx
                Key script  a
            "#]],
        );
        check(
            "#- a.json\n{\"name\": \"x\", \"\": [1]}\n",
            &expect![[r#"
            Key name  x
            Key …
        "#]],
        );
    }

    #[test]
    fn the_outline_of_a_file() {
        check(
            "# syntax=docker/dockerfile:1\nARG V=1 W\nFROM golang:${V} AS build\nENV A=1 \\\n    B=\"x y\"\nRUN go build \\\n    ./...\nONBUILD RUN make\nFROM build\nMAINTAINER me\nEXPOSE 80\nCOPY <<EOF /x\na\nEOF\nFROM $NONE\n",
            &expect![[r#"
                Directive syntax  docker/dockerfile:1
                Variable ARG  V=1 W
                  Variable V  1
                  Variable W
                Stage build  FROM golang:1
                  Variable ENV  A=1
                    Variable A  1
                    Variable B  x y
                  Instruction RUN  go build
                  Instruction ONBUILD  RUN make
                Stage FROM build
                  Instruction MAINTAINER  me  (deprecated)
                  Port EXPOSE  80
                  Instruction COPY  <<EOF /x
                Stage FROM $NONE
            "#]],
        );
        check("", &expect![[""]]);
        check(
            "FROM\nENV =1\n",
            &expect![[r#"
            Stage FROM
              Variable ENV  =1
                Variable …  1
        "#]],
        );
        check(
            "#- .dockerignore\n# c\n*.log\n!a\n",
            &expect![[r#"
            Pattern *.log
            Pattern !a
        "#]],
        );
        check("#- plimsoll.yaml\nprofile: all\n", &expect![[""]]);
    }

    #[track_caller]
    fn check_workspace(query: &str, expected: &Expect) {
        let case = Case::new(
            "#- api/Dockerfile\nFROM golang:1.25 AS build\nFROM build AS test\nFROM alpine\n#- web/Dockerfile\nFROM node AS bundle\n#- README\nFROM x AS build\n",
        );
        let found = workspace(&case.snapshot, query);
        let lines = found.iter().map(|it| {
            assert!(it.target.range.contains_range(it.target.focus));
            format!(
                "{} in {} → {}\n",
                it.name,
                it.container.as_deref().unwrap_or_default(),
                case.shown(&it.target.path, it.target.focus)
            )
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn objects_of_the_workspace() {
        let case = Case::new(
            "#- k8s/api.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: shop}\n---\nkind: List\napiVersion: v1\nitems:\n- {kind: Secret, apiVersion: v1, metadata: {name: api-db}}\n- kind: Pod\n  metadata: {generateName: x}\n#- web.json\n{\"kind\": \"Service\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"web\"}}\n#- values.yaml\nname: api\n",
        );
        let shown = |query: &str| -> String {
            let line =
                |it: &WorkspaceSymbol| format!("{} → {}\n", it.name, case.shown(&it.target.path, it.target.focus));
            workspace(&case.snapshot, query).iter().map(line).collect()
        };
        expect![[r#"
            Deployment shop/api → k8s/api.yaml:3 `api`
            Secret api-db → k8s/api.yaml:8 `api-db`
            Pod x → k8s/api.yaml:10 `x`
            Service web → web.json:1 `web`
        "#]]
        .assert_eq(&shown(""));
        expect![[r#"
            Deployment shop/api → k8s/api.yaml:3 `api`
        "#]]
        .assert_eq(&shown("dep api"));
        expect![[r#"
            Deployment shop/api → k8s/api.yaml:3 `api`
        "#]]
        .assert_eq(&shown("shop/"));
    }

    #[test]
    fn stages_of_the_workspace() {
        check_workspace(
            "",
            &expect![[r#"
            build (golang:1.25) in api/Dockerfile → api/Dockerfile:1 `build`
            test (build) in api/Dockerfile → api/Dockerfile:2 `test`
            alpine (stage 2) in api/Dockerfile → api/Dockerfile:3 `alpine`
            bundle (node) in web/Dockerfile → web/Dockerfile:1 `bundle`
        "#]],
        );
        check_workspace(
            "bd",
            &expect![[r#"
            build (golang:1.25) in api/Dockerfile → api/Dockerfile:1 `build`
            test (build) in api/Dockerfile → api/Dockerfile:2 `test`
            bundle (node) in web/Dockerfile → web/Dockerfile:1 `bundle`
        "#]],
        );
        check_workspace(
            "GOL",
            &expect![[r#"
            build (golang:1.25) in api/Dockerfile → api/Dockerfile:1 `build`
        "#]],
        );
        check_workspace(
            "web",
            &expect![[r#"
            bundle (node) in web/Dockerfile → web/Dockerfile:1 `bundle`
        "#]],
        );
        check_workspace("zzz", &expect![[""]]);
    }
}
