//! The rules about this program's own words: settings and suppressions. The judge finds what they say.

/// Declares the modules and the list of their rules; a test holds both against the folder.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every rule about settings and suppressions, by name.
        pub(crate) static RULES: &[&crate::Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    invalid_setting,
    unknown_rule,
    unused_suppression,
}
