//! What references are for.

/// What an object refers to another one for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edge {
    /// An environment variable from a key: `configMapKeyRef`, `secretKeyRef`.
    EnvKey,
    /// All keys as environment variables: `envFrom`.
    EnvFrom,
    /// A volume of a ConfigMap or Secret, projected ones included.
    Volume,
    /// A volume that is a claim.
    Claim,
    /// What a driver of a volume logs in with.
    VolumeSecret,
    /// The account that Pods run as.
    ServiceAccount,
    /// What an image is pulled with.
    ImagePullSecret,
    /// The importance of Pods.
    PriorityClass,
    /// The runtime of Pods.
    RuntimeClass,
    /// A device that Pods claim.
    ResourceClaim,
    /// The namespace an object is in.
    Namespace,
    /// The object it belongs to: `ownerReferences`.
    Owner,
    /// The headless Service that names a StatefulSet's Pods.
    GoverningService,
    /// Where an Ingress or route sends to.
    Backend,
    /// A certificate for a host.
    TlsSecret,
    /// The controller of an Ingress.
    IngressClass,
    /// The controller of a Gateway.
    GatewayClass,
    /// What a route is attached to.
    Parent,
    /// What stands in the way of requests: filters and middlewares.
    Filter,
    /// What is scaled.
    ScaleTarget,
    /// What a policy, a budget or a monitor is about, by name.
    PolicyTarget,
    /// The role that is bound.
    RoleRef,
    /// Who a role is bound to.
    Subject,
    /// How storage is made.
    StorageClass,
    /// The volume of a claim, or the claim of a volume.
    Binding,
    /// What a volume is filled from.
    DataSource,
    /// The Service that answers for an API, a webhook or a conversion.
    Webhook,
    /// A policy that is put in force.
    Policy,
    /// What parameters come from.
    Parameters,
    /// Who signs a certificate.
    Issuer,
    /// What a certificate is put into a configuration from: cert-manager's CA injector.
    CaInjection,
    /// Where secrets are fetched from.
    SecretStore,
    /// What a scaler logs in with.
    TriggerAuthentication,
    /// Where a release or a set of manifests comes from.
    Source,
    /// What has to be ready before.
    DependsOn,
    /// Values of a release.
    ValuesFrom,
    /// The project of an application.
    Project,
    /// A host of a mesh that is a Service.
    Host,
    /// A named subset of a host in a mesh.
    Subset,
    /// Credentials of anything else.
    Credentials,
    /// Configuration of anything else.
    Configuration,
}

impl Edge {
    /// What the one does to the other, for lists and diagrams: `Deployment web` *mounts* `ConfigMap app`.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::EnvKey | Self::EnvFrom => "reads",
            Self::Volume | Self::Claim => "mounts",
            Self::VolumeSecret | Self::Credentials | Self::TriggerAuthentication => "logs in with",
            Self::ServiceAccount => "runs as",
            Self::ImagePullSecret => "pulls with",
            Self::PriorityClass | Self::RuntimeClass | Self::StorageClass => "is of",
            Self::ResourceClaim => "claims",
            Self::Namespace => "is in",
            Self::Owner => "belongs to",
            Self::GoverningService => "is named by",
            Self::Backend | Self::Host | Self::Subset => "sends to",
            Self::TlsSecret => "serves with",
            Self::IngressClass | Self::GatewayClass => "is handled by",
            Self::Parent => "is attached to",
            Self::Filter => "goes through",
            Self::ScaleTarget => "scales",
            Self::PolicyTarget => "is about",
            Self::RoleRef => "grants",
            Self::Subject => "grants to",
            Self::Binding => "is bound to",
            Self::DataSource => "is filled from",
            Self::Webhook => "is answered by",
            Self::Policy => "puts in force",
            Self::Parameters | Self::ValuesFrom | Self::Configuration => "is configured by",
            Self::Issuer => "is signed by",
            Self::CaInjection => "trusts",
            Self::SecretStore | Self::Source => "fetches from",
            Self::DependsOn => "waits for",
            Self::Project => "is part of",
        }
    }
}
