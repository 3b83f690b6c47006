//! Calls of package managers: which manager, which subcommand, which flags, which packages.

use project::docker::Scope;
use schema::dockerfile::{ManagerKind, PackageManager, package_manager};
use syntax::shell::{SimpleCommand, Word};

use super::shell_call::{self, ShellCall};

/// A call of a package manager.
#[derive(Debug, Clone)]
pub(super) struct PackageCall<'a> {
    /// Which one.
    pub(super) manager: &'static PackageManager,
    /// The word that names it: `apt-get`, `pip3`; in `python -m pip` it is `pip`.
    pub(super) name: &'a Word,
    /// `install`, `add`; the last word of one of two words. `None` where there is none: `yarn` alone.
    pub(super) subcommand: Option<&'a Word>,
    /// The subcommand's text, `pip install` for `uv pip install`; empty where there is none.
    pub(super) action: String,
    /// Everything behind the name.
    pub(super) arguments: &'a [Word],
    /// Everything that starts with a dash.
    pub(super) flags: Vec<&'a Word>,
    /// Everything else behind the subcommand: packages, files, URLs; values of flags are left out.
    pub(super) operands: Vec<&'a Word>,
}

impl<'a> PackageCall<'a> {
    /// The call that `command` comes down to; `None` where it is no package manager.
    pub(super) fn of(command: &'a SimpleCommand) -> Option<Self> {
        let call = ShellCall::of(command)?;
        let (manager, name, arguments) = match call.name.as_str() {
            python if is_python(python) => {
                let at = call.arguments.iter().position(|word| word.literal().as_deref() == Some("-m"))?;
                let module = call.arguments.get(at + 1)?;
                if module.literal().as_deref() != Some("pip") {
                    return None;
                }
                (package_manager("pip")?, module, &call.arguments[at + 2..])
            }
            // Runs programs, most often without installing any.
            "npx" | "pnpx" | "bunx" | "uvx" => return None,
            name => (package_manager(name)?, call.word, call.arguments),
        };
        Some(Self::read(manager, name, arguments))
    }

    fn read(manager: &'static PackageManager, name: &'a Word, arguments: &'a [Word]) -> Self {
        let mut call = Self {
            manager,
            name,
            subcommand: None,
            action: String::new(),
            arguments,
            flags: Vec::new(),
            operands: Vec::new(),
        };
        let dashed = call.has_dashed_subcommands();
        let mut value_follows = false;
        let mut only_operands = false;
        for word in arguments {
            if std::mem::take(&mut value_follows) {
                continue;
            }
            let text = word.display();
            if text.starts_with('-') && text != "-" && !only_operands {
                if dashed && call.subcommand.is_none() {
                    call.subcommand = Some(word);
                    call.action.clone_from(&text);
                }
                only_operands = text == "--";
                value_follows = takes_value(manager.name, &text);
                call.flags.push(word);
            } else if !dashed && call.operands.is_empty() && call.takes_subcommand(&text) {
                if !call.action.is_empty() {
                    call.action.push(' ');
                }
                call.action.push_str(&text);
                call.subcommand = Some(word);
            } else {
                call.operands.push(word);
            }
        }
        call
    }

    /// pacman, dpkg and rpm say with a flag what they are to do.
    fn has_dashed_subcommands(&self) -> bool {
        self.manager.install_subcommands.first().is_some_and(|first| first.starts_with('-'))
    }

    /// Whether `text` is the subcommand, or the second word of one.
    fn takes_subcommand(&self, text: &str) -> bool {
        if self.action.is_empty() {
            return self.manager.name != "cpanm";
        }
        let two = format!("{} {text}", self.action);
        [
            self.manager.install_subcommands,
            self.manager.upgrade_subcommands,
            self.manager.remove_subcommands,
            self.manager.index_update,
        ]
        .into_iter()
        .flatten()
        .any(|known| *known == two)
    }

