//! What selects Pods and other objects by their labels.

use super::Purpose::{
    Affinity, Aggregation, DisruptionBudget, Gateway, Monitor, NetworkPeer, NetworkPeerNamespace, NetworkPolicy,
    Policy, Service, Spread, Volume, Workload,
};
use super::Selected::{Kind, Pods};
use super::{POD, Purpose, Select, Selected};

const CONTROLLERS: &[&str] = &["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "argoproj.io/Rollout"];
const NETWORK_POLICY: &[&str] = &["networking.k8s.io/NetworkPolicy"];

const fn select(
    on: &'static [&'static str],
    path: &'static str,
    purpose: Purpose,
    selects: Selected,
    is_map: bool,
) -> Select {
    Select { on, path, purpose, selects, is_map }
}

#[rustfmt::skip]
pub(super) const ROWS: &[Select] = &[
    select(CONTROLLERS, "spec.selector", Workload, Pods, false),
    select(&["ReplicationController"], "spec.selector", Workload, Pods, true),
    select(&["core/Service"], "spec.selector", Service, Pods, true),
    select(&["PodDisruptionBudget"], "spec.selector", DisruptionBudget, Pods, false),
    select(NETWORK_POLICY, "spec.podSelector", NetworkPolicy, Pods, false),
    select(NETWORK_POLICY, "spec.ingress[*].from[*].podSelector", NetworkPeer, Pods, false),
    select(NETWORK_POLICY, "spec.egress[*].to[*].podSelector", NetworkPeer, Pods, false),
    select(NETWORK_POLICY, "spec.ingress[*].from[*].namespaceSelector", NetworkPeerNamespace, Kind("Namespace"), false),
    select(NETWORK_POLICY, "spec.egress[*].to[*].namespaceSelector", NetworkPeerNamespace, Kind("Namespace"), false),
    select(&["monitoring.coreos.com/ServiceMonitor"], "spec.selector", Monitor, Kind("Service"), false),
    select(&["monitoring.coreos.com/PodMonitor", "monitoring.googleapis.com/PodMonitoring"], "spec.selector", Monitor, Pods, false),
    select(&["operator.victoriametrics.com/VMServiceScrape"], "spec.selector", Monitor, Kind("Service"), false),
    select(&["operator.victoriametrics.com/VMPodScrape"], "spec.selector", Monitor, Pods, false),
    select(&[POD], "affinity.podAffinity|podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[*].labelSelector", Affinity, Pods, false),
    select(&[POD], "affinity.podAffinity|podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[*].podAffinityTerm.labelSelector", Affinity, Pods, false),
    select(&[POD], "topologySpreadConstraints[*].labelSelector", Spread, Pods, false),
    select(&["PersistentVolumeClaim"], "spec.selector", Volume, Kind("PersistentVolume"), false),
    select(&["ClusterRole"], "aggregationRule.clusterRoleSelectors[*]", Aggregation, Kind("ClusterRole"), false),
    select(&["networking.istio.io/Gateway"], "spec.selector", Gateway, Pods, true),
    select(&["networking.istio.io/Sidecar"], "spec.workloadSelector.labels", Policy, Pods, true),
    select(&["networking.istio.io/EnvoyFilter"], "spec.workloadSelector.labels", Policy, Pods, true),
    select(&["security.istio.io/AuthorizationPolicy", "security.istio.io/PeerAuthentication", "security.istio.io/RequestAuthentication"], "spec.selector", Policy, Pods, false),
    select(&["policy.linkerd.io/Server"], "spec.podSelector", Policy, Pods, false),
    select(&["cilium.io/CiliumNetworkPolicy"], "spec.endpointSelector", NetworkPolicy, Pods, false),
    select(&["k8s.cni.cncf.io/MultiNetworkPolicy"], "spec.podSelector", NetworkPolicy, Pods, false),
];
