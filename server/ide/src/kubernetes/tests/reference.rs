//! What the API reference says stands last in a hover, if it is there.

use expect_test::{Expect, expect};

use crate::check::Case;

/// Holds the whole hover against `expected`, what stands behind the rule too.
#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    expected
        .assert_eq(&crate::hover::hover(&case.snapshot, &path, offset).map_or("nothing".to_owned(), |it| it.markdown));
}

#[cfg(not(feature = "bundled-docs"))]
#[test]
fn nothing_is_missing_without_it() {
    check(
        "#- x.yaml\napiVersion: v1\nkind: Pod\nspec:\n  hostU<|>sers: false\n",
        &expect![[r#"
        **`hostUsers`** · boolean · optional

        `false` maps root in the Pod to an unprivileged uid on the node, so an escape lands as nobody, and capabilities count inside only. On by default since 1.33; needs Linux 6.3, a runtime with support, and file systems with id-mapped mounts (NFS often lacks them).

        Excludes `hostNetwork`, `hostPID` and `hostIPC`.

        Default: `true`. Since Kubernetes 1.25."#]],
    );
}

#[cfg(feature = "bundled-docs")]
mod bundled {
    use schema::kubernetes::{Version, kinds};

    use super::*;
    use crate::kubernetes::reference;

    #[test]
    fn below_what_we_say() {
        check(
            "#- x.yaml\napiVersion: v1\nkind: Pod\nspec:\n  hostU<|>sers: false\n",
            &expect![[r#"
            **`hostUsers`** · boolean · optional

            `false` maps root in the Pod to an unprivileged uid on the node, so an escape lands as nobody, and capabilities count inside only. On by default since 1.33; needs Linux 6.3, a runtime with support, and file systems with id-mapped mounts (NFS often lacks them).

            Excludes `hostNetwork`, `hostPID` and `hostIPC`.

            Default: `true`. Since Kubernetes 1.25.

            ---

            Use the host's user namespace. Optional: Default to true. If set to true or not present, the pod will be run in the host user namespace, useful for when the pod needs a feature only available to the host user namespace, such as loading a kernel module with CAP_SYS_MODULE. When set to false, a new userns is created for the pod. Setting false is useful for mitigating container breakout vulnerabilities even allowing users to run their containers as root without actually having root privileges on the host.

            *API reference of Kubernetes 1.37*"#]],
        );
        check(
            "#- x.yaml\napiVersion: v1\nki<|>nd: Pod\n",
            &expect![[r#"
            **Pod** · `v1` · in a namespace

            The unit of scheduling: it is placed once, never moved, and gone when its node is. A bare Pod is not recreated by anybody; a Deployment, StatefulSet or Job is what brings it back. Almost nothing in its spec can be edited after creation.

            ---

            Pod is a collection of containers that can run on a host. This resource is created by clients and scheduled onto hosts.

            *API reference of Kubernetes 1.37*"#]],
        );
    }

    #[test]
    fn in_custom_resources_where_they_repeat_a_type() {
        check(
            "#- x.yaml\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec:\n  template:\n    spec:\n      nodeN<|>ame: x\n",
            &expect![[r#"
                **`nodeName`** · string · optional

                Set by the scheduler. Written by hand it skips the scheduler: no check of resources, taints or affinity, and the kubelet rejects the Pod with `OutOfcpu` or the like if it does not fit. Use `nodeSelector` with `kubernetes.io/hostname`.

                Default: chosen by the scheduler.

                ---

                NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename

                *API reference of Kubernetes 1.37*"#]],
        );
        check(
            "#- x.yaml\napiVersion: argoproj.io/v1alpha1\nkind: Roll<|>out\n",
            &expect!["**Rollout** · `argoproj.io/v1alpha1` · in a namespace · custom resource"],
        );
    }

    #[test]
    fn not_of_what_the_newest_version_lacks() {
        check(
            "#- x.yaml\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nspec:\n  hostP<|>ID: false\n",
            &expect![[r#"
                **`hostPID`** · boolean · optional

                **Not in Kubernetes 1.37**: 1.24 was the last with it."#]],
        );
    }

    /// The list of kinds in the build script is kept by hand.
    #[test]
    fn every_kind_of_the_newest_version_is_described() {
        let silent: Vec<String> = kinds(Version::newest())
            .filter(|kind| !kind.name().ends_with("List") && reference::of_kind(*kind).is_none())
            .map(|kind| format!("{} {}", kind.api_version(), kind.name()))
            .collect();
        assert!(silent.is_empty(), "{silent:#?}");
    }
}
