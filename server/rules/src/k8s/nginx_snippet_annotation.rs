//! Configuration of nginx in an annotation.

use syntax::yaml::{Data, Operation};

use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags annotations of an Ingress that put text into the configuration of ingress-nginx, other annotations whose
    /// value does (`alias`, Lua), and a ConfigMap that allows them.
    ///
    /// ## Why is this bad?
    /// Whoever may write an Ingress then runs code in the controller, whose account can read every Secret of the
    /// cluster (CVE-2021-25742). Versions since 1.9 refuse snippets unless they are allowed.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/server-snippet: |
    ///       location /admin { deny all; }
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.org
    ///       http:
    ///         paths:
    ///           - path: /
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: web
    ///                 port:
    ///                   number: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/denylist-source-range: 192.0.2.0/24
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.org
    ///       http:
    ///         paths:
    ///           - path: /
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: web
    ///                 port:
    ///                   number: 80
    /// ```
    "k8s/nginx-snippet-annotation" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["checkov/CKV_K8S_152", "checkov/CKV_K8S_153", "checkov/CKV_K8S_154", "trivy/KCV-0093", "kubescape/CVE-2021-25742", "datree/INGRESS_CVE2021_25742_INCORRECT_SERVER_SNIPPET_KEY", "datree/CONFIGMAP_CVE2021_25742_INCORRECT_SNIPPET_ANNOTATIONS_VALUE", "kyverno/disallow-ingress-nginx-custom-snippets"],
        check: Check::Kinds(&["Ingress", "ConfigMap"], check),
    }
}

const PREFIXES: [&str; 2] = ["nginx.ingress.kubernetes.io/", "nginx.org/"];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    if object.is_one_of(&["ConfigMap"]) {
        if let Some(node) = object.find("data.allow-snippet-annotations").filter(|node| node.is("true")) {
            report.on(node, "This lets whoever writes an Ingress run code in the controller; write `\"false\"`").fix(
                Fix::suggested("Refuse snippets")
                    .edit(Operation::Replace { at: node.address(), value: Data::text("false") }),
            );
        }
        return;
    }
    let annotations = object.find("metadata.annotations").into_iter().flat_map(|it| it.effective().entries());
    for entry in annotations {
        let key = entry.name();
        let Some(short) = PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix)) else { continue };
        let value = entry.value.effective().text().unwrap_or_default();
        let message = if short.ends_with("-snippet") || short.ends_with("-snippets") {
            format!(
                "`{short}` puts its text into the configuration of the controller, which can read every Secret; use annotations for what you want"
            )
        } else if runs_code(&value) || ends_early(short, &value) {
            format!("The value of `{short}` reaches into the configuration of the controller; take the code out")
        } else {
            continue;
        };
        report
            .on(entry.key, message)
            .fix(Fix::suggested(format!("Remove `{short}`")).edit(Operation::Remove { at: entry.value.address() }));
    }
}

/// Whether a value of an annotation that is put into the configuration as it stands ends its directive (CVE-2025-1097,
/// CVE-2025-1098, CVE-2025-24514).
fn ends_early(short: &str, value: &str) -> bool {
    let is_plain = ["auth-tls-match-cn", "auth-url", "mirror-host", "mirror-target"].contains(&short);
    is_plain && value.contains([';', '{', '}', '\n'])
}

/// Whether a value ends its directive and begins another one, as the published attacks do.
fn runs_code(value: &str) -> bool {
    let has = |word: &str| value.contains(word);
    (has(";") || has("\n") || has("{"))
        && ["alias ", "_by_lua", "lua_package", "root ", "proxy_pass ", "load_module"].iter().any(|it| has(it))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn keys_and_values() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: more_set_headers "a";
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `configuration-snippet` puts its text into the configuration of the controller, which can read every Secret; use annotations for what you want
    nginx.ingress.kubernetes.io/rewrite-target: "/; alias /var/run/secrets/;"
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The value of `rewrite-target` reaches into the configuration of the controller; take the code out
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  ingressClassName: nginx
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: nginx
data:
  allow-snippet-annotations: "true"
                             ^^^^^^ This lets whoever writes an Ingress run code in the controller; write `"false"`
"#,
        );
    }
}
