//! What the client can do, as it says when it introduces itself.

use serde_json::{Value, json};
use tower_lsp::ls_types::{InitializeParams, PositionEncodingKind};

use super::convert::Encoding;

/// The command that shows places; ours, which the client runs: VS Code's own takes no places of the protocol.
pub(super) const SHOW_REFERENCES: &str = "plimsoll.showReferences";

/// The command of VS Code that asks for proposals.
pub(super) const TRIGGER_SUGGEST: &str = "editor.action.triggerSuggest";

/// What the client can do. The default is a client that can do nothing but the least.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Session {
    /// What it counts as one character.
    pub(super) encoding: Encoding,
    /// In which form it takes texts.
    pub(super) texts: Texts,
    pub(super) completion: Completion,
    pub(super) actions: Actions,
    pub(super) edits: Edits,
    pub(super) diagnostics: Diagnostics,
    pub(super) tokens: Tokens,
    pub(super) workspace: Workspace,
    /// Offsets, not texts, say where a parameter stands in a signature.
    pub(super) label_offsets: bool,
    /// A definition may be a link with a range and a name in it.
    pub(super) definition_links: bool,
    /// The outline may be a tree.
    pub(super) symbol_tree: bool,
    /// Symbols may be struck through.
    pub(super) symbol_tags: bool,
    /// Whether something can be renamed is asked first.
    pub(super) prepare_rename: bool,
    /// Links may have a tooltip.
    pub(super) link_tooltips: bool,
    /// It runs [`SHOW_REFERENCES`].
    pub(super) shows_references: bool,
    /// It shows progress that the server begins.
    pub(super) progress: bool,
}

/// In which form the client takes texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Texts {
    /// Markdown in hovers.
    pub(super) hover_markdown: bool,
    /// Markdown in proposals.
    pub(super) completion_markdown: bool,
    /// Markdown in signatures.
    pub(super) signature_markdown: bool,
    /// The tag `<details>` in Markdown.
    pub(super) details: bool,
}

/// What the client does with proposals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Completion {
    /// Places to fill in.
    pub(super) snippets: bool,
    /// Words behind the label.
    pub(super) label_details: bool,
    /// Tags; the older flag where there are none.
    pub(super) tags: bool,
    /// The older flag for what is deprecated.
    pub(super) deprecated: bool,
    /// A command after the insertion that asks for proposals again.
    pub(super) retrigger: bool,
}

/// What the client does with actions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Actions {
    /// Actions, not just commands.
    pub(super) literals: bool,
    /// One of them may be the preferred one.
    pub(super) preferred: bool,
    /// Edits may come when the action is chosen.
    pub(super) resolves_edits: bool,
}

/// Which changes the client can make.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Edits {
    /// Changes that name the version they are for.
    pub(super) versioned: bool,
    /// New files.
    pub(super) creates: bool,
    /// Changes that the server asks for.
    pub(super) applies: bool,
}

/// How the client gets and shows diagnostics.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Diagnostics {
    /// It asks for them; else they are pushed. Never both.
    pub(super) pull: bool,
    /// It can be told to ask again.
    pub(super) refresh: bool,
    /// Other places that belong to one.
    pub(super) related: bool,
    /// Greyed out, struck through.
    pub(super) tags: bool,
    /// It hands back our own data with them.
    pub(super) data: bool,
}

/// Which semantic tokens the client asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tokens {
    /// Those of a file.
    pub(super) full: bool,
    /// What changed since the last time.
    pub(super) delta: bool,
    /// Those of a range.
    pub(super) range: bool,
}

/// What the client tells and answers about the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Workspace {
    /// Folders, several, that come and go.
    pub(super) folders: bool,
    /// Settings, when asked.
    pub(super) configuration: bool,
    /// That settings changed, once asked to tell.
    pub(super) tells_configuration: bool,
    /// That files changed, once asked to tell.
    pub(super) watches: bool,
    /// It can be told to ask for inlay hints again.
    pub(super) refreshes_hints: bool,
    /// It can be told to ask for lenses again.
    pub(super) refreshes_lenses: bool,
}

