//! The caches of package managers, to be mounted while a RUN uses them.

use project::docker::{At, Model, Scope};
use schema::dockerfile::PackageManager;

use super::base_image::{self, Users};
use super::layer;
use super::package_install::PackageCall;
use crate::Fix;

/// What has to be known of a file to mount caches in it.
#[derive(Debug)]
pub(super) struct PackageCaches {
    /// Whether the file asks for BuildKit, which alone knows cache mounts.
    pub(super) buildkit: bool,
    users: Users,
}

/// A directory to mount.
struct Target {
    path: String,
    locked: bool,
}

impl PackageCaches {
    pub(super) fn of(model: &Model) -> Self {
        Self { buildkit: layer::asks_for_buildkit(model), users: Users::of(model) }
    }

    /// Mounts the caches that `calls` of this RUN use, and where one of them only fetches, in the RUNs behind it that need
    /// what it fetched. `None` where a user other than root runs it (the directories are another's then), where a variable of
    /// unknown value says where a cache is, and where a stage built on this one may need it.
    pub(super) fn mount_fix(&self, at: &At<'_>, calls: &[&PackageCall<'_>]) -> Option<Fix> {
        let mut managers: Vec<&'static PackageManager> = Vec::new();
        for call in calls {
            if !managers.iter().any(|known| known.name == call.manager.name) {
                managers.push(call.manager);
            }
        }
        let fetched: Vec<&str> = calls.iter().filter(|call| only_fetches(call)).map(|call| call.manager.name).collect();
        let inherited = at.stage().is_some_and(|stage| {
            stage.dependents.iter().any(|other| at.model.stages[*other].parent() == Some(stage.index))
        });
        if !fetched.is_empty() && (inherited || at.after().nth(BEHIND_LIMIT).is_some()) {
            return None;
        }
        let flags = self.flags(at, &managers)?;
        if flags.is_empty() {
            return None;
        }
        let names: Vec<String> = managers.iter().map(|manager| format!("`{}`", manager.name)).collect();
        let title = match names.as_slice() {
            [one] => format!("Mount a cache for {one}"),
            several => format!("Mount caches for {}", several.join(", ")),
        };
        let mut fix = Fix::suggested(title).add_flags(at.instruction, flags);
        for (index, _) in at.after().filter(|_| !fetched.is_empty()) {
            let later = layer::at(at.model, index);
            let used: Vec<&str> = layer::commands_of(later)
                .filter_map(|command| PackageCall::of(command.place.command))
                .map(|call| call.manager.name)
                .filter(|name| fetched.contains(name))
                .collect();
            let needed = managers.iter().filter(|manager| used.contains(&manager.name)).copied().collect::<Vec<_>>();
            let flags = self.flags(&later, &needed)?;
            if !flags.is_empty() {
                fix = fix.add_flags(later.instruction, flags);
            }
        }
        Some(if calls.iter().any(|call| call.is_apt()) { keep_downloads(at, fix) } else { fix })
    }

    /// The flags that mount the caches of `managers` in this RUN, but for those that are mounted already. `None`: a place is
    /// unknown, or another user's.
    fn flags(&self, at: &At<'_>, managers: &[&'static PackageManager]) -> Option<Vec<String>> {
        let other_user = || self.users.at(at.model, at.index).is_some_and(|user| !base_image::is_root(&user));
        if !managers.is_empty() && other_user() {
            return None;
        }
        let mounts = layer::mounts(at.instruction, at.scope());
        let mut flags: Vec<String> = Vec::new();
        for manager in managers {
            for target in
                targets_of(at, manager)?.iter().filter(|it| !mounts.iter().any(|mount| mount.covers(&it.path)))
            {
                let sharing = if target.locked { ",sharing=locked" } else { "" };
                let flag = format!("--mount=type=cache,target={}{sharing}", target.path);
                if !flags.contains(&flag) {
                    flags.push(flag);
                }
            }
        }
        Some(flags)
    }
}

/// How many instructions behind a RUN are looked through for others that need its cache.
const BEHIND_LIMIT: usize = 64;

/// Whether a call fills the cache and does nothing else: a later `dotnet publish --no-restore` or `mvn --offline` then fails
/// without it.
fn only_fetches(call: &PackageCall<'_>) -> bool {
    let action = call.action.as_str();
    match call.manager.name {
        "go" => action == "mod download",
        "dotnet" => action == "restore",
        "cargo" | "pnpm" => action == "fetch",
        "mvn" => action.starts_with("dependency:"),
        "gradle" => action == "dependencies",
        "swift" => action == "package resolve",
        "mix" => action == "deps.get",
        "deno" => action == "cache",
        "sbt" => action == "update",
        _ => false,
    }
}

