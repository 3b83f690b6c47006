use crate::kubernetes::{Kind, Schema, Version, api_versions_of, kind};

fn at(version: &str) -> Version {
    Version::parse(version).unwrap()
}

/// The schema at a path, `[]` for items and `{}` for values; `None`: the version lacks it.
pub(super) fn schema_at(api_version: &str, name: &str, path: &str, version: &str) -> Option<Schema<'static>> {
    let kind = kind(api_version, name)?;
    let root = kind.is_served_in(at(version)).then(|| kind.schema(at(version)))??;
    path.split('.').try_fold(root, |schema, step| match step {
        "[]" => schema.items(),
        "{}" => schema.values(),
        name => schema.field(name).map(|field| field.schema),
    })
}

fn ends(since: Option<Version>, until: Option<Version>) -> String {
    let text = |version: Option<Version>| version.map_or(String::new(), |it| it.to_string());
    format!("{}..{}", text(since), text(until))
}

#[test]
fn versions_are_read() {
    let read = |text| Version::parse(text).map(|it| it.to_string());
    for text in ["1.30", "v1.30", "1.30.4", "v1.30.4-eks-036c24b", "1.30+", " 1.30 "] {
        assert_eq!(read(text).as_deref(), Some("1.30"), "{text}");
    }
    for text in ["", "1", "1.", "1.x", "2.30", "1.300", "1.30x", "latest"] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(at("1.3").clamp(), Version::oldest());
    assert_eq!(at("1.99").clamp(), Version::newest());
    assert_eq!(at("1.30").clamp(), at("1.30"));
    assert!(!at("1.3").is_bundled() && at("1.30").is_bundled());
}

#[test]
fn kinds_come_and_go() {
    let table = [
        ("batch/v1", "CronJob", "..", None),
        ("batch/v1beta1", "CronJob", "..1.24", Some("batch/v1")),
        ("policy/v1beta1", "PodDisruptionBudget", "..1.24", Some("policy/v1")),
        ("policy/v1beta1", "PodSecurityPolicy", "..1.24", None),
        ("discovery.k8s.io/v1beta1", "EndpointSlice", "..1.24", Some("discovery.k8s.io/v1")),
        ("events.k8s.io/v1beta1", "Event", "..1.24", Some("events.k8s.io/v1")),
        ("node.k8s.io/v1beta1", "RuntimeClass", "..1.24", Some("node.k8s.io/v1")),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", "..1.24", Some("autoscaling/v2")),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "..1.25", Some("autoscaling/v2")),
        ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", "..1.25", Some("flowcontrol.apiserver.k8s.io/v1")),
        ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", "..1.28", Some("flowcontrol.apiserver.k8s.io/v1")),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "1.26..1.31", Some("flowcontrol.apiserver.k8s.io/v1")),
        ("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "1.29..", None),
        ("storage.k8s.io/v1beta1", "CSIStorageCapacity", "..1.26", Some("storage.k8s.io/v1")),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "1.30..", None),
        ("resource.k8s.io/v1", "ResourceClaim", "1.34..", None),
        ("apps/v1", "Deployment", "..", None),
        ("extensions/v1beta1", "Ingress", "..", Some("networking.k8s.io/v1")),
        ("networking.k8s.io/v1beta1", "Ingress", "..", Some("networking.k8s.io/v1")),
    ];
    for (api_version, name, range, replacement) in table {
        let kind = kind(api_version, name).unwrap_or_else(|| panic!("no {api_version} {name}"));
        assert_eq!(ends(kind.since(), kind.until()), range, "{api_version} {name}");
        if replacement.is_some() {
            let newest = kind.replacement(Version::newest()).map(Kind::api_version);
            assert_eq!(newest, replacement, "{api_version} {name}");
        }
    }
}

