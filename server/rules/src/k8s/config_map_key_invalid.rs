//! Keys and data of ConfigMaps and Secrets that the API server refuses.

use project::Profile;
use schema::kubernetes::values::config_key;
use syntax::yaml::{Node, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags keys of ConfigMaps and Secrets that cannot be names of files, keys that are in `data` and in `binaryData`, and
    /// more than 1 MiB of data.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. A key has at most 253 letters, digits, `-`, `_` and `.`.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    /// data:
    ///   app/config.yaml: debug
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    /// data:
    ///   app-config.yaml: debug
    /// ```
    "k8s/config-map-key-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["ConfigMap", "Secret"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &[""]) {
        return;
    }
    let mut size = 0;
    let parts =
        || ["data", "binaryData", "stringData"].into_iter().filter_map(|field| object.find(field)).map(Node::effective);
    for entry in parts().flat_map(Node::entries).filter(|entry| !entry.key.is_merge_key() && !entry.key.is_mapping()) {
        let key = entry.name();
        // A text in Base64 stands for three quarters of its length.
        let encoded = entry.value.effective().text().map_or(0, |text| text.len());
        let is_encoded = object.is_one_of(&["Secret"]) && entry.value.parent() == object.find("data");
        size += if is_encoded { encoded / 4 * 3 } else { key.len() + encoded };
        if scalar::is_placeholder(&key) {
            continue;
        }
        let Some(mistake) = config_key::mistake(&key) else { continue };
        let found = report.on(entry.key, mistake.to_string());
        if let Some(nearest) = config_key::nearest(&key) {
            let rename = Operation::Rename { at: entry.value.address(), key: nearest.clone() };
            found.fix(Fix::suggested(format!("Name it `{nearest}`")).edit(rename));
        }
    }
    if size > config_key::LARGEST_DATA {
        let message = format!(
            "The data has {size} bytes, and {} are the most; keep it in a volume or an image",
            config_key::LARGEST_DATA
        );
        report.on(parts().next().unwrap_or(object.node), message);
    }
    if let (Some(texts), Some(bytes)) = (object.find("data"), object.find("binaryData")) {
        let known: std::collections::HashSet<_> = texts.effective().entries().map(|entry| entry.name()).collect();
        for entry in bytes.effective().entries().filter(|entry| known.contains(&entry.name())) {
            report.on(entry.key, format!("`{}` is in `data` as well; keep one of them", entry.name()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn keys() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: api
data:
  a b: x
  ^^^ …
  fine.txt: x
binaryData:
  fine.txt: YQ==
  ^^^^^^^^ `fine.txt` is in `data` as well; keep one of them
",
        );
    }
    #[test]
    fn renamed() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: api
data:
  app/config.yaml: debug
",
            "#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: api
data:
  app-config.yaml: debug
",
        );
    }
}
