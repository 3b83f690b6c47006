//! The handlers: a change goes to the state, a question to a feature.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use super::answers::{actions, completion, edits, hover, layout, lens, navigation, outline, signature, tokens};
use super::session::Session;
use super::shared::Shared;
use super::state::{Folder, State};
use super::view::{Cancel, View};
use super::{capabilities, configuration, parent, pull, scan, worker};

/// How long the first lists wait for the editor's settings.
const SETTINGS_WAIT: Duration = Duration::from_millis(200);

/// The handlers.
#[derive(Debug)]
pub(super) struct Backend {
    shared: Arc<Shared>,
}

/// The service around the handlers.
pub(super) fn service() -> (LspService<Backend>, ClientSocket) {
    LspService::build(|client| Backend { shared: Arc::new(Shared::new(client)) })
        .custom_method("$/setTrace", Backend::set_trace)
        .custom_method("window/workDoneProgress/cancel", Backend::cancel_progress)
        .finish()
}

impl Backend {
    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Changes the state, at once: nothing can come between a message and its effect. Then wakes the worker.
    fn write(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.shared.state());
        self.shared.wake.notify_one();
    }

    /// Works out an answer from the state as it is now, on a thread of its own. Cancelling drops this future, which
    /// raises the flag the answer may look at; a panic costs this one answer.
    pub(super) fn read<T, F>(
        &self,
        method: &'static str,
        answer: F,
    ) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&View) -> T + Send + 'static,
    {
        let (cancel, raise) = Cancel::pair();
        let view = View { session: self.shared.session(), draft: self.shared.state().draft(), cancel };
        let task = tokio::task::spawn_blocking(move || {
            if view.cancel.is_cancelled() {
                return Err(Error::request_cancelled());
            }
            #[cfg(debug_assertions)]
            super::fault::strike(method, &view.cancel);
            Ok(answer(&view))
        });
        async move {
            let result = task.await;
            drop(raise);
            result.unwrap_or_else(|error| {
                tracing::error!(method, %error, "a request failed");
                Err(Error {
                    code: ErrorCode::InternalError,
                    message: "the analysis failed; see the log".into(),
                    data: None,
                })
            })
        }
    }

    async fn set_trace(&self, params: SetTraceParams) {
        self.shared.set_trace(params.value);
    }

    async fn cancel_progress(&self, _: WorkDoneProgressCancelParams) {}
}