#[test]
fn removals_and_deprecations_are_known() {
    let table = [
        ("batch/v1beta1", "CronJob", "1.21", "1.25"),
        ("policy/v1beta1", "PodDisruptionBudget", "1.21", "1.25"),
        ("policy/v1beta1", "PodSecurityPolicy", "1.21", "1.25"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.23", "1.26"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "1.29", "1.32"),
        ("apps/v1beta2", "Deployment", "1.9", "1.16"),
        ("extensions/v1beta1", "Deployment", "1.8", "1.16"),
        ("extensions/v1beta1", "Ingress", "1.14", "1.22"),
    ];
    for (api_version, name, deprecated, removed) in table {
        let kind = kind(api_version, name).unwrap_or_else(|| panic!("no {api_version} {name}"));
        assert_eq!(kind.deprecated(), Version::parse(deprecated), "{api_version} {name} is deprecated");
        assert_eq!(kind.removed(), Version::parse(removed), "{api_version} {name} is removed");
        assert!(!kind.is_served_in(at("1.30")) || removed == "1.32");
    }
    let old = kind("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema").unwrap();
    let instead = old.replacement(at("1.28")).map(Kind::api_version);
    assert_eq!(instead, Some("flowcontrol.apiserver.k8s.io/v1beta3"));
    let security = kind("policy/v1beta1", "PodSecurityPolicy").unwrap();
    assert!(security.replacement(at("1.30")).is_none());
    let deployment = kind("apps/v1", "Deployment").unwrap();
    assert!(deployment.replacement(at("1.30")).is_none());
    assert_eq!((deployment.deprecated(), deployment.removed()), (None, None));
    assert!(kind("extensions/v1beta1", "Deployment").unwrap().schema(Version::newest()).is_none());
}

#[test]
fn the_version_to_write_comes_first() {
    let first = |name| api_versions_of(name).next().map(Kind::api_version);
    let table = [
        ("Deployment", "apps/v1"),
        ("Ingress", "networking.k8s.io/v1"),
        ("CronJob", "batch/v1"),
        ("HorizontalPodAutoscaler", "autoscaling/v2"),
        ("PodDisruptionBudget", "policy/v1"),
        ("Event", "v1"),
        ("HTTPRoute", "gateway.networking.k8s.io/v1"),
        ("Certificate", "cert-manager.io/v1"),
        ("Rollout", "argoproj.io/v1alpha1"),
    ];
    for (name, api_version) in table {
        assert_eq!(first(name), Some(api_version), "{name}");
    }
    assert_eq!(first("Deploymnet"), None);
}

#[test]
fn fields_know_since_when_they_exist() {
    let table = [
        ("v1", "Pod", "spec", "hostUsers", "1.25.."),
        ("v1", "Pod", "spec", "resources", "1.32.."),
        ("v1", "Pod", "spec", "schedulingGates", "1.26.."),
        ("v1", "Pod", "spec", "resourceClaims", "1.26.."),
        ("v1", "Pod", "spec", "hostNetwork", ".."),
        ("v1", "Pod", "spec.containers.[]", "restartPolicy", "1.28.."),
        ("v1", "Pod", "spec.containers.[]", "resizePolicy", "1.27.."),
        ("v1", "Pod", "spec.securityContext", "appArmorProfile", "1.30.."),
        ("v1", "Pod", "spec.securityContext", "supplementalGroupsPolicy", "1.31.."),
        ("v1", "Pod", "spec.containers.[].lifecycle.preStop", "sleep", "1.29.."),
        ("v1", "Pod", "spec.volumes.[]", "image", "1.31.."),
        ("v1", "Pod", "spec.volumes.[].projected.sources.[]", "clusterTrustBundle", "1.29.."),
        ("v1", "Service", "spec", "trafficDistribution", "1.30.."),
        ("v1", "Service", "spec", "internalTrafficPolicy", ".."),
        ("v1", "PersistentVolumeClaim", "spec", "volumeAttributesClassName", "1.29.."),
        ("apps/v1", "StatefulSet", "spec", "ordinals", "1.26.."),
        ("apps/v1", "StatefulSet", "spec", "persistentVolumeClaimRetentionPolicy", ".."),
        ("batch/v1", "Job", "spec", "podFailurePolicy", "1.25.."),
        ("batch/v1", "Job", "spec", "successPolicy", "1.30.."),
        ("batch/v1", "Job", "spec", "backoffLimitPerIndex", "1.28.."),
        ("batch/v1", "Job", "spec", "managedBy", "1.30.."),
        ("batch/v1", "CronJob", "spec", "timeZone", ".."),
        ("policy/v1", "PodDisruptionBudget", "spec", "unhealthyPodEvictionPolicy", "1.26.."),
    ];
    for (api_version, name, path, field, range) in table {
        let newest = Version::newest().to_string();
        let owner = schema_at(api_version, name, path, &newest).unwrap_or_else(|| panic!("no {name} {path}"));
        let found = owner.field_in_any_version(field).unwrap_or_else(|| panic!("no {name} {path}.{field}"));
        assert_eq!(ends(found.since, found.until), range, "{name} {path}.{field}");
        let before = found.since.map(|since| Version::new(since.minor() - 1));
        assert!(before.is_none_or(|before| owner.in_version(before).field(field).is_none()), "{field} before {range}");
    }
}

#[test]
fn fields_that_went_are_found_in_older_versions() {
    let spec = |version| schema_at("v1", "Node", "spec", version).unwrap();
    assert!(spec("1.37").field("externalID").is_some_and(|field| field.schema.is_deprecated()));
    let gone = schema_at("resource.k8s.io/v1alpha2", "ResourceClaim", "spec", "1.30").unwrap();
    assert!(gone.field("resourceClassName").is_some());
    assert!(schema_at("resource.k8s.io/v1alpha2", "ResourceClaim", "spec", "1.31").is_none());
}
