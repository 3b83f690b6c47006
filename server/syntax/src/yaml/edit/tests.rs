//! What operations make of texts.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use text_size::TextSize;

use super::{Address, Data, Operation};
use crate::yaml::{Kind, Role, Route, Yaml, parse};

fn at(route: &str) -> Address {
    Address::new(0, Route::parse(route))
}

fn set(route: &str, value: impl Into<Data>) -> Operation {
    Operation::Set { at: at(route), value: value.into() }
}

fn add(route: &str, value: impl Into<Data>) -> Operation {
    Operation::Add { at: at(route), value: value.into() }
}

fn append(route: &str, value: impl Into<Data>) -> Operation {
    Operation::Append { at: at(route), value: value.into() }
}

fn insert(before: &str, key: Option<&str>, value: impl Into<Data>) -> Operation {
    Operation::Insert { before: at(before), key: key.map(str::to_owned), value: value.into() }
}

fn remove(route: &str) -> Operation {
    Operation::Remove { at: at(route) }
}

fn rename(route: &str, key: &str) -> Operation {
    Operation::Rename { at: at(route), key: key.to_owned() }
}

fn shift(from: &str, to: &str) -> Operation {
    Operation::Move { from: at(from), to: Route::parse(to) }
}

fn changed(text: &str, operations: &[Operation]) -> Option<String> {
    let edits = parse(text).resolve(operations)?;
    let disjoint = edits.windows(2).all(|pair| pair[0].range().end() <= pair[1].range().start());
    assert!(disjoint, "{edits:?}");
    crate::edit::apply(text, &edits)
}

#[track_caller]
fn check(text: &str, operations: &[Operation], expected: &Expect) {
    expected.assert_eq(&changed(text, operations).expect("it can be done"));
}

#[track_caller]
fn refused(text: &str, operation: Operation) {
    assert_eq!(changed(text, &[operation]), None);
}

/// A Pod as people write it.
const POD: &str = "\
apiVersion: v1
kind: Pod # what it is
metadata:
  name: \"web\"
spec:
  # the only one
  containers:
    - name: web
      image: nginx   # pinned later
      ports: [80, 443]
      args:
        - -c
        - 'x'
  restartPolicy: Always
";

