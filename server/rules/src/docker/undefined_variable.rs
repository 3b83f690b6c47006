//! A variable nobody sets.

use std::collections::HashSet;

use project::docker::{Binding, BindingKind, Model, Scope, Stage};
use syntax::dockerfile::{Body, Instruction, Variable};
use syntax::spelling;

use super::base_environment::BaseEnvironment;
use super::variable_forms::stands_for_a_missing_one;
use crate::grain::StageIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a variable that the builder itself expands, in `COPY`, `ENV`, `WORKDIR`, `USER`, `EXPOSE`, `LABEL` and so
    /// on, and that no `ARG` or `ENV` of the stage sets before that line.
    ///
    /// ## Why is this bad?
    /// It is empty, and nothing stops: `COPY $DIR_ASSET /srv/` copies the whole build context, `WORKDIR $HOME/app` is
    /// `/app`, `ENV PATH=$PAHT:/opt/bin` leaves a container in which not even `ls` is found. `$HOME` and `$USER` are
    /// set by the shell of a `RUN`, not for the builder. In a `COPY <<EOF` the builder expands the text of the file
    /// too: quote the end word (`<<"EOF"`) to keep a script's own variables.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENV PATH=$PAHT:/opt/bin
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENV PATH=$PATH:/opt/bin
    /// ```
    ///
    /// ## When to ignore it
    /// When the base image sets the variable. This program asks no registry: on `scratch`, the plain distributions and
    /// the common language images it knows what is set; on any other base it reports only a name that is a letter away
    /// from a declared one, that is declared in the wrong place, or that is written in lower case. `ENV X=…:$X`, which
    /// extends what may be there, and `${X:-default}` are never reported.
    "docker/undefined-variable" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["buildkit/UndefinedVar"],
        check: Check::Stage(check),
    }
}

/// How many names of a stage are looked into: each is compared with every declared one.
const NAME_LIMIT: usize = 64;

/// Flags whose value the builder expands.
const EXPANDED_FLAGS: [&str; 4] = ["chown", "chmod", "checksum", "mount"];

/// Lower-case names that images do set.
const LOWER_CASE: [&str; 6] = ["container", "http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];

/// What the shell, or nobody, sets, although it looks like the environment.
const OF_THE_SHELL: [&str; 4] = ["HOME", "USER", "PWD", "HOSTNAME"];

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    let StageIn { stage, model } = *stage;
    let environment = BaseEnvironment::of(model, stage);
    let mut seen = HashSet::new();
    for index in stage.instructions.clone().skip(1) {
        let instruction = &model.syntax.instructions[index];
        let scope = model.scope(index);
        for variable in expanded(instruction) {
            let name = variable.name.text.as_str();
            let known = scope.binding(name).is_some() || environment.sets(name) == Some(true);
            if name.is_empty() || known || stands_for_a_missing_one(variable) || is_predefined(name) {
                continue;
            }
            // A global ARG is lost on the way: `docker/arg-lost-after-from`.
            if scope.global(name).is_some()
                || declares(instruction, name)
                || seen.len() >= NAME_LIMIT
                || !seen.insert(name)
            {
                continue;
            }
            if let Some(reason) = reason(model, stage, scope, name, environment) {
                reason.report(model, variable, report);
            }
        }
    }
}

/// Why a name is taken for undefined.
enum Reason<'a> {
    /// A name that is declared here, and near.
    Near(String),
    /// Declared further down in the stage.
    Later(&'a Binding),
    /// An ARG of a stage that this one is not built on.
    Elsewhere(&'a Binding),
    /// One the shell sets.
    OfTheShell,
    /// Nobody can have set it.
    Nowhere,
}

fn reason<'a>(
    model: &Model,
    stage: &Stage,
    scope: Scope<'a>,
    name: &str,
    environment: BaseEnvironment,
) -> Option<Reason<'a>> {
    let certain = environment.sets(name) == Some(false);
    let all = scope.all();
    let mut same = all.iter().copied().filter(|binding| binding.name == name);
    if let Some(later) = same.clone().find(|binding| stage.instructions.contains(&binding.instruction)) {
        return Some(Reason::Later(later));
    }
    if let Some(other) = same.find(|binding| binding.kind == BindingKind::Arg) {
        return Some(Reason::Elsewhere(other));
    }
    let visible = scope.visible();
    let names = visible.iter().map(|binding| binding.name.as_str()).chain(["PATH"]);
    // A base image may well set a name two letters from one of ours.
    let near = spelling::nearest(name, names).filter(|near| certain || spelling::distance(name, near) == 1);
    if let Some(near) = near {
        return Some(Reason::Near(near.to_owned()));
    }
    if certain {
        let shell = OF_THE_SHELL.contains(&name);
        return Some(if shell { Reason::OfTheShell } else { Reason::Nowhere });
    }
    let lower = name.bytes().any(|byte| byte.is_ascii_lowercase()) && !LOWER_CASE.contains(&name);
    let windows = model.syntax.escape == '`';
    (lower && !windows).then_some(Reason::Nowhere)
}

