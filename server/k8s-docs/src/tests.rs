//! What is bundled, and how the texts are cleaned.

use expect_test::{Expect, expect};

use crate::prose;

#[track_caller]
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&prose::clean(text));
}

#[test]
fn addresses_stand_behind_words() {
    check(
        "Spec of the Pod. More info: https://git.k8s.io/community/api-conventions.md#spec-and-status",
        &expect!["Spec of the Pod. [More info](https://git.k8s.io/community/api-conventions.md#spec-and-status)"],
    );
    check(
        "Must be a name. More info: http://kubernetes.io/docs/names.\n\nSee https://example.com/a.",
        &expect![[r#"
        Must be a name. [More info](https://kubernetes.io/docs/names).

        See https://example.com/a."#]],
    );
    check(
        "the API request([ref](/pkg/apis/admission/types.go#AdmissionRequest)). - 'params'",
        &expect![[r#"
            the API request(ref).
            - 'params'"#]],
    );
    check(
        "as described by [SEC 1](https://www.secg.org/sec1-v2.pdf) (ref: RFC 1035), or http",
        &expect!["as described by [SEC 1](https://www.secg.org/sec1-v2.pdf) (ref: RFC 1035), or http"],
    );
}

#[test]
fn nothing_is_taken_for_markdown_that_is_none() {
    check(
        "using the format <main request>[/<subrequest>], or `<driver>/<pool>`; 1 < 2",
        &expect![[r#"using the format \<main request>[/\<subrequest>], or `<driver>/<pool>`; 1 < 2"#]],
    );
    check(
        "spec.containers[*].image, '*.k8s.io' and *.kubernetes.io, a * b, \"*\" means all",
        &expect![[r#"spec.containers[\*].image, '\*.k8s.io' and \*.kubernetes.io, a \* b, "\*" means all"#]],
    );
    check("it *more* imbalanced, **does not** match", &expect!["it *more* imbalanced, **does not** match"]);
    check(
        "'-' escapes to '__dash__', and an `odd backtick <x>",
        &expect![[r#"'-' escapes to '\_\_dash\_\_', and an \`odd backtick \<x>"#]],
    );
    check(
        "the higher of:\n  * increase by 4\n  * double",
        &expect![[r#"
        the higher of:
          * increase by 4
          * double"#]],
    );
}

#[test]
fn items_stand_on_lines_of_their_own() {
    check(
        "Valid values: - Always: each time. - Never: not at all - by no means",
        &expect![[r#"
        Valid values:
        - Always: each time.
        - Never: not at all - by no means"#]],
    );
    check(
        "- 'Object' - CEL type. - 'Object.<name>' - CEL type of a field",
        &expect![[r#"
        - 'Object' - CEL type.
        - 'Object.\<name>' - CEL type of a field"#]],
    );
    check(
        "Unmet. - DoNotSchedule: not at all. - ScheduleAnyway: anywhere,\n  with care.\nMore of it.",
        &expect![[r#"
        Unmet.
        - DoNotSchedule: not at all.
        - ScheduleAnyway: anywhere,
          with care.

        More of it."#]],
    );
    check("a range: 1 - 2, and - so on", &expect!["a range: 1 - 2, and - so on"]);
}

#[test]
fn code_stays_code() {
    check(
        "For example:\n\n\t{\n\t  \"kind\": <x>,\n\t}\n\nand so on.",
        &expect![[r#"
        For example:

            {
              "kind": <x>,
            }

        and so on."#]],
    );
}

#[test]
fn an_open_fence_is_left_out() {
    check(
        "A number.\n\nThe serialization format is:\n\n``` <quantity> ::= a\n\n\t(Note)\n\n<b> ``` c\n\nNo matter",
        &expect![[r#"
            A number.

            No matter"#]],
    );
}

#[cfg(not(feature = "bundled"))]
#[test]
fn nothing_is_bundled_unless_asked_for() {
    assert_eq!(crate::field("io.k8s.api.core.v1.PodSpec", "hostUsers"), None);
    assert_eq!((crate::all().count(), crate::MINOR), (0, ""));
}

#[cfg(feature = "bundled")]
mod bundled {
    use super::*;
    use crate::{all, definition, field};

    #[track_caller]
    fn check_field(name: &str, its: &str, expected: &Expect) {
        expected.assert_eq(field(name, its).unwrap_or("nothing"));
    }

    #[test]
    fn texts_are_found() {
        check_field(
            "io.k8s.api.core.v1.PodSpec",
            "hostUsers",
            &expect![
                "Use the host's user namespace. Optional: Default to true. If set to true or not present, the pod will be run in the host user namespace, useful for when the pod needs a feature only available to the host user namespace, such as loading a kernel module with CAP_SYS_MODULE. When set to false, a new userns is created for the pod. Setting false is useful for mitigating container breakout vulnerabilities even allowing users to run their containers as root without actually having root privileges on the host."
            ],
        );
        check_field("io.k8s.api.core.v1.PodSpec", "hostUser", &expect!["nothing"]);
        check_field("io.k8s.api.core.v1.PodSpecs", "hostUsers", &expect!["nothing"]);
        check_field(
            "io.k8s.api.apps.v1.Deployment",
            "spec",
            &expect!["Specification of the desired behavior of the Deployment."],
        );
        check_field(
            "io.k8s.api.networking.v1.IngressRule",
            "host",
            &expect![[r#"
            host is the fully qualified domain name of a network host, as defined by RFC 3986. Note the following deviations from the "host" part of the URI as defined in RFC 3986: 1. IPs are not allowed. Currently an IngressRuleValue can only apply to
               the IP in the Spec of the parent Ingress.
            2. The `:` delimiter is not respected because ports are not allowed.
                Currently the port of an Ingress is implicitly :80 for http and
                :443 for https.
            Both these may change in the future. Incoming requests are matched against the host before the IngressRuleValue. If the host is unspecified, the Ingress routes all traffic based on the specified IngressRuleValue.

            host can be "precise" which is a domain name without the terminating dot of a network host (e.g. "foo.bar.com") or "wildcard", which is a domain name prefixed with a single wildcard label (e.g. "\*.foo.com"). The wildcard character '\*' must appear by itself as the first DNS label and matches only a single label. You cannot have a wildcard label by itself (e.g. Host == "\*"). Requests will be matched against the Host field in the following way: 1. If host is precise, the request matches this rule if the http host header is equal to Host. 2. If host is a wildcard, then the request matches this rule if the http host header is to equal to the suffix (removing the first label) of the wildcard rule."#]],
        );
        expect!["A single application container that you want to run within a pod."]
            .assert_eq(definition("io.k8s.api.core.v1.Container").unwrap_or("nothing"));
        expect![[r#"
            Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON and YAML, in addition to String() and AsInt64() accessors.

            No matter which of the three exponent forms is used, no quantity may represent a number greater than 2^63-1 in magnitude, nor may it have more than 3 decimal places. Numbers larger or more precise will be capped or rounded up. (E.g.: 0.1m will rounded up to 1m.) This may be extended in the future if we require larger or smaller quantities.

            When a Quantity is parsed from a string, it will remember the type of suffix it had, and will use the same type again when it is serialized.

            Before serializing, Quantity will be put in "canonical form". This means that Exponent/suffix will be adjusted up or down (with a corresponding increase or decrease in Mantissa) such that:

            - No precision is lost
            - No fractional digits will be emitted
            - The exponent (or suffix) is as large as possible.

            The sign will be omitted unless the number is negative.

            Examples:

            - 1.5 will be serialized as "1500m" - 1.5Gi will be serialized as "1536Mi"

            Note that the quantity will NEVER be internally represented by a floating point number. That is the whole point of this exercise.

            Non-canonical values will still parse as long as they are well formed, but will be re-emitted in their canonical form. (So always use canonical form, or don't diff.)

            This format is intended to make it difficult to use these numbers without writing some sort of special handling code in the hopes that that will cause implementors to also use a fixed point implementation."#]].assert_eq(definition("io.k8s.apimachinery.pkg.api.resource.Quantity").unwrap_or("nothing"));
    }

    /// Counted in the document of the version: a kind that is missing in the list of the build script shows here.
    #[test]
    fn the_whole_reference_is_there() {
        let definitions = all().filter(|(_, field, _)| field.is_empty()).count();
        expect!["765 definitions, 2997 fields"]
            .assert_eq(&format!("{definitions} definitions, {} fields", all().count() - definitions));
        assert_eq!(crate::MINOR, "1.37");
    }

    #[test]
    fn every_text_is_found_by_its_names() {
        for (name, its, text) in all() {
            let found = if its.is_empty() { definition(name) } else { field(name, its) };
            assert_eq!(found, Some(text), "{name} {its}");
            assert!(!text.trim().is_empty(), "{name} {its}");
        }
    }

    #[test]
    fn every_text_is_sound_markdown() {
        for (name, its, text) in all() {
            let prose = text.split("\n\n").filter(|paragraph| !paragraph.starts_with("    "));
            for paragraph in prose {
                let outside: String = paragraph.replace("\\`", "").split('`').step_by(2).collect();
                let tag = outside.replace("\\<", "").split('<').skip(1).any(|it| it.starts_with(char::is_alphabetic));
                assert!(!tag, "{name} {its}: a tag in {paragraph}");
                assert!(!outside.contains("](/"), "{name} {its}: a link to nowhere in {paragraph}");
                assert!(!outside.contains("```"), "{name} {its}: a fence in {paragraph}");
            }
        }
    }
}
