//! The judge: which rules are on, at which level, and what is suppressed. No rule knows any of it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use project::docker::Model;
use project::graph;
use project::kubernetes::{Manifest, graph_around};
use project::settings::{Level, RuleSetting, Settings};
use project::{Answer, BuildContext, Content, Document, DocumentKind, Profile, Severity, Snapshot, kind};
use schema::kubernetes::Catalog;
use syntax::yaml::Yaml;
use syntax::{TextEdit, TextSize};

use crate::catalogue;
use crate::finding::{Finding, FindingFix, Label};
use crate::fix::{Fix, Step};
use crate::fold;
use crate::grain::{ManifestFile, Surroundings};
use crate::report::{Found, Report};
use crate::rule::Rule;
use crate::settings;
use crate::suppressed::Suppressions;
use crate::walk;

static NO_OPTIONS: LazyLock<serde_json::Value> = LazyLock::new(serde_json::Value::default);

/// What is found in a file, with what was asked about other files on the way.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// By place.
    pub findings: Vec<Finding>,
    /// Questions to the file system with digests of the answers: while they hold, and text and settings are the same, so are the findings.
    pub asked: Vec<Answer>,
    /// Questions to the graph of the workspace, likewise.
    pub inquired: Vec<graph::Asked>,
}

/// What the settings want to hear of `document`.
#[must_use]
pub fn judge(snapshot: &Snapshot, document: &Document) -> Judgement {
    match &document.content {
        Content::Dockerfile(model) => dockerfile(snapshot, document, model),
        Content::Text(_) => settings_file(snapshot, document),
        Content::Yaml(yaml) => manifest(snapshot, document, yaml),
        Content::Dockerignore(_) => Judgement::default(),
    }
}

/// What the settings want to hear of `document`, by place.
#[must_use]
pub fn findings(snapshot: &Snapshot, document: &Document) -> Vec<Finding> {
    judge(snapshot, document).findings
}

/// What `rule` alone finds, at the level of its first profile, suppressed or not.
#[must_use]
pub fn one(rule: &'static Rule, snapshot: &Snapshot, document: &Document) -> Vec<Finding> {
    unsuppressed(&[(rule, rule.severity)], snapshot, document)
}

/// What the rules of `profile` find, whatever the settings say.
#[must_use]
pub fn under(profile: Profile, snapshot: &Snapshot, document: &Document) -> Vec<Finding> {
    let rules: Vec<_> = catalogue::all().filter_map(|rule| Some((rule, rule.level(profile)?))).collect();
    unsuppressed(&rules, snapshot, document)
}

