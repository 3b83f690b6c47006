//! Databases: images whose containers keep data, by the last part of their names, and where they keep it.

use project::kubernetes::{Container, ContainerRole, Pod};
use syntax::image_reference::ImageReference;

use super::scalar;

/// A program that keeps data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Database {
    /// The last part of the image's name: `postgres`.
    pub(super) image: &'static str,
    /// The program, as people call it.
    pub(super) name: &'static str,
    /// Where it keeps its data, unless it is told otherwise.
    pub(super) path: &'static str,
}

const fn database(image: &'static str, name: &'static str, path: &'static str) -> Database {
    Database { image, name, path }
}

/// The documentation of each image says where its data is. Caches that may lose everything are left out: memcached.
const DATABASES: &[Database] = &[
    database("arangodb", "ArangoDB", "/var/lib/arangodb3"),
    database("cassandra", "Cassandra", "/var/lib/cassandra"),
    database("clickhouse-server", "ClickHouse", "/var/lib/clickhouse"),
    database("cockroach", "CockroachDB", "/cockroach/cockroach-data"),
    database("consul", "Consul", "/consul/data"),
    database("couchdb", "CouchDB", "/opt/couchdb/data"),
    database("elasticsearch", "Elasticsearch", "/usr/share/elasticsearch/data"),
    database("etcd", "etcd", "/var/lib/etcd"),
    database("influxdb", "InfluxDB", "/var/lib/influxdb2"),
    database("mariadb", "MariaDB", "/var/lib/mysql"),
    database("minio", "MinIO", "/data"),
    database("mongo", "MongoDB", "/data/db"),
    database("mongodb", "MongoDB", "/bitnami/mongodb"),
    database("mysql", "MySQL", "/var/lib/mysql"),
    database("neo4j", "Neo4j", "/data"),
    database("opensearch", "OpenSearch", "/usr/share/opensearch/data"),
    database("percona", "Percona Server", "/var/lib/mysql"),
    database("postgis", "PostGIS", "/var/lib/postgresql/data"),
    database("postgres", "PostgreSQL", "/var/lib/postgresql/data"),
    database("postgresql", "PostgreSQL", "/bitnami/postgresql"),
    database("rabbitmq", "RabbitMQ", "/var/lib/rabbitmq"),
    database("rethinkdb", "RethinkDB", "/data"),
    database("timescaledb", "TimescaleDB", "/var/lib/postgresql/data"),
    database("zookeeper", "ZooKeeper", "/data"),
];

/// The database that a container is.
pub(super) fn of_container(container: Container<'_>) -> Option<Database> {
    if container.role != ContainerRole::Regular {
        return None;
    }
    let image = scalar::text_of(container.node, "image")?;
    let reference = ImageReference::parse(&image);
    let path = reference.path();
    let last = path.rsplit('/').next()?;
    DATABASES.iter().find(|database| database.image == last).copied()
}

/// The first container of a Pod that is a database.
pub(super) fn of(pod: Pod<'_>) -> Option<(Container<'_>, Database)> {
    pod.containers().find_map(|container| Some((container, of_container(container)?)))
}