#[test]
fn scalars_take_the_place_of_scalars() {
    check(
        POD,
        &[set("spec.containers[0].image", "nginx:1.27"), set("metadata.name", "api"), set("spec.restartPolicy", "no")],
        &expect![[r#"
        apiVersion: v1
        kind: Pod # what it is
        metadata:
          name: "api"
        spec:
          # the only one
          containers:
            - name: web
              image: nginx:1.27   # pinned later
              ports: [80, 443]
              args:
                - -c
                - 'x'
          restartPolicy: "no"
    "#]],
    );
    check(
        "a: 1\nb:\nc: # d\ne: |\n  x\n  y\nf: [1]\n",
        &[set("a", "1"), set("b", 2), set("c", true), set("e", "z"), set("f", Data::Null)],
        &expect![[r#"
        a: "1"
        b: 2
        c: true # d
        e: z
        f: null
    "#]],
    );
    check(
        "a: 'x'\nb: y\n",
        &[set("a", "it's"), set("b", "- z")],
        &expect![[r#"
        a: 'it''s'
        b: '- z'
    "#]],
    );
    check(
        "a: x\nb: y\n",
        &[set("a", "one\ntwo\n"), set("b", "one\n two")],
        &expect![[r#"
        a: |
          one
          two
        b: |-
          one
           two
    "#]],
    );
}

#[test]
fn collections_take_places_too() {
    check(
        POD,
        &[
            set("spec.restartPolicy", Data::map([("a", Data::from(1))])),
            set("spec.containers[0].args", Data::seq(["y".into()])),
            set("spec.containers[0].ports", Data::seq([Data::from(8080)])),
        ],
        &expect![[r#"
        apiVersion: v1
        kind: Pod # what it is
        metadata:
          name: "web"
        spec:
          # the only one
          containers:
            - name: web
              image: nginx   # pinned later
              ports: [8080]
              args:
                - "y"
          restartPolicy:
            a: 1
    "#]],
    );
    check(
        "a: 1 # why\nb:\n  c: 2\n  # in c\n# of d\nd: {}\n",
        &[set("a", Data::map([("x", "y".into())])), set("b", 3), set("d", Data::map([("e", Data::seq([]))]))],
        &expect![[r#"
        a: # why
          x: "y"
        b: 3
        # of d
        d:
          e: []
    "#]],
    );
}

#[test]
fn new_entries_come_last() {
    check(
        POD,
        &[
            set("spec.securityContext.runAsNonRoot", true),
            set("spec.containers[0].resources", Data::map([("limits", Data::map([("memory", "64Mi".into())]))])),
            set("metadata.labels[\"app.kubernetes.io/name\"]", "web"),
            add("spec.containers[0].securityContext.capabilities.drop", Data::seq(["ALL".into()])),
        ],
        &expect![[r#"
            apiVersion: v1
            kind: Pod # what it is
            metadata:
              name: "web"
              labels:
                app.kubernetes.io/name: web
            spec:
              # the only one
              containers:
                - name: web
                  image: nginx   # pinned later
                  ports: [80, 443]
                  args:
                    - -c
                    - 'x'
                  resources:
                    limits:
                      memory: 64Mi
                  securityContext:
                    capabilities:
                      drop:
                        - ALL
              restartPolicy: Always
              securityContext:
                runAsNonRoot: true
        "#]],
    );
    check(
        "a:\n- b\nc: {d: 1}\ne:\n",
        &[set("c.x", "y"), set("e.f.g", 1), set("n", Data::seq([Data::seq([1.into()]), Data::map([("k", 2.into())])]))],
        &expect![[r#"
        a:
        - b
        c: {d: 1, x: "y"}
        e:
          f:
            g: 1
        "n":
        - - 1
        - k: 2
    "#]],
    );
    check(
        "a: 1",
        &[set("b", "x")],
        &expect![[r#"
        a: 1
        b: x"#]],
    );
    let windows = changed("a:\r\n  b: 1\r\n", &[set("a.c", Data::map([("d", Data::from(2))]))]);
    assert_eq!(windows.as_deref(), Some("a:\r\n  b: 1\r\n  c:\r\n    d: 2\r\n"));
    check(
        "---\n# nothing yet\n",
        &[set("a.b", 1)],
        &expect![[r#"
        ---
        a:
          b: 1
        # nothing yet
    "#]],
    );
    check(
        "a:\n    b:\n        c: 1\n",
        &[set("a.d", Data::map([("e", Data::from(2))]))],
        &expect![[r#"
        a:
            b:
                c: 1
            d:
                e: 2
    "#]],
    );
}

#[test]
fn items_are_appended_and_inserted() {
    check(
        POD,
        &[
            append("spec.containers[0].args", "y"),
            append("spec.containers", Data::map([("name", "b".into()), ("args", Data::seq(["z".into()]))])),
            append("spec.containers[0].ports", 8080),
            append("spec.volumes", Data::map([("name", "v".into())])),
        ],
        &expect![[r#"
        apiVersion: v1
        kind: Pod # what it is
        metadata:
          name: "web"
        spec:
          # the only one
          containers:
            - name: web
              image: nginx   # pinned later
              ports: [80, 443, 8080]
              args:
                - -c
                - 'x'
                - "y"
            - name: b
              args:
                - z
          restartPolicy: Always
          volumes:
            - name: v
    "#]],
    );
    check(
        "l:\n-   a: 1\n    b: 2\n# next\nm: 3\n",
        &[append("l", Data::map([("a", 3.into()), ("b", 4.into())]))],
        &expect![[r#"
        l:
        -   a: 1
            b: 2
        -   a: 3
            b: 4
        # next
        m: 3
    "#]],
    );
    check(
        "l:\n# first\n- a\n# second\n- b\n",
        &[insert("l[1]", None, "x"), insert("l[0]", None, "y")],
        &expect![[r#"
        l:
        - "y"
        # first
        - a
        - x
        # second
        - b
    "#]],
    );
    check(
        "l:\n  - name: a\n    image: b\n",
        &[insert("l[0].name", Some("first"), 1), insert("l[0].image", Some("second"), Data::map([("x", 2.into())]))],
        &expect![[r#"
        l:
          - first: 1
            name: a
            second:
              x: 2
            image: b
    "#]],
    );
}

#[test]
fn what_is_removed_takes_its_comments_along() {
    check(
        POD,
        &[
            remove("spec.containers[0].image"),
            remove("kind"),
            remove("spec.containers[0].args[0]"),
            remove("spec.containers[0].ports[1]"),
        ],
        &expect![[r#"
        apiVersion: v1
        metadata:
          name: "web"
        spec:
          # the only one
          containers:
            - name: web
              ports: [80]
              args:
                - 'x'
          restartPolicy: Always
    "#]],
    );
    check(
        POD,
        &[remove("spec.containers[0].name"), remove("metadata.name"), remove("spec.restartPolicy")],
        &expect![[r#"
        apiVersion: v1
        kind: Pod # what it is
        metadata: {}
        spec:
          # the only one
          containers:
            - image: nginx   # pinned later
              ports: [80, 443]
              args:
                - -c
                - 'x'
    "#]],
    );
    check(
        "# top\n\n# of a\na: 1\n# of b\nb:\n  c: 2\n  # end of b\nd: 3",
        &[remove("b"), remove("d")],
        &expect![[r#"
        # top

        # of a
        a: 1"#]],
    );
    check(
        "l:\n- a\n- b: 1\n  c: 2\n- - d\n  - e\n",
        &[remove("l[2][0]"), remove("l[0]"), remove("l[0].b")],
        &expect![[r#"
        l:
        - c: 2
        - - e
    "#]],
    );
}

#[test]
fn keys_are_renamed_in_place() {
    check(
        "a: 1\n\"b\": 2 # x\n{c: d}: e\nf: {g: 1}\n",
        &[rename("a", "on"), rename("b", "bb"), rename("f.g", "h")],
        &expect![[r#"
        "on": 1
        "bb": 2 # x
        {c: d}: e
        f: {h: 1}
    "#]],
    );
    refused("a: 1\nb: 2\n", rename("a", "b"));
    refused("a: 1\n", rename("x", "b"));
}

#[test]
fn values_move() {
    check(
        "a:\n  b: # why\n    c: 1\n    # note\n    d: 'x'\n  e: 2\nf: |\n  text\n  more\n",
        &[shift("a.b", "g.h"), shift("f", "a.f")],
        &expect![[r#"
        a:
          e: 2
          f: |
            text
            more
        g:
          h:
            c: 1
            # note
            d: 'x'
    "#]],
    );
    refused("a: &x 1\nb: *x\nc: {}\n", shift("a", "c.d"));
    refused("a: {b: 1}\n", shift("a", "a.c"));
    refused("a: 1\nb: 2\n", shift("a", "b"));
}

#[test]
fn mappings_are_merged() {
    let merge = |route: &str, value| Operation::Merge { at: at(route), value };
    let context =
        Data::map([("runAsNonRoot", true.into()), ("capabilities", Data::map([("drop", Data::seq(["ALL".into()]))]))]);
    check(
        "spec:\n  containers:\n  - name: a\n    securityContext:\n      capabilities:\n        add: [NET_ADMIN]\n      runAsNonRoot: false # for now\n",
        &[merge("spec.containers[0].securityContext", context.clone()), merge("spec.securityContext", context)],
        &expect![[r#"
            spec:
              containers:
              - name: a
                securityContext:
                  capabilities:
                    add: [NET_ADMIN]
                    drop:
                    - ALL
                  runAsNonRoot: true # for now
              securityContext:
                runAsNonRoot: true
                capabilities:
                  drop:
                  - ALL
        "#]],
    );
}

#[test]
fn blocks_of_lines_are_indented_to_their_place() {
    let block = Data::Block("httpGet:\n  path: /healthz\n  port: http\n# soon\nperiodSeconds: 10\n".to_owned());
    check(
        POD,
        &[set("spec.containers[0].livenessProbe", block.clone()), append("spec.initContainers", block)],
        &expect![[r#"
        apiVersion: v1
        kind: Pod # what it is
        metadata:
          name: "web"
        spec:
          # the only one
          containers:
            - name: web
              image: nginx   # pinned later
              ports: [80, 443]
              args:
                - -c
                - 'x'
              livenessProbe:
                httpGet:
                  path: /healthz
                  port: http
                # soon
                periodSeconds: 10
          restartPolicy: Always
          initContainers:
            - httpGet:
                path: /healthz
                port: http
              # soon
              periodSeconds: 10
    "#]],
    );
}

#[test]
fn json_stays_json() {
    let json = "{\n  \"kind\": \"Pod\",\n  \"spec\": {\n    \"containers\": [\n      {\n        \"name\": \"a\"\n      }\n    ],\n    \"x\": {}\n  }\n}\n";
    check(
        json,
        &[
            set("spec.containers[0].image", "nginx"),
            set("spec.replicas", 3),
            set("spec.x.y", "yes"),
            append("spec.containers", Data::map([("name", "b".into()), ("ports", Data::seq([80.into()]))])),
            set("kind", "Job"),
        ],
        &expect![[r#"
            {
              "kind": "Job",
              "spec": {
                "containers": [
                  {
                    "name": "a",
                    "image": "nginx"
                  },
                  {
                    "name": "b",
                    "ports": [
                      80
                    ]
                  }
                ],
                "x": {"y": "yes"},
                "replicas": 3
              }
            }
        "#]],
    );
    check(
        json,
        &[remove("spec.x"), remove("spec.containers[0].name"), remove("kind")],
        &expect![[r#"
        {
          "spec": {
            "containers": [
              {}
            ]
          }
        }
    "#]],
    );
    check(
        "{\"a\":1,\"b\":[1,2]}",
        &[remove("b[0]"), add("c", "d"), insert("b", Some("x"), Data::Null)],
        &expect![[r#"{"a":1,"x": null, "b":[2], "c": "d"}"#]],
    );
}

#[test]
fn what_an_alias_repeats_is_left_alone() {
    let text = "a: &a\n  b: 1\nc: *a\nd: &d x\ne: *d\nf:\n  <<: *a\n  g: 2\n";
    for operation in
        [set("a.b", 2), set("c.b", 2), add("a.x", 1), remove("a"), remove("d"), set("d", "y"), rename("a.b", "z")]
    {
        refused(text, operation);
    }
    check(
        text,
        &[set("c", 1), set("f.b", 3), remove("e"), rename("a", "aa")],
        &expect![[r#"
        aa: &a
          b: 1
        c: 1
        d: &d x
        f:
          <<: *a
          g: 2
          b: 3
    "#]],
    );
}

#[test]
fn what_cannot_be_done_is_not() {
    refused("a: 1\n", add("a", 2));
    refused("a: 1\n", Operation::Replace { at: at("b"), value: 2.into() });
    refused("a: x\n", set("a.b", 2));
    refused("a: [1]\n", set("a[3]", 2));
    refused("a: [1, # one\n  2]\n", remove("a[0]"));
    refused("- a: 1\n  # of b\n  b: 2\n", remove("[0].a"));
    refused("a: {b: 1\nc: 2\n", set("a.d", 2));
    refused("a: 1\n", Operation::Set { at: Address::new(1, Route::new()), value: 2.into() });
    refused("a: {b: 1}\n", set("a.c", Data::Block("x: 1\n".to_owned())));
}

/// Documents in the forms people use.
fn document() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(vec![
        "x",
        "1",
        "true",
        "\"q\"",
        "'s'",
        "",
        "a b",
        "x # c",
        "[a, b]",
        "{k: v, w: [1]}",
        "[]",
        "{}",
        "|\n$  t\n$  u",
    ]);
    let line = (0usize..4, any::<bool>(), any::<bool>(), scalar, any::<bool>());
    (prop::collection::vec(line, 1..14), any::<bool>(), any::<bool>()).prop_map(|(lines, last_end, crlf)| {
        let mut text = String::new();
        let mut depth = 0;
        for (number, (level, dash, opens, scalar, comment)) in lines.into_iter().enumerate() {
            let level = level.min(depth);
            let indent = "  ".repeat(level);
            let dash = if dash && level > 0 { "- " } else { "" };
            if comment {
                text.push_str(&format!("{indent}# note {number}\n"));
            }
            let inner = format!("{indent}{}", if dash.is_empty() { "" } else { "  " });
            if opens {
                text.push_str(&format!("{indent}{dash}k{number}:\n"));
                depth = level + 1 + usize::from(!dash.is_empty());
            } else {
                text.push_str(&format!("{indent}{dash}k{number}: {}\n", scalar.replace('$', &inner)));
                depth = level;
            }
        }
        if !last_end {
            text.pop();
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn value() -> impl Strategy<Value = Data> {
    let leaf = prop_oneof![
        Just(Data::Null),
        any::<bool>().prop_map(Data::from),
        (-9i64..99).prop_map(Data::from),
        prop::sample::select(vec![
            "x",
            "yes",
            "1",
            "",
            " a",
            "a: b",
            "# c",
            "it's \"so\"",
            "a\nb\n",
            "a\nb",
            "\n",
            "\t",
            "- d",
            "{e}",
            "é\u{1f600}",
            "0x1F",
            "<<",
            "~",
            "a\n  b\nc"
        ])
        .prop_map(Data::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Data::Seq),
            prop::collection::vec(inner, 0..3).prop_map(|values| Data::map(
                values.into_iter().enumerate().map(|(index, value)| (["p", "yes", "x y"][index], value))
            )),
        ]
    })
}

/// Every scalar outside of `place`, by its route.
fn others(yaml: &Yaml, place: &Route) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for document in yaml.documents() {
        for node in document.root().descendants().filter(|node| node.role() != Role::Key) {
            let route = node.route();
            let scalar = matches!(node.kind(), Kind::Scalar(_) | Kind::Null | Kind::Alias);
            if scalar && !route.starts_with(place) && !place.starts_with(&route) {
                out.push((route.to_string(), format!("{:?} {:?}", node.text(), node.kind())));
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_changes_its_place_and_nothing_else(text in document(), value in value(), pick in any::<prop::sample::Index>(), kind in 0..4) {
        let yaml = parse(text.as_str());
        prop_assume!(yaml.errors().is_empty());
        let nodes: Vec<_> = yaml.nodes().filter(|node| node.role() != Role::Key).collect();
        let node = nodes[pick.index(nodes.len())];
        let route = node.route();
        let (operation, place) = match kind {
            0 => (Operation::Set { at: node.address(), value: value.clone() }, route),
            1 if node.is_mapping() => {
                let place = route.then("new");
                (Operation::Add { at: Address::new(0, place.clone()), value: value.clone() }, place)
            }
            2 if node.is_sequence() => {
                let place = route.then(node.items().count());
                (Operation::Append { at: node.address(), value: value.clone() }, place)
            }
            3 if node.role() == Role::Value => {
                let place = route.parent().unwrap_or_default().then("new");
                (Operation::Insert { before: node.address(), key: Some("new".into()), value: value.clone() }, place)
            }
            _ => return Ok(()),
        };
        let Some(edits) = yaml.resolve(std::slice::from_ref(&operation)) else {
            // The forms above have nothing an edit must leave alone, but for comments in brackets and on a line.
            prop_assert!(text.contains('#') || node.role() == Role::Root, "{text:?} {operation:?}");
            return Ok(());
        };
        // Among other documents it is the same edit.
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let before = format!("{text}---{newline}");
        let twice = parse(format!("{before}{text}"));
        if text.ends_with('\n') && twice.documents().len() == 2 {
            let moved: Vec<_> = edits.iter().map(|edit| edit.clone().moved_by(TextSize::of(&before))).collect();
            prop_assert_eq!(twice.resolve(&[operation.clone().in_document(1)]), Some(moved), "{}", text);
        }
        let after = crate::edit::apply(&text, &edits).unwrap();
        let changed = parse(after.as_str());
        prop_assert_eq!(changed.errors(), &[], "{}", after);
        prop_assert_eq!(others(&changed, &place), others(&yaml, &place), "{} became {}", text, after);
        let found = changed.document(0).and_then(|it| it.find(&place));
        prop_assert!(found.is_some_and(|node| super::same(node, &value)), "{} became {}", text, after);
        let lone = after.replace("\r\n", "");
        let crlf = text.contains("\r\n");
        prop_assert!(!lone.contains(if crlf { '\n' } else { '\r' }), "line ends in {after:?}");
        if kind == 0 {
            prop_assert_eq!(changed.resolve(&[operation]), Some(Vec::new()), "{}", after);
        } else {
            prop_assert_eq!(after.matches("# note").count(), text.matches("# note").count());
        }
    }
}