fn unsuppressed(rules: &[(&'static Rule, Severity)], snapshot: &Snapshot, document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    match &document.content {
        Content::Dockerfile(model) => {
            let context = snapshot.build_context(&document.path, model);
            for (rule, severity) in rules {
                found.extend(run(rule, *severity, &NO_OPTIONS, model, &context));
            }
        }
        Content::Yaml(yaml) => {
            let catalog = snapshot.catalog_of(document);
            let (manifest, _) = read(snapshot, document, yaml, &catalog);
            let settings = snapshot.settings(&document.path);
            in_workspace(snapshot, document, manifest, &settings, |file| {
                for (rule, severity) in rules.iter().filter(|_| !file.manifest.objects.is_empty()) {
                    let options = verdict(rule, &settings, &document.path).1;
                    let raised = run_manifest(rule, *severity, options, file);
                    found.extend(raised.into_iter().map(|raised| raised.finding(yaml)));
                }
            });
        }
        Content::Dockerignore(_) | Content::Text(_) => {}
    }
    sort(&mut found);
    found
}

/// A file without objects is none of ours: nothing is found in it, unless somebody wants to hear of everything.
fn manifest(snapshot: &Snapshot, document: &Document, yaml: &Yaml) -> Judgement {
    let catalog = snapshot.catalog_of(document);
    let (manifest, mut asked) = read(snapshot, document, yaml, &catalog);
    let settings = snapshot.settings(&document.path);
    let hears_all = settings.profile == Profile::All && document.kind == DocumentKind::Yaml;
    let within = snapshot.root_of(&document.path).and_then(|root| document.path.strip_prefix(root).ok());
    if manifest.objects.is_empty() && (!hears_all || kind::is_of_another_program(within.unwrap_or(&document.path))) {
        return Judgement::default();
    }
    let (mut findings, answers, inquired) = in_workspace(snapshot, document, manifest, &settings, |file| {
        let mut suppressions = Suppressions::of_manifest(file.manifest);
        let mut raised = Vec::new();
        for rule in catalogue::all() {
            let (severity, options) = verdict(rule, &settings, &document.path);
            let Some(severity) = severity else { continue };
            let found = run_manifest(rule, severity, options, file);
            raised.extend(found.into_iter().filter(|raised| !suppressions.covers(raised.rule, raised.found.range)));
        }
        let stance = |rule: &Rule| Stance::of(rule, &settings, &document.path);
        let heads = fold::fold(&mut raised, file, &stance, settings.profile);
        raised.extend(heads.into_iter().filter(|head| !suppressions.covers(head.rule, head.found.range)));
        let mut findings: Vec<Finding> = raised.into_iter().map(|raised| raised.finding(yaml)).collect();
        findings.extend(suppressions.complaints(&settings, &document.path));
        findings
    });
    asked.extend(answers);
    sort(&mut findings);
    Judgement { findings, asked, inquired }
}

/// What `see` makes of a manifest among the objects of the workspace; with what was asked of files and of the graph for it.
fn in_workspace<T>(
    snapshot: &Snapshot,
    document: &Document,
    manifest: Manifest<'_>,
    settings: &Settings,
    see: impl FnOnce(&ManifestFile<'_>) -> T,
) -> (T, Vec<Answer>, Vec<graph::Asked>) {
    let path = &document.path;
    let (graph, asked) = graph_around(snapshot, path, manifest.yaml);
    let inquiry = graph.inquire(path);
    let facts = graph.file(path).cloned().unwrap_or_default();
    let manifest = manifest.in_workspace(&inquiry, &facts, path, snapshot.root_of(path));
    let surroundings = Surroundings { path, inquiry: &inquiry, facts: &facts };
    let seen = see(&ManifestFile::new(&manifest, settings, surroundings));
    (seen, asked, inquiry.into_asked())
}

/// The objects of a file, with what was asked about other files to tell what their kinds are.
fn read<'a>(
    snapshot: &Snapshot,
    document: &Document,
    yaml: &'a Yaml,
    catalog: &'a Catalog,
) -> (Manifest<'a>, Vec<Answer>) {
    let manifest = Manifest::new(yaml, catalog, snapshot.kubernetes_version(&document.path));
    if manifest.objects.is_empty() {
        return (manifest, Vec::new());
    }
    let asked = snapshot.asked_about_kinds(document, &manifest);
    (manifest, asked)
}

fn dockerfile(snapshot: &Snapshot, document: &Document, model: &Model) -> Judgement {
    let settings = snapshot.settings(&document.path);
    let context = snapshot.build_context(&document.path, model);
    let mut suppressions = Suppressions::of_dockerfile(model);
    let mut findings = Vec::new();
    for rule in catalogue::all() {
        let (severity, options) = verdict(rule, &settings, &document.path);
        let Some(severity) = severity else { continue };
        let found = run(rule, severity, options, model, &context);
        findings.extend(found.into_iter().filter(|finding| !suppressions.covers(finding.rule, finding.range)));
    }
    findings.extend(suppressions.complaints(&settings, &document.path));
    sort(&mut findings);
    Judgement { findings, asked: context.into_asked(), inquired: Vec::new() }
}

/// Nothing is asked about other files here: what counts of them is in the settings.
fn settings_file(snapshot: &Snapshot, document: &Document) -> Judgement {
    let mut findings = settings::findings(snapshot, document);
    sort(&mut findings);
    Judgement { findings, ..Judgement::default() }
}

/// The level of `rule` for the file at `path`; `None` where it is off.
#[must_use]
pub fn level(rule: &Rule, settings: &Settings, path: &Path) -> Option<Severity> {
    verdict(rule, settings, path).0
}

/// The level of `rule` for the file at `path` (`None`: off), with the rule's options.
pub(crate) fn verdict<'s>(
    rule: &Rule,
    settings: &'s Settings,
    path: &Path,
) -> (Option<Severity>, &'s serde_json::Value) {
    let severity = match Stance::of(rule, settings, path) {
        Stance::Off | Stance::Absent => None,
        Stance::By(severity) | Stance::Set(severity) => Some(severity),
    };
    let options = said(rule, settings, path).map(|said| &said.options).find(|options| !options.is_null());
    (severity, options.unwrap_or(&NO_OPTIONS))
}

/// What profile and settings say of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    /// The settings switch it off.
    Off,
    /// The profile does not have it, and the settings say nothing.
    Absent,
    /// The profile's level.
    By(Severity),
    /// The settings' level.
    Set(Severity),
}

