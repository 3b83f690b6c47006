//! Roles and their bindings of `rbac.authorization.k8s.io/v1alpha1` and `v1beta1` to `v1`.

use syntax::yaml::Data;

use super::draft::Map;
use super::reason::Reason;
use super::way::split;

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn convert(object: &mut Map<'_>, version: &str) -> Result<(), Reason> {
    if let Some(role) = object.map("roleRef")?.filter(|role| !role.has("apiGroup")) {
        role.take("apiGroup");
        role.put_before(&["kind", "name"], "apiGroup", GROUP);
    }
    if version == "v1alpha1" {
        for subject in object.maps("subjects")? {
            from_alpha(subject);
        }
    }
    Ok(())
}

/// v1alpha1 told a subject's group by a whole version, and had `*` for everybody who is authenticated.
fn from_alpha(subject: &mut Map<'_>) {
    let own = subject.node("apiVersion").and_then(|node| node.text().map(|text| split(&text).0.to_owned()));
    let is_person = subject.is("kind", "User") || subject.is("kind", "Group");
    let group = match own {
        _ if subject.is("kind", "ServiceAccount") => None,
        _ if is_person => Some(GROUP.to_owned()),
        own => own.filter(|group| !group.is_empty()),
    };
    let has_group = subject.has("apiGroup");
    subject.take("apiVersion");
    if let Some(group) = group.filter(|_| !has_group) {
        subject.put_before(&["apiVersion", "kind"], "apiGroup", Data::text(group));
    }
    if subject.is("kind", "User") && subject.is("name", "*") {
        subject.set("kind", Data::text("Group"));
        subject.set("name", Data::text("system:authenticated"));
    }
}
