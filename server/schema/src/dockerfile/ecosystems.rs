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

const PYTHON: &[&str] = &[
    "__pycache__",
    "*.py[cod]",
    ".venv",
    "venv",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".tox",
    ".nox",
    ".coverage",
    "htmlcov",
    "dist",
    "build",
    "*.egg-info",
];

const JAVA: &[&str] = &["target", "build", "out", ".gradle", "*.class", "*.iml", ".settings", ".classpath", ".project"];

const ECOSYSTEMS: &[Ecosystem] = &[
    Ecosystem {
        name: "python-uv",
        detection_files: &["uv.lock"],
        ignores: PYTHON,
        builder_image: "python:3.14-slim-trixie",
        runtime_image: "python:3.14-slim-trixie",
        snippet: "python-uv",
    },
    Ecosystem {
        name: "python-poetry",
        detection_files: &["poetry.lock"],
        ignores: PYTHON,
        builder_image: "python:3.14-slim-trixie",
        runtime_image: "python:3.14-slim-trixie",
        snippet: "",
    },
    Ecosystem {
        name: "python-pip",
        detection_files: &["requirements.txt", "pyproject.toml", "setup.py"],
        ignores: PYTHON,
        builder_image: "python:3.14-slim-trixie",
        runtime_image: "python:3.14-slim-trixie",
        snippet: "python-pip",
    },
    Ecosystem {
        name: "node-pnpm",
        detection_files: &["pnpm-lock.yaml"],
        ignores: &["node_modules", ".pnpm-store", "dist"],
        builder_image: "node:24-trixie-slim",
        runtime_image: "node:24-trixie-slim",
        snippet: "",
    },
    Ecosystem {
        name: "node-yarn",
        detection_files: &["yarn.lock"],
        ignores: &["node_modules", ".yarn/cache", ".yarn/install-state.gz", ".pnp.*", "dist"],
        builder_image: "node:24-trixie-slim",
        runtime_image: "node:24-trixie-slim",
        snippet: "",
    },
    Ecosystem {
        name: "node-bun",
        detection_files: &["bun.lock", "bun.lockb"],
        ignores: &["node_modules", "dist"],
        builder_image: "oven/bun:1",
        runtime_image: "oven/bun:1-slim",
        snippet: "",
    },
    Ecosystem {
        name: "node-npm",
        detection_files: &["package-lock.json", "npm-shrinkwrap.json", "package.json"],
        ignores: &["node_modules", "npm-debug.log*", "dist", "build", "coverage", ".npm", ".next", ".nuxt"],
        builder_image: "node:24-trixie-slim",
        runtime_image: "node:24-trixie-slim",
        snippet: "node",
    },
    Ecosystem {
        name: "deno",
        detection_files: &["deno.lock", "deno.json", "deno.jsonc"],
        ignores: &["node_modules"],
        builder_image: "denoland/deno:2",
        runtime_image: "denoland/deno:distroless",
        snippet: "",
    },
    Ecosystem {
        name: "go",
        detection_files: &["go.mod"],
        ignores: &["bin", "*.test", "*.out"],
        builder_image: "golang:1.27-trixie",
        runtime_image: "gcr.io/distroless/static-debian13:nonroot",
        snippet: "go",
    },
    Ecosystem {
        name: "rust",
        detection_files: &["Cargo.toml"],
        ignores: &["target"],
        builder_image: "rust:1.98-slim-trixie",
        runtime_image: "gcr.io/distroless/cc-debian13:nonroot",
        snippet: "rust",
    },
    Ecosystem {
        name: "java-gradle",
        detection_files: &["build.gradle", "build.gradle.kts", "gradlew"],
        ignores: JAVA,
        builder_image: "gradle:9.7-jdk25-noble",
        runtime_image: "eclipse-temurin:25-jre-noble",
        snippet: "java-gradle",
    },
    Ecosystem {
        name: "java-maven",
        detection_files: &["pom.xml"],
        ignores: JAVA,
        builder_image: "maven:3.9-eclipse-temurin-25-noble",
        runtime_image: "eclipse-temurin:25-jre-noble",
        snippet: "java-maven",
    },
    Ecosystem {
        name: "scala",
        detection_files: &["build.sbt"],
        ignores: &["target", "project/target", ".bsp", ".metals", ".idea"],
        builder_image: "eclipse-temurin:25-jdk-noble",
        runtime_image: "eclipse-temurin:25-jre-noble",
        snippet: "",
    },
    Ecosystem {
        name: "dotnet",
        detection_files: &["*.sln", "*.slnx", "*.csproj", "*.fsproj"],
        ignores: &["**/bin", "**/obj", "**/.vs", "*.user", "TestResults"],
        builder_image: "mcr.microsoft.com/dotnet/sdk:10.0-noble",
        runtime_image: "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled",
        snippet: "dotnet",
    },
    Ecosystem {
        name: "php",
        detection_files: &["composer.json"],
        ignores: &[
            "vendor",
            "node_modules",
            "var/cache",
            "var/log",
            "storage/logs",
            "tests",
            ".phpunit*",
            "public/build",
        ],
        builder_image: "composer:2.10",
        runtime_image: "php:8.5-fpm-alpine3.24",
        snippet: "php",
    },
    Ecosystem {
        name: "ruby",
        detection_files: &["Gemfile"],
        ignores: &[
            "log/*",
            "tmp/*",
            "storage/*",
            "node_modules",
            "public/assets",
            "config/master.key",
            "config/credentials/*.key",
            "vendor/bundle",
            "coverage",
        ],
        builder_image: "ruby:4.0-slim-trixie",
        runtime_image: "ruby:4.0-slim-trixie",
        snippet: "ruby",
    },
    Ecosystem {
        name: "elixir",
        detection_files: &["mix.exs"],
        ignores: &["_build", "deps", "node_modules", "assets/node_modules", "cover", "erl_crash.dump", "priv/static"],
        builder_image: "elixir:1.19-slim",
        runtime_image: "debian:trixie-slim",
        snippet: "",
    },
    Ecosystem {
        name: "swift",
        detection_files: &["Package.swift"],
        ignores: &[".build", ".swiftpm"],
        builder_image: "swift:6.3-noble",
        runtime_image: "swift:6.3-noble-slim",
        snippet: "",
    },
    Ecosystem {
        name: "dart",
        detection_files: &["pubspec.yaml"],
        ignores: &[".dart_tool", "build"],
        builder_image: "dart:3",
        runtime_image: "gcr.io/distroless/cc-debian13:nonroot",
        snippet: "",
    },
    Ecosystem {
        name: "haskell",
        detection_files: &["*.cabal", "cabal.project", "stack.yaml"],
        ignores: &["dist-newstyle", ".stack-work"],
        builder_image: "haskell:9",
        runtime_image: "debian:bookworm-slim",
        snippet: "",
    },
    Ecosystem {
        name: "cpp",
        detection_files: &["CMakeLists.txt"],
        ignores: &["build", "cmake-build-*"],
        builder_image: "debian:trixie",
        runtime_image: "gcr.io/distroless/cc-debian13:nonroot",
        snippet: "",
    },
];

/// All ecosystems; where several fit one project, the first is the most specific.
#[must_use]
pub fn ecosystems() -> &'static [Ecosystem] {
    ECOSYSTEMS
}
