//! Proposals.

use ide::{CompletionKind, DocumentationKey};
use serde_json::json;
use tower_lsp::ls_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTag, CompletionList,
    CompletionParams, CompletionResponse, CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode,
    TextEdit,
};

use crate::lsp::convert::Places;
use crate::lsp::markup;
use crate::lsp::session::{Completion, TRIGGER_SUGGEST};
use crate::lsp::view::View;

/// Answers `textDocument/completion`.
pub(in crate::lsp) fn completion(view: &View, params: &CompletionParams) -> Option<CompletionResponse> {
    let at = &params.text_document_position;
    let (path, places) = view.document(&at.text_document.uri)?;
    let proposals = ide::completion::completions(view.snapshot(), &path, places.offset(at.position));
    let can = &view.session.completion;
    let is_incomplete = proposals.iter().any(|proposal| proposal.is_partial);
    let items = proposals.into_iter().map(|proposal| item(proposal, &places, can)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete, items }))
}

fn item(proposal: ide::CompletionItem, places: &Places, can: &Completion) -> CompletionItem {
    let is_snippet = proposal.is_snippet && can.snippets;
    let text = if proposal.is_snippet && !can.snippets { proposal.plain } else { proposal.insert };
    let (label_details, detail) = match proposal.detail {
        Some(detail) if can.label_details => {
            (Some(CompletionItemLabelDetails { detail: None, description: Some(detail) }), None)
        }
        detail => (None, detail),
    };
    // The lines of a snippet are indented from where its own line begins.
    let mode = (is_snippet && text.contains('\n')).then_some(InsertTextMode::ADJUST_INDENTATION);
    CompletionItem {
        kind: Some(kind(proposal.kind)),
        label_details,
        detail,
        tags: (proposal.is_deprecated && can.tags).then(|| vec![CompletionItemTag::DEPRECATED]),
        deprecated: (proposal.is_deprecated && !can.tags && can.deprecated).then_some(true),
        sort_text: Some(format!("{:03}{}", proposal.group, proposal.label)),
        filter_text: proposal.filter,
        insert_text_format: is_snippet.then_some(InsertTextFormat::SNIPPET),
        insert_text_mode: mode,
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(places.range(proposal.range), text))),
        command: (proposal.retrigger && can.retrigger)
            .then(|| Command::new("Propose".to_owned(), TRIGGER_SUGGEST.to_owned(), None)),
        data: proposal.documentation.map(|key| json!([key.topic, key.name])),
        label: proposal.label,
        ..CompletionItem::default()
    }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Property => CompletionItemKind::PROPERTY,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Variable => CompletionItemKind::VARIABLE,
        CompletionKind::Stage => CompletionItemKind::MODULE,
        CompletionKind::Image => CompletionItemKind::CLASS,
        CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Folder => CompletionItemKind::FOLDER,
        CompletionKind::User => CompletionItemKind::CONSTANT,
        CompletionKind::Snippet => CompletionItemKind::SNIPPET,
    }
}

/// Answers `completionItem/resolve`: the documentation, which is only wanted of the item that is looked at.
pub(in crate::lsp) fn resolve(view: &View, mut item: CompletionItem) -> CompletionItem {
    let key = item.data.as_ref().and_then(|data| {
        let [topic, name] = data.as_array()?.as_slice() else { return None };
        Some(DocumentationKey { topic: topic.as_str()?.to_owned(), name: name.as_str()?.to_owned() })
    });
    let texts = &view.session.texts;
    item.documentation = key.and_then(|key| ide::completion::resolve(&key)).map(|markdown| {
        Documentation::MarkupContent(markup::content(&markdown, texts.completion_markdown, texts.details))
    });
    item
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::Value;
    use syntax::{LineIndex, TextRange};

    use super::*;
    use crate::lsp::convert::Encoding;

    fn proposed(can: &Completion) -> Value {
        let proposal = ide::CompletionItem {
            label: "--mount".to_owned(),
            detail: Some("flag".to_owned()),
            kind: CompletionKind::Property,
            range: TextRange::up_to(2.into()),
            insert: "--mount=type=${1:cache}".to_owned(),
            is_snippet: true,
            plain: "--mount=".to_owned(),
            filter: None,
            group: 2,
            is_deprecated: true,
            retrigger: true,
            is_partial: false,
            documentation: Some(DocumentationKey { topic: "flag".to_owned(), name: "RUN --mount".to_owned() }),
        };
        let places = Places::new(Arc::from("--"), Arc::new(LineIndex::new("--")), Encoding::Utf16);
        json!(item(proposal, &places, can))
    }

    #[test]
    fn a_client_that_can_do_nothing_gets_plain_text() {
        let item = proposed(&Completion::default());
        assert_eq!(item["textEdit"]["newText"], "--mount=");
        assert_eq!(item["detail"], "flag");
        for absent in ["insertTextFormat", "labelDetails", "tags", "deprecated", "command", "documentation"] {
            assert!(item.get(absent).is_none(), "{absent}");
        }
    }

    #[test]
    fn a_client_that_can_do_everything_gets_everything() {
        let can = Completion { snippets: true, label_details: true, tags: true, deprecated: true, retrigger: true };
        let item = proposed(&can);
        assert_eq!(item["textEdit"]["newText"], "--mount=type=${1:cache}");
        assert_eq!((&item["insertTextFormat"], &item["tags"]), (&json!(2), &json!([1])));
        assert_eq!((&item["labelDetails"]["description"], item.get("detail")), (&json!("flag"), None));
        assert_eq!(item["command"]["command"], TRIGGER_SUGGEST);
        assert!(item.get("deprecated").is_none());
        assert_eq!(proposed(&Completion { deprecated: true, ..Completion::default() })["deprecated"], true);
    }
}
