use crate::kubernetes::{
    AppliedBy, FieldDefault, Form, Schema, Tag, Version, constraints, defaults, immutable, kind, well_known,
};

fn values(rows: &[&FieldDefault]) -> Vec<&'static str> {
    rows.iter().map(|row| row.value).collect()
}

#[test]
fn defaults_are_found_by_type_and_by_path() {
    let [row] = defaults("PodSpec", "dnsPolicy") else { panic!("one row, not several") };
    assert_eq!((row.value, row.applied_by, row.condition), ("ClusterFirst", AppliedBy::Defaulting, None));
    assert!(defaults("PodSpec", "dnsPolcy").is_empty());
    let deployment = kind("apps/v1", "Deployment").unwrap();
    let at = |path: &str| values(&deployment.defaults(path, Version::newest()));
    assert_eq!(at("spec.template.spec.dnsPolicy"), ["ClusterFirst"]);
    assert_eq!(at("spec.template.spec.terminationGracePeriodSeconds"), ["30"]);
    assert_eq!(at("spec.replicas"), ["1"]);
    assert_eq!(at("spec.template.spec.containers[].ports[].protocol")[0], "TCP");
    assert!(at("spec.template.spec.nosuch").is_empty());
    let service = kind("v1", "Service").unwrap();
    let port = service.defaults("spec.ports[].targetPort", Version::newest());
    assert!(port.iter().any(|row| row.value == "<port>" && row.condition.is_some()));
}

#[test]
fn every_default_has_an_owner_that_exists() {
    let newest = Version::newest();
    let types: Vec<&str> = include_str!("../../../facts/tables/defaults.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .filter(|owner| owner.starts_with("io.k8s."))
        .collect();
    assert!(types.len() > 200);
    for owner in types {
        assert!(Schema::of_definition(owner, newest).is_some(), "{owner}");
    }
}

#[test]
fn defaults_hold_from_their_version() {
    let pod = kind("v1", "Pod").unwrap();
    let users = |version: &str| pod.defaults("spec.hostUsers", Version::parse(version).unwrap()).len();
    assert_eq!((users("1.24"), users("1.25")), (0, 1));
}

#[test]
fn immutable_fields_of_a_kind() {
    let paths = |api_version, name| -> Vec<&str> {
        kind(api_version, name).map(|kind| immutable(kind).map(|row| row.path).collect()).unwrap_or_default()
    };
    let deployment = paths("apps/v1", "Deployment");
    assert!(deployment.contains(&"spec.selector") && deployment.contains(&"metadata.name"), "{deployment:?}");
    assert!(paths("apps/v1", "StatefulSet").len() > 12);
    assert!(paths("v1", "Service").iter().any(|path| path.starts_with("spec.clusterIP")));
}

#[test]
fn constraints_of_a_field() {
    let rows = constraints("io.k8s.api.apps.v1.StatefulSetSpec", "serviceName");
    assert!(rows.iter().any(|row| row.tag == Tag::Immutable && row.value.is_none()));
    assert!(constraints("io.k8s.api.apps.v1.StatefulSetSpec", "replicas").is_empty());
    let written = include_str!("../../../facts/tables/declared.tsv").lines().count() - 1;
    let names: std::collections::BTreeSet<(&str, &str)> = include_str!("../../../facts/tables/declared.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            line.split_once('\t').map(|(definition, rest)| (definition, rest.split('\t').next().unwrap_or("")))
        })
        .collect();
    let read: usize = names.into_iter().map(|(definition, field)| constraints(definition, field).len()).sum();
    assert_eq!(read, written);
}

#[test]
fn well_known_keys_by_name_and_form() {
    let zone = well_known("topology.kubernetes.io/zone", Form::Label).unwrap();
    assert!(zone.is_used_on("Node") && !zone.is_used_on("Pod") && !zone.is_deprecated());
    assert!(well_known("topology.kubernetes.io/zone", Form::Annotation).is_none());
    let old = well_known("failure-domain.beta.kubernetes.io/zone", Form::Label).unwrap();
    assert_eq!((old.deprecated(), old.replacement()), (Version::parse("1.17"), Some("topology.kubernetes.io/zone")));
    let level = well_known("pod-security.kubernetes.io/enforce", Form::Label).unwrap();
    assert_eq!(level.values().collect::<Vec<_>>(), ["privileged", "baseline", "restricted"]);
    let taint = well_known("node-role.kubernetes.io/control-plane", Form::Taint).unwrap();
    assert_eq!(taint.values().collect::<Vec<_>>(), ["NoSchedule"]);
    let name = well_known("app.kubernetes.io/name", Form::Label).unwrap();
    assert!(name.is_used_on("Deployment") && name.values().next().is_none());
    let prefix = well_known("container.apparmor.security.beta.kubernetes.io/web", Form::Annotation).unwrap();
    assert!(prefix.is_deprecated());
}
