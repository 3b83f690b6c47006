//! References of custom resources that many clusters have.

use super::Edge::{
    Backend, CaInjection, Configuration, Credentials, DependsOn, Filter, Host, Issuer, Parent, Policy, PolicyTarget,
    Project, ScaleTarget, SecretStore, ServiceAccount, Source, StorageClass, Subset, TlsSecret, TriggerAuthentication,
    ValuesFrom,
};
use super::To::{Kind, Stated};
use super::{ANY, Refer, refer};

const CONFIG_MAP: super::To = Kind("core/ConfigMap");
const SECRET: super::To = Kind("core/Secret");
const SERVICE: super::To = Kind("core/Service");

const ISSUERS: &[&str] = &["cert-manager.io/Issuer", "cert-manager.io/ClusterIssuer"];
const STORES: &[&str] = &["external-secrets.io/SecretStore", "external-secrets.io/ClusterSecretStore"];
const SCALED: &[&str] = &["keda.sh/ScaledObject", "keda.sh/ScaledJob"];
const TRIGGERS: &[&str] = &["keda.sh/TriggerAuthentication", "keda.sh/ClusterTriggerAuthentication"];
const FLUX_SOURCES: &[&str] = &[
    "source.toolkit.fluxcd.io/GitRepository",
    "source.toolkit.fluxcd.io/OCIRepository",
    "source.toolkit.fluxcd.io/HelmRepository",
    "source.toolkit.fluxcd.io/Bucket",
];
const FLUX_KUSTOMIZATION: &[&str] = &["kustomize.toolkit.fluxcd.io/Kustomization"];
const HELM_RELEASE: &[&str] = &["helm.toolkit.fluxcd.io/HelmRelease"];
const ROLLOUT: &[&str] = &["argoproj.io/Rollout"];
const VIRTUAL_SERVICE: &[&str] = &["networking.istio.io/VirtualService"];
const MONITORS: &[&str] = &["monitoring.coreos.com/ServiceMonitor", "monitoring.coreos.com/PodMonitor"];
const TRAEFIK_ROUTES: &[&str] = &["IngressRoute", "IngressRouteTCP", "IngressRouteUDP"];
const POSTGRES: &[&str] = &["postgresql.cnpg.io/Cluster"];

