//! Compilers and what belongs to them.

use super::CommandClass::BuildTool;
use super::{Command, of};

const STAGE: &str = "A build tool: install and use it in a build stage, and copy only the result into the image that ships. What \
    stays in is size, and help for an intruder.";

pub(super) const COMMANDS: &[Command] = &[
    of(
        BuildTool,
        "make",
        "make",
        "Runs a build; `-j\"$(nproc)\"` uses all processors. Keep it to a build stage and copy only the result into the image that ships.",
    ),
    of(
        BuildTool,
        "gcc",
        "gcc",
        "Compiles C. Keep it to a build stage (`build-essential` on Debian, `build-base` on Alpine); what is built on glibc does not run on Alpine's musl.",
    ),
    of(
        BuildTool,
        "g++",
        "g++",
        "Compiles C++. Keep it to a build stage; the image that ships needs a libstdc++ that is not older, or `-static-libstdc++`.",
    ),
    of(BuildTool, "cc", "gcc", STAGE),
    of(BuildTool, "c++", "g++", STAGE),
    of(BuildTool, "clang", "clang", STAGE),
    of(
        BuildTool,
        "cmake",
        "cmake",
        "Configures and runs a build: `cmake --build <dir> --parallel`, `cmake --install <dir> --prefix /out`, then `COPY --from` that directory into the image that ships.",
    ),
    of(BuildTool, "ninja", "ninja-build", STAGE),
    of(BuildTool, "meson", "meson", STAGE),
    of(BuildTool, "autoconf", "autoconf", STAGE),
    of(BuildTool, "automake", "automake", STAGE),
    of(BuildTool, "libtool", "libtool", STAGE),
    of(BuildTool, "pkg-config", "pkg-config", STAGE),
    of(BuildTool, "ld", "binutils", STAGE),
    of(BuildTool, "as", "binutils", STAGE),
    of(
        BuildTool,
        "strip",
        "binutils",
        "Takes the debug information out of a binary, often more than half of it. Do it in the build stage, before the copy.",
    ),
    of(BuildTool, "rustc", "rustc", "Compiles Rust; mostly through `cargo`. Keep it to a build stage."),
    of(BuildTool, "javac", "default-jdk-headless", "Compiles Java. The image that ships needs a JRE only."),
    of(
        BuildTool,
        "jlink",
        "",
        "Makes a Java runtime with only the modules a program uses, a fraction of a JRE. Run it in the build stage and copy its output.",
    ),
    of(
        BuildTool,
        "tsc",
        "",
        "Compiles TypeScript. It is a development dependency: run it in the build stage, ship the JavaScript.",
    ),
];
