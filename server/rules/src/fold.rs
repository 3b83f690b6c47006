//! One finding for many: the steps a Pod has not taken are shown together, with one fix for each level of the Pod
//! Security Standards.
//!
//! Rules say by their [`Part`](crate::Part) that they are steps; here, in the judge's service and before any fix is
//! worked out, what they found on one Pod becomes the members of one finding. Profile `all` shows each on its own.

use std::collections::{HashMap, HashSet};

use project::kubernetes::{Object, Pod};
use project::settings::PodSecurityLevel;
use project::{Profile, Severity};
use syntax::TextRange;
use syntax::yaml::{Node, NodeId, Operation};

use crate::finding::Member;
use crate::fix::{Fix, Safety, Step};
use crate::grain::ManifestFile;
use crate::judge::{Raised, Stance};
use crate::k8s::standards::word;
use crate::k8s::{pod_security, pod_security_namespace_violation};
use crate::report::{Found, shown};
use crate::rule::Rule;

/// Steps that a message names.
const NAMED: usize = 5;

/// Operations that one fix consists of: each costs a reading of the document.
const OPERATIONS: usize = 256;

/// Takes the steps of each Pod out of `raised` and gives what is shown for them.
pub(crate) fn fold(
    raised: &mut Vec<Raised>,
    file: &ManifestFile<'_>,
    stance: &dyn Fn(&Rule) -> Stance,
    profile: Profile,
) -> Vec<Raised> {
    let mut parts: HashMap<NodeId, Vec<Raised>> = HashMap::new();
    let mut rest = Vec::new();
    for raised in raised.drain(..) {
        match raised.found.pod.filter(|_| raised.rule.part.is_some()) {
            Some(pod) => parts.entry(pod).or_default().push(raised),
            None => rest.push(raised),
        }
    }
    let mut heads = Vec::new();
    for pod in file.pods.iter().copied() {
        let Some(mut parts) = parts.remove(&pod.spec.id()) else { continue };
        let present = distinct(parts.iter().map(|part| part.rule));
        let whole = Whole { pod, parts: &parts, present, file };
        let (violated, head) = (stance(&pod_security_namespace_violation::RULE), stance(&pod_security::RULE));
        let refused = match violated {
            Stance::Off | Stance::Absent => None,
            Stance::By(severity) | Stance::Set(severity) => whole.refused(severity),
        };
        let is_folded = profile < Profile::All && head != Stance::Absent;
        let found = match (refused, head) {
            (Some(found), _) => Some(found),
            (None, Stance::By(_)) if is_folded => whole.steps(None),
            (None, Stance::Set(severity)) if is_folded => whole.steps(Some(severity)),
            (None, Stance::By(_) | Stance::Set(_) | Stance::Off | Stance::Absent) => None,
        };
        let mut members = Vec::new();
        if is_folded {
            let told: HashSet<(&str, TextRange)> =
                parts.iter().map(|part| (part.rule.name, part.found.range)).collect();
            let (steps, apart) = parts.into_iter().partition(|part| part.rule.is_step());
            (members, parts) = (steps, apart);
            parts.retain(|part| !covering(part.rule).iter().any(|rule| told.contains(&(rule.name, part.found.range))));
        }
        rest.extend(parts);
        heads.extend(found.map(|found| found.with(members)));
    }
    // What no Pod of the file has: none, as long as the walk goes over the same Pods.
    rest.extend(parts.into_values().flatten());
    *raised = rest;
    heads
}

/// The findings of one Pod that are parts of a whole.
struct Whole<'a> {
    pod: Pod<'a>,
    parts: &'a [Raised],
    /// The rules that found them, each once.
    present: Vec<&'static Rule>,
    file: &'a ManifestFile<'a>,
}

