//! The reference: the kinds of one minor version of Kubernetes, and what their schemas say.

use std::collections::BTreeMap;

use k8s_openapi::schemars::SchemaGenerator;
use k8s_openapi::serde_json::Value;

/// The minor version of the reference.
pub(crate) const MINOR: &str = "1.37";

/// Texts by definition and field; what the definition itself is under the empty name.
pub(crate) type Prose = BTreeMap<String, BTreeMap<String, String>>;

/// Asks every type for its schema, which brings those of all types below it.
macro_rules! kinds {
    ($generator:ident: $($($module:ident)::+ { $($kind:ident)+ })+) => {
        $({
            use k8s_openapi::$($module)::+ as group;
            $($generator.subschema_for::<group::$kind>();)+
        })+
    };
}

/// What the reference says, as it says it. Each type brings those below it: 108 kinds, 766 definitions.
pub(crate) fn read() -> Prose {
    let mut generator = SchemaGenerator::default();
    kinds! { generator:
        api::admissionregistration::v1 {
            MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration
            ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
        }
        api::admissionregistration::v1alpha1 { MutatingAdmissionPolicy MutatingAdmissionPolicyBinding }
        api::admissionregistration::v1beta1 { MutatingAdmissionPolicy MutatingAdmissionPolicyBinding }
        api::apiserverinternal::v1alpha1 { StorageVersion }
        api::apps::v1 { ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet }
        api::authentication::v1 { SelfSubjectReview TokenRequest TokenReview }
        api::authorization::v1 {
            LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
        }
        api::autoscaling::v1 { HorizontalPodAutoscaler Scale }
        api::autoscaling::v2 { HorizontalPodAutoscaler }
        api::batch::v1 { CronJob Job }
        api::certificates::v1 { CertificateSigningRequest ClusterTrustBundle PodCertificateRequest }
        api::certificates::v1beta1 { ClusterTrustBundle PodCertificateRequest }
        api::coordination::v1 { Lease }
        api::coordination::v1alpha2 { LeaseCandidate }
        api::coordination::v1beta1 { LeaseCandidate }
        api::core::v1 {
            Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume
            PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount
        }
        api::discovery::v1 { EndpointSlice }
        api::events::v1 { Event }
        api::flowcontrol::v1 { FlowSchema PriorityLevelConfiguration }
        api::lifecycle::v1alpha1 { Eviction EvictionRequest }
        api::networking::v1 { IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR }
        api::node::v1 { RuntimeClass }
        api::policy::v1 { Eviction PodDisruptionBudget }
        api::rbac::v1 { ClusterRole ClusterRoleBinding Role RoleBinding }
        api::resource::v1 { DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice }
        api::resource::v1alpha3 { DeviceTaintRule ResourcePoolStatusRequest }
        api::resource::v1beta1 { DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice }
        api::resource::v1beta2 { DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice }
        api::scheduling::v1 { PriorityClass }
        api::scheduling::v1alpha3 { CompositePodGroup PodGroup Workload }
        api::scheduling::v1beta1 { PodGroup Workload }
        api::storage::v1 { CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass }
        api::storagemigration::v1 { StorageVersionMigration }
        api::storagemigration::v1beta1 { StorageVersionMigration }
        apiextensions_apiserver::pkg::apis::apiextensions::v1 { CustomResourceDefinition }
        apimachinery::pkg::apis::meta::v1 { APIGroup APIGroupList APIResourceList APIVersions Status }
        kube_aggregator::pkg::apis::apiregistration::v1 { APIService }
    }
    let definitions = generator.take_definitions(false);
    let description = |schema: &Value| Some(schema.get("description")?.as_str()?.to_owned());
    let mut prose = Prose::new();
    for (name, schema) in &definitions {
        let fields = schema.get("properties").and_then(|it| it.as_object()).into_iter().flatten();
        let texts = fields.map(|(field, schema)| (field.clone(), description(schema)));
        let texts = texts.chain([(String::new(), description(schema))]);
        prose.insert(name.clone(), texts.filter_map(|(field, text)| Some((field, text?))).collect());
    }
    prose
}