/// Debian's and Ubuntu's images tell apt to delete what it downloaded; a cache has no use then.
fn keep_downloads(at: &At<'_>, fix: Fix) -> Fix {
    const RULE: &str = "/etc/apt/apt.conf.d/docker-clean";
    let removed = at.model.text[at.instruction.range].contains("docker-clean");
    let first = layer::scripts_of(*at).find_map(|script| script.statements.first());
    match first {
        Some(first) if !removed && layer::command_line(at).is_some() => {
            fix.insert_before(first, format!("rm -f {RULE} && "))
        }
        _ => fix,
    }
}

/// Where the caches of `manager` are in this RUN, as far as images and variables of the file say.
fn targets_of(at: &At<'_>, manager: &PackageManager) -> Option<Vec<Target>> {
    let scope = at.scope();
    let moved = |variable: &str, default: &str| place(scope, variable, default);
    let shared = |paths: Vec<String>| paths.into_iter().map(|path| Target { path, locked: false }).collect();
    let locked = |path: String| vec![Target { path, locked: true }];
    let is_based_on = |name: &str| {
        let image = at.model.stage_of(at.index).and_then(|stage| base_image::image(at.model, stage));
        image.is_some_and(|image| image.familiar_name().rsplit('/').next().is_some_and(|last| last.starts_with(name)))
    };
    Some(match manager.name {
        "go" => {
            let home = moved("GOPATH", if is_based_on("golang") { "/go" } else { "/root/go" })?;
            let modules = moved("GOMODCACHE", &format!("{home}/pkg/mod"))?;
            shared(vec![modules, moved("GOCACHE", "/root/.cache/go-build")?])
        }
        "cargo" => {
            let home = moved("CARGO_HOME", if is_based_on("rust") { "/usr/local/cargo" } else { "/root/.cargo" })?;
            shared(vec![format!("{home}/registry"), format!("{home}/git")])
        }
        "npm" => shared(vec![moved("npm_config_cache", "/root/.npm")?]),
        "pip" => shared(vec![moved("PIP_CACHE_DIR", "/root/.cache/pip")?]),
        "uv" => shared(vec![moved("UV_CACHE_DIR", "/root/.cache/uv")?]),
        "poetry" => shared(vec![moved("POETRY_CACHE_DIR", "/root/.cache/pypoetry")?]),
        "composer" => {
            let home = moved("COMPOSER_HOME", "/root/.composer")?;
            shared(vec![moved("COMPOSER_CACHE_DIR", &format!("{home}/cache"))?])
        }
        "pnpm" => {
            let home = moved("PNPM_HOME", "/root/.local/share/pnpm")?;
            shared(vec![format!("{home}/store")])
        }
        "yarn" => locked(moved("YARN_CACHE_FOLDER", "/usr/local/share/.cache/yarn")?),
        "gradle" => locked(moved("GRADLE_USER_HOME", "/root/.gradle")?),
        _ => {
            let mount =
                |mount: &schema::dockerfile::CacheMount| Target { path: mount.target.to_owned(), locked: mount.locked };
            manager.cache_mounts.iter().map(mount).collect()
        }
    })
}

/// The value of `variable` where the file sets it, else `default`; `None` where it is set to something unknown.
fn place(scope: Scope<'_>, variable: &str, default: &str) -> Option<String> {
    match scope.binding(variable) {
        None => Some(default.to_owned()),
        Some(binding) => binding
            .value
            .as_deref()
            .filter(|path| path.starts_with('/'))
            .map(|path| path.trim_end_matches('/').to_owned()),
    }
}

/// Whether a variable tells `manager` to keep no cache.
pub(super) fn is_switched_off(scope: Scope<'_>, manager: &PackageManager) -> bool {
    let variables: &[&str] = match manager.name {
        "pip" => &["PIP_NO_CACHE_DIR", "PIP_CACHE_DIR"],
        "uv" => &["UV_NO_CACHE"],
        "poetry" => &["POETRY_NO_CACHE"],
        _ => &[],
    };
    variables.iter().any(|variable| scope.binding(variable).is_some())
}
