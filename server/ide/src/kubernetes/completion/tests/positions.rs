//! The first keys and values that are proposed, over many kinds.

use std::fmt::Write;

use expect_test::expect;

use crate::check::{Case, completions};

/// A kind with places in it: a route, items of lists as `[]`; behind ` =` the value of the field is asked for.
const PLACES: &str = include_str!("places.txt");

/// A file with the cursor at the route of an object of a kind.
fn file(head: &str, route: &str) -> String {
    let (api_version, kind) = head.split_once(' ').expect("a version and a kind");
    let mut text = format!("#- a.yaml\napiVersion: {api_version}\nkind: {kind}\n");
    let (route, is_value) = route.strip_suffix(" =").map_or((route, false), |route| (route, true));
    let mut column = 0;
    let steps: Vec<&str> = route.split('.').filter(|step| !step.is_empty()).collect();
    let mut is_behind_dash = false;
    for (index, step) in steps.iter().enumerate() {
        let name = step.trim_end_matches("[]");
        let indent = if is_behind_dash { 0 } else { column };
        let _ = write!(text, "{:indent$}{name}:", "");
        is_behind_dash = false;
        if is_value && index + 1 == steps.len() && !step.ends_with("[]") {
            return text + " <|>\n";
        }
        text.push('\n');
        column += 2;
        if step.ends_with("[]") {
            let _ = write!(text, "{:column$}- ", "");
            is_behind_dash = true;
            column += 2;
        }
    }
    let indent = if is_behind_dash { 0 } else { column };
    let _ = writeln!(text, "{:indent$}<|>", "");
    text
}

