//! What others want to know of an object besides its names.

/// What a noted value says. The field it stands for is in the table of [`super::table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// `spec.replicas`
    Replicas,
    /// `spec.strategy.type`, `spec.updateStrategy.type`
    Strategy,
    /// The fewest replicas an autoscaler leaves.
    MinReplicas,
    /// The most replicas an autoscaler makes.
    MaxReplicas,
    /// The resource whose utilization an autoscaler watches.
    UtilizationOf,
    /// The CPU utilization an autoscaler of the first version aims at.
    CpuUtilization,
    /// How the target of a resource metric is stated: `Utilization`, `AverageValue`.
    UtilizationType,
    /// The kind of a metric or trigger an autoscaler watches.
    MetricType,
    /// `spec.updatePolicy.updateMode` of a VerticalPodAutoscaler
    UpdateMode,
    /// `spec.minAvailable` of a disruption budget
    MinAvailable,
    /// `spec.maxUnavailable` of a disruption budget
    MaxUnavailable,
    /// `spec.type` of a Service
    ServiceType,
    /// `spec.clusterIP` of a Service
    ClusterIp,
    /// `spec.externalName` of a Service
    ExternalName,
    /// `spec.publishNotReadyAddresses` of a Service
    PublishNotReady,
    /// `spec.accessModes` of claims, claim templates and volumes
    AccessMode,
    /// The storage a claim or claim template asks for.
    StorageRequest,
    /// The storage a volume has.
    Capacity,
    /// `spec.volumeMode`
    VolumeMode,
    /// The name of a claim template.
    ClaimTemplate,
    /// `provisioner` of a StorageClass
    Provisioner,
    /// Whether a class is the one that is taken where none is named.
    DefaultClass,
    /// `allowVolumeExpansion` of a StorageClass
    AllowsExpansion,
    /// `type` of a Secret
    SecretType,
    /// `immutable` of a ConfigMap or Secret
    Immutable,
    /// `automountServiceAccountToken` of a ServiceAccount
    Automount,
    /// A host of an Ingress, route, Gateway or mesh.
    Host,
    /// A path of an Ingress, of the rule that is its item.
    Path,
    /// A host that an Ingress has a certificate for.
    TlsHost,
    /// A section of a Gateway: the name of a listener.
    Listener,
    /// A subset of a DestinationRule.
    Subset,
    /// `spec.policyTypes` of a NetworkPolicy
    PolicyType,
    /// That a NetworkPolicy says anything of incoming traffic.
    Ingress,
    /// That a NetworkPolicy says anything of outgoing traffic.
    Egress,
    /// `value` of a PriorityClass
    Priority,
    /// `globalDefault` of a PriorityClass
    GlobalDefault,
    /// `spec.limits[].type` of a LimitRange
    LimitType,
    /// `spec.limits[].max`, by resource
    LimitMax,
    /// `spec.limits[].min`, by resource
    LimitMin,
    /// `spec.limits[].default`, by resource
    LimitDefault,
    /// `spec.limits[].defaultRequest`, by resource
    LimitDefaultRequest,
    /// `spec.limits[].maxLimitRequestRatio`, by resource
    LimitRatio,
    /// `spec.hard` of a ResourceQuota, by resource
    QuotaHard,
    /// `spec.scopes` of a ResourceQuota
    QuotaScope,
    /// `rules[].apiGroups` of a role, of the rule that is its item
    RuleGroup,
    /// `rules[].resources` of a role, of the rule that is its item
    RuleResource,
    /// `rules[].verbs` of a role, of the rule that is its item
    RuleVerb,
    /// `rules[].resourceNames` of a role, of the rule that is its item
    RuleResourceName,
    /// That a ClusterRole gathers the rules of others.
    Aggregates,
    /// `spec.scope` of a CustomResourceDefinition
    Scope,
    /// `spec.group` of a CustomResourceDefinition
    DefinedGroup,
    /// `spec.names.kind` of a CustomResourceDefinition
    DefinedKind,
    /// The chart of a release.
    Chart,
    /// The name of a release, where it is not its object's.
    ReleaseName,
    /// The namespace that what an object brings along is put into.
    TargetNamespace,
    /// The folder, from the repository's root, that an object brings into the cluster: Flux, Argo CD.
    SourcePath,
    /// Every namespace an object's products are put into.
    EveryNamespace,
}
