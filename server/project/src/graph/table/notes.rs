//! Values that are noted.

use super::Attribute::{
    AccessMode, Aggregates, AllowsExpansion, Automount, Capacity, Chart, ClaimTemplate, ClusterIp, CpuUtilization,
    DefaultClass, DefinedGroup, DefinedKind, Egress, EveryNamespace, ExternalName, GlobalDefault, Host, Immutable,
    Ingress, LimitDefault, LimitDefaultRequest, LimitMax, LimitMin, LimitRatio, LimitType, Listener, MaxReplicas,
    MaxUnavailable, MetricType, MinAvailable, MinReplicas, Path, PolicyType, Priority, Provisioner, PublishNotReady,
    QuotaHard, QuotaScope, ReleaseName, Replicas, RuleGroup, RuleResource, RuleResourceName, RuleVerb, Scope,
    SecretType, ServiceType, SourcePath, StorageRequest, Strategy, Subset, TargetNamespace, TlsHost, UpdateMode,
    UtilizationOf, UtilizationType, VolumeMode,
};
use super::Note;

const ROLES: &[&str] = &["Role", "ClusterRole"];
const SCALER: &[&str] = &["HorizontalPodAutoscaler"];
const SCALED: &[&str] = &["keda.sh/ScaledObject"];
const SERVICE: &[&str] = &["core/Service"];
const INGRESS: &[&str] = &["Ingress"];
const NETWORK_POLICY: &[&str] = &["NetworkPolicy"];
const STATEFUL_SET: &[&str] = &["StatefulSet"];
const BUDGET: &[&str] = &["PodDisruptionBudget"];
const RELEASE: &[&str] = &["helm.toolkit.fluxcd.io/HelmRelease"];
const APPLICATION: &[&str] = &["argoproj.io/Application"];