impl Whole<'_> {
    /// The Pod breaks what its namespace enforces.
    fn refused(&self, severity: Severity) -> Option<Raised> {
        let enforced = self.file.standards.enforced(self.pod)?;
        let broken = |part: &&Raised| part.found.breaks.is_some_and(|level| level <= enforced);
        self.parts.iter().find(broken)?;
        let namespace = self.pod.object.namespace().unwrap_or_default();
        let message = format!(
            "{} breaks `{}`, which namespace `{namespace}` enforces, so the API server refuses it: {}",
            title(self.pod.object),
            word(enforced),
            self.listed(enforced)
        );
        Some(self.head(&pod_security_namespace_violation::RULE, severity, message))
    }

    /// The steps that the Pod has not taken; `None` where there are none but those that stand apart.
    fn steps(&self, severity: Option<Severity>) -> Option<Raised> {
        let severities = self.parts.iter().filter(|part| part.rule.is_step()).map(|part| part.severity);
        let severity = severity.or(severities.max()).filter(|_| self.parts.iter().any(|part| part.rule.is_step()))?;
        let goal = self.file.standards.goal(self.pod);
        let title = title(self.pod.object);
        let broken = |level| self.rules(level).len();
        let (to_baseline, to_goal) = (broken(PodSecurityLevel::Baseline), broken(goal));
        let listed = self.listed(goal);
        let message = match (to_baseline, to_goal) {
            (_, 0) => format!("{title} can be hardened further: {listed}"),
            (0, _) if goal > PodSecurityLevel::Baseline => {
                format!("{title} is {} from `{}` (it meets `baseline`): {listed}", counted(to_goal), word(goal))
            }
            (_, _) if goal > PodSecurityLevel::Baseline && to_baseline < to_goal => format!(
                "{title} is {} from `{}`, {to_baseline} of them from `baseline`: {listed}",
                counted(to_goal),
                word(goal)
            ),
            (_, _) => format!("{title} is {} from `{}`: {listed}", counted(to_goal), word(goal)),
        };
        Some(self.head(&pod_security::RULE, severity, message))
    }

    fn head(&self, rule: &'static Rule, severity: Severity, message: String) -> Raised {
        let mut found = Found::new(place(self.pod), message);
        found.labels = self.labels(found.range);
        let (goal, baseline) = (self.file.standards.goal(self.pod), PodSecurityLevel::Baseline);
        found.fixes.extend(self.fix(goal, true));
        if baseline < goal && self.rules(baseline).len() < self.rules(goal).len() {
            found.fixes.extend(self.fix(baseline, false));
        }
        Raised { rule, severity, found }
    }

    /// The parts that say something of their own.
    fn own(&self) -> impl Iterator<Item = &Raised> {
        let is_present = |rule: &&'static Rule| self.present.iter().any(|present| std::ptr::eq(*present, *rule));
        self.parts.iter().filter(move |part| !part.rule.is_step() || !covering(part.rule).iter().any(&is_present))
    }

    /// The parts that are in the way of `level`; with `level` the last to reach, those beyond it as well.
    fn towards(&self, level: PodSecurityLevel, is_last: bool) -> impl Iterator<Item = &Raised> {
        self.own().filter(move |part| match part.found.breaks {
            Some(broken) => broken <= level,
            None => is_last && part.rule.is_step(),
        })
    }

    /// The rules in the way of `level`, each once.
    fn rules(&self, level: PodSecurityLevel) -> Vec<&'static Rule> {
        distinct(self.towards(level, false).map(|part| part.rule))
    }

    /// The first steps in words; where none is left to `level`, those beyond it.
    fn listed(&self, level: PodSecurityLevel) -> String {
        let is_last = self.rules(level).is_empty();
        let mut seen = HashSet::new();
        let mut steps: Vec<String> =
            self.towards(level, is_last).map(step).filter(|step| seen.insert(step.clone())).collect();
        let more = steps.len().saturating_sub(NAMED);
        steps.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", steps.join(", "))
    }

    /// What is to do at each place but the head's own.
    fn labels(&self, head: TextRange) -> Vec<(TextRange, String)> {
        let mut labels: HashMap<TextRange, String> = HashMap::new();
        for part in self.own().filter(|part| part.rule.is_step() && part.found.range != head) {
            let text = labels.entry(part.found.range).or_default();
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&step(part));
        }
        let mut labels: Vec<(TextRange, String)> = labels.into_iter().collect();
        labels.sort_by_key(|(range, _)| (range.start(), range.end()));
        labels
    }

    /// All steps to `level` at once; `None` where no step has a fix, or there are too many.
    fn fix(&self, level: PodSecurityLevel, is_last: bool) -> Option<Fix> {
        let (mut steps, mut safety): (Vec<Step>, Safety) = (Vec::new(), Safety::Safe);
        let mut open: Vec<&'static Rule> = Vec::new();
        for part in self.towards(level, is_last) {
            match part.found.fixes.first() {
                Some(fix) => {
                    if steps.len() + fix.steps.len() > OPERATIONS {
                        return None;
                    }
                    for step in &fix.steps {
                        if !steps.contains(step) {
                            steps.push(step.clone());
                        }
                    }
                    if fix.safety == Safety::Unsafe {
                        safety = Safety::Unsafe;
                    }
                }
                None => open.push(part.rule),
            }
        }
        let open = distinct(open.into_iter());
        let all = self.rules(level).len();
        let title = match (all, open.len()) {
            (0, _) => "Harden this Pod".to_owned(),
            (_, 0) => format!("Make this Pod {}", word(level)),
            (all, open) => format!("Take {} of {all} steps to `{}`", all.saturating_sub(open), word(level)),
        };
        // Items that are taken out must not move those that other steps name.
        let is_removal = |step: &Step| matches!(step, Step::Edit(Operation::Remove { .. }));
        let (mut removals, mut steps): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(is_removal);
        removals.sort_by(|a, b| match (a, b) {
            (Step::Edit(Operation::Remove { at: a }), Step::Edit(Operation::Remove { at: b })) => b.cmp(a),
            _ => std::cmp::Ordering::Equal,
        });
        steps.extend(removals);
        (!steps.is_empty()).then_some(Fix { title, safety, steps })
    }
}

