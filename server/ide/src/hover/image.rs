//! Hovers on images: what a tag contains.

use schema::dockerfile::Known;
use syntax::image_reference::ImageReference;

/// What is known of the image `text` refers to; the reference in full at least.
pub(super) fn hover(text: &str) -> Option<String> {
    let reference = ImageReference::parse(text);
    if !reference.errors.is_empty() {
        return None;
    }
    let mut out = format!("**`{}`** · image", reference.canonical());
    let Some(known) = schema::dockerfile::image(&reference.familiar_name()) else { return Some(out) };
    if !known.purpose.is_empty() {
        out.push_str(&format!(" · {}", known.purpose));
    }
    let Some(variant) = known.variant_for_tag(reference.tag().unwrap_or("latest")) else {
        out.push_str(&format!("\n\nNo variant of the built-in list (of {}) matches this tag.", known.as_of));
        return Some(out);
    };
    let mut lines = Vec::new();
    let mut fact = |name: &str, value: Known<&str>, none: &str| match value {
        Known::Some(value) => lines.push(format!("{name}: `{value}`")),
        Known::None => lines.push(format!("{name}: {none}")),
        Known::Unknown => {}
    };
    fact("distribution", variant.base_distribution, "none");
    fact("libc", variant.libc, "none: static binaries only");
    fact("shell", variant.shell, "none: `RUN` and `CMD` in shell form cannot work");
    fact("package manager", variant.package_manager, "none");
    fact("user", variant.default_user, "not set");
    fact("non-root user", variant.nonroot_user, "none is there; create one");
    fact("working directory", variant.workdir, "`/`");
    if !lines.is_empty() {
        out.push_str("\n\n- ");
        out.push_str(&lines.join("\n- "));
    }
    out.push_str(&format!("\n\nAs of {}.", known.as_of));
    Some(out)
}
