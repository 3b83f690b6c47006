//! Signature help.

use tower_lsp::ls_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams, SignatureInformation,
};

use crate::lsp::convert::Encoding;
use crate::lsp::markup;
use crate::lsp::view::View;

/// Answers `textDocument/signatureHelp`.
pub(in crate::lsp) fn help(view: &View, params: &SignatureHelpParams) -> Option<SignatureHelp> {
    let at = &params.text_document_position_params;
    let (path, places) = view.document(&at.text_document.uri)?;
    let help = ide::signature::help(view.snapshot(), &path, places.offset(at.position))?;
    let documentation = |text: &str| {
        let texts = &view.session.texts;
        let content = markup::content(text, texts.signature_markdown, texts.details);
        (!text.is_empty()).then_some(Documentation::MarkupContent(content))
    };
    let signature = |signature: &ide::Signature| {
        let mut from = 0;
        let parameter = |(label, text): &(String, String)| ParameterInformation {
            label: match view.session.label_offsets.then(|| offsets(&signature.label, label, &mut from)).flatten() {
                Some(offsets) => ParameterLabel::LabelOffsets(offsets),
                None => ParameterLabel::Simple(label.clone()),
            },
            documentation: documentation(text),
        };
        SignatureInformation {
            parameters: Some(signature.parameters.iter().map(parameter).collect()),
            documentation: documentation(&signature.documentation),
            label: signature.label.clone(),
            active_parameter: None,
        }
    };
    Some(SignatureHelp {
        signatures: help.signatures.iter().map(signature).collect(),
        active_signature: u32::try_from(help.active).ok(),
        active_parameter: help.active_parameter.and_then(|index| u32::try_from(index).ok()),
    })
}

/// Where `parameter` stands in `label` from byte `from` on, which moves behind it. Counted in units of UTF-16, whatever
/// positions are counted in.
fn offsets(label: &str, parameter: &str, from: &mut usize) -> Option<[u32; 2]> {
    let start = *from + label.get(*from..)?.find(parameter)?;
    let end = start + parameter.len();
    *from = end;
    Some([Encoding::Utf16.length(&label[..start]), Encoding::Utf16.length(&label[..end])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_one_behind_the_other() {
        let label = "COPY <source>… <source>";
        let mut from = 0;
        let found: Vec<_> =
            ["COPY", "<source>…", "<source>", "<other>"].map(|parameter| offsets(label, parameter, &mut from)).to_vec();
        assert_eq!(found, [Some([0, 4]), Some([5, 14]), Some([15, 23]), None]);
    }
}
