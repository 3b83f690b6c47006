//! Ingress of `extensions/v1beta1` and `networking.k8s.io/v1beta1` to `networking.k8s.io/v1`.

use syntax::yaml::{Data, Flavour, Node, Resolved};

use super::draft::{Map, is_template};
use super::note::{Change, Note};
use super::reason::{Problem, Reason};

/// The annotation before there was a field.
const CLASS: &str = "kubernetes.io/ingress.class";

pub(super) fn convert(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    class(object, notes)?;
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    if let Some(default) = spec.map("backend")? {
        backend(default)?;
    }
    spec.rename("backend", "defaultBackend");
    for rule in spec.maps("rules")? {
        let Some(http) = rule.map("http")? else { continue };
        for path in http.maps("paths")? {
            if !path.has("pathType") {
                // What the API server made of a path without one.
                path.take("pathType");
                path.put_behind("path", &["backend"], "pathType", "ImplementationSpecific");
            }
            if let Some(of_path) = path.map("backend")? {
                backend(of_path)?;
            }
        }
    }
    Ok(())
}

/// `serviceName` and `servicePort` become `service.name` and one of `service.port.number` and `service.port.name`.
fn backend(backend: &mut Map<'_>) -> Result<(), Reason> {
    if !backend.has("serviceName") && !backend.has("servicePort") {
        return Ok(());
    }
    let missing = |key| Reason::missing(backend.route(key), "networking.k8s.io/v1");
    let Some(node) = backend.node("servicePort").filter(|_| backend.has("servicePort")) else {
        return Err(missing("servicePort"));
    };
    if !backend.has("serviceName") {
        return Err(missing("serviceName"));
    }
    if is_template(node) {
        return Err(Reason::at(node, Problem::Template));
    }
    let (name, port) = (backend.take("serviceName"), backend.take("servicePort"));
    let (Some(name), Some(port)) = (name, port) else { return Ok(()) };
    let mut of_service = Map::new();
    match node.resolved(Flavour::Kubernetes) {
        Some(Resolved::Int(_)) => of_service.put("number", port),
        // The API server refuses a name without a letter: a number in quotes was meant as one.
        Some(Resolved::Str(text)) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            of_service.put("number", port.with(Data::Plain(text.into_owned())));
        }
        Some(Resolved::Str(_)) => of_service.put("name", port),
        Some(Resolved::Null | Resolved::Bool(_) | Resolved::Float(_)) | None => {
            return Err(Reason::at(node, Problem::Shape));
        }
    }
    let mut service = Map::new();
    service.put("name", name);
    service.put("port", of_service);
    backend.put_before(&["serviceName", "servicePort"], "service", service);
    Ok(())
}

/// The annotation becomes the field, where there is a `spec` that lacks it.
fn class(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    if object.map("spec")?.is_none_or(|spec| spec.has("ingressClassName")) {
        return Ok(());
    }
    // Where it cannot be taken out it stays, and still counts.
    let Some(piece) = object.take_annotation(CLASS) else { return Ok(()) };
    let name = piece.node().and_then(Node::text).unwrap_or_default().into_owned();
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    notes.push(Note { at: spec.route("ingressClassName"), change: Change::IngressClass { name } });
    spec.take("ingressClassName");
    spec.put_first("ingressClassName", piece);
    Ok(())
}