impl Session {
    /// Reads what the client says of itself.
    pub(super) fn read(params: &InitializeParams) -> Self {
        let said = params.capabilities.experimental.clone().unwrap_or_default();
        let said = Said(&said);
        let item = "/textDocument/completion/completionItem";
        let encodings: Vec<PositionEncodingKind> =
            said.words("/general/positionEncodings").map(|word| word.to_owned().into()).collect();
        // Diagnostics that are asked for describe themselves since 3.18; before, as those that are pushed.
        let diagnostic = |name: &str| {
            said.has(&format!("/textDocument/publishDiagnostics/{name}"))
                || said.has(&format!("/textDocument/diagnostic/{name}"))
        };
        Self {
            encoding: Encoding::negotiate(Some(&encodings)),
            texts: Texts {
                hover_markdown: said.lists("/textDocument/hover/contentFormat", "markdown"),
                completion_markdown: said.lists(&format!("{item}/documentationFormat"), "markdown"),
                signature_markdown: said
                    .lists("/textDocument/signatureHelp/signatureInformation/documentationFormat", "markdown"),
                details: said.lists("/general/markdown/allowedTags", "details"),
            },
            completion: Completion {
                snippets: said.has(&format!("{item}/snippetSupport")),
                label_details: said.has(&format!("{item}/labelDetailsSupport")),
                tags: said.has(&format!("{item}/tagSupport")),
                deprecated: said.has(&format!("{item}/deprecatedSupport")),
                retrigger: said.lists("/experimental/commands/commands", TRIGGER_SUGGEST),
            },
            actions: Actions {
                literals: said.has("/textDocument/codeAction/codeActionLiteralSupport"),
                preferred: said.has("/textDocument/codeAction/isPreferredSupport"),
                resolves_edits: said.has("/textDocument/codeAction/dataSupport")
                    && said.lists("/textDocument/codeAction/resolveSupport/properties", "edit"),
            },
            edits: Edits {
                versioned: said.has("/workspace/workspaceEdit/documentChanges"),
                creates: said.has("/workspace/workspaceEdit/documentChanges")
                    && said.lists("/workspace/workspaceEdit/resourceOperations", "create"),
                applies: said.has("/workspace/applyEdit"),
            },
            diagnostics: Diagnostics {
                pull: said.has("/textDocument/diagnostic"),
                refresh: said.has("/workspace/diagnostics/refreshSupport"),
                related: diagnostic("relatedInformation"),
                tags: diagnostic("tagSupport"),
                data: diagnostic("dataSupport"),
            },
            tokens: Tokens {
                full: said.has("/textDocument/semanticTokens/requests/full"),
                delta: said.has("/textDocument/semanticTokens/requests/full/delta"),
                range: said.has("/textDocument/semanticTokens/requests/range"),
            },
            workspace: Workspace {
                folders: said.has("/workspace/workspaceFolders"),
                configuration: said.has("/workspace/configuration"),
                tells_configuration: said.has("/workspace/didChangeConfiguration/dynamicRegistration"),
                watches: said.has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
                refreshes_hints: said.has("/workspace/inlayHint/refreshSupport"),
                refreshes_lenses: said.has("/workspace/codeLens/refreshSupport"),
            },
            label_offsets: said
                .has("/textDocument/signatureHelp/signatureInformation/parameterInformation/labelOffsetSupport"),
            definition_links: said.has("/textDocument/definition/linkSupport"),
            symbol_tree: said.has("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            symbol_tags: said.has("/textDocument/documentSymbol/tagSupport"),
            prepare_rename: said.has("/textDocument/rename/prepareSupport"),
            link_tooltips: said.has("/textDocument/documentLink/tooltipSupport"),
            shows_references: said.lists("/experimental/commands/commands", SHOW_REFERENCES),
            progress: said.has("/window/workDoneProgress"),
        }
    }
}

/// Puts what the client says of itself where it is read as it stands: one word in there that the library does not
/// expect would cost the whole introduction.
pub(super) fn keep_raw(params: &mut Value) {
    let capabilities = params["capabilities"].take();
    params["capabilities"] = json!({ "experimental": capabilities });
}

/// The capabilities as they came.
struct Said<'v>(&'v Value);

impl<'v> Said<'v> {
    /// Whether something stands at `pointer` that is not `false` or `null`.
    fn has(&self, pointer: &str) -> bool {
        self.0.pointer(pointer).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
    }

    fn words(&self, pointer: &str) -> impl Iterator<Item = &'v str> {
        self.0.pointer(pointer).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    fn lists(&self, pointer: &str, word: &str) -> bool {
        self.words(pointer).any(|listed| listed == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(capabilities: &Value) -> Session {
        let mut params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        keep_raw(&mut params);
        Session::read(&serde_json::from_value(params).unwrap())
    }

    #[test]
    fn a_client_that_says_nothing_can_do_the_least() {
        assert_eq!(read(&json!({})), Session::default());
        assert_eq!(read(&Value::Null), Session::default());
        assert_eq!(
            read(&json!({"textDocument": {"hover": {"contentFormat": "markdown"}, "diagnostic": null}})),
            Session::default()
        );
    }

    #[test]
    fn what_is_allowed_and_odd_is_understood() {
        let session = read(&json!({
            "general": {"positionEncodings": ["utf-8", "utf-7"], "markdown": {"allowedTags": ["b", "details"]}},
            "textDocument": {"semanticTokens": {"requests": {"range": {}, "full": {"delta": true}}}, "diagnostic": {}},
            "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "dance"]}}
        }));
        assert_eq!(session.encoding, Encoding::Utf8);
        assert_eq!(session.tokens, Tokens { full: true, delta: true, range: true });
        assert!(session.texts.details && session.diagnostics.pull && session.edits.creates);
    }
}
