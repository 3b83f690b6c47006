//! What the server offers.
//!
//! Features that every version of the protocol has are offered to every client: some use what they do not announce.
//! What a client would misread is offered only to those that announce it.

use ide::TokenKind;
use tower_lsp::ls_types::*;

use super::answers::actions::{APPLY, FIX_ALL};
use super::session::Session;

/// The words for token kinds, in the order of [`TokenKind`].
const TOKEN_TYPES: [SemanticTokenType; 11] = [
    SemanticTokenType::KEYWORD,
    SemanticTokenType::COMMENT,
    SemanticTokenType::STRING,
    SemanticTokenType::NUMBER,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::TYPE,
    SemanticTokenType::MACRO,
];

/// The place of a kind in the legend.
pub(super) fn token_type(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Keyword => 0,
        TokenKind::Comment => 1,
        TokenKind::String => 2,
        TokenKind::Number => 3,
        TokenKind::Operator => 4,
        TokenKind::Variable => 5,
        TokenKind::Property => 6,
        TokenKind::Function => 7,
        TokenKind::Namespace => 8,
        TokenKind::Type => 9,
        TokenKind::Macro => 10,
    }
}

fn words(words: &[&str]) -> Option<Vec<String>> {
    Some(words.iter().map(|word| (*word).to_owned()).collect())
}

/// What the server offers to a client.
pub(super) fn offered(session: &Session) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(session.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: words(&["-", "=", ",", ":", "/", "$", "{", "@", "\""]),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: words(&[" ", "[", ",", "="]),
            ..SignatureHelpOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: code_actions(session),
        execute_command_provider: (!session.actions.literals && session.edits.applies)
            .then(|| ExecuteCommandOptions { commands: vec![APPLY.to_owned()], ..ExecuteCommandOptions::default() }),
        rename_provider: Some(if session.prepare_rename {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        // A lens is there to be chosen; a client that has no use for the places is spared them.
        code_lens_provider: session.shows_references.then_some(CodeLensOptions { resolve_provider: Some(false) }),
        semantic_tokens_provider: tokens(session),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "\n".to_owned(),
            more_trigger_character: None,
        }),
        diagnostic_provider: session.diagnostics.pull.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("plimsoll".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        workspace: session.workspace.folders.then_some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

fn code_actions(session: &Session) -> Option<CodeActionProviderCapability> {
    if !session.actions.literals {
        // Commands ask the client to apply an edit; one that cannot has no use for them.
        return session.edits.applies.then_some(CodeActionProviderCapability::Simple(true));
    }
    Some(CodeActionProviderCapability::Options(CodeActionOptions {
        code_action_kinds: Some(vec![
            CodeActionKind::QUICKFIX,
            CodeActionKind::new(FIX_ALL),
            CodeActionKind::REFACTOR_REWRITE,
        ]),
        resolve_provider: session.actions.resolves_edits.then_some(true),
        ..CodeActionOptions::default()
    }))
}

fn tokens(session: &Session) -> Option<SemanticTokensServerCapabilities> {
    let wanted = &session.tokens;
    (wanted.full || wanted.range).then(|| {
        SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
            legend: SemanticTokensLegend {
                token_types: TOKEN_TYPES.to_vec(),
                token_modifiers: vec![SemanticTokenModifier::DECLARATION],
            },
            range: wanted.range.then_some(true),
            full: wanted.full.then_some(if wanted.delta {
                SemanticTokensFullOptions::Delta { delta: Some(true) }
            } else {
                SemanticTokensFullOptions::Bool(true)
            }),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })
    })
}
