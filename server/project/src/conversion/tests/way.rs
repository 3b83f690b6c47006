use expect_test::expect;
use schema::kubernetes::{Catalog, Version, kind};
use syntax::yaml::parse;

use crate::conversion::way::Way;
use crate::conversion::{Problem, dead_end, target};
use crate::kubernetes::Manifest;

#[test]
fn targets_are_what_one_writes_today() {
    let table = [
        ("extensions/v1beta1", "Ingress"),
        ("extensions/v1beta1", "PodSecurityPolicy"),
        ("policy/v1beta1", "PodSecurityPolicy"),
        ("networking.k8s.io/v1beta1", "IngressClass"),
        ("apps/v1", "Deployment"),
        ("batch/v1beta1", "CronJob"),
        ("autoscaling/v1", "HorizontalPodAutoscaler"),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler"),
        ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema"),
        ("resource.k8s.io/v1beta1", "ResourceClaim"),
        ("events.k8s.io/v1beta1", "Event"),
        ("cert-manager.io/v1alpha2", "Certificate"),
        ("networking.istio.io/v1alpha3", "VirtualService"),
        ("networking.istio.io/v1beta1", "VirtualService"),
        ("networking.istio.io/v1", "VirtualService"),
        ("networking.istio.io/v1alpha3", "EnvoyFilter"),
        ("gateway.networking.k8s.io/v1beta1", "HTTPRoute"),
        ("gateway.networking.k8s.io/v1alpha2", "GRPCRoute"),
        ("source.toolkit.fluxcd.io/v1beta1", "GitRepository"),
        ("helm.toolkit.fluxcd.io/v2beta1", "HelmRelease"),
        ("external-secrets.io/v1beta1", "ExternalSecret"),
        ("traefik.containo.us/v1alpha1", "IngressRoute"),
        ("argoproj.io/v1alpha1", "Rollout"),
        ("keda.sh/v1alpha1", "ScaledObject"),
    ];
    let catalog = Catalog::default();
    let seen: String = table
        .into_iter()
        .map(|(api_version, name)| {
            let from = kind(api_version, name).unwrap_or_else(|| panic!("no {api_version} {name}"));
            let to = target(from, &catalog, Version::newest());
            let to = to.map_or("-".to_owned(), |to| format!("{} {}", to.api_version(), to.name()));
            format!("{api_version} {name}: {to}\n")
        })
        .collect();
    expect![[r#"
        extensions/v1beta1 Ingress: networking.k8s.io/v1 Ingress
        extensions/v1beta1 PodSecurityPolicy: -
        policy/v1beta1 PodSecurityPolicy: -
        networking.k8s.io/v1beta1 IngressClass: networking.k8s.io/v1 IngressClass
        apps/v1 Deployment: -
        batch/v1beta1 CronJob: batch/v1 CronJob
        autoscaling/v1 HorizontalPodAutoscaler: -
        autoscaling/v2beta1 HorizontalPodAutoscaler: autoscaling/v2 HorizontalPodAutoscaler
        flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema: flowcontrol.apiserver.k8s.io/v1 FlowSchema
        resource.k8s.io/v1beta1 ResourceClaim: resource.k8s.io/v1 ResourceClaim
        events.k8s.io/v1beta1 Event: events.k8s.io/v1 Event
        cert-manager.io/v1alpha2 Certificate: cert-manager.io/v1 Certificate
        networking.istio.io/v1alpha3 VirtualService: networking.istio.io/v1 VirtualService
        networking.istio.io/v1beta1 VirtualService: networking.istio.io/v1 VirtualService
        networking.istio.io/v1 VirtualService: -
        networking.istio.io/v1alpha3 EnvoyFilter: -
        gateway.networking.k8s.io/v1beta1 HTTPRoute: gateway.networking.k8s.io/v1 HTTPRoute
        gateway.networking.k8s.io/v1alpha2 GRPCRoute: gateway.networking.k8s.io/v1 GRPCRoute
        source.toolkit.fluxcd.io/v1beta1 GitRepository: source.toolkit.fluxcd.io/v1 GitRepository
        helm.toolkit.fluxcd.io/v2beta1 HelmRelease: helm.toolkit.fluxcd.io/v2 HelmRelease
        external-secrets.io/v1beta1 ExternalSecret: external-secrets.io/v1 ExternalSecret
        traefik.containo.us/v1alpha1 IngressRoute: traefik.io/v1alpha1 IngressRoute
        argoproj.io/v1alpha1 Rollout: -
        keda.sh/v1alpha1 ScaledObject: -
    "#]]
    .assert_eq(&seen);
}

#[test]
fn every_former_kind_has_a_way_or_is_known_to_have_none() {
    let mut seen = String::new();
    let catalog = Catalog::default();
    for from in super::former_kinds() {
        let Some(to) = target(from, &catalog, Version::newest()) else { continue };
        let yaml = parse(format!("apiVersion: {}\nkind: {}\n", from.api_version(), from.name()));
        let manifest = Manifest::new(&yaml, &catalog, Version::newest());
        if Way::of(manifest.objects[0], to).is_none() {
            seen.push_str(&format!("{} {}\n", from.api_version(), from.name()));
        }
    }
    expect![[r#"
        certmanager.k8s.io/v1alpha1 Certificate
        certmanager.k8s.io/v1alpha1 CertificateRequest
        certmanager.k8s.io/v1alpha1 ClusterIssuer
        policy/v1beta1 Eviction
        certmanager.k8s.io/v1alpha1 Issuer
        apps/v1beta2 Scale
        apps/v1beta1 Scale
    "#]]
    .assert_eq(&seen);
}

#[test]
fn pod_security_policies_lead_nowhere() {
    let policy = kind("policy/v1beta1", "PodSecurityPolicy").unwrap();
    assert_eq!(dead_end(policy), Some(Problem::PodSecurityPolicy));
    assert_eq!(dead_end(kind("v1", "Pod").unwrap()), None);
}
