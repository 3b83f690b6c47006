//! What a document is judged as: decided by its path and its text, whatever the editor calls it.

use std::path::Path;

/// What a document is judged as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// Instructions for an image.
    Dockerfile,
    /// What a build context leaves out.
    Dockerignore,
    /// `plimsoll.yaml`
    Settings,
    /// Other YAML.
    Yaml,
    /// Other JSON.
    Json,
    /// A Helm template.
    Template,
    /// Nothing that is known here.
    Other,
}

/// Names of the settings file, the first one wins where both stand in a folder.
pub const SETTINGS_FILES: [&str; 2] = ["plimsoll.yaml", ".plimsoll.yaml"];

/// Endings behind `Dockerfile.` that say that the file is something about a Dockerfile, or a template of another tool for one.
const NO_DOCKERFILE: [&str; 34] = [
    "bak", "c", "cc", "cpp", "cue", "ejs", "erb", "go", "gotmpl", "hbs", "html", "in", "j2", "java", "jinja", "jinja2",
    "js", "json", "lock", "lua", "m4", "md", "mustache", "orig", "py", "rb", "rs", "rst", "sh", "template", "tmpl",
    "tpl", "ts", "tt",
];

/// The kind of the file at `path`, by its path alone; [`DocumentKind::Other`] where the path says nothing.
#[must_use]
pub fn by_path(path: &Path) -> DocumentKind {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return DocumentKind::Other };
    if SETTINGS_FILES.contains(&name) {
        return DocumentKind::Settings;
    }
    let lower = name.to_ascii_lowercase();
    let ending = lower.rsplit_once('.').map(|(_, ending)| ending);
    if matches!(ending, Some("dockerignore" | "containerignore")) {
        return DocumentKind::Dockerignore;
    }
    match ending {
        Some("tpl") if is_in_templates(path) => return DocumentKind::Template,
        Some("yaml" | "yml") => return DocumentKind::Yaml,
        Some("json") => return DocumentKind::Json,
        _ => {}
    }
    if is_dockerfile(&lower) { DocumentKind::Dockerfile } else { DocumentKind::Other }
}

/// Whether objects of Kubernetes may stand in the file at `path`, by its path alone.
#[must_use]
pub fn may_be_manifest(path: &Path) -> bool {
    matches!(by_path(path), DocumentKind::Yaml | DocumentKind::Json)
}

/// `Dockerfile`, `Dockerfile.dev`, `Dockerfile-dev`, `api.Dockerfile`, and the same with `Containerfile`; in lower case.
fn is_dockerfile(name: &str) -> bool {
    ["dockerfile", "containerfile"].into_iter().any(|stem| {
        if name == stem || name.strip_suffix(stem).is_some_and(|before| before.ends_with('.')) {
            return true;
        }
        let Some(rest) = name.strip_prefix(stem).filter(|rest| rest.starts_with(['.', '-', '_'])) else { return false };
        rest.rsplit_once('.').is_none_or(|(_, ending)| !NO_DOCKERFILE.contains(&ending))
    })
}

/// The kind of a document: its path decides; where that says nothing, its text; at last what the editor calls it.
#[must_use]
pub fn by_content(path: &Path, text: &str, language: Option<&str>) -> DocumentKind {
    let kind = by_path(path);
    if kind == DocumentKind::Yaml && (language == Some("helm") || is_template(path, text)) {
        return DocumentKind::Template;
    }
    if kind != DocumentKind::Other {
        return kind;
    }
    // A path with an ending of its own (`notes.md`) is believed; a scratch buffer has none.
    let unnamed = path.extension().is_none();
    match language {
        Some("dockerfile") => DocumentKind::Dockerfile,
        Some("dockerignore") => DocumentKind::Dockerignore,
        _ if unnamed && looks_like_dockerfile(text) => DocumentKind::Dockerfile,
        Some("yaml") => DocumentKind::Yaml,
        Some("json") => DocumentKind::Json,
        Some("helm") => DocumentKind::Template,
        _ => DocumentKind::Other,
    }
}

/// Whether the name or the folder of a YAML file says that a program other than Kubernetes reads it: `Chart.yaml`, `values.yaml`,
/// `compose.yaml`, anything in a hidden folder.
#[must_use]
pub fn is_of_another_program(path: &Path) -> bool {
    const NAMES: [&str; 14] = [
        "catalog-info",
        "chart",
        "compose",
        "config",
        "docker-compose",
        "galaxy",
        "helmfile",
        "index",
        "kustomization",
        "mkdocs",
        "pnpm-lock",
        "requirements",
        "skaffold",
        "values",
    ];
    let mut parts = path.components().filter_map(|part| part.as_os_str().to_str());
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let stem = name.split(['.', '_']).next().unwrap_or_default();
    parts.any(|part| part.starts_with('.') && part.len() > 2) || NAMES.contains(&stem) || name.starts_with("values")
}

fn is_in_templates(path: &Path) -> bool {
    path.components().any(|component| component.as_os_str() == "templates")
}

