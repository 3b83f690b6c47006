//! The rules about Dockerfiles.

/// Declares the modules and the list of their rules; a test holds both against the folder.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every rule about Dockerfiles, by name.
        pub(crate) static RULES: &[&crate::Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    add_instead_of_copy,
}