#[rustfmt::skip]
pub(super) const ROWS: &[Refer] = &[
    refer(&["VerticalPodAutoscaler"], "spec.targetRef", ScaleTarget, Stated("apps/Deployment")).name("name"),

    refer(&["keda.sh/ScaledObject"], "spec.scaleTargetRef", ScaleTarget, Stated("apps/Deployment")).name("name"),
    refer(SCALED, "spec.triggers[*].authenticationRef", TriggerAuthentication, Stated("keda.sh/TriggerAuthentication")).name("name"),
    refer(TRIGGERS, "spec.secretTargetRef[*]", Credentials, SECRET).part("key"),
    refer(TRIGGERS, "spec.configMapTargetRef[*]", Configuration, CONFIG_MAP).part("key"),

    refer(&["cert-manager.io/Certificate", "cert-manager.io/CertificateRequest"], "spec.issuerRef", Issuer, Stated("cert-manager.io/Issuer")).name("name"),
    refer(&["cert-manager.io/Certificate"], "spec.keystores.jks|pkcs12.passwordSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.ca.secretName", Credentials, SECRET),
    refer(ISSUERS, "spec.acme.externalAccountBinding.keySecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.acme.solvers[*].dns01.cloudflare.apiTokenSecretRef|apiKeySecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.acme.solvers[*].dns01.route53.secretAccessKeySecretRef|accessKeyIDSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.acme.solvers[*].dns01.cloudDNS.serviceAccountSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.acme.solvers[*].dns01.azureDNS.clientSecretSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.acme.solvers[*].dns01.digitalocean.tokenSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.acme.solvers[*].dns01.rfc2136.tsigSecretSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.vault.auth.tokenSecretRef", Credentials, SECRET).part("key"),
    refer(ISSUERS, "spec.vault.auth.appRole.secretRef", Credentials, SECRET).part("key"),
    refer(&[ANY], "metadata.annotations[\"cert-manager.io/inject-ca-from\"]", CaInjection, Kind("cert-manager.io/Certificate")).slashed(),
    refer(&[ANY], "metadata.annotations[\"cert-manager.io/inject-ca-from-secret\"]", CaInjection, SECRET).slashed(),

    refer(&["external-secrets.io/ExternalSecret"], "spec.secretStoreRef", SecretStore, Stated("external-secrets.io/SecretStore")).name("name"),
    refer(&["external-secrets.io/ExternalSecret"], "spec.data|dataFrom[*].sourceRef.storeRef", SecretStore, Stated("external-secrets.io/SecretStore")).name("name"),
    refer(&["external-secrets.io/ClusterExternalSecret"], "spec.externalSecretSpec.secretStoreRef", SecretStore, Stated("external-secrets.io/SecretStore")).name("name"),
    refer(&["external-secrets.io/PushSecret"], "spec.secretStoreRefs[*]", SecretStore, Stated("external-secrets.io/SecretStore")).name("name"),
    refer(&["external-secrets.io/PushSecret"], "spec.selector.secret", Source, SECRET).name("name"),
    refer(STORES, "spec.provider.{}.auth.secretRef.{}", Credentials, SECRET).part("key"),
    refer(STORES, "spec.provider.{}.auth.tokenSecretRef", Credentials, SECRET).part("key"),
    refer(STORES, "spec.provider.{}.authSecretRef.{}", Credentials, SECRET).part("key"),
    refer(STORES, "spec.provider.{}.auth.jwt|kubernetes.serviceAccountRef", ServiceAccount, Kind("core/ServiceAccount")).name("name"),

    refer(FLUX_SOURCES, "spec.secretRef|certSecretRef|proxySecretRef", Credentials, SECRET).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.sourceRef", Source, Stated("source.toolkit.fluxcd.io/GitRepository")).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.dependsOn[*]", DependsOn, Kind("kustomize.toolkit.fluxcd.io/Kustomization")).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.decryption.secretRef", Credentials, SECRET).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.kubeConfig.secretRef", Credentials, SECRET).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.postBuild.substituteFrom[*]", ValuesFrom, Stated("core/ConfigMap")).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.healthChecks[*]", DependsOn, Stated("")).name("name"),
    refer(FLUX_KUSTOMIZATION, "spec.serviceAccountName", ServiceAccount, Kind("core/ServiceAccount")),
    refer(HELM_RELEASE, "spec.chart.spec.sourceRef", Source, Stated("source.toolkit.fluxcd.io/HelmRepository")).name("name"),
    refer(HELM_RELEASE, "spec.chartRef", Source, Stated("source.toolkit.fluxcd.io/OCIRepository")).name("name"),
    refer(HELM_RELEASE, "spec.valuesFrom[*]", ValuesFrom, Stated("core/ConfigMap")).part("valuesKey"),
    refer(HELM_RELEASE, "spec.dependsOn[*]", DependsOn, Kind("helm.toolkit.fluxcd.io/HelmRelease")).name("name"),
    refer(HELM_RELEASE, "spec.serviceAccountName", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&["source.toolkit.fluxcd.io/HelmChart"], "spec.sourceRef", Source, Stated("source.toolkit.fluxcd.io/HelmRepository")).name("name"),
    refer(&["image.toolkit.fluxcd.io/ImagePolicy"], "spec.imageRepositoryRef", Source, Kind("image.toolkit.fluxcd.io/ImageRepository")).name("name"),
    refer(&["image.toolkit.fluxcd.io/ImageRepository"], "spec.secretRef", Credentials, SECRET).name("name"),
    refer(&["image.toolkit.fluxcd.io/ImageUpdateAutomation"], "spec.sourceRef", Source, Stated("source.toolkit.fluxcd.io/GitRepository")).name("name"),
    refer(&["notification.toolkit.fluxcd.io/Alert"], "spec.providerRef", Configuration, Kind("notification.toolkit.fluxcd.io/Provider")).name("name"),
    refer(&["notification.toolkit.fluxcd.io/Provider", "notification.toolkit.fluxcd.io/Receiver"], "spec.secretRef", Credentials, SECRET).name("name"),

    refer(&["argoproj.io/Application"], "spec.project", Project, Kind("argoproj.io/AppProject")),
    refer(&["argoproj.io/ApplicationSet"], "spec.template.spec.project", Project, Kind("argoproj.io/AppProject")),
    refer(ROLLOUT, "spec.workloadRef", ScaleTarget, Stated("apps/Deployment")).name("name"),
    refer(ROLLOUT, "spec.strategy.canary.stableService|canaryService", Backend, SERVICE),
    refer(ROLLOUT, "spec.strategy.blueGreen.activeService|previewService", Backend, SERVICE),
    refer(ROLLOUT, "spec.strategy.canary.trafficRouting.nginx.stableIngress", Backend, Kind("networking.k8s.io/Ingress")),
    refer(ROLLOUT, "spec.strategy.canary.trafficRouting.istio.virtualService", Backend, Kind("networking.istio.io/VirtualService")).name("name"),
    refer(ROLLOUT, "spec.strategy.canary.trafficRouting.istio.destinationRule", Backend, Kind("networking.istio.io/DestinationRule")).name("name"),
    refer(ROLLOUT, "spec.strategy.canary.analysis.templates[*].templateName", Policy, Kind("argoproj.io/AnalysisTemplate")),
    refer(ROLLOUT, "spec.strategy.canary.steps[*].analysis.templates[*].templateName", Policy, Kind("argoproj.io/AnalysisTemplate")),
    refer(ROLLOUT, "spec.strategy.blueGreen.prePromotionAnalysis|postPromotionAnalysis.templates[*].templateName", Policy, Kind("argoproj.io/AnalysisTemplate")),
    refer(&["flagger.app/Canary"], "spec.targetRef|autoscalerRef|ingressRef", ScaleTarget, Stated("apps/Deployment")).name("name"),

    refer(VIRTUAL_SERVICE, "spec.http|tcp|tls[*].route[*].destination", Host, SERVICE).name("host").part("port.number").host(),
    refer(VIRTUAL_SERVICE, "spec.http|tcp|tls[*].route[*].destination", Subset, SERVICE).name("host").part("subset").needing_part().host(),
    refer(VIRTUAL_SERVICE, "spec.http[*].mirror", Host, SERVICE).name("host").part("port.number").host(),
    refer(VIRTUAL_SERVICE, "spec.gateways[*]", Parent, Kind("networking.istio.io/Gateway")).slashed(),
    refer(&["networking.istio.io/DestinationRule"], "spec.host", Host, SERVICE).host(),
    refer(&["networking.istio.io/Gateway"], "spec.servers[*].tls.credentialName", TlsSecret, SECRET),
    refer(&["security.istio.io/AuthorizationPolicy", "security.istio.io/RequestAuthentication"], "spec.targetRef", PolicyTarget, Stated("gateway.networking.k8s.io/Gateway")).name("name"),
    refer(&["policy.linkerd.io/AuthorizationPolicy", "policy.linkerd.io/HTTPLocalRateLimitPolicy"], "spec.targetRef", PolicyTarget, Stated("")).name("name"),
    refer(&["policy.linkerd.io/AuthorizationPolicy"], "spec.requiredAuthenticationRefs[*]", Policy, Stated("")).name("name"),

    refer(MONITORS, "spec.endpoints|podMetricsEndpoints[*].bearerTokenSecret", Credentials, SECRET).part("key"),
    refer(MONITORS, "spec.endpoints|podMetricsEndpoints[*].basicAuth.username|password", Credentials, SECRET).part("key"),
    refer(&["monitoring.coreos.com/Prometheus", "monitoring.coreos.com/Alertmanager", "monitoring.coreos.com/ThanosRuler", "monitoring.coreos.com/PrometheusAgent"], "spec.serviceAccountName", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&["monitoring.coreos.com/Prometheus"], "spec.alerting.alertmanagers[*]", Backend, SERVICE).part("port"),
    refer(&["monitoring.coreos.com/Prometheus"], "spec.additionalScrapeConfigs", Configuration, SECRET).part("key"),
    refer(&["monitoring.coreos.com/Prometheus", "monitoring.coreos.com/Alertmanager"], "spec.secrets[*]", Credentials, SECRET),
    refer(&["monitoring.coreos.com/Prometheus", "monitoring.coreos.com/Alertmanager"], "spec.configMaps[*]", Configuration, CONFIG_MAP),

    refer(TRAEFIK_ROUTES, "spec.routes[*].services[*]", Backend, Stated("core/Service")).part("port"),
    refer(TRAEFIK_ROUTES, "spec.routes[*].middlewares[*]", Filter, Kind("Middleware")).name("name"),
    refer(TRAEFIK_ROUTES, "spec.tls.secretName", TlsSecret, SECRET),
    refer(TRAEFIK_ROUTES, "spec.tls.options", Configuration, Kind("TLSOption")).name("name"),
    refer(&["Middleware"], "spec.chain.middlewares[*]", Filter, Kind("Middleware")).name("name"),
    refer(&["Middleware"], "spec.basicAuth|digestAuth.secret", Credentials, SECRET),
    refer(&["Middleware"], "spec.errors.service", Backend, Stated("core/Service")).part("port"),
    refer(&["ServersTransport"], "spec.rootCAsSecrets|certificatesSecrets[*]", TlsSecret, SECRET),
    refer(&["projectcontour.io/HTTPProxy"], "spec.routes[*].services[*]", Backend, SERVICE).part("port"),
    refer(&["projectcontour.io/HTTPProxy"], "spec.virtualhost.tls.secretName", TlsSecret, SECRET).slashed(),
    refer(&["configuration.konghq.com/KongPlugin"], "configFrom.secretKeyRef", Configuration, SECRET).part("key"),
    refer(&["k8s.nginx.org/VirtualServer", "k8s.nginx.org/VirtualServerRoute"], "spec.upstreams[*]", Backend, SERVICE).name("service").part("port"),
    refer(&["k8s.nginx.org/VirtualServer"], "spec.tls.secret", TlsSecret, SECRET),
    refer(&["k8s.nginx.org/VirtualServer", "k8s.nginx.org/VirtualServerRoute"], "spec.policies[*]", Policy, Kind("k8s.nginx.org/Policy")).name("name"),
    refer(&["gateway.envoyproxy.io/BackendTrafficPolicy", "gateway.envoyproxy.io/ClientTrafficPolicy", "gateway.envoyproxy.io/SecurityPolicy"], "spec.targetRef", PolicyTarget, Stated("gateway.networking.k8s.io/Gateway")).name("name"),
    refer(&["gateway.envoyproxy.io/BackendTrafficPolicy", "gateway.envoyproxy.io/ClientTrafficPolicy", "gateway.envoyproxy.io/SecurityPolicy"], "spec.targetRefs[*]", PolicyTarget, Stated("gateway.networking.k8s.io/Gateway")).name("name"),

    refer(&["eventing.knative.dev/Trigger"], "spec.broker", Parent, Kind("eventing.knative.dev/Broker")),
    refer(&["eventing.knative.dev/Trigger", "messaging.knative.dev/Subscription"], "spec.subscriber.ref", Backend, Stated("core/Service")).name("name"),
    refer(&["messaging.knative.dev/Subscription"], "spec.channel", Parent, Stated("messaging.knative.dev/Channel")).name("name"),

    refer(POSTGRES, "spec.bootstrap.initdb|recovery|pg_basebackup.secret", Credentials, SECRET).name("name"),
    refer(POSTGRES, "spec.superuserSecret", Credentials, SECRET).name("name"),
    refer(POSTGRES, "spec.managed.roles[*].passwordSecret", Credentials, SECRET).name("name"),
    refer(POSTGRES, "spec.externalClusters[*].password|sslKey|sslCert|sslRootCert", Credentials, SECRET).part("key"),
    refer(POSTGRES, "spec.backup.barmanObjectStore.s3Credentials|googleCredentials|azureCredentials.{}", Credentials, SECRET).part("key"),
    refer(POSTGRES, "spec.storage|walStorage.storageClass", StorageClass, Kind("storage.k8s.io/StorageClass")),
    refer(&["postgresql.cnpg.io/ScheduledBackup", "postgresql.cnpg.io/Backup", "postgresql.cnpg.io/Pooler", "postgresql.cnpg.io/Database"], "spec.cluster", Parent, Kind("postgresql.cnpg.io/Cluster")).name("name"),
    refer(&["kafka.strimzi.io/KafkaTopic", "kafka.strimzi.io/KafkaUser", "kafka.strimzi.io/KafkaNodePool", "kafka.strimzi.io/KafkaRebalance"], "metadata.labels[\"strimzi.io/cluster\"]", Parent, Kind("kafka.strimzi.io/Kafka")),
    refer(&["kafka.strimzi.io/KafkaConnector"], "metadata.labels[\"strimzi.io/cluster\"]", Parent, Kind("kafka.strimzi.io/KafkaConnect")),
    refer(&["objectbucket.io/ObjectBucketClaim"], "spec.storageClassName", StorageClass, Kind("storage.k8s.io/StorageClass")),

    refer(&["tekton.dev/PipelineRun"], "spec.pipelineRef", Source, Kind("tekton.dev/Pipeline")).name("name"),
    refer(&["tekton.dev/TaskRun"], "spec.taskRef", Source, Stated("tekton.dev/Task")).name("name"),
    refer(&["tekton.dev/Pipeline"], "spec.tasks|finally[*].taskRef", Source, Stated("tekton.dev/Task")).name("name"),
    refer(&["tekton.dev/PipelineRun"], "spec.taskRunTemplate.serviceAccountName", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&["tekton.dev/PipelineRun", "tekton.dev/TaskRun"], "spec.serviceAccountName", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&["argoproj.io/Workflow", "argoproj.io/CronWorkflow", "argoproj.io/WorkflowTemplate"], "spec.serviceAccountName", ServiceAccount, Kind("core/ServiceAccount")),
    refer(&["argoproj.io/Workflow"], "spec.workflowTemplateRef", Source, Kind("argoproj.io/WorkflowTemplate")).name("name"),
    refer(&["karpenter.sh/NodePool"], "spec.template.spec.nodeClassRef", Configuration, Stated("")).name("name"),
    refer(&["metallb.io/L2Advertisement", "metallb.io/BGPAdvertisement"], "spec.ipAddressPools[*]", Configuration, Kind("metallb.io/IPAddressPool")),
];