#[test]
fn first_proposals() {
    let mut out = String::new();
    let mut head = "";
    let (mut kinds, mut places) = (0, 0);
    for line in PLACES.lines().filter(|line| !line.is_empty()) {
        let Some(route) = line.strip_prefix("  ") else {
            head = line;
            kinds += 1;
            let _ = writeln!(out, "{head}");
            continue;
        };
        places += 1;
        let items = completions(&Case::new(&file(head, route.trim_start_matches('/'))));
        let labels: Vec<&str> = items.iter().take(5).map(|item| item.label.as_str()).collect();
        let _ = writeln!(out, "  {route}: {}", labels.join(" "));
    }
    assert!(kinds >= 40 && places >= 200, "{kinds} kinds, {places} places");
    expect![[r#"
        v1 Pod
          /: metadata spec status
          metadata: name namespace labels annotations generateName
          metadata.labels: app.kubernetes.io/component app.kubernetes.io/instance app.kubernetes.io/managed-by app.kubernetes.io/name app.kubernetes.io/part-of
          metadata.ownerReferences[]: apiVersion kind name uid blockOwnerDeletion
          spec: containers volumes serviceAccountName securityContext restartPolicy
          spec.containers[]: name image ports env volumeMounts
          spec.containers[].env[]: name value valueFrom env-config-map env-field
          spec.containers[].env[].valueFrom: fieldRef secretKeyRef configMapKeyRef fileKeyRef resourceFieldRef
          spec.containers[].env[].valueFrom.secretKeyRef: key name optional
          spec.containers[].env[].valueFrom.fieldRef.fieldPath =: metadata.name metadata.namespace metadata.uid spec.nodeName spec.serviceAccountName
          spec.containers[].envFrom[]: configMapRef secretRef env-from-config-map env-from-secret prefix
          spec.containers[].ports[]: containerPort name protocol hostPort hostIP
          spec.containers[].ports[].protocol =: TCP SCTP UDP
          spec.containers[].resources: requests limits claims
          spec.containers[].resources.limits: cpu memory ephemeral-storage
          spec.containers[].resources.limits.memory =: 64Mi 128Mi 256Mi 512Mi 1Gi
          spec.containers[].livenessProbe: initialDelaySeconds periodSeconds httpGet failureThreshold timeoutSeconds
          spec.containers[].livenessProbe.httpGet: port path scheme httpHeaders host
          spec.containers[].livenessProbe.httpGet.scheme =: HTTP HTTPS
          spec.containers[].lifecycle: preStop postStart stopSignal
          spec.containers[].securityContext: capabilities allowPrivilegeEscalation readOnlyRootFilesystem privileged runAsUser
          spec.containers[].securityContext.seccompProfile.type =: RuntimeDefault Localhost Unconfined
          spec.containers[].imagePullPolicy =: Always IfNotPresent Never
          spec.containers[].terminationMessagePolicy =: File FallbackToLogsOnError
          spec.containers[].volumeMounts[]: mountPath name readOnly subPath volume-mount
          spec.securityContext: runAsNonRoot runAsUser fsGroup runAsGroup seccompProfile
          spec.securityContext.fsGroupChangePolicy =: Always OnRootMismatch
          spec.affinity: podAntiAffinity nodeAffinity podAffinity
          spec.affinity.nodeAffinity: preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution
          spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[]: podAffinityTerm weight
          spec.tolerations[]: effect key operator tolerationSeconds value
          spec.tolerations[].effect =: NoSchedule NoExecute PreferNoSchedule
          spec.tolerations[].operator =: Equal Exists Gt Lt
          spec.topologySpreadConstraints[]: maxSkew topologyKey whenUnsatisfiable labelSelector matchLabelKeys
          spec.topologySpreadConstraints[].whenUnsatisfiable =: DoNotSchedule ScheduleAnyway
          spec.topologySpreadConstraints[].topologyKey =: kubernetes.io/hostname topology.kubernetes.io/zone topology.kubernetes.io/region
          spec.volumes[]: name emptyDir secret configMap hostPath
          spec.volumes[].configMap: name items defaultMode defaultUser optional
          spec.volumes[].emptyDir: medium sizeLimit mode
          spec.volumes[].emptyDir.medium =: Memory HugePages
          spec.volumes[].projected.sources[]: serviceAccountToken configMap downwardAPI clusterTrustBundle podCertificate
          spec.volumes[].hostPath.type =: BlockDevice CharDevice Directory DirectoryOrCreate File
          spec.dnsPolicy =: ClusterFirst ClusterFirstWithHostNet Default None
          spec.restartPolicy =: Always Never OnFailure
          spec.preemptionPolicy =: Never PreemptLowerPriority
          spec.os.name =: linux windows
        apps/v1 Deployment
          /: metadata spec status
          spec: template selector replicas strategy minReadySeconds
          spec.strategy: type rollingUpdate
          spec.strategy.type =: RollingUpdate Recreate
          spec.strategy.rollingUpdate: maxUnavailable maxSurge
          spec.strategy.rollingUpdate.maxSurge =: 1 0 25% 50%
          spec.selector: matchLabels matchExpressions
          spec.selector.matchExpressions[]: key operator values
          spec.selector.matchExpressions[].operator =: In NotIn Exists DoesNotExist
          spec.template: spec metadata
          spec.template.metadata: name namespace labels annotations generateName
          spec.template.spec: containers volumes serviceAccountName securityContext restartPolicy
          spec.template.spec.containers[]: name image ports env volumeMounts
          spec.paused =: false true
        apps/v1 StatefulSet
          spec: selector template serviceName replicas volumeClaimTemplates
          spec.updateStrategy: type rollingUpdate
          spec.updateStrategy.type =: RollingUpdate OnDelete Recreate
          spec.podManagementPolicy =: OrderedReady Parallel
          spec.volumeClaimTemplates[]: metadata spec apiVersion kind status
          spec.volumeClaimTemplates[].spec: accessModes resources storageClassName volumeMode dataSource
          spec.volumeClaimTemplates[].spec.accessModes[]: ReadWriteOnce ReadWriteOncePod ReadWriteMany ReadOnlyMany
          spec.volumeClaimTemplates[].spec.resources.requests: storage
          spec.persistentVolumeClaimRetentionPolicy: whenDeleted whenScaled
          spec.persistentVolumeClaimRetentionPolicy.whenDeleted =: Retain Delete
        apps/v1 DaemonSet
          spec: template selector updateStrategy minReadySeconds revisionHistoryLimit
          spec.updateStrategy.type =: RollingUpdate OnDelete
          spec.updateStrategy.rollingUpdate: maxSurge maxUnavailable
          spec.template.spec.initContainers[]: name image ports env volumeMounts
        apps/v1 ReplicaSet
          spec: selector minReadySeconds replicas template
          spec.template.spec: containers volumes serviceAccountName securityContext restartPolicy
        batch/v1 Job
          spec: template ttlSecondsAfterFinished backoffLimit indexed-job pod-failure-policy
          spec.template.spec: containers volumes serviceAccountName securityContext restartPolicy
          spec.podFailurePolicy.rules[]: action onExitCodes onPodConditions
          spec.podFailurePolicy.rules[].action =: Count FailIndex FailJob Ignore
          spec.completionMode =: NonIndexed Indexed
        batch/v1 CronJob
          spec: jobTemplate schedule concurrencyPolicy failedJobsHistoryLimit startingDeadlineSeconds
          spec.concurrencyPolicy =: Allow Forbid Replace
          spec.schedule =: 0 * * * * 0 3 * * * */15 * * * * 0 3 * * 0 0 3 1 * *
          spec.jobTemplate: metadata spec
          spec.jobTemplate.spec: template ttlSecondsAfterFinished backoffLimit indexed-job pod-failure-policy
          spec.jobTemplate.spec.template.spec.restartPolicy =: Never OnFailure
          spec.suspend =: false true
        v1 Service
          /: metadata spec status
          spec: ports selector type clusterIP externalName
          spec.type =: ClusterIP ExternalName LoadBalancer NodePort
          spec.ports[]: port targetPort name protocol appProtocol
          spec.ports[].protocol =: TCP SCTP UDP
          spec.sessionAffinity =: None ClientIP
          spec.externalTrafficPolicy =: Cluster Local
          spec.ipFamilyPolicy =: PreferDualStack RequireDualStack SingleStack
          spec.ipFamilies[]: IPv4 IPv6
          metadata.annotations: service.beta.kubernetes.io/load-balancer-source-ranges service.kubernetes.io/topology-mode applyset.kubernetes.io/additional-namespaces applyset.kubernetes.io/contains-group-kinds applyset.kubernetes.io/contains-group-resources
        networking.k8s.io/v1 Ingress
          spec: rules ingressClassName tls defaultBackend
          spec.rules[]: host http
          spec.rules[].http.paths[]: backend pathType path
          spec.rules[].http.paths[].pathType =: Prefix Exact ImplementationSpecific
          spec.rules[].http.paths[].backend: service resource
          spec.rules[].http.paths[].backend.service: name port
          spec.rules[].http.paths[].backend.service.port: number name
          spec.tls[]: hosts secretName
          spec.ingressClassName =: nginx traefik haproxy alb
        networking.k8s.io/v1 IngressClass
          spec: controller parameters
          metadata.annotations: ingressclass.kubernetes.io/is-default-class applyset.kubernetes.io/additional-namespaces applyset.kubernetes.io/contains-group-kinds applyset.kubernetes.io/contains-group-resources applyset.kubernetes.io/tooling
        networking.k8s.io/v1 NetworkPolicy
          spec: podSelector policyTypes ingress egress
          spec.policyTypes[]: Ingress Egress
          spec.ingress[]: from ports allow-from-namespace
          spec.ingress[].from[]: podSelector namespaceSelector ipBlock
          spec.ingress[].from[].ipBlock: cidr except
          spec.egress[].ports[]: port protocol endPort
          spec.egress[].ports[].protocol =: TCP SCTP UDP
        v1 ConfigMap
          /: metadata data binaryData immutable
          metadata: name namespace labels annotations generateName
        v1 Secret
          /: metadata type data stringData immutable
          type =: Opaque kubernetes.io/tls kubernetes.io/dockerconfigjson kubernetes.io/basic-auth kubernetes.io/ssh-auth
          immutable =: false true
        v1 ServiceAccount
          /: metadata automountServiceAccountToken secrets imagePullSecrets
          automountServiceAccountToken =: true false
        v1 Namespace
          /: metadata spec status
          metadata.labels: app.kubernetes.io/component app.kubernetes.io/instance app.kubernetes.io/managed-by app.kubernetes.io/name app.kubernetes.io/part-of
        v1 PersistentVolumeClaim
          spec: accessModes resources storageClassName volumeMode dataSource
          spec.accessModes[]: ReadWriteOnce ReadWriteOncePod ReadWriteMany ReadOnlyMany
          spec.volumeMode =: Filesystem Block
          spec.resources: requests limits
          spec.resources.requests: storage
          spec.resources.requests.storage =: 1Gi 5Gi 10Gi 20Gi 50Gi
        v1 PersistentVolume
          spec: accessModes capacity claimRef csi fc
          spec.persistentVolumeReclaimPolicy =: Delete Recycle Retain
          spec.capacity: storage
          spec.nodeAffinity: required
        storage.k8s.io/v1 StorageClass
          /: metadata provisioner parameters allowVolumeExpansion reclaimPolicy
          reclaimPolicy =: Delete Recycle Retain
          volumeBindingMode =: Immediate WaitForFirstConsumer
          allowVolumeExpansion =: false true
        rbac.authorization.k8s.io/v1 Role
          /: metadata rules
          rules[]: verbs apiGroups resources resourceNames nonResourceURLs
          rules[].verbs[]: get list watch create update
          rules[].resources[]: pods pods/log pods/exec services configmaps
        rbac.authorization.k8s.io/v1 ClusterRole
          /: metadata rules aggregationRule
          aggregationRule: clusterRoleSelectors
          rules[]: verbs apiGroups resources resourceNames nonResourceURLs
        rbac.authorization.k8s.io/v1 RoleBinding
          /: metadata roleRef subjects
          roleRef: kind name apiGroup
          roleRef.kind =: ClusterRole Role
          subjects[]: kind name namespace apiGroup
          subjects[].kind =: ServiceAccount User Group
        rbac.authorization.k8s.io/v1 ClusterRoleBinding
          /: metadata roleRef subjects
          roleRef.apiGroup =: rbac.authorization.k8s.io
        autoscaling/v2 HorizontalPodAutoscaler
          spec: maxReplicas scaleTargetRef hpa-behavior behavior metrics
          spec.scaleTargetRef: kind name apiVersion
          spec.scaleTargetRef.kind =: Deployment StatefulSet ReplicaSet
          spec.metrics[]: type hpa-container-cpu containerResource external object
          spec.metrics[].type =: Resource External Pods ContainerResource Object
          spec.metrics[].resource: name target
          spec.metrics[].resource.target: type averageUtilization averageValue value
          spec.metrics[].resource.target.type =: Utilization AverageValue Value
          spec.behavior: scaleDown scaleUp
          spec.behavior.scaleDown: policies selectPolicy stabilizationWindowSeconds tolerance
          spec.behavior.scaleDown.selectPolicy =: Disabled Max Min
          spec.behavior.scaleDown.policies[]: periodSeconds type value
        policy/v1 PodDisruptionBudget
          spec: selector minAvailable maxUnavailable unhealthyPodEvictionPolicy
          spec.maxUnavailable =: 1 25%
          spec.unhealthyPodEvictionPolicy =: IfHealthyBudget AlwaysAllow
        v1 ResourceQuota
          spec: hard scopeSelector scopes
          spec.hard: requests.cpu requests.memory limits.cpu limits.memory pods
          spec.scopes[]: BestEffort CrossNamespacePodAffinity NotBestEffort NotTerminating PriorityClass
        v1 LimitRange
          spec.limits[]: type default defaultRequest max maxLimitRequestRatio
          spec.limits[].type =: Container PersistentVolumeClaim Pod
          spec.limits[].default: cpu memory ephemeral-storage
        scheduling.k8s.io/v1 PriorityClass
          /: metadata description globalDefault preemptionPolicy value
          preemptionPolicy =: PreemptLowerPriority Never
        admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration
          /: metadata webhooks
          webhooks[]: admissionReviewVersions clientConfig name sideEffects failurePolicy
          webhooks[].failurePolicy =: Fail Ignore
          webhooks[].sideEffects =: None NoneOnDryRun Some Unknown
          webhooks[].rules[]: apiGroups apiVersions operations resources scope
          webhooks[].clientConfig: service caBundle url
        admissionregistration.k8s.io/v1 MutatingWebhookConfiguration
          webhooks[]: admissionReviewVersions clientConfig name sideEffects failurePolicy
          webhooks[].reinvocationPolicy =: Never IfNeeded
        admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy
          spec: auditAnnotations failurePolicy matchConditions matchConstraints paramKind
          spec.validations[]: expression message messageExpression reason
        apiextensions.k8s.io/v1 CustomResourceDefinition
          spec: group names scope versions conversion
          spec.names: kind plural singular listKind shortNames
          spec.scope =: Namespaced Cluster
          spec.versions[]: name served storage schema subresources
          spec.versions[].schema.openAPIV3Schema: type properties description items required
          spec.versions[].schema.openAPIV3Schema.type =: object string integer boolean array
        apiregistration.k8s.io/v1 APIService
          spec: groupPriorityMinimum versionPriority group service version
        coordination.k8s.io/v1 Lease
          spec: acquireTime holderIdentity leaseDurationSeconds leaseTransitions preferredHolder
        discovery.k8s.io/v1 EndpointSlice
          /: metadata addressType endpoints ports
          endpoints[]: addresses conditions deprecatedTopology hints hostname
          addressType =: FQDN IPv4 IPv6
        node.k8s.io/v1 RuntimeClass
          /: metadata handler overhead scheduling
        storage.k8s.io/v1 CSIDriver
          spec: attachRequired fsGroupPolicy nodeAllocatableUpdatePeriodSeconds podInfoOnMount preventPodSchedulingIfMissing
        v1 Endpoints
          /: metadata subsets
          subsets[]: addresses notReadyAddresses ports
        v1 Node
          spec: podCIDR podCIDRs podPreemptionPolicy providerID taints
          spec.taints[]: effect key timeAdded value
          spec.taints[].effect =: NoExecute NoSchedule PreferNoSchedule
        v1 ReplicationController
          spec: replicas template selector minReadySeconds
          spec.template.spec: containers volumes serviceAccountName securityContext restartPolicy
        v1 PodTemplate
          template.spec: containers volumes serviceAccountName securityContext restartPolicy
        gateway.networking.k8s.io/v1 Gateway
          spec: gatewayClassName listeners allowedListeners addresses infrastructure
          spec.listeners[]: name port protocol allowedRoutes hostname
          spec.listeners[].protocol =: HTTPS HTTP TLS TCP UDP
          spec.listeners[].tls: certificateRefs mode options
          spec.listeners[].tls.mode =: Terminate Passthrough
        gateway.networking.k8s.io/v1 HTTPRoute
          spec: rules parentRefs hostnames
          spec.parentRefs[]: name sectionName namespace group kind
          spec.rules[]: backendRefs matches filters name timeouts
          spec.rules[].matches[]: path headers method queryParams
          spec.rules[].matches[].path.type =: PathPrefix Exact RegularExpression
          spec.rules[].filters[].type =: CORS ExtensionRef RequestHeaderModifier RequestMirror RequestRedirect
          spec.rules[].backendRefs[]: name port kind group namespace
        cert-manager.io/v1 Certificate
          spec: issuerRef secretName dnsNames additionalOutputFormats commonName
          spec.issuerRef: name kind group
          spec.privateKey: algorithm encoding rotationPolicy size
          spec.privateKey.algorithm =: ECDSA Ed25519 RSA
          spec.renewBefore =: 30s 1m 5m 10m 1h
        cert-manager.io/v1 ClusterIssuer
          spec: acme ca selfSigned vault venafi
          spec.acme: privateKeySecretRef server email solvers preferredChain
          spec.acme.solvers[]: dns01 selector http01 waitInsteadOfSelfCheck
        argoproj.io/v1alpha1 Application
          spec: destination project source ignoreDifferences info
          spec.source: repoURL path targetRevision chart directory
          spec.destination: namespace name server
          spec.syncPolicy: automated managedNamespaceMetadata retry syncOptions
          spec.syncPolicy.automated.prune =: true false
        argoproj.io/v1alpha1 Rollout
          spec: replicas selector strategy template analysis
          spec.strategy: canary blueGreen
          spec.template.spec.containers[]: name image ports env volumeMounts
        monitoring.coreos.com/v1 ServiceMonitor
          spec: endpoints selector namespaceSelector jobLabel attachMetadata
          spec.endpoints[]: port interval path metricRelabelings scheme
          spec.endpoints[].interval =: 30s 1m 5m 10m 1h
        monitoring.coreos.com/v1 PrometheusRule
          spec: groups
          spec.groups[]: name rules interval labels limit
          spec.groups[].rules[]: expr alert annotations labels for
        external-secrets.io/v1 ExternalSecret
          spec: secretStoreRef target dataFrom refreshInterval data
          spec.secretStoreRef: kind name
          spec.data[]: remoteRef secretKey sourceRef
          spec.target.creationPolicy =: Owner CreateOrMerge Merge None Orphan
        keda.sh/v1alpha1 ScaledObject
          spec: scaleTargetRef triggers advanced cooldownPeriod fallback
          spec.triggers[]: metadata type authenticationRef metricType name
    "#]].assert_eq(&out);
}
