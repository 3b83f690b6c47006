//! A layer: what one place says, be it a file, the editor or the command line; and layers laid over each other.

use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::files::normal;
use crate::level::Profile;

use super::version::{KubernetesVersion, PolicyVersion};
use super::{Helm, HelmVersion, Hints, PodSecurity, PodSecurityLevel, Release, RuleSetting, Settings};

/// What one place says of each key; `None` where it says nothing.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    pub(super) profile: Option<Profile>,
    pub(super) rules: Vec<RuleSetting>,
    pub(super) kubernetes_version: Option<KubernetesVersion>,
    pub(super) pod_security_level: Option<PodSecurityLevel>,
    pub(super) pod_security_version: Option<PolicyVersion>,
    pub(super) helm_version: Option<HelmVersion>,
    pub(super) values_files: Option<Vec<String>>,
    pub(super) api_versions: Option<Vec<String>>,
    pub(super) release_name: Option<String>,
    pub(super) release_namespace: Option<String>,
    pub(super) allowed_images: Option<Vec<String>>,
    /// As written, until [`Layer::settle`] makes `absolute_schema_folders` of them.
    pub(super) schema_folders: Option<Vec<String>>,
    pub(super) absolute_schema_folders: Option<Vec<PathBuf>>,
    pub(super) defaulted_fields_hint: Option<bool>,
    pub(super) effective_user_hint: Option<bool>,
    pub(super) image_reference_hint: Option<bool>,
    pub(super) probe_budget_hint: Option<bool>,
    pub(super) quality_of_service_hint: Option<bool>,
    pub(super) schedule_hint: Option<bool>,
    pub(super) secret_data_hint: Option<bool>,
    pub(super) selected_pods_hint: Option<bool>,
    /// As written, until [`Layer::settle`] makes `exclude` of them.
    pub(super) exclude_patterns: Vec<String>,
    pub(super) exclude: Option<GlobSet>,
    /// The entry under `rules` that is being read.
    pub(super) rule: RuleSetting,
    /// Its `paths`, as written.
    pub(super) rule_patterns: Option<Vec<String>>,
}

impl Layer {
    /// Makes paths of what was written relative to `folder`; the empty path where there is none.
    pub(super) fn settle(&mut self, folder: &Path) {
        self.absolute_schema_folders =
            self.schema_folders.take().map(|folders| folders.iter().map(|it| normal(&folder.join(it))).collect());
    }

    /// This layer over `farther`: what is said here counts, key by key. `exclude` is not inherited: it adds up elsewhere.
    #[must_use]
    pub(super) fn over(&self, farther: &Layer) -> Layer {
        let mut rules = self.rules.clone();
        rules.extend_from_slice(&farther.rules);
        let list = |near: &Option<Vec<String>>, far: &Option<Vec<String>>| near.as_ref().or(far.as_ref()).cloned();
        let text = |near: &Option<String>, far: &Option<String>| near.as_ref().or(far.as_ref()).cloned();
        Layer {
            profile: self.profile.or(farther.profile),
            rules,
            kubernetes_version: self.kubernetes_version.or(farther.kubernetes_version),
            pod_security_level: self.pod_security_level.or(farther.pod_security_level),
            pod_security_version: self.pod_security_version.or(farther.pod_security_version),
            helm_version: self.helm_version.or(farther.helm_version),
            values_files: list(&self.values_files, &farther.values_files),
            api_versions: list(&self.api_versions, &farther.api_versions),
            release_name: text(&self.release_name, &farther.release_name),
            release_namespace: text(&self.release_namespace, &farther.release_namespace),
            allowed_images: list(&self.allowed_images, &farther.allowed_images),
            absolute_schema_folders: self
                .absolute_schema_folders
                .as_ref()
                .or(farther.absolute_schema_folders.as_ref())
                .cloned(),
            defaulted_fields_hint: self.defaulted_fields_hint.or(farther.defaulted_fields_hint),
            effective_user_hint: self.effective_user_hint.or(farther.effective_user_hint),
            image_reference_hint: self.image_reference_hint.or(farther.image_reference_hint),
            probe_budget_hint: self.probe_budget_hint.or(farther.probe_budget_hint),
            quality_of_service_hint: self.quality_of_service_hint.or(farther.quality_of_service_hint),
            schedule_hint: self.schedule_hint.or(farther.schedule_hint),
            secret_data_hint: self.secret_data_hint.or(farther.secret_data_hint),
            selected_pods_hint: self.selected_pods_hint.or(farther.selected_pods_hint),
            ..Layer::default()
        }
    }

    /// The settings that this layer comes to, with the defaults below it.
    #[must_use]
    pub(super) fn settings(self) -> Settings {
        let hints = Hints::default();
        Settings {
            profile: self.profile.unwrap_or_default(),
            rules: self.rules,
            hints: Hints {
                defaulted_fields: self.defaulted_fields_hint.unwrap_or(hints.defaulted_fields),
                effective_user: self.effective_user_hint.unwrap_or(hints.effective_user),
                image_reference: self.image_reference_hint.unwrap_or(hints.image_reference),
                probe_budget: self.probe_budget_hint.unwrap_or(hints.probe_budget),
                quality_of_service: self.quality_of_service_hint.unwrap_or(hints.quality_of_service),
                schedule: self.schedule_hint.unwrap_or(hints.schedule),
                secret_data: self.secret_data_hint.unwrap_or(hints.secret_data),
                selected_pods: self.selected_pods_hint.unwrap_or(hints.selected_pods),
            },
            kubernetes_version: self.kubernetes_version.unwrap_or_default().bundled(),
            pod_security: PodSecurity {
                level: self.pod_security_level,
                version: self.pod_security_version.unwrap_or_default(),
            },
            helm: Helm {
                version: self.helm_version.unwrap_or_default(),
                values_files: self.values_files.unwrap_or_default(),
                api_versions: self.api_versions.unwrap_or_default(),
                release: Release { name: self.release_name, namespace: self.release_namespace },
            },
            allowed_images: self.allowed_images.unwrap_or_default(),
            schema_folders: self.absolute_schema_folders.unwrap_or_default(),
        }
    }
}