/// The workspace folders, however old the client's way of naming them is.
#[expect(deprecated, reason = "older clients know no other way")]
fn folders(params: &InitializeParams) -> Vec<Folder> {
    let folders: Vec<Folder> =
        params.workspace_folders.iter().flatten().filter_map(|folder| Folder::new(folder.uri.clone())).collect();
    if !folders.is_empty() {
        return folders;
    }
    let root = params.root_uri.clone().or_else(|| super::uris::uri(std::path::Path::new(params.root_path.as_deref()?)));
    root.and_then(Folder::new).into_iter().collect()
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let session = Session::read(&params);
        let capabilities = capabilities::offered(&session);
        tracing::info!(client = params.client_info.as_ref().map(|client| &client.name), ?session, "a client");
        self.shared.introduce(session);
        self.shared.set_trace(params.trace.unwrap_or_default());
        let folders = folders(&params);
        let settings = configuration::section(params.initialization_options.unwrap_or_default());
        self.shared.state().begin(folders, settings);
        if let Some(process) = params.process_id {
            tokio::spawn(parent::watch(Arc::clone(&self.shared), process));
        }
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let session = self.shared.session();
        if session.workspace.configuration {
            self.shared.state().hold(SETTINGS_WAIT);
            tokio::spawn(configuration::fetch(Arc::clone(&self.shared)));
        }
        tokio::spawn(configuration::register(Arc::clone(&self.shared)));
        tokio::spawn(worker::run(Arc::clone(&self.shared)));
        tokio::spawn(scan::run(Arc::clone(&self.shared)));
        if session.diagnostics.pull {
            tokio::spawn(pull::decide_unopened(Arc::clone(&self.shared)));
        }
        self.shared.scan.notify_one();
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.write(|state| state.open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let encoding = self.shared.session().encoding;
        self.write(|state| state.edit(params, encoding));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.write(|state| state.save(&params.text_document.uri));
        self.shared.scan.notify_one();
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.write(|state| state.close(&params.text_document.uri));
        self.shared.scan.notify_one();
        let path = super::uris::path(&params.text_document.uri);
        self.shared.forget_tokens(&path);
        self.shared.forget_shown(&path);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.write(|state| state.disk_changed(&params.changes));
        self.shared.scan.notify_one();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.write(|state| state.change_folders(params.event.added, &params.event.removed));
        self.shared.scan.notify_one();
        if self.shared.session().workspace.configuration {
            tokio::spawn(configuration::fetch(Arc::clone(&self.shared)));
        }
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.shared.session().workspace.configuration {
            tokio::spawn(configuration::fetch(Arc::clone(&self.shared)));
        } else if let Some(settings) = configuration::pushed(params.settings) {
            configuration::replace(&self.shared, vec![(None, settings)]);
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        pull::document(self, params).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        pull::workspace(self, params).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.read("textDocument/hover", move |view| hover::hover(view, &params)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.read("textDocument/completion", move |view| completion::completion(view, &params)).await
    }

    async fn completion_resolve(&self, params: CompletionItem) -> Result<CompletionItem> {
        self.read("completionItem/resolve", move |view| completion::resolve(view, params)).await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        self.read("textDocument/signatureHelp", move |view| signature::help(view, &params)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.read("textDocument/definition", move |view| navigation::definition(view, &params)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.read("textDocument/references", move |view| navigation::references(view, &params)).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.read("textDocument/documentHighlight", move |view| navigation::highlights(view, &params)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.read("textDocument/documentLink", move |view| navigation::links(view, &params)).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.read("textDocument/documentSymbol", move |view| outline::document(view, &params)).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.read("workspace/symbol", move |view| Some(outline::workspace(view, &params.query))).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.read("textDocument/foldingRange", move |view| layout::folds(view, &params)).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.read("textDocument/selectionRange", move |view| layout::selections(view, &params)).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let shared = Arc::clone(&self.shared);
        self.read("textDocument/inlayHint", move |view| hover::hints(view, &shared, &params)).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let shared = Arc::clone(&self.shared);
        self.read("textDocument/codeLens", move |view| lens::lenses(view, &shared, &params)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let shared = Arc::clone(&self.shared);
        self.read("textDocument/semanticTokens/full", move |view| tokens::full(view, &shared, &params)).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let shared = Arc::clone(&self.shared);
        self.read("textDocument/semanticTokens/full/delta", move |view| tokens::delta(view, &shared, &params)).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.read("textDocument/semanticTokens/range", move |view| tokens::range(view, &params)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.read("textDocument/codeAction", move |view| actions::actions(view, &params)).await
    }

    async fn code_action_resolve(&self, params: CodeAction) -> Result<CodeAction> {
        self.read("codeAction/resolve", move |view| actions::resolve(view, params)).await?
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let edit = actions::command_edit(&params)?;
        // What came of it is the client's business.
        drop(self.shared.client.apply_edit(edit).await);
        Ok(None)
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.read("textDocument/prepareRename", move |view| edits::prepare_rename(view, &params)).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.read("textDocument/rename", move |view| edits::rename(view, &params)).await?
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.read("textDocument/formatting", move |view| layout::format(view, &params)).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.read("textDocument/rangeFormatting", move |view| layout::format_range(view, &params)).await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.read("textDocument/onTypeFormatting", move |view| layout::format_on_type(view, &params)).await
    }
}
