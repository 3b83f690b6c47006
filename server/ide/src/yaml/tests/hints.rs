//! What is shown behind the values of Secrets.

use expect_test::{Expect, expect};
use project::settings::{Flags, SettingsTree};
use syntax::{TextRange, TextSize, apply};

use crate::check::Case;
use crate::inlay::hints;

fn shown(case: &Case) -> String {
    let path = case.path();
    let text = case.text(&path);
    let found = hints(&case.snapshot, &path, TextRange::up_to(TextSize::of(text)));
    let edits = found.iter().map(|hint| syntax::TextEdit::insert(hint.offset, format!(" «{}»", hint.label)));
    apply(text, &edits.collect::<Vec<_>>()).expect("hints lie inside the text")
}

#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    expected.assert_eq(&shown(&Case::new(fixture)));
}

const SECRET: &str = "#- a.yaml
apiVersion: v1
kind: Secret
metadata: {name: aHVudGVyMg==}
data:
  password: aHVudGVyMg==
  newline: \"aHVudGVyMgo=\" # from echo
  none:
  empty: ''
  wrapped: >-  # folded
    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
    LS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQ==
  literal: |
    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
    LS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQ==
  sealed: ENC[AES256_GCM,data:x]
  number: 1234
  list: [a]
stringData:
  password: aHVudGVyMg==
";

#[test]
fn lengths_and_kinds_of_secrets() {
    check(
        SECRET,
        &expect![[r#"
        apiVersion: v1
        kind: Secret
        metadata: {name: aHVudGVyMg==}
        data:
          password: aHVudGVyMg== «7 bytes, text»
          newline: "aHVudGVyMgo=" «8 bytes, text with a line end» # from echo
          none:
          empty: '' «empty»
          wrapped: >-  # folded
            LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
            LS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQ==
          literal: | «52 bytes, PEM certificate»
            LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
            LS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQ==
          sealed: ENC[AES256_GCM,data:x]
          number: 1234
          list: [a]
        stringData:
          password: aHVudGVyMg==
    "#]],
    );
    check(
        "#- a.yaml\nkind: List\napiVersion: v1\nitems:\n- kind: Secret\n  apiVersion: v1\n  data: {a: YQ==}\n- kind: ConfigMap\n  apiVersion: v1\n  data: {a: YQ==}\n  binaryData: {a: AAEC}\n---\nkind: Other\napiVersion: v1\ndata: {a: YQ==}\n",
        &expect![[r#"
            kind: List
            apiVersion: v1
            items:
            - kind: Secret
              apiVersion: v1
              data: {a: YQ== «1 byte, text»}
            - kind: ConfigMap
              apiVersion: v1
              data: {a: YQ==}
              binaryData: {a: AAEC «3 bytes, binary»}
            ---
            kind: Other
            apiVersion: v1
            data: {a: YQ==}
        "#]],
    );
}

#[test]
fn they_can_be_switched_off() {
    let case = Case::with(SECRET, |world| {
        let files = project::files::Memory::default();
        let settings = serde_json::json!({ "hints": { "secretData": false } });
        world.set_settings(SettingsTree::read(&files, &[], &[(None, settings)], &Flags::default()));
    });
    assert_eq!(shown(&case), case.text(&case.path()));
}
