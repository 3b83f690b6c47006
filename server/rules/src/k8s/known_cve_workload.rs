//! Images of versions with a fault that is attacked in the wild or gives the cluster away, and EndpointSlices that
//! lead to the node itself.

use project::Profile;
use std::net::IpAddr;

use project::kubernetes::{Pod, pods};
use syntax::image_reference::ImageReference;

use super::{group, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags images of versions with a fault that is attacked in the wild or gives the cluster away, and EndpointSlices
    /// that lead to the node itself. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Such a fault is found by everybody who looks for it. The list holds few, well-known ones; a scanner of images
    /// knows all.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: redis
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: redis:7.2.4
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: redis
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: redis:7.2.11
    /// ```
    "k8s/known-cve-workload" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kubescape/CVE-2022-0185",
            "kubescape/CVE-2022-24348",
            "kubescape/CVE-2022-39328",
            "datree/ENDPOINTSLICE_CVE2021_25373_INCORRECT_ADDRESSES_VALUE",
            "kyverno/check-node-for-cve-2022-0185",
            "kyverno/mitigate-log4shell",
        ],
        check: Check::Object(check),
    }
}

/// A fault of a program.
struct Fault {
    /// The end of the image's path.
    image: &'static str,
    name: &'static str,
    /// What it lets somebody do.
    effect: &'static str,
    /// From that version on, up to the one that mended it.
    affected: &'static [(Version, Version)],
}

type Version = (u32, u32, u32);

/// From the advisories of the projects.
const FAULTS: &[Fault] = &[
    Fault {
        image: "argoproj/argocd",
        name: "CVE-2022-24348",
        effect: "a chart reads the secrets of other applications",
        affected: &[((0, 0, 0), (2, 1, 9)), ((2, 2, 0), (2, 2, 4))],
    },
    Fault {
        image: "grafana/grafana",
        name: "CVE-2022-39328",
        effect: "a visitor gets the rights of another one",
        affected: &[((9, 2, 0), (9, 2, 4))],
    },
    Fault {
        image: "ingress-nginx/controller",
        name: "CVE-2025-1974",
        effect: "any Pod takes over the controller and reads every Secret",
        affected: &[((0, 0, 0), (1, 11, 5)), ((1, 12, 0), (1, 12, 1))],
    },
    Fault {
        image: "library/redis",
        name: "CVE-2025-49844",
        effect: "a script leaves the server and runs on its host",
        affected: &[
            ((0, 0, 0), (6, 2, 20)),
            ((7, 0, 0), (7, 2, 11)),
            ((7, 4, 0), (7, 4, 6)),
            ((8, 0, 0), (8, 0, 4)),
            ((8, 2, 0), (8, 2, 2)),
        ],
    },
    Fault {
        image: "library/solr",
        name: "CVE-2021-44228",
        effect: "a text that is logged runs code",
        affected: &[((7, 4, 0), (8, 11, 1))],
    },
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if object.is_one_of(&["EndpointSlice"]) && group::is_of(object, &["discovery.k8s.io"]) {
        let endpoints =
            scalar::items(object.node, "endpoints").flat_map(|endpoint| scalar::items(endpoint, "addresses"));
        for address in endpoints {
            if scalar::text(address).is_some_and(|text| leads_to_node(&text)) {
                report.on(
                    address,
                    "This address leads to the node itself or to its neighbours \
                    (CVE-2021-25737); leave it out",
                );
            }
        }
        return;
    }
    for node in pods(object).flat_map(Pod::containers).filter_map(|container| scalar::get(container.node, "image")) {
        let Some(text) = scalar::text(node) else { continue };
        let image = ImageReference::parse(&text);
        let (Some(version), path) = (image.tag().and_then(version), image.path()) else { continue };
        let faults = FAULTS.iter().filter(|fault| path == fault.image || path.ends_with(&format!("/{}", fault.image)));
        for fault in faults {
            let mended = fault.affected.iter().find(|(from, to)| (*from..*to).contains(&version));
            if let Some((_, (major, minor, patch))) = mended {
                report.on(
                    node,
                    format!(
                        "With {} {}; use {major}.{minor}.{patch} \
                    or later",
                        fault.name, fault.effect
                    ),
                );
            }
        }
    }
}

/// The version that a tag begins with; `None` where it is none in three parts.
fn version(tag: &str) -> Option<Version> {
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    let end = tag.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(tag.len());
    let mut parts = tag[..end].split('.');
    let mut part = || parts.next()?.parse().ok();
    Some((part()?, part()?, part()?))
}

/// Whether an address is one of the loopback or of the link.
fn leads_to_node(text: &str) -> bool {
    match text.parse() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_loopback() || (address.segments()[0] & 0xffc0) == 0xfe80,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn versions() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: quay.io/argoproj/argocd:v2.2.3
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ With CVE-2022-24348 a chart reads the secrets of other applications; use 2.2.4 or later
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: quay.io/argoproj/argocd:v2.2.4
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: grafana/grafana:9.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: grafana/grafana:9.2.0-ubuntu
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ With CVE-2022-39328…
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web
addressType: IPv4
endpoints:
  - addresses:
      - 169.254.169.254
        ^^^^^^^^^^^^^^^ This address leads to the node itself or to its neighbours (CVE-2021-25737); leave it out
      - 10.0.0.1
",
        );
    }
}
