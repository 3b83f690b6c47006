//! The rules about Dockerfiles.

mod apt_settings;
mod base_environment;
mod base_image;
mod careless_array;
pub(crate) mod image_tags;
mod index_update;
mod keyword_casing;
mod late_cleanup;
mod late_comment;
mod layer;
mod nonroot_user;
mod package_cache;
mod package_install;
mod pipe;
mod quoting;
mod removal;
mod shell_call;
mod shell_names;
mod stage_names;
mod superseded;
#[cfg(test)]
mod syntax_errors;
mod variable_forms;

rules! {
    add_instead_of_copy,
    apk_no_cache,
    apt_assume_yes,
    apt_lists_left,
    apt_no_install_recommends,
    arg_lost_after_from,
    argument_count,
    cache_mount_sharing,
    cleanup_in_other_layer,
    consecutive_run,
    copy_before_install,
    copy_destination_not_directory,
    copy_from_self,
    copy_from_unknown_stage,
    copy_ignored_file,
    copy_source_missing,
    credentials_in_url,
    dockerignore_missing,
    duplicate_stage_name,
    escape_directive,
    exec_form,
    expose_port_range,
    from_as_casing,
    from_platform_constant,
    healthcheck_invalid,
    insecure_download,
    instruction_casing,
    invalid_from_as,
    invalid_image_reference,
    json_single_quotes,
    key_value_syntax,
    last_user_root,
    latest_tag,
    legacy_key_value,
    maintainer_deprecated,
    missing_image_tag,
    missing_user,
    multiple_cmd,
    multiple_entrypoint,
    no_build_stage,
    onbuild_invalid_trigger,
    pip_no_cache_dir,
    pipe_to_shell,
    pipefail,
    prefer_apt_get,
    prefer_package_cache_mount,
    redundant_target_platform,
    run_cd,
    run_sudo,
    secrets_in_arg_or_env,
    shell_json_required,
    stage_name_casing,
    undefined_arg_in_from,
    undefined_variable,
    unknown_instruction,
    unreachable_stage,
    unsupported_modifier,
    unterminated_heredoc,
    unterminated_quote,
    unused_arg,
    update_alone,
    workdir_relative,
}
