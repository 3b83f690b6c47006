//! References of Kubernetes' own kinds and the Gateway API.

use super::Edge::{
    Backend, Binding, Claim, DataSource, EnvFrom, EnvKey, Filter, GatewayClass, GoverningService, ImagePullSecret,
    IngressClass, Issuer, Namespace, Owner, Parameters, Parent, Policy, PolicyTarget, PriorityClass, ResourceClaim,
    RoleRef, RuntimeClass, ScaleTarget, ServiceAccount, StorageClass, Subject, TlsSecret, Volume, VolumeSecret,
    Webhook,
};
use super::To::{Kind, Stated};
use super::{ANY, POD, Refer, refer};

const CONFIG_MAP: super::To = Kind("core/ConfigMap");
const SECRET: super::To = Kind("core/Secret");
const SERVICE: super::To = Kind("core/Service");

const INGRESS: &[&str] = &["Ingress"];
const ROUTES: &[&str] = &["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"];
const BINDINGS: &[&str] = &["RoleBinding", "ClusterRoleBinding"];
const WEBHOOKS: &[&str] = &["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"];
const POLICY_BINDINGS: &[&str] = &["ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding"];
const CLAIM: &[&str] = &["PersistentVolumeClaim"];
const VOLUME: &[&str] = &["PersistentVolume"];

