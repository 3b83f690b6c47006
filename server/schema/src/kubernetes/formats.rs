use super::store::Bundle;
use super::{Schema, Version};

macro_rules! formats {
    ($($variant:ident $name:literal $documentation:literal,)*) => {
        /// A format of files that are no Kubernetes objects.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $(#[doc = $documentation] $variant,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &[Format] = &[$(Format::$variant),*];

            /// Its name: `chart-lock`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Format::$variant => $name,)*
                }
            }
        }
    };
}

formats! {
    Alertmanager "alertmanager" "The configuration of Alertmanager.",
    CatalogInfo "backstage-catalog-info" "`catalog-info.yaml` of Backstage.",
    Chart "chart" "`Chart.yaml` of Helm.",
    ChartLock "chart-lock" "`Chart.lock` of Helm.",
    Compose "compose-spec" "`compose.yaml`.",
    Bake "docker-bake" "`docker-bake.json`.",
    Helmfile "helmfile" "`helmfile.yaml`.",
    KindCluster "kind-cluster" "The configuration of a kind cluster.",
    Kustomization "kustomization" "`kustomization.yaml`.",
    Prometheus "prometheus" "The configuration of Prometheus.",
    PrometheusRules "prometheus-rules" "Recording and alerting rules of Prometheus.",
    Skaffold "skaffold" "`skaffold.yaml`.",
}

impl Format {
    /// What a file of this format holds.
    pub fn schema(self) -> Option<Schema<'static>> {
        let store = Bundle::Formats.store();
        Some(Schema::new(store, store.root(self.name())?, Version::newest()))
    }
}
