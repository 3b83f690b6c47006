//! What every cluster has without a manifest.

/// Namespaces a cluster begins with.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// ClusterRoles for people, which the API server keeps; those for the cluster itself begin with `system:`.
const CLUSTER_ROLES: [&str; 4] = ["admin", "cluster-admin", "edit", "view"];

/// What the API server and its controllers keep in `kube-system`, and what every distribution puts there.
const SYSTEM: [(&str, &str); 6] = [
    ("ConfigMap", "coredns"),
    ("ConfigMap", "extension-apiserver-authentication"),
    ("ConfigMap", "kubeadm-config"),
    ("Role", "extension-apiserver-authentication-reader"),
    ("Service", "kube-dns"),
    ("Deployment", "coredns"),
];

/// Whether a cluster has that object from its beginning, or puts it into every namespace. `namespace` is `None` where it
/// is not known.
pub(super) fn is_there(kind: &str, namespace: Option<&str>, name: &str) -> bool {
    let within = |own: &str| namespace.is_none_or(|namespace| namespace == own);
    match kind {
        "Namespace" => NAMESPACES.contains(&name),
        "ServiceAccount" => name == "default" || within("kube-system") && namespace.is_some(),
        "ConfigMap" if matches!(name, "kube-root-ca.crt" | "openshift-service-ca.crt") => true,
        "PriorityClass" => matches!(name, "system-cluster-critical" | "system-node-critical"),
        "ClusterRole" => CLUSTER_ROLES.contains(&name) || name.starts_with("system:"),
        "ClusterRoleBinding" => name == "cluster-admin" || name.starts_with("system:"),
        "Role" if name.starts_with("system:") => true,
        "Service" if name == "kubernetes" => within("default"),
        _ => within("kube-system") && SYSTEM.contains(&(kind, name)),
    }
}

/// Labels that controllers of Kubernetes put on the Pods they make.
const CONTROLLER_LABELS: [&str; 10] = [
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "pod-template-generation",
    "pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
];

/// Whether a label is one that a controller of Kubernetes gives each Pod it makes: no template states it.
pub(super) fn is_label_of_workload(key: &str) -> bool {
    CONTROLLER_LABELS.binary_search(&key).is_ok()
}

/// Whether a label is most likely one that a controller or an operator gives: of a domain that is not the one everybody uses.
pub(super) fn is_label_of_controller(key: &str) -> bool {
    is_label_of_workload(key)
        || key.split_once('/').is_some_and(|(domain, _)| !matches!(domain, "app.kubernetes.io" | "kubernetes.io"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_controllers() {
        assert!(CONTROLLER_LABELS.is_sorted());
        assert!(is_label_of_controller("cnpg.io/cluster") && is_label_of_controller("job-name"));
        assert!(!is_label_of_controller("app.kubernetes.io/name") && !is_label_of_controller("app"));
    }

    #[test]
    fn what_a_cluster_begins_with() {
        assert!(is_there("ServiceAccount", Some("shop"), "default"));
        assert!(is_there("ClusterRole", None, "system:auth-delegator"));
        assert!(is_there("Role", Some("kube-system"), "extension-apiserver-authentication-reader"));
        assert!(!is_there("Role", Some("shop"), "extension-apiserver-authentication-reader"));
        assert!(!is_there("ServiceAccount", None, "web"));
        assert!(!is_there("Namespace", None, "shop"));
    }
}
