//! The formats that other programs read.

use expect_test::expect;
use serde_json::Value;

use crate::workspace::Workspace;

/// Two files with findings, one that cannot be read; a name and a text that need care.
fn workspace() -> Workspace {
    let workspace = Workspace::new(
        "
#- a b,c:100%/Dockerfile
FROM scratch
LABEL it=\"漢字\"
ONBUILD ADD é /etc/
#- d/Dockerfile
FROM scratch
ADD <<EOF /etc/motd
hello
EOF
",
    );
    workspace.write("e/Dockerfile", b"FROM scratch\n\xff\n");
    workspace
}

/// The report of a run without the version.
fn report(workspace: &Workspace, format: &str) -> String {
    let ran = workspace.run(&["check", "--format", format]);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
    assert_eq!(ran.stderr, "plimsoll: e/Dockerfile: it is not UTF-8 text: the first wrong byte is in line 2, byte 1\n");
    ran.stdout.replace(concat!("\"", env!("CARGO_PKG_VERSION"), "\""), "\"VERSION\"")
}

#[test]
fn json_counts_bytes() {
    expect![[r#"
        {
          "version": "VERSION",
          "findings": [
            {
              "rule": "docker/add-instead-of-copy",
              "severity": "warning",
              "message": "`ADD` only copies here; `COPY` says so",
              "file": "a b,c:100%/Dockerfile",
              "line": 3,
              "column": 9,
              "endLine": 3,
              "endColumn": 12,
              "fixable": true,
              "aliases": [
                "hadolint/DL3020",
                "trivy/DS-0005",
                "checkov/CKV_DOCKER_4",
                "semgrep/prefer-copy-over-add"
              ],
              "members": [],
              "related": [],
              "fixes": [
                {
                  "title": "Use `COPY`",
                  "safe": true,
                  "edits": [
                    {
                      "file": "a b,c:100%/Dockerfile",
                      "line": 3,
                      "column": 9,
                      "endLine": 3,
                      "endColumn": 12,
                      "insert": "COPY"
                    }
                  ],
                  "creates": []
                }
              ]
            },
            {
              "rule": "docker/add-instead-of-copy",
              "severity": "warning",
              "message": "`ADD` only copies here; `COPY` says so",
              "file": "d/Dockerfile",
              "line": 2,
              "column": 1,
              "endLine": 2,
              "endColumn": 4,
              "fixable": true,
              "aliases": [
                "hadolint/DL3020",
                "trivy/DS-0005",
                "checkov/CKV_DOCKER_4",
                "semgrep/prefer-copy-over-add"
              ],
              "members": [],
              "related": [],
              "fixes": [
                {
                  "title": "Use `COPY`",
                  "safe": true,
                  "edits": [
                    {
                      "file": "d/Dockerfile",
                      "line": 2,
                      "column": 1,
                      "endLine": 2,
                      "endColumn": 4,
                      "insert": "COPY"
                    }
                  ],
                  "creates": []
                }
              ]
            }
          ],
          "errors": [
            {
              "file": "e/Dockerfile",
              "message": "it is not UTF-8 text: the first wrong byte is in line 2, byte 1"
            }
          ],
          "summary": {
            "files": 3,
            "error": 0,
            "warning": 2,
            "info": 0,
            "hint": 0,
            "fixable": 2,
            "baseline": 0
          }
        }
    "#]]
    .assert_eq(&report(&workspace(), "json"));
}

#[test]
fn github_gets_workflow_commands() {
    expect![[r#"
        ::warning file=a b%2Cc%3A100%25/Dockerfile,line=3,endLine=3,col=9,endColumn=12,title=docker/add-instead-of-copy::`ADD` only copies here; `COPY` says so
        ::warning file=d/Dockerfile,line=2,endLine=2,col=1,endColumn=4,title=docker/add-instead-of-copy::`ADD` only copies here; `COPY` says so
        ::error file=e/Dockerfile,title=not checked::it is not UTF-8 text: the first wrong byte is in line 2, byte 1
    "#]].assert_eq(&report(&workspace(), "github"));
}

#[test]
fn junit_has_a_suite_a_file() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="plimsoll" tests="4" failures="2" errors="1">
          <testsuite name="a b,c:100%/Dockerfile" tests="1" failures="1" errors="0" skipped="0">
            <testcase name="docker/add-instead-of-copy at 3:9" classname="a b,c:100%/Dockerfile" line="3">
              <failure type="warning" message="`ADD` only copies here; `COPY` says so">a b,c:100%/Dockerfile:3:9: warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so</failure>
            </testcase>
          </testsuite>
          <testsuite name="d/Dockerfile" tests="1" failures="1" errors="0" skipped="0">
            <testcase name="docker/add-instead-of-copy at 2:1" classname="d/Dockerfile" line="2">
              <failure type="warning" message="`ADD` only copies here; `COPY` says so">d/Dockerfile:2:1: warning[docker/add-instead-of-copy]: `ADD` only copies here; `COPY` says so</failure>
            </testcase>
          </testsuite>
          <testsuite name="plimsoll.yaml" tests="1" failures="0" errors="0" skipped="0">
            <testcase name="no finding" classname="plimsoll.yaml"/>
          </testsuite>
          <testsuite name="e/Dockerfile" tests="1" failures="0" errors="1" skipped="0">
            <testcase name="not checked" classname="e/Dockerfile">
              <error type="unreadable" message="it is not UTF-8 text: the first wrong byte is in line 2, byte 1">e/Dockerfile: it is not UTF-8 text: the first wrong byte is in line 2, byte 1</error>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&report(&workspace(), "junit"));
}

#[test]
fn junit_fails_where_the_run_fails() {
    let ran = workspace().run(&["check", "--format", "junit", "--fail-on", "error"]);
    assert!(ran.stdout.contains("failures=\"0\" errors=\"1\">") && !ran.stdout.contains("<failure"), "{}", ran.shown());
}

/// What the SARIF 2.1.0 schema asks for, and what code scanning needs.
#[test]
fn sarif_is_complete() {
    let text = report(&workspace(), "sarif");
    let log: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let driver = &run["tool"]["driver"];
    assert_eq!((&driver["name"], &driver["version"]), (&"plimsoll".into(), &"VERSION".into()));
    let rules = driver["rules"].as_array().expect("rules");
    for rule in rules {
        for text in ["/id", "/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            let text = rule.pointer(text).and_then(Value::as_str);
            assert!(text.is_some_and(|text| !text.is_empty() && !text.contains("\n ##")), "{rule:#}");
        }
        assert!(["error", "warning", "note"].map(Value::from).contains(&rule["defaultConfiguration"]["level"]));
    }
    for result in run["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let shown = serde_json::json!({
        "originalUriBaseIds": run["originalUriBaseIds"],
        "notifications": run["invocations"][0]["toolExecutionNotifications"],
        "results": run["results"],
    });
    expect![[r#"
        {
          "notifications": [
            {
              "level": "error",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "e/Dockerfile",
                      "uriBaseId": "%SRCROOT%"
                    }
                  }
                }
              ],
              "message": {
                "text": "it is not UTF-8 text: the first wrong byte is in line 2, byte 1"
              }
            }
          ],
          "originalUriBaseIds": {
            "%SRCROOT%": {
              "description": {
                "text": "The folder in which plimsoll was started"
              }
            }
          },
          "results": [
            {
              "fixes": [
                {
                  "artifactChanges": [
                    {
                      "artifactLocation": {
                        "uri": "a%20b%2Cc%3A100%25/Dockerfile",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "replacements": [
                        {
                          "deletedRegion": {
                            "endColumn": 12,
                            "endLine": 3,
                            "startColumn": 9,
                            "startLine": 3
                          },
                          "insertedContent": {
                            "text": "COPY"
                          }
                        }
                      ]
                    }
                  ],
                  "description": {
                    "text": "Use `COPY`"
                  }
                }
              ],
              "level": "warning",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "a%20b%2Cc%3A100%25/Dockerfile",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 12,
                      "endLine": 3,
                      "startColumn": 9,
                      "startLine": 3
                    }
                  }
                }
              ],
              "message": {
                "text": "`ADD` only copies here; `COPY` says so"
              },
              "partialFingerprints": {
                "plimsollFinding/v1": "c862be47ed4e8647:1"
              },
              "ruleId": "docker/add-instead-of-copy",
              "ruleIndex": 0
            },
            {
              "fixes": [
                {
                  "artifactChanges": [
                    {
                      "artifactLocation": {
                        "uri": "d/Dockerfile",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "replacements": [
                        {
                          "deletedRegion": {
                            "endColumn": 4,
                            "endLine": 2,
                            "startColumn": 1,
                            "startLine": 2
                          },
                          "insertedContent": {
                            "text": "COPY"
                          }
                        }
                      ]
                    }
                  ],
                  "description": {
                    "text": "Use `COPY`"
                  }
                }
              ],
              "level": "warning",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "d/Dockerfile",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 4,
                      "endLine": 2,
                      "startColumn": 1,
                      "startLine": 2
                    }
                  }
                }
              ],
              "message": {
                "text": "`ADD` only copies here; `COPY` says so"
              },
              "partialFingerprints": {
                "plimsollFinding/v1": "e86b3afdac32a57c:1"
              },
              "ruleId": "docker/add-instead-of-copy",
              "ruleIndex": 0
            }
          ]
        }
    "#]]
    .assert_eq(&format!("{shown:#}\n"));
}

