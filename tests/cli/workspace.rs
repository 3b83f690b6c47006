//! A folder with files, and the binary run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use testing::Fixture;

/// Settings under which one rule that everybody understands is on, so that expectations do not depend on all the others.
pub(crate) const SETTINGS: &str = "profile: minimal\nrules:\n  docker/add-instead-of-copy: warning\n";

/// A folder that is gone afterwards.
pub(crate) struct Workspace {
    folder: TempDir,
}

/// What a run of the binary came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    /// A `plimsoll.yaml` with [`SETTINGS`] and nothing else.
    pub(crate) fn empty() -> Self {
        let workspace = Self { folder: tempfile::tempdir().expect("a folder for the test") };
        workspace.write("plimsoll.yaml", SETTINGS);
        workspace
    }

    /// The files of a fixture, beside the settings.
    pub(crate) fn new(fixture: &str) -> Self {
        let workspace = Self::empty();
        for file in Fixture::parse(fixture).files {
            workspace.write(&file.path, &file.text);
        }
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        // The binary sees its working directory with links resolved.
        self.folder.path().canonicalize().expect("the folder of the test").join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file of the test")
    }

    /// The binary, to be run in the folder, with nothing in its environment that changes what it writes.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command.args(arguments).current_dir(self.path(""));
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        // What whoever runs the tests has imported is none of their business.
        command.env("XDG_DATA_HOME", self.path(".data"));
        command.env("GIT_CONFIG_GLOBAL", Path::new("")).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).stdin(Stdio::null()).output().expect("the binary"))
    }

    /// Runs the binary with `text` on standard input.
    pub(crate) fn pipe(&self, arguments: &[&str], text: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
        let mut stdin = child.stdin.take().expect("its standard input");
        stdin.write_all(text.as_ref()).expect("it reads");
        drop(stdin);
        Ran::from(child.wait_with_output().expect("it ends"))
    }

    /// Runs git in the folder.
    pub(crate) fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .args(["-c", "user.name=nobody", "-c", "user.email=nobody@example.com", "-c", "core.hooksPath="])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", Path::new(""))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .current_dir(self.path(""))
            .output()
            .expect("git");
        assert!(status.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: masked(&String::from_utf8_lossy(&output.stdout)),
            stderr: masked(&String::from_utf8_lossy(&output.stderr)),
        }
    }
}

impl Ran {
    /// All of it, for an expectation.
    pub(crate) fn shown(&self) -> String {
        let code = self.code.map_or("a signal".to_owned(), |code| code.to_string());
        let mut out = format!("exit {code}\n");
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                out.push_str(&format!("--- {name}\n{text}"));
            }
        }
        out
    }
}

/// Without the time it took at the end of a summary.
fn masked(text: &str) -> String {
    text.split_inclusive('\n').map(masked_line).collect()
}

fn masked_line(line: &str) -> String {
    let Some((rest, time)) = line.rsplit_once("· ") else { return line.to_owned() };
    let digits = time.trim_end_matches('\n').trim_end_matches(" ms").trim_end_matches(" s");
    let is_time =
        digits.len() < time.trim_end().len() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_time { format!("{rest}· … ms\n") } else { line.to_owned() }
}