impl Stance {
    fn of(rule: &Rule, settings: &Settings, path: &Path) -> Self {
        match (said(rule, settings, path).find_map(|said| said.level), rule.level(settings.profile)) {
            (Some(Level::Off), _) => Self::Off,
            (Some(Level::At(severity)), _) => Self::Set(severity),
            (None, Some(severity)) => Self::By(severity),
            (None, None) => Self::Absent,
        }
    }
}

/// What the settings say of `rule` for the file at `path`, the most important first.
fn said<'s>(rule: &Rule, settings: &'s Settings, path: &Path) -> impl Iterator<Item = &'s RuleSetting> {
    settings.rules.iter().filter(move |said| catalogue::means(&said.name, rule) && said.applies_to(path))
}

fn run(
    rule: &'static Rule,
    severity: Severity,
    options: &serde_json::Value,
    model: &Model,
    context: &BuildContext<'_>,
) -> Vec<Finding> {
    let mut report = Report::new(Some(context), options);
    walk::run(rule, model, &mut report);
    let resolve = |steps: Vec<Step>| resolve(steps, model, context);
    report.found.into_iter().map(|found| finding(rule, severity, found, &resolve)).collect()
}

fn run_manifest(
    rule: &'static Rule,
    severity: Severity,
    options: &serde_json::Value,
    file: &ManifestFile<'_>,
) -> Vec<Raised> {
    let mut report = Report::new(None, options);
    walk::manifest(rule, file, &mut report);
    let severity = |found: &Found| found.at_most.map_or(severity, |most| severity.min(most));
    report.found.into_iter().map(|found| Raised { rule, severity: severity(&found), found }).collect()
}

/// What a rule finds in a manifest, at its level, before its fixes are worked out.
#[derive(Debug)]
pub(crate) struct Raised {
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    pub(crate) found: Found,
}

impl Raised {
    fn finding(self, yaml: &Yaml) -> Finding {
        finding(self.rule, self.severity, self.found, &|steps| resolve_manifest(steps, yaml))
    }
}

/// The edits of the file and the new files that steps come to; `None` where one of them cannot be done.
type Resolved = Option<(Vec<TextEdit>, Vec<(PathBuf, String)>)>;

fn finding(rule: &'static Rule, severity: Severity, found: Found, resolve: &dyn Fn(Vec<Step>) -> Resolved) -> Finding {
    let fix = |Fix { title, safety, steps }: Fix| {
        let (edits, creates) = resolve(steps)?;
        let does_something = !edits.is_empty() || !creates.is_empty();
        does_something.then_some(FindingFix { title, safety, edits, creates })
    };
    let own = found.labels.into_iter().map(|(range, message)| Label { path: None, range, message });
    let elsewhere =
        found.elsewhere.into_iter().map(|(path, range, message)| Label { path: Some(path), range, message });
    Finding {
        rule,
        severity: found.at_most.map_or(severity, |most| severity.min(most)),
        range: found.range,
        message: found.message,
        labels: own.chain(elsewhere).collect(),
        fixes: found.fixes.into_iter().filter_map(fix).collect(),
        tag: found.tag,
        members: found.members,
    }
}

fn resolve(steps: Vec<Step>, model: &Model, context: &BuildContext<'_>) -> Resolved {
    let mut operations = Vec::new();
    let mut creates = Vec::new();
    for step in steps {
        match step {
            Step::Change(operation) => operations.push(operation),
            Step::Edit(_) | Step::AddDocument(_) => return None,
            Step::CreateInContext { path, text } => {
                if context.entry(&path).is_none() {
                    creates.push((context.path(&path)?, text));
                }
            }
        }
    }
    let mut edits = model.syntax.resolve(&model.text, &operations)?;
    edits.retain(|edit| model.text[edit.range()] != edit.insert);
    Some((edits, creates))
}

fn resolve_manifest(steps: Vec<Step>, yaml: &Yaml) -> Resolved {
    let (mut operations, mut documents) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Edit(operation) => operations.push(operation),
            Step::AddDocument(text) => documents.push(text),
            Step::Change(_) | Step::CreateInContext { .. } => return None,
        }
    }
    let mut edits = yaml.resolve(&operations)?;
    edits.extend(added(yaml, &documents)?);
    Some((edits, Vec::new()))
}