/// One finding for the steps of a Pod: what it stands for is in the reports.
#[test]
fn a_finding_that_stands_for_several_names_them() {
    let workspace = Workspace::empty();
    workspace.write("plimsoll.yaml", "profile: recommended\nrules: { k8s/naked-pod: off }\n");
    let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.4.2\n      \
                resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}\n";
    workspace.write("pod.yaml", text);
    let run = |format: &str| -> Value {
        serde_json::from_str(&workspace.run(&["check", "--format", format]).stdout).expect("JSON")
    };
    let names = |members: &Value, key: &str| -> Vec<String> {
        members.as_array().expect("members").iter().map(|it| it[key].as_str().unwrap_or_default().to_owned()).collect()
    };
    let expected = expect![[r#"
        [
            "k8s/run-as-non-root",
            "k8s/seccomp-profile",
            "k8s/drop-all-capabilities",
            "k8s/drop-net-raw-capability",
            "k8s/privilege-escalation-container",
        ]
    "#]];
    let json = run("json");
    let finding = &json["findings"][0];
    assert_eq!((&finding["rule"], &finding["line"]), (&Value::from("k8s/pod-security"), &Value::from(5)));
    expected.assert_debug_eq(&names(&finding["members"], "rule"));
    let sarif = run("sarif");
    expected.assert_debug_eq(&names(&sarif["runs"][0]["results"][0]["properties"]["members"], "ruleId"));
    let fixed = workspace.run(&["fix", "--unsafe"]);
    assert_eq!(fixed.code, Some(0), "{}", fixed.shown());
    let left = workspace.run(&["check", "--profile", "restricted"]);
    assert!(!left.stdout.contains("k8s/pod-security"), "{}", left.shown());
}

#[test]
fn a_report_of_nothing_is_a_report() {
    let workspace = Workspace::new("#- src/main.c\nint main;\n");
    for format in ["json", "sarif", "github", "junit"] {
        let ran = workspace.run(&["check", "src", "--format", format]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        match format {
            "github" => assert_eq!(ran.stdout, ""),
            "junit" => assert!(ran.stdout.ends_with("</testsuites>\n")),
            _ => assert!(serde_json::from_str::<Value>(&ran.stdout).is_ok(), "{}", ran.shown()),
        }
    }
}