    /// Whether packages are installed; not where apt is only asked what it would do.
    pub(super) fn installs(&self) -> bool {
        if self.is_apt() && self.has_flag(&DRY_RUN) {
            return false;
        }
        if self.has_dashed_subcommands() {
            let sync = self.manager.name == "pacman" && self.action.starts_with("-S") && !self.operands.is_empty();
            return sync || self.manager.install_subcommands.contains(&self.action.as_str()) && !self.updates_index();
        }
        match self.action.as_str() {
            "" => self.is_yarn() && !self.has_flag(&["--version", "--help", "-v"]) || self.manager.name == "cpanm",
            action => self.manager.install_subcommands.contains(&action),
        }
    }

    fn is_yarn(&self) -> bool {
        self.manager.name.starts_with("yarn")
    }

    /// Whether the index of packages is fetched, and nothing else done.
    pub(super) fn updates_index(&self) -> bool {
        // `pacman -Sy name` installs; elsewhere there is nothing to name, or repositories.
        let named = self.has_dashed_subcommands() && !self.operands.is_empty();
        self.manager.index_update.contains(&self.action.as_str()) && !named
    }

    /// Whether everything is brought up to date; not where apt is only asked what it would do.
    pub(super) fn upgrades(&self) -> bool {
        if self.is_apt() && self.has_flag(&DRY_RUN) {
            return false;
        }
        let one_word = |known: &&&str| !known.contains(' ');
        self.manager.upgrade_subcommands.iter().filter(one_word).any(|known| *known == self.action)
    }

    /// Whether packages are removed.
    pub(super) fn removes(&self) -> bool {
        self.manager.remove_subcommands.contains(&self.action.as_str())
    }

    /// apt-get, apt or aptitude.
    pub(super) fn is_apt(&self) -> bool {
        matches!(self.manager.name, "apt-get" | "apt" | "aptitude")
    }

    /// Whether it installs packages of the operating system.
    pub(super) fn is_of_system(&self) -> bool {
        self.manager.kind == ManagerKind::Os
    }

    /// Whether one of `names` is among the flags: alone, with `=value`, or (one letter) in a cluster like `-yq`.
    pub(super) fn has_flag(&self, names: &[&str]) -> bool {
        self.flags.iter().any(|flag| {
            let text = flag.display();
            names.iter().any(|name| is_flag(self.manager, &text, name))
        })
    }

    /// Whether apt's setting `name` is given a value: `-o APT::Install-Recommends=false`.
    pub(super) fn sets(&self, name: &str) -> bool {
        self.arguments.iter().any(|word| {
            let text = word.display();
            let setting = text.trim_start_matches("-o").trim_start_matches("--option=");
            setting.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        })
    }

    /// How often the letter stands among the clustered flags: `-qq` is 2.
    pub(super) fn letter_count(&self, letter: char, long: &str) -> usize {
        let count = |flag: &&Word| {
            let text = flag.display();
            if text == long {
                return 1;
            }
            let cluster = cluster(self.manager, &text);
            cluster.chars().filter(|it| *it == letter).count()
        };
        self.flags.iter().map(count).sum()
    }

    /// Whether a word may turn into flags that cannot be seen here: a variable of unknown value whose name says so, or of a
    /// value that starts with a dash.
    pub(super) fn may_hide_flags(&self, scope: Scope<'_>) -> bool {
        self.operands.iter().chain(&self.flags).any(|word| {
            shell_call::splits(word)
                && word.variables().iter().any(|variable| {
                    scope.value(&variable.name.text).map_or_else(
                        || {
                            let name = variable.name.text.to_ascii_uppercase();
                            ["OPT", "FLAG", "ARG"].iter().any(|mark| name.contains(mark))
                        },
                        |value| value.trim_start().starts_with('-'),
                    )
                })
        })
    }

