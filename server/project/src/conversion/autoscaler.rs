//! HorizontalPodAutoscaler of `autoscaling/v1`, `v2beta1` and `v2beta2` to `autoscaling/v2`.

use syntax::yaml::Route;

use super::draft::{List, Map};
use super::reason::{Problem, Reason};

/// Where `autoscaling/v1` kept what it had no fields for.
const ANNOTATIONS: [&str; 2] = ["autoscaling.alpha.kubernetes.io/metrics", "autoscaling.alpha.kubernetes.io/behavior"];

pub(super) fn convert(object: &mut Map<'_>, version: &str) -> Result<(), Reason> {
    match version {
        "v1" => from_v1(object),
        "v2beta1" => from_v2beta1(object),
        // v2beta2 has the fields of v2.
        _ => Ok(()),
    }
}

fn from_v1(object: &mut Map<'_>) -> Result<(), Reason> {
    let annotations = object.node("metadata").and_then(|it| it.merged_get("annotations"));
    if let Some(node) = ANNOTATIONS.iter().find_map(|key| annotations.and_then(|it| it.merged_get(key))) {
        return Err(Reason::at(node, Problem::UnknownField { version: "autoscaling/v2".to_owned() }));
    }
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    let Some(percentage) = spec.take("targetCPUUtilizationPercentage") else { return Ok(()) };
    let mut target = Map::new();
    target.put("type", "Utilization");
    target.put("averageUtilization", percentage);
    let mut resource = Map::new();
    resource.put("name", "cpu");
    resource.put("target", target);
    let mut metric = Map::new();
    metric.put("type", "Resource");
    metric.put("resource", resource);
    spec.put_before(&["targetCPUUtilizationPercentage"], "metrics", List::new([metric]));
    Ok(())
}

fn from_v2beta1(object: &mut Map<'_>) -> Result<(), Reason> {
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    for metric in spec.maps("metrics")? {
        for key in ["resource", "containerResource"] {
            if let Some(source) = metric.map(key)? {
                let targets = [
                    ("targetAverageUtilization", "Utilization", "averageUtilization"),
                    ("targetAverageValue", "AverageValue", "averageValue"),
                ];
                target(source, &targets)?;
            }
        }
        if let Some(source) = metric.map("pods")? {
            identifier(source, "selector");
            target(source, &[("targetAverageValue", "AverageValue", "averageValue")])?;
        }
        if let Some(source) = metric.map("object")? {
            // The object it describes was called the target.
            source.rename("target", "describedObject");
            identifier(source, "selector");
            target(source, &[("averageValue", "AverageValue", "averageValue"), ("targetValue", "Value", "value")])?;
        }
        if let Some(source) = metric.map("external")? {
            identifier(source, "metricSelector");
            let targets = [("targetValue", "Value", "value"), ("targetAverageValue", "AverageValue", "averageValue")];
            target(source, &targets)?;
        }
    }
    Ok(())
}

/// `metricName` and its selector become `metric`.
fn identifier(source: &mut Map<'_>, selector: &str) {
    let Some(name) = source.take("metricName") else { return };
    let mut metric = Map::new();
    metric.put("name", name);
    if let Some(selector) = source.take(selector) {
        metric.put("selector", selector);
    }
    source.put_before(&["metricName"], "metric", metric);
}

/// The fields with target values become `target`, whose type is that of the first one that is there.
fn target(source: &mut Map<'_>, fields: &[(&str, &str, &str)]) -> Result<(), Reason> {
    let mut target = Map::new();
    for (field, kind, new) in fields {
        if !source.has(field) {
            source.take(field);
        } else if let Some(value) = source.take(field) {
            if !target.has("type") {
                target.put("type", *kind);
            }
            target.put(new, value);
        }
    }
    if target.has("type") {
        let old: Vec<&str> = fields.iter().map(|(field, ..)| *field).collect();
        source.put_before(&old, "target", target);
        return Ok(());
    }
    if source.has("target") {
        return Ok(());
    }
    let at: Route = source.route(fields.first().map_or("target", |(field, ..)| field));
    Err(Reason::missing(at, "autoscaling/v2"))
}
