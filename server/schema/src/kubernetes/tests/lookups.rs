use super::versions::schema_at;
use crate::kubernetes::{Kind, ListType, Literal, Schema, Scope, Shape, Types, Version, kind, kinds};

fn newest(api_version: &str, name: &str, path: &str) -> Schema<'static> {
    let version = Version::newest().to_string();
    schema_at(api_version, name, path, &version).unwrap_or_else(|| panic!("no {api_version} {name} {path}"))
}

fn values(schema: Schema<'static>) -> Vec<&'static str> {
    schema.choices().map(|choice| choice.value.as_str()).collect()
}

#[test]
fn enums_give_their_values() {
    let table: &[(&str, &str, &str, &[&str])] = &[
        ("v1", "Pod", "spec.securityContext.seccompProfile.type", &["Localhost", "RuntimeDefault", "Unconfined"]),
        ("v1", "Pod", "spec.restartPolicy", &["Always", "Never", "OnFailure"]),
        ("v1", "Pod", "spec.containers.[].imagePullPolicy", &["Always", "IfNotPresent", "Never"]),
        ("v1", "Pod", "spec.containers.[].ports.[].protocol", &["SCTP", "TCP", "UDP"]),
        ("v1", "Pod", "spec.dnsPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
        ("v1", "Pod", "spec.tolerations.[].effect", &["NoExecute", "NoSchedule", "PreferNoSchedule"]),
        ("v1", "Service", "spec.type", &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
        ("apps/v1", "StatefulSet", "spec.podManagementPolicy", &["OrderedReady", "Parallel"]),
        ("batch/v1", "CronJob", "spec.concurrencyPolicy", &["Allow", "Forbid", "Replace"]),
        (
            "networking.k8s.io/v1",
            "Ingress",
            "spec.rules.[].http.paths.[].pathType",
            &["Exact", "ImplementationSpecific", "Prefix"],
        ),
    ];
    for (api_version, name, path, expected) in table {
        assert_eq!(values(newest(api_version, name, path)), *expected, "{name} {path}");
    }
    assert!(newest("v1", "Secret", "type").takes_other_values());
    assert!(!newest("v1", "Service", "spec.type").takes_other_values());
    assert!(values(newest("v1", "Pod", "spec.nodeName")).is_empty());
}

#[test]
fn the_values_of_an_enum_grow() {
    let policy = |version| schema_at("v1", "Pod", "spec.initContainers.[].restartPolicy", version);
    assert!(policy("1.27").is_none());
    assert_eq!(policy("1.30").map(values), Some(vec!["Always"]));
    assert_eq!(policy("1.37").map(values), Some(vec!["Always", "Never", "OnFailure"]));
}

#[test]
fn lists_know_what_identifies_an_item() {
    let table = [
        ("Pod", "spec.containers", "map name"),
        ("Pod", "spec.volumes", "map name"),
        ("Pod", "spec.containers.[].ports", "map containerPort protocol"),
        ("Pod", "spec.containers.[].volumeMounts", "map mountPath"),
        ("Pod", "spec.containers.[].env", "map name"),
        ("Pod", "spec.containers.[].args", "atomic"),
        ("Pod", "spec.tolerations", "atomic"),
        ("Pod", "spec.topologySpreadConstraints", "map topologyKey whenUnsatisfiable"),
        ("Pod", "spec.hostAliases", "map ip"),
        ("Service", "spec.ports", "map port protocol"),
        ("Pod", "metadata.finalizers", "set"),
        ("Pod", "metadata.ownerReferences", "map uid"),
    ];
    for (name, path, expected) in table {
        let list = newest("v1", name, path);
        let list_type = match list.list_type() {
            Some(ListType::Atomic) => "atomic",
            Some(ListType::Set) => "set",
            Some(ListType::Map) => "map",
            None => "",
        };
        let words: Vec<&str> = std::iter::once(list_type).chain(list.keys()).collect();
        assert_eq!(words.join(" "), expected, "{path}");
    }
    let before = schema_at("v1", "Pod", "spec.containers", "1.24").unwrap();
    assert_eq!((before.list_type(), before.keys().collect()), (None, vec!["name"]));
    assert_eq!(newest("v1", "Pod", "spec.containers.[].ports").merge_key(), Some("containerPort"));
}

#[test]
fn shapes_and_formats() {
    let table = [
        ("v1", "Pod", "spec", Shape::Object, None),
        ("v1", "Pod", "metadata.labels", Shape::Map, None),
        ("v1", "Pod", "spec.containers", Shape::List, None),
        ("v1", "Pod", "spec.hostNetwork", Shape::Boolean, None),
        ("v1", "Pod", "spec.priority", Shape::Integer, Some("int32")),
        ("v1", "Pod", "metadata.creationTimestamp", Shape::String, Some("date-time")),
        ("v1", "Pod", "spec.containers.[].resources.limits.{}", Shape::Quantity, Some("quantity")),
        ("v1", "Service", "spec.ports.[].targetPort", Shape::IntOrString, Some("int-or-string")),
        ("v1", "Secret", "data.{}", Shape::String, Some("byte")),
        (
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "spec.versions.[].schema.openAPIV3Schema.default",
            Shape::Any,
            None,
        ),
    ];
    for (api_version, name, path, shape, format) in table {
        let schema = newest(api_version, name, path);
        assert_eq!((schema.shape(), schema.format()), (shape, format), "{name} {path}");
    }
    let port = newest("v1", "Service", "spec.ports.[].targetPort").types();
    assert!(port.takes(Types::STRING) && port.takes(Types::INTEGER) && !port.takes(Types::NUMBER));
    let limit = newest("v1", "Pod", "spec.containers.[].resources.limits.{}").types();
    assert!(limit.takes(Types::STRING) && limit.takes(Types::INTEGER) && limit.takes(Types::NUMBER));
}

#[test]
fn objects_are_closed_unless_they_say_otherwise() {
    for path in ["spec", "spec.containers.[]", "metadata", "spec.securityContext"] {
        assert!(newest("v1", "Pod", path).is_closed(), "{path}");
    }
    for path in ["metadata.labels", "metadata.managedFields.[].fieldsV1", "spec.nodeSelector"] {
        assert!(!newest("v1", "Pod", path).is_closed(), "{path}");
    }
}

#[test]
fn definitions_have_names() {
    let spec = newest("v1", "Pod", "spec");
    assert_eq!(spec.definition(), Some("io.k8s.api.core.v1.PodSpec"));
    assert_eq!(newest("apps/v1", "Deployment", "spec.template.spec").definition(), spec.definition());
    assert_eq!(newest("v1", "Pod", "spec.containers.[].resources.limits").definition(), None);
    assert_eq!(newest("v1", "Pod", "spec.containers.[].resources.limits.{}").definition_name(), Some("Quantity"));
    let pod = kind("v1", "Pod").and_then(|kind| kind.schema(Version::newest()));
    assert_eq!(pod.and_then(Schema::definition_name), Some("Pod"));
}

#[test]
fn required_defaulted_deprecated_and_gated() {
    let port = newest("v1", "Pod", "spec.containers.[].ports.[]");
    assert!(port.field("containerPort").is_some_and(|field| field.is_required));
    assert!(port.field("protocol").is_some_and(|field| !field.is_required));
    assert_eq!(port.field("protocol").and_then(|field| field.schema.default()), Some(Literal::Text("TCP")));
    assert!(newest("v1", "Pod", "spec.serviceAccount").is_deprecated());
    assert!(!newest("v1", "Pod", "spec.serviceAccountName").is_deprecated());
    assert_eq!(newest("v1", "Pod", "spec.resources").gate(), Some("PodLevelResources"));
    assert_eq!(newest("v1", "Pod", "spec.hostNetwork").gate(), None);
}

#[test]
fn scopes_and_names() {
    let table = [
        ("v1", "Pod", "pods", Some(Scope::Namespaced), "po"),
        ("v1", "Namespace", "namespaces", Some(Scope::Cluster), "ns"),
        ("v1", "Endpoints", "endpoints", Some(Scope::Namespaced), "ep"),
        ("apps/v1", "Deployment", "deployments", Some(Scope::Namespaced), "deploy"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", Some(Scope::Cluster), ""),
        ("networking.k8s.io/v1", "IngressClass", "ingressclasses", Some(Scope::Cluster), ""),
        ("storage.k8s.io/v1", "StorageClass", "storageclasses", Some(Scope::Cluster), "sc"),
        ("autoscaling/v1", "Scale", "scale", Some(Scope::Subresource), ""),
        ("argoproj.io/v1alpha1", "Rollout", "rollouts", Some(Scope::Namespaced), "ro"),
        ("cert-manager.io/v1", "ClusterIssuer", "clusterissuers", Some(Scope::Cluster), "ciss"),
    ];
    for (api_version, name, plural, scope, short_names) in table {
        let kind = kind(api_version, name).unwrap_or_else(|| panic!("no {api_version} {name}"));
        assert_eq!((kind.plural(), kind.scope()), (Some(plural), scope), "{name}");
        assert_eq!(kind.short_names().collect::<Vec<_>>().join(","), short_names, "{name}");
    }
    assert_eq!(kind("v1", "PodList").and_then(Kind::scope), None);
    let unscoped = kinds(Version::newest()).filter(|it| it.scope().is_none()).map(Kind::name);
    let others: Vec<&str> = unscoped.filter(|name| !name.ends_with("List")).collect();
    assert_eq!(others, ["APIGroup", "APIVersions", "Status"]);
}
