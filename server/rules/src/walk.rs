//! The walk: every rule at its grain, once over the file.

use project::docker::{At, Located, Model};
use project::kubernetes::{Object, Pod};
use syntax::dockerfile::{Body, Instruction};

use crate::grain::{Check, ContainerIn, Dockerfile, ManifestFile, ObjectIn, PodIn, ShellCommand, StageIn};
use crate::report::Report;
use crate::rule::Rule;

/// Runs `rule` over a manifest; a rule about Dockerfiles finds nothing in it.
pub(crate) fn manifest(rule: &Rule, file: &ManifestFile<'_>, report: &mut Report<'_>) {
    let objects = || file.manifest.objects.iter().copied();
    match rule.check {
        Check::Manifest(check) => check(file, report),
        Check::Object(check) => objects().for_each(|object| check(&ObjectIn { object, file }, report)),
        Check::Kinds(kinds, check) => objects()
            .filter(|object: &Object<'_>| object.is_one_of(kinds))
            .for_each(|object| check(&ObjectIn { object, file }, report)),
        Check::Pod(_) | Check::Container(_) => file.pods.iter().for_each(|it| pod(rule, *it, file, report)),
        Check::Dockerfile(_)
        | Check::Stage(_)
        | Check::Instruction(_)
        | Check::From(_)
        | Check::Run(_)
        | Check::ShellCommand(_)
        | Check::Launch(_)
        | Check::Copy(_)
        | Check::Add(_)
        | Check::Transfer(_)
        | Check::Env(_)
        | Check::Label(_)
        | Check::Arg(_)
        | Check::Expose(_)
        | Check::User(_)
        | Check::Workdir(_)
        | Check::Stopsignal(_)
        | Check::Maintainer(_)
        | Check::Healthcheck(_)
        | Check::Judge => {}
    }
}

/// Runs a rule about Pods or containers over one Pod.
pub(crate) fn pod<'a>(rule: &Rule, pod: Pod<'a>, file: &'a ManifestFile<'a>, report: &mut Report<'_>) {
    report.pod = Some(pod.spec.id());
    if let Check::Pod(check) = rule.check {
        check(&PodIn { pod, file }, report);
    } else if let Check::Container(check) = rule.check {
        pod.containers().for_each(|container| check(&ContainerIn { container, file }, report));
    }
    report.pod = None;
}

/// Runs `rule` over `model`; a rule about manifests finds nothing in it.
pub(crate) fn run(rule: &Rule, model: &Model, report: &mut Report<'_>) {
    match rule.check {
        Check::Dockerfile(check) => check(&Dockerfile { model }, report),
        Check::Stage(check) => {
            for stage in &model.stages {
                check(&StageIn { stage, model }, report);
            }
        }
        Check::Manifest(_)
        | Check::Object(_)
        | Check::Kinds(..)
        | Check::Pod(_)
        | Check::Container(_)
        | Check::Judge => {}
        Check::Instruction(_)
        | Check::From(_)
        | Check::Run(_)
        | Check::ShellCommand(_)
        | Check::Launch(_)
        | Check::Copy(_)
        | Check::Add(_)
        | Check::Transfer(_)
        | Check::Env(_)
        | Check::Label(_)
        | Check::Arg(_)
        | Check::Expose(_)
        | Check::User(_)
        | Check::Workdir(_)
        | Check::Stopsignal(_)
        | Check::Maintainer(_)
        | Check::Healthcheck(_) => {
            for (index, instruction) in model.syntax.instructions.iter().enumerate() {
                let inner = instruction.trigger();
                let deferred = !std::ptr::eq(inner, instruction);
                instruction_grain(rule.check, At { model, index, instruction: inner, deferred }, inner, report);
            }
        }
    }
}

fn instruction_grain<'a>(check: Check, at: At<'a>, instruction: &'a Instruction, report: &mut Report<'_>) {
    match (check, &instruction.body) {
        (Check::Instruction(check), _) => check(&at, report),
        (Check::From(check), Body::From(part)) => check(&Located { part, at }, report),
        (Check::Run(check), Body::Run(part)) => check(&Located { part, at }, report),
        (Check::ShellCommand(check), Body::Run(_)) => {
            for script in instruction.scripts() {
                for place in script.places() {
                    check(&ShellCommand { at, script, place }, report);
                }
            }
        }
        (Check::Launch(check), Body::Cmd(part) | Body::Entrypoint(part)) => check(&Located { part, at }, report),
        (Check::Copy(check), Body::Copy(part)) => check(&Located { part, at }, report),
        (Check::Add(check), Body::Add(part)) => check(&Located { part, at }, report),
        (Check::Transfer(check), Body::Copy(part) | Body::Add(part)) => check(&Located { part, at }, report),
        (Check::Env(check), Body::Env(part)) => check(&Located { part, at }, report),
        (Check::Label(check), Body::Label(part)) => check(&Located { part, at }, report),
        (Check::Arg(check), Body::Arg(part)) => check(&Located { part, at }, report),
        (Check::Expose(check), Body::Expose(part)) => check(&Located { part, at }, report),
        (Check::User(check), Body::User(Some(part))) => check(&Located { part, at }, report),
        (Check::Workdir(check), Body::Workdir(Some(part))) => check(&Located { part, at }, report),
        (Check::Stopsignal(check), Body::Stopsignal(Some(part))) => check(&Located { part, at }, report),
        (Check::Maintainer(check), Body::Maintainer(Some(part))) => check(&Located { part, at }, report),
        (Check::Healthcheck(check), Body::Healthcheck(part)) => check(&Located { part, at }, report),
        _ => {}
    }
}