/// Whether a YAML file is one only once a template engine has been over it: below `templates`, where anything is filled in;
/// elsewhere, where a line or a value begins with `{{`. In the middle of a text, as in alerts, YAML does not mind them.
fn is_template(path: &Path, text: &str) -> bool {
    if is_in_templates(path) {
        return text.contains("{{");
    }
    text.lines().filter(|line| line.contains("{{")).any(|line| {
        let line = line.trim_start_matches([' ', '\t', '-']);
        line.starts_with("{{") || line.split_once(": ").is_some_and(|(_, value)| value.trim_start().starts_with("{{"))
    })
}

/// Whether the first line that is no comment is a FROM, or an ARG that a FROM follows.
fn looks_like_dockerfile(text: &str) -> bool {
    const LOOK: usize = 200;
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .take(LOOK);
    let keyword = |line: &str, keyword: &str| {
        line.split_once([' ', '\t'])
            .is_some_and(|(first, rest)| first.eq_ignore_ascii_case(keyword) && !rest.trim().is_empty())
    };
    lines.find(|line| !keyword(line, "ARG")).is_some_and(|line| {
        // `from x import y` and `from x in y` are other languages.
        keyword(line, "FROM") && !line.contains(" import ") && !line.contains(" in ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_decides() {
        use DocumentKind as K;
        let table = [
            ("/a/Dockerfile", K::Dockerfile),
            ("dockerfile", K::Dockerfile),
            ("Dockerfile.dev", K::Dockerfile),
            ("Dockerfile-alpine", K::Dockerfile),
            ("api.Dockerfile", K::Dockerfile),
            ("api.dockerfile", K::Dockerfile),
            ("Containerfile", K::Dockerfile),
            ("Containerfile.user", K::Dockerfile),
            ("Dockerfile.py39", K::Dockerfile),
            ("Dockerfile.1.2", K::Dockerfile),
            ("Dockerfile.j2", K::Other),
            ("Dockerfile-linux.template", K::Other),
            ("Dockerfile.md", K::Other),
            ("dockerfile_test.go", K::Other),
            ("Dockerfiles", K::Other),
            ("mydockerfile", K::Other),
            (".dockerignore", K::Dockerignore),
            ("Dockerfile.dockerignore", K::Dockerignore),
            (".containerignore", K::Dockerignore),
            ("plimsoll.yaml", K::Settings),
            (".plimsoll.yaml", K::Settings),
            ("my-plimsoll.yaml", K::Yaml),
            ("Dockerfile.yaml", K::Yaml),
            ("chart/templates/_helpers.tpl", K::Template),
            ("package.json", K::Json),
            ("README", K::Other),
        ];
        for (path, kind) in table {
            assert_eq!(by_path(Path::new(path)), kind, "{path}");
        }
    }

    #[test]
    fn some_yaml_is_for_other_programs() {
        for path in
            ["a/Chart.yaml", "values-prod.yaml", "compose.override.yml", ".github/workflows/ci.yml", "mkdocs.yml"]
        {
            assert!(is_of_another_program(Path::new(path)), "{path}");
        }
        for path in ["deploy.yaml", "./a/case.yaml", "/w/service.yml"] {
            assert!(!is_of_another_program(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn the_text_decides_where_the_path_says_nothing() {
        let kind = |path: &str, text: &str, language| by_content(Path::new(path), text, language);
        assert_eq!(kind("Untitled-1", "# x\nARG a=1\nfrom b\n", None), DocumentKind::Dockerfile);
        assert_eq!(kind("Untitled-1", "from os import path\n", None), DocumentKind::Other);
        assert_eq!(kind("notes.txt", "FROM a\n", None), DocumentKind::Other);
        assert_eq!(kind("build.txt", "", Some("dockerfile")), DocumentKind::Dockerfile);
        assert_eq!(kind("Dockerfile", "", Some("yaml")), DocumentKind::Dockerfile);
        assert_eq!(kind("values", "a: 1", Some("yaml")), DocumentKind::Yaml);
    }

    #[test]
    fn yaml_that_is_filled_in_is_a_template() {
        let kind = |path: &str, text: &str, language| by_content(Path::new(path), text, language);
        assert_eq!(kind("api/templates/a.yaml", "name: x-{{ .Release.Name }}\n", None), DocumentKind::Template);
        assert_eq!(kind("api/templates/a.yaml", "name: x\n", None), DocumentKind::Yaml);
        assert_eq!(kind("api/templates/a.yaml", "name: x\n", Some("helm")), DocumentKind::Template);
        assert_eq!(kind("a.yaml", "a:\n  {{- if .x }}\n", None), DocumentKind::Template);
        assert_eq!(kind("a.yaml", "- a: {{ x }}\n", None), DocumentKind::Template);
        assert_eq!(kind("alert.yaml", "summary: \"{{ $value }} restarts\"\n", None), DocumentKind::Yaml);
        assert_eq!(kind("plimsoll.yaml", "a: {{ x }}\n", None), DocumentKind::Settings);
    }
}
