//! Clients: one that can do nothing, one that can do everything.

use serde_json::{Value, json};

/// A client that says nothing of itself.
pub(crate) fn minimal() -> Value {
    json!({})
}

/// A client that can do everything the server knows of, and is sent diagnostics.
pub(crate) fn everything() -> Value {
    json!({
        "general": {
            "positionEncodings": ["utf-16"],
            "markdown": { "parser": "marked", "allowedTags": ["details", "summary"] }
        },
        "window": { "workDoneProgress": true },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceFolders": true,
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
            "inlayHint": { "refreshSupport": true },
            "codeLens": { "refreshSupport": true },
            "diagnostics": { "refreshSupport": true },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] }
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "versionSupport": true, "dataSupport": true, "tagSupport": { "valueSet": [1, 2] }
            },
            "completion": { "completionItem": {
                "snippetSupport": true, "labelDetailsSupport": true, "documentationFormat": ["markdown", "plaintext"],
                "tagSupport": { "valueSet": [1] }, "resolveSupport": { "properties": ["documentation"] }
            } },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "signatureHelp": { "signatureInformation": {
                "documentationFormat": ["markdown"], "parameterInformation": { "labelOffsetSupport": true }
            } },
            "definition": { "linkSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true, "tagSupport": { "valueSet": [1] } },
            "codeAction": {
                "isPreferredSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source", "refactor"] } }
            },
            "rename": { "prepareSupport": true },
            "documentLink": { "tooltipSupport": true },
            "foldingRange": { "lineFoldingOnly": true },
            "semanticTokens": {
                "requests": { "full": { "delta": true }, "range": {} },
                "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"]
            }
        }
    })
}

/// The same, but it asks for diagnostics.
pub(crate) fn asking() -> Value {
    with(everything(), "/textDocument", "diagnostic", json!({ "dynamicRegistration": true }))
}

/// `capabilities` with one more member of the object at `pointer`.
pub(crate) fn with(mut capabilities: Value, pointer: &str, name: &str, value: Value) -> Value {
    capabilities.pointer_mut(pointer).expect("an object")[name] = value;
    capabilities
}
