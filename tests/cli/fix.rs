//! `plimsoll fix`: what it writes, and what it leaves alone.

use std::fs;

use expect_test::expect;

use crate::workspace::Workspace;

const FAULTY: &str = "FROM scratch\nADD app.toml /etc/\n";
const FIXED: &str = "FROM scratch\nCOPY app.toml /etc/\n";

#[test]
fn safe_fixes_are_applied_and_said() {
    let workspace = Workspace::new(
        "
#- api/Dockerfile
FROM scratch
ADD a b /etc/
# stays
ADD https://example.org/a /etc/
add c /etc/
#- web/Dockerfile
FROM scratch
COPY a b
",
    );
    expect![[r#"
        exit 0
        --- stdout
        fixed 2 findings in api/Dockerfile
        3 files: fixed 2 findings in 1 file · … ms
    "#]]
    .assert_eq(&workspace.run(&["fix"]).shown());
    expect![[r#"
        FROM scratch
        COPY a b /etc/
        # stays
        ADD https://example.org/a /etc/
        copy c /etc/
    "#]]
    .assert_eq(&workspace.read("api/Dockerfile"));
    expect![[r#"
        exit 0
        --- stdout
        3 files: nothing to fix · … ms
    "#]]
    .assert_eq(&workspace.run(&["fix"]).shown());
    expect![[r#"
        exit 2
        --- stdout
        1 file: nothing to fix · … ms
        --- stderr
        plimsoll: missing: there is no such file or folder
    "#]]
    .assert_eq(&workspace.run(&["fix", "missing", "web"]).shown());
}

#[test]
fn line_ends_and_the_missing_last_one_stay() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", "\u{feff}FROM scratch\r\nADD a \\\r\n  b /etc/\r\nUSER 1");
    assert_eq!(workspace.run(&["fix", "--quiet"]).shown(), "exit 0\n");
    assert_eq!(workspace.read("Dockerfile"), "\u{feff}FROM scratch\r\nCOPY a \\\r\n  b /etc/\r\nUSER 1");
}

#[test]
fn a_diff_changes_nothing_and_git_takes_it() {
    let workspace = Workspace::empty();
    workspace.write("a b/Dockerfile", format!("{FAULTY}USER 1"));
    workspace.write("c/Dockerfile", FAULTY.replace('\n', "\r\n"));
    let ran = workspace.run(&["fix", "--diff"]);
    expect![[r#"
        exit 1
        --- stdout
        --- a/a b/Dockerfile
        +++ b/a b/Dockerfile
        @@ -1,3 +1,3 @@
         FROM scratch
        -ADD app.toml /etc/
        +COPY app.toml /etc/
         USER 1
        \ No newline at end of file
        --- a/c/Dockerfile
        +++ b/c/Dockerfile
        @@ -1,2 +1,2 @@
         FROM scratch␍
        -ADD app.toml /etc/␍
        +COPY app.toml /etc/␍
        --- stderr
        plimsoll: 3 files: would fix 2 findings in 2 files · … ms
    "#]]
    .assert_eq(&ran.shown().replace('\r', "␍"));
    assert_eq!(workspace.read("a b/Dockerfile"), format!("{FAULTY}USER 1"));
    workspace.write("change.patch", &ran.stdout);
    workspace.git(&["apply", "change.patch"]);
    assert_eq!(workspace.read("a b/Dockerfile"), format!("{FIXED}USER 1"));
    assert_eq!(workspace.read("c/Dockerfile"), FIXED.replace('\n', "\r\n"));
    assert_eq!(workspace.run(&["fix", "--diff", "--quiet"]).shown(), "exit 0\n");
}

#[test]
fn one_rule_can_be_chosen() {
    let workspace = Workspace::empty();
    workspace.write("Dockerfile", FAULTY);
    workspace.run(&["fix", "--rule", "plimsoll/unused-suppression"]);
    assert_eq!(workspace.read("Dockerfile"), FAULTY);
    expect![[r#"
        exit 2
        --- stderr
        plimsoll: no rule is called `add-instead-of-copi` (did you mean `docker/add-instead-of-copy`?)
    "#]]
    .assert_eq(&workspace.run(&["fix", "--rule", "add-instead-of-copi"]).shown());
    workspace.run(&["fix", "--rule", "DL3020"]);
    assert_eq!(workspace.read("Dockerfile"), FIXED);
}

#[test]
fn standard_input_comes_back_fixed() {
    let workspace = Workspace::empty();
    expect![[r#"
        exit 0
        --- stdout
        FROM scratch
        COPY app.toml /etc/
        --- stderr
        plimsoll: 1 file: fixed 1 finding · … ms
    "#]]
    .assert_eq(&workspace.pipe(&["fix", "-"], FAULTY).shown());
    assert_eq!(workspace.pipe(&["fix", "-", "--quiet"], FIXED).shown(), format!("exit 0\n--- stdout\n{FIXED}"));
    expect![[r#"
        exit 1
        --- stdout
        --- a/a/Dockerfile
        +++ b/a/Dockerfile
        @@ -1,2 +1,2 @@
         FROM scratch
        -ADD app.toml /etc/
        +COPY app.toml /etc/
        --- stderr
        plimsoll: 1 file: would fix 1 finding · … ms
    "#]]
    .assert_eq(&workspace.pipe(&["fix", "-", "--diff", "--stdin-path", "a/Dockerfile"], FAULTY).shown());
    assert_eq!(workspace.pipe(&["fix", "-"], b"FROM \xff").code, Some(2));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_stay_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let workspace = Workspace::empty();
    workspace.write("real/Dockerfile", FAULTY);
    let real = workspace.path("real/Dockerfile");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o754)).expect("permissions");
    symlink("real/Dockerfile", workspace.path("Dockerfile")).expect("a link");
    expect![[r#"
        exit 0
        --- stdout
        fixed 1 finding in Dockerfile
        1 file: fixed 1 finding · … ms
    "#]]
    .assert_eq(&workspace.run(&["fix", "Dockerfile"]).shown());
    assert_eq!(workspace.read("real/Dockerfile"), FIXED);
    assert!(fs::symlink_metadata(workspace.path("Dockerfile")).is_ok_and(|link| link.is_symlink()));
    assert_eq!(fs::metadata(&real).map(|file| file.permissions().mode() & 0o777).ok(), Some(0o754));

    // A file and a link to it are one file.
    workspace.write("real/Dockerfile", FAULTY);
    expect![[r#"
        exit 0
        --- stdout
        fixed 1 finding in real/Dockerfile
        2 files: fixed 1 finding in 1 file · … ms
    "#]]
    .assert_eq(&workspace.run(&["fix"]).shown());
    let left: Vec<_> = fs::read_dir(workspace.path("real")).expect("the folder").flatten().collect();
    assert_eq!(left.len(), 1, "nothing is left beside the file");
}

#[test]
fn a_read_only_file_is_left_alone() {
    let workspace = Workspace::empty();
    workspace.write("a/Dockerfile", FAULTY);
    workspace.write("b/Dockerfile", FAULTY);
    let path = workspace.path("a/Dockerfile");
    let writable = fs::metadata(&path).expect("the file").permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(&path, read_only).expect("permissions");
    let ran = workspace.run(&["fix"]);
    fs::set_permissions(&path, writable).expect("permissions");
    expect![[r#"
        exit 2
        --- stdout
        fixed 1 finding in b/Dockerfile
        3 files: fixed 1 finding in 1 file · 1 not written · … ms
        --- stderr
        plimsoll: a/Dockerfile: it is read-only
    "#]]
    .assert_eq(&ran.shown());
    assert_eq!(workspace.read("a/Dockerfile"), FAULTY);
    assert_eq!(workspace.read("b/Dockerfile"), FIXED);
}
