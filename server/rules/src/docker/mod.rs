//! The rules about Dockerfiles.

/// Declares the modules and the list of their rules; a test holds both against the folder.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every rule about Dockerfiles, by name.
        pub(crate) static RULES: &[&crate::Rule] = &[$(&$module::RULE),*];
    };
}

mod apt_settings;
mod base_image;
mod index_update;
mod late_cleanup;
mod layer;
mod nonroot_user;
mod package_cache;
mod package_install;
mod pipe;
mod removal;
mod shell_call;

rules! {
    add_instead_of_copy,
    apk_no_cache,
    apt_assume_yes,
    apt_lists_left,
    apt_no_install_recommends,
    cache_mount_sharing,
    cleanup_in_other_layer,
    consecutive_run,
    copy_before_install,
    credentials_in_url,
    exec_form,
    insecure_download,
    last_user_root,
    missing_user,
    pip_no_cache_dir,
    pipe_to_shell,
    pipefail,
    prefer_apt_get,
    prefer_package_cache_mount,
    run_cd,
    run_sudo,
    secrets_in_arg_or_env,
    update_alone,
}
