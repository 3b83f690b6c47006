//! One finding for the steps that a Pod has not taken.

use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Says in one place what a Pod lacks to meet level `restricted` of the Pod Security Standards, or the level that
    /// the labels of its namespace or the settings ask for, with one fix that takes all steps.
    ///
    /// ## Why is this bad?
    /// Each step closes a way from the container to the node: root that is none, no setuid binary that makes one, no
    /// capability, a filter for system calls. They are taken together, in four lines, and mostly cost nothing. What is
    /// plainly dangerous (a privileged container, a folder of the node) keeps a finding of its own where it stands.
    ///
    /// In profile `all` every step is reported by its own rule and not by this one. To leave out one step, switch its
    /// rule off or ignore it where it is; to leave out all of a Pod's, ignore this rule there.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///     seccompProfile:
    ///       type: RuntimeDefault
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         allowPrivilegeEscalation: false
    ///         capabilities:
    ///           drop: [ALL]
    /// ```
    ///
    /// ## Settings
    /// `podSecurity: { level: baseline }` asks for no more than that level where no label of a namespace says
    /// otherwise.
    "k8s/pod-security" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Judge,
    }
}
