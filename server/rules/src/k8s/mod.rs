//! The rules about Kubernetes manifests.

mod outdated;
pub(crate) mod schema;

rules! {
    deprecated_api,
    duplicate_key,
    invalid_value,
    missing_name,
    missing_required_field,
    removed_api,
    unknown_field,
    unknown_kind,
    validation_rule,
    wrong_type,
    yaml_syntax,
}
