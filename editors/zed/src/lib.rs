//! Starts `plimsoll lsp` in Zed and hands it the user's settings.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{Command, Extension, LanguageServerId, Result, Worktree, register_extension, serde_json};

/// Name of the server under `lsp` in Zed's settings, and of the program.
const SERVER: &str = "plimsoll";

struct Plimsoll;

impl Extension for Plimsoll {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(SERVER, worktree)?.binary;
        let (path, arguments, env) = match binary {
            Some(it) => (it.path, it.arguments, it.env),
            None => (None, None, None),
        };
        // `which` asks the shell environment of the worktree: a `PATH` set by direnv counts.
        let command = path
            .or_else(|| worktree.which(SERVER))
            .ok_or("`plimsoll` is not in PATH: install it, or set `lsp.plimsoll.binary.path` in the settings")?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]),
            env: env.map_or_else(|| worktree.shell_env(), |own| own.into_iter().collect()),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(SERVER, worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(SERVER, worktree)?.settings;
        // Zed looks a section up in this value, and the server asks for `plimsoll`.
        Ok(settings.map(|own| match own.get(SERVER) {
            Some(_) => own,
            None => serde_json::json!({ SERVER: own }),
        }))
    }
}

register_extension!(Plimsoll);
