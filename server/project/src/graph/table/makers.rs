//! What comes into being without a manifest: Secrets of controllers, Services and Secrets of operators, claims of
//! StatefulSets. Names are those the controllers' own documentation gives.

use super::{Make, make};

const CERTIFICATE: &[&str] = &["tls.crt", "tls.key", "ca.crt"];
const POSTGRES: &[&str] = &["postgresql.cnpg.io/Cluster"];
const ZALANDO: &[&str] = &["acid.zalan.do/postgresql"];
const CRUNCHY: &[&str] = &["postgres-operator.crunchydata.com/PostgresCluster"];
const KAFKA: &[&str] = &["kafka.strimzi.io/Kafka"];
const ELASTICSEARCH: &[&str] = &["elasticsearch.k8s.elastic.co/Elasticsearch"];
const KIBANA: &[&str] = &["kibana.k8s.elastic.co/Kibana"];
const RABBITMQ: &[&str] = &["rabbitmq.com/RabbitmqCluster"];
const MONGODB: &[&str] = &["mongodbcommunity.mongodb.com/MongoDBCommunity"];
const PERCONA: &[&str] = &[
    "pxc.percona.com/PerconaXtraDBCluster",
    "psmdb.percona.com/PerconaServerMongoDB",
    "pgv2.percona.com/PerconaPGCluster",
];
const MARIADB: &[&str] = &["k8s.mariadb.com/MariaDB"];
const REDIS: &[&str] = &["databases.spotahome.com/RedisFailover", "redis.redis.opstreelabs.in/Redis"];
const MINIO: &[&str] = &["minio.min.io/Tenant"];
const GRAFANA: &[&str] = &["grafana.integreatly.org/Grafana"];
const BUCKET: &[&str] = &["objectbucket.io/ObjectBucketClaim"];
const CANARY: &[&str] = &["flagger.app/Canary"];

const POSTGRES_LOGIN: &[&str] = &[
    "username",
    "user",
    "password",
    "dbname",
    "host",
    "port",
    "uri",
    "jdbc-uri",
    "fqdn-uri",
    "fqdn-jdbc-uri",
    "pgpass",
];