#[rustfmt::skip]
pub(super) const ROWS: &[Refer] = &[
    refer(&[ANY], "metadata.namespace", Namespace, Kind("core/Namespace")),
    refer(&[ANY], "metadata.ownerReferences[*]", Owner, Stated("")),

    refer(&[POD], "containers|initContainers|ephemeralContainers[*].env[*].valueFrom.configMapKeyRef", EnvKey, CONFIG_MAP).part("key"),
    refer(&[POD], "containers|initContainers|ephemeralContainers[*].env[*].valueFrom.secretKeyRef", EnvKey, SECRET).part("key"),
    refer(&[POD], "containers|initContainers|ephemeralContainers[*].envFrom[*].configMapRef", EnvFrom, CONFIG_MAP),
    refer(&[POD], "containers|initContainers|ephemeralContainers[*].envFrom[*].secretRef", EnvFrom, SECRET),
    refer(&[POD], "volumes[*].configMap", Volume, CONFIG_MAP).part("items[*].key"),
    refer(&[POD], "volumes[*].secret", Volume, SECRET).name("secretName").part("items[*].key"),
    refer(&[POD], "volumes[*].projected.sources[*].configMap", Volume, CONFIG_MAP).part("items[*].key"),
    refer(&[POD], "volumes[*].projected.sources[*].secret", Volume, SECRET).part("items[*].key"),
    refer(&[POD], "volumes[*].persistentVolumeClaim.claimName", Claim, Kind("core/PersistentVolumeClaim")),
    refer(&[POD], "volumes[*].csi.nodePublishSecretRef", VolumeSecret, SECRET),
    refer(&[POD], "volumes[*].cephfs|rbd|iscsi|flexVolume|scaleIO|storageos.secretRef", VolumeSecret, SECRET),
    refer(&[POD], "volumes[*].azureFile.secretName", VolumeSecret, SECRET),
    refer(&[POD], "volumes[*].csi.volumeAttributes.secretProviderClass", VolumeSecret, Kind("secrets-store.csi.x-k8s.io/SecretProviderClass")),
    refer(&[POD], "volumes[*].ephemeral.volumeClaimTemplate.spec.storageClassName", StorageClass, Kind("storage.k8s.io/StorageClass")),
    refer(&[POD], "serviceAccountName|serviceAccount", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&[POD], "imagePullSecrets[*]", ImagePullSecret, SECRET),
    refer(&[POD], "priorityClassName", PriorityClass, Kind("scheduling.k8s.io/PriorityClass")),
    refer(&[POD], "runtimeClassName", RuntimeClass, Kind("node.k8s.io/RuntimeClass")),
    refer(&[POD], "resourceClaims[*].resourceClaimName", ResourceClaim, Kind("resource.k8s.io/ResourceClaim")),
    refer(&[POD], "resourceClaims[*].resourceClaimTemplateName", ResourceClaim, Kind("resource.k8s.io/ResourceClaimTemplate")),

    refer(&["ServiceAccount"], "secrets[*]", super::Edge::Credentials, SECRET),
    refer(&["ServiceAccount"], "imagePullSecrets[*]", ImagePullSecret, SECRET),
    refer(&["core/Secret"], "metadata.annotations[\"kubernetes.io/service-account.name\"]", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&["StatefulSet"], "spec.serviceName", GoverningService, SERVICE),
    refer(&["StatefulSet"], "spec.volumeClaimTemplates[*].spec.storageClassName", StorageClass, Kind("storage.k8s.io/StorageClass")),
    refer(&["HorizontalPodAutoscaler"], "spec.scaleTargetRef", ScaleTarget, Stated("apps/Deployment")),
    refer(&["HorizontalPodAutoscaler"], "spec.metrics[*].object.describedObject", PolicyTarget, Stated("")),

    refer(CLAIM, "spec.storageClassName", StorageClass, Kind("storage.k8s.io/StorageClass")),
    refer(CLAIM, "metadata.annotations[\"volume.beta.kubernetes.io/storage-class\"]", StorageClass, Kind("storage.k8s.io/StorageClass")),
    refer(CLAIM, "spec.volumeName", Binding, Kind("core/PersistentVolume")),
    refer(CLAIM, "spec.dataSource|dataSourceRef", DataSource, Stated("core/PersistentVolumeClaim")).name("name"),
    refer(VOLUME, "spec.storageClassName", StorageClass, Kind("storage.k8s.io/StorageClass")),
    refer(VOLUME, "spec.claimRef", Binding, Kind("core/PersistentVolumeClaim")).name("name"),
    refer(VOLUME, "spec.csi.controllerPublishSecretRef|nodeStageSecretRef|nodePublishSecretRef|controllerExpandSecretRef|nodeExpandSecretRef", VolumeSecret, SECRET).name("name"),
    refer(VOLUME, "spec.cephfs|rbd|iscsi|flexVolume.secretRef", VolumeSecret, SECRET).name("name"),
    refer(VOLUME, "spec.azureFile", VolumeSecret, SECRET).name("secretName"),
    refer(&["VolumeSnapshot"], "spec.volumeSnapshotClassName", StorageClass, Kind("snapshot.storage.k8s.io/VolumeSnapshotClass")),
    refer(&["VolumeSnapshot"], "spec.source.persistentVolumeClaimName", DataSource, Kind("core/PersistentVolumeClaim")),

    refer(INGRESS, "spec.rules[*].http.paths[*].backend.service", Backend, SERVICE).part("port.number|port.name"),
    refer(INGRESS, "spec.rules[*].http.paths[*].backend", Backend, SERVICE).name("serviceName").part("servicePort"),
    refer(INGRESS, "spec.rules[*].http.paths[*].backend.resource", Backend, Stated("")).name("name"),
    refer(INGRESS, "spec.defaultBackend.service", Backend, SERVICE).part("port.number|port.name"),
    refer(INGRESS, "spec.defaultBackend.resource", Backend, Stated("")).name("name"),
    refer(INGRESS, "spec.backend", Backend, SERVICE).name("serviceName").part("servicePort"),
    refer(INGRESS, "spec.tls[*].secretName", TlsSecret, SECRET),
    refer(INGRESS, "spec.ingressClassName", IngressClass, Kind("networking.k8s.io/IngressClass")),
    refer(INGRESS, "metadata.annotations[\"kubernetes.io/ingress.class\"]", IngressClass, Kind("networking.k8s.io/IngressClass")),
    refer(INGRESS, "metadata.annotations[\"nginx.ingress.kubernetes.io/auth-secret\"]", super::Edge::Credentials, SECRET).slashed(),
    refer(INGRESS, "metadata.annotations[\"nginx.ingress.kubernetes.io/auth-tls-secret\"]", TlsSecret, SECRET).slashed(),
    refer(INGRESS, "metadata.annotations[\"nginx.ingress.kubernetes.io/proxy-ssl-secret\"]", TlsSecret, SECRET).slashed(),
    refer(&["Ingress", "Gateway"], "metadata.annotations[\"cert-manager.io/issuer\"]", Issuer, Kind("cert-manager.io/Issuer")),
    refer(&["Ingress", "Gateway"], "metadata.annotations[\"cert-manager.io/cluster-issuer\"]", Issuer, Kind("cert-manager.io/ClusterIssuer")),
    refer(&["IngressClass"], "spec.parameters", Parameters, Stated("")).name("name"),

    refer(BINDINGS, "roleRef", RoleRef, Stated("rbac.authorization.k8s.io/ClusterRole")).name("name"),
    refer(BINDINGS, "subjects[*]", Subject, Stated("core/ServiceAccount")).name("name"),
    refer(WEBHOOKS, "webhooks[*].clientConfig.service", Webhook, SERVICE).part("port"),
    refer(&["CustomResourceDefinition"], "spec.conversion.webhook.clientConfig.service", Webhook, SERVICE).part("port"),
    refer(&["APIService"], "spec.service", Webhook, SERVICE).part("port"),
    refer(&["ValidatingAdmissionPolicyBinding"], "spec.policyName", Policy, Kind("admissionregistration.k8s.io/ValidatingAdmissionPolicy")),
    refer(&["MutatingAdmissionPolicyBinding"], "spec.policyName", Policy, Kind("admissionregistration.k8s.io/MutatingAdmissionPolicy")),
    refer(POLICY_BINDINGS, "spec.paramRef", Parameters, Stated("")).name("name"),

    refer(&["gateway.networking.k8s.io/Gateway"], "spec.gatewayClassName", GatewayClass, Kind("gateway.networking.k8s.io/GatewayClass")),
    refer(&["gateway.networking.k8s.io/Gateway"], "spec.listeners[*].tls.certificateRefs[*]", TlsSecret, Stated("core/Secret")).name("name"),
    refer(&["gateway.networking.k8s.io/Gateway"], "spec.infrastructure.parametersRef", Parameters, Stated("")).name("name"),
    refer(&["GatewayClass"], "spec.parametersRef", Parameters, Stated("")).name("name"),
    refer(ROUTES, "spec.parentRefs[*]", Parent, Stated("gateway.networking.k8s.io/Gateway")).part("sectionName"),
    refer(ROUTES, "spec.rules[*].backendRefs[*]", Backend, Stated("core/Service")).part("port"),
    refer(ROUTES, "spec.rules[*].filters[*].requestMirror.backendRef", Backend, Stated("core/Service")).part("port"),
    refer(ROUTES, "spec.rules[*].filters[*].extensionRef", Filter, Stated("")).name("name"),
    refer(ROUTES, "spec.rules[*].backendRefs[*].filters[*].extensionRef", Filter, Stated("")).name("name"),
    refer(&["BackendTLSPolicy"], "spec.targetRefs[*]", PolicyTarget, Stated("core/Service")).part("sectionName"),
    refer(&["BackendTLSPolicy"], "spec.validation.caCertificateRefs[*]", TlsSecret, Stated("core/ConfigMap")).name("name"),
];
