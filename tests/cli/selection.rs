//! Which files are checked: folders, names, ignore files, standard input, `--since`.

use expect_test::expect;

use crate::workspace::Workspace;

const FAULTY: &str = "FROM scratch\nADD app.toml /etc/\n";

/// The files that `arguments` find something in, by the JSON report.
#[track_caller]
fn found_in(workspace: &Workspace, arguments: &[&str]) -> Vec<String> {
    let ran = workspace.run(&[&["check", "--format", "json"], arguments].concat());
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.shown()));
    let findings = report["findings"].as_array().expect("a list of findings");
    findings.iter().filter_map(|finding| finding["file"].as_str()).map(str::to_owned).collect()
}

#[test]
fn files_are_found_by_name_and_ignore_files_are_believed() {
    let workspace = Workspace::empty();
    for path in [
        "Dockerfile",
        "Dockerfile.dev",
        "api.Dockerfile",
        "deep/er/Containerfile",
        ".hidden/Dockerfile",
        "vendor/Dockerfile",
        "build/Dockerfile",
        "Dockerfile.md",
    ] {
        workspace.write(path, FAULTY);
    }
    workspace.write(".gitignore", "/vendor/\n");
    workspace.write(".ignore", "build\n");
    assert_eq!(
        found_in(&workspace, &[]),
        [".hidden/Dockerfile", "Dockerfile", "Dockerfile.dev", "api.Dockerfile", "deep/er/Containerfile"]
    );
    assert_eq!(found_in(&workspace, &["deep", "Dockerfile", "./Dockerfile"]), ["Dockerfile", "deep/er/Containerfile"]);
    // Whoever names a file means it.
    assert_eq!(found_in(&workspace, &["vendor/Dockerfile"]), ["vendor/Dockerfile"]);
}

