//! `plimsoll baseline` and `check --baseline`.

use expect_test::expect;

use crate::workspace::Workspace;

#[test]
fn only_what_is_new_is_shown() {
    let workspace = Workspace::new(
        "
#- api/Dockerfile
FROM scratch
ADD a /etc/
ADD b /etc/
ADD b /etc/
",
    );
    expect![[r#"
        exit 0
        --- stdout
        3 findings of 2 files in plimsoll-baseline.json; `plimsoll check --baseline plimsoll-baseline.json` shows what is new
    "#]].assert_eq(&workspace.run(&["baseline"]).shown());
    expect![[r#"
        {
          "version": 1,
          "findings": [
            {
              "file": "api/Dockerfile",
              "rule": "docker/add-instead-of-copy",
              "digest": "4f7d37dc56e5294d",
              "count": 1
            },
            {
              "file": "api/Dockerfile",
              "rule": "docker/add-instead-of-copy",
              "digest": "efab71b146bb8918",
              "count": 2
            }
          ]
        }
    "#]]
    .assert_eq(&workspace.read("plimsoll-baseline.json"));
    expect![[r#"
        exit 0
        --- stdout
        2 files: nothing found · 3 in the baseline · … ms
    "#]]
    .assert_eq(&workspace.run(&["check", "--baseline", "plimsoll-baseline.json"]).shown());

    // Lines move, one is edited only in its blanks, one more of a known kind and one new one come.
    workspace.write(
        "api/Dockerfile",
        "# a comment\n\nFROM scratch\nADD b /etc/\nADD  a  /etc/\nADD b /etc/\nADD b /etc/\nADD c /etc/\n",
    );
    expect![[r#"
        exit 1
        --- stdout
        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ api/Dockerfile:7:1
         7│ ADD b /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ api/Dockerfile:8:1
         8│ ADD c /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        2 files: 2 warnings · 2 fixable · 3 in the baseline · … ms
    "#]]
    .assert_eq(&workspace.run(&["check", "--baseline", "plimsoll-baseline.json"]).shown());
}

const RESOURCES: &str = "resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}";

/// A Pod with a container for each line, which is its security context.
fn pod(contexts: &[&str]) -> String {
    let containers = contexts.iter().enumerate().map(|(index, context)| {
        format!("    - name: c{index}\n      image: c:1.0.0\n      {RESOURCES}\n      securityContext: {context}\n")
    });
    let head = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      \
                type: RuntimeDefault\n  containers:\n";
    std::iter::once(head.to_owned()).chain(containers).collect()
}

#[test]
fn what_stands_for_several_is_known_by_each_of_them() {
    let workspace = Workspace::empty();
    workspace.write("plimsoll.yaml", "profile: recommended\nrules: { k8s/naked-pod: off }\n");
    let old = "{ allowPrivilegeEscalation: false }";
    workspace.write("pod.yaml", pod(&[old]));
    assert!(workspace.run(&["baseline"]).stdout.starts_with("1 finding of 2 files"));
    let count = || {
        let ran = workspace.run(&["check", "--format", "json", "--baseline", "plimsoll-baseline.json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        report["findings"].as_array().map(Vec::len)
    };
    assert_eq!(count(), Some(0));
    // A step less: what is left was known.
    workspace.write("pod.yaml", pod(&["{ allowPrivilegeEscalation: false, runAsNonRoot: true }"]));
    assert_eq!(count(), Some(0));
    // A step more is new.
    workspace.write("pod.yaml", pod(&["{ allowPrivilegeEscalation: true }"]));
    assert_eq!(count(), Some(1));
    // In profile `all` the same steps are known, each by itself.
    workspace.write("pod.yaml", pod(&[old]));
    let ran = workspace.run(&["check", "--profile", "all", "--baseline", "plimsoll-baseline.json"]);
    assert!(!ran.stdout.contains("k8s/drop-all-capabilities"), "{}", ran.shown());
}

#[test]
fn paths_are_relative_to_the_baseline() {
    let workspace = Workspace::new("#- api/Dockerfile\nFROM scratch\nADD a /etc/\n");
    workspace.write("ci/x", "");
    assert_eq!(workspace.run(&["baseline", "-o", "ci/known.json", "--quiet"]).shown(), "exit 0\n");
    assert!(workspace.read("ci/known.json").contains("\"file\": \"../api/Dockerfile\""));
    let mut command = workspace.command(&["check", "--baseline", "../ci/known.json", "--quiet"]);
    let output = command.current_dir(workspace.path("api")).output().expect("the binary");
    assert!(output.status.success() && output.stdout.is_empty());
    let printed = workspace.run(&["baseline", "api", "-o", "-"]);
    assert!(printed.stdout.contains("\"file\": \"api/Dockerfile\""), "{}", printed.shown());
}

#[test]
fn a_baseline_that_is_none_stops_the_run() {
    let workspace = Workspace::new("FROM scratch\n");
    workspace.write("list.json", "[]");
    workspace.write("future.json", "{\"version\": 99, \"findings\": []}");
    for baseline in ["missing.json", "list.json", "future.json"] {
        let ran = workspace.run(&["check", "--baseline", baseline]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.shown());
        assert!(ran.stderr.starts_with(&format!("plimsoll: {baseline}")), "{}", ran.shown());
    }
}
