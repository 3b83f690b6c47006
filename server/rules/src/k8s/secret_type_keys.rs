//! A Secret without the keys that its type needs, and a key of the type for registries that is no JSON.

use project::Profile;
use schema::kubernetes::values::base64;
use syntax::yaml::Node;

use super::{group, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Secret without the keys that its type needs, and a key of the type for registries that is no JSON.
    ///
    /// ## Why is this bad?
    /// `kubernetes.io/tls` needs `tls.crt` and `tls.key`, `kubernetes.io/dockerconfigjson` needs `.dockerconfigjson`,
    /// `kubernetes.io/basic-auth` a `username` or a `password`, `kubernetes.io/ssh-auth` an `ssh-privatekey`. The API server
    /// refuses the Secret.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: api
    /// type: kubernetes.io/tls
    /// stringData:
    ///   cert: abc
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: api
    /// type: kubernetes.io/tls
    /// stringData:
    ///   tls.crt: abc
    ///   tls.key: def
    /// ```
    "k8s/secret-type-keys" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["Secret"], check),
    }
}

const SERVICE_ACCOUNT: &str = "kubernetes.io/service-account.name";

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(node) = object.find("type").filter(|_| group::is_of(object, &[""]) && !presence::is_partial(object))
    else {
        return;
    };
    let Some(kind) = scalar::text(node) else { return };
    let parts: Vec<Node<'_>> =
        ["data", "stringData"].into_iter().filter_map(|field| object.find(field)).map(Node::effective).collect();
    // A Secret without data is filled by a controller, or sealed elsewhere.
    if presence::is_open(object.node)
        || parts.is_empty()
        || parts.iter().any(|part| !part.is_mapping() || presence::is_open(*part))
    {
        return;
    }
    let has = |key: &str| parts.iter().any(|part| part.get(key).is_some());
    let lacks = |keys: &[&'static str]| keys.iter().copied().find(|key| !has(key));
    let missing = match &*kind {
        "kubernetes.io/tls" => lacks(&["tls.crt", "tls.key"]),
        "kubernetes.io/dockerconfigjson" => lacks(&[".dockerconfigjson"]),
        "kubernetes.io/dockercfg" => lacks(&[".dockercfg"]),
        "kubernetes.io/ssh-auth" => lacks(&["ssh-privatekey"]),
        "kubernetes.io/basic-auth" => lacks(&["username"]).and_then(|_| lacks(&["password"])),
        "kubernetes.io/service-account-token" => {
            let annotations = object.find("metadata").and_then(|metadata| scalar::get(metadata, "annotations"));
            if annotations.and_then(|annotations| scalar::get(annotations, SERVICE_ACCOUNT)).is_none() {
                report.on(
                    node,
                    format!("A token needs the annotation `{SERVICE_ACCOUNT}`; name the ServiceAccount there"),
                );
            }
            None
        }
        _ => None,
    };
    match missing {
        Some("password") => {
            report.on(node, format!("A Secret of type `{kind}` needs `username` or `password`; add them"));
        }
        Some(key) => {
            report.on(node, format!("A Secret of type `{kind}` needs the key `{key}`; add it"));
        }
        None => registries(&parts, report),
    }
}

/// What clients of registries read has to be JSON.
fn registries(parts: &[Node<'_>], report: &mut Report<'_>) {
    for value in
        parts.iter().flat_map(|part| [".dockerconfigjson", ".dockercfg"].into_iter().filter_map(|key| part.get(key)))
    {
        let Some(text) = scalar::text(value) else { continue };
        let is_encoded = value.parent().and_then(Node::key).is_some_and(|key| key.is("data"));
        let bytes = if is_encoded { base64::decode(&text).ok() } else { Some(text.into_owned().into_bytes()) };
        if bytes.is_some_and(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).is_err()) {
            report.on(value, "This is no JSON, which clients of registries want; write `{\"auths\": …}`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn keys() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Secret
metadata:
  name: api
type: kubernetes.io/tls
      ^^^^^^^^^^^^^^^^^ A Secret of type `kubernetes.io/tls` needs the key `tls.key`; add it
data:
  tls.crt: YQ==
---
apiVersion: v1
kind: Secret
metadata:
  name: api
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: YQ==
                     ^^^^ This is no JSON…
---
apiVersion: v1
kind: Secret
metadata:
  name: api
type: kubernetes.io/basic-auth
      ^^^^^^^^^^^^^^^^^^^^^^^^ A Secret of type `kubernetes.io/basic-auth` needs `username` or `password`; add them
stringData:
  user: a
---
apiVersion: v1
kind: Secret
metadata:
  name: api
type: kubernetes.io/tls
",
        );
    }
}