#[test]
fn a_named_file_is_judged_by_its_text() {
    let workspace = Workspace::empty();
    for path in ["image", "image.txt", "Dockerfile.j2"] {
        workspace.write(path, FAULTY);
    }
    workspace.write("README.md", "# A folder\n");
    assert_eq!(found_in(&workspace, &[]), [""; 0]);
    assert_eq!(found_in(&workspace, &["image", "image.txt", "Dockerfile.j2"]), ["Dockerfile.j2", "image", "image.txt"]);
    expect![[r#"
        exit 0
        --- stderr
        plimsoll: README.md: neither its name nor its text says that it is a Dockerfile
    "#]]
    .assert_eq(&workspace.run(&["check", "README.md"]).shown());
}

#[test]
fn paths_are_shown_from_the_working_directory() {
    let workspace = Workspace::empty();
    workspace.write("a/b/Dockerfile", FAULTY);
    workspace.write("other/x", "");
    let absolute = workspace.path("a");
    assert_eq!(found_in(&workspace, &[absolute.to_str().expect("a path")]), ["a/b/Dockerfile"]);
    assert_eq!(found_in(&workspace, &["other/../a/./b"]), ["a/b/Dockerfile"]);
    let mut command = workspace.command(&["check", "--format", "json", "../a"]);
    let output = command.current_dir(workspace.path("other")).output().expect("the binary");
    let outside = workspace.path("a/b/Dockerfile");
    let outside = outside.to_str().expect("a path").replace('\\', "/");
    assert!(String::from_utf8_lossy(&output.stdout).contains(&format!("\"file\": \"{outside}\"")));
}

#[test]
fn nothing_to_check_is_said() {
    let workspace = Workspace::new("#- src/main.c\nint main;\n");
    expect![[r#"
        exit 0
        --- stderr
        plimsoll: nothing to check here: no Dockerfile, .dockerignore, manifest or plimsoll.yaml was found
    "#]]
    .assert_eq(&workspace.run(&["check", "src"]).shown());
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let workspace = Workspace::empty();
    expect![[r#"
        exit 1
        --- stdout
        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ stdin:2:1
         2│ ADD app.toml /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        1 file: 1 warning · 1 fixable · … ms
    "#]]
    .assert_eq(&workspace.pipe(&["check", "-"], FAULTY).shown());
    expect![[r#"
        exit 1
        --- stdout
        warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so
          ┌─ api/x.Dockerfile:2:1
         2│ ADD app.toml /etc/
          │ ^^^
          = fix: use `COPY`                                           [plimsoll fix]
          = also known as hadolint/DL3020, trivy/DS-0005, checkov/CKV_DOCKER_4, semgrep/prefer-copy-over-add

        1 file: 1 warning · 1 fixable · … ms
    "#]]
    .assert_eq(&workspace.pipe(&["check", "-", "--stdin-path", "api/x.Dockerfile"], FAULTY).shown());
    expect![[r#"
        exit 0
        --- stdout
        1 file: nothing found · … ms
    "#]]
    .assert_eq(&workspace.pipe(&["check", "-", "--stdin-path", ".dockerignore"], "*\n").shown());
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: `--stdin-path` names the text on standard input, which `-` reads: add `-`
    "#]]
    .assert_eq(&workspace.run(&["check", "--stdin-path", "Dockerfile"]).shown());
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: stdin: it is not UTF-8 text: the first wrong byte is in line 2, byte 1
    "#]]
    .assert_eq(&workspace.pipe(&["check", "-"], b"FROM a\n\xff").shown());
}

#[test]
fn since_asks_git() {
    let workspace = Workspace::empty();
    for path in ["same/Dockerfile", "changed/Dockerfile", "deleted/Dockerfile", "é/Dockerfile"] {
        workspace.write(path, FAULTY);
    }
    workspace.git(&["init", "--quiet"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "first"]);
    workspace.write("changed/Dockerfile", format!("{FAULTY}USER 1\n"));
    workspace.write("é/Dockerfile", format!("{FAULTY}USER 1\n"));
    workspace.write("new/Dockerfile", FAULTY);
    std::fs::remove_file(workspace.path("deleted/Dockerfile")).expect("a file");

    assert_eq!(found_in(&workspace, &["--since", "HEAD"]), ["changed/Dockerfile", "new/Dockerfile", "é/Dockerfile"]);
    assert_eq!(found_in(&workspace, &["--since", "HEAD", "same", "new"]), ["new/Dockerfile"]);
    expect![[r#"
        exit 0
        --- stderr
        plimsoll: nothing to check: no file differs from `HEAD`
    "#]]
    .assert_eq(&workspace.run(&["check", "same", "--since", "HEAD"]).shown());
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: `--output=x` is no git revision
    "#]]
    .assert_eq(&workspace.run(&["check", "--since=--output=x"]).shown());
    let ran = workspace.run(&["check", "--since", "nowhere"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("plimsoll: `git diff` failed: fatal: ") && ran.stderr.contains("nowhere"),
        "{ran:?}"
    );
}

#[test]
fn since_outside_of_a_working_copy_says_so() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", FAULTY);
    let ran = workspace.run(&["check", "--since", "HEAD"]);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
    assert!(ran.stderr.starts_with("plimsoll: `git rev-parse` failed: fatal: not a git repository"), "{}", ran.shown());
}

#[test]
fn yaml_without_objects_is_told_of_only_where_everything_is_to_be_heard() {
    let workspace =
        Workspace::new("#- case.yaml\nkey: value\n#- values.yaml\nkey: value\n#- .github/ci.yml\non: push\n");
    expect![[r#"
        exit 0
        --- stdout
        1 file: nothing found · … ms
    "#]]
    .assert_eq(&workspace.run(&["check"]).shown());
    expect![[r#"
        exit 0
        --- stdout
        info[k8s/unknown-kind]: neither `apiVersion` nor `kind` stands here, so no API server takes it: write both, or exclude the file
          ┌─ case.yaml:1:1
         1│ key: value
          │ ^^^

        2 files: 1 info · … ms
    "#]]
    .assert_eq(&workspace.run(&["check", "--profile", "all"]).shown());
}
