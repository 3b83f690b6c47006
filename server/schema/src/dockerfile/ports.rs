//! What usually listens on a port.

/// A port and its usual service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// The port number.
    pub port: u16,
    /// What usually listens there, a few words without a full stop.
    pub service: &'static str,
}

const fn port(port: u16, service: &'static str) -> Port {
    Port { port, service }
}

const WELL_KNOWN_PORTS: &[Port] = &[
    port(21, "FTP, plain text"),
    port(22, "SSH; a container rarely needs it, `docker exec` and `kubectl exec` do the same"),
    port(25, "SMTP between mail servers"),
    port(53, "DNS, over UDP and TCP"),
    port(69, "TFTP, over UDP"),
    port(80, "HTTP; below 1024, so some hosts let only root or `CAP_NET_BIND_SERVICE` listen there"),
    port(110, "POP3"),
    port(123, "NTP, over UDP"),
    port(143, "IMAP"),
    port(161, "SNMP, over UDP"),
    port(389, "LDAP"),
    port(443, "HTTPS; HTTP/3 uses the same port over UDP"),
    port(514, "syslog, over UDP"),
    port(587, "SMTP submission by mail clients"),
    port(636, "LDAP over TLS"),
    port(993, "IMAP over TLS"),
    port(1080, "SOCKS proxy"),
    port(1433, "Microsoft SQL Server"),
    port(1521, "Oracle Database"),
    port(1883, "MQTT, plain text"),
    port(2019, "Caddy administration"),
    port(2181, "ZooKeeper clients"),
    port(2375, "Docker daemon without TLS: whoever reaches it owns the host"),
    port(2376, "Docker daemon with TLS"),
    port(2379, "etcd clients"),
    port(2380, "etcd peers"),
    port(3000, "usual development port of Node.js, Rails and Grafana"),
    port(3128, "Squid proxy"),
    port(3306, "MySQL and MariaDB"),
    port(4222, "NATS clients"),
    port(4317, "OpenTelemetry (OTLP) over gRPC"),
    port(4318, "OpenTelemetry (OTLP) over HTTP"),
    port(4369, "Erlang port mapper"),
    port(5000, "container registry; also the default of Flask"),
    port(5005, "Java debugger; not for production"),
    port(5044, "Logstash, Beats input"),
    port(5060, "SIP"),
    port(5173, "Vite development server"),
    port(5222, "XMPP clients"),
    port(5432, "PostgreSQL"),
    port(5601, "Kibana"),
    port(5672, "AMQP: RabbitMQ"),
    port(5671, "AMQP over TLS: RabbitMQ"),
    port(6379, "Redis and Valkey"),
    port(6443, "Kubernetes API server"),
    port(6831, "Jaeger agent, over UDP"),
    port(7000, "Cassandra between nodes"),
    port(7474, "Neo4j over HTTP"),
    port(7687, "Neo4j Bolt"),
    port(8000, "usual HTTP port of Django, Uvicorn and Gunicorn"),
    port(8080, "HTTP without root: Tomcat, Spring Boot, ASP.NET Core, unprivileged nginx"),
    port(8081, "second HTTP port, often administration"),
    port(8086, "InfluxDB"),
    port(8088, "HTTP; administration of several products"),
    port(8125, "StatsD, over UDP"),
    port(8200, "Vault"),
    port(8300, "Consul servers"),
    port(8443, "HTTPS without root"),
    port(8500, "Consul over HTTP"),
    port(8883, "MQTT over TLS"),
    port(8888, "Jupyter"),
    port(9000, "PHP-FPM (FastCGI); also MinIO and SonarQube"),
    port(9042, "Cassandra clients"),
    port(9090, "Prometheus"),
    port(9091, "Prometheus Pushgateway"),
    port(9092, "Kafka clients"),
    port(9093, "Prometheus Alertmanager"),
    port(9100, "Prometheus node exporter"),
    port(9200, "Elasticsearch and OpenSearch over HTTP"),
    port(9229, "Node.js inspector; not for production"),
    port(9300, "Elasticsearch between nodes"),
    port(9411, "Zipkin"),
    port(10250, "kubelet"),
    port(11211, "memcached"),
    port(15672, "RabbitMQ management"),
    port(16686, "Jaeger user interface"),
    port(26379, "Redis Sentinel"),
    port(27017, "MongoDB"),
    port(50051, "usual port of gRPC"),
    port(61616, "ActiveMQ OpenWire"),
];

/// Ports and what usually listens there; a port that is not listed is not wrong.
#[must_use]
pub fn well_known_ports() -> &'static [Port] {
    WELL_KNOWN_PORTS
}
