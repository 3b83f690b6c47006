//! Namespaces of the node that a Pod shares.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::scalar;
use super::security_context::value;
use crate::grain::PodIn;
use crate::{Fix, Report};

/// Reports that the Pod shares a namespace of the node by `field`; `why` follows the Pod in the message.
pub(super) fn check(pod: &PodIn<'_>, field: &str, why: &str, report: &mut Report<'_>) {
    let shared = value(pod.pod.spec, field).filter(|node| scalar::flag(*node) == Some(true));
    let Some(node) = shared.filter(|_| pod.must_meet(PodSecurityLevel::Baseline, |_| true)) else { return };
    let fix = Fix::suggested(format!("Take `{field}` out")).edit(Operation::Remove { at: node.address() });
    report.on(node, format!("The Pod {why}; take `{field}` out")).breaks(PodSecurityLevel::Baseline).fix(fix);
}