#[rustfmt::skip]
pub(super) const ROWS: &[Make] = &[
    make(&["external-secrets.io/ExternalSecret"], "spec.target.name", "Secret", "{value}")
        .keys_at("spec.data[*].secretKey").open("spec.dataFrom|spec.target.template"),
    make(&["external-secrets.io/ExternalSecret"], "", "Secret", "{name}").unless("spec.target.name")
        .keys_at("spec.data[*].secretKey").open("spec.dataFrom|spec.target.template"),
    make(&["external-secrets.io/ClusterExternalSecret"], "spec.externalSecretSpec.target.name", "Secret", "{value}"),
    make(&["external-secrets.io/ClusterExternalSecret"], "spec.externalSecretName", "Secret", "{value}"),
    make(&["external-secrets.io/ClusterExternalSecret"], "", "Secret", "{name}"),
    make(&["kubernetes-client.io/ExternalSecret"], "", "Secret", "{name}"),
    make(&["bitnami.com/SealedSecret"], "", "Secret", "{name}").keys_at("spec.encryptedData.{}").open("spec.template.data|spec.data"),
    make(&["isindir.github.com/SopsSecret"], "spec.secretTemplates[*].name", "Secret", "{value}"),
    make(&["secrets-store.csi.x-k8s.io/SecretProviderClass"], "spec.secretObjects[*].secretName", "Secret", "{value}")
        .keys_at("spec.secretObjects[*].data[*].key"),
    make(&["secrets.hashicorp.com/VaultStaticSecret", "secrets.hashicorp.com/VaultDynamicSecret", "secrets.hashicorp.com/VaultPKISecret", "secrets.hashicorp.com/HCPVaultSecretsApp"],
        "spec.destination.name", "Secret", "{value}"),
    make(&["onepassword.com/OnePasswordItem"], "", "Secret", "{name}"),
    make(&["k8s.bitwarden.com/BitwardenSecret"], "spec.secretName", "Secret", "{value}"),
    make(&["secrets.doppler.com/DopplerSecret"], "spec.managedSecret.name", "Secret", "{value}"),
    make(&["secrets.infisical.com/InfisicalSecret"], "spec.managedSecretReference.secretName", "Secret", "{value}"),
    make(&["spv.no/AzureKeyVaultSecret"], "spec.output.secret.name", "Secret", "{value}"),
    make(&["trust.cert-manager.io/Bundle"], "", "ConfigMap", "{name}"),

    make(&["cert-manager.io/Certificate"], "spec.secretName", "Secret", "{value}").keys(CERTIFICATE).open("spec.keystores|spec.additionalOutputFormats"),
    make(&["cert-manager.io/Issuer", "cert-manager.io/ClusterIssuer"], "spec.acme.privateKeySecretRef.name", "Secret", "{value}").keys(&["tls.key"]),
    make(&["Ingress"], "spec.tls[*].secretName", "Secret", "{value}").keys(CERTIFICATE).when("metadata.annotations[\"cert-manager.io/cluster-issuer\"]"),
    make(&["Ingress"], "spec.tls[*].secretName", "Secret", "{value}").keys(CERTIFICATE).when("metadata.annotations[\"cert-manager.io/issuer\"]"),
    make(&["Ingress"], "spec.tls[*].secretName", "Secret", "{value}").keys(CERTIFICATE).when("metadata.annotations[\"kubernetes.io/tls-acme\"]"),
    make(&["gateway.networking.k8s.io/Gateway"], "spec.listeners[*].tls.certificateRefs[*].name", "Secret", "{value}").keys(CERTIFICATE)
        .when("metadata.annotations[\"cert-manager.io/cluster-issuer\"]"),
    make(&["gateway.networking.k8s.io/Gateway"], "spec.listeners[*].tls.certificateRefs[*].name", "Secret", "{value}").keys(CERTIFICATE)
        .when("metadata.annotations[\"cert-manager.io/issuer\"]"),
    make(&["core/Service"], "metadata.annotations[\"service.beta.openshift.io/serving-cert-secret-name\"]", "Secret", "{value}").keys(&["tls.crt", "tls.key"]),

    make(&["StatefulSet"], "spec.volumeClaimTemplates[*].metadata.name", "PersistentVolumeClaim", "{value}-{name}-*"),
    make(&["serving.knative.dev/Service"], "", "Service", "{name}"),
    make(&["serving.kserve.io/InferenceService"], "", "Service", "{name}-*"),
    make(&["eventing.knative.dev/Broker"], "", "Service", "{name}-*"),
    make(CANARY, "spec.targetRef.name", "Service", "{value}"),
    make(CANARY, "spec.targetRef.name", "Service", "{value}-primary"),
    make(CANARY, "spec.targetRef.name", "Service", "{value}-canary"),
    make(CANARY, "spec.targetRef.name", "Deployment", "{value}-primary"),

    make(POSTGRES, "", "Secret", "{name}-app").keys(POSTGRES_LOGIN),
    make(POSTGRES, "", "Secret", "{name}-superuser").keys(POSTGRES_LOGIN),
    make(POSTGRES, "", "Secret", "{name}-ca").keys(&["ca.crt", "ca.key"]),
    make(POSTGRES, "", "Secret", "{name}-server").keys(&["tls.crt", "tls.key"]),
    make(POSTGRES, "", "Secret", "{name}-replication").keys(&["tls.crt", "tls.key"]),
    make(POSTGRES, "", "Service", "{name}-rw"),
    make(POSTGRES, "", "Service", "{name}-ro"),
    make(POSTGRES, "", "Service", "{name}-r"),
    make(POSTGRES, "", "ServiceAccount", "{name}"),
    make(&["postgresql.cnpg.io/Pooler"], "", "Service", "{name}"),
    make(ZALANDO, "", "Service", "{name}"),
    make(ZALANDO, "", "Service", "{name}-repl"),
    make(ZALANDO, "", "Service", "{name}-pooler"),
    make(ZALANDO, "", "Secret", "postgres.{name}.credentials.postgresql.acid.zalan.do").keys(&["username", "password"]),
    make(ZALANDO, "", "Secret", "standby.{name}.credentials.postgresql.acid.zalan.do").keys(&["username", "password"]),
    make(ZALANDO, "spec.users.{}", "Secret", "{key}.{name}.credentials.postgresql.acid.zalan.do").keys(&["username", "password"]),
    make(CRUNCHY, "", "Secret", "{name}-pguser-*"),
    make(CRUNCHY, "", "Secret", "{name}-cluster-cert"),
    make(CRUNCHY, "", "Service", "{name}-primary"),
    make(CRUNCHY, "", "Service", "{name}-replicas"),
    make(CRUNCHY, "", "Service", "{name}-ha"),
    make(CRUNCHY, "", "Service", "{name}-pgbouncer"),
    make(PERCONA, "", "Secret", "{name}-secrets"),
    make(PERCONA, "", "Secret", "{name}-pguser-*"),
    make(PERCONA, "", "Service", "{name}-*"),
    make(MARIADB, "", "Service", "{name}"),
    make(MARIADB, "", "Service", "{name}-primary"),
    make(MARIADB, "", "Service", "{name}-secondary"),
    make(MARIADB, "", "Service", "{name}-internal"),
    make(MARIADB, "spec.rootPasswordSecretKeyRef.name", "Secret", "{value}").when("spec.rootPasswordSecretKeyRef.generate"),
    make(MARIADB, "spec.passwordSecretKeyRef.name", "Secret", "{value}").when("spec.passwordSecretKeyRef.generate"),
    make(&["mysql.oracle.com/InnoDBCluster"], "", "Service", "{name}"),
    make(&["mysql.oracle.com/InnoDBCluster"], "", "Service", "{name}-instances"),
    make(MONGODB, "", "Service", "{name}-svc"),
    make(MONGODB, "", "Secret", "{name}-*"),
    make(REDIS, "", "Service", "rfs-{name}"),
    make(REDIS, "", "Service", "rfrm-{name}"),
    make(REDIS, "", "Service", "{name}"),
    make(&["dragonflydb.io/Dragonfly"], "", "Service", "{name}"),
    make(&["k8ssandra.io/K8ssandraCluster", "cassandra.datastax.com/CassandraDatacenter"], "", "Secret", "{name}-superuser"),
    make(&["k8ssandra.io/K8ssandraCluster", "cassandra.datastax.com/CassandraDatacenter"], "", "Service", "{name}-*"),
    make(&["clickhouse.altinity.com/ClickHouseInstallation"], "", "Service", "clickhouse-{name}"),

    make(KAFKA, "", "Secret", "{name}-cluster-ca-cert").keys(&["ca.crt", "ca.p12", "ca.password"]),
    make(KAFKA, "", "Secret", "{name}-cluster-ca").keys(&["ca.key"]),
    make(KAFKA, "", "Secret", "{name}-clients-ca-cert").keys(&["ca.crt", "ca.p12", "ca.password"]),
    make(KAFKA, "", "Secret", "{name}-clients-ca").keys(&["ca.key"]),
    make(KAFKA, "", "Service", "{name}-kafka-bootstrap"),
    make(KAFKA, "", "Service", "{name}-kafka-brokers"),
    make(KAFKA, "", "Service", "{name}-kafka-*"),
    make(&["kafka.strimzi.io/KafkaUser"], "", "Secret", "{name}"),
    make(&["kafka.strimzi.io/KafkaConnect"], "", "Service", "{name}-connect-api"),
    make(&["kafka.strimzi.io/KafkaBridge"], "", "Service", "{name}-bridge-service"),
    make(RABBITMQ, "", "Secret", "{name}-default-user").keys(&["username", "password", "host", "port", "provider", "type", "default_user.conf", "connection_string"]),
    make(RABBITMQ, "", "Secret", "{name}-erlang-cookie").keys(&[".erlang.cookie"]),
    make(RABBITMQ, "", "Service", "{name}"),
    make(RABBITMQ, "", "Service", "{name}-nodes"),

    make(ELASTICSEARCH, "", "Secret", "{name}-es-elastic-user").keys(&["elastic"]),
    make(ELASTICSEARCH, "", "Secret", "{name}-es-http-certs-public").keys(&["tls.crt", "ca.crt"]),
    make(ELASTICSEARCH, "", "Secret", "{name}-es-*"),
    make(ELASTICSEARCH, "", "Service", "{name}-es-http"),
    make(ELASTICSEARCH, "", "Service", "{name}-es-*"),
    make(KIBANA, "", "Service", "{name}-kb-http"),
    make(KIBANA, "", "Secret", "{name}-kb-*"),
    make(&["monitoring.coreos.com/Prometheus"], "", "Service", "prometheus-operated"),
    make(&["monitoring.coreos.com/Prometheus"], "", "StatefulSet", "prometheus-{name}"),
    make(&["monitoring.coreos.com/Alertmanager"], "", "Service", "alertmanager-operated"),
    make(&["monitoring.coreos.com/Alertmanager"], "", "StatefulSet", "alertmanager-{name}"),
    make(GRAFANA, "", "Service", "{name}-service"),
    make(GRAFANA, "", "Secret", "{name}-admin-credentials"),
    make(&["jaegertracing.io/Jaeger"], "", "Service", "{name}-*"),
    make(&["opentelemetry.io/OpenTelemetryCollector"], "", "Service", "{name}-collector"),
    make(&["opentelemetry.io/OpenTelemetryCollector"], "", "Service", "{name}-collector-*"),

    make(MINIO, "", "Service", "minio"),
    make(MINIO, "", "Service", "{name}-*"),
    make(BUCKET, "", "Secret", "{name}").keys(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]),
    make(BUCKET, "", "ConfigMap", "{name}").keys(&["BUCKET_HOST", "BUCKET_NAME", "BUCKET_PORT", "BUCKET_REGION", "BUCKET_SUBREGION"]),
    make(&["ceph.rook.io/CephCluster"], "", "Secret", "rook-ceph-*"),
    make(&["ceph.rook.io/CephCluster"], "", "Secret", "rook-csi-*"),
    make(&["ceph.rook.io/CephCluster"], "", "ConfigMap", "rook-ceph-*"),
    make(&["ceph.rook.io/CephCluster"], "", "Service", "rook-ceph-*"),
    make(&["ceph.rook.io/CephObjectStore"], "", "Service", "rook-ceph-rgw-{name}"),
    make(&["ceph.rook.io/CephObjectStoreUser"], "spec.store", "Secret", "rook-ceph-object-user-{value}-{name}"),
    make(&["keycloak.org/Keycloak", "k8s.keycloak.org/Keycloak"], "", "Service", "{name}-service"),
    make(&["k8s.keycloak.org/Keycloak"], "", "Secret", "{name}-initial-admin").keys(&["username", "password"]),

    // Jobs that make certificates for webhooks are told the Secret's name.
    make(&[super::POD], "containers|initContainers[*].args|command[*]", "Secret", "{value}").after("--secret-name="),
    make(&[super::ANY], "spec.writeConnectionSecretToRef.name", "Secret", "{value}"),
    make(&[super::ANY], "spec.publishConnectionDetailsTo.name", "Secret", "{value}"),
    make(&["infra.contrib.fluxcd.io/Terraform"], "spec.writeOutputsToSecret.name", "Secret", "{value}"),
];
