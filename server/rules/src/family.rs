//! Families of rules: a folder each, found by path.

/// Declares the modules of a family and the list of their rules; a test holds both against the folder.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every rule of the family, by name.
        pub(crate) static RULES: &[&crate::Rule] = &[$(&$module::RULE),*];
    };
}