    /// The word behind which one more flag goes: the last of the flags that follow the subcommand directly.
    pub(super) fn last_leading_flag(&self) -> Option<&'a Word> {
        let subcommand = self.subcommand?;
        let first_operand = self.operands.iter().map(|word| word.range.start()).min();
        let leads = |flag: &&&Word| {
            flag.range.start() > subcommand.range.start()
                && first_operand.is_none_or(|operand| flag.range.start() < operand)
                && !takes_value(self.manager.name, &flag.display())
                && flag.display() != "--"
        };
        let leading = self.flags.iter().take_while(|flag| flag.range.start() < subcommand.range.start() || leads(flag));
        Some(leading.filter(leads).last().copied().unwrap_or(subcommand))
    }

    /// The manager's name and subcommand as a reader says it: `apt-get install`.
    pub(super) fn title(&self) -> String {
        let name = self.name.display();
        let name = shell_call::base_name(&name);
        if self.action.is_empty() { name.to_owned() } else { format!("{name} {}", self.action) }
    }
}

/// Flags with which apt only says what it would do.
const DRY_RUN: [&str; 6] = ["-s", "--simulate", "--just-print", "--dry-run", "--no-act", "--print-uris"];

/// `python`, `python3`, `python3.12`, `pypy3`
fn is_python(name: &str) -> bool {
    matches!(name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.'), "python" | "pypy")
}

/// The letters of a flag like `-yq`, up to the first that takes a value; empty for any other flag.
fn cluster<'t>(manager: &PackageManager, text: &'t str) -> &'t str {
    let letters = text.strip_prefix('-').unwrap_or_default();
    if letters.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return "";
    }
    let value = letters.char_indices().find(|(_, letter)| takes_value(manager.name, &format!("-{letter}")));
    &letters[..value.map_or(letters.len(), |(at, _)| at)]
}

fn is_flag(manager: &PackageManager, text: &str, name: &str) -> bool {
    if text == name || text.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')) {
        return true;
    }
    let mut letters = name.strip_prefix('-').unwrap_or_default().chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => cluster(manager, text).contains(letter),
        _ => false,
    }
}

/// Whether a flag of this manager takes the next word along.
fn takes_value(manager: &str, flag: &str) -> bool {
    let flags: &[&str] = match manager {
        "apt-get" | "apt" | "aptitude" => {
            &["-t", "-o", "-c", "-a", "--target-release", "--default-release", "--option", "--config-file"]
        }
        "apk" => &["-t", "-X", "-p", "--virtual", "--repository", "--root", "--arch", "--keys-dir", "--cache-dir"],
        "dnf" | "microdnf" | "yum" | "tdnf" => {
            &["-c", "-x", "--installroot", "--releasever", "--enablerepo", "--disablerepo", "--setopt", "--exclude"]
        }
        "zypper" => &["-r", "-R", "-C", "-t", "--repo", "--root", "--type"],
        "pip" => &[
            "-r",
            "-c",
            "-e",
            "-t",
            "-i",
            "-f",
            "--requirement",
            "--constraint",
            "--editable",
            "--target",
            "--index-url",
            "--extra-index-url",
            "--find-links",
            "--prefix",
            "--root",
            "--python",
            "--trusted-host",
            "--timeout",
            "--default-timeout",
            "--retries",
            "--cache-dir",
            "--proxy",
            "--cert",
            "--log",
            "--platform",
            "--python-version",
            "--only-binary",
            "--no-binary",
            "--progress-bar",
            "--src",
            "--upgrade-strategy",
            "--config-settings",
            "--global-option",
            "--group",
        ],
        "npm" | "pnpm" | "yarn" | "yarn 2+" | "bun" => &[
            "-C",
            "-w",
            "--prefix",
            "--registry",
            "--cache",
            "--workspace",
            "--loglevel",
            "--cwd",
            "--filter",
            "--network-timeout",
            "--cache-folder",
            "--store-dir",
            "--dir",
        ],
        "uv" => {
            &["-r", "--requirement", "--python", "-p", "--group", "--extra", "--directory", "--project", "--package"]
        }
        "poetry" => &["-C", "--directory", "--only", "--with", "--without", "-E", "--extras"],
        "conda" | "mamba" => &["-n", "-c", "-p", "-f", "--file", "--name", "--prefix", "--channel"],
        "bundle" => &["--jobs", "-j", "--retry", "--without", "--gemfile", "--path"],
        "composer" => &["-d", "--working-dir"],
        "go" => &["-C"],
        "mvn" => &["-f", "-pl", "-P", "-s", "-T"],
        "gradle" => &["-p", "-x", "-b"],
        _ => &[],
    };
    flags.contains(&flag)
}