impl Raised {
    fn with(mut self, members: Vec<Raised>) -> Self {
        self.found.members = members
            .into_iter()
            .map(|it| Member { rule: it.rule, severity: it.severity, range: it.found.range, message: it.found.message })
            .collect();
        self.found.members.sort_by_key(|member| (member.range.start(), member.rule.name));
        self
    }
}

/// The rules beside whose findings those of `rule` say nothing new.
fn covering(rule: &Rule) -> &'static [&'static Rule] {
    rule.part.map_or(&[], |part| part.covered_by)
}

/// Each rule once, in the order of their names.
fn distinct(rules: impl Iterator<Item = &'static Rule>) -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = rules.collect();
    rules.sort_unstable_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    rules
}

/// What to do about a part, as the end of a sentence.
fn step(part: &Raised) -> String {
    let Some(fix) = part.found.fixes.first() else { return format!("see `{}`", part.rule.name) };
    let mut letters = fix.title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Where the whole is shown: at the key of the Pod's `spec`.
fn place(pod: Pod<'_>) -> TextRange {
    pod.spec.key().map_or_else(|| shown(pod.spec), Node::range)
}

/// ``Pod `web` ``, ``Pod of Deployment `api` ``.
fn title(object: Object<'_>) -> String {
    let kind = object.kind_name().unwrap_or_default();
    let name = object.name().map(|name| format!(" `{name}`")).unwrap_or_default();
    if kind == "Pod" { format!("Pod{name}") } else { format!("Pod of {kind}{name}") }
}

/// `1 step`, `3 steps`.
fn counted(count: usize) -> String {
    if count == 1 { "1 step".to_owned() } else { format!("{count} steps") }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use syntax::apply;

    use crate::check::{open, workspace};
    use crate::{Finding, Group, Rule, judge};

    /// What is found in a manifest, under settings, as far as it is about security.
    fn judged(settings: &str, text: &str) -> Vec<Finding> {
        let files =
            [("plimsoll.yaml", settings), ("a.yaml", text)].map(|(path, text)| (path.to_owned(), text.to_owned()));
        let snapshot = workspace(&files);
        let findings = judge::findings(&snapshot, &open(&snapshot, "a.yaml"));
        findings.into_iter().filter(|finding| is_about_security(finding.rule)).collect()
    }

    fn is_about_security(rule: &Rule) -> bool {
        rule.group == Group::Security || rule.part.is_some() || rule.short_name().starts_with("pod-security")
    }

    /// Findings with what they stand for and their fixes.
    fn shown(text: &str, findings: &[Finding]) -> String {
        let marks = findings.iter().map(|finding| {
            let range = usize::from(finding.range.start())..usize::from(finding.range.end());
            let members: Vec<&str> = finding.members.iter().map(|member| member.rule.short_name()).collect();
            let fixes: Vec<&str> = finding.fixes.iter().map(|fix| fix.title.as_str()).collect();
            let shown = format!("{}[{}] {}", finding.severity.name(), finding.rule.name, finding.message);
            (range, format!("{shown} ({}) {fixes:?}", members.join(" ")))
        });
        testing::annotate(text, marks)
    }

    fn check(settings: &str, text: &str, expected: &Expect) {
        expected.assert_eq(&shown(text, &judged(settings, text)));
    }

    /// The text after the fix of that title, which nothing about Pod Security is left to say of.
    fn mended(settings: &str, title: &str, text: &str) -> String {
        let findings = judged(settings, text);
        let fixes = findings.iter().flat_map(|finding| &finding.fixes);
        let fix = fixes.into_iter().find(|fix| fix.title == title).unwrap_or_else(|| panic!("no fix {title}"));
        apply(text, &fix.edits).expect("edits are disjoint and inside the text")
    }

    const POD: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels: {app: api}
  template:
    metadata:
      labels: {app: api}
    spec:
      containers:
        - name: api
          image: api:1.4.2
        - name: agent
          image: agent:1.4.2
          securityContext:
            allowPrivilegeEscalation: false
";

    #[test]
    fn the_steps_of_a_pod_are_one_finding() {
        check(
            "{}",
            POD,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    spec:
                    ^^^^ info[k8s/pod-security] Pod of Deployment `api` is 4 steps from `restricted` (it meets `baseline`): drop `ALL` capabilities, set `allowPrivilegeEscalation: false`, set `runAsNonRoot: true`, set `seccompProfile` to `RuntimeDefault` (run-as-non-root seccomp-profile drop-all-capabilities drop-net-raw-capability privilege-escalation-container drop-all-capabilities drop-net-raw-capability) ["Make this Pod restricted"]
                      containers:
                        - name: api
                          image: api:1.4.2
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
            "#]],
        );
        check(
            "profile: production",
            POD,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    spec:
                    ^^^^ info[k8s/pod-security] Pod of Deployment `api` is 4 steps from `restricted` (it meets `baseline`): drop `ALL` capabilities, set `allowPrivilegeEscalation: false`, set `runAsNonRoot: true`, set `seccompProfile` to `RuntimeDefault` (run-as-non-root seccomp-profile drop-all-capabilities drop-net-raw-capability privilege-escalation-container drop-all-capabilities drop-net-raw-capability) ["Make this Pod restricted"]
                      containers:
                        - name: api
                          image: api:1.4.2
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
            "#]],
        );
        check(
            "profile: restricted",
            POD,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    spec:
                    ^^^^ warning[k8s/pod-security] Pod of Deployment `api` is 4 steps from `restricted` (it meets `baseline`): drop `ALL` capabilities, set `allowPrivilegeEscalation: false`, set `runAsNonRoot: true`, set `seccompProfile` to `RuntimeDefault` (run-as-non-root seccomp-profile drop-all-capabilities drop-net-raw-capability privilege-escalation-container drop-all-capabilities drop-net-raw-capability) ["Make this Pod restricted"]
                      containers:
                        - name: api
                          image: api:1.4.2
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
            "#]],
        );
        assert_eq!(judged("profile: minimal", POD).len(), 0);
        let all = judged("profile: all", POD);
        assert!(all.len() > 10 && all.iter().all(|finding| finding.members.is_empty()));
    }

    #[test]
    fn one_fix_takes_all_steps() {
        let after = mended("{}", "Make this Pod restricted", POD);
        expect![[r#"
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              selector:
                matchLabels: {app: api}
              template:
                metadata:
                  labels: {app: api}
                spec:
                  containers:
                    - name: api
                      image: api:1.4.2
                      securityContext:
                        capabilities:
                          drop:
                            - ALL
                        allowPrivilegeEscalation: false
                    - name: agent
                      image: agent:1.4.2
                      securityContext:
                        allowPrivilegeEscalation: false
                        capabilities:
                          drop:
                            - ALL
                  securityContext:
                    runAsNonRoot: true
                    seccompProfile:
                      type: RuntimeDefault
        "#]]
        .assert_eq(&after);
        assert!(judged("profile: restricted", &after).is_empty());
    }

    #[test]
    fn what_is_worse_keeps_its_place_and_is_a_step_too() {
        let text = "\
apiVersion: v1
kind: Pod
metadata:
  name: agent
spec:
  hostPID: true
  containers:
    - name: agent
      image: agent:1.4.2
      securityContext:
        privileged: true
        capabilities:
          add: [CHOWN, SYS_ADMIN, NET_ADMIN]
  volumes:
    - name: etc
      hostPath:
        path: /etc
";
        check(
            "{}",
            text,
            &expect![[r#"
                apiVersion: v1
                kind: Pod
                metadata:
                  name: agent
                spec:
                ^^^^ info[k8s/pod-security] Pod `agent` is 8 steps from `restricted`, 4 of them from `baseline`: take `SYS_ADMIN` out, take `NET_ADMIN` out, take `CHOWN` out, drop `ALL` capabilities, see `k8s/host-path-volume` and 5 more (run-as-non-root seccomp-profile drop-all-capabilities drop-net-raw-capability privilege-escalation-container drop-all-capabilities) ["Take 7 of 8 steps to `restricted`", "Take 3 of 4 steps to `baseline`"]
                  hostPID: true
                           ^^^^ error[k8s/host-pid] The Pod sees every process of the node, and what other Pods keep in theirs; take `hostPID` out () ["Take `hostPID` out"]
                  containers:
                    - name: agent
                      image: agent:1.4.2
                      securityContext:
                        privileged: true
                                    ^^^^ error[k8s/privileged-container] Container `agent` is privileged, so who breaks into it has the node; set `privileged: false` and add the capabilities it needs () ["Set `privileged: false`"]
                        capabilities:
                          add: [CHOWN, SYS_ADMIN, NET_ADMIN]
                                       ^^^^^^^^^ error[k8s/dangerous-capabilities] Container `agent` adds `SYS_ADMIN`, which is as good as root on the node; take it out () ["Take `SYS_ADMIN` out"]
                                                  ^^^^^^^^^ warning[k8s/dangerous-capabilities] Container `agent` adds `NET_ADMIN`, which no runtime gives unasked; take it out () ["Take `NET_ADMIN` out"]
                  volumes:
                    - name: etc
                      hostPath:
                        path: /etc
                              ^^^^ warning[k8s/sensitive-host-mounts] Volume `etc` lets the Pod read the node's `/etc`, where its system and its keys are; mount no more than is read, from elsewhere () []
            "#]],
        );
        expect![[r#"
            apiVersion: v1
            kind: Pod
            metadata:
              name: agent
            spec:
              containers:
                - name: agent
                  image: agent:1.4.2
                  securityContext:
                    privileged: false
                    capabilities:
                      add: []
                      drop:
                        - ALL
                    allowPrivilegeEscalation: false
              volumes:
                - name: etc
                  hostPath:
                    path: /etc
              securityContext:
                runAsNonRoot: true
                seccompProfile:
                  type: RuntimeDefault
        "#]]
        .assert_eq(&mended("{}", "Take 7 of 8 steps to `restricted`", text));
    }

    #[test]
    fn what_is_ignored_or_off_is_no_step() {
        let ignored =
            POD.replace("    spec:\n", "    # plimsoll: ignore[k8s/run-as-non-root, CKV_K8S_31] not yet\n    spec:\n");
        check(
            "{}",
            &ignored,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    # plimsoll: ignore[k8s/run-as-non-root, CKV_K8S_31] not yet
                    spec:
                    ^^^^ info[k8s/pod-security] Pod of Deployment `api` is 2 steps from `restricted` (it meets `baseline`): drop `ALL` capabilities, set `allowPrivilegeEscalation: false` (drop-all-capabilities drop-net-raw-capability privilege-escalation-container drop-all-capabilities drop-net-raw-capability) ["Make this Pod restricted"]
                      containers:
                        - name: api
                          image: api:1.4.2
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
            "#]],
        );
        check(
            "rules: { k8s/drop-all-capabilities: off, k8s/pod-security: warning }",
            POD,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    spec:
                    ^^^^ warning[k8s/pod-security] Pod of Deployment `api` is 3 steps from `restricted` (it meets `baseline`): set `allowPrivilegeEscalation: false`, set `runAsNonRoot: true`, set `seccompProfile` to `RuntimeDefault` (run-as-non-root seccomp-profile drop-net-raw-capability privilege-escalation-container drop-net-raw-capability) ["Make this Pod restricted"]
                      containers:
                        - name: api
                          image: api:1.4.2
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
            "#]],
        );
        assert_eq!(judged("rules: { k8s/pod-security: off }", POD).len(), 0);
        let whole = POD.replace("    spec:\n", "    spec: # plimsoll: ignore[k8s/pod-security]\n");
        assert_eq!(judged("{}", &whole).len(), 0);
        let above = POD.replace("    spec:\n", "    # plimsoll: ignore[k8s/pod-security]\n    spec:\n");
        assert_eq!(judged("{}", &above).len(), 0);
    }

    #[test]
    fn a_level_is_asked_for_by_settings_or_labels() {
        assert_eq!(judged("podSecurity: { level: baseline }", POD).len(), 0);
        let old = "podSecurity: { level: restricted, version: '1.7' }";
        check(
            old,
            POD,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    spec:
                    ^^^^ info[k8s/pod-security] Pod of Deployment `api` is 1 step from `restricted` (it meets `baseline`): set `runAsNonRoot: true` (run-as-non-root drop-net-raw-capability drop-net-raw-capability) ["Make this Pod restricted"]
                      containers:
                        - name: api
                          image: api:1.4.2
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
            "#]],
        );
        let labelled = |level: &str, rest: &str| {
            format!(
                "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/{level}\n---\napiVersion: \
                 v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.4.2\n{rest}"
            )
        };
        assert_eq!(judged("podSecurity: { level: restricted }", &labelled("enforce: baseline", "")).len(), 0);
        check(
            "{}",
            &labelled("enforce: restricted", ""),
            &expect![[r#"
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels:
                pod-security.kubernetes.io/enforce: restricted
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
            spec:
            ^^^^ warning[k8s/pod-security-namespace-violation] Pod `web` breaks `restricted`, which namespace `shop` enforces, so the API server refuses it: drop `ALL` capabilities, set `allowPrivilegeEscalation: false`, set `runAsNonRoot: true`, set `seccompProfile` to `RuntimeDefault` (run-as-non-root seccomp-profile drop-all-capabilities drop-net-raw-capability privilege-escalation-container) ["Make this Pod restricted"]
              containers:
                - name: web
                  image: web:1.4.2
        "#]],
        );
        check(
            "{}",
            &labelled("warn: restricted", ""),
            &expect![[r#"
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels:
                pod-security.kubernetes.io/warn: restricted
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
            spec:
            ^^^^ info[k8s/pod-security] Pod `web` is 4 steps from `restricted` (it meets `baseline`): drop `ALL` capabilities, set `allowPrivilegeEscalation: false`, set `runAsNonRoot: true`, set `seccompProfile` to `RuntimeDefault` (run-as-non-root seccomp-profile drop-all-capabilities drop-net-raw-capability privilege-escalation-container) ["Make this Pod restricted"]
              containers:
                - name: web
                  image: web:1.4.2
        "#]],
        );
        let ports = "      ports:\n        - containerPort: 80\n          hostPort: 80\n";
        check(
            "{}",
            &labelled("enforce: baseline", ports),
            &expect![[r#"
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: shop
                  labels:
                    pod-security.kubernetes.io/enforce: baseline
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web
                  namespace: shop
                spec:
                ^^^^ warning[k8s/pod-security-namespace-violation] Pod `web` breaks `baseline`, which namespace `shop` enforces, so the API server refuses it: take `hostPort` out () ["Make this Pod baseline"]
                  containers:
                    - name: web
                      image: web:1.4.2
                      ports:
                        - containerPort: 80
                          hostPort: 80
                                    ^^ warning[k8s/host-port] Container `web` takes port 80 of its node, so each node has room for one such Pod; take `hostPort` out and let a Service lead to it () ["Take `hostPort` out"]
            "#]],
        );
    }

    #[test]
    fn a_read_only_root_is_a_step_where_it_is_asked_for() {
        let settings = "rules: { k8s/no-read-only-root-fs: info }";
        let text = mended("{}", "Make this Pod restricted", POD);
        check(
            settings,
            &text,
            &expect![[r#"
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: api
                spec:
                  selector:
                    matchLabels: {app: api}
                  template:
                    metadata:
                      labels: {app: api}
                    spec:
                    ^^^^ info[k8s/pod-security] Pod of Deployment `api` can be hardened further: make the root read-only, with an `emptyDir` at `/tmp` (no-read-only-root-fs no-read-only-root-fs) ["Harden this Pod"]
                      containers:
                        - name: api
                          image: api:1.4.2
                          securityContext:
                            capabilities:
                              drop:
                                - ALL
                            allowPrivilegeEscalation: false
                        - name: agent
                          image: agent:1.4.2
                          securityContext:
                            allowPrivilegeEscalation: false
                            capabilities:
                              drop:
                                - ALL
                      securityContext:
                        runAsNonRoot: true
                        seccompProfile:
                          type: RuntimeDefault
            "#]],
        );
        expect![[r#"
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              selector:
                matchLabels: {app: api}
              template:
                metadata:
                  labels: {app: api}
                spec:
                  containers:
                    - name: api
                      image: api:1.4.2
                      securityContext:
                        capabilities:
                          drop:
                            - ALL
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                      volumeMounts:
                        - name: tmp
                          mountPath: /tmp
                    - name: agent
                      image: agent:1.4.2
                      securityContext:
                        allowPrivilegeEscalation: false
                        capabilities:
                          drop:
                            - ALL
                        readOnlyRootFilesystem: true
                      volumeMounts:
                        - name: tmp
                          mountPath: /tmp
                  securityContext:
                    runAsNonRoot: true
                    seccompProfile:
                      type: RuntimeDefault
                  volumes:
                    - name: tmp
                      emptyDir: {}
        "#]]
        .assert_eq(&mended(settings, "Harden this Pod", &text));
    }
}