/// The edit that puts documents at the end of a file; `None` where it can hold no more than one: JSON.
fn added(yaml: &Yaml, documents: &[String]) -> Option<Option<TextEdit>> {
    if documents.is_empty() {
        return Some(None);
    }
    let text = yaml.text();
    let last = yaml.documents().next_back()?;
    if last.root().is_flow() && text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut insert = String::new();
    if !text.is_empty() && !text.ends_with('\n') {
        insert.push_str(line_end);
    }
    for document in documents {
        insert.push_str("---");
        insert.push_str(line_end);
        for line in document.lines() {
            insert.push_str(line);
            insert.push_str(line_end);
        }
    }
    Some(Some(TextEdit::insert(TextSize::of(&**text), insert)))
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.range.start(), a.range.end(), a.rule.name).cmp(&(b.range.start(), b.range.end(), b.rule.name))
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use project::World;
    use project::files::Memory;
    use syntax::{apply, yaml};

    use super::*;

    #[test]
    fn a_change_is_felt_by_those_who_asked_about_it() {
        let service = |port: u16| {
            format!("apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{ports: [{{port: {port}}}]}}\n")
        };
        let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n";
        let texts = [
            ("/w/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: b}\n".to_owned()),
            ("/w/ingress.yaml", ingress.to_owned()),
            ("/w/service.yaml", service(80)),
        ];
        let files = texts.iter().map(|(path, text)| (PathBuf::from(path), text.clone()));
        let mut world = World::new(Arc::new(Memory::new(files)));
        world.set_roots(vec![PathBuf::from("/w")]);
        for (path, _) in &texts {
            let manifests = world.snapshot().manifests(Path::new(path));
            world.learn(Path::new(path), manifests);
        }
        drop(world.take_changes());
        let judged = |world: &World, path: &str| {
            let snapshot = world.snapshot();
            judge(&snapshot, &snapshot.document(Path::new(path)).expect("it is there"))
        };
        let dangles =
            |judgement: &Judgement| judgement.findings.iter().any(|it| it.rule.name == "k8s/dangling-ingress-port");
        let (config, ingress) = (judged(&world, "/w/config.yaml"), judged(&world, "/w/ingress.yaml"));
        assert!(!dangles(&ingress));

        world.open(Path::new("/w/service.yaml"), service(81).into(), 1, None);
        let changes = world.take_changes();
        assert!(changes.touch(&ingress.inquired) && !changes.touch(&config.inquired));
        assert!(dangles(&judged(&world, "/w/ingress.yaml")));
    }

    #[test]
    fn what_a_kustomization_says_anew_is_felt_by_the_files_beside_it() {
        let kustomization = |list: &str| format!("{list}: [patch/cpu.yaml]\n");
        let texts = [
            ("/w/kustomization.yaml", kustomization("resources")),
            (
                "/w/patch/cpu.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {}\n".to_owned(),
            ),
        ];
        let files = texts.iter().map(|(path, text)| (PathBuf::from(path), text.clone()));
        let mut world = World::new(Arc::new(Memory::new(files)));
        world.set_roots(vec![PathBuf::from("/w")]);
        for (path, _) in &texts {
            let manifests = world.snapshot().manifests(Path::new(path));
            world.learn(Path::new(path), manifests);
        }
        drop(world.take_changes());
        let judged = |world: &World| {
            let snapshot = world.snapshot();
            judge(&snapshot, &snapshot.document(Path::new("/w/patch/cpu.yaml")).expect("it is there"))
        };
        let misses =
            |judgement: &Judgement| judgement.findings.iter().any(|it| it.rule.name == "k8s/missing-required-field");
        let before = judged(&world);
        assert!(misses(&before));
        world.open(Path::new("/w/kustomization.yaml"), kustomization("patchesStrategicMerge").into(), 1, None);
        assert!(world.take_changes().touch(&before.inquired));
        let after = judged(&world);
        assert!(!misses(&after));
        world.open(Path::new("/w/kustomization.yaml"), kustomization("resources").into(), 2, None);
        assert!(world.take_changes().touch(&after.inquired));
        assert!(misses(&judged(&world)));
    }

    #[test]
    fn documents_are_added_at_the_end() {
        let add = |text: &str| {
            let edit = added(&yaml::parse(text), &["b: 2\n".to_owned()])?.expect("there is something to add");
            apply(text, &[edit])
        };
        assert_eq!(add("a: 1\n").as_deref(), Some("a: 1\n---\nb: 2\n"));
        assert_eq!(add("a: 1").as_deref(), Some("a: 1\n---\nb: 2\n"));
        assert_eq!(add("a: 1\r\n").as_deref(), Some("a: 1\r\n---\r\nb: 2\r\n"));
        assert_eq!(add("{\"a\": 1}\n"), None);
    }
}
