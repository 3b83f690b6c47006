//! Any text as YAML: the tree is sound, every place has an answer, and a second reading is the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use syntax::yaml::{self, Flavour};

fuzz_target!(|text: &str| {
    let tree = yaml::parse(text);
    assert_eq!(yaml::invariants::broken(&tree), None);
    for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).take(200) {
        let offset = u32::try_from(at).unwrap_or(u32::MAX).into();
        let _ = (tree.cursor(offset), tree.node_at(offset));
    }
    for node in tree.nodes().take(200) {
        let _ = (node.comments(), node.route(), node.merged_entries(), node.resolved(Flavour::Kubernetes));
    }
});
