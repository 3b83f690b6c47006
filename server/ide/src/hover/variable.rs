//! Hovers on variables: the value here, and where it comes from.

use project::docker::{Binding, BindingKind, Model};
use syntax::TextRange;
use syntax::dockerfile::Modifier;

/// A use of `name` in the instruction `index`.
pub(super) fn usage(model: &Model, index: usize, name: &str, modifier: Option<&Modifier>) -> Option<String> {
    let scope = model.scope(index);
    let mut text = match scope.binding(name) {
        Some(binding) => bound(model, binding),
        None => match (schema::dockerfile::predefined_argument(name), scope.global(name)) {
            (Some(known), _) => format!("**`{name}`** · predefined build argument\n\n{}", known.documentation),
            (None, Some(global)) if scope.stage().is_some() => format!(
                "**`{name}`** · not visible here\n\n`ARG {name}` in line {} stands before the first `FROM`: a stage sees it only after an \
                 `ARG {name}` of its own. Here it is empty.",
                model.lines.line(global.node.range().start()) + 1
            ),
            (None, _) => return None,
        },
    };
    if let Some(known) = modifier.and_then(|modifier| {
        schema::dockerfile::variable_modifiers().iter().find(|it| it.operator == modifier.operator)
    }) {
        text.push_str(&format!("\n\n`{}`: {}", known.operator, known.documentation));
    }
    Some(text)
}

/// The declaration of `name` at `range`.
pub(super) fn declaration(model: &Model, index: usize, name: &str, range: TextRange) -> Option<String> {
    let all = model.scope(index).all();
    let binding = all.into_iter().find(|binding| binding.node.range() == range)?;
    let mut text = bound(model, binding);
    if let Some(known) = schema::dockerfile::predefined_argument(name) {
        text.push_str(&format!("\n\n{}", known.documentation));
    }
    Some(text)
}

fn bound(model: &Model, binding: &Binding) -> String {
    let line = model.lines.line(binding.node.range().start()) + 1;
    let value = match (&binding.value, binding.kind) {
        (Some(value), BindingKind::Env) => format!("= `{}`", shown(value)),
        (Some(value), BindingKind::Arg | BindingKind::GlobalArg) => {
            format!("= `{}` unless `--build-arg` says otherwise", shown(value))
        }
        (None, BindingKind::Arg | BindingKind::GlobalArg) if !binding.has_value => {
            "no default: empty unless `--build-arg` gives it".to_owned()
        }
        (None, _) => "the value depends on the build".to_owned(),
    };
    let (kind, note) = match binding.kind {
        BindingKind::Env => ("ENV", "Stays in the image: every process of a container sees it."),
        BindingKind::Arg => ("ARG", "For the build only: gone in the container, but visible in the image's history."),
        BindingKind::GlobalArg => {
            ("ARG before `FROM`", "Seen by `FROM` lines; a stage sees it only after an `ARG` of its own.")
        }
    };
    format!("**`{}`** {value}\n\n{kind} in line {line}. {note}", binding.name)
}

/// Values that look secret are not repeated on the screen; long ones are cut.
fn shown(value: &str) -> String {
    const LENGTH: usize = 120;
    let line = value.replace(['\n', '\r'], " ").replace('`', "'");
    match line.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
