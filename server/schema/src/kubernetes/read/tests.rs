use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};

use super::super::text::{File, read as read_text, write};
use super::super::{Definitions, Schema, Version};
use super::{Mistake, Reading, read, read_as};

/// What is read, as text, and the mistakes below it.
fn check(json: &Json, expected: &Expect) {
    let Reading { blocks, bundled, mistakes } = read(json);
    let file = File { blocks };
    let text = write(&file);
    assert_eq!(read_text(&text).as_ref(), Ok(&file), "{text}");
    let mistakes: String = mistakes.iter().map(|Mistake { place, reason }| format!("! {place}: {reason}\n")).collect();
    let bundled = if bundled == 0 { String::new() } else { format!("({bundled} bundled)\n") };
    expected.assert_eq(&format!("{text}{bundled}{mistakes}"));
}

fn definition(version: &Json) -> Json {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {
            "group": "example.com",
            "scope": "Cluster",
            "names": {"kind": "Tab", "plural": "tabs", "shortNames": ["tb", "not a name"]},
            "versions": [version],
        },
    })
}

#[test]
fn a_definition_gives_a_kind_for_each_version() {
    let crd = json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"kind": "CronTab", "plural": "crontabs", "shortNames": ["ct"]},
            "versions": [
                {
                    "name": "v1",
                    "served": true,
                    "storage": true,
                    "subresources": {"status": {}},
                    "additionalPrinterColumns": [{"name": "Spec", "jsonPath": ".spec"}],
                    "schema": {"openAPIV3Schema": {
                        "description": "A table\nof jobs.\n\nMore of it.",
                        "type": "object",
                        "required": ["spec"],
                        "properties": {
                            "metadata": {"type": "object"},
                            "spec": {
                                "type": "object",
                                "required": ["replicas"],
                                "x-kubernetes-validations": [
                                    {"rule": "self.replicas < 5", "message": "too many"},
                                    {"rule": "true", "messageExpression": "'no'"},
                                ],
                                "properties": {
                                    "replicas": {"type": "integer", "minimum": 1, "default": 1, "nullable": true},
                                    "port": {"x-kubernetes-int-or-string": true},
                                    "items": {
                                        "type": "array",
                                        "x-kubernetes-list-type": "map",
                                        "x-kubernetes-list-map-keys": ["name"],
                                        "items": {"type": "object", "properties": {"name": {"type": "string"}}},
                                    },
                                    "template": {
                                        "type": "object",
                                        "x-kubernetes-embedded-resource": true,
                                        "properties": {"spec": {"type": "object"}},
                                    },
                                    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
                                },
                            },
                        },
                    }},
                },
                {"name": "v1beta1", "served": false, "deprecated": true, "schema": {"openAPIV3Schema": {}}},
            ],
        },
    });
    check(
        &crd,
        &expect![[r#"
        kind example.com/v1 CronTab plural=crontabs scope=Namespaced short=ct marks=storage : object doc="A table of jobs."
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
         spec! object rule="self.replicas < 5",true message="too many","" message-rule="",'no'
          free object preserve-unknown
          items []object list=map keys=name
           name string
          port string/int int-or-string
          replicas! int min=1 default-json=1 nullable
          template object embedded
           apiVersion string
           kind string
           metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
           spec object
         status any preserve-unknown
        kind example.com/v1beta1 CronTab plural=crontabs scope=Namespaced short=ct marks=deprecated,unserved : object
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
    "#]],
    );
}

#[test]
fn the_old_form_keeps_unknown_fields_unless_it_says_otherwise() {
    let old = |preserve: Option<bool>| {
        let mut crd = json!({
            "apiVersion": "apiextensions.k8s.io/v1beta1",
            "kind": "CustomResourceDefinition",
            "spec": {
                "group": "example.com",
                "version": "v1",
                "names": {"kind": "Tab"},
                "validation": {"openAPIV3Schema": {"properties": {"spec": {"properties": {"a": {"type": "string"}}}}}},
            },
        });
        if let Some(preserve) = preserve {
            crd["spec"]["preserveUnknownFields"] = preserve.into();
        }
        crd
    };
    check(
        &old(None),
        &expect![[r#"
        kind example.com/v1 Tab scope=Namespaced : object preserve-unknown
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
         spec any preserve-unknown
          a string
    "#]],
    );
    check(
        &old(Some(false)),
        &expect![[r#"
        kind example.com/v1 Tab scope=Namespaced : object
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
         spec any
          a string
    "#]],
    );
}

#[test]
fn a_version_without_a_schema_takes_anything() {
    check(
        &definition(&json!({"name": "v1"})),
        &expect![[r#"
        kind example.com/v1 Tab plural=tabs scope=Cluster short=tb : object preserve-unknown
         apiVersion string
         kind string
         metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
    "#]],
    );
}

#[test]
fn what_is_no_definition_is_told() {
    let crd = |spec: &Json| json!({"kind": "CustomResourceDefinition", "spec": spec});
    check(
        &crd(&json!({})),
        &expect![[r#"
        ! /spec/group: an API group is needed, such as `example.com`
    "#]],
    );
    check(
        &crd(&json!({"group": "a.b", "names": {"kind": "no kind"}})),
        &expect![[r#"
        ! /spec/names/kind: the name of the kind is needed, such as `CronTab`
    "#]],
    );
    check(
        &crd(&json!({"group": "a.b", "names": {"kind": "A"}, "versions": [{"name": "V 1"}]})),
        &expect![[r#"
        ! /spec/versions/0/name: a version is needed, such as `v1alpha1`
    "#]],
    );
    check(
        &crd(&json!({"group": "a.b", "names": {"kind": "A"}})),
        &expect![[r#"
        ! /spec/versions: a version is needed, such as `v1alpha1`
    "#]],
    );
    check(&json!({"kind": "ConfigMap", "type": "object"}), &expect![]);
    check(&json!([1]), &expect![]);
}

#[test]
fn a_list_gives_all_of_its_definitions() {
    let list = json!({"kind": "List", "items": [definition(&json!({"name": "v1"})), {"kind": "Pod"}]});
    assert_eq!(read(&list).kinds().collect::<Vec<_>>(), [("example.com/v1", "Tab")]);
}

#[test]
fn references_may_go_round_in_circles() {
    check(
        &json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {
                "tree": {"$ref": "#/$defs/tree"},
                "self": {"$ref": "#"},
                "like": {"$ref": "#/properties/tree"},
                "lost": {"$ref": "#/$defs/lost"},
                "far": {"$ref": "other.json"},
                "meta": {"$ref": "_definitions.json#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"},
            },
            "$defs": {
                "tree": {"properties": {"left": {"$ref": "#/$defs/tree"}, "loop": {"$ref": "#/$defs/loop"}}},
                "loop": {"$ref": "#/$defs/loop"},
            },
        }),
        &expect![[r#"
            format # : any
             far ->#other.json
             like ->#/properties/tree
             lost ->lost
             meta ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
             self ->#
             tree ->tree
            type # : any
             far ->#other.json
             like ->#/properties/tree
             lost ->lost
             meta ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
             self ->#
             tree ->tree
            type #/properties/tree : ->tree
            type tree : any
             left ->tree
             loop ->loop
            type loop : ->loop
            ! : `$ref: other.json` leads to nothing in this file; it takes anything
            ! : `$ref: #/$defs/lost` leads to nothing in this file; it takes anything
        "#]],
    );
}

#[test]
fn circles_of_alternatives_end() {
    let branches: Vec<Json> = (0..40).map(|_| json!({"$ref": "#"})).collect();
    let reading = read_as(&json!({"anyOf": branches, "properties": {"a": {"type": "string"}}}), "e.io/v1", "Loop");
    let definitions = Definitions::new(&reading.blocks);
    let schema = definitions.kinds().next().and_then(|kind| kind.schema(Version::newest())).unwrap();
    assert!(schema.types().is_any());
    assert_eq!(schema.fields().map(|field| field.name).collect::<Vec<_>>(), ["a", "apiVersion", "kind", "metadata"]);
}

#[test]
fn newer_drafts_write_bounds_and_tuples_in_their_own_way() {
    check(
        &json!({
            "properties": {
                "above": {"type": "number", "exclusiveMinimum": 5, "exclusiveMaximum": 6.5},
                "old": {"type": "integer", "minimum": 5, "exclusiveMinimum": true, "maximum": 7, "exclusiveMaximum": false},
                "pair": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
                "tuple": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}]},
                "either": {"type": ["string", "null"], "const": "a"},
                "odd": {"minimum": "x", "maxLength": -1, "pattern": 3, "uniqueItems": "yes", "enum": 4, "required": 1},
            },
        }),
        &expect![[r#"
            format # : any
             above number min=5 max=6.5 above-min below-max
             either string/null enum=a
             odd any
             old int min=5 max=7 above-min
             pair array
             tuple array
        "#]],
    );
}

#[test]
fn documents_of_a_cluster_give_the_kinds_that_are_not_bundled() {
    let gvk = |kind: &str| json!([{"group": "example.com", "version": "v1", "kind": kind}]);
    check(
        &json!({
            "openapi": "3.0.0",
            "paths": {
                "/apis/example.com/v1/namespaces/{namespace}/tabs/{name}": {
                    "get": {"x-kubernetes-group-version-kind": gvk("Tab")[0]},
                },
                "/apis/example.com/v1/namespaces/{namespace}/tabs/{name}/status": {
                    "get": {"x-kubernetes-group-version-kind": gvk("Tab")[0]},
                },
                "/apis/example.com/v1/tabs": {"get": {"x-kubernetes-group-version-kind": gvk("Tab")[0]}},
            },
            "components": {"schemas": {
                "com.example.v1.Tab": {
                    "type": "object",
                    "properties": {
                        "spec": {"allOf": [{"$ref": "#/components/schemas/com.example.v1.TabSpec"}], "default": {}, "description": "What is wanted."},
                        "port": {"oneOf": [{"type": "integer"}, {"type": "string"}], "format": "int-or-string"},
                        "metadata": {"$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"},
                    },
                    "x-kubernetes-group-version-kind": gvk("Tab"),
                },
                "com.example.v1.TabSpec": {"type": "object", "properties": {"a": {"type": "string"}}},
                "com.example.v1.Unused": {"type": "object"},
                "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {"type": "object"},
                "io.k8s.api.apps.v1.Deployment": {
                    "x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}],
                },
            }},
        }),
        &expect![[r#"
            kind example.com/v1 Tab plural=tabs scope=Namespaced : object->com.example.v1.Tab
            type com.example.v1.Tab : object
             metadata ->io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
             port string/int format=int-or-string int-or-string
             spec ->com.example.v1.TabSpec doc="What is wanted."
            type com.example.v1.TabSpec : object
             a string
            (1 bundled)
        "#]],
    );
}

#[test]
fn older_documents_and_bare_definitions_give_kinds_too() {
    let definitions = json!({
        "com.example.v1.Tab": {
            "properties": {"spec": {"$ref": "#/definitions/com.example.v1.Spec"}},
            "x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "Tab"}],
        },
        "com.example.v1.Spec": {"properties": {"inner": {"$ref": "_definitions.json#/definitions/com.example.v1.Spec"}}},
        "DeleteOptions": {"x-kubernetes-group-version-kind": [
            {"group": "a", "version": "v1", "kind": "DeleteOptions"},
            {"group": "b", "version": "v1", "kind": "DeleteOptions"},
        ]},
    });
    for document in [json!({"swagger": "2.0", "definitions": definitions}), json!({"definitions": definitions})] {
        let reading = read(&document);
        assert_eq!(reading.kinds().collect::<Vec<_>>(), [("example.com/v1", "Tab")]);
        assert_eq!(reading.mistakes, []);
        let definitions = Definitions::new(&reading.blocks);
        let kind = definitions.kinds().next().unwrap();
        let spec = kind.schema(Version::newest()).and_then(|it| it.field("spec")).unwrap().schema;
        assert_eq!(spec.definition_name(), Some("Spec"));
        assert!(spec.field("inner").and_then(|it| it.schema.field("inner")).is_some());
    }
}

#[test]
fn a_schema_that_says_its_kind_or_is_told_it() {
    let schema = json!({
        "type": "object",
        "properties": {"apiVersion": {"enum": ["example.com/v1"]}, "kind": {"const": "Tab"}, "spec": {"type": "object"}},
    });
    assert_eq!(read(&schema).kinds().collect::<Vec<_>>(), [("example.com/v1", "Tab")]);
    assert_eq!(read_as(&schema, "other/v2", "Chair").kinds().collect::<Vec<_>>(), [("other/v2", "Chair")]);
    assert_eq!(read_as(&schema, "no version", "Chair").kinds().collect::<Vec<_>>(), [("example.com/v1", "Tab")]);
}

#[test]
fn what_is_too_deep_or_too_much_takes_anything() {
    let mut deep = json!({"type": "string"});
    for _ in 0..150 {
        deep = json!({"type": "array", "items": deep});
    }
    let reading = read(&definition(&json!({"name": "v1", "schema": {"openAPIV3Schema": {"properties": {"a": deep}}}})));
    assert_eq!(reading.mistakes.len(), 1, "{:?}", reading.mistakes);
    let definitions = Definitions::new(&reading.blocks);
    let kind = definitions.kinds().next().unwrap();
    let mut schema = kind.schema(Version::newest()).and_then(|it| it.field("a")).map(|field| field.schema);
    let mut depth = 0;
    while let Some(inner) = schema.and_then(Schema::items) {
        schema = Some(inner);
        depth += 1;
    }
    assert!((50..200).contains(&depth), "{depth}");
}

#[test]
fn descriptions_and_messages_are_kept() {
    let schema = json!({"openAPIV3Schema": {"properties": {"spec": {
        "description": "What is\nwanted.\n\nAt length.",
        "x-kubernetes-validations": [
            {"rule": "self.a > 1", "message": "a is small"},
            {"rule": "self.b > 1"},
            {"rule": "self.c > 1", "messageExpression": "'c is ' + string(self.c)"},
        ],
    }}}});
    let definitions = Definitions::new(&read(&definition(&json!({"name": "v1", "schema": schema}))).blocks);
    let kind = definitions.kinds().next().unwrap();
    let spec = kind.schema(Version::newest()).and_then(|it| it.field("spec")).unwrap().schema;
    assert_eq!(spec.description(), Some("What is wanted."));
    let said: Vec<_> = spec.validations().map(|it| (it.rule, it.message, it.message_rule)).collect();
    assert_eq!(
        said,
        [
            ("self.a > 1", Some("a is small"), None),
            ("self.b > 1", None, None),
            ("self.c > 1", None, Some("'c is ' + string(self.c)")),
        ]
    );
}