#[cfg(test)]
mod tests {
    use super::PackageCall;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(script: &str, expect: &Expect) {
        let script = syntax::shell::parse(script, 0.into());
        let words =
            |words: &[&syntax::shell::Word]| words.iter().map(|word| word.display()).collect::<Vec<_>>().join(" ");
        let mut seen = String::new();
        for call in script.simple_commands().filter_map(PackageCall::of) {
            let kind = match () {
                () if call.installs() => "installs",
                () if call.updates_index() => "updates",
                () if call.upgrades() => "upgrades",
                () if call.removes() => "removes",
                () => "other",
            };
            seen += &format!(
                "{} {kind} [{}] flags [{}] operands [{}]\n",
                call.manager.name,
                call.action,
                words(&call.flags),
                words(&call.operands)
            );
        }
        expect.assert_eq(&seen);
    }

    #[test]
    fn managers_of_systems() {
        check(
            "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0 install -yqq -t stable curl git=1
             sudo -E /usr/bin/apt update; apk add --no-cache -t .build gcc; apk -U upgrade; dnf -y group install x
             pacman -Sy --noconfirm; pacman -Sy git; apt-get purge -y x; yum update -y; command -v apt-get; xargs apt-get install < x
             env A=b timeout 5 zypper -n in x",
            &expect![[r#"
                apt-get updates [update] flags [] operands []
                apt-get installs [install] flags [-o -yqq -t] operands [curl git=1]
                apt updates [update] flags [] operands []
                apk installs [add] flags [--no-cache -t] operands [gcc]
                apk upgrades [upgrade] flags [-U] operands []
                dnf installs [group install] flags [-y] operands [x]
                pacman updates [-Sy] flags [-Sy --noconfirm] operands []
                pacman installs [-Sy] flags [-Sy] operands [git]
                apt-get removes [purge] flags [-y] operands [x]
                yum upgrades [update] flags [-y] operands []
                apt-get installs [install] flags [] operands []
                zypper installs [in] flags [-n] operands [x]
            "#]],
        );
    }

    #[test]
    fn managers_of_languages() {
        check(
            "pip3.12 install -r requirements.txt x; python3 -m pip install .; python -m venv x; uv pip install x; uv sync --frozen
             yarn; yarn --frozen-lockfile; yarn build; npm ci; npm run build; npm --prefix web install; npx x; go mod download; go build ./...
             ./mvnw package; yarn global add x; bundle install --jobs 4",
            &expect![[r#"
                pip installs [install] flags [-r] operands [x]
                pip installs [install] flags [] operands [.]
                uv installs [pip install] flags [] operands [x]
                uv installs [sync] flags [--frozen] operands []
                yarn installs [] flags [] operands []
                yarn installs [] flags [--frozen-lockfile] operands []
                yarn other [build] flags [] operands []
                npm installs [ci] flags [] operands []
                npm other [run] flags [] operands [build]
                npm installs [install] flags [--prefix] operands []
                go installs [mod download] flags [] operands []
                go installs [build] flags [] operands [./...]
                mvn installs [package] flags [] operands []
                yarn installs [global add] flags [] operands [x]
                bundle installs [install] flags [--jobs] operands []
            "#]],
        );
    }

    #[test]
    fn flags_in_clusters() {
        let script = syntax::shell::parse("apt-get install -qqy -oy=1 -t y x", 0.into());
        let call = script.simple_commands().find_map(PackageCall::of).expect("a call");
        assert!(call.has_flag(&["-y"]) && call.has_flag(&["-q"]) && !call.has_flag(&["-o=1"]));
        assert_eq!(call.letter_count('q', "--quiet"), 2);
        let script = syntax::shell::parse("apt-get install -oy=1 -t y x", 0.into());
        let call = script.simple_commands().find_map(PackageCall::of).expect("a call");
        assert!(!call.has_flag(&["-y"]));
    }
}
