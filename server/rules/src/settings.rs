//! What is found in settings files: keys and values that mean nothing, names that no rule has.

use project::{Document, Severity, Snapshot};
use syntax::{TextEdit, TextRange};

use crate::catalogue;
use crate::finding::{Finding, FindingFix};
use crate::fix::Safety;
use crate::judge;
use crate::plimsoll::{invalid_setting, unknown_rule};
use crate::rule::Rule;

/// What is wrong in `document`, as far as it is a settings file that was read; in no order.
pub(crate) fn findings(snapshot: &Snapshot, document: &Document) -> Vec<Finding> {
    let tree = snapshot.settings_tree();
    let settings = snapshot.settings(&document.path);
    let level = |rule: &Rule| judge::verdict(rule, &settings, &document.path).0;
    let mut found = Vec::new();
    if let Some(severity) = level(&invalid_setting::RULE) {
        found.extend(tree.mistakes(&document.path).iter().map(|mistake| {
            let fix = mistake.meant.as_ref().map(|meant| replacement(mistake.range, meant));
            finding(&invalid_setting::RULE, severity, mistake.range, mistake.message.clone(), fix)
        }));
    }
    if let Some(severity) = level(&unknown_rule::RULE) {
        let unknown = tree.rule_names(&document.path).iter().filter(|name| catalogue::find(&name.name).is_none());
        found.extend(unknown.map(|name| {
            let fix = catalogue::nearest(&name.name).map(|rule| replacement(name.range, rule.name));
            finding(&unknown_rule::RULE, severity, name.range, unknown_rule::message(&name.name), fix)
        }));
    }
    // Should the text have changed since the settings were read, what lies behind its end is out of date.
    found.retain(|finding| usize::from(finding.range.end()) <= document.text.len());
    found
}

fn finding(
    rule: &'static Rule,
    severity: Severity,
    range: TextRange,
    message: String,
    fix: Option<FindingFix>,
) -> Finding {
    Finding {
        rule,
        severity,
        range,
        message,
        labels: Vec::new(),
        fixes: fix.into_iter().collect(),
        tag: None,
        members: Vec::new(),
    }
}

