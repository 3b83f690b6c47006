//! Languages and their build tools: by which files they are known, and what a Dockerfile for them needs.

/// A language with its build tool. Source: the facts table `ecosystems.tsv`, of 2026-08-22.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ecosystem {
    /// `go`, `node-npm`, `python-uv`.
    pub name: &'static str,
    /// Files at the root of the build context that give it away, any one of them; `*` stands for any text.
    pub detection_files: &'static [&'static str],
    /// Lines that its `.dockerignore` usually has, besides those of [`Ecosystem::COMMON_IGNORES`].
    pub ignores: &'static [&'static str],
    /// A good image to build in.
    pub builder_image: &'static str,
    /// A good image to run in.
    pub runtime_image: &'static str,
    /// The label of the whole-file snippet for it; empty: there is none.
    pub snippet: &'static str,
}

impl Ecosystem {
    /// Lines for the `.dockerignore` of any project.
    pub const COMMON_IGNORES: &'static [&'static str] = &[
        ".git",
        ".gitignore",
        ".dockerignore",
        "Dockerfile*",
        "compose*.y*ml",
        "docker-compose*.y*ml",
        ".env",
        ".env.*",
        "*.md",
        ".vscode",
        ".idea",
        ".github",
        ".DS_Store",
    ];
}

const ECOSYSTEMS: &[Ecosystem] = &[];

/// All ecosystems; where several fit one project, the first is the most specific.
#[must_use]
pub fn ecosystems() -> &'static [Ecosystem] {
    ECOSYSTEMS
}
