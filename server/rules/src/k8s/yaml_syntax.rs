//! What no YAML parser takes.

use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};
use project::Profile;

declare_rule! {
    /// ## What it does
    /// Reports what a YAML parser refuses: a tab that indents, a quote without its end, a key beside its siblings' column.
    ///
    /// ## Why is this bad?
    /// `kubectl` and the controllers that read the file stop at the first such mistake, and nothing of the file is applied.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    /// data:
    ///   greeting: "hello
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    /// data:
    ///   greeting: "hello"
    /// ```
    "k8s/yaml-syntax" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    for error in file.manifest.yaml.errors() {
        report.found(error.range, error.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn each_mistake_stands_where_it_is() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels:
   app: a
    tier: b
    ^^^^ …
",
        );
    }

    #[test]
    fn a_file_without_objects_is_none_of_ours() {
        check(&RULE, "#- mkdocs.yml\nextra: \"open\n");
    }
}