/// What was meant in the place of what is written. A guess, so a person chooses it.
fn replacement(range: TextRange, meant: &str) -> FindingFix {
    FindingFix {
        title: format!("Write `{meant}`"),
        safety: Safety::Unsafe,
        edits: vec![TextEdit::replace(range, meant)],
        creates: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use expect_test::expect;
    use project::files::Memory;
    use project::settings::{Flags, SettingsTree};
    use project::{Document, Snapshot, World};
    use syntax::apply;

    use crate::judge;
    use crate::{Finding, Safety};

    const FILE: &str = "/w/plimsoll.yaml";

    /// A workspace whose only file is a settings file with this text.
    fn workspace(text: &str) -> (Snapshot, Arc<Document>) {
        let memory = Arc::new(Memory::new([(PathBuf::from(FILE), text.to_owned())]));
        let mut world = World::new(memory);
        let settings = SettingsTree::read(world.snapshot().files(), &[PathBuf::from(FILE)], &[], &Flags::default());
        world.set_settings(settings);
        let snapshot = world.snapshot();
        let document = snapshot.document(Path::new(FILE)).expect("the file");
        (snapshot, document)
    }

    fn findings(text: &str) -> Vec<Finding> {
        let (snapshot, document) = workspace(text);
        judge::findings(&snapshot, &document)
    }

    fn shown(text: &str, findings: &[Finding]) -> String {
        testing::annotate(
            text,
            findings.iter().map(|finding| {
                let range = usize::from(finding.range.start())..usize::from(finding.range.end());
                (range, format!("{}[{}] {}", finding.severity.name(), finding.rule.name, finding.message))
            }),
        )
    }

    #[test]
    fn mistakes_and_unknown_names_are_findings() {
        let text = "\
profile: productoin
rules:
  docker/add-insted-of-copy: off
  'DL302O': hint
  hadolint/dl3020: off
  add-instead-of-copy: info
  DL3020: info
  made/up: { lvel: off }
";
        expect![[r#"
            profile: productoin
                     ^^^^^^^^^^ error[plimsoll/invalid-setting] unknown profile `productoin` (did you mean `production`?)
            rules:
              docker/add-insted-of-copy: off
              ^^^^^^^^^^^^^^^^^^^^^^^^^ warning[plimsoll/unknown-rule] unknown rule `docker/add-insted-of-copy` (did you mean `docker/add-instead-of-copy`?)
              'DL302O': hint
              ^^^^^^^^ warning[plimsoll/unknown-rule] unknown rule `DL302O`; `plimsoll rules` lists all
              hadolint/dl3020: off
              add-instead-of-copy: info
              DL3020: info
              made/up: { lvel: off }
              ^^^^^^^ warning[plimsoll/unknown-rule] unknown rule `made/up`; `plimsoll rules` lists all
                         ^^^^ error[plimsoll/invalid-setting] unknown key `lvel` (did you mean `level`?)
        "#]].assert_eq(&shown(text, &findings(text)));
    }

    #[test]
    fn what_was_meant_is_a_fix_to_choose() {
        let mut text = "profile: 'productoin'\nrules: { \"docker/add-insted-of-copy\": \"of\" }\nhint: {}\n".to_owned();
        let found = findings(&text);
        assert_eq!(found.len(), 4);
        for finding in found.iter().rev() {
            let fix = finding.fixes.first().expect("a fix");
            assert_eq!(fix.safety, Safety::Unsafe);
            text = apply(&text, &fix.edits).expect("edits inside the text");
        }
        assert_eq!(text, "profile: production\nrules: { docker/add-instead-of-copy: off }\nhints: {}\n");
        assert!(findings(&text).is_empty());
    }

    #[test]
    fn settings_decide_about_findings_in_settings() {
        let text = "hint: {}\nrules: { plimsoll/invalid-setting: warning, plimsoll/unknown-rule: off, made/up: off }\n";
        let found = findings(text);
        assert_eq!(shown(text, &found), shown(text, &found[..1]));
        assert!(shown(text, &found).contains("^^^^ warning[plimsoll/invalid-setting] unknown key `hint`"));
    }

    #[test]
    fn an_open_buffer_counts_once_it_is_read() {
        let (snapshot, _) = workspace("profile: all\n");
        let mut world = World::new(Arc::new(Memory::new([(PathBuf::from(FILE), "profile: all\n".to_owned())])));
        world.set_settings(snapshot.settings_tree().clone());
        world.open(Path::new(FILE), Arc::from("profile: al\n"), 1, None);
        let settings = SettingsTree::read(world.snapshot().files(), &[PathBuf::from(FILE)], &[], &Flags::default());
        world.set_settings(settings);
        let snapshot = world.snapshot();
        let document = snapshot.document(Path::new(FILE)).expect("the buffer");
        assert_eq!(judge::findings(&snapshot, &document).len(), 1);
    }

    /// The examples of the rules about settings are settings: one half is wrong, the other is not.
    #[test]
    fn the_pages_of_the_rules_are_true() {
        let rules = [&crate::plimsoll::invalid_setting::RULE, &crate::plimsoll::unknown_rule::RULE];
        for rule in rules {
            let [wrong, right] = rule.examples();
            let fires = |files: &[(String, String)]| {
                let (path, text) = files.first().expect("an example");
                assert_eq!(path, "plimsoll.yaml");
                findings(text).iter().any(|finding| std::ptr::eq(finding.rule, rule))
            };
            assert!(fires(&wrong.files), "{}: the example does not fire", rule.name);
            assert!(!fires(&right.files), "{}: what to use instead fires", rule.name);
        }
    }

    #[test]
    fn other_yaml_is_none_of_ours() {
        let memory = Memory::new([(PathBuf::from("/w/values.yaml"), "profile: x\n".to_owned())]);
        let snapshot = World::new(Arc::new(memory)).snapshot();
        let document = snapshot.document(Path::new("/w/values.yaml")).expect("the file");
        assert!(judge::findings(&snapshot, &document).is_empty());
    }
}
