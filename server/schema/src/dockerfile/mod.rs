//! What the builder, its images and the commands of a build know: look-ups for Dockerfiles.

mod checks;
mod commands;
mod directives;
mod ecosystems;
mod image;
mod instructions;
mod known;
mod labels;
mod mounts;
mod package_managers;
mod platforms;
mod ports;
mod shells;
mod signals;
mod snippets;
mod value;
mod variables;

pub use checks::{BuildCheck, buildkit_checks};
pub use commands::{Command, CommandClass, command, commands};
pub use directives::{Directive, directives};
pub use ecosystems::{Ecosystem, ecosystems};
pub use image::{Image, TagChoice, Variant, Variants, image, images, tags_for_completion};
pub use instructions::{Flag, FlagValue, Form, Instruction, Parameter, instruction, instructions};
pub use known::Known;
pub use labels::{LabelKey, label_keys};
pub use mounts::{MountOption, MountType, mount_type, mount_types};
pub use package_managers::{CacheMount, ManagerFlag, ManagerKind, PackageManager, package_manager, package_managers};
pub use platforms::{Platform, platforms};
pub use ports::{Port, well_known_ports};
pub use shells::{ShellForm, shells};
pub use signals::{Signal, signal, signals};
pub use snippets::{Snippet, SnippetScope, snippets};
pub use value::Value;
pub use variables::{
    ArgumentGroup, PredefinedArgument, VariableModifier, predefined_argument, predefined_arguments, variable_modifiers,
};

#[cfg(test)]
mod tests;
