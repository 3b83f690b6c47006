//! An edit at any node of any YAML: it applies, leaves no new error, and done twice it changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use syntax::yaml::{self, Data, Operation, Role};

fuzz_target!(|input: (&str, u16, u8, &str)| {
    let (text, pick, kind, value) = input;
    let tree = yaml::parse(text);
    let nodes: Vec<_> = tree.nodes().filter(|node| node.role() != Role::Key).collect();
    let Some(node) = nodes.get(usize::from(pick) % nodes.len().max(1)) else { return };
    let (at, value) = (node.address(), Data::text(value));
    let operation = match kind % 6 {
        0 => Operation::Set { at, value },
        1 => Operation::Append { at, value },
        2 => Operation::Insert { before: at, key: node.key().map(|_| "new".to_owned()), value },
        3 => Operation::Remove { at },
        4 => Operation::Rename { at, key: "new".to_owned() },
        _ => Operation::Merge { at, value: Data::map([("new", value)]) },
    };
    let Some(edits) = tree.resolve(std::slice::from_ref(&operation)) else { return };
    let changed = yaml::parse(syntax::apply(text, &edits).expect("edits apply"));
    assert!(changed.errors().len() <= tree.errors().len());
    if matches!(operation, Operation::Set { .. }) {
        assert_eq!(changed.resolve(&[operation]), Some(Vec::new()));
    }
});
