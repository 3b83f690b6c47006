//! Values in the `data` of a Secret that are not Base64.

use project::Profile;
use schema::kubernetes::values::base64;
use syntax::yaml::Operation;

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags values in the `data` of a Secret that are not Base64.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Secret. `stringData` takes texts as they are.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: api
    /// type: Opaque
    /// data:
    ///   password: correct horse
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: api
    /// type: Opaque
    /// stringData:
    ///   password: correct horse
    /// ```
    "k8s/secret-data-not-base64" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Secret"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let data = object.find("data").filter(|_| group::is_of(object, &[""]));
    let texts = object.find("stringData").map(scalar::table).unwrap_or_default();
    for entry in data.into_iter().flat_map(|data| data.effective().entries()) {
        let Some(text) = scalar::text(entry.value) else { continue };
        let Err(mistake) = base64::decode(&text) else { continue };
        let (key, node) = (entry.name(), entry.value);
        let found = report.on(node, mistake.to_string());
        if node != node.effective() || texts.contains_key(&key) {
            continue;
        }
        let mut to = object.address("stringData").route;
        to = to.then(&*key);
        // The text is what was meant: encoded, or as it stands.
        let encoded = base64::encode(text.as_bytes());
        found.fix(Fix::suggested("Move it to `stringData`").edit(Operation::Move { from: node.address(), to })).fix(
            Fix::suggested("Encode it").edit(Operation::Replace { at: node.address(), value: encoded.as_str().into() }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix_titled};

    #[test]
    fn values() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Secret
metadata:
  name: api
type: Opaque
data:
  a: aGVsbG8=
  b: hello!
     ^^^^^^ …
  c: aGVsbG8
     ^^^^^^^ …
  d: "${PASSWORD}"
stringData:
  e: hello!
"#,
        );
    }
    #[test]
    fn encoded() {
        check_fix_titled(
            &RULE,
            Some("Encode it"),
            "#- a.yaml
apiVersion: v1
kind: Secret
metadata:
  name: api
type: Opaque
data:
  password: correct horse
",
            "#- a.yaml
apiVersion: v1
kind: Secret
metadata:
  name: api
type: Opaque
data:
  password: Y29ycmVjdCBob3JzZQ==
",
        );
    }
}
