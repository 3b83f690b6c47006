//! Jobs: those that stand for themselves, and those that a CronJob makes.

use project::kubernetes::Object;
use syntax::yaml::Node;

use super::group;

/// The `spec` of the Job that an object is or makes.
pub(super) fn spec(object: Object<'_>) -> Option<Node<'_>> {
    if !group::is_of(object, &["batch"]) {
        return None;
    }
    let route = if object.is_one_of(&["CronJob"]) { "spec.jobTemplate.spec" } else { "spec" };
    object.find(route).map(Node::effective).filter(|spec| spec.is_mapping())
}
