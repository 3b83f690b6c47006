//! `plimsoll check`: exit codes, the text a person reads, and what goes wrong around it.

use std::fs::{self, File};
use std::process::Stdio;

use expect_test::expect;

use crate::workspace::Workspace;

const FAULTY: &str = "FROM scratch\nADD app.toml /etc/\n";
const GOOD: &str = "FROM scratch\nCOPY app.toml /etc/\n";

#[test]
fn a_finding_shows_its_line_and_its_fix() {
    let workspace = Workspace::new(
        "
#- api/Dockerfile
FROM scratch
ADD app.toml /etc/
#- web/Dockerfile
FROM scratch
COPY a b
#- web/app.Dockerfile
FROM scratch
LABEL it=\"漢字\"
ONBUILD\tADD --chown=1 app.toml /etc/
",
    );
    expect![[r#"
        exit 1
        --- stdout
        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ api/Dockerfile:2:1
         2│ ADD app.toml /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ web/app.Dockerfile:3:9
         3│ ONBUILD ADD --chown=1 app.toml /etc/
          │         ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        4 files: 2 warnings · 2 fixable · … ms
    "#]]
    .assert_eq(&workspace.run(&["check"]).shown());
    expect![[r#"
        exit 0
        --- stdout
        1 file: nothing found · … ms
    "#]]
    .assert_eq(&workspace.run(&["check", "web/Dockerfile"]).shown());
    expect![[r#"
        exit 1
        --- stdout
        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ api/Dockerfile:2:1
         2│ ADD app.toml /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add
    "#]]
    .assert_eq(&workspace.run(&["check", "--quiet", "api"]).shown());
}

#[test]
fn the_exit_code_says_how_it_went() {
    let workspace = Workspace::empty();
    workspace.write("faulty/Dockerfile", FAULTY);
    workspace.write("good/Dockerfile", GOOD);
    let table: [(&[&str], i32); 12] = [
        (&["check", "good"], 0),
        (&["check", "faulty"], 1),
        (&["check"], 1),
        (&["check", "faulty", "--fail-on", "hint"], 1),
        (&["check", "faulty", "--fail-on", "error"], 0),
        (&["check", "faulty", "--fail-on", "never"], 0),
        (&["check", "good", "missing"], 2),
        (&["check", "faulty", "missing"], 2),
        (&["check", "--fail-on", "panic"], 2),
        (&["check", "--profile", "fast"], 2),
        (&["check", "--unknown"], 2),
        (&["chekc"], 2),
    ];
    for (arguments, code) in table {
        let ran = workspace.run(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.shown());
    }
    assert_eq!(workspace.run(&["--version"]).stdout, concat!("plimsoll ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn what_cannot_be_read_does_not_hide_the_rest() {
    let workspace = Workspace::empty();
    workspace.write("a/Dockerfile", FAULTY);
    workspace.write("b/Dockerfile", b"FROM scratch\n# caf\xe9\n");
    workspace.write("c/Dockerfile", b"\x7fELF\0\0\0");
    workspace.write("d/Dockerfile/README", "a folder with that name");
    workspace.write("e/Dockerfile", "");
    File::options()
        .write(true)
        .open(workspace.path("e/Dockerfile"))
        .and_then(|file| file.set_len(50_000_000))
        .expect("a sparse file");
    expect![[r#"
        exit 2
        --- stdout
        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ a/Dockerfile:2:1
         2│ ADD app.toml /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        2 files: 1 warning · 1 fixable · 5 not checked · … ms
        --- stderr
        plimsoll: b/Dockerfile: it is not UTF-8 text: the first wrong byte is in line 2, byte 6
        plimsoll: c/Dockerfile: it is a binary file
        plimsoll: e/Dockerfile: it has 50 MB; files above 10 MB are not read
        plimsoll: e/missing/too: there is no such file or folder
        plimsoll: missing: there is no such file or folder
    "#]]
    .assert_eq(&workspace.run(&["check", "missing", ".", "e/missing/too"]).shown());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let workspace = Workspace::empty();
    workspace.write("closed/Dockerfile", FAULTY);
    workspace.write("open/Dockerfile", GOOD);
    let closed = workspace.path("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("a closed folder");
    let is_root = fs::read_dir(&closed).is_ok();
    let ran = workspace.run(&["check"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("an open folder");
    if !is_root {
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), "plimsoll: closed: permission denied\n"));
        assert!(ran.stdout.starts_with("2 files: nothing found"), "{}", ran.shown());
    }
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", FAULTY);
    let is_colored = |arguments: &[&str], variable: Option<&str>| {
        let mut command = workspace.command(arguments);
        command.envs(variable.map(|name| (name, "1")));
        let output = command.stdin(Stdio::null()).output().expect("the binary");
        output.stdout.contains(&0x1b)
    };
    assert!(!is_colored(&["check"], None));
    assert!(is_colored(&["check"], Some("CLICOLOR_FORCE")));
    assert!(!is_colored(&["check"], Some("NO_COLOR")));
    assert!(is_colored(&["check", "--color", "always"], None));
    assert!(is_colored(&["--color", "always", "check"], Some("NO_COLOR")));
    assert!(!is_colored(&["check", "--color", "never"], Some("CLICOLOR_FORCE")));
    for format in ["json", "sarif", "github", "junit"] {
        assert!(!is_colored(&["check", "--color", "always", "--format", format], None), "{format}");
    }
}

/// What would steer the terminal comes from the file, so it must not reach the terminal.
#[test]
fn a_file_cannot_write_to_the_terminal() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", "FROM scratch\nADD app\u{1b}]0;title\u{7} \u{202e}x /etc/\n");
    for arguments in [&["check"][..], &["check", "--color", "always"], &["fix", "--diff", "--color", "always"]] {
        let ran = workspace.run(arguments);
        assert!(!ran.stdout.contains("\u{1b}]") && !ran.stdout.contains(['\u{7}', '\u{202e}']), "{}", ran.shown());
        assert!(ran.stdout.contains("app␛]0;title␇"), "{}", ran.shown());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let workspace = Workspace::empty();
    // More than any pipe holds.
    workspace.write("Dockerfile", format!("FROM scratch\n{}", "ADD app.toml /etc/\n".repeat(5_000)));
    for arguments in [&["check"][..], &["check", "--format", "json"], &["rules"], &["explain", "DL3020"]] {
        let mut command = workspace.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {}", output.status);
    }
}

#[test]
fn settings_files_are_checked_too() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", GOOD);
    workspace.write("plimsoll.yaml", "profile: productoin\nrules:\n  docker/latst-tag: off\n");
    let ran = workspace.run(&["check", "Dockerfile"]);
    assert_eq!(ran.code, Some(1), "{}", ran.shown());
    assert!(ran.stdout.contains("plimsoll.yaml:1:10\n"), "{}", ran.shown());
    assert!(ran.stdout.contains("plimsoll.yaml:3:3\n"), "{}", ran.shown());
}

#[test]
fn a_broken_config_stops_the_run() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", GOOD);
    workspace.write("strict.yaml", "profile: productoin\nrules:\n  docker/latst-tag: off\n");
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: missing.yaml: there is no such file
    "#]]
    .assert_eq(&workspace.run(&["check", "--config", "missing.yaml"]).shown());
    let ran = workspace.run(&["check", "--config", "strict.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.shown());
    assert!(ran.stderr.starts_with("strict.yaml:1:10: "), "{}", ran.shown());
    assert!(ran.stderr.contains("\nstrict.yaml:3:3: unknown rule `docker/latst-tag`"), "{}", ran.shown());
}

#[test]
fn a_cause_in_another_file_is_shown_where_it_stands() {
    let workspace = Workspace::new(
        "
#- plimsoll.yaml
profile: minimal
rules: {k8s/hpa-fixed-replicas-conflict: warning}
#- scaler.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 5
#- web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
    );
    expect![[r#"
        exit 1
        --- stdout
        warning[k8s/hpa-fixed-replicas-conflict]: HorizontalPodAutoscaler `web` sets the number of Pods, and each apply sets it back to 3; leave `replicas` out
          ┌─ web.yaml:6:13
         6│   replicas: 3
          │             ^
          ┌─ scaler.yaml:4:9
         4│   name: web
          │         --- the autoscaler
          = fix: leave the number to the autoscaler                   [plimsoll fix --unsafe]
          = also known as kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured

        3 files: 1 warning · 1 fixable · … ms
    "#]].assert_eq(&workspace.run(&["check"]).shown());
}
