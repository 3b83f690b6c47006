use super::versions::schema_at;
use crate::kubernetes::{Combination, Format, Kind, Schema, Scope, Shape, Version, custom_kinds, is_known_group, kind};

#[test]
fn groups_of_the_field_are_there() {
    for group in [
        "argoproj.io",
        "cert-manager.io",
        "gateway.networking.k8s.io",
        "networking.istio.io",
        "monitoring.coreos.com",
        "kustomize.toolkit.fluxcd.io",
        "keda.sh",
        "kyverno.io",
        "external-secrets.io",
        "traefik.io",
        "cilium.io",
        "karpenter.sh",
        "tekton.dev",
        "velero.io",
        "apps",
        "",
    ] {
        assert!(is_known_group(group), "{group}");
    }
    assert!(!is_known_group("example.org"));
}

#[test]
fn custom_fields_are_found() {
    let table = [
        ("argoproj.io/v1alpha1", "Rollout", "spec.strategy.canary.steps.[].setWeight", Shape::Integer),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec.containers.[].image", Shape::String),
        ("cert-manager.io/v1", "Certificate", "spec.issuerRef.name", Shape::String),
        ("gateway.networking.k8s.io/v1", "HTTPRoute", "spec.rules.[].backendRefs.[].weight", Shape::Integer),
        ("monitoring.coreos.com/v1", "ServiceMonitor", "spec.endpoints.[].port", Shape::String),
        ("networking.istio.io/v1", "VirtualService", "spec.http.[].route.[].destination.host", Shape::String),
        ("keda.sh/v1alpha1", "ScaledObject", "spec.triggers.[].metadata.{}", Shape::String),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "spec.prune", Shape::Boolean),
        ("cert-manager.io/v1", "Certificate", "metadata.labels", Shape::Map),
        ("cert-manager.io/v1", "Certificate", "apiVersion", Shape::String),
    ];
    for (api_version, name, path, shape) in table {
        let schema = schema_at(api_version, name, path, "1.37").unwrap_or_else(|| panic!("no {name} {path}"));
        assert_eq!(schema.shape(), shape, "{name} {path}");
    }
    let quantity = schema_at("monitoring.coreos.com/v1", "Prometheus", "spec.resources.limits.{}", "1.37");
    assert_eq!(quantity.map(Schema::shape), Some(Shape::Quantity));
}

#[test]
fn the_standard_channel_is_found_first() {
    let route = kind("gateway.networking.k8s.io/v1", "HTTPRoute").unwrap();
    assert!(!route.is_experimental());
    let experimental = route.experimental().unwrap();
    assert!(experimental.is_experimental() && experimental.scope() == Some(Scope::Namespaced));
    let fields = |kind: Kind| kind.schema(Version::newest()).unwrap().field("spec").unwrap().schema.fields().count();
    assert!(fields(experimental) >= fields(route));
}

#[test]
fn former_kinds_of_projects_are_known() {
    let former = kind("cert-manager.io/v1alpha2", "Certificate").unwrap();
    let component = former.component().unwrap();
    assert_eq!((component.name, component.removed), ("cert-manager", "1.6.0"));
    assert_eq!(former.replacement(Version::newest()).map(Kind::api_version), Some("cert-manager.io/v1"));
    assert_eq!(former.removed(), None);
    assert!(!former.is_served_in(Version::newest()));
}

#[test]
fn rules_and_alternatives_are_carried() {
    let with_rules = custom_kinds().filter(|kind| {
        let root = kind.schema(Version::newest());
        root.is_some_and(|root| root.rules().count() > 0)
    });
    assert!(with_rules.count() > 20);
    let probe = schema_at("networking.istio.io/v1", "WorkloadGroup", "spec.probe", "1.37").unwrap();
    let branches: Vec<_> = probe.alternatives().filter(|it| it.combination == Combination::OneOf).collect();
    assert_eq!(branches.len(), 5);
    let needed: Vec<_> = branches.iter().flat_map(|it| it.schema.needed_fields()).collect();
    assert_eq!(needed, ["exec", "grpc", "httpGet", "tcpSocket"]);
    assert!(probe.is_closed());
}

#[test]
fn roots_take_what_every_object_has() {
    for kind in custom_kinds() {
        let root = kind.schema(Version::newest()).unwrap();
        let metadata = root.field("metadata").unwrap_or_else(|| panic!("{} has no metadata", kind.name()));
        assert_eq!(metadata.schema.definition_name(), Some("ObjectMeta"), "{}", kind.name());
        assert!(metadata.schema.field("ownerReferences").is_some());
        assert!(root.field("apiVersion").is_some() && root.field("kind").is_some(), "{}", kind.name());
    }
}

#[test]
fn other_formats_are_read_through_their_alternatives() {
    let field = |format: Format, name: &str| format.schema().unwrap().field(name);
    assert!(field(Format::Chart, "apiVersion").is_some_and(|it| it.is_required));
    assert!(field(Format::Kustomization, "resources").is_some());
    assert!(field(Format::Kustomization, "configMapGenerator").is_some());
    assert!(field(Format::Skaffold, "build").is_some());
    let service = field(Format::Compose, "services").unwrap().schema;
    let service = service.values_by_pattern().next().unwrap().1;
    let build = service.field("build").unwrap().schema;
    assert_eq!(build.shape(), Shape::Several);
    assert!(build.field("context").is_some());
    assert!(Format::Chart.schema().unwrap().is_closed());
    let dependency = field(Format::ChartLock, "dependencies").unwrap().schema.items().unwrap();
    assert!(dependency.is_closed());
}

#[test]
fn copies_of_definitions_keep_their_names() {
    let table = [
        ("argoproj.io/v1alpha1", "Rollout", "spec.template", "PodTemplateSpec"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec", "PodSpec"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec.containers.[]", "Container"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec.containers.[].livenessProbe", "Probe"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec.containers.[].livenessProbe.httpGet", "HTTPGetAction"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec.affinity.podAntiAffinity", "PodAntiAffinity"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.selector", "LabelSelector"),
        ("monitoring.coreos.com/v1", "Prometheus", "spec.tolerations.[]", "Toleration"),
        ("monitoring.coreos.com/v1", "Prometheus", "spec.resources", "ResourceRequirements"),
        ("serving.knative.dev/v1", "Service", "spec.template.spec.containers.[].securityContext", "SecurityContext"),
    ];
    for (api_version, name, path, definition) in table {
        let schema = schema_at(api_version, name, path, "1.37").unwrap_or_else(|| panic!("no {name} {path}"));
        assert_eq!(schema.definition_name(), Some(definition), "{name} {path}");
    }
    let metadata = schema_at("argoproj.io/v1alpha1", "Rollout", "spec.strategy.canary", "1.37").unwrap();
    assert_eq!(metadata.definition_name(), None);
    let rollout = kind("argoproj.io/v1alpha1", "Rollout").unwrap();
    let policy = rollout.defaults("spec.template.spec.dnsPolicy", Version::newest());
    assert_eq!(policy.first().map(|row| row.value), Some("ClusterFirst"));
}