impl Reason<'_> {
    fn report(self, model: &Model, variable: &Variable, report: &mut Report<'_>) {
        let name = &variable.name.text;
        let line = |binding: &Binding| model.lines.line(binding.node.range().start()) + 1;
        match self {
            Reason::Near(near) => {
                report
                    .at(variable, format!("nothing sets `{name}`, so it is empty here; did you mean `{near}`?"))
                    .fix(Fix::suggested(format!("Use `{near}`")).replace(&variable.name, near));
            }
            Reason::Later(binding) => {
                report
                    .at(
                        variable,
                        format!(
                            "`{name}` is empty here: line {} sets it, which comes later; move that up",
                            line(binding)
                        ),
                    )
                    .label(&binding.node, "set only here");
            }
            Reason::Elsewhere(binding) => {
                report
                    .at(
                        variable,
                        format!(
                            "`{name}` is empty here: the `ARG` of line {} belongs to another stage; repeat it",
                            line(binding)
                        ),
                    )
                    .label(&binding.node, "seen in this stage only");
            }
            Reason::OfTheShell => {
                report
                    .at(variable, format!("`{name}` is empty here: only the shell of a `RUN` has it; write the value"));
            }
            Reason::Nowhere => {
                report.at(
                    variable,
                    format!("no `ARG` or `ENV` of this stage sets `{name}`, so it is empty here; declare it"),
                );
            }
        }
    }
}

/// The variables that the builder expands in an instruction.
fn expanded(instruction: &Instruction) -> Vec<&Variable> {
    let kept = |variable: &&Variable| {
        instruction.flags.iter().filter(|flag| flag.range.contains_range(variable.range)).all(|flag| {
            let of_from = flag.options.iter().any(|option| {
                option.key.text.eq_ignore_ascii_case("from") && option.range.contains_range(variable.range)
            });
            EXPANDED_FLAGS.iter().any(|name| flag.name.text.eq_ignore_ascii_case(name)) && !of_from
        })
    };
    match instruction.body {
        Body::Onbuild(_) | Body::From(_) => Vec::new(),
        _ => instruction.variables().into_iter().filter(kept).collect(),
    }
}

/// Names that the builder has, or of which `docker/arg-lost-after-from` tells.
fn is_predefined(name: &str) -> bool {
    schema::dockerfile::predefined_argument(name).is_some()
}

/// Whether the instruction sets `name` itself: it extends what may be there, or refers to its own other pair, which is
/// `docker/env-self-reference`.
fn declares(instruction: &Instruction, name: &str) -> bool {
    match &instruction.body {
        Body::Env(pairs) | Body::Arg(pairs) => pairs.pairs.iter().any(|pair| pair.key.raw == name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn on_a_known_base_every_unset_name_is_reported() {
        check(
            &RULE,
            "
FROM scratch AS first
COPY $bar .
     ^^^^ no `ARG` or `ENV` of this stage sets `bar`, so it is empty here; declare it
COPY $bar/a /b
FROM alpine:3.22
COPY $foo .
     ^^^^ `foo` is empty here: line 6 sets it, which comes later; move that up
ARG foo=bar
RUN echo $foo
ARG DIR_BINARIES=binaries/
ARG DIR_ASSETS=assets/
COPY --from=$x $DIR_ASSET \\
               ^^^^^^^^^^ nothing sets `DIR_ASSET`, so it is empty here; did you mean `DIR_ASSETS`?
  .
ENV PATH=$PAHT:/tmp/bin
         ^^^^^ nothing sets `PAHT`, so it is empty here; did you mean `PATH`?
WORKDIR ${HOME}/app
        ^^^^^^^ `HOME` is empty here: only the shell of a `RUN` has it; write the value
FROM golang:1.25
copy --chown=$DIR_ASSETS <<EOF $GOPATH/x
             ^^^^^^^^^^^ `DIR_ASSETS` is empty here: the `ARG` of line 9 belongs to another stage; repeat it
for f in a; do echo $f \\$f; done
                    ^^ no `ARG` or `ENV` of this stage sets `f`, so it is empty here; declare it
EOF
COPY <<'EOF' /y
$nothing
EOF
",
        );
    }

    #[test]
    fn on_an_unknown_base_only_what_looks_wrong() {
        check(
            &RULE,
            "
FROM example.org/base:1
ENV APP_HOME=/app
COPY a $APP_HOM/
       ^^^^^^^^ nothing sets `APP_HOM`, so it is empty here; did you mean `APP_HOME`?
COPY a $SERVICE_HOME/
COPY a $lower/
       ^^^^^^ no `ARG` or `ENV` of this stage sets `lower`…
ENV x=$container y=$http_proxy
USER $HOME
",
        );
    }

    #[test]
    fn what_is_set_or_may_be_missing() {
        check(
            &RULE,
            "
ARG GLOBAL=1
FROM alpine:3.22 AS base
ARG foo=Dockerfile
ENV bar=1
FROM base
COPY Dockerfile${foo} $bar ./
ENV LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH A=${B:-c} C=${D:+:$E}
                                                          ^^ no `ARG` or `ENV` of this stage sets `E`, so it is empty here; declare it
COPY $GLOBAL bin/$TARGETARCH /
RUN --network=$n echo $nothing
CMD echo $nothing
HEALTHCHECK --interval=$i CMD $nothing
ENV Z='$nothing' Y=\\$nothing
ONBUILD COPY $nothing /
ENV a=1 b=$a
LABEL c=\"cost $5\"
",
        );
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let before = "FROM alpine:3.22\nARG DIR_ASSETS=a\nCOPY \"${DIR_ASSET}\" .\n";
        check_fix(&RULE, before, "FROM alpine:3.22\nARG DIR_ASSETS=a\nCOPY \"${DIR_ASSETS}\" .\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
