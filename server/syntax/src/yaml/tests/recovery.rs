//! Texts that are being typed: the broken line is lost, nothing else.

use super::super::{Route, parse};

/// Reads `text` and finds each of `expected`, `route=value`.
#[track_caller]
fn keeps(text: &str, expected: &[&str]) {
    let yaml = parse(text);
    super::assert_tree(&yaml);
    assert!(!yaml.errors().is_empty(), "the text is right");
    for expected in expected {
        let (route, value) = expected.split_once('=').unwrap();
        let (document, route) = route.split_once('/').unwrap_or(("0", route));
        let document = yaml.document(document.parse().unwrap()).unwrap();
        let found = document.find(&Route::parse(route)).and_then(super::Node::text);
        assert_eq!(found.as_deref(), Some(value), "{route} in {:#?}", super::dump(text));
    }
}

#[test]
fn a_key_without_colon() {
    // First, between, last and alone of its block; in a list item; several in a row.
    keeps("kind: Pod\nspec:\n  dnsPol\n  containers:\n  - name: a\n", &["kind=Pod", "spec.containers[0].name=a"]);
    keeps("spec:\n  a: 1\n  dnsPol\n  b: 2\n", &["spec.a=1", "spec.b=2"]);
    keeps("spec:\n  a: 1\n  dnsPol", &["spec.a=1"]);
    keeps("met\nkind: Pod\nspec:\n  a: 1\n", &["kind=Pod", "spec.a=1"]);
    keeps("met\nki\nspec:\n  a: 1\n", &["spec.a=1"]);
    keeps("ports:\n  - prot\n    containerPort: 80\n  - name: b\n", &["ports[0].containerPort=80", "ports[1].name=b"]);
}

#[test]
fn a_key_without_colon_above_a_list() {
    keeps(
        "spec:\n  containers\n  - name: a\n  volumes:\n  - name: v\n",
        &["spec.containers[0].name=a", "spec.volumes[0].name=v"],
    );
    keeps("rules:\n- apiGr\n    - apps\n  verbs:\n    - get\n", &["rules[0].apiGr[0]=apps", "rules[0].verbs[0]=get"]);
    // Without a key behind it this is one text over three lines, and right.
    assert!(parse("args:\n  words\n  - a\n  - b\n").errors().is_empty());
    keeps("c:\n  args\n  - a\n  - b\n  image: x\n", &["c.args[1]=b", "c.image=x"]);
}

#[test]
fn a_word_between_a_key_and_its_block() {
    keeps(
        "spec:\n  template:\n  repl\n    metadata:\n      name: a\n  x: 1\n",
        &["spec.template.metadata.name=a", "spec.x=1"],
    );
    keeps("spec:\n      repl\n  template:\n    a: 1\n", &["spec.template.a=1"]);
    keeps("list:\nword\n- a: 1\n- a: 2\nz: 3\n", &["list[1].a=2", "z=3"]);
}

#[test]
fn quotes_that_stay_open() {
    keeps("a: \"x\nb: 1\n", &["a=x", "b=1"]);
    keeps("spec:\n  a: 'it\n  b: 'that'\nc: 1\n", &["spec.b=that", "c=1"]);
    keeps("spec:\n  \"na\n  b: \"c\"\nd: 1\n", &["spec.b=c", "d=1"]);
    keeps("args: [\"a, b]\nc: 1\n", &["c=1"]);
    keeps("{\n  \"a\": \"x,\n  \"b\": {\n    \"c\": 1\n  }\n}\n", &["a=x", "b.c=1"]);
}

#[test]
fn brackets_that_stay_open() {
    keeps("spec:\n  command: [sh, -c\n  image: x\nz: 1\n", &["spec.command[1]=-c", "spec.image=x", "z=1"]);
    keeps("- a: {b: [1, 2}\n  c: 3\n- d\n", &["[0].a.b[1]=2", "[0].c=3", "[1]=d"]);
    keeps("a: [b,\n---\nc: d\n", &["1/c=d"]);
    keeps("a: [b]]\nc: d\n", &["a[0]=b", "c=d"]);
    keeps("{\"a\": 1\n \"b\": 2}\n", &["a=1", "b=2"]);
    keeps("{\"a\": {\"b\": 1, \"c\"}, \"d\": [2,,3], \"e\": 4]}\n", &["a.b=1", "d[1]=3", "e=4"]);
}

#[test]
fn a_key_beside_its_column() {
    keeps("spec:\n   a: 1\n  b:\n    c: 2\nd: 3\n", &["spec.a=1", "spec.b.c=2", "d=3"]);
    keeps(
        "spec:\n a:\n    x: 1\n  b:\n    c: 2\n  d:\n  - e\nf: 3\n",
        &["spec.a.x=1", "spec.b.c=2", "spec.d[0]=e", "f=3"],
    );
    keeps("a:\n    b: 1\n c: 2\nd: 3\n", &["a.b=1", "c=2", "d=3"]);
    keeps("metadata:\n  name: x\n spec:\n  replicas: 1\n", &["metadata.name=x", "spec.replicas=1"]);
}

#[test]
fn a_dash_beside_its_column() {
    keeps("l:\n- a: 1\n  b: 2\n - a: 3\n   b: 4\n- a: 5\nz: 6\n", &["l[1].b=4", "l[2].a=5", "z=6"]);
    keeps(
        "c:\n- env:\n  - name: a\n - name: b\n    value: x\n  - name: c\n  image: i\n",
        &["c[0].env[1].value=x", "c[0].env[2].name=c", "c[0].image=i"],
    );
    keeps("spec:\n  l:\n - a: 1\n    b: 2\n  - a: 3\n  z: 4\n", &["spec.l[0].b=2", "spec.l[1].a=3", "spec.z=4"]);
    keeps("l:\n  - a: 1\n    b: 2\n    - a: 3\n  - a: 4\n", &["l[0].b=2", "l[1].a=3", "l[2].a=4"]);
}

#[test]
fn tabs() {
    keeps("a:\n\tb: 1\n\tc:\n\t\td: 2\ne: 3\n", &["a.b=1", "a.c.d=2", "e=3"]);
    keeps("l:\n  -\ta: 1\n  -\tb: 2\n", &["l[0].a=1", "l[1].b=2"]);
    keeps("a: |\n\tx\n\ty\nb: 1\n", &["b=1"]);
}

#[test]
fn other_slips() {
    keeps("a: b: c\nd: 1\n", &["d=1"]);
    keeps("a:b\nc: 1\n", &["c=1"]);
    keeps("l:\n-a\n- b\nc: 1\n", &["c=1"]);
    keeps("a: - b\n   - c\nd: 1\n", &["a[0]=b", "a[1]=c", "d=1"]);
    keeps("a: @b\nc: *\nd: &\ne: |x\n  f\ng: 1\n", &["g=1"]);
    keeps("a: 1\n- b\nc: 2\n", &["a=1", "c=2"]);
    keeps("a: 'b' c\nd: \"\\d\"\ne: 1\n", &["a=b", "e=1"]);
    keeps("--- a: b\nc: d\n---\ne: f\n", &["1/e=f"]);
}