#[rustfmt::skip]
pub(super) const ROWS: &[Note] = &[
    (&["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "argoproj.io/Rollout"], "spec.replicas", Replicas),
    (&["Deployment", "argoproj.io/Rollout"], "spec.strategy.type", Strategy),
    (&["StatefulSet", "DaemonSet"], "spec.updateStrategy.type", Strategy),
    (STATEFUL_SET, "spec.volumeClaimTemplates[*].metadata.name", ClaimTemplate),
    (STATEFUL_SET, "spec.volumeClaimTemplates[*].spec.accessModes[*]", AccessMode),
    (STATEFUL_SET, "spec.volumeClaimTemplates[*].spec.resources.requests.storage", StorageRequest),

    (SCALER, "spec.minReplicas", MinReplicas),
    (SCALER, "spec.maxReplicas", MaxReplicas),
    (SCALER, "spec.metrics[*].type", MetricType),
    (SCALER, "spec.metrics[*].resource|containerResource.name", UtilizationOf),
    (SCALER, "spec.metrics[*].resource|containerResource.target.type", UtilizationType),
    (SCALER, "spec.targetCPUUtilizationPercentage", CpuUtilization),
    (SCALED, "spec.minReplicaCount", MinReplicas),
    (SCALED, "spec.maxReplicaCount", MaxReplicas),
    (SCALED, "spec.triggers[*].type", MetricType),
    (&["VerticalPodAutoscaler"], "spec.updatePolicy.updateMode", UpdateMode),
    (BUDGET, "spec.minAvailable", MinAvailable),
    (BUDGET, "spec.maxUnavailable", MaxUnavailable),

    (SERVICE, "spec.type", ServiceType),
    (SERVICE, "spec.clusterIP", ClusterIp),
    (SERVICE, "spec.externalName", ExternalName),
    (SERVICE, "spec.publishNotReadyAddresses", PublishNotReady),

    (&["PersistentVolumeClaim", "PersistentVolume"], "spec.accessModes[*]", AccessMode),
    (&["PersistentVolumeClaim", "PersistentVolume"], "spec.volumeMode", VolumeMode),
    (&["PersistentVolumeClaim"], "spec.resources.requests.storage", StorageRequest),
    (&["PersistentVolume"], "spec.capacity.storage", Capacity),
    (&["StorageClass"], "provisioner", Provisioner),
    (&["StorageClass"], "allowVolumeExpansion", AllowsExpansion),
    (&["StorageClass"], "metadata.annotations[\"storageclass.kubernetes.io/is-default-class\"]", DefaultClass),
    (&["IngressClass"], "metadata.annotations[\"ingressclass.kubernetes.io/is-default-class\"]", DefaultClass),

    (&["core/Secret"], "type", SecretType),
    (&["core/Secret", "core/ConfigMap"], "immutable", Immutable),
    (&["ServiceAccount"], "automountServiceAccountToken", Automount),

    (INGRESS, "spec.rules[*].host", Host),
    (INGRESS, "spec.rules[*].http.paths[*].path", Path),
    (INGRESS, "spec.tls[*].hosts[*]", TlsHost),
    (&["HTTPRoute", "GRPCRoute", "TLSRoute"], "spec.hostnames[*]", Host),
    (&["gateway.networking.k8s.io/Gateway"], "spec.listeners[*].name", Listener),
    (&["gateway.networking.k8s.io/Gateway"], "spec.listeners[*].hostname", Host),
    (&["networking.istio.io/VirtualService"], "spec.hosts[*]", Host),
    (&["networking.istio.io/ServiceEntry"], "spec.hosts[*]", Host),
    (&["networking.istio.io/DestinationRule"], "spec.subsets[*].name", Subset),

    (NETWORK_POLICY, "spec.policyTypes[*]", PolicyType),
    (NETWORK_POLICY, "spec.ingress", Ingress),
    (NETWORK_POLICY, "spec.egress", Egress),

    (&["PriorityClass"], "value", Priority),
    (&["PriorityClass"], "globalDefault", GlobalDefault),
    (&["LimitRange"], "spec.limits[*].type", LimitType),
    (&["LimitRange"], "spec.limits[*].max.{}", LimitMax),
    (&["LimitRange"], "spec.limits[*].min.{}", LimitMin),
    (&["LimitRange"], "spec.limits[*].default.{}", LimitDefault),
    (&["LimitRange"], "spec.limits[*].defaultRequest.{}", LimitDefaultRequest),
    (&["LimitRange"], "spec.limits[*].maxLimitRequestRatio.{}", LimitRatio),
    (&["ResourceQuota"], "spec.hard.{}", QuotaHard),
    (&["ResourceQuota"], "spec.scopes[*]", QuotaScope),

    (ROLES, "rules[*].apiGroups[*]", RuleGroup),
    (ROLES, "rules[*].resources[*]", RuleResource),
    (ROLES, "rules[*].verbs[*]", RuleVerb),
    (ROLES, "rules[*].resourceNames[*]", RuleResourceName),
    (&["ClusterRole"], "aggregationRule", Aggregates),
    (&["CustomResourceDefinition"], "spec.scope", Scope),
    (&["CustomResourceDefinition"], "spec.group", DefinedGroup),
    (&["CustomResourceDefinition"], "spec.names.kind", DefinedKind),

    (RELEASE, "spec.chart.spec.chart", Chart),
    (RELEASE, "spec.chartRef.name", Chart),
    (RELEASE, "spec.releaseName", ReleaseName),
    (RELEASE, "spec.targetNamespace", TargetNamespace),
    (&["helm.cattle.io/HelmChart"], "spec.chart", Chart),
    (&["helm.cattle.io/HelmChart"], "spec.targetNamespace", TargetNamespace),
    (APPLICATION, "spec.source.chart", Chart),
    (APPLICATION, "spec.sources[*].chart", Chart),
    (APPLICATION, "spec.source.helm.releaseName", ReleaseName),
    (APPLICATION, "spec.destination.namespace", TargetNamespace),
    (&["argoproj.io/ApplicationSet"], "spec.template.spec.source.chart", Chart),
    (&["argoproj.io/ApplicationSet"], "spec.template.spec.destination.namespace", TargetNamespace),
    (&["kustomize.toolkit.fluxcd.io/Kustomization"], "spec.targetNamespace", TargetNamespace),
    (&["kustomize.toolkit.fluxcd.io/Kustomization"], "spec.path", SourcePath),
    (APPLICATION, "spec.source.path", SourcePath),
    (APPLICATION, "spec.sources[*].path", SourcePath),
    (&["external-secrets.io/ClusterExternalSecret"], "spec.namespaceSelector|namespaceSelectors|namespaces", EveryNamespace),
    (&["trust.cert-manager.io/Bundle"], "spec.target", EveryNamespace),
];
